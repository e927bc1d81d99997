import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import type { Actor, Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { insertFeedback } from '../supervision/warn-store'
import { caseEnding } from './look-work'
import { type CLOSING_OUTCOMES, closingObstacle, dueOn, type Reason } from './rules'
import {
  type CaseDetailRow,
  type EntryRow,
  insertEntry,
  readCaseRow,
  readHandlers,
  updateCase,
} from './store'
import { presentCase } from './views'

/** An open case within what the asker sees. Refuses case_not_found, case_is_closed. */
function openOf([row]: readonly CaseDetailRow[]): CaseDetailRow {
  const found = row ?? refuse('case_not_found')
  return found.closed_at === null ? found : refuse('case_is_closed')
}

type Told = Pick<EntryRow, 'kind'> & Partial<Pick<EntryRow, 'detail' | 'note'>>
type Done = { kit: Kit; actor: Actor; now: Instant; before: CaseDetailRow; after: CaseDetailRow }
/** A case after an act by a person: the row, and a line in its history. */
function doneWork({ kit, actor, now, before, after }: Done, told: Told, more: Statement[] = []) {
  const line: EntryRow = {
    ...{ id: kit.newId('cae'), case_id: before.id, level: null, detail: null, note: null },
    ...{ ...told, by_id: actor.id, at: now },
  }
  return {
    status: 200,
    subject_id: before.id,
    body: presentCase(after, { now, actor }),
    statements: [updateCase({ ...after, version: before.version }), insertEntry(line), ...more],
  }
}
const reads = (who: Who, id: string) => ({ found: readCaseRow(who, id) })
const next = (row: CaseDetailRow): CaseDetailRow => ({ ...row, version: row.version + 1 })

/** Gives a case to an official of the district, or takes it. Refuses case_not_found, case_is_closed, case_handler_not_found. */
export const assignCase = (
  world: World,
  ask: Ask,
  request: { id: string; assignee_id: string | null; note: string | null },
) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      ...reads(who, request.id),
      handlers: readHandlers(sql`(SELECT merchant_id FROM cases WHERE id = ${request.id})`, now),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const before = openOf(rows.found)
      const to = request.assignee_id ?? actor.id
      const handler = rows.handlers.find(({ id }) => id === to) ?? refuse('case_handler_not_found')

      const after = {
        ...next(before),
        assignee_id: to,
        assignee_name: handler.name,
        assigned_at: now,
      }
      const text = `派给您一个案件：${before.merchant_name}（${before.level} 级），${before.due_on} 前办结`
      const told = to === actor.id ? [] : tellStatements(kit, { to: [to], text, at: now })
      const line = { kind: 'assigned', detail: to, note: request.note } as const
      return doneWork({ kit, actor, now, before, after }, line, told)
    },
  })

/** Writes a note into a case. Refuses case_not_found, case_is_closed. */
export const noteCase = (world: World, ask: Ask, request: { id: string; note: string }) =>
  answerOnce(world, ask, {
    reads: (who) => reads(who, request.id),
    decide: ({ actor, rows, now, kit }) => {
      const before = openOf(rows.found)
      return doneWork(
        { kit, actor, now, before, after: next(before) },
        { kind: 'noted', note: request.note },
      )
    },
  })

/** What somebody found at the shop’s door. */
export const VISIT_FINDINGS = ['open', 'closed', 'sale_sign', 'moved', 'talked'] as const
type Finding = (typeof VISIT_FINDINGS)[number]
/** Somebody was there. Refuses case_not_found, case_is_closed. */
export const recordCaseVisit = (
  world: World,
  ask: Ask,
  request: { id: string; found: Finding; note: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => reads(who, request.id),
    decide: ({ actor, rows, now, kit }) => {
      const before = openOf(rows.found)
      const after = { ...next(before), visited_at: now }
      const line = { kind: 'visited', detail: request.found, note: request.note } as const
      return doneWork({ kit, actor, now, before, after }, line)
    },
  })

/** A case gets its level’s days once more, once, with a reason. Refuses case_not_found, case_is_closed, case_extended_already. */
export const extendCase = (world: World, ask: Ask, request: { id: string; reason: string }) =>
  answerOnce(world, ask, {
    reads: (who) => reads(who, request.id),
    decide: ({ actor, rows, now, city, kit }) => {
      const before = openOf(rows.found)
      if (before.extended_at !== null) refuse('case_extended_already')

      const today = localDate(now)
      const from = before.due_on > today ? before.due_on : today
      const after = {
        ...next(before),
        due_on: dueOn(city, before.level, from),
        ...{ extended_at: now, extended_by: actor.id, extension_reason: request.reason },
      }
      const line = { kind: 'extended', detail: after.due_on, note: request.reason } as const
      return doneWork({ kit, actor, now, before, after }, line)
    },
  })

type Closing = { id: string; outcome: (typeof CLOSING_OUTCOMES)[number]; note: string }
/**
 * A case is done, by whoever has it: what was behind a warning goes to the detector, which lowers what was explained.
 * Refuses case_not_found, case_is_closed, case_not_yours, case_incident_is_open, case_shop_still_owes, case_needs_visit.
 */
export const closeCase = (world: World, ask: Ask, request: Closing) =>
  answerOnce(world, ask, {
    reads: (who) => reads(who, request.id),
    decide: ({ actor, rows, now, kit }) => {
      const before = openOf(rows.found)
      const { outcome, note } = request
      const obstacle = closingObstacle({
        outcome,
        is_mine: before.assignee_id === actor.id,
        peak_level: before.peak_level,
        visited: before.visited_at !== null,
        ending: caseEnding(before),
        owed_fen: before.owed_fen,
        has_done_ending: before.has_done_ending === 1,
      })
      if (obstacle) refuse(obstacle)

      const after = {
        ...next(before),
        ...{ outcome, closed_by: actor.id, closed_at: now, closed_note: note, calm_since: null },
      }
      const heard = feedbackStatements(kit, before, request, { by_id: actor.id, at: now })
      const done = {
        kit,
        actor,
        now,
        before,
        after: { ...after, closer_name: after.assignee_name },
      }
      return doneWork(done, { kind: 'closed', detail: outcome, note }, heard)
    },
  })

/** What an official found of a warning, for the detector; of a case without a warning nothing. */
function feedbackStatements(
  kit: Kit,
  of: CaseDetailRow,
  { outcome }: Closing,
  { by_id, at }: { by_id: string; at: Instant },
): Statement[] {
  if (outcome !== 'handled' && outcome !== 'false_alarm') return []
  const reasons = JSON.parse(of.reasons) as Reason[]
  const warning = reasons.find(({ kind }) => kind.startsWith('warning_'))
  if (!warning) return []
  const said = JSON.parse(warning.detail ?? '[]') as { signal: string }[]
  const signals = said.map(({ signal }) => signal)
  const feedback = { merchant_id: of.merchant_id, day: localDate(at), found: outcome, signals }
  return [insertFeedback({ id: kit.newId('wfb'), ...feedback, by_id, at })]
}
