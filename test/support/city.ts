import type { RequestParts } from '../../src/client/types'
import { OFFICIALS, officialPhone, shopPlans } from '../../src/demo/cast'
import { type Client, clientOver } from '../../src/demo/client'
import { buy, type HeldCard } from '../../src/demo/holders'
import { devSignIn, signIn, visitor } from '../../src/demo/people'
import type { ShopPlan } from '../../src/demo/plans'
import { openShop, type Shop } from '../../src/demo/shops'
import { localDate } from '../../src/kernel/time'
import { bootstrapToken } from '../../src/people/bootstrap'
import { sql } from '../../src/platform/d1'
import { BASE_URL } from './wire'
import { openWorld, type TestWorld } from './world'

/** A test city with people in it. Everything in it came about through the API, as in the demo. */
export type City = TestWorld & {
  client: Client
  operator: string
  opens: (n?: number) => Promise<Shop>
  joins: (phone: string) => Promise<{ id: string; token: string }>
  buys: (
    buyer: { id: string; token: string },
    shop: Shop,
    offer?: number,
    method?: string,
  ) => Promise<HeldCard>
  as: (subject_id: string) => Promise<string>
  /** A new official, by their id. */
  appoints: (official: Official) => Promise<string>
  /** A raise takes two operators: the first proposes, a colleague agrees. */
  raises: (merchant_id: string, level: Level) => Promise<void>
}

/** `district`: where every shop stands, in a city that has other districts than the plans. */
export type Official = Pick<
  RequestParts<'POST /v1/officials'>['body'],
  'kind' | 'role' | 'phone' | 'districts'
> & { name?: string }
type Level = RequestParts<'POST /v1/merchants/:id/level'>['body']['level']
/** `must_say`: officials say what they read for, as everywhere but in stories. */
type Options = Parameters<typeof openWorld>[0] & { district?: string; must_say?: true }
export async function openCity(options: Options = {}): Promise<City> {
  const world = inOfficeAtOnce(await openWorld(options), options.must_say ?? false)
  const client = clientOver({
    fetch: world.fetch,
    base_url: BASE_URL,
    dev_token: world.world.config.dev_token ?? '',
    moveTo: async () => undefined,
  })
  const { name, phone } = OFFICIALS.duty
  const said = { bootstrap_token: await bootstrapToken(world.world), name, phone }
  await client.yufubao.must('POST /v1/operators/bootstrap', { body: said })
  const { token: operator, person_id: boss } = await signIn(client, OFFICIALS.duty)
  const colleague = { ...OFFICIALS.reviewer, name: '平台同事', phone: officialPhone(9_998) }
  await client.yufubao.as('operator', operator).must('POST /v1/officials', { body: colleague })
  const { district } = options
  const plans: ShopPlan[] = shopPlans().map((plan) =>
    district === undefined ? plan : { ...plan, district },
  )
  let shops = 0
  return {
    ...world,
    client,
    operator,
    opens: async (n = 0) =>
      openShop(client, operator, plans[n]!, ++shops, localDate(world.world.now())),
    joins: async (phone) => {
      const { token, person_id } = await signIn(client, { phone, kind: 'consumer' })
      return { id: person_id, token }
    },
    buys: async (buyer, shop, offer = 0, method = 'pm_card_visa') => {
      const purchase = await buy(client, buyer.token, shop.offers[offer]!, method)
      return { id: purchase.card_id!, shop, kind: shop.offers[offer]!.kind, used_up: false }
    },
    as: (subject_id) => devSignIn(client, subject_id),
    appoints: async (official) => {
      const body = { name: '办事员', ...official }
      return (await client.yufubao.as('operator', operator).must('POST /v1/officials', { body })).id
    },
    raises: async (merchant_id, level) => {
      const params = { id: merchant_id }
      const proposer = visitor(client, 'operator', boss)
      const { waiting } = await proposer.must('POST /v1/merchants/:id/level', {
        params,
        body: { level, reason: '经营稳定，没有投诉' },
      })
      const { id } = await proposer.must('POST /v1/officials', {
        body: { ...OFFICIALS.reviewer, districts: [] },
      })
      await visitor(client, 'operator', id).must('POST /v1/merchants/:id/level/confirmation', {
        params,
        body: { proposal_id: waiting!.id, agreed: true, note: '看过经营记录，同意' },
      })
    },
  }
}
/** An operator has agreed to the account that a shop asked for, and the day is over. */
const paidThere = (now: string) => [
  sql`UPDATE settlement_account_changes SET state = 'agreed', decided_at = ${now},
             decided_by = (SELECT min(id) FROM officials WHERE kind = 'operator') WHERE state = 'waiting'`,
  sql`UPDATE settlement_account_changes SET state = 'in_force', applied_at = usable_from WHERE state = 'agreed'`,
  sql`UPDATE merchants SET settlement_account_no = c.account_no, settlement_account_mask = c.mask, version = version + 1,
             settlement_account_version = settlement_account_version + 1, settlement_account_verified_at = c.applied_at
        FROM settlement_account_changes c
       WHERE c.merchant_id = merchants.id AND c.decided_at = ${now} AND c.state = 'in_force'
         AND merchants.settlement_account_no <> c.account_no`,
]
/** Somebody went there and found the door shut, by the plan. */
const seenClosed = (now: string) => [
  sql`INSERT INTO patrols (id, merchant_id, level, due_on, created_at, done_at)
      SELECT 'ptl_' || substr(id, 5), merchant_id, 5, substr(reported_at, 1, 10), reported_at, ${now} FROM endings e
       WHERE kind = 'incident' AND phase = 'waiting'
         AND NOT EXISTS (SELECT 1 FROM patrol_findings f WHERE f.merchant_id = e.merchant_id)`,
  sql`INSERT INTO patrol_findings (id, patrol_id, merchant_id, found, answers, facts, note, seen_at, by_id, reported_at)
      SELECT 'pfd_' || substr(e.id, 5), 'ptl_' || substr(e.id, 5), e.merchant_id, 'closed',
             '{"sale_sign":false,"staff_present":false,"stock_present":false,"sold_outside":false}',
             '["patrol_closed"]', '卷帘门落锁', ${now}, e.reported_by, ${now} FROM endings e
       WHERE e.kind = 'incident' AND e.phase = 'waiting' AND EXISTS (SELECT 1 FROM patrols p WHERE p.id = 'ptl_' || substr(e.id, 5))
         AND NOT EXISTS (SELECT 1 FROM patrol_findings f WHERE f.merchant_id = e.merchant_id)`,
]
/** For years to come, so that a story need not say it again: a matter at each shop and of the city, for all in office. */
const saidWhatFor = (now: string) =>
  sql`INSERT INTO access_purposes (id, official_id, kind, reference_id, merchant_id, reason, people_max, opened_at, expires_at)
      SELECT 'acp_' || substr(hex(randomblob(13)), 1, 26), o.id, 'case', coalesce(m.id, 'city'), m.id, '故事里看这家店的卡和付款',
             1000, ${now}, '2099-01-01T00:00:00.000Z'
        FROM officials o CROSS JOIN (SELECT id FROM merchants UNION ALL SELECT NULL) m
       WHERE NOT EXISTS (SELECT 1 FROM access_purposes p
                          WHERE p.official_id = o.id AND p.reference_id = coalesce(m.id, 'city'))`
