import { Hono } from 'hono'
import { bookingRoutes } from './bookings/routes'
import { bookRoutes } from './books/routes'
import { bankBreakRoutes } from './breaks/routes'
import { refundNowOf } from './calculator/now'
import { refundRoutes } from './calculator/routes'
import { careRoutes } from './care/routes'
import { changeRoutes } from './changes/routes'
import { bankCheckRoutes } from './closes/check-routes'
import { bankCloseRoutes } from './closes/routes'
import { bankShortageRoutes } from './closes/shortage-routes'
import { openApiDocument } from './contract/document'
import { correctionRoutes } from './corrections/routes'
import { counterRoutes } from './counter/routes'
import { factRoutes } from './custody/facts-routes'
import { custodyRoutes } from './custody/routes'
import { clockRoutes, moveClock } from './dev/clock'
import { disputeRoutes } from './disputes/routes'
import { depositRoutes } from './ends/deposit-routes'
import { endRoutes } from './ends/routes'
import { exportRoutes } from './exports/routes'
import { holdRoutes } from './holds/routes'
import { identityDevRoutes } from './identity/dev'
import { identityRoutes } from './identity/routes'
import { credentialFrom } from './identity/tokens'
import { instructionRoutes } from './instructions/routes'
import { bankImportRoutes } from './intake/routes'
import { jobRoutes } from './job-routes'
import { ulids } from './kernel/ids'
import { Refusal, refuse } from './kernel/refusals'
import { ledgerRoutes } from './ledger/routes'
import { levelRoutes } from './levels/level'
import { levelProposalRoutes } from './levels/proposals'
import { merchantRoutes } from './merchants/routes'
import { notifyRoutes } from './notify/routes'
import { objectionRoutes } from './objections/routes'
import { offerRoutes } from './offers/routes'
import { MOCK_PREFIX, type Opened } from './open'
import { overviewRoutes } from './overviews/overview'
import { packRoutes } from './packs/routes'
import { paymentRoutes } from './payments/inbox'
import { payoutRoutes } from './payouts/routes'
import { peopleRoutes } from './people/routes'
import type { App, DevDoors } from './platform/http'
import { replyNotFound, replyProblem, replyToError } from './platform/serve'
import { counted } from './platform/world'
import { proofRoutes } from './proofs/routes'
import { purchaseRoutes } from './purchases/routes'
import { quarterRoutes } from './quarters/routes'
import { cardRoutes } from './readers/routes'
import { redemptionRoutes } from './redemptions/routes'
import { refundCaseRoutes } from './refunds/routes'
import { merchantShopRoutes } from './shops/routes'
import { supervisionRoutes } from './supervision/routes'
import { tipRoutes } from './tips/routes'
import { webRoutes } from './web/routes'

/** Where the app lives: it hands out the World for a request, or names what the configuration lacks. */
export type Host = { open(env: Env): Promise<Opened | { faults: string[] }> }

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const requestIds = ulids(Date.now, random)

export function createApp(host: Host) {
  const app = new Hono<App>()
  app.onError(replyToError)
  app.notFound(replyNotFound)

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
  app.get('/healthz', (c) => c.json({ status: 'ok' }))

  app.use(async (c, next) => {
    const opened = await host.open(c.env)
    if ('faults' in opened) return replyProblem(c, new Refusal('misconfigured'))
    const db = counted(opened.world.db)
    c.set('dev', opened.world.config.stage === 'dev' ? devDoors(opened) : null)
    c.set('world', { ...opened.world, db })
    c.set('credential', () => credentialFrom(c.req.raw))
    await next()
    if (opened.world.config.stage === 'dev') c.res.headers.set('X-D1-Round-Trips', String(db.trips))
  })

  for (const routes of [
    identityRoutes,
    peopleRoutes,
    overviewRoutes,
    levelRoutes,
    levelProposalRoutes,
    merchantRoutes,
    merchantShopRoutes,
    offerRoutes,
    cardRoutes(refundNowOf),
    purchaseRoutes,
    redemptionRoutes,
    counterRoutes,
    correctionRoutes,
    holdRoutes,
    bookingRoutes,
    objectionRoutes,
    careRoutes,
    notifyRoutes,
    payoutRoutes,
    instructionRoutes,
    refundRoutes,
    refundCaseRoutes,
    endRoutes,
    depositRoutes,
    changeRoutes,
    proofRoutes,
    bankImportRoutes,
    bankBreakRoutes,
    bankCloseRoutes,
    bankCheckRoutes,
    bankShortageRoutes,
    exportRoutes,
    packRoutes,
    quarterRoutes,
    bookRoutes,
    custodyRoutes,
    factRoutes,
    disputeRoutes,
    paymentRoutes,
    ledgerRoutes,
    jobRoutes,
    tipRoutes,
    supervisionRoutes,
  ]) {
    app.route('/', routes)
  }
  app.route('/', webRoutes)
  app.get('/openapi.json', (c) => c.json(openApiDocument()))

  app.use('/dev/*', async (c, next) => {
    if (!c.var.dev) refuse('not_found')
    await next()
  })
  app.route('/', identityDevRoutes)
  app.route('/', clockRoutes)
  app.all(`${MOCK_PREFIX}/*`, async (c) => {
    const stripe_mock = c.var.dev?.stripe_mock ?? refuse('not_found')
    const url = new URL(c.req.url)
    url.pathname = url.pathname.slice(MOCK_PREFIX.length)
    return stripe_mock.fetch(new Request(url, c.req.raw))
  })
  return app
}

const devDoors = (opened: Opened): DevDoors => ({
  stripe_mock: opened.stripe_mock,
  telling: opened.telling?.() ?? null,
  moveClock: (target_ms) =>
    opened.telling ? refuse('city_being_told') : moveClock(opened, target_ms),
})
