import type { Elsewhere, OpenLine, OpenMovement } from '../breaks/rules'
import { type LocalDate, plusDays } from '../kernel/time'
import { type IdRow, type RowsRead, type Statement, sql } from '../platform/d1'
import type { AccountFacts } from './account-rules'

/** Merchants with a custody account, a page of them in the order of ids. */
export const merchantPageQuery = (after: string, limit: number): Statement =>
  sql`(SELECT id FROM merchants WHERE custody_account_no IS NOT NULL AND id > ${after} ORDER BY id LIMIT ${limit})`

const CLOSED: Statement = { text: "('matched', 'baseline', 'resolved')", values: [] }
/** The shop whose instruction line `l` names, whoever's account it stands on; null where the instruction is not ours. */
const OWNER: Statement = {
  text: `(SELECT coalesce((SELECT o.merchant_id FROM payouts o WHERE o.id = 'pyo_' || b.k),
      (SELECT r.merchant_id FROM refund_parts r WHERE r.id = 'rfp_' || b.k), (SELECT s.merchant_id FROM settlements s WHERE s.id = b.k))
    FROM (SELECT replace(replace(replace(replace(l.match_key, 'return:', ''), '-fund', ''), '-back', ''), '-fee', '') AS k) b)`.replace(
    /\s*\n\s*/g,
    ' ',
  ),
  values: [],
}

/** A line counts with the statement that tells it: its balance has it, whatever day the line is dated. */
const isTold = (as_of: LocalDate): Statement =>
  sql`EXISTS (SELECT 1 FROM bank_statements s WHERE s.account_no = l.account_no AND s.statement_id = l.statement_id
                 AND s.replaced_by IS NULL AND s.to_on <= ${as_of})`
type OpenLineRow = {
  seq: number
  merchant_id: string
  booked_on: LocalDate
  amount_fen: number
  match_key: string | null
  bank_reference: string | null
  is_reversal: number
  is_charge: number
  batch_count: number | null
  remittance: string | null
  owner_id: string | null
  owner_name: string | null
  merchant_name: string
  has_twin: number
  elsewhere: string | null
}
const readOpenLines = (page: Statement, as_of: LocalDate) =>
  sql<OpenLineRow>`SELECT l.seq, l.merchant_id, l.booked_on, l.amount_fen, l.match_key, l.bank_reference, l.is_reversal, l.is_charge,
             l.batch_count, l.remittance, ${OWNER} AS owner_id,
             (SELECT o.name FROM merchants o WHERE o.id = ${OWNER}) AS owner_name,
             (SELECT o.name FROM merchants o WHERE o.id = l.merchant_id) AS merchant_name,
             (EXISTS (SELECT 1 FROM bank_movements m WHERE m.match_key = l.match_key AND m.merchant_id = l.merchant_id
                         AND m.state IN ${CLOSED})
              OR EXISTS (SELECT 1 FROM bank_lines k WHERE k.match_key = l.match_key AND k.merchant_id = l.merchant_id
                            AND k.state IN ${CLOSED})) AS has_twin,
             (SELECT json_object('merchant_id', m.merchant_id, 'amount_fen', sum(m.amount_fen),
                                 'versions', json_group_array(m.account_version))
                FROM bank_movements m WHERE m.match_key = l.match_key AND m.merchant_id <> l.merchant_id
                 AND m.state = 'open' GROUP BY m.merchant_id LIMIT 1) AS elsewhere
        FROM bank_lines l WHERE l.merchant_id IN ${page} AND l.state = 'open'
         AND (l.booked_on <= ${as_of} OR ${isTold(as_of)}) ORDER BY l.seq`
