import { createApp } from '../app'
import { moveClock } from '../dev/clock'
import { outboundOverSockets } from '../engines/outbound'
import type { Config } from '../environment/config'
import { epochMs } from '../kernel/time'
import { type Opened, openWorld } from '../open'
import type { Db } from '../platform/d1'
import { movableClock, NOBODY, saveClock } from '../platform/world'
import { type Client, clientOver } from './client'

type InProcess = { client: Client; opened: Opened; finish: () => Promise<void> }

/** The whole service in this process over a database, with a clock that begins at `starts_at` and stands still. */
export function openInProcess(config: Config, db: Db, starts_at: string): InProcess {
  const clock = movableClock(() => epochMs(starts_at))
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const env = {} as Env
  const deliver = async (request: Request) => app.fetch(request, env, NOBODY)
  const outbound = outboundOverSockets({ allows_here: config.stage === 'dev' })
  const opened = openWorld(config, { db, clock, random, deliver, outbound })
  const app = createApp({ open: async () => opened })
  const client = clientOver({
    fetch: async (request) => app.fetch(request, env, NOBODY),
    base_url: config.public_url,
    dev_token: config.dev_token ?? '',
    moveTo: async (at) => {
      if (epochMs(at) > clock.now_ms()) await moveClock(opened, epochMs(at))
    },
  })
  const finish = async () => {
    clock.offset_ms = 0
    await saveClock(db, clock)
  }
  return { client, opened, finish }
}
