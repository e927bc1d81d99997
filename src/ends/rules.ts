import { proportion } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import type { EndingRow } from './store'

/** 消保法实施条例 §21; 山东省消费者权益保护条例 §30: thirty days' notice, in a way that reaches every holder. */
export const NOTICE_DAYS = 30
/** The first day that may be the last day of business of a closure announced today. */
export const firstLastDay = (today: LocalDate): LocalDate => plusDays(today, NOTICE_DAYS)
export function checkNotice(today: LocalDate, closes_on: LocalDate): void {
  if (daysBetween(today, closes_on) < NOTICE_DAYS) refuse('closure_notice_too_short')
}

/** The balances of a shop that ends: what it has earned, its deposit, and what it was given early. Whole fen, ≥ 0. */
export type Estate = { payable_fen: number; deposit_fen: number; advance_fen: number }
type Cover = { payable_used_fen: number; deposit_used_fen: number; shortfall_fen: number }

/**
 * Who bears an advance that was not repaid: first what the shop has earned and not been paid, then its deposit, and
 * only the rest its holders (the order is published with every advance).
 */
export function advanceCover({ payable_fen, deposit_fen, advance_fen }: Estate): Cover {
  const payable_used_fen = Math.min(payable_fen, advance_fen)
  const deposit_used_fen = Math.min(deposit_fen, advance_fen - payable_used_fen)
  return {
    payable_used_fen,
    deposit_used_fen,
    shortfall_fen: advance_fen - payable_used_fen - deposit_used_fen,
  }
}

/** How far the refunds of an ending have come; whole fen, each part counted in one of them. */
export type Arrivals = {
  on_the_way_fen: number
  /** Did not arrive, or nobody has said yet where it should go. */
  waiting_fen: number
  arrived_fen: number
  done_count: number
  /** Refunds of which only a part is there: the rest stays a claim and is no part of this run. */
  capped_count: number
}
type Run = Pick<
  EndingRow,
  'phase' | 'told_count' | 'counted_count' | 'refunded_count' | 'covered_fen'
> &
  Arrivals & { cards_count: number }

const WHOLE_BP = 10_000
/** A tenth each for telling and counting, the rest for money; nothing is done before it has arrived. */
const BEFORE_MONEY_BP = 2_000

/** Whether every refund of the run has arrived: a later failure takes it back. */
export const hasArrived = (e: Run): boolean =>
  e.phase === 'done' &&
  e.on_the_way_fen === 0 &&
  e.waiting_fen === 0 &&
  e.done_count + e.capped_count >= e.refunded_count

/** The one function that says how far an ending is, in basis points: 10,000 when the money is with its holders. */
export function endingProgress(e: Run): number {
  const part = (done: number, of: number) =>
    of === 0 ? 1_000 : proportion(1_000, Math.min(done, of), of)
  if (e.phase === 'telling') return part(e.told_count, e.cards_count)
  if (e.phase === 'waiting' || e.phase === 'dismissed') return 1_000
  if (e.phase !== 'refunding' && e.phase !== 'done')
    return 1_000 + part(e.counted_count, e.cards_count)
  if (hasArrived(e)) return WHOLE_BP
  const opened_fen = e.on_the_way_fen + e.waiting_fen + e.arrived_fen
  const all_fen = e.phase === 'refunding' ? Math.max(opened_fen, e.covered_fen) : opened_fen
  const money_bp = WHOLE_BP - BEFORE_MONEY_BP
  const arrived_bp = all_fen === 0 ? 0 : proportion(money_bp, e.arrived_fen, all_fen)
  return Math.min(BEFORE_MONEY_BP + arrived_bp, WHOLE_BP - 1)
}

/** What of a card's share nothing covered: it stays a claim against the shop; whole fen. */
export const shareShort = (of: { owed_fen: number; covered_fen: number }): number =>
  Math.max(of.owed_fen - of.covered_fen, 0)

/** How far an ending is, in one word: the phase of the run, and what the phase alone does not say. */
export const STAGES = [
  'unconfirmed',
  'telling',
  'waiting',
  'counting',
  'allotting',
  'spreading',
  'refunding',
  'arriving',
  'done',
  'dismissed',
] as const
type Stage = (typeof STAGES)[number]
/** `unconfirmed`: reported, and a second official has not agreed; `arriving`: all opened, not all with its holder. */
export function endingStage(e: Run & Pick<EndingRow, 'kind' | 'confirmed_at'>): Stage {
  if (e.phase === 'dismissed') return 'dismissed'
  if (e.kind === 'incident' && e.confirmed_at === null) return 'unconfirmed'
  return e.phase === 'done' && !hasArrived(e) ? 'arriving' : e.phase
}
/** Whether its run has begun, so that there is something to follow; and whether it goes on by itself. */
export const hasBegun = (stage: Stage): boolean =>
  stage !== 'unconfirmed' && stage !== 'waiting' && stage !== 'dismissed'
export const isMoving = (stage: Stage): boolean => hasBegun(stage) && stage !== 'done'