type OpenMovementRow = {
  merchant_id: string
  account_version: number
  match_key: string
  reason: string
  amount_fen: number
  day: LocalDate
  has_twin: number
  is_told_elsewhere: number
  was_told: number
}
const readOpenMovements = (page: Statement, as_of: LocalDate) =>
  sql<OpenMovementRow>`SELECT m.merchant_id, m.account_version, m.match_key, m.reason, m.amount_fen, m.day,
             EXISTS (SELECT 1 FROM bank_movements k WHERE k.match_key = m.match_key AND k.reason = m.reason
                        AND k.merchant_id = m.merchant_id AND k.state IN ${CLOSED}) AS has_twin,
             EXISTS (SELECT 1 FROM bank_lines l WHERE l.match_key = m.match_key AND l.merchant_id <> m.merchant_id
                        AND l.state = 'open' AND l.booked_on <= ${as_of}) AS is_told_elsewhere,
             EXISTS (SELECT 1 FROM bank_statements s WHERE s.merchant_id = m.merchant_id AND s.to_on >= m.day
                        AND s.from_on <= m.day AND s.to_on <= ${as_of} AND s.replaced_by IS NULL) AS was_told
        FROM bank_movements m WHERE m.merchant_id IN ${page} AND m.state = 'open' AND m.day <= ${as_of}
       ORDER BY m.merchant_id, m.account_version`

/** How many statements back the chain of balances is checked anew on every run. */
const STATEMENTS_SEEN = 12
type ChainRow = {
  merchant_id: string
  sequence: number | null
  from_on: LocalDate
  to_on: LocalDate
  opening_fen: number
  closing_fen: number
  first_on: LocalDate
}
const readChain = (page: Statement, as_of: LocalDate) =>
  sql<ChainRow>`WITH m AS MATERIALIZED (SELECT p.id, (SELECT min(f.from_on) FROM bank_statements f
               WHERE f.merchant_id = p.id AND f.replaced_by IS NULL AND f.to_on <= ${as_of}) AS first_on FROM ${page} p)
      SELECT s.merchant_id, s.sequence, s.from_on, s.to_on, s.opening_fen, s.closing_fen, m.first_on
        FROM m CROSS JOIN bank_statements s ON s.seq IN (
               SELECT n.seq FROM bank_statements n WHERE n.merchant_id = m.id AND n.replaced_by IS NULL AND n.to_on <= ${as_of}
                ORDER BY n.to_on DESC, n.seq DESC LIMIT ${STATEMENTS_SEEN})
       ORDER BY m.id, s.to_on, s.seq`
type MovedRow = { merchant_id: string; day: LocalDate; fen: number; internal_fen: number }
/** Entries that resolve breaks count from the moment they are there, as their breaks are gone from then on. */
const readMoved = (page: Statement, as_of: LocalDate) =>
  sql<MovedRow>`SELECT merchant_id, day, sum(iif(state = 'internal', 0, amount_fen)) AS fen,
             sum(iif(state = 'internal', amount_fen, 0)) AS internal_fen FROM bank_movements
       WHERE merchant_id IN ${page} AND (day <= ${as_of} OR state = 'internal')
       GROUP BY merchant_id, day ORDER BY merchant_id, day`
type StandingRow = {
  id: string
  subject: string
  merchant_id: string
  day: LocalDate
  difference_fen: number
}
const readStanding = (page: Statement) =>
  sql<StandingRow>`SELECT id, subject, merchant_id, day, difference_fen FROM bank_breaks
       WHERE merchant_id IN ${page} AND state IN ('open', 'proposed') AND leg = 'bank'`
type ResolvedControlRow = { subject: string }
const readResolvedControls = (page: Statement) =>
  sql<ResolvedControlRow>`SELECT subject FROM bank_breaks WHERE merchant_id IN ${page} AND state = 'resolved' AND class = 'B12'`
type MissingDayRow = { day: LocalDate }
const readMissingDays = (as_of: LocalDate) =>
  sql<MissingDayRow>`SELECT day FROM bank_days WHERE has_file = 0 AND day <= ${as_of}`

/**
 * Accounts left out of a file that came, as of the newest days and of those that are known to be silent: each is a break
 * at once, running numbers or not.
 */
