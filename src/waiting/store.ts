import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'

/** What can wait for a holder, the one that runs out soonest in earnest first. */
export const KINDS = [
  'use_to_confirm',
  'claim_to_check',
  'shop_ending',
  'order_processing',
  'order_unpaid',
  'card_offered',
  'companion_invited',
] as const

export type WaitingRow = {
  kind: (typeof KINDS)[number]
  rank: number
  id: string
  card_id: string | null
  merchant_name: string
  label: string | null
  unit: 'fen' | 'visit' | 'day' | null
  units: number | null
  until_at: Instant | null
  from_name: string | null
  recorded_as: 'capture' | 'no_show' | 'late_cancel' | null
  ending: 'closing' | 'reported' | 'runaway' | 'ended' | null
  owed_fen: number | null
  covered_fen: number | null
  /** How many wait, of which the first are told. */
  all_count: number
}
/** At most so many are told at once; nobody but a script has more. */
const MOST = 50

/**
 * All that waits for the asker: uses that ask for a PIN, sums registered without a code, orders not paid or not known to
 * be paid, what others invite to, and shops that end. What has lapsed does not wait, even where no job has said so yet;
 * a claim waits until it is resolved, for until then it can be objected to. In two halves: a SELECT of D1 has at most
 * five terms.
 */
export const readWaiting = (who: Who, now: Instant) => {
  const me = who.subject_id
  const phone = sql`(SELECT phone_index FROM consumers WHERE id = ${me})`
  return sql<WaitingRow>`
    SELECT *, count(*) OVER () AS all_count FROM (SELECT * FROM (
      SELECT 'use_to_confirm' AS kind, 0 AS rank, r.id, r.card_id, m.name AS merchant_name, r.label, r.unit, r.units,
             r.confirm_by AS until_at, NULL AS from_name, NULL AS recorded_as, NULL AS ending, NULL AS owed_fen, NULL AS covered_fen
        FROM cards c JOIN redemptions r ON r.card_id = c.id JOIN merchants m ON m.id = r.merchant_id
       WHERE c.consumer_id = ${me} AND r.status = 'user_confirming' AND r.confirm_by > ${now}
      UNION ALL
      SELECT 'claim_to_check', 1, h.id, h.card_id, m.name, h.label, h.unit,
             coalesce(h.recorded_units, h.units), h.confirm_by, NULL, h.recorded_as, NULL, NULL, NULL
        FROM cards c JOIN holds h ON h.card_id = c.id JOIN merchants m ON m.id = h.merchant_id
       WHERE c.consumer_id = ${me} AND h.status = 'held' AND (h.kind = 'claim' OR h.recorded_as IS NOT NULL)
      UNION ALL
      SELECT 'shop_ending', 2, e.id, min(c.id), m.name, NULL, NULL, NULL, NULL, NULL, NULL, s.ending, sum(q.owed_fen), sum(q.covered_fen)
        FROM cards c JOIN endings e ON e.merchant_id = c.merchant_id JOIN shop_endings s ON s.ending_id = e.id
        JOIN merchants m ON m.id = e.merchant_id
        LEFT JOIN ending_shares q ON q.ending_id = e.id AND q.card_id = c.id
       WHERE c.consumer_id = ${me}
         AND (e.phase <> 'done' OR q.covered_fen < q.owed_fen
              OR EXISTS (SELECT 1 FROM refunds f WHERE f.card_id = c.id AND f.origin_id = e.id AND f.status <> 'done'))
       GROUP BY e.id
      ) UNION ALL SELECT * FROM (
      SELECT iif(p.status = 'processing', 'order_processing', 'order_unpaid'), iif(p.status = 'processing', 3, 4), p.id, NULL,
             m.name, NULL, 'fen', p.paid_fen, iif(p.status = 'processing', NULL, p.expires_at), NULL, NULL, NULL, NULL, NULL
        FROM purchases p JOIN merchants m ON m.id = p.merchant_id
       WHERE p.consumer_id = ${me}
         AND (p.status = 'processing' OR (p.status = 'awaiting_payment' AND p.expires_at > ${now}))
      UNION ALL
      SELECT 'card_offered', 5, t.id, NULL, m.name, NULL, NULL, NULL, t.expires_at, g.nickname, NULL, NULL, NULL, NULL
        FROM card_transfers t JOIN cards c ON c.id = t.card_id JOIN merchants m ON m.id = c.merchant_id
        JOIN consumers g ON g.id = t.giver_id
       WHERE t.to_phone_index = ${phone} AND t.status = 'offered' AND t.expires_at > ${now}
      UNION ALL
      SELECT 'companion_invited', 6, p.id, NULL, m.name, NULL, NULL, NULL, NULL, g.nickname, NULL, NULL, NULL, NULL
        FROM card_companions p JOIN cards c ON c.id = p.card_id JOIN merchants m ON m.id = c.merchant_id
        JOIN consumers g ON g.id = c.consumer_id
       WHERE p.phone_index = ${phone} AND p.status = 'invited'
    )) ORDER BY rank, until_at, id LIMIT ${MOST}`
}
