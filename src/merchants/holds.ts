import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/** Stops a shop's sales, and its payouts if `payouts_held_at` is given; what was held before stays held since then. */
export const holdMerchantStatement = (
  m: { id: string; version: number },
  hold: { at: Instant; reason: string; payouts_held_at: Instant | null },
): Statement =>
  sql`UPDATE merchants
         SET sales_held_at = coalesce(sales_held_at, ${hold.at}), sales_held_reason = ${hold.reason},
             payouts_held_at = coalesce(payouts_held_at, ${hold.payouts_held_at}), version = ${m.version + 1}
       WHERE id = ${m.id}`

/** Payouts go on, or stop, by themselves; sales are lifted by an operator only. */
export const updatePayoutHold = (
  m: { id: string; version: number },
  payouts_held_at: Instant | null,
): Statement =>
  sql`UPDATE merchants SET payouts_held_at = ${payouts_held_at}, version = ${m.version + 1} WHERE id = ${m.id}`
