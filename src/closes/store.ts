import { dayStart, type Instant, type LocalDate, plusDays } from '../kernel/time'
import { archivedBalanceColumn } from '../ledger/archived'
import { type Statement, sql } from '../platform/d1'
import type { CoverageFacts, CoverageRow } from './rules'
import type { CloseBody, Sums } from './sums'

/** A day's close as its table has it: its sums so far are JSON. */
export type StoredClose = {
  day: LocalDate
  phase: 'requiring' | 'resourcing' | 'hashing' | 'sealed'
  at_key: string
  rows_hash: string
  sums: string
  previous_hash: string | null
  content_hash: string | null
  body: string | null
  began_at: Instant
  sealed_at: Instant | null
  /** The newest statement that was there when the close began; closes of before do not say. */
  told_seq: number | null
  version: number
}
/** A close with its newest amendment (`AMENDMENT`), JSON. */
export type ClosedRow = StoredClose & { amendment: string | null }
export type CloseRow = Omit<StoredClose, 'sums'> & {
  /** Sums of the rows hashed so far. */
  sums: Partial<Sums>
  amendment?: string | null
}
export const closeFrom = (row: StoredClose & { amendment?: string | null }): CloseRow => ({
  ...row,
  sums: JSON.parse(row.sums) as Partial<Sums>,
})

/** A row of a close with what an amendment says instead (`inForce`), JSON. */
export type InForceRow = CoverageRow & { amended: string | null }
export function coverageFrom({ amended, ...sealed }: InForceRow): CoverageRow {
  return withSides(amended === null ? sealed : (JSON.parse(amended) as CoverageRow))
}
type Sided = CoverageFacts & Pick<CoverageRow, 'form' | 'suspense_fen' | 'breaks_fen'>
/** A row of before has one figure for what came in and went out: it stands on the side that it is on. */
export const withSides = <R extends Sided>(row: R): R =>
  row.form === 2
    ? row
    : {
        ...row,
        suspense_in_fen: Math.max(row.suspense_fen, 0),
        suspense_out_fen: Math.min(row.suspense_fen, 0),
        breaks_in_fen: Math.max(row.breaks_fen, 0),
        breaks_out_fen: Math.min(row.breaks_fen, 0),
      }
/** A close, and the hash of the one before it. */
export type CloseInTurnRow = StoredClose & { before_hash: string | null }
export const readClose = (day: LocalDate) =>
  sql<CloseInTurnRow>`SELECT c.*, (SELECT p.content_hash FROM bank_closes p WHERE p.day < c.day AND p.phase = 'sealed'
                    ORDER BY p.day DESC LIMIT 1) AS before_hash FROM bank_closes c WHERE c.day = ${day}`

/** The first moment after a day. */
export const dayEnd = (day: LocalDate): Instant => dayStart(plusDays(day, 1))

/**
 * What an account held at the end of a day, from its entries, or by what moved out where that was all; whatever came later
 * changes nothing about it.
 */
export const balanceAtColumn = (account: Statement, end: Instant): Statement =>
  sql`coalesce((SELECT e.balance_after_fen FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
                 WHERE e.account_id = ${account} AND t.created_at < ${end}
                 ORDER BY e.account_version DESC LIMIT 1), ${archivedBalanceColumn(account)})`
/**
 * A later day of which something moved out: what an account held at the end of `day` can then no longer be told from what
 * is left here.
 */
export const readMovedOut = (day: LocalDate) =>
  sql<{
    day: LocalDate
  }>`SELECT s.day FROM archive_segments s WHERE s.phase = 'cleared' AND s.day > ${day} LIMIT 1`
const owedTo = (card: Statement, end: Instant): Statement =>
  sql`(${balanceAtColumn(sql`'escrow:' || ${card}`, end)} + ${balanceAtColumn(sql`'held:' || ${card}`, end)}
       + ${balanceAtColumn(sql`'refunding:' || ${card}`, end)} + ${balanceAtColumn(sql`'disputed:' || ${card}`, end)})`

export const cardPageQuery = (after: string, limit: number): Statement =>
  sql`(SELECT id, merchant_id FROM cards WHERE id > ${after} ORDER BY id LIMIT ${limit})`
/** Adds what a page of cards is owed to its merchants' rows. */
export const requireCardsStatement = (day: LocalDate, page: Statement): Statement =>
  sql`INSERT INTO bank_coverage (day, merchant_id, district, form, requirement_fen, cards_count)
      SELECT ${day}, o.merchant_id, m.district, 2, sum(o.fen), sum(o.fen > 0)
        FROM (SELECT c.merchant_id, ${owedTo(sql`c.id`, dayEnd(day))} AS fen FROM ${page} c) o
        JOIN merchants m ON m.id = o.merchant_id WHERE true GROUP BY o.merchant_id
      ON CONFLICT (day, merchant_id) DO UPDATE
        SET form = 2, requirement_fen = bank_coverage.requirement_fen + excluded.requirement_fen,
            cards_count = bank_coverage.cards_count + excluded.cards_count`

