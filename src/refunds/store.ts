import { isGuardianCondition } from '../cards/guardians'
import { type CardWithLotsRow, cardFrom, type StoredCard } from '../cards/store'
import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type SealedColumn, type SealedRow, type Statement, sql } from '../platform/d1'
import type { Cause } from '../reckoning/facts'
import type { Route } from './route'
import type { Basis, RefundStatus } from './rules'
import { type UsedColumn, type UsedFacts, usedColumn, usedFrom } from './used'

export type RefundOrigin = 'holder' | 'closure' | 'expiry' | 'incident'
export type DecidedBy = 'law' | 'shop' | 'silence' | 'mediator' | 'deadline' | 'holder'
type RefundRow = {
  id: string
  card_id: string
  merchant_id: string
  consumer_id: string
  origin: RefundOrigin
  origin_id: string | null
  cause: Cause
  ground: string
  note: string | null
  status: RefundStatus
  basis: Basis | null
  undisputed_fen: number
  disputed_fen: number
  awarded_fen: number | null
  /** What went to the shop in the end. */
  difference_fen: number
  /** Only so much is there for this refund by now, the shop having an advance out; null: all of it. */
  cap_fen: number | null
  quote: string
  terminated_on: LocalDate
  requested_at: Instant
  contest_by: Instant | null
  /** The last day the calendar covered when `contest_by` was counted, where that lies beyond; null: all was known. */
  provisional_after: LocalDate | null
  escalates_at: Instant | null
  decide_by: Instant | null
  contested_at: Instant | null
  contest_reason: string | null
  contest_proof: string | null
  escalated_at: Instant | null
  decided_at: Instant | null
  decided_by: DecidedBy | null
  decided_reason: string | null
  account_sealed: string | null
  account_mask: string | null
  account_holder: string | null
  done_at: Instant | null
  version: number
}
type PartState = 'created' | 'awaiting_account' | 'sent' | 'succeeded' | 'failed' | 'withdrawn'
export type PartRow = {
  id: string
  refund_id: string
  lot_id: string
  card_id: string
  merchant_id: string
  purchase_id: string
  amount_fen: number
  route: Route
  state: PartState
  provider_ref: string | null
  reason: string | null
  instead_of: string | null
  tries: number
  next_check_at: Instant | null
  funded_at: Instant | null
  unfunded_at: Instant | null
  created_at: Instant
  sent_at: Instant | null
  ended_at: Instant | null
  version: number
  /** Since when whoever was told of it has not answered, and since when a person looks at it; as `readRefunds` reads it. */
  unclear_since?: Instant | null
  escalated_at?: Instant | null
}
/** A refund with its shop and every part so far, in one row. */
export type RefundDetail = RefundRow & {
  merchant_name: string
  district: string
  sector: string
  parts: PartRow[]
}
export type RefundDetailRow = Omit<RefundDetail, 'parts'> & { parts: string }
export const refundFrom = (row: RefundDetailRow): RefundDetail => ({
  ...row,
  parts: JSON.parse(row.parts) as PartRow[],
})

const PARTS = sql`(SELECT json_group_array(json_object('id', p.id, 'refund_id', p.refund_id, 'lot_id', p.lot_id,
  'card_id', p.card_id, 'merchant_id', p.merchant_id, 'purchase_id', p.purchase_id, 'amount_fen', p.amount_fen,
  'route', p.route, 'state', p.state, 'provider_ref', p.provider_ref, 'reason', p.reason, 'instead_of', p.instead_of,
  'tries', p.tries, 'next_check_at', p.next_check_at, 'funded_at', p.funded_at, 'unfunded_at', p.unfunded_at,
  'created_at', p.created_at, 'sent_at', p.sent_at, 'ended_at', p.ended_at, 'version', p.version,
  'unclear_since', p.unclear_since, 'escalated_at', p.escalated_at))
  FROM (SELECT q.*, i.unclear_since, i.escalated_at FROM refund_parts q
          LEFT JOIN instructions i ON i.id = substr(q.id, 5) WHERE q.refund_id = r.id ORDER BY q.id) p)`
export const readRefunds = (where: Statement) =>
  sql<RefundDetailRow>`SELECT r.*, m.name AS merchant_name, m.district, m.sector, ${PARTS} AS parts
        FROM refunds r JOIN merchants m ON m.id = r.merchant_id WHERE ${where}`

