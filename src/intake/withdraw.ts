import { isSamePerson, readSamePerson } from '../identity/persons'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { isWholeDay } from './store'

type Seen = {
  source: 'bank' | 'upload'
  proposed_by: string | null
  withdrawn_at: string | null
  is_sealed: number
  has_replaced: number
}
type SeenRow = {
  source: 'bank' | 'upload'
  proposed_by: string | null
  withdrawn_at: Instant | null
  is_sealed: number
  has_replaced: number
}
const readSeen = (id: string) =>
  sql<SeenRow>`SELECT f.source, w.proposed_by, w.withdrawn_at,
             EXISTS (SELECT 1 FROM bank_statements s JOIN closing_days c ON c.day >= s.to_on WHERE s.file_id = f.id) AS is_sealed,
             EXISTS (SELECT 1 FROM bank_statements s WHERE s.replaced_by = f.id AND s.file_id <> f.id) AS has_replaced
        FROM bank_files f LEFT JOIN bank_file_withdrawals w ON w.file_id = f.id WHERE f.id = ${id}`

/**
 * Takes back a file that somebody brought by mistake: the first official proposes, another one carries it out. Its
 * statements and lines stand no more, what they had matched is open again, and its days wait for the right file. Refuses
 * bank_file_not_found, bank_file_is_the_banks, bank_file_is_withdrawn, bank_day_is_sealed, bank_file_replaced_others,
 * checker_must_not_be_maker, bank_line_is_resolved.
 */
export const withdrawFile = (world: World, ask: Ask, { id, note }: { id: string; note: string }) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      seen: readSeen(id),
      same_person: readSamePerson(
        who,
        sql`(SELECT proposed_by FROM bank_file_withdrawals WHERE file_id = ${id})`,
      ),
    }),
    decide: ({ actor, rows, now }) => {
      const seen = (rows.seen[0] ?? refuse('bank_file_not_found')) as Seen
      if (seen.source === 'bank') refuse('bank_file_is_the_banks')
      if (seen.withdrawn_at !== null) refuse('bank_file_is_withdrawn')
      if (seen.is_sealed === 1) refuse('bank_day_is_sealed')
      if (seen.has_replaced === 1) refuse('bank_file_replaced_others')
      if (isSamePerson(rows.same_person)) refuse('checker_must_not_be_maker')
      const is_second = seen.proposed_by !== null
      const statements = is_second
        ? withdrawn(id, { by: actor.id, at: now })
        : [
            sql`INSERT INTO bank_file_withdrawals (file_id, note, proposed_by, proposed_at)
                VALUES (${id}, ${note}, ${actor.id}, ${now})`,
          ]
      const state = is_second ? ('withdrawn' as const) : ('proposed' as const)
      const body = { object: 'bank_file_withdrawal' as const, file_id: id, state, at: now }
      return { status: 200, subject_id: id, body, statements }
    },
  })

function withdrawn(id: string, { by, at }: { by: string; at: string }): Statement[] {
  const matches = sql`(SELECT l.match_id FROM bank_lines l WHERE l.file_id = ${id} AND l.state = 'matched')`
  const days = sql`(SELECT s.to_on FROM bank_statements s WHERE s.file_id = ${id})`
  const has_own = sql`EXISTS (SELECT 1 FROM bank_statements s JOIN bank_files f ON f.id = s.file_id AND f.source = 'bank'
                               WHERE s.to_on = bank_days.day AND s.replaced_by IS NULL)`
  return [
    sql`UPDATE bank_movements SET state = 'open', match_id = NULL, matched_on = NULL
         WHERE state = 'matched' AND match_id IN ${matches}`,
    sql`UPDATE bank_lines SET state = 'open', match_id = NULL, matched_on = NULL
         WHERE state = 'matched' AND match_id IN ${matches}`,
    sql`UPDATE bank_lines SET state = 'withdrawn' WHERE file_id = ${id} AND state <> 'withdrawn'`,
    sql`UPDATE bank_statements SET replaced_by = ${id} WHERE file_id = ${id} AND replaced_by IS NULL`,
    sql`UPDATE bank_days SET phase = iif(${has_own}, 'waiting', 'expected'), has_file = ${has_own},
               is_whole = ${isWholeDay(sql`bank_days.day`)}, at_merchant = '', done_at = NULL, version = version + 1
         WHERE day IN ${days}`,
    sql`UPDATE bank_file_withdrawals SET withdrawn_by = ${by}, withdrawn_at = ${at} WHERE file_id = ${id}`,
  ]
}
