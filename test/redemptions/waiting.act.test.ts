import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { expireRedemptions } from '../../src/redemptions/confirm'
import { atOnce, BREAD, type Counter, good, openCounter, PIN, tally } from './support'

let counter: Counter
let card: string
let li: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
  li = counter.li.token
})
afterEach(async () => {
  expect((await checkBooks(counter.db)).divergences).toEqual([])
})
/** A use beyond the limits: it waits for the holder. */
const waits = async (amount_fen = 30_000, of = card) => {
  counter.advance(30 * SECOND_MS)
  const reply = await counter.redeem({ code: (await counter.code(of)).digits, amount_fen })
  expect(reply.status).toBe(202)
  return reply.body
}
const confirm = (id: string, { token = li, pin = PIN, key = '' } = {}) =>
  counter.call('POST', `/v1/redemptions/${id}/confirmation`, {
    token,
    body: { pin },
    ...(key ? { key } : {}),
  })
const cancel = (id: string, token: string) =>
  counter.call('POST', `/v1/redemptions/${id}/cancellation`, { token })
const see = (id: string, token: string) => counter.call('GET', `/v1/redemptions/${id}`, { token })
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [
  status,
  body.code,
]

describe(`limits without a PIN on ${ENGINE}`, () => {
  const spend = async (amount_fen: number) => {
    counter.advance(MINUTE_MS + SECOND_MS)
    const { digits } = await counter.code(card)
    return (await counter.redeem({ code: digits, amount_fen })).status
  }
  it('are 1,000 yuan a day, and start anew with the day in Shanghai', async () => {
    for (let i = 0; i < 5; i++) expect(await spend(20_000)).toBe(201)
    expect(await spend(1)).toBe(202)
    // 09:00 in Shanghai is where the test began; fifteen hours later the day is another.
    counter.advance(15 * HOUR_MS)
    expect(await spend(20_000)).toBe(201)
  })
  it('are ten uses a day', async () => {
    for (let i = 1; i <= 10; i++) expect(await spend(i)).toBe(201)
    expect(await spend(11)).toBe(202)
  })
  it('do not count what a PIN confirmed', async () => {
    await counter.setPin(counter.li)
    expect((await confirm((await waits()).id)).status).toBe(200)
    expect(await counter.rows(sql`SELECT * FROM card_days`)).toEqual([])
  })
})

