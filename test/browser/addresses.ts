import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { MINUTE_MS } from '../../src/kernel/time'
import type { Kind } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import { OPERATIONS } from '../../src/platform/http'
import { stopUrl } from '../../src/recoveries/link'
import { PAGES } from '../../src/web/routes'
import { type LivedTown, openLivedTown } from '../platform/lived-town'
import { good } from '../refunds/support'
import type { City } from '../support/city'
import { befalls } from './troubles'

/** One page of the product at an address where there is something to see, and who looks at it. */
export type Looked = {
  name: string
  path: string
  as: readonly string[]
  /** What somebody came to read. */
  readable: string
}
export type LookedAt = { city: City; pages: readonly Looked[] }

/** Every GET page of the product, in a town where everything has happened once. A page without an address is a fault. */
export async function openLookedAt(): Promise<LookedAt> {
  const town = await openLivedTown()
  await befalls(town)
  const [gone] = await town.desk.rows(sql`SELECT id FROM refunds WHERE origin = 'incident'`)
  const [lost] = await town.desk.rows(sql`SELECT id FROM complaints WHERE outcome = 'not_settled'`)
  const known: Record<string, unknown> = {
    '/stop/:token': await stopToken(town),
    '/c/refunds/:id/claim-pack': gone?.id,
    '/c/complaints/:id/claim-pack': lost?.id,
    '/docs/:tag': OPERATIONS[0]?.tags[0],
    '/o/tables/:table': 'court',
    '/r/tables/:table': 'holidays',
    '/c/mandates/new/:cause': 'death',
  }
  const pages = PAGES.filter(({ method, path }) => method === 'GET' && !SKIPPED.has(path)).map(
    ({ path, policy }) => ({
      name: path,
      path: concrete(path, town, known),
      as: policy === 'public' ? [] : [personIdColumn(town, policy, path)],
      readable: READABLE[path] ?? 'h1',
    }),
  )
  return { city: town.desk, pages }
}

/** What the link of a message about a recovery ends with: somebody has lost their PIN. */
async function stopToken({ desk }: LivedTown): Promise<string> {
  const { li } = desk
  desk.advance(MINUTE_MS)
  good(await desk.says(li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
  const code = await newestCode(desk.client, HOLDERS.li.phone)
  const { id } = good(await desk.says(li.id, 'POST', '/v1/recoveries', { kind: 'pin', code }))
  return (await stopUrl(desk.world, id)).split('/').at(-1) ?? ''
}

/** Only shown after a form was refused, a part of a page, or a file. */
export const SKIPPED = new Set([
  '/sign-in/session',
  '/c/phone/change',
  '/c/union/next',
  '/c/cards/:id/code/part',
  '/m/payouts.csv',
  '/s/:code/photo',
  '/m/photo/:id/image',
  '/o/photos/:id/image',
  '/b/packs/:merchant_id/file',
  '/m/export/file',
  '/b/export/file',
  '/o/export/file',
  '/r/reports/file',
  '/r/patrol-photos/:id',
  '/c/mandates/:id/papers/:paper_id',
  '/b/mandates/:id/papers/:paper_id',
  '/r/mandates/:id/papers/:paper_id',
  '/o/mandates/:id/papers/:paper_id',
])

/** Where an empty page would look right, too: what stands there only because something happened. */
const READABLE: Record<string, string> = {
  '/b/instructions': 'main form.card',
  '/o/tables': 'main form.card',
  '/o/tables/:table': 'main form.card',
  '/b/shortages': 'main table a',
  '/o/shortages': 'main table a',
  '/o/facts': 'main article form',
  '/b/facts': 'main article form',
  '/o/disputes': 'main article form',
  '/b/disputes': 'main article',
  '/m/disputes': 'main article',
  '/c/disputes': 'main article',
  '/no/:token': 'main form.card',
  '/b/court-orders': 'main article',
  '/m/court-orders': 'main article',
  '/r/court-orders': 'main article',
  '/o/court-orders': 'main article',
}

const ROLE = {
  consumer: 'consumer',
  staff: 'owner',
  bank: 'bank',
  regulator: 'supervisor',
  operator: 'operator',
} as const
/** The shop that is gone has people of its own. */
const personIdColumn = (town: LivedTown, kind: Kind, path: string): string =>
  town.others.get(`${path.split('/')[2]} ${ROLE[kind]}`) ?? town.people.get(ROLE[kind]) ?? ''

/** Where the API names the thing otherwise than the page does. */
const SAME_AS: Record<string, string> = {
  's/:code': '/v1/shops/:code',
  'S/:code': '/v1/shops/:code',
  'no/:token': '/v1/objections/:token',
  'u/:id': '/v1/redemptions/:id',
  'not-so/:token': '/v1/mandate-objections/:token',
  'stop-union/:token': '/v1/union-cancellations/:token',
  'contracts/:id': '/v1/offers/:id',
  'files/:id': '/v1/bank/files/:id',
  'facts/:id': '/v1/parked-facts/:id',
  'uploads/:content_hash': '/v1/bank/uploads/:content_hash',
  'packs/:merchant_id': '/v1/merchants/:id',
  'accounts/:id': '/v1/ledger/accounts/:id',
  'shops/:id': '/v1/merchants/:id',
  'breaks/:id': '/v1/bank/breaks/:id',
  'closes/:day': '/v1/bank/closes/:day',
  'incidents/:id': '/v1/endings/:id',
  'coverage/:day': '/v1/bank/closes/:day',
  'webhooks/:id': '/v1/webhook-endpoints/:id',
  'counter/:id': '/v1/cards/:id',
  'changes/:id': '/v1/merchant-changes/:id',
  'books/:id': '/v1/book-runs/:id',
}
function concrete(path: string, { ids }: LivedTown, known: Record<string, unknown>): string {
  return path.replace(/([\w-]+)\/:(\w+)/g, (_all, thing: string, param: string) => {
    const address = SAME_AS[`${thing}/:${param}`] ?? `/v1/${thing}/:${param}`
    const role = { m: 'owner', b: 'bank', o: 'operator' }[path.split('/')[1] ?? '']
    const value = known[path] ?? ids.get(address) ?? ids.get(`${address} ${role}`)
    if (value === undefined) throw new Error(`no address is known for the page ${path}`)
    return `${thing}/${value}`
  })
}
