import { type CardWithLotsRow, cardFrom, type StoredCard, type StoredLot } from '../cards/store'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Cause } from '../reckoning/facts'
import type { Basis } from '../refunds/rules'
import type { DecidedBy } from '../refunds/store'
import { type UsedColumn, type UsedFacts, usedColumn, usedFrom } from '../refunds/used'

/** At most so many uses and transfers on one sheet; the next page goes on behind `after`. */
export const PAGE = 500

export type SheetRow = {
  lot_id: string
  merchant_name: string
  licence_no: string
  legal_representative: string
  address: string
  custody_account_no: string | null
  nickname: string
  phone_mask: string
  contract_text: string
  price_list: string
  purchase_id: string
  provider: string
  provider_ref: string | null
  accepted_at: Instant
  paid_at: Instant | null
  settled_at: Instant | null
  transferred_at: Instant | null
  used: UsedFacts
  stored: StoredCard
  lot: StoredLot
}
/** Who may have a sheet: whoever holds the card now, its shop, the jurisdiction's supervisors. */
const mayHave = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'consumer' THEN c.consumer_id = ${who.subject_id}
        WHEN 'staff' THEN c.merchant_id = ${who.merchant_id}
        WHEN 'regulator' THEN m.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)
        ELSE 0 END`
export const readSheet = (who: Who, lot_id: string) =>
  sql<SheetDetailRow>`${readAnySheet(sql`${lot_id}`)} AND ${mayHave(who)}`
/** The same for whoever may act on the payment without being one of those. */
export const readAnySheet = (lot_id: Statement) =>
  sql<SheetDetailRow>`SELECT c.*, ${usedColumn}, x.id AS lot_id, m.name AS merchant_name, m.licence_no,
             m.legal_representative, m.address, m.custody_account_no,
             h.nickname, h.phone_mask, k.text AS contract_text, k.price_list, u.id AS purchase_id, u.provider,
             u.provider_ref, u.accepted_at, u.paid_at,
             (SELECT settled_at FROM purchase_arrivals WHERE purchase_id = u.id) AS settled_at
        FROM lots x JOIN cards_with_lots c ON c.id = x.card_id JOIN merchants m ON m.id = c.merchant_id
        JOIN consumers h ON h.id = c.consumer_id JOIN contracts k ON k.hash = x.contract_hash
        JOIN purchases u ON u.id = x.purchase_id
       WHERE x.id = ${lot_id}`
type SheetDetailRow = Omit<SheetRow, 'used' | 'stored' | 'lot'> & CardWithLotsRow & UsedColumn
export function sheetFrom(seen: SheetDetailRow): SheetRow {
  const stored = cardFrom(seen)
  const lot = stored.lots.find(({ id }) => id === seen.lot_id)
  if (!lot) throw new Error('a lot is on its card')
  return { ...seen, used: usedFrom(seen), stored, lot }
}

export type UseRow = {
  id: string
  label: string
  started_at: Instant
  ended_at: Instant
  units: number
  released_fen: number
  back_units: number
  back_fen: number
  consent: string
  content_hash: string | null
}
/** Every use that took of the lot, oldest first, with what was given back of it and how the holder agreed. */
export const readLotUses = (lot_id: string | Statement, after: string) =>
  sql<UseRow>`SELECT r.id, r.label, r.started_at, r.ended_at, s.value ->> 'units' AS units, s.value ->> 'released_fen' AS released_fen,
             coalesce((SELECT sum(q.value ->> 'units') FROM corrections k, json_each(k.lot_uses) q
                        WHERE k.redemption_id = r.id AND k.status = 'done' AND q.value ->> 'lot_id' = ${lot_id}), 0) AS back_units,
             coalesce((SELECT sum(q.value ->> 'released_fen') FROM corrections k, json_each(k.lot_uses) q
                        WHERE k.redemption_id = r.id AND k.status = 'done' AND q.value ->> 'lot_id' = ${lot_id}), 0) AS back_fen,
             CASE WHEN r.way = 'code_use' AND r.consent = 'pin' THEN 'code_and_pin'
                  WHEN r.way = 'counter_use' THEN 'counter_pin'
                  WHEN r.consent = 'confirmation' THEN 'holder'
                  WHEN r.consent = 'before_the_rule'
                    THEN (SELECT h.resolved_by FROM holds h WHERE h.redemption_id = r.id)
                  ELSE r.consent END AS consent,
             j.content_hash
        FROM redemptions r JOIN json_each(r.lot_uses) s ON s.value ->> 'lot_id' = ${lot_id}
        LEFT JOIN journal j ON NOT EXISTS (SELECT 1 FROM archived_subjects y WHERE y.subject_id = r.id)
               AND j.subject_id = r.id AND j.status < 300 AND j.seq = (
          SELECT min(seq) FROM journal WHERE subject_id = r.id AND status < 300)
       WHERE r.card_id = (SELECT card_id FROM lots WHERE id = ${lot_id}) AND r.status = 'succeeded' AND r.id > ${after}
       ORDER BY r.id LIMIT ${PAGE + 1}`
export type SheetPartRow = {
  id: string
  refund_id: string
  amount_fen: number
  route: 'original' | 'bank'
  state: string
  created_at: Instant
  ended_at: Instant | null
  cause: Cause
  ground: string
  basis: Basis | null
  decided_by: DecidedBy | null
  requested_at: Instant
}
/** What went back, or is on its way, of the lot. */
export const readLotRefundParts = (lot_id: string) =>
  sql<SheetPartRow>`SELECT p.id, p.refund_id, p.amount_fen, p.route, p.state, p.created_at, p.ended_at, r.cause, r.ground, r.basis,
             r.decided_by, r.requested_at
        FROM refund_parts p JOIN refunds r ON r.id = p.refund_id WHERE p.lot_id = ${lot_id} ORDER BY p.id`
