import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { OFFICIALS } from '../../src/demo/cast'
import { confirmSilentClaims, expireBookings } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import type { BodyAt } from '../support/addresses'
import { type Desk, good, keeping, openDesk } from './support'

/** Lessons at ¥200, of which the contract keeps half when nobody comes. */
const LESSONS = { paid_fen: 200_000, face_units: 10, list_price_fen: 20_000 }
const TEA = { paid_fen: 300_000, face_units: 300_000 }
let desk: Desk
let card: string
let tea: string
beforeEach(async () => {
  desk = await openDesk()
  const half = await keeping(desk, 5_000, 4)
  card = await desk.holds({ lots: [{ ...LESSONS, ...half }], kind: 'count', service: '钢琴课' })
  tea = await desk.holds({ lots: [{ ...TEA, ...half }], service: '茶' })
})
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
const inHours = (hours: number) => plusMs(desk.world.now(), hours * HOUR_MS)
const book = async (body: Partial<BodyAt<'POST /v1/bookings'>>, hours = 1) =>
  good(await desk.books({ card_id: card, starts_at: inHours(hours), ...body }))
const capture = (id: string, body: BodyAt<'POST /v1/bookings/:id/capture'> = {}) =>
  desk.act('shop', `/v1/bookings/${id}/capture`, body)
const noShow = (id: string) => desk.act('shop', `/v1/bookings/${id}/no-show`)
const confirm = (id: string, body?: BodyAt<'POST /v1/holds/:id/confirmation'>) =>
  desk.act('holder', `/v1/holds/${id}/confirmation`, body)
const contest = (
  id: string,
  reason: BodyAt<'POST /v1/holds/:id/contest'>['reason'] = 'not_there',
) => desk.act('holder', `/v1/holds/${id}/contest`, { reason })
const seen = async (id: string) =>
  good(await desk.call('GET', `/v1/holds/${id}`, { token: await desk.as(desk.li.id) }))
const payable = () => desk.balance(`payable:${desk.shop.id}`)
const held = () => desk.balance(`held:${card}`)

describe(`a booking settled without its holder on ${ENGINE}`, () => {
  it('of 4 lessons, 20 minutes after nobody came, is not the shop’s the same day; contest works', async () => {
    const { id } = await book({ visits: 4 })
    desk.advance(HOUR_MS + 20 * MINUTE_MS)
    expect(good(await capture(id))).toMatchObject({
      status: 'held',
      recorded_as: 'capture',
      recorded_units: 4,
      redemption_id: null,
      confirm_by: plusMs(desk.world.now(), 3 * DAY_MS),
    })
    expect([await payable(), await held()]).toEqual([0, 80_000])
    await clean()
    const contested = good(await contest(id))
    expect(contested).toMatchObject({ status: 'contested', contest_reason: 'not_there' })
    desk.advance(30 * DAY_MS)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
    expect(await expireBookings(desk.world, 10)).toBe(0)
    expect(await payable()).toBe(0)
    await clean()
  })
  it('is paid by told silence, not a millisecond earlier', async () => {
    const { id } = await book({ visits: 4 })
    desk.advance(HOUR_MS)
    good(await capture(id))
    desk.advance(3 * DAY_MS - 1)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
    desk.advance(1)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(1)
    expect(await seen(id)).toMatchObject({ status: 'captured', resolved_by: 'silence' })
    expect([await payable(), await held()]).toEqual([80_000, 0])
    await clean()
  })
  it('waits while nobody was told, and begins anew when the message was late', async () => {
    const { id } = await book({ visits: 4 })
    desk.advance(HOUR_MS)
    const token = await desk.till(desk.shop, 'owner')
    good(await desk.call('POST', `/v1/bookings/${id}/capture`, { token, body: {} }))
    desk.advance(4 * DAY_MS)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
    expect((await seen(id)).told_at).toBeNull()
    await sendNotices(desk.world, 100)
    desk.advance(2 * DAY_MS)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
    const objection = await contest(id)
    expect(objection.status).toBe(200)
    await clean()
  })
  it('of ¥1,500 after three minutes waits 15 working days', async () => {
    const rich = await desk.holds({
      lots: [{ paid_fen: 200_000, face_units: 200_000 }],
      service: '家具',
    })
    const { id } = await book({ card_id: rich, amount_fen: 150_000 })
    desk.advance(3 * MINUTE_MS)
    good(await capture(id))
    expect(await payable()).toBe(0)
    desk.advance(4 * DAY_MS)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
  })
  it('with the holder’s code is settled at once, and counts like a use by code', async () => {
    const bread = await book({ card_id: tea, amount_fen: 12_000 })
    desk.advance(HOUR_MS)
    const code = await desk.shows(tea)
    expect((await capture(bread.id, { code: '810000000000000000' })).body.code).toBe('code_invalid')
    expect(good(await capture(bread.id, { code, units: 9_600 }))).toMatchObject({
      status: 'captured',
      resolved_by: 'holder',
    })
    expect(
      await desk.rows(sql`SELECT no_pin_count, no_pin_fen FROM card_days WHERE card_id = ${tea}`),
    ).toEqual([{ no_pin_count: 1, no_pin_fen: 9_600 }])
    await clean()
  })
  it('with a code above ¥200 is recorded and asks the holder’s PIN', async () => {
    const { id } = await book({ card_id: tea, amount_fen: 30_000 })
    desk.advance(HOUR_MS)
    expect(good(await capture(id, { code: await desk.shows(tea) }))).toMatchObject({
      status: 'held',
    })
    expect((await confirm(id)).body.code).toBe('confirmation_needs_pin')
    expect((await confirm(id, { pin: PIN })).body.code).toBe('pin_not_set')
    await desk.setPin(desk.li)
    expect((await confirm(id, { pin: '604913' })).body.code).toBe('pin_wrong')
    expect(good(await confirm(id, { pin: PIN }))).toMatchObject({ status: 'captured' })
    await clean()
  })
  it('by PIN at the counter is settled at once within the counter’s limits', async () => {
    await desk.setPin(desk.li)
    const switched = await desk.call('PUT', `/v1/cards/${tea}/counter-pin`, {
      token: await desk.as(desk.li.id),
      body: { enabled: true, pin: PIN },
    })
    expect(switched.status).toBe(200)
    const [small, large] = [
      await book({ card_id: tea, amount_fen: 30_000 }),
      await book({ card_id: tea, amount_fen: 30_001 }),
    ]
    desk.advance(HOUR_MS)
    const word = { phone_tail: desk.li.phone.slice(-4), pin: PIN }
    expect(good(await capture(small.id, word))).toMatchObject({ status: 'captured' })
    expect((await capture(large.id, word)).body.code).toBe('counter_limit_reached')
    await clean()
  })
  it('recorded once is not recorded again, and a late customer’s code still settles it', async () => {
    const { id } = await book({ card_id: tea, amount_fen: 12_000 })
    desk.advance(HOUR_MS + 20 * MINUTE_MS)
    good(await noShow(id))
    expect((await noShow(id)).body.code).toBe('hold_already_recorded')
    expect((await capture(id)).body.code).toBe('hold_already_recorded')
    expect((await desk.act('holder', `/v1/bookings/${id}/cancellation`)).body.code).toBe(
      'hold_already_recorded',
    )
    const more = await capture(id, { code: await desk.shows(tea), units: 6_001 })
    expect(more.body.code).toBe('capture_exceeds_hold')
    desk.advance(MINUTE_MS)
    good(await capture(id, { code: await desk.shows(tea), units: 6_000 }))
    await clean()
  })
})

