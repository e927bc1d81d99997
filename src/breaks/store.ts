import {
  type MatchedLine,
  type MatchedMovement,
  matchLinesStatement,
  matchMovementsStatement,
} from '../intake/movements'
import { type Calendar, plusWorkdays } from '../kernel/calendar'
import type { NewId } from '../kernel/ids'
import type { Instant, LocalDate } from '../kernel/time'
import { custodyAccount } from '../ledger/chart'
import { type Statement, sql } from '../platform/d1'
import { type BreakClass, CLASSES } from './classes'
import type { Break, Match } from './rules'

export type BreakRow = {
  id: string
  subject: string
  leg: 'bank' | 'provider'
  merchant_id: string | null
  other_merchant_id: string | null
  class: BreakClass
  first_class: BreakClass
  day: LocalDate
  found_on: LocalDate
  difference_fen: number
  other_difference_fen: number
  ledger_fen: number | null
  bank_fen: number | null
  provider_fen: number | null
  match_key: string | null
  lines: string
  movements: string
  note: string
  owner: 'bank' | 'platform'
  limit_on: LocalDate
  state: 'open' | 'proposed' | 'cleared' | 'resolved'
  escalated_at: Instant | null
  cleared_on: LocalDate | null
  proposal: 'match' | 'suspense' | 'note' | null
  proposal_note: string | null
  proposed_by: string | null
  proposed_at: Instant | null
  /** Who made a shortfall good with other money; null where the break is no such money. */
  payer: string | null
  resolved_by: string | null
  resolved_at: Instant | null
  version: number
  /** The shop's name; null where it is nobody's. */
  merchant_name: string | null
}

/** A break with the name of its shop. */
export const readBreaks = (where: Statement) =>
  sql<BreakRow>`SELECT b.*, (SELECT m.name FROM merchants m WHERE m.id = b.merchant_id) AS merchant_name FROM bank_breaks b WHERE ${where}`
/** Who proposed how it ends, and who agreed. */
type HandsRow = { proposed_by_name: string | null; resolved_by_name: string | null }
export const readHands = (id: string) =>
  sql<HandsRow>`SELECT (SELECT o.name FROM officials o WHERE o.id = b.proposed_by) AS proposed_by_name,
             (SELECT o.name FROM officials o WHERE o.id = b.resolved_by) AS resolved_by_name
        FROM bank_breaks b WHERE b.id = ${id}`

/** The books' custody of both shops of a break. */
export const readMirrors = (id: string) =>
  sql<{ merchant_id: string; balance_fen: number }>`
    SELECT s.merchant_id, a.balance_fen
      FROM (SELECT merchant_id FROM bank_breaks WHERE id = ${id}
            UNION SELECT other_merchant_id FROM bank_breaks WHERE id = ${id}) s
      JOIN ledger_accounts a ON a.id = ${custodyAccount('')} || s.merchant_id`

/** As much as one JSON parameter may carry: D1 takes two megabytes. */
const BREAKS_IN_ONE = 1_000
const MARKS_IN_ONE = 10_000
function inChunks<T>(things: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let at = 0; at < things.length; at += size) chunks.push(things.slice(at, at + size))
  return chunks
}

/** What a reconciliation found, on its way into `bank_breaks`. */
export type Found = Pick<
  BreakRow,
  | 'subject'
  | 'leg'
  | 'merchant_id'
  | 'other_merchant_id'
  | 'class'
  | 'day'
  | 'difference_fen'
  | 'other_difference_fen'
  | 'ledger_fen'
  | 'bank_fen'
  | 'provider_fen'
  | 'match_key'
  | 'lines'
  | 'movements'
  | 'note'
>
export function foundBreak(merchant_id: string, one: Break): Found {
  const { subject, day, difference_fen, ledger_fen, bank_fen, match_key, note, other } = one
  const movements = [
    ...one.movements.map(({ account_version }) => [merchant_id, account_version]),
    ...(other?.versions.map((version) => [other.merchant_id, version]) ?? []),
  ]
  return {
    subject,
    leg: 'bank',
    merchant_id,
    other_merchant_id: other?.merchant_id ?? null,
    class: one.class,
    day,
    difference_fen,
    other_difference_fen: other?.difference_fen ?? 0,
    ledger_fen,
    bank_fen,
    provider_fen: null,
    match_key,
    lines: JSON.stringify(one.lines.map(({ seq }) => seq)),
    movements: JSON.stringify(movements),
    note,
  }
}

/**
 * Writes what was found: a new break, a known one of another class or figure, or one that had cleared and is back.
 * What two people resolved stays resolved. The limit runs from the day of the finding, in working days.
 */
