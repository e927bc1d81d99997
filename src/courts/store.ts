import { isSamePersonCondition } from '../identity/persons'
import type { Instant, LocalDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { CourtDeduction, CourtOrder } from './rules'

export type CourtOrderRow = CourtOrder & {
  merchant_name: string
  /** Asked for by deductions that are open, and not on its way. */
  asked_fen: number
  filed_by_name: string | null
  confirmed_by_name: string | null
  /** Whether the asker is the person who filed it; who filed its release. */
  is_own: number
  is_own_lifting: number
}
export type CourtDeductionRow = CourtDeduction & {
  filed_by_name: string | null
  agreed_by_name: string | null
  is_own: number
}
const nameOf = (id: Statement): Statement => sql`(SELECT name FROM officials WHERE id = ${id})`

/** The shop's own, those of an official's districts, or all. */
export const readCourtOrders = (who: Who, where: Statement) =>
  sql<CourtOrderRow>`SELECT o.*, m.name AS merchant_name,
             coalesce((SELECT sum(d.amount_fen - d.paid_fen) FROM court_deductions d
               WHERE d.order_id = o.id AND d.ended_at IS NULL), 0) AS asked_fen,
             ${nameOf(sql`o.filed_by`)} AS filed_by_name, ${nameOf(sql`o.confirmed_by`)} AS confirmed_by_name,
             ${isSamePersonCondition(sql`o.filed_by`, who.subject_id)} AS is_own,
             ${isSamePersonCondition(sql`o.lifting_asked_by`, who.subject_id)} AS is_own_lifting
        FROM court_orders o JOIN merchants m ON m.id = o.merchant_id WHERE ${mayReadMerchant(who)} AND ${where}`

export const readCourtDeductions = (who: Who, where: Statement) =>
  sql<CourtDeductionRow>`SELECT d.*, ${nameOf(sql`d.filed_by`)} AS filed_by_name, ${nameOf(sql`d.agreed_by`)} AS agreed_by_name,
             ${isSamePersonCondition(sql`d.filed_by`, who.subject_id)} AS is_own
        FROM court_deductions d JOIN merchants m ON m.id = d.merchant_id WHERE ${mayReadMerchant(who)} AND ${where}`

/** What orders in force hold of what is payable to a merchant: each its sum less what went to courts. Whole fen. */
export const frozenByCourtsColumn = (merchant_id: Statement, today: LocalDate): Statement =>
  sql`coalesce((SELECT sum(w.amount_fen - w.paid_fen) FROM court_orders w
        WHERE w.merchant_id = ${merchant_id} AND w.ended_at IS NULL AND w.until_on >= ${today}), 0)`

/** What orders that came before the one of deduction `d` hold. Whole fen. */
export const heldBeforeColumn = (today: LocalDate): Statement =>
  sql`coalesce((SELECT sum(b.amount_fen - b.paid_fen) FROM court_orders b
        WHERE b.merchant_id = d.merchant_id AND b.id < d.order_id AND b.ended_at IS NULL AND b.until_on >= ${today}), 0)`

/** A deduction that may be paid today, and what orders that came before its own hold. */
type DueDeductionRow = CourtDeduction & { before_fen: number }
export const readDueDeductions = (today: LocalDate, where: Statement) =>
  sql<DueDeductionRow>`SELECT d.*, ${heldBeforeColumn(today)} AS before_fen
        FROM court_deductions d JOIN court_orders w ON w.id = d.order_id
       WHERE d.agreed_at IS NOT NULL AND d.ended_at IS NULL AND d.paid_fen < d.amount_fen
         AND w.ended_at IS NULL AND w.until_on >= ${today} AND ${where}`

/** Papers of courts that wait for a colleague: to be checked, lifted by, or agreed to. */
export const readCourtPapersWaiting = (today: LocalDate) =>
  sql<{
    count: number
  }>`SELECT (SELECT count(*) FROM court_orders w WHERE w.until_on >= ${today} AND w.ended_at IS NULL
               AND (w.confirmed_at IS NULL OR w.lifting_asked_at IS NOT NULL))
           + (SELECT count(*) FROM court_deductions d WHERE d.agreed_at IS NULL AND d.ended_at IS NULL) AS count`

export const insertCourtOrder = (o: CourtOrder): Statement =>
  sql`INSERT INTO court_orders (id, merchant_id, court, case_no, document_no, basis, amount_fen, until_on, filed_by, filed_at)
      VALUES (${o.id}, ${o.merchant_id}, ${o.court}, ${o.case_no}, ${o.document_no}, ${o.basis}, ${o.amount_fen}, ${o.until_on},
              ${o.filed_by}, ${o.filed_at})`
export const updateCourtOrder = (o: CourtOrder): Statement =>
  sql`UPDATE court_orders SET until_on = ${o.until_on}, confirmed_by = ${o.confirmed_by}, confirmed_at = ${o.confirmed_at},
             renewed_by = ${o.renewed_by}, renewed_at = ${o.renewed_at}, renewal_no = ${o.renewal_no}, lifting_no = ${o.lifting_no},
             lifting_asked_by = ${o.lifting_asked_by}, lifting_asked_at = ${o.lifting_asked_at}, ended_for = ${o.ended_for},
             ended_by = ${o.ended_by}, ended_at = ${o.ended_at}, version = ${o.version}
       WHERE id = ${o.id}`
export const insertCourtDeduction = (d: CourtDeduction): Statement =>
  sql`INSERT INTO court_deductions (id, order_id, merchant_id, document_no, amount_fen, to_holder, to_account_no, to_account_mask,
                                    filed_by, filed_at)
      VALUES (${d.id}, ${d.order_id}, ${d.merchant_id}, ${d.document_no}, ${d.amount_fen}, ${d.to_holder}, ${d.to_account_no},
              ${d.to_account_mask}, ${d.filed_by}, ${d.filed_at})`
export const updateCourtDeduction = (d: CourtDeduction): Statement =>
  sql`UPDATE court_deductions SET agreed_by = ${d.agreed_by}, agreed_at = ${d.agreed_at}, ended_for = ${d.ended_for},
             ended_by = ${d.ended_by}, ended_at = ${d.ended_at}, version = ${d.version}
       WHERE id = ${d.id}`

type Paid = { deduction_id: string; amount_fen: number }
/** So much is on its way to the court, under the deduction and its order; the tables hold both to their sums. */
export const courtPaidStatements = ({ deduction_id, amount_fen }: Paid): Statement[] => [
  sql`UPDATE court_deductions SET paid_fen = paid_fen + ${amount_fen}, version = version + 1 WHERE id = ${deduction_id}`,
  sql`UPDATE court_orders SET paid_fen = paid_fen + ${amount_fen}, version = version + 1
       WHERE id = (SELECT order_id FROM court_deductions WHERE id = ${deduction_id})`,
]
/** It came back: frozen again while its order is in force. The account is not tried a second time. */
export const courtFailedStatements = ({
  deduction_id,
  amount_fen,
  at,
}: Paid & { at: Instant }): Statement[] => [
  sql`UPDATE court_deductions SET paid_fen = paid_fen - ${amount_fen}, ended_for = coalesce(ended_for, 'account_failed'),
             ended_at = coalesce(ended_at, ${at}), version = version + 1 WHERE id = ${deduction_id}`,
  sql`UPDATE court_orders SET paid_fen = paid_fen - ${amount_fen}, version = version + 1
       WHERE id = (SELECT order_id FROM court_deductions WHERE id = ${deduction_id})`,
]
