import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { returnPayments } from '../../src/purchases/return'
import { type Court, good, openCourt } from '../disputes/support'
import { notify } from '../payments/notices'
import { asked } from '../support/asked'
import { openShop } from './shop'

let court: Court
const clean = async () => expect((await checkBooks(court.db)).divergences).toEqual([])
const facts = () => court.rows(sql`SELECT * FROM parked_facts ORDER BY id`)

/** An order for a card of this price. */
async function orderAt(price_fen: number): Promise<{ id: string }> {
  const draft = { kind: 'stored_value', name: '面包卡', price_fen, clauses: [] } as const
  const made = good(await court.says(court.owner, 'POST', '/v1/offers', draft))
  const { id: offer_id, contract_hash } = made
  const body = { offer_id, contract_hash, contract_accepted: true } as const
  return good(await court.says(court.li.id, 'POST', '/v1/purchases', body))
}
const pays = (id: string) =>
  court.says(court.li.id, 'POST', `/v1/purchases/${id}/payment`, { payment_method: 'pm_card_visa' })

describe(`the limits of a payment on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
  })

  it('six orders of 2,000 paid at once fill a card to its cap of 5,000, and the rest goes back', async () => {
    // A company's named card holds 5,000 at most (单用途商业预付卡管理办法 §18).
    await court.db.batch([
      sql`UPDATE merchants SET entity_type = 'company', version = version + 1 WHERE id = ${court.shop.id}`,
    ])
    const orders: { id: string }[] = []
    for (let i = 0; i < 6; i++) orders.push(await orderAt(200_000))
    await Promise.all(orders.map(({ id }) => pays(id)))
    const paid = await court.rows(sql`SELECT card_id FROM purchases WHERE status = 'paid'`)
    expect(paid).toHaveLength(2)
    expect(await court.balance(`escrow:${paid[0]?.card_id}`)).toBe(400_000)
    expect(await facts()).toMatchObject(
      Array(4).fill({ reason: 'card_cap_exceeded', amount_fen: 200_000, return_state: 'created' }),
    )
    const over = await court.rows(sql`SELECT reason FROM purchases WHERE status = 'failed'`)
    expect(over).toEqual(Array(4).fill({ reason: 'card_cap_exceeded' }))
    await clean()
    await returnPayments(court.world, 100)
    await returnPayments(court.world, 100)
    expect((await facts()).map(({ return_state }) => return_state)).toEqual(
      Array(4).fill('succeeded'),
    )
    const given = await court.rows(
      sql`SELECT amount FROM mock_stripe_objects WHERE object = 'refund'`,
    )
    expect(given).toEqual(Array(4).fill({ amount: 200_000 }))
    expect(await court.events('purchase.returned')).toHaveLength(4)
    court.advance(4 * DAY_MS)
    await returnPayments(court.world, 100)
    expect(
      await court.rows(sql`SELECT id FROM parked_facts WHERE next_check_at IS NOT NULL`),
    ).toEqual([])
    await clean()
  })

  it.each([
    ['card_cap_fen', 'offer_exceeds_card_cap'],
    ['holder_cap_fen', 'holder_exceeds_total_cap'],
  ] as const)('a lot above its %s is refused by the database itself', async (cap, refusal) => {
    const card = await court.buysCard()
    const caps = cap === 'card_cap_fen' ? [500_000, null] : [null, 500_000]
    const copy = (paid_fen: number) =>
      court.db.batch([
        sql`INSERT INTO lots (id, card_id, purchase_id, offer_id, contract_hash, paid_fen, face_units, bonus_units,
                              list_price_fen, bought_at, starts_on, ends_on, cool_off_ends_at, card_cap_fen, holder_cap_fen)
            SELECT 'lot_x', card_id, 'pur_x', offer_id, contract_hash, ${paid_fen}, ${paid_fen}, 0, 1, bought_at, starts_on,
                   ends_on, cool_off_ends_at, ${caps[0] ?? null}, ${caps[1] ?? null} FROM lots WHERE card_id = ${card}`,
      ])
    await expect(copy(400_001)).rejects.toThrow(refusal)
    await copy(400_000)
  })

  it('no price is above what the provider takes', async () => {
    const draft = (price_fen: number) =>
      court.says(court.owner, 'POST', '/v1/offers', {
        kind: 'stored_value',
        name: '大额卡',
        price_fen,
      })
    expect((await draft(100_000_000)).status).toBe(422)
    expect((await draft(99_999_999)).status).not.toBe(500)
  })

  it('what the provider refuses to open is refused by name, and nothing was taken', async () => {
    const { id } = await orderAt(100_000)
    await court.db.batch([
      sql`UPDATE purchases SET paid_fen = 100000000, version = version + 1 WHERE id = ${id}`,
    ])
    const reply = await pays(id)
    expect(reply).toMatchObject({ status: 409, body: { code: 'payment_refused' } })
    expect(reply.body.title).toContain('没有扣钱')
    await clean()
  })

  it('a notice of the other world credits nothing', async () => {
    const shop = await openShop()
    shop.hold(true)
    const made = await shop.order(shop.li)
    await shop.pay(shop.li, made, 'pm_card_visa')
    const reply = await notify(shop, made, { livemode: true })
    expect(reply).toMatchObject({ status: 409, body: { code: 'notice_of_another_world' } })
    expect((await shop.see(shop.li, made)).status).toBe('processing')
  })

  it('a signed notice of a success that the provider does not know of credits nothing', async () => {
    const shop = await openShop()
    shop.hold(true)
    const made = await shop.order(shop.li)
    await shop.pay(shop.li, made, 'pm_mock_wechat')
    const forged = { intent: { status: 'succeeded', amount_received: 20_000 } }
    expect((await notify(shop, made, forged)).body.outcome).toBe('parked')
    expect(await asked(shop.db, sql`SELECT id FROM lots`)).toEqual([])
  })
})
