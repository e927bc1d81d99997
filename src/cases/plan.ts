import { patrolWithin } from '../inspections/rules'
import { insertPatrol } from '../inspections/store'
import { valueOn } from '../kernel/city'
import { type LocalDate, localDate, plusDays } from '../kernel/time'
import { LEVELS as CREDIT_LEVELS, type Level } from '../levels/rules'
import { levelTermsOn } from '../levels/terms'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import { cityNow } from '../platform/read'
import type { World } from '../platform/world'

const JOB = 'planPatrols'
const LEVELS = [1, 2, 3, 4, 5] as const
type DueRow = { id: string; level: number; credit: Level }
/** How often somebody goes: by the warning, and more or less often by the shop’s credit; once a day at most. */
const daysBetweenPatrols = (days: number, credit: Level, on: LocalDate): number =>
  Math.max(1, Math.floor((days * levelTermsOn(on).patrol_percent[credit]) / 100))

/**
 * Plans the next patrol of every shop that owes its cards, by the level of its case or its warning and by its credit: so many days after
 * somebody was there last, or after it was admitted. At most `limit` shops; twice is once, for one patrol waits at a time.
 */
export async function planPatrols(world: World, limit: number): Promise<number> {
  const now = world.now()
  const today = localDate(now)
  const city = await cityNow(world)
  const days = new Map(
    LEVELS.map((level) => [
      level,
      valueOn(city, 'case_limit', `level_${level}`, today)?.patrol_days ?? 90,
    ]),
  )
  const due_before = JSON.stringify(
    Object.fromEntries(
      [...days].flatMap(([level, n]) =>
        CREDIT_LEVELS.map((credit) => [
          `level_${level}_${credit}`,
          plusDays(today, -daysBetweenPatrols(n, credit, today)),
        ]),
      ),
    ),
  )
  const due = await all(
    world.db,
    sql<DueRow>`SELECT id, level, credit FROM (
        SELECT m.id, m.admitted_at, m.level AS credit, max(coalesce(c.level, 1), coalesce(w.level, 1)) AS level
          FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id
          LEFT JOIN cases c ON c.merchant_id = m.id AND c.closed_at IS NULL
          LEFT JOIN warning_memories w ON w.merchant_id = m.id
         WHERE m.admitted_at IS NOT NULL AND t.owed_fen > 0
           AND NOT EXISTS (SELECT 1 FROM patrols p WHERE p.merchant_id = m.id AND p.done_at IS NULL)) m
       WHERE date(coalesce((SELECT max(f.reported_at) FROM patrol_findings f WHERE f.merchant_id = m.id), m.admitted_at),
                  '+8 hours') <= ${due_before} ->> ('level_' || level || '_' || credit)
         AND ${notSetAsideCondition(JOB, sql`m.id`, now)} ORDER BY level DESC, id LIMIT ${limit}`,
  )
  return eachDue(world, JOB, due, {
    id: ({ id }) => id,
    act: ({ id, level, credit }) =>
      planPatrol(world, {
        ...{ id, level, today },
        days: daysBetweenPatrols(days.get(level as 1) ?? 90, credit, today),
      }),
  })
}

type Planned = { id: string; level: number; today: LocalDate; days: number }
function planPatrol(world: World, { id, level, today, days }: Planned) {
  const request = {
    operation: 'planPatrol',
    key: `${id}:${today}:${level}`,
    said: [id, today, level],
  }
  return jobAct(world, request, {
    reads: () => ({
      waiting: sql<{
        id: string
      }>`SELECT id FROM patrols WHERE merchant_id = ${id} AND done_at IS NULL`,
    }),
    decide: ({ rows, now, kit }) => {
      const due_on = plusDays(today, patrolWithin(days))
      const planned = { id: kit.newId('ptl'), merchant_id: id, level, due_on, note: null }
      const patrol = { ...planned, asked_by: null, created_at: now, done_at: null, version: 1 }
      return {
        status: 200,
        subject_id: id,
        body: { object: 'patrol_plan', merchant_id: id, level, due_on },
        statements: rows.waiting[0] ? [] : [insertPatrol(patrol)],
      }
    },
  })
}