const DAYS_SEEN = 12
type UntoldRow = { merchant_id: string; day: LocalDate }
const readUntold = (page: Statement, as_of: LocalDate) =>
  sql<UntoldRow>`SELECT m.id AS merchant_id, d.day FROM merchants m JOIN bank_days d ON d.has_file = 1 AND d.day <= ${as_of}
         AND (d.day > ${plusDays(as_of, -DAYS_SEEN)} OR d.day IN (SELECT b.day FROM bank_breaks b
               WHERE b.merchant_id = m.id AND b.subject = 'ns:' || m.id || ':' || b.day AND b.state IN ('open', 'proposed')))
       WHERE m.id IN ${page} AND date(m.admitted_at, '+8 hours') <= d.day
         AND NOT EXISTS (SELECT 1 FROM bank_statements s WHERE s.merchant_id = m.id AND s.replaced_by IS NULL
                            AND s.to_on >= d.day AND s.from_on <= d.day)
       ORDER BY m.id, d.day`

/** A page of accounts, and what is known of each as of a day. */
export const readPage = (page: Statement, as_of: LocalDate) => ({
  merchants: sql<IdRow>`SELECT id FROM ${page} ORDER BY id`,
  lines: readOpenLines(page, as_of),
  movements: readOpenMovements(page, as_of),
  chain: readChain(page, as_of),
  moved: readMoved(page, as_of),
  standing: readStanding(page),
  resolved: readResolvedControls(page),
  missing: readMissingDays(as_of),
  untold: readUntold(page, as_of),
})
export type PageRows = RowsRead<ReturnType<typeof readPage>>
/** The accounts of a page, each with what is known of it. */
export function accountsFrom(rows: PageRows, as_of: LocalDate): AccountFacts[] {
  const missing_days = new Set(rows.missing.map(({ day }) => day))
  const resolved = new Set(rows.resolved.map(({ subject }) => subject))
  return rows.merchants.map(({ id: merchant_id }) => {
    const of = <T extends { merchant_id: string }>(list: readonly T[]): T[] =>
      list.filter((row) => row.merchant_id === merchant_id)
    const chain = of(rows.chain)
    const moved = of(rows.moved)
    const last_on = chain.at(-1)?.to_on ?? ''
    return {
      merchant_id,
      as_of,
      lines: of(rows.lines).map(lineFrom),
      movements: of(rows.movements).map(movementFrom),
      statements: chain,
      is_from_the_start: chain.length < STATEMENTS_SEEN,
      first_on: chain[0]?.first_on ?? null,
      moved: new Map(moved.map(({ day, fen }) => [day, fen])),
      missing_days,
      untold_days: of(rows.untold).map(({ day }) => day),
      ledger_fen: moved.reduce(
        (sum, { day, fen, internal_fen }) => sum + internal_fen + (day <= last_on ? fen : 0),
        0,
      ),
      open: of(rows.standing),
      resolved,
    }
  })
}

const strangerFrom = (row: OpenLineRow): OpenLine['stranger'] =>
  row.owner_id === null || row.owner_id === row.merchant_id
    ? null
    : { merchant_id: row.owner_id, name: String(row.owner_name), here: row.merchant_name }
const lineFrom = (row: OpenLineRow): OpenLine => ({
  ...row,
  is_reversal: row.is_reversal === 1,
  is_charge: row.is_charge === 1,
  is_ours: row.owner_id !== null,
  stranger: strangerFrom(row),
  has_twin: row.has_twin === 1,
  elsewhere: row.elsewhere === null ? null : (JSON.parse(row.elsewhere) as Elsewhere),
})
const movementFrom = (row: OpenMovementRow): OpenMovement => ({
  ...row,
  has_twin: row.has_twin === 1,
  is_told_elsewhere: row.is_told_elsewhere === 1,
  was_told: row.was_told === 1,
})
