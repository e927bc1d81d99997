import type { CardWithLotsRow } from '../cards/store'
import { isMineCondition } from '../identity/store'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { cardStandingColumns, type StandingColumns } from '../readers/standing'
import { type CareCard, careCardFrom } from './store'
import type { Transferable } from './transfer-rules'

type TransferStatus = 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'expired'
type TransferRow = {
  id: string
  card_id: string
  giver_id: string
  to_phone_index: string
  to_phone_mask: string
  recipient_id: string | null
  status: TransferStatus
  created_at: Instant
  expires_at: Instant
  ended_at: Instant | null
  version: number
}
/** The card with what decides its transfer, and what the sentence about its money rests on. */
type TransferCard = CareCard & Transferable & { card_facts: string; standing_facts: string }
/** A transfer with its card, its shop and its giver, as both sides read it. */
export type TransferDetail = TransferRow & {
  direction: 'incoming' | 'outgoing'
  merchant_name: string
  giver_nickname: string
  giver_phone_mask: string
  card: TransferCard
}

export const isRecipientPhone = (who: Who): Statement =>
  sql`t.to_phone_index = (SELECT phone_index FROM consumers WHERE id = ${who.subject_id})`
export const isGiver = (who: Who): Statement => sql`t.giver_id = ${who.subject_id}`
/** After it has been decided an incoming offer is nobody's but the one's who accepted it. */
const mayReadTransfer = (who: Who): Statement =>
  sql`(${isMineCondition(sql`t.giver_id`, who.subject_id)} OR ${isRecipientPhone(who)}
       OR ${isMineCondition(sql`t.recipient_id`, who.subject_id)})`

/** Facts on which a transfer is decided, beside the card itself (alias c). */
export const transferFacts = sql`
  (SELECT count(*) FROM redemptions r WHERE r.card_id = c.id AND r.status = 'user_confirming') AS waiting_count,
  EXISTS (SELECT 1 FROM lots l JOIN offers o ON o.id = l.offer_id
           WHERE l.card_id = c.id AND o.use_limit = 'unlimited' AND l.refund_id IS NULL) AS unlimited,
  (SELECT max(r.started_at) FROM lots l JOIN redemptions r ON r.check_in_lot_id = l.id
    WHERE l.card_id = c.id) AS last_check_in_at, ${cardStandingColumns}`

export const readTransfers = (who: Who, where: Statement) =>
  sql<SeenRow>`SELECT c.*, ${transferFacts}, t.id AS transfer_id, t.giver_id, t.to_phone_index, t.to_phone_mask,
             t.recipient_id, t.status AS transfer_status, t.created_at AS transfer_created_at,
             t.expires_at AS transfer_expires_at, t.ended_at AS transfer_ended_at, t.version AS transfer_version,
             CASE WHEN ${isMineCondition(sql`t.giver_id`, who.subject_id)} THEN 'outgoing' ELSE 'incoming' END AS direction,
             m.name AS merchant_name, g.nickname AS giver_nickname, g.phone_mask AS giver_phone_mask
        FROM card_transfers t JOIN cards_with_lots c ON c.id = t.card_id
        JOIN merchants m ON m.id = c.merchant_id JOIN consumers g ON g.id = t.giver_id
       WHERE ${mayReadTransfer(who)} AND ${where}`

type SeenRow = TransferableRow & {
  transfer_id: string
  giver_id: string
  to_phone_index: string
  to_phone_mask: string
  recipient_id: string | null
  transfer_status: TransferStatus
  transfer_created_at: Instant
  transfer_expires_at: Instant
  transfer_ended_at: Instant | null
  transfer_version: number
  direction: 'incoming' | 'outgoing'
  merchant_name: string
  giver_nickname: string
  giver_phone_mask: string
}
export function transferFrom(row: SeenRow): TransferDetail {
  return {
    id: row.transfer_id,
    card_id: row.id,
    giver_id: row.giver_id,
    to_phone_index: row.to_phone_index,
    to_phone_mask: row.to_phone_mask,
    recipient_id: row.recipient_id,
    status: row.transfer_status,
    created_at: row.transfer_created_at,
    expires_at: row.transfer_expires_at,
    ended_at: row.transfer_ended_at,
    version: row.transfer_version,
    direction: row.direction,
    merchant_name: row.merchant_name,
    giver_nickname: row.giver_nickname,
    giver_phone_mask: row.giver_phone_mask,
    card: transferableFrom(row),
  }
}
/** A card's row with what says whether it may change hands. */
export type TransferableRow = CardWithLotsRow &
  StandingColumns & { waiting_count: number; unlimited: number; last_check_in_at: Instant | null }
export const transferableFrom = (row: TransferableRow): TransferCard => ({
  ...careCardFrom(row),
  waiting_count: row.waiting_count,
  unlimited: row.unlimited === 1,
  last_check_in_at: row.last_check_in_at,
  card_facts: row.card_facts,
  standing_facts: row.standing_facts,
})

export const insertTransfer = (t: Omit<TransferRow, 'version'>): Statement =>
  sql`INSERT INTO card_transfers (id, card_id, giver_id, to_phone_index, to_phone_mask, recipient_id, status,
                                  created_at, expires_at, ended_at)
      VALUES (${t.id}, ${t.card_id}, ${t.giver_id}, ${t.to_phone_index}, ${t.to_phone_mask}, ${t.recipient_id},
              ${t.status}, ${t.created_at}, ${t.expires_at}, ${t.ended_at})`
/** It ends once, whoever comes first (trigger). */
export const endTransferStatement = (
  t: Pick<TransferRow, 'id' | 'version'>,
  end: { status: Exclude<TransferStatus, 'offered'>; recipient_id: string | null; now: Instant },
): Statement =>
  sql`UPDATE card_transfers SET status = ${end.status}, recipient_id = ${end.recipient_id}, ended_at = ${end.now},
             version = ${t.version + 1} WHERE id = ${t.id}`
