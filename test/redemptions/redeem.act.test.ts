import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { MINUTE_MS, SECOND_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { atOnce, BREAD, type Counter, good, HAIRCUTS, openCounter, tally } from './support'

let counter: Counter
let card: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
})
afterEach(async () => {
  expect((await checkBooks(counter.db)).divergences).toEqual([])
})
const lots = (card_id: string) =>
  counter.rows(
    sql`SELECT used_units, released_fen FROM lots WHERE card_id = ${card_id} ORDER BY bought_at`,
  )

describe(`a use by code on ${ENGINE}`, () => {
  it('takes the money at once and answers with the receipt', async () => {
    const { digits } = await counter.code(card)
    const reply = await counter.redeem({ code: digits, amount_fen: 4800, out_no: 'T1-001' })
    expect(reply.status).toBe(201)
    expect(reply.body).toEqual({
      id: expect.stringMatching(/^rdm_/),
      object: 'redemption',
      card_id: card,
      merchant_id: counter.shop.id,
      merchant_name: '海棠面包房',
      shop: { id: counter.shop.id.replace('mch', 'shp'), name: '海棠面包房' },
      staff_id: counter.shop.cashier_id,
      terminal: null,
      out_no: 'T1-001',
      unit: 'fen',
      units: 4800,
      rest_units: 0,
      item_id: null,
      label: '消费 ¥48.00',
      released_fen: 4000,
      status: 'succeeded',
      balance_after_units: 115_200,
      escrow_after_fen: 96_000,
      lots: [{ lot_id: expect.stringMatching(/^lot_/), units: 4800, released_fen: 4000 }],
      started_at: '2026-03-02T01:00:00.000Z',
      confirm_by: null,
      ended_at: '2026-03-02T01:00:00.000Z',
      state: 'used',
      counted_units: 4_800,
      counted_fen: 4_000,
      corrected_units: 0,
      returned_fen: 0,
      message: '已付 ¥48.00，还剩 ¥1,152.00',
      message_en: 'Paid ¥48.00, ¥1,152.00 left',
    })
    expect(await lots(card)).toEqual([{ used_units: 4800, released_fen: 4000 }])
    expect(await counter.balance(`escrow:${card}`)).toBe(96_000)
    expect(await counter.balance(`payable:${counter.shop.id}`)).toBe(4000)
  })
  it('says nothing about who the holder is', async () => {
    const { digits } = await counter.code(card)
    const { text } = await counter.redeem({ code: digits, amount_fen: 4800 })
    expect(text).not.toMatch(new RegExp(`${counter.li.id}|${counter.li.phone}|\\*\\*\\*\\*`))
  })
  it('takes two round trips: three statements to read, twelve to write', async () => {
    const { digits } = await counter.code(card)
    const token = await counter.till()
    const sizes = await counter.trips(async () =>
      good(await counter.redeem({ code: digits, amount_fen: 4800 }, { token })),
    )
    expect(sizes).toEqual([3, 12])
  })
  it('takes two round trips for an item, too', async () => {
    const token = await counter.till()
    const list = good(await counter.call('GET', '/v1/price-items', { token }))
    const { digits } = await counter.code(card)
    const sizes = await counter.trips(async () =>
      good(await counter.redeem({ code: digits, item_id: list.data[0]!.id }, { token })),
    )
    expect(sizes).toEqual([5, 12])
  })
  it('is one use however often the code is shown', async () => {
    const { digits, qr } = await counter.code(card)
    const token = await counter.till()
    const replies = await atOnce(50, (i) =>
      counter.redeem({ code: i % 2 ? digits : qr, amount_fen: 100 + i }, { token }),
    )
    expect(tally(replies)).toEqual({ 201: 1, code_used: 49 })
    expect(await counter.rows(sql`SELECT count(*) AS n FROM redemptions`)).toEqual([{ n: 1 }])
  })
  it('takes the oldest lot first and goes on in the next', async () => {
    const old = { paid_fen: 5_000, face_units: 6_000 }
    const both = await counter.holds({ lots: [old, BREAD], service: '两笔' })
    const { digits } = await counter.code(both)
    const receipt = good(await counter.redeem({ code: digits, amount_fen: 7_200 }))
    expect(receipt.lots.map((lot: { released_fen: number }) => lot.released_fen)).toEqual([
      5_000, 1_000,
    ])
    expect(await lots(both)).toEqual([
      { used_units: 6_000, released_fen: 5_000 },
      { used_units: 1_200, released_fen: 1_000 },
    ])
  })
  it('may free no whole fen, and then moves none', async () => {
    const gift = await counter.holds({ lots: [{ paid_fen: 1, face_units: 1000 }], service: '赠' })
    const first = good(
      await counter.redeem({ code: (await counter.code(gift)).digits, amount_fen: 999 }),
    )
    expect(first).toMatchObject({ released_fen: 0, balance_after_units: 1, escrow_after_fen: 1 })
    counter.advance(30 * SECOND_MS)
    const last = good(
      await counter.redeem({ code: (await counter.code(gift)).digits, amount_fen: 1 }),
    )
    expect(last).toMatchObject({ released_fen: 1, balance_after_units: 0, escrow_after_fen: 0 })
    const moved = await counter.rows(
      sql`SELECT amount_fen FROM ledger_transfers WHERE reason = 'redemption_succeeded'`,
    )
    expect(moved).toEqual([{ amount_fen: 1 }])
  })
  it('counts the visits of a count card and frees their share', async () => {
    const hair = await counter.holds({ lots: [HAIRCUTS], kind: 'count', service: '剪发' })
    const seen = good(await counter.redeem({ code: (await counter.code(hair)).digits, visits: 2 }))
    expect(seen).toMatchObject({
      unit: 'visit',
      units: 2,
      label: '剪发 2 次',
      released_fen: 6909,
      balance_after_units: 9,
      message: '已用 2 次，还剩 9 次',
    })
  })
})

