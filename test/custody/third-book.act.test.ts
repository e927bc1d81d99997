import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { readProviderBook } from '../../src/custody/third'
import { OFFICIALS } from '../../src/demo/cast'
import { HOUR_MS } from '../../src/kernel/time'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { billLineFrom } from '../../src/payments/stripe-bill'
import { sql } from '../../src/platform/d1'
import { returnPayments } from '../../src/purchases/return'
import { type Court, good, openCourt } from '../disputes/support'
import type { BodyAt } from '../support/addresses'
import { LOSSES, loses } from '../support/lost'

let court: Court
let card: string
const clean = async () => expect((await checkBooks(court.db)).divergences).toEqual([])
/** Reads the provider's book and says what nobody can explain. */
async function difference(): Promise<number> {
  await readProviderBook(court.world, 100)
  const [row] = await court.rows(
    sql`SELECT difference_fen FROM provider_readings ORDER BY id DESC LIMIT 1`,
  )
  return Number(row?.difference_fen)
}
const waiting = async () =>
  good(await court.call('GET', '/v1/parked-facts', { token: await court.as(first) })).data
const later = async () => {
  court.advance(2 * HOUR_MS)
  if (court.stripe_mock_deps) {
    await settleDueAsyncPayments(court.stripe_mock_deps)
    await deliverDueWebhooks(court.stripe_mock_deps)
  }
}
let first: string
let second: string
/** Somebody pays at the provider what no order of ours asked for. */
async function straysIn(amount: number): Promise<string> {
  const form = new URLSearchParams({
    amount: String(amount),
    currency: 'cny',
    confirm: 'true',
    payment_method: 'pm_card_visa',
    'allowed_payment_method_types[0]': 'card',
    return_url: 'http://127.0.0.1:8787/',
  })
  const reply = await court.call('POST', '/mock/stripe/v1/payment_intents', {
    token: 'sk_test_of_the_test_suite',
    raw: form.toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  if (reply.status !== 200) throw new Error(reply.text)
  await later()
  return String(reply.body.id)
}
type End = BodyAt<'POST /v1/parked-facts/:id/approval'>['end']
const proposes = async (id: string, body: { end: End; purchase_id?: string }) =>
  court.call('POST', `/v1/parked-facts/${id}/proposal`, {
    token: await court.as(first),
    body: { note: '查过了', ...body },
  })
const approves = async (id: string, end: End, token?: string) =>
  court.call('POST', `/v1/parked-facts/${id}/approval`, {
    token: token ?? (await court.as(second)),
    body: { end },
  })

describe(`the provider’s own book on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
    card = await court.buysCard()
    const made = await court.call('POST', '/v1/officials', {
      token: court.operator,
      body: { ...OFFICIALS.reviewer },
    })
    second = good(made).id
    const [boss] = await court.rows(
      sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`,
    )
    first = String(boss?.id)
  })

  it('agrees through every kind of line: charges, payments, refunds, fees, settlements', async () => {
    for (const method of ['pm_mock_wechat', 'pm_mock_alipay'])
      await court.buysCard(1, method).catch(() => null)
    await later()
    await court.uses(card, 5_000)
    expect(await difference()).toBe(0)
    const types = await court.rows(sql`SELECT DISTINCT type FROM provider_lines ORDER BY type`)
    expect(types).toEqual([{ type: 'charge' }, { type: 'payment' }])
    await court.banks()
    expect(await difference()).toBe(0)
    good(await court.says(court.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }))
    await court.tick()
    await later()
    expect(await difference()).toBe(0)
    await court.tick()
    expect(await difference()).toBe(0)
    expect(await waiting()).toEqual([])
    await clean()
  })

  it('settles payments of every method, not only charges', async () => {
    for (const method of ['pm_mock_wechat', 'pm_mock_alipay'])
      await court.buysCard(1, method).catch(() => null)
    await later()
    await court.banks()
    const [row] = await court.rows(sql`SELECT count(*) AS n FROM settlement_items`)
    expect(row?.n).toBe(3)
  })

  it.each(['won', 'lost'] as const)('agrees before and after a dispute that is %s', async (as) => {
    await court.uses(card, 5_000)
    const { id } = await court.contests(card)
    expect(await difference()).toBe(0)
    await court.decides(id, as)
    expect(await difference()).toBe(0)
    await court.banks()
    await court.reviews()
    expect(await difference()).toBe(0)
    await clean()
  })

  it('names a debit of a kind we do not know, and books it once two people agree', async () => {
    await court.control('line/reserve_transaction?amount=-700')
    expect(await difference()).toBe(0)
    const [fact] = await waiting()
    expect(fact).toMatchObject({
      kind: 'provider_line',
      reason: 'line_of_type_reserve_transaction',
      amount_fen: -700,
      ends: ['suspense', 'explained'],
    })
    good(await proposes(fact!.id, { end: 'suspense' }))
    expect((await approves(fact!.id, 'suspense', await court.as(first))).body.code).toBe(
      'checker_must_not_be_maker',
    )
    const before = await court.balance('psp:stripe')
    good(await approves(fact!.id, 'suspense'))
    expect(await court.balance('psp:stripe')).toBe(before + 700)
    expect(await court.balance('suspense-out:stripe')).toBe(-700)
    expect(await difference()).toBe(0)
    expect(await waiting()).toEqual([])
    await clean()
  })

  it('a fee is a named position, and the bank’s page shows the provider’s own figure', async () => {
    await court.control('line/stripe_fee?amount=-300')
    expect(await difference()).toBe(0)
    const [reading] = good(
      await court.call('GET', '/v1/provider-readings', { token: court.operator }),
    ).data
    expect(reading).toMatchObject({ difference_fen: 0, positions: { fees_fen: 900 } })
    expect(reading!.balance_fen).toBe(reading!.lines_fen)
  })

  it('what has no name is parked with its sum, and gone when the books say the same', async () => {
    const psp = await court.balance('psp:stripe')
    const balance = court.world.payments.balance
    Object.assign(court.world.payments, { balance: async () => ({ balance_fen: 0 }) })
    const missing = await difference()
    expect(missing).toBe(psp + 600)
    expect(await waiting()).toMatchObject([
      { kind: 'balance', amount_fen: missing, ends: ['suspense'] },
    ])
    expect(await difference()).toBe(missing)
    expect(await waiting()).toHaveLength(1)
    Object.assign(court.world.payments, { balance })
    expect(await difference()).toBe(0)
    expect(await waiting()).toEqual([])
  })

  it('money that nobody ordered goes back to its payer when two people agree', async () => {
    const ref = await straysIn(12_300)
    const [fact] = await waiting()
    expect(fact).toMatchObject({ reason: 'purchase_unknown', payment_ref: ref, amount_fen: 12_300 })
    expect(await difference()).toBe(0)
    good(await proposes(fact!.id, { end: 'returned' }))
    good(await approves(fact!.id, 'returned'))
    await returnPayments(court.world, 100)
    await returnPayments(court.world, 100)
    const given = await court.rows(
      sql`SELECT amount FROM mock_stripe_objects WHERE object = 'refund'`,
    )
    expect(given).toEqual([{ amount: 12_300 }])
    expect(await difference()).toBe(0)
    expect((await approves(fact!.id, 'returned')).body.code).toBe('parked_fact_is_over')
    await clean()
  })

  it('money that belongs to an order is matched to it, once', async () => {
    const { id: offer_id, contract_hash, price_fen } = court.shop.offers[1]!
    const body = { offer_id, contract_hash, contract_accepted: true } as const
    const order = good(await court.says(court.li.id, 'POST', '/v1/purchases', body))
    await straysIn(price_fen)
    const [fact] = await waiting()
    good(await proposes(fact!.id, { end: 'matched', purchase_id: order.id }))
    const before = await court.balance(`escrow:${card}`)
    good(await approves(fact!.id, 'matched'))
    expect(await court.balance(`escrow:${card}`)).toBe(before + price_fen)
    const seen = await court.says(court.li.id, 'GET', `/v1/purchases/${order.id}`)
    expect(good(seen).status).toBe('paid')
    expect(await difference()).toBe(0)
    await clean()
    await court.banks()
    const [line] = await waiting()
    expect(line).toMatchObject({ kind: 'bill_line', reason: 'purchase_unknown' })
    good(await proposes(line!.id, { end: 'matched', purchase_id: order.id }))
    good(await approves(line!.id, 'matched'))
    await court.banks()
    expect(await court.balance('psp:stripe')).toBe(0)
    expect(await waiting()).toEqual([])
    await clean()
  })

  it.each(LOSSES)(
    'what an order was to be paid by is over before it is matched, and stays so when the commit is lost (%s)',
    async (how) => {
      const { id: offer_id, contract_hash, price_fen } = court.shop.offers[1]!
      const wish = { offer_id, contract_hash, contract_accepted: true } as const
      const order = good(await court.says(court.li.id, 'POST', '/v1/purchases', wish))
      const method = { payment_method: 'pm_card_authenticationRequired' }
      const path = `/v1/purchases/${order.id}/payment` as const
      const begun = await court.says(court.li.id, 'POST', path, method)
      expect(good(begun).payment!.state).toBe('requires_action')
      await straysIn(price_fen)
      const fact = (await waiting()).find(({ reason }) => reason === 'purchase_unknown')
      good(await proposes(fact!.id, { end: 'matched', purchase_id: order.id }))
      const { payments } = court.world
      const cancel = payments.cancel.bind(payments)
      const states: string[] = []
      payments.cancel = async (ref) => {
        const said = await cancel(ref)
        states.push(said.state)
        return said
      }
      const commit = loses(court.faulty, how, ({ text }) => text.startsWith('UPDATE parked_facts'))
      const approves_at = `/v1/parked-facts/${fact!.id}/approval` as const
      const approval = async () =>
        court.says(second, 'POST', approves_at, { end: 'matched' }, 'approve')
      const said = await approval()
      expect(commit.found()).toBeGreaterThan(0)
      if (how === 'dies') {
        expect(said.status).toBeGreaterThanOrEqual(500)
        court.advance(31_000)
      } else expect(said.status, said.text).toBe(200)
      expect(good(await approval()).state).toBe('resolved')
      expect(states).toEqual(how === 'after' ? ['canceled'] : ['canceled', 'canceled'])
      const seen = await court.says(court.li.id, 'GET', `/v1/purchases/${order.id}`)
      expect(good(seen).status).toBe('paid')
      expect(await difference()).toBe(0)
      await clean()
    },
  )

  it('a match that breaks the cap of the sale cancels nothing', async () => {
    const { id: offer_id, contract_hash, price_fen } = court.shop.offers[1]!
    const wish = { offer_id, contract_hash, contract_accepted: true } as const
    const order = good(await court.says(court.li.id, 'POST', '/v1/purchases', wish))
    const path = `/v1/purchases/${order.id}/payment` as const
    const method = { payment_method: 'pm_card_authenticationRequired' }
    good(await court.says(court.li.id, 'POST', path, method))
    await straysIn(price_fen)
    const fact = (await waiting()).find(({ reason }) => reason === 'purchase_unknown')
    good(await proposes(fact!.id, { end: 'matched', purchase_id: order.id }))
    // A company's named card holds 5,000 at most (单用途商业预付卡管理办法 §18).
    await court.db.batch([
      sql`UPDATE merchants SET entity_type = 'company', version = version + 1 WHERE id = ${court.shop.id}`,
    ])
    for (let i = 0; i < 4; i++) await court.buysCard()
    expect(await court.balance(`escrow:${card}`)).toBe(500_000)
    let asked = 0
    const { payments } = court.world
    const cancel = payments.cancel.bind(payments)
    payments.cancel = (ref) => {
      asked += 1
      return cancel(ref)
    }
    const { body } = await approves(fact!.id, 'matched')
    expect(body.code).toBe('offer_exceeds_card_cap')
    expect(asked).toBe(0)
  })

  it('a fact that waits three days is overdue', async () => {
    await straysIn(100)
    court.advance(3 * 24 * HOUR_MS)
    const token = await court.as(second)
    const { data } = good(await court.call('GET', '/v1/parked-facts', { token }))
    expect(data).toMatchObject([{ overdue: true, age_days: 3 }])
  })

  it('keeps a line that nobody can read, and the page with it', () => {
    const line = billLineFrom({ id: 'txn_1', amount: 'lots' } as never)
    expect(line).toMatchObject({ ref: 'txn_1', type: 'unreadable', amount_fen: 0 })
    expect(line.raw).toContain('lots')
  })
})
