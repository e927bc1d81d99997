import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fen } from '../../src/kernel/money'
import { plusDays } from '../../src/kernel/time'
import { releasedFor } from '../../src/law/lots'
import { refundNow } from '../support/refund-oracle'
import { ask } from './cases'

const CAUSES = ['cooling_off', 'consumer', 'merchant', 'neutral'] as const
const stored = fc
  .record({
    paid_fen: fc.integer({ min: 1, max: 500_000 }),
    bonus_fen: fc.integer({ min: 0, max: 500_000 }),
    discount_bp: fc.constantFrom(10_000, 9_500, 8_800, 7_000),
    refunded: fc.integer({ min: 0, max: 3 }),
    uses: fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 12 }),
  })
  .map(({ refunded, uses, ...lot }) => ({
    kind: 'stored_value' as const,
    paid_on: '2026-01-10',
    ...lot,
    refunded_fen: Math.floor((lot.paid_fen * refunded) / 10),
    uses: uses.map((list_value_fen) => ({ list_value_fen })),
  }))
const count = fc
  .record({
    paid_fen: fc.integer({ min: 1, max: 500_000 }),
    visits: fc.integer({ min: 1, max: 60 }),
    bonus_visits: fc.integer({ min: 0, max: 20 }),
    list_price_fen: fc.integer({ min: 0, max: 60_000 }),
    uses: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 15 }),
  })
  .map(({ uses, ...lot }) => ({
    kind: 'count' as const,
    paid_on: '2026-01-10',
    ...lot,
    uses: uses.map((visits) => ({ visits })),
  }))
const period = fc
  .record({
    paid_fen: fc.integer({ min: 1, max: 500_000 }),
    days: fc.integer({ min: 1, max: 800 }),
    list_price_fen: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined }),
    pause: fc.option(fc.nat(200), { nil: undefined }),
    stop: fc.option(fc.nat(300), { nil: undefined }),
  })
  .map(({ pause, stop, list_price_fen, ...lot }) => ({
    kind: 'period' as const,
    paid_on: '2026-01-10',
    ...lot,
    ...(list_price_fen === undefined ? {} : { list_price_fen }),
    ...(pause === undefined
      ? {}
      : {
          paused: [
            { from_on: plusDays('2026-01-10', pause), to_on: plusDays('2026-01-10', pause + 9) },
          ],
        }),
    ...(stop === undefined ? {} : { stopped_on: plusDays('2026-01-10', stop) }),
  }))
const anyLot = fc.oneof(stored, count, period)
const anyCase = fc.record({
  cause: fc.constantFrom(...CAUSES),
  lots: fc.array(anyLot, { minLength: 1, maxLength: 4 }),
  after: fc.integer({ min: 0, max: 900 }),
  wait: fc.nat(40),
})
const asked = ({
  cause,
  lots,
  after,
  wait,
}: {
  cause: string
  lots: object[]
  after: number
  wait: number
}) => {
  const terminated_on = plusDays('2026-01-10', after)
  return ask({
    cause,
    lots,
    terminated_on,
    refunded_on: plusDays(terminated_on, wait),
  })
}
const sum = (lines: readonly { amount_fen: number }[]) =>
  lines.reduce((total, line) => total + line.amount_fen, 0)

it('keeps 0 ≤ §19 ≤ §18 ≤ paid for every lot, and every line adds up', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const q = asked(one)
      let principal = 0
      for (const [i, lot] of q.lots.entries()) {
        const { consumer_cause: c, not_consumer_cause: n } = lot
        expect(c.amount_fen).toBeGreaterThanOrEqual(0)
        expect(c.amount_fen).toBeLessThanOrEqual(n.amount_fen)
        expect(n.amount_fen).toBeLessThanOrEqual(one.lots[i]!.paid_fen)
        for (const figure of [c, n, lot.principal])
          expect(sum(figure.lines)).toBe(figure.amount_fen)
        principal += lot.principal.amount_fen
      }
      expect(q.principal_fen).toBe(principal)
      const whole = q.lots.flatMap((lot) => lot.principal.lines)
      expect(sum([...whole, ...q.lines])).toBe(q.total_fen)
      expect(q.undisputed_fen).toBeLessThanOrEqual(q.principal_fen)
      const { not_consumer_cause_fen, consumer_cause_fen } = q.alternatives
      expect(q.undisputed_fen).toBeLessThanOrEqual(
        Math.min(not_consumer_cause_fen, consumer_cause_fen),
      )
      expect(q.range.low_fen).toBeLessThanOrEqual(q.total_fen)
      expect(q.range.high_fen).toBeGreaterThanOrEqual(q.total_fen)
    }),
  )
})

