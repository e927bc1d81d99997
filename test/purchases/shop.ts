import { BAKERY, HOLDERS } from '../../src/demo/cast'
import { sha256 } from '../../src/environment/crypto'
import { fen } from '../../src/kernel/money'
import { openAccountStatement } from '../../src/ledger/book'
import { merchantAccounts } from '../../src/ledger/chart'
import { all, sql } from '../../src/platform/d1'
import { type AnswerAt, good, type Reply } from '../support/addresses'
import { openWorld, type TestWorld } from '../support/world'

const id = (prefix: string, n: number) => `${prefix}_01KJZ${String(n).padStart(21, '0')}`
export const SHOP = id('mch', 1)
export const CARD_200 = id('off', 1)
export const TEN_VISITS = id('off', 2)
const LI = id('csm', 1)
const WANG = id('csm', 2)
export const HASH = 'a'.repeat(64)
const AT = '2026-03-01T00:00:00.000Z'
const tokenFor = (kind: string, n: number) => `yfb_${kind}_${String(n).padStart(43, 'A')}`

export type Shop = TestWorld & {
  li: string
  wang: string
  operator: string
  /** What the provider sends; by default it arrives at once. */
  notices: Request[]
  hold: (held: boolean) => void
  /** Sends a notice that was sent before, once more. */
  redeliver: (notice: Request | undefined) => Promise<Response>
  /** What happens to a call on its way to the provider: never sent, or done with the answer lost. */
  wire: { next: (path: string) => 'unsent' | 'unanswered' | null; calls: string[] }
  order: (token: string, offer_id?: string) => Promise<string>
  pay: (
    token: string,
    purchase: string,
    method: string,
    key?: string,
  ) => Promise<Reply<AnswerAt<'POST /v1/purchases/:id/payment'>>>
  see: (token: string, purchase: string) => Promise<AnswerAt<'GET /v1/purchases/:id'>>
  balance: (account: string) => Promise<number>
  lots: () => Promise<Lot[]>
  /** Every row of the ledger, as text: equal texts are equal books. */
  books: () => Promise<string>
  events: () => Promise<Event[]>
  /** How often the provider really took money. */
  charged: () => Promise<number>
}
type Lot = { id: string; card_id: string; purchase_id: string; paid_fen: number; starts_on: string }
type Event = { event_id: string; type: string; outcome: string; reason: string | null }

const BOOKS = [
  sql`SELECT * FROM ledger_accounts ORDER BY id`,
  sql`SELECT * FROM ledger_transfers ORDER BY id`,
  sql`SELECT * FROM ledger_entries ORDER BY account_id, account_version`,
  sql`SELECT * FROM cards ORDER BY id`,
  sql`SELECT * FROM lots ORDER BY id`,
  sql`SELECT * FROM merchant_totals`,
]

/** A bakery with two offers, two consumers and an operator, in an otherwise empty city. */
export async function openShop(): Promise<Shop> {
  const city = await openWorld()
  const { db } = city
  await db.batch([...shopRows(), ...offerRows(), ...(await peopleRows())])
  const post = holdablePost(city)
  const wire = breakableWire(city)
  const [li, wang, operator] = [
    tokenFor('consumer', 1),
    tokenFor('consumer', 2),
    tokenFor('operator', 3),
  ]

  const order: Shop['order'] = async (token, offer_id = CARD_200) => {
    const body = { offer_id, contract_hash: HASH, contract_accepted: true } as const
    const reply = await city.call('POST', '/v1/purchases', { token, body })
    if (reply.status !== 201) throw new Error(reply.text)
    return reply.body.id
  }
  const pay: Shop['pay'] = (token, purchase, payment_method, key) =>
    city.call('POST', `/v1/purchases/${purchase}/payment`, {
      token,
      body: { payment_method },
      ...(key === undefined ? {} : { key }),
    })
  const see: Shop['see'] = async (token, purchase) =>
    good(await city.call('GET', `/v1/purchases/${purchase}`, { token }))
  const balance: Shop['balance'] = async (account) => {
    const [row] = await all(
      db,
      sql<{ balance_fen: number }>`SELECT balance_fen FROM ledger_accounts WHERE id = ${account}`,
    )
    return row?.balance_fen ?? 0
  }
  const lots = () => all(db, sql<Lot>`SELECT * FROM lots ORDER BY id`)
  const books = async () => JSON.stringify(await db.batch(BOOKS))
  const events = () =>
    all(db, sql<Event>`SELECT * FROM payment_events ORDER BY received_at, event_id`)
  const charged = async () => {
    const { stripe_mock } = city
    const reply = await stripe_mock?.fetch(
      new Request('http://x/v1/charges?limit=100', {
        headers: { Authorization: `Bearer ${city.world.config.stripe_secret_key}` },
      }),
    )
    const list = (await reply?.json()) as { data: { status: string }[] }
    return list.data.filter(({ status }) => status === 'succeeded').length
  }
  return {
    ...city,
    ...post,
    wire,
    li,
    wang,
    operator,
    order,
    pay,
    see,
    balance,
    lots,
    books,
    events,
    charged,
  }
}

