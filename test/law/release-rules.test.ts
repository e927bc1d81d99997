import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fen, fen, sumFen } from '../../src/kernel/money'
import { plusDays } from '../../src/kernel/time'
import { type Lot, type LotUse, lotsEscrow, remainingUnits, useLots } from '../../src/law/lots'
import { CARD_KINDS, type CardKind } from '../../src/law/offer-terms'
import { earnDays } from '../../src/law/period'
import { refundNow } from '../support/refund-oracle'

const TODAY = '2026-11-23'

const aLot = (over: Partial<Lot> = {}): Lot => ({
  id: 'lot_1',
  card_id: 'crd_1',
  offer_id: 'off_1',
  contract_hash: 'hash',
  paid_fen: fen(100_000),
  face_units: 120_000,
  used_units: 0,
  held_units: 0,
  released_fen: fen(0),
  refunded_fen: fen(0),
  refund_id: null,
  dispute_id: null,
  disputed_fen: fen(0),
  charged_back_fen: fen(0),
  difference_fen: fen(0),
  list_price_fen: fen(1),
  starts_on: '2026-01-01',
  ends_on: null,
  cool_off_ends_at: '2026-01-08T16:00:00.000Z',
  bought_at: '2026-01-01T02:00:00.000Z',
  ...over,
})

const afterUse = (lots: readonly Lot[], uses: readonly LotUse[]): Lot[] =>
  lots.map((lot) => {
    const use = uses.find(({ lot_id }) => lot_id === lot.id)
    if (use === undefined) return lot
    return { ...lot, used_units: use.used_units_after, released_fen: use.released_fen_after }
  })

const KINDS = Object.keys(CARD_KINDS) as CardKind[]
type Plan = { kind: CardKind; paid_fen: Fen; face_units: number; list_price_fen: Fen }
/** Any lot a shop could sell: up to a million yuan, and a unit never dearer than its list price. */
const plan: fc.Arbitrary<Plan> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    paid_fen: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 10 ** 8 })),
    face: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 10 ** 8 })),
    dearer: fc.integer({ min: 0, max: 50 }),
  })
  .map(({ kind, paid_fen, face, dearer }) => {
    const face_units =
      kind === 'stored_value'
        ? Math.max(face, paid_fen)
        : kind === 'period'
          ? (face % 3_660) + 1
          : face
    const per_unit = Math.ceil(paid_fen / face_units)
    const list_price_fen = kind === 'stored_value' ? fen(1) : fen(per_unit + dearer)
    return { kind, paid_fen: fen(paid_fen), face_units, list_price_fen }
  })
const cuts = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { maxLength: 30 })

/** Spends a lot piece by piece, then the rest; gives every use with the lot before and after. */
function spend(first: Lot, shares: readonly number[]) {
  const steps: { before: Lot; use: LotUse; lot: Lot }[] = []
  let lot = first
  for (const share of [...shares, 1]) {
    const left = lot.face_units - lot.used_units
    if (left === 0) break
    const units = share === 1 ? left : Math.max(1, Math.floor(left * share))
    const [use] = useLots([lot], units, TODAY)
    const [next] = afterUse([lot], [use!])
    steps.push({ before: lot, use: use!, lot: next! })
    lot = next!
  }
  return steps
}

