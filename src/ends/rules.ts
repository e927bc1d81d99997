import { refuse } from '../kernel/refusals'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'

/** 消保法实施条例 §21; 山东省消费者权益保护条例 §30: thirty days' notice, in a way that reaches every holder. */
export const NOTICE_DAYS = 30
/** The first day that may be the last day of business of a closure announced today. */
export const firstLastDay = (today: LocalDate): LocalDate => plusDays(today, NOTICE_DAYS)
export function checkNotice(today: LocalDate, closes_on: LocalDate): void {
  if (daysBetween(today, closes_on) < NOTICE_DAYS) refuse('closure_notice_too_short')
}

/** The balances of a shop that ends: what it has earned, its deposit, and what it was given early. Whole fen, ≥ 0. */
export type Estate = { payable_fen: number; deposit_fen: number; advance_fen: number }
export type Cover = { payable_used_fen: number; deposit_used_fen: number; shortfall_fen: number }

/**
 * Who bears an advance that was not repaid: first what the shop has earned and not been paid, then its deposit, and
 * only the rest its holders (the order is published with every advance).
 */
export function coverOf({ payable_fen, deposit_fen, advance_fen }: Estate): Cover {
  const payable_used_fen = Math.min(payable_fen, advance_fen)
  const deposit_used_fen = Math.min(deposit_fen, advance_fen - payable_used_fen)
  return {
    payable_used_fen,
    deposit_used_fen,
    shortfall_fen: advance_fen - payable_used_fen - deposit_used_fen,
  }
}