export function upsertBreakStatements(
  newId: NewId,
  found: readonly Found[],
  at: { found_on: LocalDate; calendar: Calendar },
): Statement[] {
  return inChunks(found, BREAKS_IN_ONE).map((some) => writeSome(newId, some, at))
}

function writeSome(
  newId: NewId,
  found: readonly Found[],
  { found_on, calendar }: { found_on: LocalDate; calendar: Calendar },
): Statement {
  const rows = found.map((one) => {
    const { owner, limit_days } = CLASSES[one.class]
    return {
      id: newId('brk'),
      ...one,
      owner,
      limit_on: plusWorkdays(calendar, found_on, limit_days),
    }
  })
  return sql`INSERT INTO bank_breaks (id, subject, leg, merchant_id, other_merchant_id, class, first_class, day, found_on,
                                 difference_fen, other_difference_fen, ledger_fen, bank_fen, provider_fen, match_key,
                                 lines, movements, note, owner, limit_on)
        SELECT value ->> 'id', value ->> 'subject', value ->> 'leg', value ->> 'merchant_id',
               value ->> 'other_merchant_id', value ->> 'class', value ->> 'class', value ->> 'day', ${found_on},
               value ->> 'difference_fen', value ->> 'other_difference_fen', value ->> 'ledger_fen',
               value ->> 'bank_fen', value ->> 'provider_fen', value ->> 'match_key', value ->> 'lines',
               value ->> 'movements', value ->> 'note', value ->> 'owner', value ->> 'limit_on'
          FROM json_each(${JSON.stringify(rows)}) WHERE true
        ON CONFLICT (subject) DO UPDATE
           SET class = excluded.class, difference_fen = excluded.difference_fen, note = excluded.note,
               other_difference_fen = excluded.other_difference_fen, ledger_fen = excluded.ledger_fen,
               bank_fen = excluded.bank_fen, lines = excluded.lines, movements = excluded.movements,
               other_merchant_id = excluded.other_merchant_id, owner = excluded.owner,
               limit_on = iif(bank_breaks.state = 'cleared', excluded.limit_on, bank_breaks.limit_on),
               state = iif(bank_breaks.state = 'cleared', 'open', bank_breaks.state), cleared_on = NULL,
               version = bank_breaks.version + 1
         WHERE bank_breaks.state <> 'resolved'
           AND (bank_breaks.state = 'cleared' OR bank_breaks.class <> excluded.class
                OR bank_breaks.difference_fen <> excluded.difference_fen OR bank_breaks.lines <> excluded.lines
                OR bank_breaks.movements <> excluded.movements)`
}

/** What was open and is found no more has cleared itself; a proposal about it has become void. */
export const clearBreakStatements = (ids: readonly string[], on: LocalDate): Statement[] =>
  ids.length === 0
    ? []
    : [
        sql`UPDATE bank_breaks SET state = 'cleared', cleared_on = ${on}, proposal = NULL, proposed_by = NULL,
                   proposed_at = NULL, payer = NULL, version = version + 1
             WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND state IN ('open', 'proposed')`,
      ]

/** Marks both sides of matches; the name of a match is its first line, or its first movement. */
export function matchStatements(
  matches: readonly { merchant_id: string; match: Match }[],
  on: LocalDate,
): Statement[] {
  const lines: MatchedLine[] = []
  const movements: MatchedMovement[] = []
  for (const { merchant_id, match } of matches) {
    const [line] = match.lines
    const id = line ? `ln:${line.seq}` : `mv:${merchant_id}`
    for (const { seq } of match.lines) lines.push([seq, id])
    for (const { account_version } of match.movements)
      movements.push([merchant_id, account_version, id])
  }
  return [
    ...inChunks(lines, MARKS_IN_ONE).map((some) => matchLinesStatement(some, on)),
    ...inChunks(movements, MARKS_IN_ONE).map((some) => matchMovementsStatement(some, on)),
  ]
}

/** Past its limit; or a difference that no break explains, which nobody may wait with (INVARIANTS 10). */
export const isBreakDue = (table: string, today: LocalDate): Statement => {
  const b: Statement = { text: table, values: [] }
  return sql`(${b}.limit_on < ${today} OR (${b}.subject >= 'eq:' AND ${b}.subject < 'eq;'))`
}

/** Breaks past their limit that nobody was told of are told now; `today` in Asia/Shanghai. */
export const escalateBreaksStatement = (today: LocalDate, now: Instant): Statement =>
  sql`UPDATE bank_breaks SET escalated_at = ${now}, version = version + 1
       WHERE state IN ('open', 'proposed') AND escalated_at IS NULL AND ${isBreakDue('bank_breaks', today)}`
