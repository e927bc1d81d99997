import { addLotStatements, openCardStatements } from '../../src/cards/store'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { fen } from '../../src/kernel/money'
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { openAccountStatement, post } from '../../src/ledger/book'
import { escrowAccount, pspAccount } from '../../src/ledger/chart'
import { saleTallyStatements } from '../../src/merchants/tally'
import { all, one, type Statement, sql } from '../../src/platform/d1'
import { type AnswerAt, type AnyReply, type BodyAt, good, type Reply } from '../support/addresses'
import { asked } from '../support/asked'
import { type City, openCity, type Shop } from '../support/city'
import { START } from '../support/world'

export type Person = { id: string; token: string; phone: string }
export type LotPlan = {
  paid_fen: number
  face_units: number
  list_price_fen?: number
  starts_on?: string
  ends_on?: string | null
  contract_hash?: string
}
type CardPlan = {
  lots: readonly LotPlan[]
  holder?: Person
  at?: Shop
  kind?: string
  service?: string
}
type Code = { digits: string; digits_spoken: string; qr: string }
type Row = Record<string, unknown>

export const PIN = '739205'
/** ¥1,000 paid for ¥1,200 of bread, and eleven haircuts for ¥380. */
export const BREAD: LotPlan = { paid_fen: 100_000, face_units: 120_000 }
export const HAIRCUTS: LotPlan = { paid_fen: 38_000, face_units: 11, list_price_fen: 3_800 }

/** A bakery and a second shop, two holders, and the counter between them. */
export type Counter = City & {
  shop: Shop
  other: Shop
  li: Person
  wang: Person
  /** Somebody at the till, freshly signed in. */
  till: (at?: Shop, role?: 'cashier' | 'owner') => Promise<string>
  holds: (plan: CardPlan) => Promise<string>
  key: (
    card_id: string,
    holder?: Person,
    key?: string,
  ) => Promise<Reply<AnswerAt<'POST /v1/cards/:id/pay-code-key'>>>
  code: (card_id: string, holder?: Person) => Promise<Code>
  redeem: (
    body: BodyAt<'POST /v1/redemptions'>,
    options?: { token?: string; key?: string },
  ) => Promise<Reply<AnswerAt<'POST /v1/redemptions'>>>
  setPin: (person: Person) => Promise<void>
  rows: (statement: Statement) => Promise<Row[]>
  balance: (account: string) => Promise<number>
  /** Everything that a refused use must leave as it was: all tables but the journal and the counters. */
  everything: () => Promise<Record<string, Row[]>>
  /** The size of every batch that went to storage while `act` ran. */
  trips: (act: () => Promise<unknown>) => Promise<number[]>
}

export async function openCounter(options: Parameters<typeof openCity>[0] = {}): Promise<Counter> {
  const city = await openCity(options)
  const shop = await city.opens(0)
  const other = await city.opens(2)
  const [li, wang] = [await joins(city, HOLDERS.li.phone), await joins(city, HOLDERS.wang.phone)]
  const rows = (statement: Statement) => asked(city.db, statement)
  const till: Counter['till'] = async (at = shop, role = 'cashier') => {
    const person = await one(
      city.db,
      sql<{ id: string }>`SELECT id FROM staff WHERE merchant_id = ${at.id} AND role = ${role}`,
    )
    return city.as(person?.id ?? '')
  }
  const key: Counter['key'] = (card_id, holder = li, idempotency_key) =>
    city.call('POST', `/v1/cards/${card_id}/pay-code-key`, {
      token: holder.token,
      ...(idempotency_key ? { key: idempotency_key } : {}),
    })
  return {
    ...city,
    shop,
    other,
    li,
    wang,
    till,
    key,
    rows,
    holds: (plan) => holds(city, { holder: li, at: shop, ...plan }),
    code: async (card_id, holder = li) => {
      const consumer = city.client.yufubao.as('consumer', holder.token)
      const params = { id: card_id }
      await consumer.must('POST /v1/cards/:id/pay-code-key', { params })
      return consumer.must('GET /v1/cards/:id/pay-code', { params })
    },
    redeem: async (body, options = {}) =>
      city.call('POST', '/v1/redemptions', {
        ...options,
        token: options.token ?? (await till()),
        body,
      }),
    setPin: (person) => setPin(city, person),
    balance: async (account) =>
      Number(
        (await rows(sql`SELECT balance_fen AS b FROM ledger_accounts WHERE id = ${account}`))[0]?.b,
      ),
    everything: () => everything(city),
    trips: async (act) => {
      const sizes: number[] = []
      city.faulty.next = (statements) => {
        sizes.push(statements.length)
        return null
      }
      await act()
      city.faulty.next = () => null
      return sizes
    },
  }
}

