import { isGuardianCondition } from '../cards/guardians'
import type { LotShare } from '../cards/holding'
import { type CardWithLotsRow, cardFrom, readCard, type StoredCard } from '../cards/store'
import { dayStart, type Instant, type LocalDate, plusDays } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { PlaceColumns } from '../redemptions/place'
import { claimLimitsOn } from './limits'
import type { BookingTerms, HoldKind, HoldStatus, RecordedAs } from './rules'

export type ResolvedBy = 'holder' | 'silence' | 'shop' | 'no_show' | 'decision' | 'clock'
export type HoldRow = {
  id: string
  kind: HoldKind
  card_id: string
  merchant_id: string
  started_by: string
  unit: 'fen' | 'visit'
  units: number
  item_id: string | null
  label: string
  note: string | null
  list_value_fen: number
  held_fen: number
  shares: string
  status: HoldStatus
  confirm_by: Instant | null
  /** The last day the calendar covered when `confirm_by` was counted, where that lies beyond; null: all was known. */
  provisional_after: LocalDate | null
  starts_at: Instant | null
  expires_at: Instant | null
  no_show_bp: number
  free_cancel_until: Instant | null
  contest_reason: string | null
  contest_note: string | null
  contested_at: Instant | null
  resolved_by: ResolvedBy | null
  resolved_reason: string | null
  resolved_at: Instant | null
  captured_units: number | null
  redemption_id: string | null
  /** At which shop of the merchant; null: nobody said. */
  shop_id: string | null
  /** What the shop recorded without the holder's word: how much of it, in cash, by whom, since when. */
  recorded_as: RecordedAs | null
  recorded_units: number | null
  recorded_fen: number | null
  recorded_by: string | null
  recorded_at: Instant | null
  /** The event whose message tells the holder of what waits for them. */
  telling_event_id: string | null
  created_at: Instant
  version: number
}
/** A hold as its readers find it: with its shop, its place and whose card it is. */
export type HoldDetailRow = HoldRow & {
  merchant_name: string
  shop_name: string | null
  district: string
  sector: string
  consumer_id: string
  escrow_fen: number
  /** Since when they can know (`NOTIFIED_AT`); null: not yet, or not while their phone is lost. */
  told_at: Instant | null
}
export const holdShares = (hold: Pick<HoldRow, 'shares'>): LotShare[] =>
  JSON.parse(hold.shares) as LotShare[]

/**
 * From when the holder of card `c` can be said to know of hold `h`: since the message went out; not while the card is
 * reported lost, nor any card of theirs with a lost phone, and anew since that was lifted. Null: they cannot know.
 */
export const NOTIFIED_AT = sql`(SELECT iif(EXISTS (SELECT 1 FROM cards f WHERE f.consumer_id = c.consumer_id AND f.status = 'frozen'
                                                AND (f.id = c.id OR f.frozen_reason = 'lost_phone')), NULL,
                               max(n.sent_at, coalesce((SELECT max(v.at) FROM events v
                                 WHERE v.consumer_id = c.consumer_id AND v.type = 'card.unfrozen'), '')))
                           FROM sent_notices n WHERE n.event_id = h.telling_event_id)`

const seen = sql`SELECT h.*, m.name AS merchant_name, b.name AS shop_name, m.district, m.sector, c.consumer_id,
                        ${NOTIFIED_AT} AS told_at,
                        coalesce(e.balance_fen, 0) AS escrow_fen
                   FROM holds h JOIN merchants m ON m.id = h.merchant_id JOIN cards c ON c.id = h.card_id
                   LEFT JOIN shops b ON b.id = h.shop_id
                   LEFT JOIN ledger_accounts e ON e.id = 'escrow:' || h.card_id`
