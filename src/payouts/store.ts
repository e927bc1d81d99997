import { frozenByCourtsColumn, heldBeforeColumn } from '../courts/store'
import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { HOLD_FACTS, STOPPED } from './hold'
import type { Change, PayoutKind, PayoutPlan, PayoutState, Till } from './rules'

export type PayoutRow = PayoutPlan & {
  id: string
  merchant_id: string
  kind: PayoutKind
  day: LocalDate
  custody_account_no: string
  to_account_no: string
  to_account_mask: string
  to_account_version: number
  to_holder: string
  state: PayoutState
  bank_ref: string | null
  reason: string | null
  created_at: Instant
  sent_at: Instant | null
  paid_at: Instant | null
  ended_at: Instant | null
  next_check_at: Instant | null
  /** To a court under this deduction, and not to the shop. */
  court_deduction_id: string | null
  version: number
}

/**
 * A merchant at the moment of a payout: its balances, its payouts so far, and where its money goes. Custody is
 * what the bank holds for it and its customers: fees that still lie there are somebody else's, a deposit waits for
 * the shop's end, and what lies in suspense is nobody's yet.
 */
export type TillRow = Till & {
  id: string
  name: string
  level: string
  sales_held_at: Instant | null
  owed_fen: number
  paying_fen: number
  custody_account_no: string | null
  settlement_account_no: string
  settlement_account_mask: string
  settlement_account_version: number
}

const balance = (
  account: 'payable' | 'paying' | 'custody' | 'advance' | 'deposit' | 'suspense-in',
): Statement =>
  sql`coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = ${account} || ':' || m.id), 0)`
/** Failures of the account as it stands now, since it last worked. */
const failed = (what: Statement): Statement =>
  sql`(SELECT ${what} FROM payouts f
        WHERE f.merchant_id = m.id AND f.state IN ('rejected', 'returned')
          AND f.to_account_version = m.settlement_account_version
          AND f.id > coalesce((SELECT max(id) FROM payouts w WHERE w.merchant_id = m.id AND w.state = 'paid'
                             AND w.court_deduction_id IS NULL), ''))`
const covered = sql`coalesce((SELECT max(covers_to_version) FROM payouts c WHERE c.merchant_id = m.id), 0)`
/** What the last payout left behind of what it covered. */
const reservedBefore = sql`coalesce((SELECT l.reserved_fen FROM payouts l WHERE l.merchant_id = m.id
  ORDER BY l.covers_to_version DESC LIMIT 1), 0)`
const word = (text: string): Statement => ({ text, values: [] })

/**
 * Kept back for holders: what the shop earned of payments that are disputed, what it owes after lost ones, and what open
 * complaints are about.
 */
const questioned = sql`(coalesce((SELECT sum(d.reserved_fen + d.claim_fen - d.collected_fen) FROM disputes d
  WHERE d.merchant_id = m.id AND (d.outcome IS NULL OR d.claim_fen > d.collected_fen)), 0)
  + coalesce((SELECT sum(z.reserved_fen) FROM complaint_freezes z WHERE z.merchant_id = m.id), 0))`
/** The same, and what courts hold. */
const reserved = (today: LocalDate): Statement =>
  sql`(${frozenByCourtsColumn(sql`m.id`, today)} + ${questioned})`

/** The first entry since the last payout that a marked use made and nothing gave back: payouts stop before it. */
const withheldFrom = sql`(SELECT min(e.account_version) FROM insider_marks k
    JOIN ledger_transfers t ON t.subject_id = k.redemption_id
    JOIN ledger_entries e ON e.transfer_id = t.id AND e.account_id = 'payable:' || m.id
   WHERE k.merchant_id = m.id AND k.withheld_until IS NOT NULL AND k.ended_at IS NULL AND e.account_version > ${covered}
     AND k.fen > coalesce((SELECT sum(returned_fen) FROM done_corrections WHERE redemption_id = k.redemption_id), 0))`
const beforeWithheld = sql`coalesce((SELECT sum(e.amount_fen) FROM ledger_entries e JOIN ledger_transfers l ON l.id = e.transfer_id
   WHERE e.account_id = 'payable:' || m.id AND e.account_version > ${covered} AND e.account_version < ${withheldFrom}
     AND l.reason <> 'payout_created'), 0)`