describe(`a use that is refused on ${ENGINE}`, () => {
  it('leaves its code good for a smaller amount', async () => {
    const { digits } = await counter.code(card)
    const before = await counter.everything()
    const more = await counter.redeem({ code: digits, amount_fen: 120_001 })
    expect([more.status, more.body.code, more.body.detail]).toEqual([
      409,
      'redemption_exceeds_balance',
      '没有扣钱。这张卡还剩 ¥1,200.00',
    ])
    expect(await counter.everything()).toEqual(before)
    expect((await counter.redeem({ code: digits, amount_fen: 20_000 })).status).toBe(201)
  })
  it.each([
    ['code_invalid', { code: '811234567891234567', amount_fen: 100 }],
    ['redemption_unit_mismatch', { visits: 1 }],
    ['item_not_found', { item_id: `itm_${'0'.repeat(26)}` }],
    ['redemption_exceeds_balance', { amount_fen: 120_001 }],
    ['request_invalid', { amount_fen: 100, visits: 1 }],
    ['redemption_unit_mismatch', {}],
    ['request_invalid', { amount_fen: 0.5 }],
    ['request_invalid', { amount_fen: 100, quantity: 2 }],
  ])('changes nothing: %s %j', async (code, said) => {
    const { digits } = await counter.code(card)
    const before = await counter.everything()
    const reply = await counter.redeem({ code: digits, ...said })
    expect(reply.body.code).toBe(code)
    expect(await counter.everything()).toEqual(before)
  })
  it.each(['frozen', 'closed'])('changes nothing on a %s card', async (status) => {
    const { digits } = await counter.code(card)
    await counter.db.batch([sql`UPDATE cards SET status = ${status}, version = version + 1`])
    const before = await counter.everything()
    const reply = await counter.redeem({ code: digits, amount_fen: 100 })
    expect(reply.body.code).toBe(`card_${status}`)
    expect(await counter.everything()).toEqual(before)
  })
  it('keeps one number of the till for one use', async () => {
    const use = async (amount_fen: number) =>
      counter.redeem({ code: (await counter.code(card)).digits, amount_fen, out_no: 'T1-7' })
    expect((await use(100)).status).toBe(201)
    counter.advance(MINUTE_MS)
    expect((await use(200)).body.code).toBe('out_no_taken')
  })
  it('never overdraws a card, however many tills ask at once', async () => {
    const small = await counter.holds({
      lots: [{ paid_fen: 900, face_units: 1000 }],
      service: '小',
    })
    const tokens = await atOnce(3, () => counter.till())
    const codes = [(await counter.code(small)).digits]
    for (let i = 0; i < 2; i++) {
      counter.advance(30 * SECOND_MS)
      codes.push((await counter.code(small)).digits)
    }
    counter.advance(-30 * SECOND_MS)
    const replies = await atOnce(3, (i) =>
      counter.redeem({ code: codes[i]!, amount_fen: 400 + i }, { token: tokens[i] ?? '' }),
    )
    expect(tally(replies)).toEqual({ 201: 2, redemption_exceeds_balance: 1 })
  })
})
