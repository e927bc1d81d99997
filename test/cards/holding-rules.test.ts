import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  heldFen,
  holdUnits,
  type LotShare,
  lotsAfter,
  resolveHold,
  returnUnits,
  unitsIn,
} from '../../src/cards/holding'
import { shiftBetween } from '../../src/cards/money'
import { fen, sumFen } from '../../src/kernel/money'
import { type Lot, lotsEscrow, releasedFor, remainingUnits, useLots } from '../../src/law/lots'

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
const money = (lots: readonly Lot[]) => ({
  held_fen: sumFen(lots.map(heldFen)),
  released_fen: sumFen(lots.map((lot) => lot.released_fen)),
  free_fen: lotsEscrow(lots) - sumFen(lots.map(heldFen)),
})

describe('a hold', () => {
  it('takes oldest units first and leaves them unusable', () => {
    const lots = [aLot(), aLot({ id: 'lot_2', bought_at: '2026-02-01T02:00:00.000Z' })]
    const { lots: after, shares } = holdUnits(lots, 130_000, TODAY)
    expect(shares).toEqual([
      { lot_id: 'lot_1', units: 120_000 },
      { lot_id: 'lot_2', units: 10_000 },
    ])
    expect(remainingUnits(after, TODAY)).toBe(110_000)
    expect(() => holdUnits(after, 110_001, TODAY)).toThrow('redemption_exceeds_balance')
    expect(() => useLots(after, 110_001, TODAY)).toThrow('redemption_exceeds_balance')
  })
  it('captured in part frees the rest', () => {
    const held = holdUnits([aLot()], 12_000, TODAY)
    const { lots, uses } = resolveHold(held.lots, held.shares, 4_800)
    expect(money(lots)).toEqual({ held_fen: 0, released_fen: 4_000, free_fen: 96_000 })
    expect(uses.map(({ units, released_fen }) => [units, released_fen])).toEqual([[4_800, 4_000]])
  })
  it('captured with 0 is as if it had never been', () => {
    const held = holdUnits([aLot({ used_units: 7, released_fen: fen(5) })], 12_001, TODAY)
    const { lots, uses } = resolveHold(held.lots, held.shares, 0)
    expect(lots).toEqual([aLot({ used_units: 7, released_fen: fen(5) })])
    expect(uses).toEqual([])
  })
  it('never gives more than it holds', () => {
    const held = holdUnits([aLot()], 100, TODAY)
    expect(() => resolveHold(held.lots, held.shares, 101)).toThrow('insisted in vain')
  })
  it('still pays from a lot that lapsed while it was open', () => {
    const held = holdUnits([aLot({ ends_on: TODAY })], 100, TODAY)
    expect(resolveHold(held.lots, held.shares, 100).uses).toHaveLength(1)
  })
})

describe('a correction', () => {
  it('gives back as if the use had been smaller, newest lot first', () => {
    const lots = [
      aLot({ paid_fen: fen(1_000), face_units: 1_000 }),
      aLot({
        id: 'lot_2',
        paid_fen: fen(500),
        face_units: 700,
        bought_at: '2026-02-01T02:00:00.000Z',
      }),
    ]
    const big = useLots(lots, 1_300, TODAY)
    const small = lotsAfter(lots, useLots(lots, 900, TODAY))
    const { lots: corrected, returned } = returnUnits(lotsAfter(lots, big), big, 400)
    expect(corrected).toEqual(small)
    expect(returned.map(({ lot_id, units }) => [lot_id, units])).toEqual([
      ['lot_2', 300],
      ['lot_1', 100],
    ])
  })
})

/** Any history of uses, holds, captures, voids and corrections on up to three lots of odd ratios. */
type Step = { kind: 'use' | 'hold' | 'resolve' | 'correct'; pick: number; share: number }
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('use', 'hold', 'resolve', 'correct'),
  pick: fc.nat(50),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
})
const lotsToSell = fc.array(
  fc.record({
    paid: fc.integer({ min: 1, max: 10 ** 6 }),
    more: fc.integer({ min: 0, max: 10 ** 6 }),
  }),
  { minLength: 1, maxLength: 3 },
)

it('keeps every lot at paid = earned + held + free, whatever the order of holds, uses and corrections', () => {
  fc.assert(
    fc.property(lotsToSell, fc.array(step, { maxLength: 60 }), (sold, steps) => {
      let lots = sold.map(({ paid, more }, n) =>
        aLot({ id: `lot_${n}`, paid_fen: fen(paid), face_units: paid + more }),
      )
      const open: LotShare[][] = []
      const uses: LotShare[][] = []
      let held_fen = 0
      for (const { kind, pick, share } of steps) {
        const before = lots
        const left = remainingUnits(lots, TODAY)
        const units = Math.max(1, Math.floor(left * share))
        if ((kind === 'use' || kind === 'hold') && left === 0) continue
        if (kind === 'use') {
          const used = useLots(lots, units, TODAY)
          uses.push(used.map(({ lot_id, units: n }) => ({ lot_id, units: n })))
          lots = lotsAfter(lots, used)
        } else if (kind === 'hold') {
          const held = holdUnits(lots, units, TODAY)
          open.push(held.shares)
          lots = held.lots
        } else if (kind === 'resolve' && open.length > 0) {
          const [shares] = open.splice(pick % open.length, 1)
          const done = resolveHold(lots, shares!, Math.floor(unitsIn(shares!) * share))
          if (done.uses.length > 0) uses.push(done.uses)
          lots = done.lots
        } else if (kind === 'correct' && uses.length > 0) {
          const [shares] = uses.splice(pick % uses.length, 1)
          lots = returnUnits(lots, shares!, unitsIn(shares!)).lots
        }
        const shift = shiftBetween(before, lots)
        expect(shift.escrow_fen + shift.held_fen + shift.payable_fen).toBe(0)
        held_fen += shift.held_fen
        for (const lot of lots) {
          expect(lot.released_fen).toBe(releasedFor(lot.paid_fen, lot.used_units, lot.face_units))
          expect(heldFen(lot)).toBeGreaterThanOrEqual(0)
          expect(lot.paid_fen - lot.released_fen - heldFen(lot)).toBeGreaterThanOrEqual(0)
        }
        const now = money(lots)
        expect(held_fen).toBe(now.held_fen)
        expect(now.held_fen + now.free_fen + now.released_fen).toBe(
          sumFen(lots.map((lot) => lot.paid_fen)),
        )
      }
      for (const shares of open) lots = resolveHold(lots, shares, unitsIn(shares)).lots
      expect(money(lots).held_fen).toBe(0)
    }),
  )
})
