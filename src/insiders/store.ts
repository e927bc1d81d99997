import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/** Why a use is marked; the first two are somebody of the shop on both sides. */
export const MARK_KINDS = [
  'same_phone',
  'same_device',
  'burst',
  'before_payout',
  'used_at_once',
] as const
export type MarkKind = (typeof MARK_KINDS)[number]

export type MarkRow = {
  seq: number
  redemption_id: string
  kind: MarkKind
  merchant_id: string
  card_id: string
  consumer_id: string
  fen: number
  made_at: Instant
  withheld_until: Instant | null
  ended_at: Instant | null
  ended_by: 'time' | 'holder' | null
}
/** Marks are made by the triggers of `redemptions`, in the batch of whatever releases money; here they are read and end. */
export const readMarks = (where: Statement) =>
  sql<MarkRow>`SELECT * FROM insider_marks k WHERE ${where}`

type TotalsRow = { marked_count: number; marked_fen: number; withheld_fen: number }
/** Of a shop: uses marked since then, what they released, and what of it is not payable yet; a use counts once. */
export const readMarkTotals = (merchant_id: Statement, since: Instant) =>
  sql<TotalsRow>`SELECT count(*) AS marked_count, coalesce(sum(fen), 0) AS marked_fen,
             coalesce(sum(iif(is_withheld, fen, 0)), 0) AS withheld_fen
        FROM (SELECT max(fen) AS fen, max(withheld_until IS NOT NULL AND ended_at IS NULL) AS is_withheld
                FROM insider_marks WHERE merchant_id = ${merchant_id}
                 AND (made_at > ${since} OR (withheld_until IS NOT NULL AND ended_at IS NULL))
               GROUP BY redemption_id)`

export const endMarkStatement = (seq: number, by: 'time' | 'holder', now: Instant): Statement =>
  sql`UPDATE insider_marks SET ended_at = ${now}, ended_by = ${by} WHERE seq = ${seq}`
