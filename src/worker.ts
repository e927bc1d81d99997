import { createApp, type Host } from './app'
import { CITY_NAMES } from './city/cities'
import { r2Archive } from './engines/archive'
import { type Bound, storageFrom } from './engines/choice'
import { readConfig } from './environment/config'
import { log } from './environment/log'
import { runJobs } from './jobs'
import { deliverDueWebhooks, settleDueAsyncPayments } from './mocks/stripe/app'
import { type Opened, openWorld } from './open'
import { loadClock, machineClock, movableClock } from './platform/world'

let isolate: Opened | { faults: string[] } | null = null
let clock_loaded = false

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

const misconfigured = (...faults: string[]) => {
  log('misconfigured', { faults: faults.join('; ') })
  return { faults }
}

/** Reads the configuration once per isolate. A fault closes every route but /healthz and /readyz, and the log says which. */
function openOnce(env: Env): Opened | { faults: string[] } {
  const read = readConfig({ ...env })
  if ('faults' in read) return misconfigured(...read.faults)
  const { city, storage } = read.config
  if (!CITY_NAMES.includes(city))
    return misconfigured(`YFB_CITY ${city} is not one of ${CITY_NAMES.join(', ')}`)
  const bound: Bound = env
  const db = storageFrom(bound, storage)
  if ('fault' in db) return misconfigured(db.fault)
  const clock = read.config.stage === 'dev' ? movableClock() : machineClock()
  const deliver = async (request: Request) => app.fetch(request, env)
  const archive = bound.ARCHIVE && read.config.stage !== 'dev' ? r2Archive(bound.ARCHIVE) : null
  return openWorld(read.config, { db, clock, random, deliver, archive })
}

const host: Host = {
  async open(env) {
    isolate ??= openOnce(env)
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
    if ('faults' in opened) return
    if (opened.stripe_mock_deps) {
      await settleDueAsyncPayments(opened.stripe_mock_deps)
      await deliverDueWebhooks(opened.stripe_mock_deps)
    }
    await runJobs(opened.world, (job) => job.cron === event.cron)
  },
} satisfies ExportedHandler<Env>