export const readTill = (merchant_id: Statement, today: LocalDate) =>
  sql<TillRow>`SELECT m.id, m.name, m.level, m.admitted_at, m.sales_held_at, m.payouts_held_at,
             m.custody_account_no, m.settlement_account_no,
             m.settlement_account_mask, m.settlement_account_version, t.owed_fen,
             ${HOLD_FACTS},
             ${balance('payable')} AS payable_fen, ${balance('paying')} AS paying_fen,
             -${balance('custody')} - t.fees_held_fen - max(t.provider_owed_fen, 0)
               - ${balance('deposit')} - ${balance('suspense-in')} AS custody_fen,
             -${balance('advance')} AS outstanding_fen,
             coalesce((SELECT version FROM ledger_accounts WHERE id = 'payable:' || m.id), 0) AS payable_version,
             ${covered} AS covered_version,
             ${earned} AS earned_fen,
             (SELECT coalesce(sum(returned_fen), 0) FROM corrections
               WHERE merchant_id = m.id AND status = 'awaiting_funds') AS waiting_fen,
             ${reserved(today)} AS reserved_fen, ${frozenByCourtsColumn(sql`m.id`, today)} AS frozen_fen,
             ${reservedBefore} AS reserved_before_fen,
             ${withheldFrom} AS withheld_from_version, ${beforeWithheld} AS before_withheld_fen,
             (SELECT count(*) FROM payouts o WHERE o.merchant_id = m.id AND o.state IN ('created', 'unclear', 'sent')) AS open_count,
             ${failed(word('count(*)'))} AS failures, ${failed(word('max(f.ended_at)'))} AS last_failed_at,
             (SELECT count(*) FROM payouts d WHERE d.merchant_id = m.id AND d.day = ${today} AND d.kind = 'on_demand'
                 AND d.court_deduction_id IS NULL) AS on_demand_today
        FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id WHERE m.id = ${merchant_id}`

/** Uses less corrections and fees since the last payout; what payouts and advances moved is no income. */
const earned = sql`iif(${balance('advance')} = 0, 0, coalesce((
  SELECT sum(e.amount_fen) FROM ledger_entries e JOIN ledger_transfers l ON l.id = e.transfer_id
   WHERE e.account_id = 'payable:' || m.id AND e.account_version > ${covered}
     AND l.reason NOT IN ('payout_created', 'payout_rejected', 'payout_returned', 'advance_granted')), 0))`

type DueMerchantRow = { merchant_id: string; payouts_today: number }
/**
 * Merchants the clock may pay now: something is payable, custody holds it, nothing is under way, no holder waits
 * for money, and the account did not fail today or three times. Walks payable accounts only, in the order of ids.
 */
export const listDueMerchants = (of: {
  today: LocalDate
  day_start: Instant
  failures_max: number
  limit: number
  and: Statement
}) =>
  sql<DueMerchantRow>`SELECT m.id AS merchant_id,
             (SELECT count(*) FROM payouts d WHERE d.merchant_id = m.id AND d.day = ${of.today}) AS payouts_today
        FROM ledger_accounts p
        CROSS JOIN merchants m ON m.id = substr(p.id, 9)
        CROSS JOIN merchant_totals t ON t.merchant_id = m.id
        CROSS JOIN ledger_accounts c ON c.id = 'custody:' || m.id
       WHERE p.id >= 'payable:' AND p.id < 'payable;' AND p.balance_fen > 0 AND p.balance_fen > ${reserved(of.today)}
         AND m.admitted_at IS NOT NULL AND NOT (${STOPPED})
         AND -c.balance_fen - t.fees_held_fen - max(t.provider_owed_fen, 0) - ${balance('deposit')} - ${balance('suspense-in')}
           >= p.balance_fen - ${reserved(of.today)}
         AND NOT EXISTS (SELECT 1 FROM payouts o WHERE o.merchant_id = m.id AND o.state IN ('created', 'unclear', 'sent'))
         AND NOT EXISTS (SELECT 1 FROM corrections k WHERE k.merchant_id = m.id AND k.status = 'awaiting_funds')
         AND ${failed(word('count(*)'))} < ${of.failures_max}
         AND coalesce(${failed(word('max(f.ended_at)'))}, '') < ${of.day_start}
         AND (${withheldFrom} IS NULL OR (${beforeWithheld} + ${reservedBefore} BETWEEN ${reserved(of.today)} + 1 AND p.balance_fen
                                           AND ${withheldFrom} - 1 > ${covered} AND ${balance('advance')} = 0))
         AND ${of.and}
       ORDER BY p.id LIMIT ${of.limit}`

