import { createApp, type Host } from './app'
import { CITY_NAMES } from './city/cities'
import { d1 } from './engines/d1'
import { readConfig } from './environment/config'
import { log } from './environment/log'
import { runJobs } from './jobs'
import { deliverDueWebhooks, settleDueAsyncPayments } from './mocks/stripe/app'
import { type Opened, openWorld } from './open'
import { loadClock, machineClock, movableClock } from './platform/world'

let isolate: Opened | { faults: string[] } | null = null
let clock_loaded = false

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

/** Reads the configuration once per isolate. A fault closes every route but /healthz and /readyz, and the log says which. */
function openOnce(env: Env): Opened | { faults: string[] } {
  const read = readConfig({ ...env })
  if ('faults' in read) {
    log('misconfigured', { faults: read.faults.join('; ') })
    return read
  }
  const { city } = read.config
  if (!CITY_NAMES.includes(city)) {
    log('misconfigured', { faults: `YFB_CITY ${city} is not one of ${CITY_NAMES.join(', ')}` })
    return { faults: ['YFB_CITY is unknown'] }
  }
  const clock = read.config.stage === 'dev' ? movableClock() : machineClock()
  const deliver = async (request: Request) => app.fetch(request, env)
  return openWorld(read.config, { db: d1(env.DB), clock, random, deliver })
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
