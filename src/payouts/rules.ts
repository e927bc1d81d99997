import type { PayoutNews } from '../environment/ports'
import { type Fen, fen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import {
  dayStart,
  type Instant,
  type LocalDate,
  localDate,
  MINUTE_MS,
  plusDays,
  plusMs,
} from '../kernel/time'
import { advanceRepayment, termsOn } from './advance-rules'
import { type Expected, nextRunFor, RETURN_CHECKS_MS, runFor } from './cut-off'
import { type HoldFacts, payoutStop, type Stop } from './hold'

export type PayoutKind = 'daily' | 'on_demand'
export type PayoutState = 'created' | 'unclear' | 'sent' | 'paid' | 'rejected' | 'returned'
const ON_DEMAND_MIN_FEN = 100
const ON_DEMAND_PER_DAY = 5
export const FAILURES_MAX = 3
const CHECK_EVERY_MS = 5 * MINUTE_MS

/** What a payout is decided on: the merchant's balances, and its payouts so far. */
export type Till = HoldFacts & {
  admitted_at: Instant | null
  payable_fen: number
  custody_fen: number
  outstanding_fen: number
  /** Earned since the last payout: uses less corrections and fees. Only read while an advance is outstanding. */
  earned_fen: number
  waiting_fen: number
  /** Kept back for payments that are disputed, or were lost and are not covered yet, for open complaints, and by courts. */
  reserved_fen: number
  /** Of that, by courts: the shop’s money all the same, and not paid to it. */
  frozen_fen: number
  /** What the last payout left behind of the entries it covered. */
  reserved_before_fen: number
  /** The entry of the first marked use that is not payable yet, and the sum of those before it since the last payout. */
  withheld_from_version: number | null
  before_withheld_fen: number
  open_count: number
  /** Payouts in a row that did not arrive at the account as it stands now. */
  failures: number
  last_failed_at: Instant | null
  on_demand_today: number
  payable_version: number
  covered_version: number
}
export type PayoutPlan = {
  amount_fen: Fen
  advance_repaid_fen: Fen
  /** Left behind by the payout before this one, and by this one, of what they cover. */
  reserved_before_fen: number
  reserved_fen: number
  covers_from_version: number
  covers_to_version: number
}

/**
 * What a payout takes: all that is payable, less the part that repays an advance and what is kept back. It covers every
 * entry since the last payout, its own repayment included; what it leaves behind of them is the next one's beginning.
 * Refuses what is not paid out now; nothing of it is for ever.
 */
export function decidePayout(kind: PayoutKind, till: Till, today: LocalDate): PayoutPlan {
  if (till.admitted_at === null) refuse('merchant_not_yet_admitted')
  const stop = payoutStop(till)
  if (stop !== null) refuse(stop)
  if (till.open_count > 0) refuse('payout_already_open')
  if (kind === 'on_demand' && till.on_demand_today >= ON_DEMAND_PER_DAY) refuse('payout_too_often')
  if (till.waiting_fen > 0) refuse('payout_waits_for_correction')
  if (till.failures >= FAILURES_MAX) refuse('payout_needs_another_account')
  if (kind === 'daily' && till.last_failed_at !== null && localDate(till.last_failed_at) === today)
    refuse('payout_needs_another_account')
  if (till.withheld_from_version !== null) return planBefore(kind, till, till.withheld_from_version)
  const free_fen = Math.max(till.payable_fen - till.reserved_fen, 0)
  const earned_fen = Math.min(till.earned_fen + till.reserved_before_fen, free_fen)
  const repaid_fen = advanceRepayment(earned_fen, till.outstanding_fen, termsOn(today))
  const amount_fen = fen(Math.max(free_fen - repaid_fen, 0))
  if (amount_fen < (kind === 'daily' ? 1 : ON_DEMAND_MIN_FEN))
    refuse(isHeldByCourt(till) ? 'payout_held_by_court' : 'payout_nothing_to_pay')
  if (till.custody_fen < amount_fen) refuse('payout_waits_for_custody')
  return {
    amount_fen,
    advance_repaid_fen: repaid_fen,
    reserved_before_fen: till.reserved_before_fen,
    reserved_fen: till.reserved_fen,
    covers_from_version: till.covered_version,
    covers_to_version: till.payable_version + (repaid_fen > 0 ? 1 : 0),
  }
}

/**
 * What was earned before the first marked use, less all that is kept back, wherever that was earned; the rest waits with
 * the mark, and all of it where an advance is outstanding.
 */
function planBefore(kind: PayoutKind, till: Till, version: number): PayoutPlan {
  const { payable_fen, outstanding_fen, reserved_fen, reserved_before_fen } = till
  const before_fen = reserved_before_fen + till.before_withheld_fen
  const is_plain = outstanding_fen === 0 && before_fen <= payable_fen
  const amount_fen = fen(Math.max(before_fen - reserved_fen, 0))
  if (!is_plain || amount_fen < (kind === 'daily' ? 1 : ON_DEMAND_MIN_FEN))
    refuse('payout_waits_for_marks')
  if (version - 1 <= till.covered_version) refuse('payout_waits_for_marks')
  if (till.custody_fen < amount_fen) refuse('payout_waits_for_custody')
  return {
    amount_fen,
    advance_repaid_fen: fen(0),
    reserved_before_fen,
    reserved_fen,
    covers_from_version: till.covered_version,
    covers_to_version: version - 1,
  }
}

/** Something would be paid, were it not for a court. */
const isHeldByCourt = ({ payable_fen, reserved_fen, frozen_fen }: Till): boolean =>
  payable_fen <= reserved_fen && payable_fen > reserved_fen - frozen_fen

/**
 * What goes to a court: all that is payable and not in question, nor held by orders that came before (`before_fen`), up to
 * what is left of the deduction. What is advanced is not repaid of it; the rest stays behind for the next payout. Refuses
 * what is not paid now, and tries again.
 */
export function decideCourtPayout(
  till: Till,
  of: { left_fen: number; before_fen: number },
): PayoutPlan {
  const stop = payoutStop(till)
  if (stop !== null) refuse(stop)
  if (till.open_count > 0) refuse('payout_already_open')
  if (till.waiting_fen > 0) refuse('payout_waits_for_correction')
  if (till.withheld_from_version !== null) refuse('payout_waits_for_marks')
  const kept_fen = till.reserved_fen - till.frozen_fen + of.before_fen
  const amount_fen = fen(Math.max(Math.min(till.payable_fen - kept_fen, of.left_fen), 0))
  if (amount_fen < 1) refuse('payout_nothing_to_pay')
  if (till.custody_fen < amount_fen) refuse('payout_waits_for_custody')
  return {
    amount_fen,
    advance_repaid_fen: fen(0),
    reserved_before_fen: till.reserved_before_fen,
    reserved_fen: till.payable_fen - amount_fen,
    covers_from_version: till.covered_version,
    covers_to_version: till.payable_version,
  }
}

const OBSTACLE_OF: Record<Stop, Obstacle> = {
  payouts_held: 'held',
  payout_waits_for_cover: 'cover',
}
export type Obstacle = 'held' | 'cover' | 'account' | 'correction' | 'custody' | 'court'
/**
 * When the clock will pay what has been payable since `since`, or what keeps it from doing so. The same guards as
 * `decidePayout`: an account that failed today is left alone until tomorrow.
 */
export function nextPayout(since: Instant, till: Till, now: Instant): Expected | Obstacle {
  const stop = payoutStop(till)
  if (stop !== null) return OBSTACLE_OF[stop]
  if (till.waiting_fen > 0) return 'correction'
  if (till.failures >= FAILURES_MAX) return 'account'
  if (isHeldByCourt(till)) return 'court'
  if (till.custody_fen < till.payable_fen - till.reserved_fen) return 'custody'
  const today = localDate(now)
  return till.last_failed_at !== null && localDate(till.last_failed_at) === today
    ? runFor(dayStart(plusDays(today, 1)))
    : nextRunFor(since, now)
}

/** A payout as far as the bank's news can change it. */
export type Sent = {
  state: PayoutState
  created_at: Instant
  sent_at: Instant | null
  paid_at: Instant | null
}
/** Where the money goes by a change: out of what is being paid, to the shop's bank or back to what it is owed. */
export type Move = 'paying_to_custody' | 'paying_to_payable' | 'custody_to_payable' | null
export type Change = {
  state: PayoutState
  sent_at: Instant | null
  paid_at: Instant | null
  ended_at: Instant | null
  next_check_at: Instant | null
  move: Move
}
/** News from the bank, or none: it was told and did not answer. */
export type News = Pick<PayoutNews, 'state' | 'at'> | { state: 'no_answer'; at: null }

/**
 * What news means for a payout. Null: nothing new. News that cannot be (a payment the bank forgot, a paid one that
 * is rejected) is insisted against: a person must look at it, and no money moves meanwhile.
 */
export function changeBy(payout: Sent, news: News, now: Instant): Change | null {
  const { state, sent_at, paid_at } = payout
  if (state === 'rejected' || state === 'returned') return null
  if (news.state === 'no_answer') {
    insist(
      state === 'created' || state === 'unclear',
      'what the bank took is asked about, not told again',
    )
    const next_check_at = plusMs(now, CHECK_EVERY_MS)
    return change({ state: 'unclear', sent_at, paid_at, next_check_at })
  }
  insist(news.state !== 'unknown', 'the bank remembers what it took')
  const told_at = sent_at ?? now
  if (news.state === 'accepted') {
    insist(state !== 'paid', 'a payment that was made stays made, or comes back')
    return change({
      state: 'sent',
      sent_at: told_at,
      paid_at,
      next_check_at: plusMs(now, CHECK_EVERY_MS),
    })
  }
  if (news.state === 'paid') {
    const made_at = paid_at ?? news.at ?? now
    const next = RETURN_CHECKS_MS.map((ms) => plusMs(made_at, ms)).find((at) => at > now) ?? null
    const move = state === 'paid' ? null : 'paying_to_custody'
    return change({ state: 'paid', sent_at: told_at, paid_at: made_at, next_check_at: next, move })
  }
  if (news.state === 'rejected') insist(state !== 'paid', 'a payment that was made is not rejected')
  return change({
    state: news.state,
    sent_at: told_at,
    paid_at,
    ended_at: news.at ?? now,
    next_check_at: null,
    move: state === 'paid' ? 'custody_to_payable' : 'paying_to_payable',
  })
}

const change = (of: Omit<Change, 'ended_at' | 'move'> & Partial<Change>): Change => ({
  ended_at: null,
  move: null,
  ...of,
})
