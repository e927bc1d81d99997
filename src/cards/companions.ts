import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

export type CompanionRow = {
  id: string
  card_id: string
  phone_index: string
  phone_mask: string
  consumer_id: string | null
  relation: 'child' | 'parent' | 'spouse' | 'guardian' | 'other'
  status: 'invited' | 'accepted' | 'ended'
  created_at: Instant
  accepted_at: Instant | null
  ended_at: Instant | null
  ended_by: 'holder' | 'companion' | 'transfer' | null
  version: number
}
export type CompanionDetailRow = CompanionRow & {
  merchant_name: string
  holder_id: string
  merchant_id: string
  holder_nickname: string
  asker: 'holder' | 'companion'
}

/** The holder's own, or the asker's as an invited or accepted companion. */
export const readCompanions = (who: Who, where: Statement) =>
  sql<CompanionDetailRow>`SELECT p.*, m.name AS merchant_name, m.id AS merchant_id, c.consumer_id AS holder_id,
             h.nickname AS holder_nickname,
             iif(c.consumer_id = ${who.subject_id}, 'holder', 'companion') AS asker
        FROM card_companions p JOIN cards c ON c.id = p.card_id JOIN merchants m ON m.id = c.merchant_id
        JOIN consumers h ON h.id = c.consumer_id
       WHERE (c.consumer_id = ${who.subject_id}
           OR p.phone_index = (SELECT phone_index FROM consumers WHERE id = ${who.subject_id})) AND ${where}`

export const insertCompanion = (p: CompanionRow): Statement =>
  sql`INSERT INTO card_companions (id, card_id, phone_index, phone_mask, relation, status, created_at)
      VALUES (${p.id}, ${p.card_id}, ${p.phone_index}, ${p.phone_mask}, ${p.relation}, ${p.status}, ${p.created_at})`
export const updateCompanion = (p: CompanionRow): Statement =>
  sql`UPDATE card_companions SET consumer_id = ${p.consumer_id}, status = ${p.status}, accepted_at = ${p.accepted_at},
             ended_at = ${p.ended_at}, ended_by = ${p.ended_by}, version = ${p.version + 1} WHERE id = ${p.id}`
/** Everybody who accompanied a card stops doing so when it changes hands. */
export const endCompanionsStatement = (card_id: string, now: Instant): Statement =>
  sql`UPDATE card_companions SET status = 'ended', ended_at = ${now}, ended_by = 'transfer', version = version + 1
       WHERE card_id = ${card_id} AND status <> 'ended'`

/**
 * Who accompanies cards under an account that ends goes on under the other one of theirs; nobody accompanies their own
 * card, nor one card twice.
 */
export const joinCompanionsStatements = (
  {
    from_id,
    into_id,
    to,
  }: { from_id: string; into_id: string; to: Pick<CompanionRow, 'phone_index' | 'phone_mask'> },
  now: Instant,
): Statement[] => [
  sql`UPDATE card_companions SET status = 'ended', ended_at = ${now}, ended_by = 'companion', version = version + 1
       WHERE status <> 'ended' AND (
         (consumer_id = ${from_id} AND EXISTS (SELECT 1 FROM cards c WHERE c.id = card_id AND c.consumer_id = ${into_id}))
         OR (consumer_id = ${into_id} AND EXISTS (SELECT 1 FROM cards c WHERE c.id = card_id AND c.consumer_id = ${from_id}))
         OR (consumer_id = ${from_id} AND EXISTS (
               SELECT 1 FROM card_companions o WHERE o.card_id = card_companions.card_id AND o.id <> card_companions.id
                  AND o.status <> 'ended' AND (o.consumer_id = ${into_id} OR o.phone_index = ${to.phone_index}))))`,
  sql`UPDATE card_companions SET consumer_id = ${into_id}, phone_index = ${to.phone_index}, phone_mask = ${to.phone_mask},
             version = version + 1 WHERE consumer_id = ${from_id} AND status <> 'ended'`,
]
type CompanionIdRow = { consumer_id: string }
/** Who accompanies any card of this person, each once. */
export const readAccountCompanions = (consumer_id: string | Statement) =>
  sql<CompanionIdRow>`SELECT DISTINCT p.consumer_id FROM card_companions p JOIN cards c ON c.id = p.card_id
       WHERE c.consumer_id = ${consumer_id} AND p.status = 'accepted' AND p.consumer_id IS NOT NULL
       ORDER BY p.consumer_id LIMIT 30`