export { good }

/** How often each outcome came up: a status for success, the refusal's code otherwise. */
export const tally = (replies: readonly AnyReply[]): Record<string, number> => {
  const names = replies.map(({ status, body }) => (status < 400 ? String(status) : body.code))
  return Object.fromEntries(
    [...new Set(names)].map((name) => [name, names.filter((n) => n === name).length]),
  )
}
export const atOnce = <T>(n: number, ask: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => ask(i)))

async function joins(city: City, phone: string): Promise<Person> {
  return { ...(await city.joins(phone)), phone }
}

async function setPin(city: City, { phone, token }: Person): Promise<void> {
  city.advance(MINUTE_MS)
  const consumer = city.client.yufubao.as('consumer', token)
  await consumer.must('POST /v1/me/sms-codes', { body: { purpose: 'pin' } })
  const code = await newestCode(city.client, phone)
  const had = (await consumer.must('GET /v1/me')).pin_set
  const body = { pin: PIN, code, ...(had ? { old_pin: PIN } : {}) }
  await consumer.must('PUT /v1/me/pin', { body })
}

/** A card as a credited purchase leaves it, with lots of any size; the books stay whole. */
async function holds(city: City, plan: CardPlan & { holder: Person; at: Shop }): Promise<string> {
  const { holder, at, lots, kind = 'stored_value', service = '' } = plan
  const { world, db } = city
  const [offer] = at.offers
  const { district, sector } = at.plan
  const card_id = world.newId('crd')
  const owner = { merchant_id: at.id, consumer_id: holder.id }
  const statements = [
    openAccountStatement(pspAccount('stripe')),
    ...openCardStatements({ id: card_id, ...owner, kind, service, opened_at: world.now() }),
  ]
  for (const [i, lot] of lots.entries()) {
    const [lot_id, purchase_id] = [world.newId('lot'), world.newId('pur')]
    const { paid_fen } = lot
    const bought_at = new Date(START - 24 * HOUR_MS + i * MINUTE_MS).toISOString()
    const of = { offer_id: offer?.id ?? '', contract_hash: offer?.contract_hash ?? '' }
    statements.push(
      ...addLotStatements({
        id: lot_id,
        card_id,
        purchase_id,
        ...of,
        bonus_units: 0,
        list_price_fen: 1,
        bought_at,
        starts_on: '2026-03-01',
        ends_on: null,
        cool_off_ends_at: '2026-03-08T16:00:00.000Z',
        card_cap_fen: null,
        holder_cap_fen: null,
        ...lot,
      }),
      sql`INSERT INTO purchases (id, consumer_id, merchant_id, offer_id, contract_hash, paid_fen, provider, status,
                                 card_id, lot_id, accepted_at, expires_at, paid_at)
          VALUES (${purchase_id}, ${holder.id}, ${at.id}, ${of.offer_id}, ${of.contract_hash}, ${paid_fen}, 'stripe',
                  'paid', ${card_id}, ${lot_id}, ${bought_at}, ${bought_at}, ${bought_at})`,
      ...post(world, {
        from: pspAccount('stripe'),
        to: escrowAccount(card_id),
        amount_fen: fen(paid_fen),
        reason: 'purchase_paid',
        subject_id: purchase_id,
        event_at: bought_at,
      }),
      ...saleTallyStatements({
        merchant_id: at.id,
        district,
        sector,
        day: '2026-03-01',
        paid_fen,
        new_card: i === 0,
      }),
    )
  }
  await db.batch(statements)
  return card_id
}

async function everything({ db }: City): Promise<Record<string, Row[]>> {
  const tables = await all(
    db,
    sql<{
      name: string
    }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
           AND name NOT LIKE '_cf%' AND name NOT LIKE 'd1_%'
           AND name NOT IN ('journal', 'journal_leases', 'sessions', 'bad_code_minutes') ORDER BY name`,
  )
  const contents = await db.batch(
    tables.map(({ name }) => ({ text: `SELECT * FROM ${name} ORDER BY 1, 2`, values: [] })),
  )
  const counters = { bad_tries: 0, tried_at: null, locked_until: null, revoked_at: null }
  return Object.fromEntries(
    tables.map(({ name }, i) => [
      name,
      (contents[i] ?? []).map((row) =>
        name === 'pay_code_aliases' ? { ...row, ...counters } : row,
      ),
    ]),
  )
}
