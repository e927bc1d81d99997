import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { confirmSilentClaims } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { objectionToken } from '../../src/objections/link'
import { sql } from '../../src/platform/d1'
import { atOnce, PIN, tally } from '../redemptions/support'
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
const confirm = (id: string, body?: BodyAt<'POST /v1/holds/:id/confirmation'>) =>
  desk.act('holder', `/v1/holds/${id}/confirmation`, body)
const seen = async (id: string) =>
  good(await desk.call('GET', `/v1/holds/${id}`, { token: await desk.as(desk.li.id) }))
const payable = () => desk.balance(`payable:${desk.shop.id}`)
const lastMessage = async () =>
  String(
    (await desk.rows(sql`SELECT text FROM mock_sms_outbox ORDER BY rowid DESC LIMIT 1`))[0]?.text,
  )

describe(`what goes without a PIN on ${ENGINE}`, () => {
  const claims = async (amount_fen: number) =>
    good(await desk.claims({ card_id: card, amount_fen })).id
  beforeEach(() => {
    card = tea
  })
  it('a claim of ¥800 is not confirmed with an empty body', async () => {
    const id = await claims(80_000)
    expect((await confirm(id)).body.code).toBe('confirmation_needs_pin')
    expect((await confirm(id, {})).body.code).toBe('confirmation_needs_pin')
    expect(await payable()).toBe(0)
    await desk.setPin(desk.li)
    expect(good(await confirm(id, { pin: PIN }))).toMatchObject({ status: 'captured' })
    await clean()
  })
  it('is one day of ¥1,000 over codes, confirmations, captures and late cancellations', async () => {
    const redeem = async (amount_fen: number) => {
      desk.advance(2 * MINUTE_MS)
      const { digits } = await desk.code(card)
      return desk.redeem({ code: digits, amount_fen })
    }
    for (const fen of [20_000, 19_000, 18_000]) expect((await redeem(fen)).status).toBe(201)
    const claim = await claims(20_000)
    const booked = await book({ card_id: card, amount_fen: 20_000 })
    const late = await book({ card_id: card, amount_fen: 40_000 })
    good(await confirm(claim))
    desk.advance(50 * MINUTE_MS)
    good(await capture(booked.id, { code: await desk.shows(card) }))
    // ¥970 are gone without a PIN: ¥30 are left by any way.
    expect((await redeem(3_001)).status).toBe(202)
    expect((await confirm(await claims(3_001))).body.code).toBe('confirmation_needs_pin')
    expect(good(await desk.act('holder', `/v1/bookings/${late.id}/cancellation`))).toMatchObject({
      status: 'held',
      recorded_as: 'late_cancel',
    })
    expect((await redeem(3_000)).status).toBe(201)
    expect((await redeem(1)).status).toBe(202)
    await clean()
  })
  it('is never more than the day, however many confirm at one moment', async () => {
    const cards = [card]
    for (const fen of [20_000, 20_000, 20_000, 20_000]) {
      desk.advance(2 * MINUTE_MS)
      const { digits } = await desk.code(card)
      good(
        await desk.redeem({ code: digits, amount_fen: fen - cards.length, repeat_confirmed: true }),
      )
    }
    const ids = [await claims(8_000), await claims(8_001), await claims(8_002)]
    const token = await desk.as(desk.li.id)
    const replies = await atOnce(3, (i) =>
      desk.call('POST', `/v1/holds/${ids[i]}/confirmation`, { token, key: `at-once-${i}` }),
    )
    expect(tally(replies)).toEqual({ '200': 2, confirmation_needs_pin: 1 })
    await clean()
  })
  it('is refused by the row itself, whatever was read before', async () => {
    const full = sql`INSERT INTO card_days (card_id, day, no_pin_count, no_pin_fen) VALUES (${card}, '2026-03-02', 1, 99999)`
    await desk.db.batch([full])
    const more = sql`UPDATE card_days SET no_pin_fen = no_pin_fen + 2 WHERE card_id = ${card}`
    await expect(desk.db.batch([more])).rejects.toThrow('no_pin_limit_reached')
    const counter = sql`INSERT INTO counter_days (card_id, day, count, fen) VALUES (${card}, '2026-03-02', 6, 1)`
    await expect(desk.db.batch([counter])).rejects.toThrow('counter_limit_reached')
  })
})

