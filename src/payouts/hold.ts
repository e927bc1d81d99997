import { type Statement, sql } from '../platform/d1'

/** Why a shop's whole payout waits, in the words of its refusal. */
export type Stop = 'payouts_held' | 'payout_waits_for_cover'

/** Facts about a shop, read with its till, that stop its payouts. Whole fen, never below zero. */
export type HoldFacts = {
  /** The authority or a closure holds the shop's payouts. */
  payouts_held_at: string | null
  /**
   * What the shop's cards are owed and the bank does not have for them by its last closed day, and which is neither in
   * transit, nor released early, nor due tomorrow. A later close that finds it again lifts the hold by itself.
   */
  missing_fen: number
}

/**
 * The one place that stops a payout: by an authority, by cards the bank has too little for. Whatever else stops a shop is
 * a fact in `HOLD_FACTS`, what it means here, and a line in `STOPPED`, so that the clock does not try it in vain. What
 * only reduces a payout is `reserved_fen` of the till: it stays behind, and the next payout begins with it.
 */
export function payoutStop(facts: HoldFacts): Stop | null {
  if (facts.payouts_held_at !== null) return 'payouts_held'
  return facts.missing_fen > 0 ? 'payout_waits_for_cover' : null
}

/** The facts beside the merchant's own columns, for a merchant `m`. */
export const HOLD_FACTS: Statement = sql`
  coalesce((SELECT v.missing_fen FROM merchant_covers v WHERE v.merchant_id = m.id), 0) AS missing_fen`
/** Whether `payoutStop` stops merchant `m`, as SQL. */
export const STOPPED: Statement = sql`m.payouts_held_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM merchant_covers v WHERE v.merchant_id = m.id AND v.missing_fen > 0)`