describe(`a no-show on ${ENGINE}`, () => {
  it('keeps half only after silence; the other half is free at once', async () => {
    const { id } = await book({ visits: 4 })
    desk.advance(HOUR_MS + 15 * MINUTE_MS)
    expect(good(await noShow(id))).toMatchObject({
      status: 'held',
      recorded_as: 'no_show',
      recorded_units: 2,
      held_fen: 40_000,
    })
    expect([await payable(), await held()]).toEqual([0, 40_000])
    expect((await seen(id)).message).toContain('店家登记：顾客没有到店')
    await clean()
    desk.advance(3 * DAY_MS)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(1)
    expect([await payable(), await held()]).toEqual([40_000, 0])
    const [use] = await desk.rows(sql`SELECT label, way, consent FROM redemptions`)
    expect(use).toEqual({
      label: '爽约：钢琴课 4 次，实用 2 次',
      way: 'no_show',
      consent: 'silence',
    })
    await clean()
  })
  it('that is contested is decided by an official, never above the contract’s share', async () => {
    const official = good(
      await desk.call('POST', '/v1/officials', {
        token: desk.operator,
        body: {
          ...OFFICIALS.supervisor,
          districts: [desk.shop.plan.district],
        },
      }),
    )
    const { id } = await book({ visits: 4 })
    desk.advance(HOUR_MS + 15 * MINUTE_MS)
    good(await capture(id))
    good(await contest(id))
    const token = await desk.as(official.id)
    const decide = (body: Omit<BodyAt<'POST /v1/holds/:id/decision'>, 'reason'>) =>
      desk.call('POST', `/v1/holds/${id}/decision`, {
        token,
        body: { reason: '没有到店', ...body },
      })
    expect((await decide({ capture_units: 3 })).body.code).toBe('capture_exceeds_no_show_share')
    expect((await decide({ capture_units: 5, came: true })).body.code).toBe('capture_exceeds_hold')
    expect(good(await decide({ capture_units: 2 }))).toMatchObject({ captured_units: 2 })
    expect([await payable(), await held()]).toEqual([40_000, 0])
    await clean()
  })
  it('of one visit says from the start that it costs nothing, and takes nothing', async () => {
    const booking = await book({ visits: 1 }, 2)
    expect(booking.no_show_bp).toBe(0)
    expect(booking.message).toContain('来不了请取消，不收钱')
    expect(booking.message).not.toContain('50%')
    desk.advance(HOUR_MS)
    const canceled = good(await desk.act('holder', `/v1/bookings/${booking.id}/cancellation`))
    expect(canceled).toMatchObject({ status: 'voided', captured_units: 0 })
    await clean()
  })
})

describe(`a late cancellation on ${ENGINE}`, () => {
  it('pays what the contract says, once, and counts against the day', async () => {
    const { id } = await book({ card_id: tea, amount_fen: 20_000 }, 2)
    const done = good(await desk.act('holder', `/v1/bookings/${id}/cancellation`))
    expect(done).toMatchObject({ status: 'captured', captured_units: 10_000 })
    expect(await desk.rows(sql`SELECT no_pin_fen FROM card_days WHERE card_id = ${tea}`)).toEqual([
      { no_pin_fen: 10_000 },
    ])
    await clean()
  })
  it('above what goes without a PIN waits for silence', async () => {
    const { id } = await book({ visits: 4 }, 2)
    expect(good(await desk.act('holder', `/v1/bookings/${id}/cancellation`))).toMatchObject({
      status: 'held',
      recorded_as: 'late_cancel',
      recorded_units: 2,
    })
    expect(await payable()).toBe(0)
    await clean()
  })
})