function holdablePost(city: TestWorld) {
  const deps = city.stripe_mock_deps
  if (!deps) throw new Error('the embedded provider is on')
  const arrive = deps.deliver
  const notices: Request[] = []
  let held = false
  deps.deliver = async (request) => {
    notices.push(request.clone())
    return held ? new Response('held', { status: 503 }) : arrive(request)
  }
  return {
    notices,
    hold: (on: boolean) => {
      held = on
    },
    redeliver: (notice: Request | undefined) => {
      if (!notice) throw new Error('there is such a notice')
      return arrive(notice.clone())
    },
  }
}

function breakableWire(city: TestWorld): Shop['wire'] {
  const { stripe_mock } = city
  if (!stripe_mock) throw new Error('the embedded provider is on')
  const wire: Shop['wire'] = { next: () => null, calls: [] }
  const carry = stripe_mock.fetch
  stripe_mock.fetch = async (request: Request, ...rest: []) => {
    const path = `${request.method} ${new URL(request.url).pathname}`
    wire.calls.push(path)
    const fault = wire.next(path)
    if (fault === 'unsent') throw new TypeError('connection refused')
    const reply = await carry(request, ...rest)
    if (fault === 'unanswered') throw new TypeError('connection lost')
    return reply
  }
  return wire
}

const shopRows = () => [
  sql`INSERT INTO merchants (id, name, entity_type, sector, district, address, licence_no, licence_expires_on,
        legal_representative, settlement_account_no, settlement_account_mask, custody_account_no, code,
        applied_at, admitted_at)
      VALUES (${SHOP}, ${BAKERY.name}, 'individual', 'bakery', 'huancui', ${BAKERY.address}, 'L1', '2036-01-01',
        ${BAKERY.legal_representative}, 'sealed', '尾号 0001', '6200000000000001', 'HF0001', ${AT}, ${AT})`,
  ...merchantAccounts(SHOP).map(openAccountStatement),
  sql`INSERT INTO merchant_totals (merchant_id) VALUES (${SHOP})`,
]

const offerRows = () => [
  sql`INSERT INTO contracts (hash, offer_id, template_version, text, price_list, created_at)
      VALUES (${HASH}, ${CARD_200}, 'v1', '合同', '[]', ${AT})`,
  sql`INSERT INTO offers (id, merchant_id, kind, name, service, price_fen, bonus_units, face_units, list_price_fen,
        contract_hash, created_at)
      VALUES (${CARD_200}, ${SHOP}, 'stored_value', '充 200 送 40', '', ${fen(20_000)}, 4000, 24000, 1, ${HASH}, ${AT})`,
  sql`INSERT INTO offers (id, merchant_id, kind, name, service, price_fen, bonus_units, face_units, list_price_fen,
        valid_days, contract_hash, created_at)
      VALUES (${TEN_VISITS}, ${SHOP}, 'count', '十次课', '烘焙课', ${fen(100_000)}, 0, 10, 12000, 180, ${HASH}, ${AT})`,
]

async function peopleRows() {
  const consumer = (who: string, name: string) =>
    sql`INSERT INTO consumers (id, phone_index, phone_sealed, phone_mask, nickname, created_at)
        VALUES (${who}, ${`i${who}`}, 's', '138****0001', ${name}, ${AT})`
  const session = async (kind: string, subject: string, n: number) =>
    sql`INSERT INTO sessions (token_hash, id, kind, subject_id, method, authenticated_at, idle_expires_at,
          absolute_expires_at, proof)
        VALUES (${await sha256(tokenFor(kind, n))}, ${id('ses', n)}, ${kind}, ${subject}, 'dev', ${AT},
          '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z', 'full')`
  return [
    consumer(LI, HOLDERS.li.name),
    consumer(WANG, HOLDERS.wang.name),
    sql`INSERT INTO officials (id, kind, role, name, phone_index, phone_sealed, phone_mask, created_by, created_at,
                             effective_from)
        VALUES (${id('ofc', 3)}, 'operator', 'operator', '平台', 'i3', 's', '138****0003', 'bootstrap', ${AT}, ${AT})`,
    await session('consumer', LI, 1),
    await session('consumer', WANG, 2),
    await session('operator', id('ofc', 3), 3),
  ]
}
