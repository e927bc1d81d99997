import { type Instant, type LocalDate, plusDays, startOfDay } from '../kernel/time'
import { type Row, type Statement, sql } from '../platform/d1'
import type { CoverageRow, Totals } from './close-rules'

export type CloseRow = {
  day: LocalDate
  phase: 'requiring' | 'resourcing' | 'hashing' | 'sealed'
  at_key: string
  rows_hash: string
  previous_hash: string | null
  content_hash: string | null
  body: string | null
  began_at: Instant
  sealed_at: Instant | null
  version: number
}
export const closeFrom = (row: Row): CloseRow => row as unknown as CloseRow
export const coverageFrom = (row: Row): CoverageRow => row as unknown as CoverageRow
export const readClose = (day: LocalDate): Statement =>
  sql`SELECT c.*, (SELECT p.content_hash FROM bank_closes p WHERE p.day < c.day AND p.phase = 'sealed'
                    ORDER BY p.day DESC LIMIT 1) AS before_hash FROM bank_closes c WHERE c.day = ${day}`

/** The first moment after a day. */
export const endOf = (day: LocalDate): Instant => startOfDay(plusDays(day, 1))

/** What an account held at the end of a day, from its entries; whatever came later changes nothing about it. */
export const balanceAt = (account: Statement, end: Instant): Statement =>
  sql`coalesce((SELECT e.balance_after_fen FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
                 WHERE e.account_id = ${account} AND t.created_at < ${end}
                 ORDER BY e.account_version DESC LIMIT 1), 0)`
const owedTo = (card: Statement, end: Instant): Statement =>
  sql`(${balanceAt(sql`'escrow:' || ${card}`, end)} + ${balanceAt(sql`'held:' || ${card}`, end)}
       + ${balanceAt(sql`'refunding:' || ${card}`, end)})`

export const pageOfCards = (after: string, limit: number): Statement =>
  sql`(SELECT id, merchant_id FROM cards WHERE id > ${after} ORDER BY id LIMIT ${limit})`
/** Adds what a page of cards is owed to its merchants' rows. */
export const requireCards = (day: LocalDate, page: Statement): Statement =>
  sql`INSERT INTO bank_coverage (day, merchant_id, district, requirement_fen, cards_count)
      SELECT ${day}, o.merchant_id, m.district, sum(o.fen), sum(o.fen > 0)
        FROM (SELECT c.merchant_id, ${owedTo(sql`c.id`, endOf(day))} AS fen FROM ${page} c) o
        JOIN merchants m ON m.id = o.merchant_id WHERE true GROUP BY o.merchant_id
      ON CONFLICT (day, merchant_id) DO UPDATE
        SET requirement_fen = bank_coverage.requirement_fen + excluded.requirement_fen,
            cards_count = bank_coverage.cards_count + excluded.cards_count`

/** What each card of a merchant was owed at the end of a day: the same figures, card by card. */
export const readCardsAt = (of: {
  merchant_id: string
  day: LocalDate
  after: string
  limit: number
}): Statement =>
  sql`SELECT c.id AS card_id, ${balanceAt(sql`'escrow:' || c.id`, endOf(of.day))} AS escrow_fen,
             ${balanceAt(sql`'held:' || c.id`, endOf(of.day))} AS held_fen,
             ${balanceAt(sql`'refunding:' || c.id`, endOf(of.day))} AS refunding_fen
        FROM cards c WHERE c.merchant_id = ${of.merchant_id} AND c.id > ${of.after}
       ORDER BY c.id LIMIT ${of.limit}`

/** Breaks `b` that stood at the end of a day: one that was resolved since then stood, too. */
const standingAt = (day: LocalDate): Statement =>
  sql`b.day <= ${day} AND (b.state IN ('open', 'proposed') OR (b.state = 'resolved' AND b.resolved_at >= ${endOf(day)}))`

