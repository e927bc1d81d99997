import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { confirmSilentClaims, expireBookings } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { HAIRCUTS } from '../redemptions/support'
import type { BodyAt } from '../support/addresses'
import { type Desk, good, keeping, openDesk } from './support'

let desk: Desk
let card: string
beforeEach(async () => {
  desk = await openDesk()
  const lot = { ...(await under(3_000, 4)), paid_fen: 100_000, face_units: 120_000 }
  card = await desk.holds({ lots: [lot], service: '约' })
})
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
const inHours = (hours: number) => plusMs(desk.world.now(), hours * HOUR_MS)
const book = async (body: Omit<BodyAt<'POST /v1/bookings'>, 'card_id'>) =>
  good(await desk.books({ card_id: card, ...body }))
const cancel = (id: string) => desk.act('holder', `/v1/bookings/${id}/cancellation`)
const noShow = (id: string) => desk.act('shop', `/v1/bookings/${id}/no-show`)
const receipt = async (id: string | null) =>
  good(await desk.call('GET', `/v1/redemptions/${id}`, { token: await desk.till() }))

const under = (no_show_bp: number, free_cancel_hours: number) =>
  keeping(desk, no_show_bp, free_cancel_hours)

describe(`a booking nobody came to on ${ENGINE}`, () => {
  it('leaves the shop the share of the contract, and the rest is free', async () => {
    const booking = await book({ amount_fen: 12_001, starts_at: inHours(24) })
    expect(booking).toMatchObject({ no_show_bp: 3_000, free_cancel_until: inHours(20) })
    desk.advance(DAY_MS + 15 * MINUTE_MS - 1)
    expect((await noShow(booking.id)).body.code).toBe('booking_not_started')
    desk.advance(1)
    expect(good(await noShow(booking.id))).toMatchObject({ status: 'held', recorded_units: 3_600 })
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(0)
    desk.advance(DAY_MS)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(1)
    const done = good(
      await desk.call('GET', `/v1/holds/${booking.id}`, { token: await desk.till() }),
    )
    // floor(12,001 × 30 %) = 3,600 of list value, at 1,000 for 1,200: 3,000 fen.
    expect(done).toMatchObject({
      status: 'captured',
      captured_units: 3_600,
      resolved_by: 'silence',
    })
    const use = await receipt(done.redemption_id)
    expect(use).toMatchObject({ units: 3_600, released_fen: 3_000, label: '爽约：消费 ¥36.00' })
    expect(await desk.balance(`held:${card}`)).toBe(0)
    expect(await desk.balance(`escrow:${card}`)).toBe(97_000)
    await clean()
  })
  it('of one visit costs nothing when the share is less than a visit', async () => {
    const lot = { ...HAIRCUTS, ...(await under(5_000, 4)) }
    card = await desk.holds({ lots: [lot], kind: 'count', service: '剪发' })
    const booking = await book({ visits: 1, starts_at: inHours(24) })
    desk.advance(DAY_MS + HOUR_MS)
    const done = good(await noShow(booking.id))
    expect(done).toMatchObject({ status: 'voided', captured_units: 0, redemption_id: null })
    expect(done.message).toContain('没有扣钱')
    await clean()
  })
  it('is marked before it expires, not after, and a late mark takes nothing', async () => {
    const booking = await book({ amount_fen: 12_000, starts_at: inHours(24) })
    desk.advance(2 * DAY_MS)
    expect((await noShow(booking.id)).body.code).toBe('hold_expired')
    expect(await expireBookings(desk.world, 10)).toBe(1)
    expect(await desk.balance(`escrow:${card}`)).toBe(100_000)
    await clean()
  })
})

