import { hex } from '../environment/crypto'
import { readSamePerson } from '../identity/persons'
import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Fault } from '../statements/faults'
import type { BankStatement } from '../statements/statement'
import { type Standing, statementDays } from './given-rules'
import { LINE_COLUMNS, masked } from './line-rules'

export type FileRow = {
  id: string
  content_hash: string
  bytes_count: number
  source: 'bank' | 'upload'
  given_by: string
  statements_count: number
  lines_count: number
  /** How many of the lines were new; -1 until they are counted. */
  new_count: number
  held_count: number
  warnings: string
  imported_at: Instant
}
export type AccountRow = { merchant_id: string; account_no: string; opened_on: LocalDate }

/** What the bank itself sends after somebody had brought it and two had taken it back: the same bytes, a file again. */
export const AGAIN = ':again'
export type KnownRow = FileRow & { withdrawn_at: Instant | null }
export const readFileByHash = (content_hash: string) =>
  sql<KnownRow>`SELECT f.*, (SELECT w.withdrawn_at FROM bank_file_withdrawals w WHERE w.file_id = f.id) AS withdrawn_at
        FROM bank_files f WHERE f.content_hash IN (${content_hash}, ${content_hash + AGAIN}) ORDER BY f.id DESC LIMIT 1`
/** The last sealed day, and who brought this very file before, if the asker may be the same person. */
export type SealedRow = { day: LocalDate | null; given_by: string | null; is_same: number }
export const readSealed = (who: Who, content_hash: string) => {
  const first = sql`(SELECT given_by FROM bank_upload_claims WHERE content_hash = ${content_hash})`
  return sql<SealedRow>`SELECT (SELECT max(day) FROM closing_days WHERE is_sealed) AS day, ${first} AS given_by,
                    (${readSamePerson(who, first)}) AS is_same`
}
/**
 * For a file that somebody brings: what the bank itself told of days not sealed yet. For the bank's own: what somebody
 * brought lately, but for what two people resolved by it.
 */
export const readOtherStatements = (source: FileRow['source'], since: LocalDate) =>
  source === 'upload'
    ? sql<Standing>`SELECT s.account_no, s.statement_id, s.from_on, s.to_on
            FROM bank_statements s JOIN bank_files f ON f.id = s.file_id
           WHERE s.replaced_by IS NULL AND f.source = 'bank'
             AND s.to_on > coalesce((SELECT max(day) FROM closing_days WHERE is_sealed), '')`
    : sql<Standing>`SELECT s.account_no, s.statement_id, s.from_on, s.to_on
            FROM bank_files f CROSS JOIN bank_statements s ON s.file_id = f.id
           WHERE f.source = 'upload' AND s.replaced_by IS NULL AND s.to_on >= ${since}
             AND NOT EXISTS (SELECT 1 FROM bank_lines l WHERE l.account_no = s.account_no
                                AND l.statement_id = s.statement_id AND l.state = 'resolved')`
/** The bank itself sends what somebody had brought before: its days begin. */
export const beginDaysStatement = (file_id: string): Statement =>
  sql`UPDATE bank_days SET phase = iif(phase = 'expected', 'waiting', phase), has_file = 1, version = version + 1
       WHERE has_file = 0 AND day IN (SELECT s.to_on FROM bank_statements s WHERE s.file_id = ${file_id})`
export const claimUploadStatement = (content_hash: string, by: string, now: Instant): Statement =>
  sql`INSERT INTO bank_upload_claims (content_hash, given_by, given_at) VALUES (${content_hash}, ${by}, ${now})
      ON CONFLICT (content_hash) DO NOTHING`
/** Every custody account of the city: a file tells of all of them. */
export const readAccounts = () =>
  sql<AccountRow>`SELECT id AS merchant_id, custody_account_no AS account_no, date(admitted_at, '+8 hours') AS opened_on FROM merchants
       WHERE custody_account_no IS NOT NULL`
export const readHeldPages = () =>
  sql<{
    page: string
  }>`SELECT page FROM bank_held_pages ORDER BY account_no, statement_id, first_page`

export const insertFile = (f: FileRow): Statement =>
  sql`INSERT INTO bank_files (id, content_hash, bytes_count, source, given_by, statements_count, lines_count,
                              new_count, held_count, warnings, imported_at)
      VALUES (${f.id}, ${f.content_hash}, ${f.bytes_count}, ${f.source}, ${f.given_by}, ${f.statements_count},
              ${f.lines_count}, -1, ${f.held_count}, ${f.warnings}, ${f.imported_at})`

/** How many of the file's lines were new, once they are in. */
export const countNewLines = (file_id: string): Statement =>
  sql`UPDATE bank_files SET new_count = (SELECT count(*) FROM bank_lines WHERE file_id = ${file_id})
       WHERE id = ${file_id}`

