import type { Fen } from '../kernel/money'
import { type Statement, sql } from '../platform/d1'

/** Why a shop's whole payout waits, in the words of its refusal. */
export type Stop = 'payouts_held' | 'payout_waits_for_cover'
/** Money that leaves what is payable before the payout does, in the payout's own batch, for somebody who comes first. */
export type Keep = { to: string; amount_fen: Fen; reason: string }
/** What a payout is held by: all of it, or part of it. */
export type PayoutHold = { stop: Stop | null; keeps: readonly Keep[] }

/** Facts about a shop, read with its till, that stop or reduce its payouts. Whole fen, never below zero. */
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
 * The one place that stops or reduces a payout: by an authority, by cards the bank has too little for. Whoever else comes
 * before the shop adds a fact to `HOLD_FACTS`, and what it means here; what stops whole shops also goes into `STOPPED`,
 * so that the clock does not try them in vain.
 */
export function payoutHoldOf(facts: HoldFacts): PayoutHold {
  if (facts.payouts_held_at !== null) return { stop: 'payouts_held', keeps: [] }
  if (facts.missing_fen > 0) return { stop: 'payout_waits_for_cover', keeps: [] }
  return { stop: null, keeps: [] }
}

/** The facts beside the merchant's own columns, for a merchant `m`. */
export const HOLD_FACTS: Statement = sql`
  coalesce((SELECT v.missing_fen FROM merchant_covers v WHERE v.merchant_id = m.id), 0) AS missing_fen`
/** Whether `payoutHoldOf` stops merchant `m`, as SQL. */
export const STOPPED: Statement = sql`m.payouts_held_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM merchant_covers v WHERE v.merchant_id = m.id AND v.missing_fen > 0)`
