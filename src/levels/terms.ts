import { insist, refuse } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import type { Level } from './rules'

/** What a level means for a shop, as of a day. None of it is law: the platform's own choice, with a date and a source. */
export type LevelTerms = {
  in_force_from: LocalDate
  source: string
  /** What its cards may be owed before another sale is refused, in fen; null: no limit of the level's own. */
  sale_cap_fen: Readonly<Record<Level, number | null>>
  /** Each fen of guarantee deposit lets so many more be sold. */
  cap_by_deposit: number
  /** The deposit asked for, as a share of what its cards are owed, in basis points. */
  deposit_bp: Readonly<Record<Level, number>>
  /** The days between two patrols, in per cent of what the shop's warning level asks for. */
  patrol_percent: Readonly<Record<Level, number>>
}
const LEVEL_TERMS: readonly LevelTerms[] = [
  {
    in_force_from: '2026-01-01',
    source: 'platform',
    sale_cap_fen: { AAA: null, AA: null, A: null, B: null, C: 20_000_000, D: 5_000_000 },
    cap_by_deposit: 10,
    deposit_bp: { AAA: 0, AA: 0, A: 0, B: 0, C: 500, D: 1_000 },
    patrol_percent: { AAA: 150, AA: 125, A: 100, B: 100, C: 67, D: 50 },
  },
]

/** The newest terms in force on a day. */
export function levelTermsOn(day: LocalDate): LevelTerms {
  const found = LEVEL_TERMS.filter(({ in_force_from }) => in_force_from <= day).at(-1)
  insist(found, `no terms of levels are in force on ${day}`)
  return found
}

/** What a shop's cards may be owed at most before another sale is refused; null: no limit of its level. Fen. */
export function saleCapFen(
  shop: { level: Level; deposit_fen: number },
  terms: LevelTerms,
): number | null {
  const base = terms.sale_cap_fen[shop.level]
  return base === null ? null : base + Math.max(0, shop.deposit_fen) * terms.cap_by_deposit
}

/** A shop as its level’s cap sees it. Fen. */
export type LevelBooks = { level: Level; owed_fen: number; deposit_fen: number }
/** May a shop of this level sell so much more? Refuses level_sale_cap_reached. */
export function checkSaleCap(shop: LevelBooks, price_fen: number, on: LocalDate): void {
  const cap_fen = saleCapFen(shop, levelTermsOn(on))
  if (cap_fen !== null && shop.owed_fen + price_fen > cap_fen) refuse('level_sale_cap_reached')
}
