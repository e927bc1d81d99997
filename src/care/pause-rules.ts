import type { DaysOffEntry, PauseRow } from '../cards/pauses'
import { refuse } from '../kernel/refusals'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import type { Lot } from '../law/lots'

/** What the running lot's contract says about 停卡. */
export type PauseTerms = { pauses_max: number; pause_days_max: number; pause_days_min: number }
type Pausable = {
  kind: string
  status: string
  lots: readonly Lot[]
  pauses: readonly Pick<PauseRow, 'from_on' | 'to_on' | 'asked_by'>[]
  days_off: readonly DaysOffEntry[]
}

/**
 * The last day of a pause that begins on `from_on`: so many days, or as many as the contract has left. Never in the
 * past; today only when nobody has come in today. Guards stand in catalogue order.
 */
export function decidePause(
  card: Pausable,
  terms: PauseTerms | null,
  asked: { from_on: LocalDate; days: number | null },
  at: { today: LocalDate; came_today: boolean },
): { from_on: LocalDate; to_on: LocalDate } {
  if (card.kind !== 'period') refuse('card_not_a_period_card')
  if (card.status === 'closed') refuse('card_closed')
  const lot = card.lots.find((one) => one.refund_id === null && one.used_units < one.face_units)
  if (!lot || terms === null || terms.pauses_max === 0) refuse('pause_not_in_contract')
  const { from_on, days } = asked
  if (from_on < at.today || (from_on === at.today && at.came_today))
    refuse('pause_must_not_be_past')
  if (lot.ends_on === null || from_on > lot.ends_on) refuse('pause_after_card_ends')
  const earlier = card.pauses.filter(
    (pause) =>
      pause.asked_by !== 'merchant' && pause.from_on >= lot.starts_on && lengthOf(pause) > 0,
  )
  if (earlier.length >= terms.pauses_max) refuse('pauses_used_up')
  const left = terms.pause_days_max - earlier.reduce((sum, pause) => sum + lengthOf(pause), 0)
  if ((days ?? 1) > left) refuse('pause_days_used_up')
  if ((days ?? left) < terms.pause_days_min) refuse('pause_too_short')
  return { from_on, to_on: plusDays(from_on, (days ?? left) - 1) }
}

const lengthOf = ({ from_on, to_on }: Pick<PauseRow, 'from_on' | 'to_on'>): number =>
  to_on === null ? 0 : Math.max(daysBetween(from_on, to_on) + 1, 0)

/** Back in use from today on; before it began it is as if it had never been. Refuses pause_already_ended, pause_too_short. */
export function decideResume(
  pause: Pick<PauseRow, 'from_on' | 'to_on'>,
  terms: PauseTerms | null,
  today: LocalDate,
): LocalDate {
  if (pause.to_on !== null && pause.to_on < today) refuse('pause_already_ended')
  if (pause.to_on !== null && pause.to_on < pause.from_on) refuse('pause_already_ended')
  if (today <= pause.from_on) return plusDays(pause.from_on, -1)
  if (daysBetween(pause.from_on, today) < (terms?.pause_days_min ?? 1)) refuse('pause_too_short')
  return plusDays(today, -1)
}
