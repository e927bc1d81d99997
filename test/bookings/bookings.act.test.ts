import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { expireBookings } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../holds/support'
import { HAIRCUTS } from '../redemptions/support'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
const inHours = (hours: number) => plusMs(desk.world.now(), hours * HOUR_MS)

describe(`a booking on ${ENGINE}`, () => {
  it('is captured at its hour, less than held, the rest is free', async () => {
    const booking = good(
      await desk.books({ amount_fen: 12_000, starts_at: inHours(24), note: '生日蛋糕' }),
    )
    expect(booking).toMatchObject({ kind: 'booking', status: 'held', held_fen: 10_000 })
    expect((await desk.act('shop', `/v1/bookings/${booking.id}/capture`, {})).body.code).toBe(
      'booking_not_started',
    )
    desk.advance(24 * HOUR_MS)
    const over = await desk.act('shop', `/v1/bookings/${booking.id}/capture`, { units: 12_001 })
    expect(over.body.code).toBe('capture_exceeds_hold')
    const done = good(
      await desk.act('shop', `/v1/bookings/${booking.id}/capture`, {
        units: 9_600,
        code: await desk.shows(),
      }),
    )
    expect(done).toMatchObject({ status: 'captured', captured_units: 9_600 })
    expect(done.message).toBe('已确认，结清 ¥96.00，其余已回到卡里')
    expect(await desk.money()).toEqual({ escrow: 92_000, held: 0, payable: 8_000 })
    await clean()
  })
  it('takes its hour with any offset, as one and the same request', async () => {
    const token = await desk.as(desk.li.id)
    const at = (starts_at: string) =>
      desk.call('POST', '/v1/bookings', {
        token,
        key: 'one-booking',
        body: { card_id: desk.card, amount_fen: 1_000, starts_at },
      })
    const said = await at('2026-03-03t09:30:00.0004+08:00')
    expect(good(said).starts_at).toBe('2026-03-03T01:30:00.000Z')
    expect((await at('2026-03-03T01:30:00Z')).headers.get('idempotency-replayed')).toBe('true')
    const refused = await at('2026-03-03T09:30:00')
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [
        {
          pointer: '/starts_at',
          code: 'custom',
          detail: '须是 RFC 3339 时刻并带时区，如 2026-03-02T09:00:00+08:00',
        },
      ],
    ])
  })
  it('expires by the clock, in order, and everything is free again', async () => {
    const late = good(await desk.books({ amount_fen: 1_000, starts_at: inHours(30) }))
    const early = good(await desk.books({ amount_fen: 2_000, starts_at: inHours(10) }))
    desk.advance(35 * HOUR_MS)
    expect(await expireBookings(desk.world, 10)).toBe(1)
    expect((await desk.act('shop', `/v1/bookings/${early.id}/capture`, {})).body.code).toBe(
      'hold_expired',
    )
    desk.advance(DAY_MS)
    expect(await expireBookings(desk.world, 10)).toBe(1)
    const told = await desk.rows(
      sql`SELECT data ->> 'hold_id' AS id FROM events WHERE type = 'booking.expired' ORDER BY seq`,
    )
    expect(told.map(({ id }) => id)).toEqual([early.id, late.id])
    expect(await desk.money()).toEqual({ escrow: 100_000, held: 0, payable: 0 })
    await clean()
  })
  it('past its time is not captured even before the clock has run', async () => {
    const booking = good(await desk.books({ amount_fen: 1_000, starts_at: inHours(1) }))
    desk.advance(25 * HOUR_MS)
    expect((await desk.act('shop', `/v1/bookings/${booking.id}/capture`, {})).body.code).toBe(
      'hold_expired',
    )
  })
  it('costs nothing when nobody comes and the contract says nothing', async () => {
    const booking = good(await desk.books({ amount_fen: 1_200, starts_at: inHours(1) }))
    expect((await desk.act('shop', `/v1/bookings/${booking.id}/no-show`)).body.code).toBe(
      'booking_not_started',
    )
    desk.advance(HOUR_MS + 15 * MINUTE_MS)
    expect(good(await desk.act('shop', `/v1/bookings/${booking.id}/no-show`))).toMatchObject({
      status: 'voided',
      captured_units: 0,
    })
    expect((await desk.money()).payable).toBe(0)
    await clean()
  })
  it('is free to cancel for its holder, and once only', async () => {
    const booking = good(await desk.books({ amount_fen: 1_200, starts_at: inHours(1) }))
    good(await desk.act('holder', `/v1/bookings/${booking.id}/cancellation`))
    expect((await desk.act('holder', `/v1/bookings/${booking.id}/cancellation`)).body.code).toBe(
      'hold_already_voided',
    )
    expect((await desk.act('shop', `/v1/bookings/${booking.id}/capture`, {})).body.code).toBe(
      'hold_already_voided',
    )
  })
  it('ties visits, too, and never more than there are', async () => {
    desk = await openDesk([{ ...HAIRCUTS }])
    const card = await desk.holds({ lots: [HAIRCUTS], kind: 'count', service: '剪发' })
    const book = (visits: number) => desk.books({ card_id: card, visits, starts_at: inHours(5) })
    good(await book(8))
    expect((await book(4)).body.code).toBe('redemption_exceeds_balance')
    good(await book(3))
    const { digits } = await desk.code(card)
    expect((await desk.redeem({ code: digits, visits: 1 })).body.code).toBe(
      'redemption_exceeds_balance',
    )
    await clean()
  })
  it.each([-1, 0, 61 * 24])('%i hours ahead is refused', async (hours) => {
    expect((await desk.books({ amount_fen: 100, starts_at: inHours(hours) })).body.code).toBe(
      'booking_time_invalid',
    )
  })
  it('resolves once: capture × capture × cancel × no-show × expiry', async () => {
    const booking = good(await desk.books({ amount_fen: 12_000, starts_at: inHours(1) }))
    desk.advance(HOUR_MS + 20 * MINUTE_MS)
    const code = await desk.shows()
    const replies = await Promise.all([
      desk.act('shop', `/v1/bookings/${booking.id}/capture`, { units: 6_000, code }),
      desk.act('shop', `/v1/bookings/${booking.id}/capture`, { code }),
      desk.act('holder', `/v1/bookings/${booking.id}/cancellation`),
      desk.act('shop', `/v1/bookings/${booking.id}/no-show`),
      desk.act('shop', `/v1/holds/${booking.id}/void`, {}),
    ])
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, body } of replies)
      if (status !== 200)
        expect(['hold_already_captured', 'hold_already_voided']).toContain(body.code)
    expect((await desk.money()).held).toBe(0)
    await clean()
  })
})