/** What each card of a merchant was owed at the end of a day: the same figures, card by card; what is in dispute is held. */
type CardsAtRow = {
  card_id: string
  escrow_fen: number
  held_fen: number
  refunding_fen: number
}
export const readCardsAt = (of: {
  merchant_id: string
  day: LocalDate
  after: string
  limit: number
}) =>
  sql<CardsAtRow>`SELECT c.id AS card_id, ${balanceAtColumn(sql`'escrow:' || c.id`, dayEnd(of.day))} AS escrow_fen,
             ${balanceAtColumn(sql`'held:' || c.id`, dayEnd(of.day))}
               + ${balanceAtColumn(sql`'disputed:' || c.id`, dayEnd(of.day))} AS held_fen,
             ${balanceAtColumn(sql`'refunding:' || c.id`, dayEnd(of.day))} AS refunding_fen
        FROM cards c WHERE c.merchant_id = ${of.merchant_id} AND c.id > ${of.after}
       ORDER BY c.id LIMIT ${of.limit}`

/** Breaks `b` that stood at the end of a day: one that was resolved since then stood, too. */
const standingAt = (day: LocalDate): Statement =>
  sql`b.day <= ${day} AND (b.state IN ('open', 'proposed') OR (b.state = 'resolved' AND b.resolved_at >= ${dayEnd(day)}))`

/** What the statement of the day shows as paid under our own instruction, to the fen, and the ledger booked later. */
const paidAt = (day: LocalDate, what: 'payouts' | 'refund_parts'): Statement => {
  const booked = (reason: string) =>
    sql`EXISTS (SELECT 1 FROM ledger_transfers t WHERE t.subject_id = o.id AND t.reason = ${reason} AND t.created_at < ${dayEnd(day)})`
  const [table, reason] =
    what === 'payouts'
      ? [sql`payouts o ON o.id = 'pyo_' || l.match_key`, 'payout_paid']
      : [
          sql`refund_parts o ON o.id = 'rfp_' || l.match_key AND o.route = 'bank'`,
          'refund_succeeded',
        ]
  return sql`coalesce((SELECT sum(fen) FROM (
      SELECT DISTINCT o.id, o.amount_fen AS fen FROM bank_lines l JOIN ${table}
       WHERE l.merchant_id = m.id AND l.booked_on = ${day} AND l.state <> 'withdrawn' AND l.is_reversal = 0
         AND l.amount_fen = -o.amount_fen AND o.merchant_id = m.id AND o.created_at < ${dayEnd(day)}
         AND NOT ${booked(reason)})), 0)`
}
/** What the provider paid out for refunds of money that custody had received, and custody has not made good. */
const providerOwedAt = (end: Instant): Statement =>
  sql`coalesce((SELECT sum(p.amount_fen) FROM refund_parts p
                 WHERE p.merchant_id = m.id AND p.route = 'original' AND p.state = 'succeeded'
                   AND coalesce(p.funded_at, '9999') >= ${end} AND p.ended_at < ${end}
                   AND EXISTS (SELECT 1 FROM settlement_items i JOIN settlements s ON s.id = i.settlement_id
                                WHERE i.purchase_id = p.purchase_id AND s.settled_at < ${end})), 0)`
/** Differences of the breaks `b` of merchant `m` that are on one side, its own and those told on another account. */
const breaksOn = (side: Statement, standing: Statement): Statement =>
  sql`coalesce((SELECT sum(b.difference_fen) FROM bank_breaks b
                 WHERE b.merchant_id = m.id AND ${standing} AND b.difference_fen ${side}), 0)
      + coalesce((SELECT sum(b.other_difference_fen) FROM bank_breaks b
                   WHERE b.other_merchant_id = m.id AND ${standing} AND b.other_difference_fen ${side}), 0)`
const IN: Statement = { text: '> 0', values: [] }
const OUT: Statement = { text: '< 0', values: [] }

/** Every figure but the bank's and the cards', in the order in which a row takes them. */
const FIGURES = [
  'bank_fen',
  'custody_fen',
  'payable_fen',
  'paying_fen',
  'deposit_fen',
  'fees_held_fen',
  'suspense_in_fen',
  'suspense_out_fen',
  'advance_fen',
  'provider_owed_fen',
  'claims_fen',
  'paid_cards_fen',
  'paid_shop_fen',
  'due_fen',
  'breaks_count',
  'breaks_in_fen',
  'breaks_out_fen',
] as const satisfies readonly (keyof CoverageRow)[]
const COLUMNS: Statement = { text: FIGURES.join(', '), values: [] }
const TAKEN: Statement = {
  text: FIGURES.map((name) => `${name} = excluded.${name}`).join(', '),
  values: [],
}

