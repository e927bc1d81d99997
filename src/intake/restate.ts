import { type Statement, sql } from '../platform/d1'
import type { BankStatement } from '../statements/statement'
import { LINE_COLUMNS } from './line-rules'

/**
 * The bank tells statements anew: those that differ are replaced, and lines that it no longer tells, or tells of
 * another amount, are withdrawn; what they had matched is open again. Nothing is forgotten: both tellings stay, and
 * what two people resolved cannot be withdrawn (bank_line_is_resolved).
 */
export function restateStatements(
  file_id: string,
  told: readonly BankStatement[],
  source: Statement | null,
): Statement[] {
  const statements = JSON.stringify(
    told.map(({ account_no, statement_id, opening_fen, closing_fen, lines }) => ({
      account_no,
      statement_id,
      opening_fen,
      closing_fen,
      lines_count: lines.length,
    })),
  )
  const gone = withdrawn(statements, source)
  return [
    sql`UPDATE bank_statements SET replaced_by = ${file_id}
         WHERE replaced_by IS NULL AND EXISTS (
           SELECT 1 FROM json_each(${statements}) v
            WHERE v.value ->> 'account_no' = bank_statements.account_no
              AND v.value ->> 'statement_id' = bank_statements.statement_id
              AND (v.value ->> 'opening_fen' <> bank_statements.opening_fen
                   OR v.value ->> 'closing_fen' <> bank_statements.closing_fen
                   OR v.value ->> 'lines_count' <> bank_statements.lines_count
                   OR EXISTS (SELECT 1 FROM bank_lines l WHERE l.account_no = bank_statements.account_no
                                 AND l.statement_id = bank_statements.statement_id AND ${gone})))`,
    ...letGo(gone),
  ]
}

/**
 * What somebody brought of days that the bank now tells itself stands no more, and none of its lines do: the bank's own
 * telling takes their place in the same batch. What two people resolved is not among it.
 */
export function outrankStatements(file_id: string, brought: readonly Brought[]): Statement[] {
  if (brought.length === 0) return []
  const them = JSON.stringify(
    brought.map(({ account_no, statement_id }) => `${account_no}|${statement_id}`),
  )
  const among = (row: Statement) =>
    sql`${row}.account_no || '|' || ${row}.statement_id IN (SELECT value FROM json_each(${them}))`
  return [
    sql`UPDATE bank_statements AS s SET replaced_by = ${file_id}
         WHERE s.replaced_by IS NULL AND ${among(sql`s`)}`,
    ...letGo(sql`l.state <> 'withdrawn' AND ${among(sql`l`)}`),
  ]
}
type Brought = { account_no: string; statement_id: string }

/** Withdraws lines `l`; what they had matched is open again. */
function letGo(gone: Statement): Statement[] {
  const matches = sql`(SELECT l.match_id FROM bank_lines l WHERE l.match_id IS NOT NULL AND l.state = 'matched' AND ${gone})`
  return [
    sql`UPDATE bank_movements SET state = 'open', match_id = NULL, matched_on = NULL
         WHERE state = 'matched' AND match_id IN ${matches}`,
    sql`UPDATE bank_lines SET state = 'open', match_id = NULL, matched_on = NULL
         WHERE state = 'matched' AND match_id IN ${matches}`,
    sql`UPDATE bank_lines AS l SET state = 'withdrawn' WHERE ${gone}`,
  ]
}

const at = (column: (typeof LINE_COLUMNS)[number]): Statement => ({
  text: `n.value ->> ${LINE_COLUMNS.indexOf(column)}`,
  values: [],
})
/** Lines `l` of the statements told that the new telling does not have. */
const withdrawn = (statements: string, source: Statement | null): Statement =>
  sql`l.state <> 'withdrawn'
      AND l.account_no || '|' || l.statement_id IN (
        SELECT (v.value ->> 'account_no') || '|' || (v.value ->> 'statement_id') FROM json_each(${statements}) v)
      AND l.account_no || '|' || l.line_key || '|' || l.amount_fen || '|' || coalesce(l.match_key, '') NOT IN (
        SELECT (${at('account_no')}) || '|' || (${at('line_key')}) || '|' || (${at('amount_fen')})
               || '|' || coalesce(${at('match_key')}, '')
          FROM ${source ?? sql`json_each('[]')`} n)`