describe('for any lot of any kind and any sequence of uses', () => {
  it('the money released never drifts from floor(paid × used / face)', () => {
    fc.assert(
      fc.property(plan, cuts, (sold, shares) => {
        for (const { before, use, lot } of spend(aLot(sold), shares)) {
          expect(use.released_fen).toBeGreaterThanOrEqual(0)
          expect(before.released_fen + use.released_fen).toBe(lot.released_fen)
          const exact = (BigInt(lot.paid_fen) * BigInt(lot.used_units)) / BigInt(lot.face_units)
          expect(lot.released_fen).toBe(Number(exact))
          expect(lotsEscrow([lot])).toBe(lot.paid_fen - lot.released_fen)
          expect(lotsEscrow([lot])).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  it('the last use frees the last fen, and all uses together free what was paid', () => {
    fc.assert(
      fc.property(plan, cuts, (sold, shares) => {
        const steps = spend(aLot(sold), shares)
        expect(steps.at(-1)?.lot.released_fen).toBe(sold.paid_fen)
        expect(sumFen(steps.map(({ use }) => use.released_fen))).toBe(sold.paid_fen)
        expect(lotsEscrow([steps.at(-1)!.lot])).toBe(0)
      }),
    )
  })

  it('cutting a use in two changes neither the units nor the money', () => {
    fc.assert(
      fc.property(plan, fc.nat(), fc.nat(), (sold, a, b) => {
        const whole = (a % sold.face_units) + 1
        const part = b % whole
        const lot = aLot(sold)
        const [at_once] = afterUse([lot], useLots([lot], whole, TODAY))
        const [first] = part === 0 ? [lot] : afterUse([lot], useLots([lot], part, TODAY))
        const [in_two] = afterUse([first!], useLots([first!], whole - part, TODAY))
        expect(in_two).toEqual(at_once)
      }),
    )
  })

  it('§19 never exceeds §18, §18 is what escrow holds, and each is the sum of its lines', () => {
    fc.assert(
      fc.property(plan, cuts, (sold, shares) => {
        for (const { lot } of spend(aLot(sold), shares)) {
          const { not_consumer_cause, consumer_cause } = refundNow(lot, sold.kind)
          expect(not_consumer_cause.amount_fen).toBe(lotsEscrow([lot]))
          expect(consumer_cause.amount_fen).toBeLessThanOrEqual(not_consumer_cause.amount_fen)
          const list_value = BigInt(lot.used_units) * BigInt(lot.list_price_fen)
          const expected = BigInt(lot.paid_fen) - list_value
          expect(BigInt(consumer_cause.amount_fen)).toBe(expected > 0n ? expected : 0n)
          for (const { amount_fen, lines } of [not_consumer_cause, consumer_cause]) {
            expect(sumFen(lines.map((line) => line.amount_fen))).toBe(amount_fen)
          }
        }
      }),
    )
  })

  it('a card of many lots is used up in the order of payment, unit by unit and fen by fen', () => {
    const lotPlans = fc.array(plan, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(lotPlans, fc.nat(), fc.boolean(), (plans, pick, reversed) => {
        const lots = plans.map((sold, index) =>
          aLot({ ...sold, id: `lot_${index}`, bought_at: `2026-0${index + 1}-01T00:00:00.000Z` }),
        )
        const total = remainingUnits(lots, TODAY)
        const units = (pick % total) + 1
        const uses = useLots(reversed ? [...lots].reverse() : lots, units, TODAY)
        expect(uses.reduce((sum, use) => sum + use.units, 0)).toBe(units)
        expect(uses.map((use) => use.lot_id)).toEqual(
          lots.slice(0, uses.length).map((lot) => lot.id),
        )
        for (const [index, use] of uses.slice(0, -1).entries()) {
          expect(use.used_units_after).toBe(lots[index]!.face_units)
          expect(use.released_fen_after).toBe(lots[index]!.paid_fen)
        }
        const used = afterUse(lots, uses)
        expect(lotsEscrow(lots) - lotsEscrow(used)).toBe(
          sumFen(uses.map((use) => use.released_fen)),
        )
        expect(remainingUnits(used, TODAY)).toBe(total - units)
      }),
    )
  })

  it('days earned one by one or all at once come to the same', () => {
    fc.assert(
      fc.property(plan, fc.array(fc.nat({ max: 400 }), { maxLength: 20 }), (sold, leaps) => {
        const start = aLot({ ...sold, face_units: (sold.face_units % 400) + 1, starts_on: TODAY })
        let lot = { ...start, cool_off_ends_at: '2026-11-23T16:00:00.000Z' }
        const at_once = { ...lot }
        let on = TODAY
        for (const leap of leaps) {
          on = plusDays(on, leap)
          lot = afterUse([lot], earnDays([lot], on))[0]!
        }
        expect(lot).toEqual(afterUse([at_once], earnDays([at_once], on))[0])
        expect(lot.used_units).toBeLessThanOrEqual(lot.face_units)
      }),
    )
  })
})
