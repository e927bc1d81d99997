import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { atOnce, BREAD, type Counter, good, openCounter, tally } from '../redemptions/support'
import type { AnyReply } from '../support/addresses'

const PIN = '482913'
let counter: Counter
let till: string
beforeEach(async () => {
  counter = await openCounter()
  till = await counter.till()
})
const outcome = ({ status, body }: AnyReply) => (status < 400 ? String(status) : body.code)
const sets = (pin: string, token = till, old_pin?: string) =>
  counter.call('PUT', '/v1/me/till-pin', { token, body: { pin, ...(old_pin ? { old_pin } : {}) } })
const opens = (pin: string, token = till, key?: string) =>
  counter.call('POST', '/v1/sessions/unlocking', {
    body: { token, pin },
    ...(key ? { key } : {}),
  })
const locks = () => counter.call('POST', '/v1/sessions/current/lock', { token: till })
const works = async (token = till) => outcome(await counter.call('GET', '/v1/me/shift', { token }))
const pinRow = async () => (await counter.rows(sql`SELECT tries, locked_until FROM staff_pins`))[0]

describe(`a till’s PIN on ${ENGINE}`, () => {
  it('opens an idle till again all day, without a message, and not the next day', async () => {
    expect(outcome(await sets(PIN))).toBe('200')
    const messages = () => counter.rows(sql`SELECT id FROM sms_codes`)
    const before = await messages()
    for (let hour = 1; hour <= 15; hour += 2) {
      counter.advance(2 * HOUR_MS - 60_000)
      expect(await works()).toBe('session_expired')
      expect(outcome(await opens(PIN))).toBe('201')
      expect(await works()).toBe('200')
    }
    counter.advance(HOUR_MS)
    expect(outcome(await opens(PIN))).toBe('session_expired')
    expect(await messages()).toEqual(before)
  })
  it('locks at once when the cashier says so, and not where nothing would open it', async () => {
    expect(outcome(await locks())).toBe('till_pin_not_set')
    expect(await works()).toBe('200')
    good(await sets(PIN))
    good(await locks())
    expect(await works()).toBe('session_expired')
    const sale = await counter.redeem(
      { code: '810000000000000000', amount_fen: 1 },
      { token: till },
    )
    expect(outcome(sale)).toBe('session_expired')
    good(await opens(PIN))
    expect(await works()).toBe('200')
  })
  it('is set right after signing in, or with the one before; never by whoever finds the till open', async () => {
    expect(outcome(await sets('111111'))).toBe('pin_too_simple')
    good(await sets(PIN))
    counter.advance(11 * MINUTE_MS)
    expect(outcome(await sets('915372'))).toBe('till_pin_needs_proof')
    expect(outcome(await sets('915372', till, '000111'))).toBe('till_pin_wrong')
    expect(outcome(await sets('915372', till, PIN))).toBe('200')
    good(await locks())
    expect(outcome(await opens(PIN))).toBe('till_pin_wrong')
    good(await opens('915372'))
    expect(await pinRow()).toEqual({ tries: 0, locked_until: null })
    const stored = JSON.stringify([
      await counter.everything(),
      await counter.rows(sql`SELECT * FROM journal`),
    ])
    expect(stored).not.toContain('915372')
    expect(stored).not.toContain(till)
  })
  it('locks longer each time and ends at the fifteenth wrong try; a new sign-in sets another', async () => {
    good(await sets(PIN))
    for (let i = 0; i < 5; i++) expect(outcome(await opens('000111'))).toBe('till_pin_wrong')
    const locked = await opens(PIN)
    expect([outcome(locked), locked.headers.get('Retry-After')]).toEqual(['till_pin_locked', '300'])
    counter.advance(5 * MINUTE_MS)
    for (let i = 0; i < 5; i++) expect(outcome(await opens('000111'))).toBe('till_pin_wrong')
    expect((await opens(PIN)).headers.get('Retry-After')).toBe('3600')
    counter.advance(HOUR_MS)
    for (let i = 0; i < 5; i++) expect(outcome(await opens('000111'))).toBe('till_pin_wrong')
    counter.advance(10 * HOUR_MS)
    expect(outcome(await opens(PIN))).toBe('till_pin_locked')
    till = await counter.till()
    const shown = good(await counter.call('GET', '/v1/me/till-pin', { token: till }))
    expect(shown).toEqual({ object: 'till_pin', is_set: false, set_at: null })
    good(await sets('915372'))
    good(await locks())
    good(await opens('915372'))
  })
  it('counts wrong tries made at one moment exactly, and one sent twice once', async () => {
    good(await sets(PIN))
    expect(tally(await atOnce(5, () => opens('000111', till, 'same')))).toEqual({
      till_pin_wrong: 5,
    })
    expect(await pinRow()).toMatchObject({ tries: 1 })
    const counted = tally(await atOnce(12, () => opens('000111')))
    expect(counted.till_pin_wrong).toBeLessThanOrEqual(4)
    expect(await pinRow()).toMatchObject({ tries: 5 })
    const raw = sql`UPDATE staff_pins SET tries = 0, tried_at = ${counter.world.now()}`
    await expect(counter.db.batch([raw])).rejects.toThrow('till_pin_locked')
  })
  it('opens only the session it is told of, and nothing once that was signed out', async () => {
    good(await sets(PIN))
    const owner = await counter.till(counter.shop, 'owner')
    expect(outcome(await opens(PIN, owner))).toBe('till_pin_not_set')
    expect(outcome(await opens(PIN, 'yfb_staff_x'))).toBe('not_signed_in')
    expect(outcome(await opens(PIN, counter.li.token))).toBe('not_signed_in')
    good(await counter.call('POST', '/v1/sessions/current/revocation', { token: till }))
    expect(outcome(await opens(PIN))).toBe('not_signed_in')
  })
  it('is typed to take back a sale, by whoever has one', async () => {
    const card = await counter.holds({ lots: [BREAD] })
    let amount = 4_800
    const rings = async () => {
      const { digits } = await counter.code(card)
      return good(await counter.redeem({ code: digits, amount_fen: ++amount }, { token: till })).id
    }
    const voids = (id: string, till_pin?: string, key?: string) =>
      counter.call('POST', `/v1/redemptions/${id}/corrections`, {
        token: till,
        ...(key ? { key } : {}),
        body: { kind: 'void', reason: '打错了', ...(till_pin ? { till_pin } : {}) },
      })
    good(await voids(await rings()))
    good(await sets(PIN))
    const use = await rings()
    expect(outcome(await voids(use))).toBe('till_pin_required')
    const wrong = await voids(use, '000111')
    expect(wrong.body).toMatchObject({ code: 'till_pin_wrong', detail: '没有动钱。收银密码不对' })
    expect(await pinRow()).toMatchObject({ tries: 1 })
    const both = await atOnce(2, () => voids(use, PIN, 'twice'))
    expect(both.map(outcome)).toEqual(['201', '201'])
    expect(both[0]?.text).toBe(both[1]?.text)
    expect(await pinRow()).toEqual({ tries: 0, locked_until: null })
    const journal = await counter.rows(sql`SELECT * FROM journal`)
    expect(JSON.stringify(journal)).not.toContain(PIN)
  })
})