type FiguresRow = Pick<CoverageRow, 'merchant_id' | 'district' | (typeof FIGURES)[number]>
/** What stands behind a page of merchants: the bank's word, the ledger's, and the breaks between them. */
export function readFigures(day: LocalDate, page: Statement) {
  const end = dayEnd(day)
  const at = (kind: string) => balanceAtColumn(sql`${kind} || ':' || m.id`, end)
  const standing = sql`b.leg = 'bank' AND ${standingAt(day)}`
  return sql<FiguresRow>`SELECT m.id AS merchant_id, m.district,
             (SELECT s.closing_fen FROM bank_statements s WHERE s.merchant_id = m.id AND s.to_on = ${day}
                 AND s.replaced_by IS NULL ORDER BY s.seq DESC LIMIT 1) AS bank_fen,
             -${at('custody')} AS custody_fen, ${at('payable')} AS payable_fen, ${at('paying')} AS paying_fen,
             ${at('deposit')} AS deposit_fen,
             coalesce((SELECT sum(s.fee_fen) FROM settlements s
                        WHERE s.merchant_id = m.id AND s.fee_charged_at < ${end}
                          AND (s.fee_taken_at IS NULL OR s.fee_taken_at >= ${end})), 0) AS fees_held_fen,
             ${at('suspense-in')} + max(${at('suspense')}, 0) AS suspense_in_fen,
             ${at('suspense-out')} + min(${at('suspense')}, 0) AS suspense_out_fen,
             -${at('advance')} AS advance_fen, ${providerOwedAt(end)} AS provider_owed_fen, ${at('claims')} AS claims_fen,
             ${paidAt(day, 'refund_parts')} AS paid_cards_fen, ${paidAt(day, 'payouts')} AS paid_shop_fen,
             coalesce((SELECT -sum(b.difference_fen) FROM bank_breaks b WHERE b.merchant_id = m.id AND ${standing}
                          AND b.class = 'B7' AND b.difference_fen < 0 AND b.lines = '[]'), 0) AS due_fen,
             (SELECT count(*) FROM bank_breaks b WHERE b.merchant_id = m.id AND ${standing}) AS breaks_count,
             ${breaksOn(IN, standing)} AS breaks_in_fen, ${breaksOn(OUT, standing)} AS breaks_out_fen
        FROM merchants m WHERE m.id IN (SELECT id FROM ${page}) AND m.admitted_at < ${end}`
}
export const resourceMerchantsStatement = (day: LocalDate, page: Statement): Statement =>
  sql`INSERT INTO bank_coverage (day, form, merchant_id, district, ${COLUMNS})
      SELECT ${day}, 2, f.merchant_id, f.district, ${COLUMNS} FROM (${readFigures(day, page)}) f WHERE true
      ON CONFLICT (day, merchant_id) DO UPDATE SET form = 2, ${TAKEN}`

/** A row `k` of a close, with what the newest amendment of the day says instead. */
export const inForce: Statement = sql`k.*, (SELECT a.row FROM bank_amended_rows a
  WHERE a.day = k.day AND a.merchant_id = k.merchant_id ORDER BY a.revision DESC LIMIT 1) AS amended`

export const readStandingClasses = (day: LocalDate) =>
  sql<
    CloseBody['breaks'][number]
  >`SELECT b.class, count(*) AS count, sum(max(b.difference_fen, 0) + max(b.other_difference_fen, 0)) AS in_fen,
             sum(min(b.difference_fen, 0) + min(b.other_difference_fen, 0)) AS out_fen
        FROM bank_breaks b WHERE ${standingAt(day)} GROUP BY b.class ORDER BY b.class`
export const readRowsAfter = (day: LocalDate, after: string, limit: number) =>
  sql<CoverageRow>`SELECT * FROM bank_coverage WHERE day = ${day} AND merchant_id > ${after} ORDER BY merchant_id LIMIT ${limit}`
export const idsAfterQuery = (day: LocalDate, after: string, limit: number): Statement =>
  sql`SELECT merchant_id FROM bank_coverage WHERE day = ${day} AND merchant_id > ${after} ORDER BY merchant_id LIMIT ${limit}`

/** The newest amended close of a close `c`, whole, and when it was sealed. */
export const AMENDMENT: Statement = sql`(SELECT json_object('sealed_at', a.sealed_at, 'content_hash', a.content_hash, 'body', json(a.body))
  FROM bank_amended_closes a WHERE a.day = c.day ORDER BY a.revision DESC LIMIT 1) AS amendment`