/** What stands behind a page of merchants: the bank's word, the ledger's, and the breaks between them. */
export function resourceMerchants(day: LocalDate, page: Statement): Statement {
  const end = endOf(day)
  const at = (kind: string) => balanceAt(sql`${kind} || ':' || m.id`, end)
  const standing = sql`b.leg = 'bank' AND ${standingAt(day)}`
  return sql`INSERT INTO bank_coverage (day, merchant_id, district, bank_fen, custody_fen, payable_fen, paying_fen,
                  deposit_fen, fees_held_fen, suspense_fen, advance_fen, breaks_count, breaks_fen)
      SELECT ${day}, m.id, m.district,
             (SELECT s.closing_fen FROM bank_statements s WHERE s.merchant_id = m.id AND s.to_on = ${day}
                 AND s.replaced_by IS NULL ORDER BY s.seq DESC LIMIT 1),
             -${at('custody')}, ${at('payable')}, ${at('paying')}, ${at('deposit')},
             coalesce((SELECT sum(s.fee_fen) FROM settlements s
                        WHERE s.merchant_id = m.id AND s.fee_charged_at < ${end}
                          AND (s.fee_taken_at IS NULL OR s.fee_taken_at >= ${end})), 0),
             coalesce((SELECT sum(v.amount_fen) FROM bank_movements v
                        WHERE v.merchant_id = m.id AND v.state = 'internal' AND v.day <= ${day}), 0),
             -${at('advance')},
             (SELECT count(*) FROM bank_breaks b WHERE b.merchant_id = m.id AND ${standing}),
             coalesce((SELECT sum(b.difference_fen) FROM bank_breaks b WHERE b.merchant_id = m.id AND ${standing}), 0)
             + coalesce((SELECT sum(b.other_difference_fen) FROM bank_breaks b
                          WHERE b.other_merchant_id = m.id AND ${standing}), 0)
        FROM merchants m WHERE m.id IN (SELECT id FROM ${page})
      ON CONFLICT (day, merchant_id) DO UPDATE
        SET bank_fen = excluded.bank_fen, custody_fen = excluded.custody_fen, payable_fen = excluded.payable_fen,
            paying_fen = excluded.paying_fen, deposit_fen = excluded.deposit_fen, advance_fen = excluded.advance_fen,
            fees_held_fen = excluded.fees_held_fen, suspense_fen = excluded.suspense_fen,
            breaks_count = excluded.breaks_count, breaks_fen = excluded.breaks_fen`
}

const SUMS: Statement = {
  text: `count(*) AS merchants_count, count(bank_fen) AS stated_count, coalesce(sum(bank_fen), 0) AS bank_fen,
    coalesce(sum(cards_count), 0) AS cards_count, coalesce(sum(requirement_fen), 0) AS requirement_fen,
    coalesce(sum(custody_fen), 0) AS custody_fen, coalesce(sum(payable_fen), 0) AS payable_fen,
    coalesce(sum(paying_fen), 0) AS paying_fen, coalesce(sum(deposit_fen), 0) AS deposit_fen,
    coalesce(sum(fees_held_fen), 0) AS fees_held_fen, coalesce(sum(suspense_fen), 0) AS suspense_fen,
    coalesce(sum(advance_fen), 0) AS advance_fen, coalesce(sum(breaks_count), 0) AS breaks_count,
    coalesce(sum(breaks_fen), 0) AS breaks_fen`.replace(/\s*\n\s*/g, ' '),
  values: [],
}
export type SumRow = Totals & { district: string }
export const readTotals = (day: LocalDate): Statement =>
  sql`SELECT ${SUMS} FROM bank_coverage WHERE day = ${day}`
export const readDistricts = (day: LocalDate): Statement =>
  sql`SELECT district, ${SUMS} FROM bank_coverage WHERE day = ${day} GROUP BY district ORDER BY district`
export const readStandingClasses = (day: LocalDate): Statement =>
  sql`SELECT b.class, count(*) AS count, sum(b.difference_fen) + sum(b.other_difference_fen) AS difference_fen
        FROM bank_breaks b WHERE ${standingAt(day)} GROUP BY b.class ORDER BY b.class`
export const readRowsAfter = (day: LocalDate, after: string, limit: number): Statement =>
  sql`SELECT * FROM bank_coverage WHERE day = ${day} AND merchant_id > ${after} ORDER BY merchant_id LIMIT ${limit}`
