import type { LotShare } from '../cards/holding'
import { yuan } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'

export type CorrectionKind = 'void' | 'refund'
/** One use with what was given back of it so far. */
type Correctable = {
  status: string
  staff_id: string
  ended_at: Instant | null
  unit: 'fen' | 'visit' | 'day'
  units: number
  shares: readonly LotShare[]
  earlier: readonly { units: number; shares: readonly LotShare[] }[]
}

/**
 * How many units this correction gives back. 撤销 (void): the whole rest, on the same day, by whoever took it, or
 * by owner and manager. 退回 (refund): any part, any day, by owner and manager. Never more than the use took, all
 * corrections together. Guards stand in catalogue order.
 */
export function decideCorrection(
  use: Correctable,
  asked: { kind: CorrectionKind; units: number | null },
  by: { staff_id: string; role: string; on: LocalDate },
): number {
  if (use.status !== 'succeeded' || use.ended_at === null) refuse('redemption_not_correctable')
  const left = use.units - use.earlier.reduce((sum, { units }) => sum + units, 0)
  const units = asked.units ?? left
  if (left === 0 || units > left)
    refuse('correction_exceeds_use', {
      detail: `没有退。这笔最多还能退 ${inWords(use.unit, left)}`,
    })
  const manages = by.role === 'owner' || by.role === 'manager'
  if (asked.kind === 'void') {
    if (localDate(use.ended_at) !== by.on) refuse('void_is_for_today')
    if (!manages && use.staff_id !== by.staff_id) refuse('void_is_for_the_same_till')
  } else if (!manages) refuse('refund_needs_a_manager')
  return units
}

/** Whether whoever rang a use up may still void it: taken today, and not all of it was asked back. */
export const mayVoid = (
  use: Pick<Correctable, 'status' | 'ended_at' | 'units'>,
  asked_back: number,
  on: LocalDate,
): boolean =>
  use.status === 'succeeded' &&
  use.ended_at !== null &&
  localDate(use.ended_at) === on &&
  asked_back < use.units

const inWords = (unit: Correctable['unit'], units: number): string =>
  unit === 'fen' ? yuan(units) : `${units} 次`

/** What a use still holds of each lot, in the order in which it took them. */
export function sharesLeft(use: Pick<Correctable, 'shares' | 'earlier'>): LotShare[] {
  const given = use.earlier.flatMap(({ shares }) => shares)
  const backOf = (lot_id: string) =>
    given.reduce((sum, share) => sum + (share.lot_id === lot_id ? share.units : 0), 0)
  return use.shares
    .map(({ lot_id, units }) => ({ lot_id, units: units - backOf(lot_id) }))
    .filter(({ units }) => units > 0)
}