/**
 * In these stories whoever is entered is in office at once: the colleague has agreed, and the day is over. How it goes is
 * told in test/people. And whoever is in office has said what they read of people for; how that goes is told in test/traces.
 */
function inOfficeAtOnce(world: TestWorld, must_say: boolean): TestWorld {
  const entered = async (address: string, status: number) => {
    const [method, path] = address.split(' ')
    if (method !== 'POST') return
    const now = world.world.now()
    if (path === '/v1/merchants/me/settlement-account' && status === 200)
      return world.db.batch(paidThere(now))
    if (path === '/v1/incidents' && status === 201) return world.db.batch(seenClosed(now))
    if (!must_say && path?.startsWith('/v1/merchants') && status < 300)
      return world.db.batch([saidWhatFor(now)])
    if (path !== '/v1/officials' || status !== 201) return
    await world.db.batch([
      ...(must_say ? [] : [saidWhatFor(now)]),
      sql`UPDATE officials SET approved_at = ${now}, effective_from = ${now}, approved_by = (
            SELECT o.id FROM officials o JOIN person_ids p ON p.subject_id = o.id
             WHERE o.kind = 'operator' AND o.effective_from IS NOT NULL AND o.disabled_at IS NULL
               AND p.person_id NOT IN (SELECT person_id FROM person_ids WHERE subject_id IN (officials.id, officials.created_by))
             LIMIT 1)
           WHERE effective_from IS NULL AND disabled_at IS NULL`,
    ])
  }
  return {
    ...world,
    fetch: async (request) => {
      const reply = await world.fetch(request)
      await entered(`${request.method} ${new URL(request.url).pathname}`, reply.status)
      return reply
    },
    call: async (method, path, options) => {
      const reply = await world.call(method, path, options)
      await entered(`${method} ${path}`, reply.status)
      return reply
    },
  }
}

export type { HeldCard, Shop }