describe(`the link in the message on ${ENGINE}`, () => {
  const objects = (token: string, key = 'tap') =>
    desk.call('POST', `/v1/objections/${token}`, { key, body: { reason: 'not_there' } })
  it('is told at once, and one tap without signing in stops the clock', async () => {
    const { id } = await book({ visits: 4 })
    desk.advance(HOUR_MS)
    good(await capture(id))
    const message = await lastMessage()
    const token = await objectionToken(desk.world, id)
    expect(message).toContain('4次还没付给店家')
    expect(message).toContain(`/no/${token}`)
    expect(message.length).toBeLessThanOrEqual(134)
    const look = good(await desk.call('GET', `/v1/objections/${token}`, {}))
    expect(look).toMatchObject({ units: 4, said_by_shop: 'capture', may_object: true })
    expect(JSON.stringify(look)).not.toMatch(/crd_|csm_|139/)
    expect(await seen(id)).toMatchObject({ status: 'held' })
    expect((await objects(token)).status).toBe(201)
    expect(await seen(id)).toMatchObject({ status: 'contested', contest_reason: 'not_there' })
    // Whoever has it can do no more than that: twice is once, and nothing is paid or taken back.
    expect((await objects(token)).headers.get('Idempotency-Replayed')).toBe('true')
    expect((await objects(token, 'again')).body.code).toBe('hold_is_contested')
    expect(await payable()).toBe(0)
    await clean()
  })
  it('is no key to anything else, and dead once the time is over', async () => {
    const claim = good(await desk.claims({ amount_fen: 4_800 }))
    const other = good(await desk.claims({ amount_fen: 2_400 }))
    const token = await objectionToken(desk.world, claim.id)
    const forged = (await objectionToken(desk.world, other.id)).slice(0, 26) + token.slice(26)
    for (const wrong of [forged, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`])
      for (const reply of [
        await desk.call('GET', `/v1/objections/${wrong}`, {}),
        await objects(wrong),
      ])
        expect([reply.status, reply.body.code]).toEqual([404, 'objection_link_invalid'])
    const as_bearer = await desk.call('POST', `/v1/holds/${claim.id}/confirmation`, { token })
    expect(as_bearer.status).toBe(401)
    desk.advance(DAY_MS)
    expect((await objects(token)).body.code).toBe('contest_too_late')
    expect(await confirmSilentClaims(desk.world, 10)).toBe(2)
    expect((await objects(token, 'later')).body.code).toBe('hold_already_captured')
    expect(good(await desk.call('GET', `/v1/objections/${token}`, {}))).toMatchObject({
      may_object: false,
    })
    await clean()
  })
  it('is a page that opens without signing in, changes nothing when opened, and objects by one button', async () => {
    const { id } = good(await desk.claims({ amount_fen: 4_800 }))
    const path = `/no/${await objectionToken(desk.world, id)}` as const
    const opened = await desk.call('GET', path, {})
    expect(opened.status).toBe(200)
    expect(opened.text).toContain('不对，先别付给店家')
    expect(opened.text).not.toContain('<script')
    expect(opened.headers.get('cache-control')).toContain('no-store')
    expect(await seen(id)).toMatchObject({ status: 'held' })
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const press = (headers: Record<string, string>) =>
      desk.call('POST', path, { raw: 'key=tap&reason=not_me', headers: { ...form, ...headers } })
    expect((await press({ 'Sec-Fetch-Site': 'cross-site' })).status).toBeGreaterThanOrEqual(400)
    expect(await seen(id)).toMatchObject({ status: 'held' })
    expect((await press({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(303)
    expect(await seen(id)).toMatchObject({ status: 'contested', contest_reason: 'not_me' })
    expect((await desk.call('GET', path, {})).text).toContain('已记下您的异议')
  })
})
