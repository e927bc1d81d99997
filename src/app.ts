import { Hono } from 'hono'
import { openToAllOrigins } from './contract/cross-origin'
import { openApiDocument } from './contract/document'
import { clockRoutes, moveClock } from './dev/clock'
import { devPeopleRoutes } from './dev/people'
import { DOORS } from './doors'
import { log } from './environment/log'
import { answerMetrics } from './gauges/metrics'
import { traceRequests } from './gauges/tracing'
import { credentialFrom } from './identity/tokens'
import { JOBS } from './jobs'
import { ulids } from './kernel/ids'
import { Refusal, refuse } from './kernel/refusals'
import { tellAtOnce } from './notify/notices'
import { MOCK_PREFIX, type Opened } from './open'
import { checkReadiness } from './operations/ready'
import { VERSION } from './operations/version'
import type { Statement } from './platform/d1'
import type { App } from './platform/http'
import type { Doors } from './platform/jobs'
import { refusalFrom, replyNotFound, replyProblem, replyToError } from './platform/serve'
import { counted, type DevDoors, requestKeeper } from './platform/world'
import { signedCredential } from './terminals/credential'
import { isSigned } from './terminals/verify'
import { traceReading } from './traces/trace'
import { appCredential, spokenVersion } from './vendors/credential'
import { asksForPage, astray, sorryPage } from './web/astray'
import { webRoutes } from './web/routes'

/** Where the app lives: it hands out the World for a request, or names what the configuration lacks. */
export type Host = { open(env: Env): Promise<Opened | { faults: string[] }> }

/** Two years, names below this one included: whoever was here once asks by https alone. */
const HSTS = 'max-age=63072000; includeSubDomains'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const requestIds = ulids(Date.now, random)

export function createApp(host: Host, all: readonly Doors[] = DOORS) {
  const app = new Hono<App>()
  app.onError((error, c) => {
    if (!asksForPage(c)) return replyToError(error, c)
    const refusal = refusalFrom(error, c)
    return sorryPage(c, refusal).catch(() => replyProblem(c, refusal))
  })
  app.notFound((c) => (asksForPage(c) ? astray(c) : replyNotFound(c)))

  app.use(async (c, next) => {
    const request_id = requestIds('req')
    c.set('request_id', request_id)
    await next()
    // On the reply itself: to a finished reply, c.header adds by making another one.
    const { headers } = c.res
    headers.set('X-Request-Id', request_id)
    headers.set('X-Content-Type-Options', 'nosniff')
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  })
  openProbes(app, host)

  app.use(async (c, next) => {
    const opened = await host.open(c.env)
    if ('faults' in opened) return replyProblem(c, new Refusal('misconfigured'))
    // Once for each process; where storage does not answer yet, the request that needs it says so.
    await opened.world.city.now(opened.world.db).catch(() => log('city_not_read', {}))
    const db = counted(opened.world.db)
    c.set('dev', opened.world.config.stage === 'dev' ? devDoors(opened) : null)
    const keeper = requestKeeper(c)
    c.set('keeper', keeper)
    // In the tick of the act, after its answer: what it told is sent now, and by the job where that fails.
    const committed = keeper && {
      committed: (written: readonly Statement[]) =>
        keeper.waitUntil(tellAtOnce(opened.world, written)),
    }
    c.set('world', { ...opened.world, db, ...committed })
    c.set('trips', db.trips)
    // A body is read twice where it is signed: once for its digest, once for what it says.
    const signed = isSigned(c.req.raw) ? c.req.raw.clone() : null
    c.set('signed', signed)
    c.set('credential', () =>
      signed
        ? signedCredential(opened.world, signed, c.get('request_id'))
        : appCredential(opened.world, c.req.raw).then((app) => app ?? credentialFrom(c.req.raw)),
    )
    c.set('tracer', traceReading)
    await next()
    const version = spokenVersion(c.req.raw)
    if (version !== null) c.res.headers.set('Yufubao-Version', version)
    if (opened.world.config.stage === 'dev')
      c.res.headers.set('X-D1-Round-Trips', String(db.trips.length))
    else c.res.headers.set('Strict-Transport-Security', HSTS)
  })

  app.use(traceRequests)
  app.use(openToAllOrigins())
  for (const { routes } of all) for (const router of routes) app.route('/', router)
  app.route('/', webRoutes)
  app.get('/openapi.json', (c) => c.json(openApiDocument()))

  openDevDoors(app)
  return app
}

/** What machines ask: whether this one lives, whether it can serve, and how it fares. */
function openProbes(app: Hono<App>, host: Host): void {
  app.get('/healthz', (c) => c.json({ status: 'ok', version: VERSION }))
  app.get('/readyz', async (c) => {
    const readiness = await checkReadiness(await host.open(c.env), JOBS)
    return c.json(readiness, readiness.status === 'ready' ? 200 : 503)
  })

  app.get('/metrics', async (c) => {
    const shown = c.req.header('authorization')
    return (await answerMetrics(await host.open(c.env), shown, JOBS)) ?? c.notFound()
  })
}

/** Where the stage is dev: its people, its clock and the bank it plays; elsewhere nothing is found there. */
function openDevDoors(app: Hono<App>): void {
  app.use('/dev/*', async (c, next) => {
    if (!c.var.dev) refuse('not_found')
    await next()
  })
  app.route('/', devPeopleRoutes)
  app.route('/', clockRoutes)
  app.all(`${MOCK_PREFIX}/*`, async (c) => {
    const stripe_mock = c.var.dev?.stripe_mock ?? refuse('not_found')
    const url = new URL(c.req.url)
    url.pathname = url.pathname.slice(MOCK_PREFIX.length)
    return stripe_mock.fetch(new Request(url, c.req.raw))
  })
}

const devDoors = (opened: Opened): DevDoors => ({
  stripe_mock: opened.stripe_mock,
  telling: opened.telling?.() ?? null,
  moveClock: (target_ms) =>
    opened.telling ? refuse('city_being_told') : moveClock(opened, target_ms),
})