describe(`a redemption that waits on ${ENGINE}`, () => {
  it('says until when, moves nothing, and has spent its code', async () => {
    const { digits } = await counter.code(card)
    const reply = await counter.redeem({ code: digits, amount_fen: 30_000, out_no: 'T1-9' })
    expect(reply.status).toBe(202)
    expect(reply.body).toMatchObject({
      status: 'user_confirming',
      out_no: 'T1-9',
      units: 30_000,
      released_fen: 0,
      balance_after_units: null,
      lots: [],
      confirm_by: '2026-03-02T01:03:00.000Z',
      ended_at: null,
      message: '还没有扣钱。请顾客在手机上输入支付密码确认',
    })
    expect(await counter.balance(`escrow:${card}`)).toBe(100_000)
    expect((await counter.redeem({ code: digits, amount_fen: 100 })).body.code).toBe('code_used')
  })
  it('needs a PIN that was set, and the right one', async () => {
    const { id } = await waits()
    expect(codeOf(await confirm(id))).toEqual([409, 'pin_not_set'])
    await counter.setPin(counter.li)
    const before = await counter.everything()
    expect(codeOf(await confirm(id, { pin: '739206' }))).toEqual([422, 'pin_wrong'])
    const { consumers: _counted, ...after } = await counter.everything()
    expect(before).toMatchObject(after)
    expect((await confirm(id)).body).toMatchObject({
      status: 'succeeded',
      released_fen: 25_000,
      balance_after_units: 90_000,
      escrow_after_fen: 75_000,
      message: '已付 ¥300.00，还剩 ¥900.00',
    })
  })
  it('settles once, however often it is confirmed', async () => {
    await counter.setPin(counter.li)
    const { id } = await waits()
    const replies = await atOnce(6, (i) => confirm(id, { key: i % 2 ? 'same' : '' }))
    const told = tally(replies)
    expect(told[200]).toBeGreaterThan(0)
    expect(Object.keys(told).filter((name) => name !== '200')).toEqual(
      told[200] === 6 ? [] : ['redemption_not_confirmable'],
    )
    expect(await counter.balance(`escrow:${card}`)).toBe(75_000)
  })
  it('is decided again on what the card holds now', async () => {
    const small = await counter.holds({
      lots: [{ paid_fen: 50_000, face_units: 50_000 }],
      service: '小卡',
    })
    await counter.setPin(counter.li)
    const ids = [(await waits(30_000, small)).id, (await waits(30_001, small)).id]
    const replies = await atOnce(2, (i) => confirm(ids[i]!))
    expect(tally(replies)).toEqual({ 200: 1, redemption_exceeds_balance: 1 })
    expect([20_000, 19_999]).toContain(await counter.balance(`escrow:${small}`))
  })
  it('does not settle on a card frozen since', async () => {
    await counter.setPin(counter.li)
    const { id } = await waits()
    await counter.db.batch([sql`UPDATE cards SET status = 'frozen', version = version + 1`])
    expect(codeOf(await confirm(id))).toEqual([409, 'card_frozen'])
    expect((await see(id, li)).body.status).toBe('user_confirming')
  })
  it('is the holder’s to confirm, and nobody else’s', async () => {
    await counter.setPin(counter.wang)
    const { id } = await waits()
    expect(codeOf(await confirm(id, { token: counter.wang.token }))).toEqual([
      404,
      'redemption_not_found',
    ])
    expect(codeOf(await confirm(id, { token: await counter.till() }))).toEqual([
      403,
      'role_not_allowed',
    ])
  })
  it('is canceled by either side, as often as they like, and then for ever', async () => {
    await counter.setPin(counter.li)
    for (const token of [li, await counter.till()]) {
      const { id } = await waits()
      const [first, second] = [await cancel(id, token), await cancel(id, li)]
      expect(first.body).toMatchObject({
        status: 'canceled',
        message: '没有扣钱。这笔核销已取消',
      })
      expect(second.body).toEqual(first.body)
      expect(codeOf(await confirm(id))).toEqual([409, 'redemption_not_confirmable'])
    }
    expect(await counter.balance(`escrow:${card}`)).toBe(100_000)
  })
  it('is not canceled after it succeeded, nor by a stranger', async () => {
    await counter.setPin(counter.li)
    const { id } = await waits()
    for (const token of [counter.wang.token, await counter.till(counter.other)])
      expect(codeOf(await cancel(id, token))).toEqual([404, 'redemption_not_found'])
    good(await confirm(id))
    expect(codeOf(await cancel(id, await counter.till()))).toEqual([
      409,
      'redemption_not_cancelable',
    ])
  })
  it('ends one way when everybody acts at once', async () => {
    await counter.setPin(counter.li)
    const { id } = await waits()
    const till = await counter.till()
    await Promise.all([
      confirm(id),
      cancel(id, till),
      cancel(id, li),
      confirm(id),
      expireRedemptions(counter.world, 10),
    ])
    const { status } = (await see(id, li)).body
    const escrow = await counter.balance(`escrow:${card}`)
    expect([
      ['succeeded', 75_000],
      ['canceled', 100_000],
    ]).toContainEqual([status, escrow])
  })
  it('expires three minutes later, a bounded number at a time', async () => {
    const ids = [(await waits(30_000)).id, (await waits(30_001)).id, (await waits(30_002)).id]
    expect(await expireRedemptions(counter.world, 10)).toBe(0)
    counter.advance(3 * MINUTE_MS)
    expect(await expireRedemptions(counter.world, 2)).toBe(2)
    expect(await expireRedemptions(counter.world, 2)).toBe(1)
    for (const id of ids) {
      expect((await see(id, li)).body).toMatchObject({
        status: 'expired',
        message: '没有扣钱。确认超时，请重新扫码',
      })
    }
    expect(codeOf(await confirm(ids[0]!))).toEqual([409, 'redemption_not_confirmable'])
    expect((await cancel(ids[0]!, li)).body.status).toBe('expired')
  })
})