/** Whose refunds the asker may see: their own, their shop's, their jurisdiction's, the bank's all. */
export const mayReadRefund = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'consumer' THEN r.consumer_id = ${who.subject_id} OR ${isGuardianCondition(sql`r.consumer_id`, who.subject_id)}
        WHEN 'staff' THEN r.merchant_id = ${who.merchant_id}
        WHEN 'regulator' THEN m.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)
        WHEN 'bank' THEN 1
        ELSE 0 END`

/** How many wait for an answer of their shop, of those the asker may see. */
export const countAsked = (who: Who) =>
  sql<{
    asked_count: number
  }>`SELECT count(*) AS asked_count FROM refunds r JOIN merchants m ON m.id = r.merchant_id
       WHERE r.status = 'asked' AND ${mayReadRefund(who)}`

/** A card (c) of the asker's, or of somebody whose guardian they are. */
export const isOwnOrGuarded = (who: Who): Statement =>
  sql`(c.consumer_id = ${who.subject_id} OR ${isGuardianCondition(sql`c.consumer_id`, who.subject_id)})`

export type LotPayment = { purchase_id: string; payer_id: string }
/** A card as a refund of it is decided on: its contract's cooling-off, its payments, who came with a period card. */
export type RefundableCard = {
  card: StoredCard
  merchant_name: string
  district: string
  sector: string
  /** By lot: its payment, and who made it. */
  purchases: Record<string, LotPayment>
  used: UsedFacts
  /** What is on record about the shop: nobody has to prove it, and the shop is not asked. */
  grounds: { ground: string; until: LocalDate }[]
}
export type RefundableRow = CardWithLotsRow &
  UsedColumn &
  Pick<RefundableCard, 'merchant_name' | 'district' | 'sector'> & {
    purchases: string
    grounds: string
  }
export const readRefundable = (where: Statement) =>
  sql<RefundableRow>`SELECT c.*, m.name AS merchant_name, m.district, m.sector,
             (SELECT json_group_object(l.id, json_object('purchase_id', l.purchase_id, 'payer_id', u.consumer_id))
                FROM lots l JOIN purchases u ON u.id = l.purchase_id WHERE l.card_id = c.id) AS purchases,
             ${usedColumn},
             (SELECT json_group_array(json_object('ground', ground, 'until', until)) FROM (
                SELECT ground, leave_by AS until FROM leave_grounds WHERE card_id = c.id
                UNION
                SELECT 'shop_closed', '9999-12-31' FROM shop_endings
                 WHERE merchant_id = c.merchant_id AND is_certain)) AS grounds
        FROM cards_with_lots c JOIN merchants m ON m.id = c.merchant_id WHERE ${where}`
export const refundableFrom = (row: RefundableRow): RefundableCard => ({
  ...row,
  card: cardFrom(row),
  purchases: JSON.parse(row.purchases) as RefundableCard['purchases'],
  used: usedFrom(row),
  grounds: JSON.parse(row.grounds) as RefundableCard['grounds'],
})

export const insertRefund = (r: RefundRow): Statement =>
  sql`INSERT INTO refunds (id, card_id, merchant_id, consumer_id, origin, origin_id, cause, ground, note, status, basis,
                           undisputed_fen, disputed_fen, cap_fen, quote, terminated_on, requested_at, contest_by, escalates_at,
                           decide_by, decided_at, decided_by, done_at, provisional_after)
      VALUES (${r.id}, ${r.card_id}, ${r.merchant_id}, ${r.consumer_id}, ${r.origin}, ${r.origin_id}, ${r.cause},
              ${r.ground}, ${r.note}, ${r.status}, ${r.basis}, ${r.undisputed_fen}, ${r.disputed_fen}, ${r.cap_fen}, ${r.quote},
              ${r.terminated_on}, ${r.requested_at}, ${r.contest_by}, ${r.escalates_at}, ${r.decide_by},
              ${r.decided_at}, ${r.decided_by}, ${r.done_at}, ${r.provisional_after})`

/** Writes what became of a refund; whoever read it earlier decides again (trigger). */
export const updateRefund = (r: RefundRow): Statement =>
  sql`UPDATE refunds SET status = ${r.status}, basis = ${r.basis}, awarded_fen = ${r.awarded_fen},
             difference_fen = ${r.difference_fen},
             contested_at = ${r.contested_at}, contest_reason = ${r.contest_reason}, contest_proof = ${r.contest_proof},
             escalated_at = ${r.escalated_at}, decided_at = ${r.decided_at}, decided_by = ${r.decided_by},
             decided_reason = ${r.decided_reason}, account_sealed = ${r.account_sealed},
             account_mask = ${r.account_mask}, account_holder = ${r.account_holder}, done_at = ${r.done_at},
             version = ${r.version + 1}
       WHERE id = ${r.id}`

/** Writes down until when the shop may contest, counted anew by a calendar that reaches further. */
export const updateContest = (r: RefundRow): Statement =>
  sql`UPDATE refunds SET contest_by = ${r.contest_by}, provisional_after = ${r.provisional_after},
             version = ${r.version + 1}
       WHERE id = ${r.id}`

export const insertPart = (p: PartRow): Statement =>
  sql`INSERT INTO refund_parts (id, refund_id, lot_id, card_id, merchant_id, purchase_id, amount_fen, route, state,
                                instead_of, next_check_at, created_at)
      VALUES (${p.id}, ${p.refund_id}, ${p.lot_id}, ${p.card_id}, ${p.merchant_id}, ${p.purchase_id}, ${p.amount_fen},
              ${p.route}, ${p.state}, ${p.instead_of}, ${p.next_check_at}, ${p.created_at})`

/** Writes what became of a part; it ends once (trigger). */
export const updatePart = (p: PartRow): Statement =>
  sql`UPDATE refund_parts SET state = ${p.state}, provider_ref = ${p.provider_ref}, reason = ${p.reason},
             tries = ${p.tries}, next_check_at = ${p.next_check_at}, funded_at = ${p.funded_at},
             unfunded_at = ${p.unfunded_at}, sent_at = ${p.sent_at}, ended_at = ${p.ended_at}, version = ${p.version + 1}
       WHERE id = ${p.id}`

/** On its way: neither arrived nor given up. */
export const isPending = ({ state }: Pick<PartRow, 'state'>): boolean =>
  state === 'created' || state === 'awaiting_account' || state === 'sent'
export function pendingByLot(parts: readonly PartRow[]): Map<string, number> {
  const pending = new Map<string, number>()
  for (const part of parts.filter(isPending))
    pending.set(part.lot_id, (pending.get(part.lot_id) ?? 0) + part.amount_fen)
  return pending
}

/** What waits for the holder to say where it should go. */
export const waitingForAccount = ({ parts }: Pick<RefundDetail, 'parts'>): number =>
  parts
    .filter(({ state }) => state === 'awaiting_account')
    .reduce((sum, { amount_fen }) => sum + amount_fen, 0)

/** The refunds of an account that ends go on under the other one of the same person, as they stand. */
export const joinRefundsStatement = (of: { from_id: string; into_id: string }): Statement =>
  sql`UPDATE refunds SET consumer_id = ${of.into_id}, version = version + 1 WHERE consumer_id = ${of.from_id}`
/**
 * What is still open of an inherited card's refunds is the heir's: whatever is paid from now on goes to an account of theirs,
 * not to one that the earlier holder named.
 */
export const inheritRefundsStatement = (
  card_id: string,
  of: { from_id: string; to_id: string },
): Statement =>
  sql`UPDATE refunds SET consumer_id = ${of.to_id}, version = version + 1,
             account_sealed = iif(status = 'done', account_sealed, NULL), account_mask = iif(status = 'done', account_mask, NULL),
             account_holder = iif(status = 'done', account_holder, NULL)
       WHERE card_id = ${card_id} AND consumer_id = ${of.from_id}`

/**
 * What of part `p` had reached its holder before a moment, in whole fen: what it is now, less what the ledger says since
 * then. What is long over may have moved out of the ledger; what came since is here.
 */
export const refundedUntilColumn = (end: Instant): Statement =>
  sql`(iif(p.state = 'succeeded', p.amount_fen, 0)
       - coalesce((SELECT sum(iif(t.reason = 'refund_succeeded', t.amount_fen, -t.amount_fen)) FROM ledger_transfers t
                    WHERE t.subject_id = p.id AND t.reason IN ('refund_succeeded', 'refund_came_back')
                      AND t.created_at >= ${end}), 0))`

// — what is sealed —

export const REFUND_ACCOUNT = 'refunds.account_sealed'
export const REFUND_HOLDER = 'refunds.account_holder'
/** A holder's own bank account and the name it is in: each opens in its column and its refund alone. */
export const refundPlace = (column: string, refund_id: string): string => `${column}|${refund_id}`

export const REFUND_SEALS: readonly SealedColumn[] = [
  {
    name: REFUND_ACCOUNT,
    purpose: REFUND_ACCOUNT,
    placeOf: (id) => refundPlace(REFUND_ACCOUNT, id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, account_sealed AS sealed FROM refunds
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE refunds SET account_sealed = ${after}, version = version + 1
          WHERE id = ${id} AND account_sealed = ${before}`,
  },
  {
    name: REFUND_HOLDER,
    purpose: REFUND_HOLDER,
    placeOf: (id) => refundPlace(REFUND_HOLDER, id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, account_holder AS sealed FROM refunds
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE refunds SET account_holder = ${after}, version = version + 1
          WHERE id = ${id} AND account_holder = ${before}`,
  },
]