/** Whose holds the asker may see: their own card's, their shop's, their jurisdiction's. */
export const mayReadHold = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'consumer' THEN c.consumer_id = ${who.subject_id} AND h.created_at > coalesce(c.transferred_at, '')
        WHEN 'staff' THEN h.merchant_id = ${who.merchant_id}
        WHEN 'regulator' THEN m.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)
        ELSE 0 END`
/** The same, and the guardian of the holder, who may object and no more. */
export const maySeeHold = (who: Who): Statement =>
  sql`(${mayReadHold(who)} OR ${isGuardianCondition(sql`c.consumer_id`, who.subject_id)})`
export const readHolds = (where: Statement) => sql<HoldDetailRow>`${seen} WHERE ${where}`
/** The card behind a hold, read beside it. */
export const readHeldCard = (hold_id: string) =>
  readCard(sql`id = (SELECT card_id FROM holds WHERE id = ${hold_id})`)

/** A card to hold units of, with its shop and what its limits need. */
export type HoldStart = PlaceColumns & {
  merchant_name: string
  district: string
  sector: string
  sales_held_at: Instant | null
  escrow_fen: number
  /** Of what is on the card: in question by an open complaint, so that no claim may take it. */
  kept_fen: number
  open_claims: number
  claims_today: number
  open_bookings: number
  /** What the shop started by itself today, and what its customers did on the days that count as usual. */
  day_count: number
  day_fen: number
  usual_count: number
  usual_fen: number
  /** What the contract behind each lot says of bookings. */
  terms: Record<string, BookingTerms>
  card: StoredCard
}
type StartRow = CardWithLotsRow & Omit<HoldStart, 'card' | 'terms'> & { terms: string }
export function readStart(where: Statement, on: LocalDate, place: Statement) {
  const first = plusDays(on, -claimLimitsOn(on).a_shop.usual_days)
  const usual = sql`merchant_id = m.id AND day >= ${first} AND day < ${on}`
  return sql<StartRow>`SELECT c.*, m.name AS merchant_name, m.district, m.sector, m.sales_held_at,
             coalesce(e.balance_fen, 0) AS escrow_fen,
             coalesce((SELECT sum(z.kept_fen) FROM complaint_freezes z WHERE z.card_id = c.id), 0) AS kept_fen,
             (SELECT count(*) FROM holds WHERE card_id = c.id AND kind = 'claim'
                 AND status IN ('held', 'contested')) AS open_claims,
             (SELECT count(*) FROM holds WHERE card_id = c.id AND kind = 'claim'
                 AND created_at >= ${dayStart(on)}) AS claims_today,
             (SELECT count(*) FROM holds WHERE card_id = c.id AND kind = 'booking' AND status = 'held') AS open_bookings,
             coalesce(t.count, 0) AS day_count, coalesce(t.fen, 0) AS day_fen,
             coalesce((SELECT sum(uses_count) FROM merchant_days WHERE ${usual}), 0)
               - coalesce((SELECT sum(count) FROM claim_days WHERE ${usual}), 0) AS usual_count,
             coalesce((SELECT sum(released_fen) FROM merchant_days WHERE ${usual}), 0)
               - coalesce((SELECT sum(fen) FROM claim_days WHERE ${usual}), 0) AS usual_fen,
             (SELECT json_group_object(l.id, json_object('no_show_bp', o.no_show_bp,
                                                         'free_cancel_hours', o.free_cancel_hours))
                FROM lots l JOIN offers o ON o.id = l.offer_id WHERE l.card_id = c.id) AS terms,
             ${place}
        FROM cards_with_lots c JOIN merchants m ON m.id = c.merchant_id
        LEFT JOIN claim_days t ON t.merchant_id = m.id AND t.day = ${on}
        LEFT JOIN ledger_accounts e ON e.id = 'escrow:' || c.id
       WHERE ${where}`
}
export const startFrom = (row: StartRow): HoldStart => ({
  ...row,
  terms: JSON.parse(row.terms) as HoldStart['terms'],
  card: cardFrom(row),
})

type CardPriceListRow = { price_list: string }
/** The price lists of the contracts behind a card's usable lots. */
export const readCardPriceLists = (card_id: string, on: LocalDate) =>
  sql<CardPriceListRow>`SELECT k.price_list FROM lots l JOIN contracts k ON k.hash = l.contract_hash
       WHERE l.card_id = ${card_id} AND l.used_units < l.face_units AND l.refund_id IS NULL
         AND l.starts_on <= ${on} AND (l.ends_on IS NULL OR l.ends_on >= ${on})`

export const insertHold = (h: HoldRow): Statement =>
  sql`INSERT INTO holds (id, kind, card_id, merchant_id, started_by, unit, units, item_id, label, note, list_value_fen,
                         held_fen, shares, confirm_by, starts_at, expires_at, no_show_bp, free_cancel_until, created_at,
                         shop_id, telling_event_id, provisional_after)
      VALUES (${h.id}, ${h.kind}, ${h.card_id}, ${h.merchant_id}, ${h.started_by}, ${h.unit}, ${h.units}, ${h.item_id},
              ${h.label}, ${h.note}, ${h.list_value_fen}, ${h.held_fen}, ${h.shares}, ${h.confirm_by}, ${h.starts_at},
              ${h.expires_at}, ${h.no_show_bp}, ${h.free_cancel_until}, ${h.created_at}, ${h.shop_id},
              ${h.telling_event_id}, ${h.provisional_after})`

/** Writes what became of a hold. It resolves once, whoever comes first (trigger). */
export const updateHold = (h: HoldRow): Statement =>
  sql`UPDATE holds SET status = ${h.status}, contest_reason = ${h.contest_reason}, contest_note = ${h.contest_note},
             contested_at = ${h.contested_at}, resolved_by = ${h.resolved_by}, resolved_reason = ${h.resolved_reason},
             resolved_at = ${h.resolved_at}, captured_units = ${h.captured_units}, redemption_id = ${h.redemption_id},
             version = ${h.version + 1}
       WHERE id = ${h.id}`

/** The shop says what became of a booking: once, and from then on only that much is tied (trigger). */
export const recordHoldStatement = (h: HoldRow): Statement =>
  sql`UPDATE holds SET recorded_as = ${h.recorded_as}, recorded_units = ${h.recorded_units},
             recorded_fen = ${h.recorded_fen}, recorded_by = ${h.recorded_by}, recorded_at = ${h.recorded_at},
             shares = ${h.shares}, confirm_by = ${h.confirm_by}, provisional_after = ${h.provisional_after},
             telling_event_id = ${h.telling_event_id},
             version = ${h.version + 1}
       WHERE id = ${h.id}`

/** Writes down until when its holder may speak, counted anew by a calendar that reaches further. */
export const updateSilence = (h: HoldRow): Statement =>
  sql`UPDATE holds SET confirm_by = ${h.confirm_by}, provisional_after = ${h.provisional_after},
             version = ${h.version + 1}
       WHERE id = ${h.id}`

/** Counts a claim against the shop's day; too many, or too much, is refused by the row itself. */
export const countClaim = (of: {
  merchant_id: string
  on: LocalDate
  fen: number
  count_max: number
  fen_max: number
}): Statement =>
  sql`INSERT INTO claim_days (merchant_id, day, count, fen, count_max, fen_max)
      VALUES (${of.merchant_id}, ${of.on}, 1, ${of.fen}, ${of.count_max}, ${of.fen_max})
      ON CONFLICT (merchant_id, day) DO UPDATE
        SET count = count + 1, fen = fen + excluded.fen, count_max = excluded.count_max, fen_max = excluded.fen_max`
