import { refuse } from '../kernel/refusals'
import { localDate, MINUTE_MS, plusMs } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { respondersIn } from './rules'
import {
  insertWhistle,
  readIncidentRow,
  readWhistles,
  updateWhistle,
  type WhistleRow,
} from './store'
import { presentWhistle } from './views'

/** Calls every unit of the district at once, each with its own clock. Refuses ending_not_found, incident_is_whistled. */
export const blowWhistles = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      incident: readIncidentRow(who, id),
      blown: readWhistles(who, sql`w.ending_id = ${id}`),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const incident = rows.incident[0] ?? refuse('ending_not_found')
      if (rows.blown.length > 0) refuse('incident_is_whistled')

      const units = respondersIn(city, incident.district, localDate(now))
      const whistles = units.map(
        ({ unit, name, minutes }): WhistleRow => ({
          ...{ id: kit.newId('wst'), ending_id: id, unit, unit_name: name, minutes },
          ...{ blown_by: actor.id, blown_at: now, due_at: plusMs(now, minutes * MINUTE_MS) },
          ...{ answered_by: null, answered_at: null, answer: null },
          ...{ score: null, score_note: null, scored_at: null, version: 1 },
        }),
      )
      return {
        status: 201,
        subject_id: id,
        body: {
          object: 'incident_whistles' as const,
          whistles: whistles.map((one) => presentWhistle(one, { now, actor })),
        },
        statements: whistles.map(insertWhistle),
      }
    },
  })

/** Writes down that a unit answered. Refuses whistle_not_found, whistle_is_over. */
export const answerWhistle = (world: World, ask: Ask, of: { id: string; answer: string }) =>
  answerOnce(world, ask, {
    reads: (who) => ({ found: readWhistles(who, sql`w.id = ${of.id}`) }),
    decide: ({ actor, rows, now }) => {
      const before = rows.found[0] ?? refuse('whistle_not_found')
      if (before.answered_at !== null) refuse('whistle_is_over')
      const after = { ...before, answered_by: actor.id, answered_at: now, answer: of.answer }
      return {
        status: 200,
        subject_id: of.id,
        body: presentWhistle(after, { now, actor }),
        statements: [updateWhistle(after)],
      }
    },
  })

/** Whoever blew it says how it was answered, once. Refuses whistle_not_found, whistle_not_answered, whistle_not_yours, whistle_is_over. */
export const scoreWhistle = (
  world: World,
  ask: Ask,
  of: { id: string; score: number; note: string | null },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({ found: readWhistles(who, sql`w.id = ${of.id}`) }),
    decide: ({ actor, rows, now }) => {
      const before = rows.found[0] ?? refuse('whistle_not_found')
      if (before.answered_at === null) refuse('whistle_not_answered')
      if (before.blown_by !== actor.id) refuse('whistle_not_yours')
      if (before.scored_at !== null) refuse('whistle_is_over')
      const after = { ...before, score: of.score, score_note: of.note, scored_at: now }
      return {
        status: 200,
        subject_id: of.id,
        body: presentWhistle(after, { now, actor }),
        statements: [updateWhistle(after)],
      }
    },
  })
