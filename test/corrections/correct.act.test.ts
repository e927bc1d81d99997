import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { settleCorrections } from '../../src/corrections/correct'
import { DAY_MS, HOUR_MS } from '../../src/kernel/time'
import { post } from '../../src/ledger/book'
import { custodyAccount, payableAccount } from '../../src/ledger/chart'
import {
  atOnce,
  BREAD,
  type Counter,
  good,
  HAIRCUTS,
  openCounter,
  tally,
} from '../redemptions/support'
import type { BodyAt } from '../support/addresses'

let counter: Counter
let card: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
})

const uses = async (amount_fen: number, card_id = card) => {
  const { digits } = await counter.code(card_id)
  return good(await counter.redeem({ code: digits, amount_fen }))
}
const correct = async (
  id: string,
  body: Partial<BodyAt<'POST /v1/redemptions/:id/corrections'>> & { kind: 'refund' | 'void' },
  role: 'cashier' | 'owner' = 'owner',
) =>
  counter.call('POST', `/v1/redemptions/${id}/corrections`, {
    token: await counter.till(counter.shop, role),
    body: { reason: '打错了金额', ...body },
  })
const lots = async (card_id = card) => {
  const { body } = await counter.call('GET', `/v1/cards/${card_id}`, {
    token: await counter.as(counter.li.id),
  })
  return body.lots.map((lot: { used_units: number; escrow_fen: number }) => [
    lot.used_units,
    lot.escrow_fen,
  ])
}
const clean = async () =>
  expect((await checkBooks(counter.db)).divergences, 'the books').toEqual([])

describe(`a mistake at the till on ${ENGINE}`, () => {
  it('is voided the same day by the one who made it, and leaves the card as it was', async () => {
    const use = await uses(4_800)
    const reply = await correct(use.id, { kind: 'void' }, 'cashier')
    expect(reply.status, reply.text).toBe(201)
    expect(reply.body).toMatchObject({ status: 'done', units: 4_800, returned_fen: 4_000 })
    expect(await lots()).toEqual([[0, 100_000]])
    expect(await counter.balance(`payable:${counter.shop.id}`)).toBe(0)
    await clean()
  })
  it('cannot be voided the next day, nor by a manager of another shop', async () => {
    const use = await uses(4_800)
    const stranger = await counter.call('POST', `/v1/redemptions/${use.id}/corrections`, {
      token: await counter.till(counter.other, 'owner'),
      body: { kind: 'void', reason: '打错了' },
    })
    expect(stranger.body.code).toBe('redemption_not_found')
    counter.advance(DAY_MS)
    const late = await correct(use.id, { kind: 'void' }, 'cashier')
    expect([late.status, late.body.code]).toEqual([409, 'void_is_for_today'])
    expect(await lots()).toEqual([[4_800, 96_000]])
  })
  it('is given back by a cashier to nobody: a refund needs a manager', async () => {
    const use = await uses(4_800)
    const reply = await correct(use.id, { kind: 'refund' }, 'cashier')
    expect([reply.status, reply.body.code]).toEqual([403, 'refund_needs_a_manager'])
  })
  it('is refunded in parts, never more than the use took', async () => {
    const use = await uses(4_800)
    good(await correct(use.id, { kind: 'refund', units: 800 }))
    good(await correct(use.id, { kind: 'refund', units: 1_000 }))
    const over = await correct(use.id, { kind: 'refund', units: 3_001 })
    expect(over.body).toMatchObject({
      code: 'correction_exceeds_use',
      detail: '没有退。这笔最多还能退 ¥30.00',
    })
    expect(await lots()).toEqual([[3_000, 97_500]])
    good(await correct(use.id, { kind: 'refund' }))
    expect(await lots()).toEqual([[0, 100_000]])
    expect((await correct(use.id, { kind: 'refund' })).body.code).toBe('correction_exceeds_use')
    await clean()
  })
  it('goes back to the newest lot it came from first', async () => {
    card = await counter.holds({
      lots: [
        { paid_fen: 1_000, face_units: 1_000 },
        { paid_fen: 600, face_units: 900 },
      ],
      service: '二',
    })
    const use = await uses(1_300)
    good(await correct(use.id, { kind: 'refund', units: 400 }))
    expect(await lots()).toEqual([
      [900, 100],
      [0, 600],
    ])
    await clean()
  })
  it('gives visits back as visits', async () => {
    card = await counter.holds({ lots: [HAIRCUTS], kind: 'count', service: '剪发' })
    const { digits } = await counter.code(card)
    const use = good(await counter.redeem({ code: digits, visits: 2 }))
    expect(good(await correct(use.id, { kind: 'refund', units: 1 })).returned_fen).toBe(3_455 - 0)
    expect(await lots()).toEqual([[1, 38_000 - 3_454]])
    await clean()
  })
  it('is made good once when asked at the same moment eight times', async () => {
    const use = await uses(4_800)
    const token = await counter.till(counter.shop, 'owner')
    const replies = await atOnce(8, (i) =>
      counter.call('POST', `/v1/redemptions/${use.id}/corrections`, {
        token,
        key: `eight-${i}`,
        body: { kind: 'refund', units: 3_000, reason: '多扣了' },
      }),
    )
    expect(tally(replies)).toEqual({ '201': 1, correction_exceeds_use: 7 })
    await clean()
  })
  it('of a use that waits or was canceled is refused', async () => {
    const { digits } = await counter.code(card)
    const waits = good(await counter.redeem({ code: digits, amount_fen: 30_000 }))
    expect(waits.status).toBe('user_confirming')
    const reply = await correct(waits.id, { kind: 'void' })
    expect(reply.body.code).toBe('redemption_not_correctable')
  })
})

