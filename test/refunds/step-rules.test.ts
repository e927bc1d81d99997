import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredLot } from '../../src/cards/store'
import { fen } from '../../src/kernel/money'
import { releasedFor } from '../../src/law/lots'
import {
  awardChoices,
  awardEffect,
  awardShares,
  type Basis,
  deadlinesFor,
  figuresNow,
  quoteFor,
  refundStep,
} from '../../src/refunds/rules'
import { CALENDAR } from '../support/weihai'

const ON = '2026-05-20'
const lotOf = (i: number, over: Partial<StoredLot>): StoredLot => ({
  id: `lot_${i}`,
  card_id: 'crd_1',
  offer_id: 'off_1',
  contract_hash: 'hash',
  paid_fen: fen(100_000),
  face_units: 120_000,
  bonus_units: 20_000,
  used_units: 0,
  held_units: 0,
  released_fen: fen(0),
  refunded_fen: fen(0),
  refund_id: 'rfd_1',
  dispute_id: null,
  disputed_fen: fen(0),
  charged_back_fen: fen(0),
  difference_fen: fen(0),
  list_price_fen: fen(1),
  starts_on: '2026-03-02',
  ends_on: null,
  cool_off_ends_at: '2026-03-09T16:00:00.000Z',
  bought_at: '2026-03-02T01:00:00.000Z',
  ...over,
})
const released = (lot: StoredLot): StoredLot => ({
  ...lot,
  released_fen: releasedFor(lot.paid_fen, lot.used_units, lot.face_units),
})
/** Asks what may move, as if every part arrived at once and the difference were taken. */
function step(lots: StoredLot[], basis: Basis | null, awarded_fen: number | null) {
  const quoted = quoteFor({
    cause: 'merchant',
    lots,
    card: { kind: 'stored_value', days_off: [] },
    used: { touched: [], list_shifts: {}, visits: {} },
    on: ON,
  })
  const said = refundStep(basis, awarded_fen, figuresNow(quoted, lots, new Map()))
  const sum = (of: { lot_id: string; amount_fen: number }[], id: string) =>
    of.filter(({ lot_id }) => lot_id === id).reduce((n, { amount_fen }) => n + amount_fen, 0)
  return {
    said,
    quoted,
    after: lots.map((lot) => ({
      ...lot,
      refunded_fen: fen(lot.refunded_fen + sum(said.pay, lot.id)),
      difference_fen: fen(lot.difference_fen + sum(said.differ, lot.id)),
    })),
  }
}

const someLot = fc
  .record({
    paid: fc.integer({ min: 1, max: 200_000 }),
    bonus: fc.integer({ min: 0, max: 100_000 }),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
    held: fc.double({ min: 0, max: 1, noNaN: true }),
    captured: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ paid, bonus, used, held, captured }) => {
    const face_units = paid + bonus
    const used_units = Math.floor(face_units * used)
    const held_units = Math.floor((face_units - used_units) * held)
    return {
      lot: { paid_fen: fen(paid), face_units, used_units, held_units },
      captured: Math.floor(held_units * captured),
    }
  })
const BASES = ['not_consumer_cause', 'consumer_cause', 'awarded'] as const

describe('a refund, asked again whenever something is settled', () => {
  it('gives back the law’s figure in the end, whatever came first: answers, captures or both', () => {
    fc.assert(
      fc.property(
        fc.array(someLot, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...BASES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (some, basis, award, hold_first) => {
          const start = some.map(({ lot }, i) => released(lotOf(i, lot)))
          const open = step(start, null, null)
          expect(open.said.differ).toEqual([])
          const awarded_fen =
            basis === 'awarded' ? Math.floor(open.quoted.disputed_fen * award) : null
          const resolve = (lots: StoredLot[]) =>
            lots.map((lot, i) =>
              released({
                ...lot,
                used_units: lot.used_units + (some[i]?.captured ?? 0),
                held_units: 0,
              }),
            )
          const middle = hold_first
            ? resolve(open.after)
            : step(open.after, basis, awarded_fen).after
          const last = step(hold_first ? middle : resolve(middle), basis, awarded_fen)
          expect(last.said.complete).toBe(true)
          for (const [i, lot] of last.after.entries()) {
            expect(lot.released_fen + lot.refunded_fen + lot.difference_fen).toBe(lot.paid_fen)
            const figure = last.quoted.lots[i]
            if (basis === 'not_consumer_cause') expect(lot.difference_fen).toBe(0)
            if (basis === 'consumer_cause')
              expect(lot.refunded_fen).toBe(figure?.consumer_cause.amount_fen)
          }
          const again = step(last.after, basis, awarded_fen)
          expect([again.said.pay, again.said.differ]).toEqual([[], []])
        },
      ),
      { numRuns: 400 },
    )
  })
  it('shares an award out over lots by their gaps, to the last fen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 6e6 }),
        (gaps, award) => {
          const whole = gaps.reduce((a, b) => a + b, 0)
          const shares = awardShares(award, gaps)
          expect(shares.reduce((a, b) => a + b, 0)).toBe(Math.min(award, whole))
          for (const [i, share] of shares.entries()) expect(share).toBeLessThanOrEqual(gaps[i] ?? 0)
        },
      ),
    )
  })
})

describe('the clocks of a refund', () => {
  it.each([
    ['an ordinary Monday', '2026-03-02T01:00:00.000Z', '2026-03-09', '2026-03-12', '2026-03-17'],
    ['a Friday evening', '2026-03-06T12:00:00.000Z', '2026-03-13', '2026-03-16', '2026-03-21'],
    // 国庆 2026: 1 to 7 October are off, 20 September and 10 October are worked.
    [
      'before the October holiday',
      '2026-09-30T02:00:00.000Z',
      '2026-10-13',
      '2026-10-10',
      '2026-10-15',
    ],
  ])('on %s', (_name, at, contest, escalates, decide) => {
    const end = (instant: string) =>
      new Date(Date.parse(instant) - 1 + 8 * 3_600_000).toISOString().slice(0, 10)
    const clocks = deadlinesFor(CALENDAR, at)
    expect([end(clocks.contest_by), end(clocks.escalates_at), end(clocks.decide_by)]).toEqual([
      contest,
      escalates,
      decide,
    ])
  })
})

describe('a mediator’s award, before it is made', () => {
  it.each([
    [1_001, 0, { awarded_fen: 0, difference_fen: 1_001 }],
    [1_001, 500, { awarded_fen: 500, difference_fen: 501 }],
    [1_001, 1_001, { awarded_fen: 1_001, difference_fen: 0 }],
    [1_001, 1_002, null],
    [0, 1, null],
  ])('of %i with %i to the customer', (disputed, awarded, effect) => {
    expect(awardEffect(disputed, awarded)).toEqual(effect)
  })
  it('halves to whole fen, and every choice fits', () => {
    expect(awardChoices(1_001)).toEqual({ all_fen: 1_001, half_fen: 500, none_fen: 0 })
    for (const awarded of Object.values(awardChoices(7)))
      expect(awardEffect(7, awarded)?.awarded_fen).toBe(awarded)
  })
})
