import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { BodyAt } from '../support/addresses'
import { type Desk, good, openDesk } from './support'

let desk: Desk
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
type Asked = BodyAt<'POST /v1/cards/:id/refunds'>
const asks = (card: string, ground: Asked['ground'], more: Partial<Asked> = {}) =>
  desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground, ...more })
const read = async (id: string) => good(await desk.says(desk.li.id, 'GET', `/v1/refunds/${id}`))
const quoted = async (card: string, cause: string) =>
  good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/refund-quote?cause=${cause}`))

describe(`a refund by the kind of card on ${ENGINE}`, () => {
  it('of eleven haircuts for 380: gift visits count above and below the line', async () => {
    desk = await openDesk(2)
    const card = await desk.buysCard(1)
    await desk.visits(card, 4)
    // 380 − 380 × 4 ÷ 11 = 241.82; by list price 380 − 4 × 38 = 228.
    expect(await quoted(card, 'merchant')).toMatchObject({
      total_fen: 24_182,
      undisputed_fen: 22_800,
      disputed_fen: 1_382,
    })
    const refund = good(await asks(card, 'service_not_delivered'))
    good(await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/acceptance`))
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 24_182 })
    await clean()
  })

  it('of ninety days for 900: by days, and days that wait for the cooling-off are the shop’s first', async () => {
    desk = await openDesk(1)
    const card = await desk.buysCard(0)
    await desk.days(4)
    // Nobody came: within seven days everything goes back.
    expect(await quoted(card, 'cooling_off')).toMatchObject({ total_fen: 90_000 })
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
    const { digits } = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/pay-code`))
    good(await desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', { code: digits }))
    // Somebody came: four days of ninety are over, though none is earned yet.
    expect(await desk.balance(`escrow:${card}`)).toBe(90_000)
    expect((await asks(card, 'cooling_off')).body.code).toBe('cooling_off_not_applicable')
    const refund = good(await asks(card, 'health'))
    // The days give the same whoever is the cause (§22), so there is nothing to wait for.
    expect(refund).toMatchObject({ undisputed_fen: 86_000, disputed_fen: 0 })
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(4_000)
    await clean()
    await desk.days(10)
    expect(await read(refund.id)).toMatchObject({
      status: 'done',
      decided_by: 'law',
      refunded_fen: 86_000,
    })
    // The contract is over: no day is earned any more.
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(4_000)
    await clean()
  })

  it('of one payment of two: the other one lives on, and a new one tops the card up', async () => {
    desk = await openDesk()
    const card = await desk.buysCard(1)
    await desk.uses(card, 60_000)
    desk.advance(9 * DAY_MS)
    await desk.buysCard(0)
    const { lots } = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}`))
    const [old, fresh] = lots as { id: string }[]
    const cool = good(await asks(card, 'cooling_off', { lot_ids: [fresh!.id] }))
    expect(cool).toMatchObject({ undisputed_fen: 30_000, disputed_fen: 0 })
    await desk.tick()
    await desk.uses(card, 20_000)
    const rest = good(await asks(card, 'own_wish', { lot_ids: [old!.id] }))
    await desk.tick()
    expect(await read(rest.id)).toMatchObject({ status: 'done', refunded_fen: 20_000 })
    expect(await read(cool.id)).toMatchObject({ status: 'done', refunded_fen: 30_000 })
    await desk.buysCard(0)
    await desk.uses(card, 20_000)
    expect(await desk.balance(`escrow:${card}`)).toBe(10_000)
    await clean()
  })

  it('ends what else could move the card: transfers wait, corrections are refused', async () => {
    desk = await openDesk()
    const card = await desk.buysCard(1)
    await desk.uses(card, 20_000)
    const [use] = await desk.rows(sql`SELECT id FROM redemptions`)
    good(await asks(card, 'shop_moved'))
    const correction = await desk.says(
      desk.owner,
      'POST',
      `/v1/redemptions/${String(use?.id)}/corrections`,
      { kind: 'refund', units: 100, reason: '多扣了一元' },
    )
    expect(correction.body.code).toBe('lot_already_refunded')
    const claim = await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', {
      card_id: card,
      amount_fen: 100,
    })
    expect(claim.body.code).toBe('redemption_exceeds_balance')
    await clean()
  })
})