describe(`a booking its holder cancels on ${ENGINE}`, () => {
  it('is free to the last moment of the hours the contract gives', async () => {
    const booking = await book({ amount_fen: 12_000, starts_at: inHours(24) })
    desk.advance(20 * HOUR_MS)
    expect(good(await cancel(booking.id))).toMatchObject({ status: 'voided', captured_units: 0 })
    expect(await desk.balance(`escrow:${card}`)).toBe(100_000)
  })
  it('later counts as nobody came, and the shop’s receipt does not say who the holder is', async () => {
    const booking = await book({ amount_fen: 12_000, starts_at: inHours(24) })
    desk.advance(20 * HOUR_MS + 1)
    const done = good(await cancel(booking.id))
    expect(done).toMatchObject({ status: 'captured', captured_units: 3_600 })
    const use = await receipt(done.redemption_id)
    expect(use).toMatchObject({ label: '临时取消：消费 ¥36.00', staff_id: 'holder' })
    expect(JSON.stringify(use)).not.toContain(desk.li.id)
    await clean()
  })
  it('after it expired costs nothing, even before the clock has run', async () => {
    const booking = await book({ amount_fen: 12_000, starts_at: inHours(24) })
    desk.advance(2 * DAY_MS)
    expect((await cancel(booking.id)).body.code).toBe('hold_expired')
    expect(await expireBookings(desk.world, 10)).toBe(1)
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(0)
    await clean()
  })
  it('is read in words for each reader', async () => {
    const booking = await book({ amount_fen: 12_000, starts_at: '2026-03-03T01:00:00.000Z' })
    expect(booking.message).toBe(
      '这笔 ¥120.00 还没有付给店家，先留着。预约 3月3日 09:00；3月3日 05:00 前取消不收钱，之后取消或没到按合同付 30%',
    )
    const shop = await desk.call('GET', `/v1/holds/${booking.id}`, { token: await desk.till() })
    expect(shop.body.message).toContain('3月4日 09:00 前没有结清就回到卡里')
  })
})

describe(`a booking under several contracts on ${ENGINE}`, () => {
  it('goes by the terms of the lots it ties: an old contract that lapsed says nothing', async () => {
    const lapsed = { paid_fen: 1_000, face_units: 1_000, ends_on: '2026-03-01' }
    const strict = { ...(await under(3_000, 4)), paid_fen: 1_000, face_units: 1_000 }
    card = await desk.holds({ lots: [lapsed, strict], service: '旧约' })
    const booking = await book({ amount_fen: 1_000, starts_at: inHours(24) })
    expect(booking).toMatchObject({ no_show_bp: 3_000, free_cancel_until: inHours(20) })
    await clean()
  })
  it('goes by the kinder of two that it ties', async () => {
    const strict = { ...(await under(3_000, 24)), paid_fen: 1_000, face_units: 1_000 }
    const kind = { ...(await under(500, 4)), paid_fen: 1_000, face_units: 1_000 }
    card = await desk.holds({ lots: [strict, kind], service: '两约' })
    const one = await book({ amount_fen: 400, starts_at: inHours(48) })
    expect(one).toMatchObject({ no_show_bp: 3_000, free_cancel_until: inHours(24) })
    const both = await book({ amount_fen: 1_000, starts_at: inHours(48) })
    expect(both).toMatchObject({ no_show_bp: 500, free_cancel_until: inHours(44) })
  })
})

describe(`a part of a booking on ${ENGINE}`, () => {
  it('is named on its receipt by what was really taken, and told once', async () => {
    const booking = await book({ amount_fen: 12_000, starts_at: inHours(1) })
    desk.advance(HOUR_MS)
    const path = `/v1/bookings/${booking.id}/capture` as const
    const code = await desk.shows(card)
    const done = good(await desk.act('shop', path, { units: 9_600, code }))
    expect((await receipt(done.redemption_id)).label).toBe('消费 ¥96.00')
    const told = await desk.rows(
      sql`SELECT type FROM events WHERE subject_id = ${card} AND type <> 'purchase.paid' ORDER BY seq`,
    )
    expect(told.map(({ type }) => type)).toEqual(['booking.created', 'booking.captured'])
    await clean()
  })
})
