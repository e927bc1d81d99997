import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { readProviderBook } from '../../src/custody/third'
import { HOLDERS } from '../../src/demo/cast'
import { MINUTE_MS } from '../../src/kernel/time'
import { settlePayouts } from '../../src/payouts/settle'
import { sql } from '../../src/platform/d1'
import { type Court, good, openCourt } from './support'

let court: Court
let card: string
const clean = async () => expect((await checkBooks(court.db)).divergences).toEqual([])
const of = (account: string) => court.balance(`${account}:${card}`)
/** What nobody can explain between the provider's own book and ours. */
async function difference() {
  await readProviderBook(court.world, 100)
  const [row] = await court.rows(
    sql`SELECT difference_fen FROM provider_readings ORDER BY id DESC LIMIT 1`,
  )
  return row?.difference_fen
}

describe(`a dispute in any order of things on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
    card = await court.buysCard()
  })

  it('that comes before the credit credits the payment first, and keeps it still', async () => {
    await court.control('webhooks/drop?next=99')
    await court.buysCard(0).catch(() => null)
    const [unpaid] = await court.rows(
      sql`SELECT p.id, o.id AS charge FROM purchases p JOIN mock_stripe_objects o
            ON o.object = 'charge' AND o.payment_intent = p.provider_ref WHERE p.status <> 'paid'`,
    )
    expect(unpaid).toBeDefined()
    await court.control(`dispute/${unpaid?.charge}`)
    await court.reviews()
    const [dispute] = await court.rows(
      sql`SELECT * FROM disputes WHERE purchase_id = ${String(unpaid?.id)}`,
    )
    expect(dispute).toMatchObject({ outcome: null, held_fen: 30_000 })
    expect(await of('escrow')).toBe(100_000)
    expect(await of('disputed')).toBe(30_000)
    await clean()
    await court.decides(String(dispute?.provider_ref), 'lost')
    await court.reviews()
    expect(await of('disputed')).toBe(0)
    expect(await difference()).toBe(0)
    await clean()
  })

  it.each([
    ['won', 'won', 100_000],
    ['lost', 'won', 0],
    ['won', 'lost', 100_000],
  ] as const)(
    'an inquiry beside a dispute that is %s, closed as %s: the lot rests until both are over',
    async (as, _second, left) => {
      const inquiry = await court.contests(card, { inquiry: true })
      const dispute = await court.contests(card)
      expect(await court.disputes(card)).toHaveLength(2)
      expect(await of('disputed')).toBe(100_000)
      const [first, last] = _second === 'lost' ? [inquiry, dispute] : [dispute, inquiry]
      await court.decides(first.id, as)
      expect(await of('escrow')).toBe(0)
      await clean()
      await court.decides(last.id, as)
      await court.reviews()
      expect([await of('escrow'), await of('disputed')]).toEqual([left, 0])
      expect(await difference()).toBe(0)
      await clean()
    },
  )

  it('after the shop was really paid is a claim on what it earns next', async () => {
    await court.banks()
    await court.uses(card, 12_000)
    const earned = await court.balance(`payable:${court.shop.id}`)
    good(await court.says(court.owner, 'POST', '/v1/payouts', {}))
    for (let i = 0; i < 2; i++) {
      await settlePayouts(court.world, 100)
      court.advance(11 * MINUTE_MS)
    }
    const [payout] = await court.rows(sql`SELECT state, amount_fen FROM payouts`)
    expect(payout).toEqual({ state: 'paid', amount_fen: earned })
    await court.contests(card, { as: 'lost' })
    await court.reviews()
    expect(await court.claims()).toBe(-earned)
    await clean()
    const wang = await court.joins(HOLDERS.wang.phone)
    const next = await court.buys(wang, court.shop, 1)
    const paid = await court.rows(sql`SELECT instruction_id FROM mock_bank_payouts`)
    good(await court.says(wang.id, 'POST', `/v1/cards/${next.id}/pay-code-key`))
    const { digits: code } = good(await court.says(wang.id, 'GET', `/v1/cards/${next.id}/pay-code`))
    const use = { code, amount_fen: 18_000 }
    good(await court.says(court.shop.cashier_id, 'POST', '/v1/redemptions', use))
    await court.reviews()
    expect(await court.claims()).toBe(0)
    expect(await court.balance(`payable:${court.shop.id}`)).toBe(15_000 - earned)
    expect(await court.rows(sql`SELECT instruction_id FROM mock_bank_payouts`)).toEqual(paid)
    await clean()
  })

  it('won on appeal after it was lost is a fact that two people end, with its sum', async () => {
    const { id } = await court.contests(card, { as: 'lost' })
    await court.control(`reinstate_dispute/${id}`)
    expect((await court.disputes(card))[0]).toMatchObject({ status: 'won', outcome: 'lost' })
    expect(await of('escrow')).toBe(0)
    expect(await difference()).toBe(0)
    const token = court.operator
    const { data } = good(await court.call('GET', '/v1/parked-facts', { token }))
    expect(data).toMatchObject([
      { reason: 'dispute_reinstated', amount_fen: 100_000, ends: ['suspense', 'explained'] },
    ])
    await court.reviews()
    expect(good(await court.call('GET', '/v1/parked-facts', { token })).data).toHaveLength(1)
    await clean()
  })

  it('won on appeal, and nobody was told: it is found by asking', async () => {
    const { id } = await court.contests(card, { as: 'lost' })
    await court.control('webhooks/drop?next=99')
    await court.control(`reinstate_dispute/${id}`)
    await court.reviews()
    const [fact] = await court.rows(sql`SELECT reason, amount_fen FROM parked_facts`)
    expect(fact).toEqual({ reason: 'dispute_reinstated', amount_fen: 100_000 })
    expect(await difference()).toBe(0)
    await clean()
  })
})
