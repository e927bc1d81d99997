import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import {
  atOnce,
  BREAD,
  COUNTER_PIN,
  type Counter,
  good,
  HAIRCUTS,
  openCounter,
  PIN,
  tally,
} from '../redemptions/support'

let counter: Counter
let card: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
  await counter.setPin(counter.li)
})
const switchOn = async (card_id = card, pin = PIN, more: object = { counter_pin: COUNTER_PIN }) =>
  counter.call('PUT', `/v1/cards/${card_id}/counter-pin`, {
    token: await counter.as(counter.li.id),
    body: { enabled: true, pin, ...more },
  })
const pays = async (body: object = {}, at = counter.shop) =>
  counter.call('POST', '/v1/counter/redemptions', {
    token: await counter.till(at),
    body: { card_id: card, phone_tail: '0001', pin: COUNTER_PIN, amount_fen: 4_800, ...body },
  })

describe(`paying without a phone on ${ENGINE}`, () => {
  it('is off until the holder switches it on with the PIN', async () => {
    expect((await pays()).body.code).toBe('counter_pin_off')
    expect((await switchOn(card, '111222')).body.code).toBe('pin_wrong')
    expect((await pays()).body.code).toBe('counter_pin_off')
    expect(good(await switchOn()).enabled).toBe(true)
    const use = good(await pays())
    expect(use).toMatchObject({
      status: 'succeeded',
      released_fen: 4_000,
      balance_after_units: 115_200,
    })
  })
  it('finds the card by the last four digits, in its own shop only', async () => {
    good(await switchOn())
    const find = async (at = counter.shop) =>
      counter.call('GET', '/v1/counter/cards?phone_tail=0001', { token: await counter.till(at) })
    expect((await find()).body.data).toMatchObject([{ card_id: card, remaining_units: 120_000 }])
    expect((await find(counter.other)).body.data).toEqual([])
    expect((await pays({}, counter.other)).body.code).toBe('card_not_found')
  })
  it('takes visits, too', async () => {
    card = await counter.holds({ lots: [HAIRCUTS], kind: 'count', service: '剪发' })
    good(await switchOn())
    expect(good(await pays({ amount_fen: undefined, visits: 1 })).units).toBe(1)
  })
  it('stays under its own limits, also when asked eight times at once', async () => {
    good(await switchOn())
    expect((await pays({ amount_fen: 30_001 })).body.code).toBe('counter_limit_reached')
    const token = await counter.till()
    const replies = await atOnce(8, (i) =>
      counter.call('POST', '/v1/counter/redemptions', {
        token,
        key: `at-once-${i}`,
        body: {
          card_id: card,
          phone_tail: '0001',
          pin: COUNTER_PIN,
          amount_fen: 12_000 + i,
          repeat_confirmed: true,
        },
      }),
    )
    expect(tally(replies)['201']).toBeLessThanOrEqual(4)
    const [day] = await counter.rows(sql`SELECT count, fen FROM counter_days`)
    expect(Number(day?.fen)).toBeLessThanOrEqual(50_000)
    counter.advance(DAY_MS)
    expect((await pays({ amount_fen: 30_000 })).status).toBe(201)
  })
  it('locks the PIN after five wrong ones and says nothing was taken', async () => {
    good(await switchOn())
    for (let i = 0; i < 5; i++) expect((await pays({ pin: '482915' })).body.code).toBe('pin_wrong')
    expect((await pays()).body).toMatchObject({ code: 'pin_locked', status: 429 })
    counter.advance(16 * MINUTE_MS)
    expect((await pays()).status).toBe(201)
  })
  it('is never the master PIN: that is no word on a shop’s screen, nor may the other be the same', async () => {
    expect((await switchOn(card, PIN, {})).body.code).toBe('counter_pin_missing')
    expect((await switchOn(card, PIN, { counter_pin: PIN })).body.code).toBe(
      'counter_pin_same_as_pin',
    )
    good(await switchOn())
    expect((await pays({ pin: PIN })).body.code).toBe('pin_wrong')
    // Who watched it on the screen proves nothing with it elsewhere.
    const token = await counter.as(counter.li.id)
    const proof = await counter.call('POST', '/v1/me/proofs', { token, body: { pin: COUNTER_PIN } })
    expect(proof.body.code).toBe('pin_wrong')
    good(await switchOn(card, PIN, {}))
    expect((await pays()).status).toBe(201)
  })
  it('locks apart from the master PIN, for longer each time', async () => {
    good(await switchOn())
    for (let i = 0; i < 5; i++) expect((await pays({ pin: '482915' })).body.code).toBe('pin_wrong')
    const token = await counter.as(counter.li.id)
    good(await counter.call('POST', '/v1/me/proofs', { token, body: { pin: PIN } }))
    counter.advance(15 * MINUTE_MS)
    for (let i = 0; i < 5; i++) expect((await pays({ pin: '482915' })).body.code).toBe('pin_wrong')
    counter.advance(59 * MINUTE_MS)
    expect((await pays()).body.code).toBe('pin_locked')
    counter.advance(MINUTE_MS)
    expect((await pays()).status).toBe(201)
  })
  it('stops a shop that tries many tails', async () => {
    good(await switchOn())
    for (let i = 0; i < 20; i++)
      expect((await pays({ phone_tail: String(1000 + i) })).body.code).toBe('phone_tail_wrong')
    expect((await pays()).body.code).toBe('terminal_suspended')
  })
  it('can be switched off by nobody but the holder', async () => {
    good(await switchOn())
    const reply = await counter.call('PUT', `/v1/cards/${card}/counter-pin`, {
      token: counter.wang.token,
      body: { enabled: false, pin: PIN },
    })
    expect(reply.body.code).toBe('card_not_found')
  })
})
