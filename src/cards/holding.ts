import { fen } from '../kernel/money'
import { insist } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import { isUsable, type Lot, type LotUse, mustHave, oldestFirst, releasedFor } from '../law/lots'

/** Units of one lot that a hold, a use or a correction is about. */
export type LotShare = { lot_id: string; units: number }

/**
 * Ties units to something that awaits a decision, oldest usable lot first. Nothing is earned by it; the cash
 * behind the units leaves what is free (`moveLotsStatements`). Refuses as `mustHave`.
 */
export function holdUnits<L extends Lot>(
  lots: readonly L[],
  units: number,
  on: LocalDate,
): { lots: L[]; shares: LotShare[] } {
  insist(Number.isSafeInteger(units) && units > 0, 'a hold is a positive whole number of units')
  mustHave(lots, units, on)
  const shares: LotShare[] = []
  let left = units
  for (const lot of oldestFirst(lots)) {
    const take = isUsable(lot, on) ? Math.min(left, freeUnits(lot)) : 0
    if (take > 0) shares.push({ lot_id: lot.id, units: take })
    left -= take
  }
  return {
    lots: changed(lots, shares, (lot, take) => withHeld(lot, lot.held_units + take)),
    shares,
  }
}

/**
 * Resolves a hold: its first `units` (oldest lot first) are used, the rest is free again. With 0 the whole hold
 * is given back. What is used was tied since the hold began, so a lot that lapsed meanwhile still pays for it.
 */
export function resolveHold<L extends Lot>(
  lots: readonly L[],
  shares: readonly LotShare[],
  units: number,
): { lots: L[]; uses: LotUse[] } {
  insist(Number.isSafeInteger(units) && units >= 0, 'a capture is a whole number of units')
  insist(units <= unitsIn(shares), 'a capture never takes more than is held')
  const uses: LotUse[] = []
  let left = units
  const after = changed(lots, shares, (lot, held) => {
    const used = Math.min(left, held)
    left -= used
    const next = withUsed(withHeld(lot, lot.held_units - held), lot.used_units + used)
    if (used > 0) uses.push(useBetween(lot, next))
    return next
  })
  return { lots: after, uses }
}

/** Keeps the first `units` of a hold (oldest lot first) tied and frees the rest: only what is in question stays held. */
export function narrowHold<L extends Lot>(
  lots: readonly L[],
  shares: readonly LotShare[],
  units: number,
): { lots: L[]; shares: LotShare[] } {
  insist(units <= unitsIn(shares), 'a hold only ever shrinks')
  const kept: LotShare[] = []
  let left = units
  const after = changed(lots, shares, (lot, held) => {
    const keep = Math.min(left, held)
    left -= keep
    if (keep > 0) kept.push({ lot_id: lot.id, units: keep })
    return withHeld(lot, lot.held_units - held + keep)
  })
  return { lots: after, shares: kept }
}

/** The units of earlier uses that a correction gives back, newest lot first: as if the use had been smaller. */
export function returnUnits<L extends Lot>(
  lots: readonly L[],
  shares: readonly LotShare[],
  units: number,
): { lots: L[]; returned: LotUse[] } {
  insist(units <= unitsIn(shares), 'a correction never gives back more than the use took')
  const back: LotShare[] = []
  let left = units
  for (const share of [...shares].reverse()) {
    const give = Math.min(left, share.units)
    if (give > 0) back.push({ lot_id: share.lot_id, units: give })
    left -= give
  }
  const returned: LotUse[] = []
  const after = changed(lots, back, (lot, give) => {
    const next = withUsed(lot, lot.used_units - give)
    returned.push(useBetween(next, lot))
    return next
  })
  return { lots: after, returned }
}

/** Lots after uses that were decided on them. */
export const lotsAfter = <L extends Lot>(lots: readonly L[], uses: readonly LotUse[]): L[] =>
  changed(lots, uses, (lot, units) => withUsed(lot, lot.used_units + units))

const freeUnits = (lot: Lot): number => lot.face_units - lot.used_units - lot.held_units
export const unitsIn = (shares: readonly LotShare[]): number =>
  shares.reduce((sum, share) => sum + share.units, 0)

/**
 * The cash tied up in a lot: floor(paid × (used + held) ÷ face) − floor(paid × used ÷ face), on running totals,
 * so that holds never drift from what their capture will release, in whatever order they are resolved.
 */
export const heldFen = (lot: Lot): number =>
  releasedFor(lot.paid_fen, lot.used_units + lot.held_units, lot.face_units) - lot.released_fen

function changed<L extends Lot>(
  lots: readonly L[],
  shares: readonly LotShare[],
  change: (lot: L, units: number) => L,
): L[] {
  const after = new Map(lots.map((lot) => [lot.id, lot]))
  for (const { lot_id, units } of shares) {
    const lot = after.get(lot_id)
    insist(lot, 'a share is of a lot of this card')
    after.set(lot_id, change(lot, units))
  }
  return lots.map((lot) => after.get(lot.id) ?? lot)
}

function withHeld<L extends Lot>(lot: L, held_units: number): L {
  insist(held_units >= 0, 'no more is freed than was held')
  return { ...lot, held_units }
}

function withUsed<L extends Lot>(lot: L, used_units: number): L {
  insist(used_units >= 0, 'no more is given back than was used')
  return { ...lot, used_units, released_fen: releasedFor(lot.paid_fen, used_units, lot.face_units) }
}

const useBetween = (before: Lot, after: Lot): LotUse => ({
  lot_id: before.id,
  units: after.used_units - before.used_units,
  released_fen: fen(after.released_fen - before.released_fen),
  used_units_after: after.used_units,
  released_fen_after: after.released_fen,
})
