import { type Fen, fen, proportion } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import type { LotFacts, UseFact } from './facts'

/**
 * Spreads uses that were only known for the card over its lots: by day, oldest payment first (the order that the
 * law leaves open and the standard contract fixes). A use that needs two lots is split, its values pro rata on
 * running totals so that the parts add up to the whole. Units that no lot covers are returned as `left_units`.
 */
export function allocate(
  lots: readonly LotFacts[],
  uses: readonly UseFact[],
): { lots: LotFacts[]; left_units: number } {
  const ordered = [...lots].sort((a, b) =>
    a.paid_on < b.paid_on ? -1 : a.paid_on > b.paid_on ? 1 : 0,
  )
  const taken = new Map<LotFacts, UseFact[]>(lots.map((lot) => [lot, [...lot.uses]]))
  let left_units = 0
  for (const use of byDay(uses)) {
    let left = use.units
    for (const lot of ordered) {
      const parts = taken.get(lot) ?? []
      const free = lot.face_units - unitsUsed(parts)
      const units = isOpen(lot, use.on) ? Math.min(left, free) : 0
      if (units <= 0) continue
      parts.push(part(use, use.units - left, units))
      left -= units
    }
    left_units += left
  }
  return { lots: lots.map((lot) => ({ ...lot, uses: taken.get(lot) ?? [] })), left_units }
}

export const unitsUsed = (uses: readonly UseFact[]): number =>
  uses.reduce((sum, use) => sum + use.units, 0)

/** A lot pays for uses from its payment on; one without a date may be any. */
const isOpen = (lot: LotFacts, on: LocalDate | null): boolean => on === null || lot.paid_on <= on

const byDay = (uses: readonly UseFact[]): UseFact[] =>
  [...uses].sort((a, b) => ((a.on ?? '') < (b.on ?? '') ? -1 : (a.on ?? '') > (b.on ?? '') ? 1 : 0))

/** Units `from` to `from + units` of a use, with their share of its values. */
function part(use: UseFact, from: number, units: number): UseFact {
  const share = (value: number): Fen =>
    fen(proportion(value, from + units, use.units) - proportion(value, from, use.units))
  return {
    on: use.on,
    units,
    list_value_fen: share(use.list_value_fen),
    market_value_fen: use.market_value_fen === null ? null : share(use.market_value_fen),
  }
}
