import { createApp, type Host } from './app'
import { r2Archive } from './engines/archive'
import { type Bound, storageFrom } from './engines/choice'
import { log } from './environment/log'
import { type Opened, openWorld, readCityConfig } from './open'
import { loadClock, machineClock, movableClock } from './platform/world'
import { checkKeys } from './seals/keys'
import { tick } from './tick'

let isolate: Opened | { faults: string[] } | null = null
let clock_loaded = false
let keys_checked = false

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

const misconfigured = (...faults: string[]) => {
  log('misconfigured', { faults: faults.join('; ') })
  return { faults }
}

/** Reads the configuration once per isolate. A fault closes every route but /healthz and /readyz, and the log says which. */
function openOnce(env: Env): Opened | { faults: string[] } {
  const read = readCityConfig({ ...env })
  if ('faults' in read) return misconfigured(...read.faults)
  const bound: Bound = env
  const db = storageFrom(bound, read.config.storage)
  if ('fault' in db) return misconfigured(db.fault)
  const clock = read.config.stage === 'dev' ? movableClock() : machineClock()
  const deliver = async (request: Request) => app.fetch(request, env)
  const archive = bound.ARCHIVE && read.config.stage !== 'dev' ? r2Archive(bound.ARCHIVE) : null
  return openWorld(read.config, { db, clock, random, deliver, archive })
}

/**
 * Once per isolate: the keys are those that storage knows. A key that values still need, or another one under its name, closes
 * the service; where storage does not answer yet it is asked again, and until then what cannot be opened is refused.
 */
async function withItsKeys(opened: Opened): Promise<Opened | { faults: string[] }> {
  const faults = await checkKeys(opened.world)
  keys_checked = faults !== null
  return faults && faults.length > 0 ? misconfigured(...faults) : opened
}

const host: Host = {
  async open(env) {
    isolate ??= openOnce(env)
    if ('world' in isolate && !keys_checked) isolate = await withItsKeys(isolate)
    if ('world' in isolate && isolate.world.config.stage === 'dev' && !clock_loaded) {
      await loadClock(isolate.world.db, isolate.clock)
      clock_loaded = true
    }
    return isolate
  },
}
const app = createApp(host)

export default {
  fetch: app.fetch,
  async scheduled(event, env) {
    const opened = await host.open(env)
    if (!('faults' in opened)) await tick(opened, [event.cron])
  },
} satisfies ExportedHandler<Env>