export const warningsText = (warnings: readonly Fault[]): string => JSON.stringify(warnings)

/** Where lines come from: one parameter for a small file, the chunks on their way in for a large one. */
export const givenLinesQuery = (lines: string): Statement => sql`json_each(${lines})`
export const stagedLinesQuery = (content_hash: string): Statement =>
  sql`(SELECT e.value FROM bank_file_chunks c, json_each(c.lines) e WHERE c.content_hash = ${content_hash})`

const COLUMN_NAMES: Statement = { text: LINE_COLUMNS.join(', '), values: [] }
const COLUMN_VALUES: Statement = {
  text: LINE_COLUMNS.map((_name, i) => `v.value ->> ${i}`).join(', '),
  values: [],
}
/** A value of a line by its column: its place is part of the text, as a bound number would be read as a name. */
const value = (column: (typeof LINE_COLUMNS)[number]): Statement => ({
  text: `v.value ->> ${LINE_COLUMNS.indexOf(column)}`,
  values: [],
})

/** The same statement tells a line of before, but under another instruction of ours. */
const isToldOtherwise: Statement = sql`(b.statement_id = ${value('statement_id')} AND b.match_key IS NOT ${value('match_key')})`

/** A line that was told before, alike, is known; one that was told otherwise stops the whole file (trigger). */
export const insertLines = (file_id: string, source: Statement): Statement =>
  sql`INSERT INTO bank_lines (file_id, ${COLUMN_NAMES})
      SELECT ${file_id}, ${COLUMN_VALUES} FROM ${source} v
       WHERE NOT EXISTS (SELECT 1 FROM bank_lines b
                          WHERE b.account_no = ${value('account_no')} AND b.line_key = ${value('line_key')}
                            AND b.amount_fen = ${value('amount_fen')} AND b.state <> 'withdrawn' AND NOT ${isToldOtherwise})`

type Told = { statement: BankStatement; merchant_id: string }
export const insertStatements = (file_id: string, told: readonly Told[]): Statement => {
  const rows = told.map(({ statement, merchant_id }) => ({
    account_no: statement.account_no,
    merchant_id,
    statement_id: statement.statement_id,
    sequence: statement.sequence,
    ...statementDays(statement),
    opening_fen: statement.opening_fen,
    closing_fen: statement.closing_fen,
    lines_count: statement.lines.length,
  }))
  return sql`INSERT INTO bank_statements (account_no, merchant_id, statement_id, sequence, from_on, to_on, opening_fen,
                                          closing_fen, lines_count, file_id)
      SELECT v.value ->> 'account_no', v.value ->> 'merchant_id', v.value ->> 'statement_id', v.value ->> 'sequence',
             v.value ->> 'from_on', v.value ->> 'to_on', v.value ->> 'opening_fen', v.value ->> 'closing_fen',
             v.value ->> 'lines_count', ${file_id}
        FROM json_each(${JSON.stringify(rows)}) v
       WHERE NOT EXISTS (SELECT 1 FROM bank_statements b
                          WHERE b.account_no = v.value ->> 'account_no' AND b.statement_id = v.value ->> 'statement_id'
                            AND b.opening_fen = v.value ->> 'opening_fen' AND b.closing_fen = v.value ->> 'closing_fen'
                            AND b.lines_count = v.value ->> 'lines_count' AND b.replaced_by IS NULL)`
}

/** Every account that was open on the day has a statement of it. */
export const isWholeDay = (day: Statement): Statement =>
  sql`NOT EXISTS (SELECT 1 FROM merchants m
        WHERE m.custody_account_no IS NOT NULL AND date(m.admitted_at, '+8 hours') <= ${day}
          AND NOT EXISTS (SELECT 1 FROM bank_statements s WHERE s.merchant_id = m.id AND s.replaced_by IS NULL
                             AND s.to_on >= ${day} AND s.from_on <= ${day}))`
/**
 * Each day that a statement ends on is to be reconciled, again if it was before. A file that somebody brought of some
 * accounts alone does not begin a day: the bank's own file is still waited for.
 */
export const awakenDaysStatement = (
  told: readonly BankStatement[],
  source: FileRow['source'],
): Statement => {
  const days = [...new Set(told.map((statement) => statementDays(statement).to_on))]
  const begins = source === 'bank' ? 1 : 0
  return sql`INSERT INTO bank_days (day, phase, has_file, is_whole)
             SELECT d.day, iif(d.whole OR ${begins}, 'waiting', 'expected'), d.whole OR ${begins}, d.whole
               FROM (SELECT value AS day, ${isWholeDay(sql`value`)} AS whole FROM json_each(${JSON.stringify(days)})) d
              WHERE true ON CONFLICT (day) DO UPDATE
                SET phase = iif(bank_days.phase = 'expected', excluded.phase, 'waiting'),
                    has_file = max(bank_days.has_file, excluded.has_file), is_whole = excluded.is_whole,
                    at_merchant = '', done_at = NULL, version = bank_days.version + 1`
}

