import type { Outcome } from '../complaints/words'
import { type Calendar, nextWorkday, plusWorkdays } from '../kernel/calendar'
import { type RefusalCode, refuse } from '../kernel/refusals'
import { dayStart, type Instant, localDate, plusDays } from '../kernel/time'

const ANSWER_WORKDAYS = 5
/** Both may ask a court together within thirty days of the agreement's effect (人民调解法 §33; 民事诉讼法 §205). */
const CONFIRM_DAYS = 30

const endOf = (day: string): Instant => dayStart(plusDays(day, 1))
/** Both sides answer within five working days. */
export const answersEnd = (calendar: Calendar, now: Instant): Instant =>
  endOf(plusWorkdays(calendar, localDate(now), ANSWER_WORKDAYS))
/** The thirtieth day after the one on which it took effect; never a day off (民法典 §203). */
export const confirmationEnds = (calendar: Calendar, effective_at: Instant): Instant =>
  endOf(nextWorkday(calendar, plusDays(localDate(effective_at), CONFIRM_DAYS)))

type Range = { low_fen: number; high_fen: number }
/** The sum of a proposal: the one typed, or the most the law gives. Refuses mediation_outside_range. */
export function proposedFen(range: Range, typed_fen: number | null): number {
  const sum = typed_fen ?? range.high_fen
  if (sum < range.low_fen || sum > range.high_fen) refuse('mediation_outside_range')
  return sum
}
/** Of what lies between the two, so much in ten thousand goes to the holder; rounded in their favour. */
export const sharedFen = ({ low_fen, high_fen }: Range, share_bp: number): number =>
  low_fen + Math.ceil(((high_fen - low_fen) * share_bp) / 10_000)

type Standing = {
  status: 'proposed' | 'agreed' | 'declined' | 'lapsed' | 'withdrawn'
  answer_by: Instant
  holder_at: Instant | null
  shop_at: Instant | null
  confirm_by: Instant | null
  court_no: string | null
}
export type Side = 'holder' | 'shop'
/** Why a side may not answer a proposal now; null: it may. */
export function whyNotAnswer(of: Standing, now: Instant): RefusalCode | null {
  if (of.status !== 'proposed') return 'mediation_not_open'
  return now >= of.answer_by ? 'mediation_over' : null
}
export function whyNotAccept(of: Standing, side: Side, now: Instant): RefusalCode | null {
  const no = whyNotAnswer(of, now)
  if (no !== null) return no
  return (side === 'holder' ? of.holder_at : of.shop_at) === null
    ? null
    : 'mediation_accepted_already'
}
/** Why no court's confirmation may be written down now: none is awaited, or its thirty days are over. */
export function whyNotConfirm(of: Standing, now: Instant): RefusalCode | null {
  if (of.status !== 'agreed') return 'mediation_not_agreed'
  return of.court_no !== null || now >= (of.confirm_by ?? '') ? 'mediation_confirm_too_late' : null
}

/** How a mediation failed: who declined, nobody answered, or how the complaint ended. */
export const FAILURES = {
  declined_by_holder: ['顾客不同意调解方案', 'The customer declined the proposal'],
  declined_by_shop: ['店家不同意调解方案', 'The shop declined the proposal'],
  unanswered: ['调解方案过期没有答复', 'The proposal was not answered in time'],
  not_settled: ['调解不成', 'Mediation did not settle it'],
  time_over: ['法定时间已到，终止调解', 'The law’s time for mediation is over'],
} as const
export type Failure = keyof typeof FAILURES
type Failing = Pick<Standing, 'status' | 'answer_by'> & {
  declined_by: Side | null
  complaint_outcome: Outcome | null
}
/** How one proposal failed; null: it waits, holds, was taken back, or the complaint was settled after all. */
export function proposalFailure(of: Failing, now: Instant): Failure | null {
  if (of.complaint_outcome === 'settled') return null
  if (of.status === 'declined')
    return of.declined_by === 'shop' ? 'declined_by_shop' : 'declined_by_holder'
  const over = of.status === 'lapsed' || (of.status === 'proposed' && now >= of.answer_by)
  return over ? 'unanswered' : null
}
/** How the mediation of a complaint failed, the complaint's own end first; proposals are newest first. */
export function complaintFailure(
  outcome: Outcome | null,
  proposals: readonly Failing[],
  now: Instant,
): Failure | null {
  if (outcome === 'not_settled' || outcome === 'time_over') return outcome
  return proposals.map((one) => proposalFailure(one, now)).find((how) => how !== null) ?? null
}