it('never gives back more after one more use', () => {
  fc.assert(
    fc.property(
      stored,
      fc.integer({ min: 1, max: 9_000 }),
      fc.constantFrom('consumer', 'merchant'),
      (lot, more, cause) => {
        const before = asked({ cause, lots: [lot], after: 60, wait: 0 })
        const used = { ...lot, uses: [...lot.uses, { list_value_fen: more }] }
        const after = asked({ cause, lots: [used], after: 60, wait: 0 })
        expect(after.principal_fen).toBeLessThanOrEqual(before.principal_fen)
      },
    ),
  )
})

it('does not mind the order of uses, nor whether they are told one by one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(stored), { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 8 }),
      (some, amounts) => {
        const lots = some.map((lot) => ({ ...lot, uses: [] }))
        const q = (uses: number[]) =>
          ask({
            cause: 'merchant',
            terminated_on: '2026-06-01',
            lots,
            uses: uses.map((list_value_fen) => ({ list_value_fen })),
          }).principal_fen
        expect(q([...amounts].reverse())).toBe(q(amounts))
        expect(q([amounts.reduce((a, b) => a + b, 0)])).toBe(q(amounts))
      },
    ),
  )
})

it('does not mind the scale: a hundred times everything is a hundred times the refund, to the rounded fen', () => {
  fc.assert(
    fc.property(stored, (lot) => {
      const small = {
        ...lot,
        discount_bp: 10_000,
        paid_fen: Math.ceil(lot.paid_fen / 100),
        refunded_fen: 0,
        bonus_fen: Math.floor(lot.bonus_fen / 100),
        uses: lot.uses.map(({ list_value_fen }) => ({
          list_value_fen: Math.ceil(list_value_fen / 100),
        })),
      }
      const large = {
        ...small,
        paid_fen: small.paid_fen * 100,
        bonus_fen: small.bonus_fen * 100,
        uses: small.uses.map(({ list_value_fen }) => ({ list_value_fen: list_value_fen * 100 })),
      }
      const q = (one: object) =>
        asked({ cause: 'merchant', lots: [one], after: 60, wait: 0 }).principal_fen
      expect(Math.abs(q(large) - 100 * q(small))).toBeLessThan(100)
    }),
  )
})

it('is what escrow holds for a lot of our own, to the fen (§18), and never more (§19)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 ** 6 }),
      fc.integer({ min: 0, max: 10 ** 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (paid, bonus, part) => {
        const face_units = paid + bonus
        const used_units = Math.floor(face_units * part)
        const released_fen = releasedFor(fen(paid), used_units, face_units)
        const uses = used_units === 0 ? [] : [{ list_value_fen: used_units }]
        const q = asked({
          cause: 'merchant',
          lots: [
            { kind: 'stored_value', paid_on: '2026-01-10', paid_fen: paid, bonus_fen: bonus, uses },
          ],
          after: 60,
          wait: 0,
        })
        expect(q.principal_fen).toBe(paid - released_fen)
        const own = refundNow(
          {
            id: 'l',
            card_id: 'c',
            offer_id: 'o',
            contract_hash: 'h',
            paid_fen: fen(paid),
            face_units,
            used_units,
            held_units: 0,
            released_fen,
            refunded_fen: fen(0),
            refund_id: null,
            dispute_id: null,
            disputed_fen: fen(0),
            charged_back_fen: fen(0),
            difference_fen: fen(0),
            list_price_fen: fen(1),
            starts_on: '2026-01-10',
            ends_on: null,
            cool_off_ends_at: '',
            bought_at: '',
          },
          'stored_value',
        )
        expect(q.alternatives).toEqual({
          not_consumer_cause_fen: own.not_consumer_cause.amount_fen,
          consumer_cause_fen: own.consumer_cause.amount_fen,
        })
      },
    ),
  )
})
