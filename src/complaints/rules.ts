import { type Calendar, countWorkdays, plusWorkdays } from '../kernel/calendar'
import { type RefusalCode, refuse } from '../kernel/refusals'
import { dayStart, type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import type { Outcome } from './words'

/** A unit that it was given to by mistake gives it back within two working days (12345 的退回期限). */
const RETURN_WORKDAYS = 2
/** Seven working days to accept, and mediation ends 45 working days later (投诉举报处理暂行办法 §14, §21). */
const ACCEPT_WORKDAYS_MAX = 7
const MEDIATION_WORKDAYS = 45
/** As many a day from one person; the table holds it again. */
export const COMPLAINTS_A_DAY = 3

const endOf = (day: LocalDate): Instant => dayStart(plusDays(day, 1))

export type Clock = {
  clock: 'accept' | 'finish'
  clock_on: LocalDate
  clock_days: number
  warn_at: Instant
  due_by: Instant
  provisional_after: LocalDate | null
}
/** Starts a clock of so many working days; it is yellow once three quarters of them are over. Each ends with its day. */
export function startClock(
  calendar: Calendar,
  clock: Clock['clock'],
  clock_on: LocalDate,
  clock_days: number,
): Clock {
  const { last_day, provisional_after } = countWorkdays(calendar, clock_on, clock_days)
  const warned_after = Math.max(1, Math.floor((clock_days * 3) / 4))
  const warn_at = endOf(plusWorkdays(calendar, clock_on, warned_after))
  return { clock, clock_on, clock_days, warn_at, due_by: endOf(last_day), provisional_after }
}
/** The same once the calendar reaches further: never earlier than what was told. */
export function clockAgain(calendar: Calendar, was: Clock): Clock {
  const now = startClock(calendar, was.clock, was.clock_on, was.clock_days)
  const later = (a: Instant, b: Instant) => (a > b ? a : b)
  return {
    ...now,
    warn_at: later(now.warn_at, was.warn_at),
    due_by: later(now.due_by, was.due_by),
  }
}
export const returnEnds = (calendar: Calendar, now: Instant): Instant =>
  endOf(plusWorkdays(calendar, localDate(now), RETURN_WORKDAYS))
export const answerEnds = (calendar: Calendar, now: Instant, days: number): Instant =>
  endOf(plusWorkdays(calendar, localDate(now), days))
/** When the law ends one: counted from the filing while nobody has accepted it, from its acceptance afterwards. */
export const lawEnds = (calendar: Calendar, now: Instant, is_accepted: boolean): Instant =>
  endOf(
    plusWorkdays(
      calendar,
      localDate(now),
      MEDIATION_WORKDAYS + (is_accepted ? 0 : ACCEPT_WORKDAYS_MAX),
    ),
  )

export type CardColour = 'none' | 'yellow' | 'red'
/** Yellow when three quarters of a clock are over, red once it has run out; computed anew by every reader. */
export function cardColour(
  of: { warn_at: Instant | null; due_by: Instant | null },
  now: Instant,
): CardColour {
  if (of.due_by === null || of.warn_at === null) return 'none'
  return now >= of.due_by ? 'red' : now >= of.warn_at ? 'yellow' : 'none'
}

/** What stays still while a complaint is open, in fen; both together never more than the sum in question. */
type Freeze = { amount_fen: number; reserved_fen: number; kept_fen: number }
/**
 * What a sum in question freezes: first what the shop earned through the uses named (kept from its payouts), then what
 * is still on the card (the shop cannot take it by itself). Nothing else of shop or card.
 */
export function freezeFor(of: {
  /** Null: all of what the uses took; without any, all that is on the card. */
  asked_fen: number | null
  uses_fen: number
  on_card_fen: number
}): Freeze {
  const amount_fen = of.asked_fen ?? (of.uses_fen > 0 ? of.uses_fen : of.on_card_fen)
  const reserved_fen = Math.min(amount_fen, of.uses_fen)
  return {
    amount_fen,
    reserved_fen,
    kept_fen: Math.min(amount_fen - reserved_fen, of.on_card_fen),
  }
}

type Status = 'filed' | 'accepted' | 'returned' | 'refused' | 'closed' | 'withdrawn'
type Standing = {
  way: 'complaint' | 'report'
  status: Status
  due_by: Instant | null
  return_by: Instant
  extended_at: Instant | null
  extend_days: number
  answer_by: Instant | null
  answered_at: Instant | null
  called_at: Instant | null
  rated_at: Instant | null
  outcome: Outcome | null
}
const isOpen = ({ status }: Pick<Standing, 'status'>): boolean =>
  status === 'filed' || status === 'accepted' || status === 'returned'

/** Why something may not be done about a complaint now, in the order of the catalogue; null: it may. */
export const whyNot = {
  decide: (of: Standing) => (of.status === 'filed' ? null : 'complaint_not_waiting'),
  assign(of: Standing) {
    return of.status === 'returned' ? null : 'complaint_not_returned'
  },
  giveBack(of: Standing, now: Instant) {
    if (of.status !== 'accepted') return 'complaint_not_at_unit'
    return now >= of.return_by ? 'complaint_return_too_late' : null
  },
  extend(of: Standing, now: Instant) {
    if (of.status !== 'accepted') return 'complaint_not_at_unit'
    if (of.extended_at !== null) return 'complaint_extended_already'
    return of.extend_days === 0 || now >= (of.due_by ?? '') ? 'complaint_not_extendable' : null
  },
  close: (of: Standing) => (of.status === 'accepted' ? null : 'complaint_not_at_unit'),
  answer(of: Standing, now: Instant) {
    const in_time = of.answer_by !== null && now < of.answer_by
    return isOpen(of) && of.answered_at === null && in_time ? null : 'complaint_answer_not_wanted'
  },
  withdraw: (of: Standing) => (isOpen(of) ? null : 'complaint_not_open'),
  callBack(of: Standing) {
    if (of.status !== 'closed') return 'complaint_not_closed'
    return of.called_at === null ? null : 'complaint_called_already'
  },
  rate(of: Standing) {
    if (of.status !== 'closed') return 'complaint_not_closed'
    return of.rated_at === null ? null : 'complaint_rated_already'
  },
  claim({ outcome }: Standing) {
    const failed = outcome === 'not_settled' || outcome === 'time_over'
    return failed ? null : 'complaint_claim_pack_not_yet'
  },
} as const satisfies Record<string, (of: Standing, now: Instant) => RefusalCode | null>
/** Refuses what `whyNot` names. */
export function mayNow(code: RefusalCode | null): void {
  if (code !== null) refuse(code)
}

type Deed =
  | 'accept'
  | 'refuse'
  | 'return'
  | 'assign'
  | 'extend'
  | 'close'
  | 'call_back'
  | 'answer'
  | 'withdraw'
  | 'rate'
  | 'take_claim_pack'
const DEEDS: Record<Deed, [by: string, why: keyof typeof whyNot]> = {
  accept: ['regulator', 'decide'],
  refuse: ['regulator', 'decide'],
  return: ['regulator', 'giveBack'],
  assign: ['regulator', 'assign'],
  extend: ['regulator', 'extend'],
  close: ['regulator', 'close'],
  call_back: ['regulator', 'callBack'],
  answer: ['staff', 'answer'],
  withdraw: ['consumer', 'withdraw'],
  rate: ['consumer', 'rate'],
  take_claim_pack: ['consumer', 'claim'],
}
export const DEED_NAMES = Object.keys(DEEDS) as [Deed]
/** What a reader may do about a complaint now; a page shows these and no more. */
export const deedsNow = (of: Standing, reader: string, now: Instant): Deed[] =>
  DEED_NAMES.filter((deed) => {
    const [by, why] = DEEDS[deed]
    return by === reader && whyNot[why](of, now) === null
  })

/** By whom a result may be written: `settled` and `time_over` come of an agreement and of the clock alone. */
export const OUTCOMES_BY_WAY: Record<Standing['way'], readonly Outcome[]> = {
  complaint: ['made_good', 'not_settled', 'unfounded'],
  report: ['case_opened', 'no_case', 'passed_on'],
}

type Turn = 'authority' | 'shop' | 'unit' | 'nobody'
/** Whose turn it is: the authority's before acceptance and after a return, then the shop's while its time runs. */
export function whoseTurn(of: Standing, now: Instant): Turn {
  if (!isOpen(of)) return 'nobody'
  if (of.status !== 'accepted') return 'authority'
  const shop_may = of.answer_by !== null && now < of.answer_by && of.answered_at === null
  return shop_may ? 'shop' : 'unit'
}

/** Whether a clock of it has run out, now or before. */
export const isLateNow = (of: Standing & { is_late: number }, now: Instant): boolean =>
  of.is_late === 1 || (of.due_by !== null && now >= of.due_by)