export const holdPageStatement = (
  file_id: string,
  statement: BankStatement,
  now: Instant,
): Statement =>
  sql`INSERT INTO bank_held_pages (account_no, statement_id, first_page, file_id, page, held_at)
      VALUES (${statement.account_no}, ${statement.statement_id}, ${statement.pages.first}, ${file_id},
              ${JSON.stringify(masked(statement))}, ${now})
      ON CONFLICT (account_no, statement_id, first_page) DO NOTHING`
export const releasePagesStatement = ({ account_no, statement_id }: BankStatement): Statement =>
  sql`DELETE FROM bank_held_pages WHERE account_no = ${account_no} AND statement_id = ${statement_id}`
export const dropChunksStatement = (content_hash: string): Statement =>
  sql`DELETE FROM bank_file_chunks WHERE content_hash = ${content_hash}`

/** A piece of a large file on its way in; `lines` is JSON, `of_count` the pieces in all. */
type ChunkRow = {
  content_hash: string
  no: number
  lines_count: number
  of_count: number
  lines: string
  at: Instant
}
export const readChunkNumbers = (content_hash: string) =>
  sql<{ no: number }>`SELECT no FROM bank_file_chunks WHERE content_hash = ${content_hash}`
export const readChunk = (content_hash: string, no: number) =>
  sql<{
    there: number
  }>`SELECT 1 AS there FROM bank_file_chunks WHERE content_hash = ${content_hash} AND no = ${no}`
export const insertChunk = (c: ChunkRow): Statement =>
  sql`INSERT INTO bank_file_chunks (content_hash, no, lines_count, of_count, lines, at)
      VALUES (${c.content_hash}, ${c.no}, ${c.lines_count}, ${c.of_count}, ${c.lines}, ${c.at})`

/** Known statements that a file tells otherwise: what stands, and what the file says. */
type ContradictionRow = {
  account_no: string
  statement_id: string
  closing_fen: number
  lines_count: number
}
export const readContradictions = (told: readonly BankStatement[]) => {
  const rows = told.map(({ account_no, statement_id, closing_fen, lines }) => ({
    account_no,
    statement_id,
    closing_fen,
    lines_count: lines.length,
  }))
  return sql<ContradictionRow>`SELECT b.account_no, b.statement_id, b.closing_fen, b.lines_count
               FROM json_each(${JSON.stringify(rows)}) v
               JOIN bank_statements b ON b.account_no = v.value ->> 'account_no'
                                     AND b.statement_id = v.value ->> 'statement_id' AND b.replaced_by IS NULL
              WHERE b.closing_fen <> v.value ->> 'closing_fen' OR b.lines_count <> v.value ->> 'lines_count' LIMIT 50`
}
/** Lines under a number that was told before without them: the same statement with another reference, say. */
export type StrangeRow = {
  file_line: number
  amount_fen: number
  bank_reference: string | null
  statement_id: string
}
export const readStrangeLines = (lines: string) =>
  sql<StrangeRow>`SELECT ${value('file_line')} AS file_line, ${value('amount_fen')} AS amount_fen,
             ${value('bank_reference')} AS bank_reference, ${value('statement_id')} AS statement_id
        FROM json_each(${lines}) v
        JOIN bank_statements s ON s.account_no = ${value('account_no')} AND s.statement_id = ${value('statement_id')}
                              AND s.replaced_by IS NULL
       WHERE ${value('state')} = 'open' AND NOT EXISTS (
         SELECT 1 FROM bank_lines b WHERE b.account_no = ${value('account_no')} AND b.line_key = ${value('line_key')}
            AND b.state <> 'withdrawn') LIMIT 50`
export type ContradictedRow = {
  file_line: number
  amount_fen: number
  bank_reference: string | null
  match_key: string | null
  is_same_sum: number
}
export const readContradictedLines = (lines: string) =>
  sql<ContradictedRow>`SELECT ${value('file_line')} AS file_line, b.amount_fen, b.bank_reference, b.match_key,
             b.amount_fen = ${value('amount_fen')} AS is_same_sum FROM json_each(${lines}) v
        JOIN bank_lines b ON b.account_no = ${value('account_no')} AND b.line_key = ${value('line_key')} AND b.state <> 'withdrawn'
       WHERE b.amount_fen <> ${value('amount_fen')} OR ${isToldOtherwise} LIMIT 50`

/** SHA-256 of a file's bytes, in hexadecimal: the same content is the same file, whoever brings it. */
export const fileHash = async (bytes: Uint8Array): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))))
