import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import type { BodyAt, Path } from '../support/addresses'
import { type Desk, good, openDesk } from './support'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
const get = async <P extends string>(path: Path<'GET', P>) =>
  good(await desk.says(desk.li.id, 'GET', path))
const claim = async (card_id: string, amount_fen: number) =>
  good(await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', { card_id, amount_fen }))
    .id as string
const contest = async (hold: string) =>
  good(await desk.says(desk.li.id, 'POST', `/v1/holds/${hold}/contest`, { reason: 'not_me' }))
const decide = async (hold: string, capture_units: number) =>
  good(
    await desk.says(desk.supervisor, 'POST', `/v1/holds/${hold}/decision`, {
      capture_units,
      reason: '监控里没有顾客到店',
    }),
  )

/** The card and both quotes say one thing; gives it. */
async function figures(card: string) {
  const { refund_now } = await get(`/v1/cards/${card}`)
  const fair = await get(`/v1/cards/${card}/refund-quote?cause=merchant`)
  const own = await get(`/v1/cards/${card}/refund-quote?cause=consumer`)
  expect([refund_now.not_consumer_cause_fen, refund_now.consumer_cause_fen]).toEqual([
    fair.total_fen,
    own.total_fen,
  ])
  expect(refund_now.contested).toEqual({
    not_consumer_cause_fen: fair.contested_fen,
    consumer_cause_fen: own.contested_fen,
  })
  for (const [i, lot] of refund_now.lots.entries()) {
    expect(lot.not_consumer_cause).toEqual(fair.lots[i]!.not_consumer_cause)
    expect(lot.consumer_cause.amount_fen).toBe(own.lots[i]!.amount_fen)
  }
  return { total_fen: fair.total_fen as number, contested_fen: fair.contested_fen as number }
}
/** Asks for a refund that is the shop's doing, and lets every clock of it run out. */
async function refunded(
  card: string,
  ground: BodyAt<'POST /v1/cards/:id/refunds'>['ground'] = 'service_not_delivered',
) {
  const refund = good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground }))
  return { id: refund.id as string, asked: refund }
}
const paid = async (id: string) => {
  await desk.days(16)
  const refund = await get(`/v1/refunds/${id}`)
  expect((await checkBooks(desk.db)).divergences).toEqual([])
  return refund
}

describe(`one figure of a refund on ${ENGINE}`, () => {
  it('is on the card, in the quote and in the hand, whatever was used', async () => {
    const card = await desk.buysCard()
    await desk.uses(card, 60_000)
    const { total_fen, contested_fen } = await figures(card)
    expect([total_fen, contested_fen]).toEqual([50_000, 0])
    const { id } = await refunded(card)
    expect(await paid(id)).toMatchObject({
      refunded_fen: total_fen,
      contested_fen: 0,
      freed_fen: 0,
    })
  })

  it.each([
    ['contested and decided for the holder', 0],
    ['contested and decided for the shop', 12_000],
    ['contested and shared', 5_000],
  ])('names what is %s apart, to the fen', async (_what, captured_units) => {
    const card = await desk.buysCard()
    await desk.uses(card, 40_000)
    const hold = await claim(card, 12_000)
    await contest(hold)
    const { total_fen, contested_fen } = await figures(card)
    expect([total_fen, contested_fen]).toEqual([56_667, 10_000])
    const page = await get(`/v1/cards/${card}`)
    expect(page.standing.owed_fen).toBe(total_fen + contested_fen)
    const { id, asked } = await refunded(card)
    expect([asked.contested_fen, asked.freed_fen]).toEqual([contested_fen, 0])
    await decide(hold, captured_units)
    const done = await paid(id)
    expect(done.status).toBe('done')
    expect(done.refunded_fen).toBe(total_fen + done.freed_fen)
    expect(done.freed_fen).toBe(
      captured_units === 0 ? contested_fen : captured_units === 12_000 ? 0 : 5_833,
    )
  })

  it('counts a claim that is only waiting, and a booking, the same way', async () => {
    const card = await desk.buysCard()
    await claim(card, 6_000)
    expect(await figures(card)).toEqual({ total_fen: 95_000, contested_fen: 5_000 })
    const starts_at = new Date(Date.parse(desk.world.now()) + 7_200_000).toISOString()
    good(
      await desk.says(desk.li.id, 'POST', '/v1/bookings', {
        card_id: card,
        amount_fen: 12_000,
        starts_at,
      }),
    )
    expect(await figures(card)).toEqual({ total_fen: 85_000, contested_fen: 15_000 })
  })

  it('holds for several payments, one of them being refunded, and for days', async () => {
    const card = await desk.buysCard()
    await desk.uses(card, 20_000)
    await desk.buysCard()
    expect((await figures(card)).total_fen).toBe(183_334)
    const { lots } = await get(`/v1/cards/${card}`)
    good(
      await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, {
        ground: 'own_wish',
        lot_ids: [lots[1]!.id],
      }),
    )
    expect((await figures(card)).total_fen).toBe(83_334)
    expect((await get(`/v1/cards/${card}`)).refund_now.lots).toHaveLength(1)

    desk = await openDesk(1)
    const period = await desk.buysCard(0)
    for (let i = 0; i < 12; i += 3) {
      await desk.days(3)
      await figures(period)
    }
    const { total_fen } = await figures(period)
    const { id } = await refunded(period, 'health')
    expect((await paid(id)).refunded_fen).toBe(total_fen)
  })
})