describe(`when the shop's money is out already on ${ENGINE}`, () => {
  /** As a payout leaves it: earned money has gone from payable to the bank. */
  const paysOut = async (amount_fen: number) => {
    const { world } = counter
    await counter.db.batch(
      post(world, {
        from: payableAccount(counter.shop.id),
        to: custodyAccount(counter.shop.id),
        amount_fen: amount_fen as never,
        reason: 'test_paid_out',
        subject_id: 'test',
        event_at: world.now(),
      }),
    )
  }
  it('the correction waits, and the next income makes it good', async () => {
    const use = await uses(4_800)
    await paysOut(4_000)
    const waits = good(await correct(use.id, { kind: 'refund', units: 2_400 }))
    expect(waits).toMatchObject({ status: 'awaiting_funds', returned_fen: 2_000, done_at: null })
    expect(await lots()).toEqual([[4_800, 96_000]])
    expect(await settleCorrections(counter.world, 10)).toBe(0)

    counter.advance(HOUR_MS)
    await uses(1_200)
    expect(await settleCorrections(counter.world, 10)).toBe(0)
    counter.advance(HOUR_MS)
    await uses(1_200)
    expect(await settleCorrections(counter.world, 10)).toBe(1)
    expect(await settleCorrections(counter.world, 10)).toBe(0)
    expect(await lots()).toEqual([[4_800, 96_000]])
    expect(await counter.balance(`payable:${counter.shop.id}`)).toBe(0)
    const done = await counter.call('GET', `/v1/corrections/${waits.id}`, {
      token: await counter.as(counter.li.id),
    })
    expect(done.body).toMatchObject({
      status: 'done',
      message: '已退回卡里，卡里的钱增加 ¥20.00',
    })
  })
  it('is settled once by two runs at the same moment', async () => {
    const use = await uses(4_800)
    await paysOut(4_000)
    good(await correct(use.id, { kind: 'refund' }))
    counter.advance(HOUR_MS)
    await uses(9_600)
    await Promise.all([settleCorrections(counter.world, 10), settleCorrections(counter.world, 10)])
    expect(await lots()).toEqual([[9_600, 92_000]])
    expect(await counter.balance(`payable:${counter.shop.id}`)).toBe(4_000)
  })
})
