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

const DRAWN_AT_ONCE = 4_096
/** Random bytes of the machine, drawn many at a time; none is given out twice. */
function drawer(): (bytes: number) => Uint8Array {
  let drawn = new Uint8Array()
  return (bytes) => {
    if (drawn.length < bytes)
      drawn = crypto.getRandomValues(new Uint8Array(Math.max(bytes, DRAWN_AT_ONCE)))
    const given = drawn.slice(0, bytes)
    drawn = drawn.subarray(bytes)
    return given
  }
}

/** The whole service in this process over a database, with a clock that begins at `starts_at` and stands still. */
export function openInProcess(config: Config, db: Db, starts_at: string): InProcess {
  const starts_ms = epochMs(starts_at)
  const clock = movableClock(() => starts_ms)
  const random = drawer()
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