/**
 * Whether the shop of deduction `d` has something for it now: payable beyond what is in question and what earlier orders
 * hold, in custody, and nothing of what makes any payout wait. Otherwise it is not tried in vain.
 */
export const payableForCourtCondition = (today: LocalDate): Statement => {
  const kept = sql`${questioned} + ${heldBeforeColumn(today)}`
  return sql`EXISTS (SELECT 1 FROM merchants m
        JOIN ledger_accounts p ON p.id = 'payable:' || m.id
        JOIN ledger_accounts c ON c.id = 'custody:' || m.id
        JOIN merchant_totals t ON t.merchant_id = m.id
       WHERE m.id = d.merchant_id AND p.balance_fen > ${kept} AND NOT (${STOPPED})
         AND -c.balance_fen - t.fees_held_fen - max(t.provider_owed_fen, 0) - ${balance('deposit')} - ${balance('suspense-in')}
           >= min(p.balance_fen - ${kept}, d.amount_fen - d.paid_fen)
         AND NOT EXISTS (SELECT 1 FROM payouts o WHERE o.merchant_id = m.id AND o.state IN ('created', 'unclear', 'sent'))
         AND NOT EXISTS (SELECT 1 FROM corrections k WHERE k.merchant_id = m.id AND k.status = 'awaiting_funds')
         AND ${withheldFrom} IS NULL)`
}

export const listDuePayouts = (of: { now: Instant; limit: number; and: Statement }) =>
  sql<PayoutRow>`SELECT o.* FROM payouts o WHERE o.next_check_at <= ${of.now} AND ${of.and}
         AND (o.state <> 'created' OR NOT EXISTS (
               SELECT 1 FROM merchants m WHERE m.id = o.merchant_id AND (${STOPPED})))
       ORDER BY o.next_check_at, o.id LIMIT ${of.limit}`

type NewPayout = Omit<
  PayoutRow,
  'state' | 'bank_ref' | 'reason' | 'sent_at' | 'paid_at' | 'ended_at' | 'version'
>
export const insertPayout = (p: NewPayout): Statement =>
  sql`INSERT INTO payouts (id, merchant_id, kind, day, amount_fen, advance_repaid_fen,
                           reserved_before_fen, reserved_fen, covers_from_version,
                           covers_to_version, custody_account_no, to_account_no, to_account_mask, to_account_version,
                           to_holder, court_deduction_id, created_at, next_check_at)
      VALUES (${p.id}, ${p.merchant_id}, ${p.kind}, ${p.day}, ${p.amount_fen}, ${p.advance_repaid_fen},
              ${p.reserved_before_fen}, ${p.reserved_fen},
              ${p.covers_from_version}, ${p.covers_to_version}, ${p.custody_account_no}, ${p.to_account_no},
              ${p.to_account_mask}, ${p.to_account_version}, ${p.to_holder}, ${p.court_deduction_id}, ${p.created_at}, ${p.next_check_at})`

export const updatePayout = (
  p: PayoutRow,
  to: Omit<Change, 'move'> & { bank_ref: string | null; reason: string | null },
): Statement =>
  sql`UPDATE payouts
         SET state = ${to.state}, bank_ref = ${to.bank_ref}, reason = ${to.reason}, sent_at = ${to.sent_at},
             paid_at = ${to.paid_at}, ended_at = ${to.ended_at}, next_check_at = ${to.next_check_at},
             version = ${p.version + 1}
       WHERE id = ${p.id}`

/** Of many payouts: when each is asked about again. Aborts when one of them has another version by now. */
export const putOffStatement = (
  payouts: readonly Pick<PayoutRow, 'id' | 'version' | 'next_check_at'>[],
): Statement => {
  const by_id = payouts.map(({ id, version, next_check_at }) => [id, { version, next_check_at }])
  const said = JSON.stringify(Object.fromEntries(by_id))
  return sql`UPDATE payouts SET next_check_at = ${said} -> id ->> 'next_check_at', version = (${said} -> id ->> 'version') + 1
              WHERE id IN (SELECT key FROM json_each(${said}))`
}

/** A shop sees its own payouts, the bank and the operator see all. */
export const readPayouts = (who: Who, where: Statement) =>
  sql<PayoutRow>`SELECT o.* FROM payouts o
       WHERE CASE (SELECT kind FROM ${who.session})
               WHEN 'staff' THEN o.merchant_id = ${who.merchant_id}
               WHEN 'app' THEN o.merchant_id = ${who.merchant_id}
               WHEN 'bank' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END
         AND ${where}`
