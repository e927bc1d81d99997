import type { City } from '../kernel/city'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Work } from '../platform/act'
import { CLOCK } from '../platform/actor'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import { cityNow } from '../platform/read'
import type { Kit, World } from '../platform/world'
import { endedFrom } from './desk'
import { type Clock, clockAgain, lawEnds } from './rules'
import { type ComplaintDetailRow, readComplaints, type StepName } from './store'
import { tallyEndStatement } from './tally'
import { emitComplaint, type PlainComplaintEvent, stepStatements } from './tell'

/** What the clock does with one complaint; null when it is no longer due. */
type Turn = (
  was: ComplaintDetailRow,
  of: { now: Instant; city: City },
) => {
  after: ComplaintDetailRow
  step: StepName
  type: PlainComplaintEvent | null
  also?: readonly Statement[]
} | null

/** Every clock that has run out is told of once. At most `limit`, safe to run twice. */
export const tellOverdueComplaints = (world: World, limit: number): Promise<number> =>
  eachComplaint(world, limit, {
    job: 'tellOverdueComplaints',
    due: sql`k.clock IS NOT NULL AND k.overdue_at IS NULL AND k.due_by <= ${world.now()} ORDER BY k.due_by, k.id`,
    turn: (was, { now }) =>
      was.clock !== null && was.overdue_at === null && (was.due_by ?? '') <= now
        ? {
            after: { ...was, overdue_at: now, is_late: 1 },
            step: 'overdue',
            type: 'complaint.overdue',
          }
        : null,
  })

/**
 * The law gives a mediation 45 working days and no more: the complaint ends, whoever was to act and did not, and nothing
 * stays frozen for it (投诉举报处理暂行办法 §21(5)). At most `limit`, safe to run twice.
 */
export const endComplaints = (world: World, limit: number): Promise<number> =>
  eachComplaint(world, limit, {
    job: 'endComplaints',
    due: sql`k.clock IS NOT NULL AND k.ends_at <= ${world.now()} ORDER BY k.ends_at, k.id`,
    turn: (was, { now }) => {
      if (was.clock === null || was.ends_at > now) return null
      const outcome = was.way === 'report' ? ('no_case' as const) : ('time_over' as const)
      const after = endedFrom(was, now, { status: 'closed', outcome, is_late: 1 })
      return { after, step: 'closed', type: 'complaint.closed', also: [tallyEndStatement(after)] }
    },
  })

/** Counts provisional clocks anew once the calendar reaches further; they move only later, and that is told. */
export async function recountComplaints(world: World, limit: number): Promise<number> {
  const { covered_to } = (await cityNow(world)).calendar
  return eachComplaint(world, limit, {
    job: 'recountComplaints',
    due: sql`k.clock IS NOT NULL AND k.provisional_after < ${covered_to} ORDER BY k.due_by, k.id`,
    turn: (was, { city }) => {
      if (was.clock === null || was.provisional_after === null) return null
      const clock = clockAgain(city.calendar, was as Clock)
      const moved = clock.due_by > (was.due_by ?? '')
      const ends = lawEnds(city.calendar, was.accepted_at ?? was.filed_at, was.accepted_at !== null)
      const after = { ...was, ...clock, ends_at: ends > was.ends_at ? ends : was.ends_at }
      return { after, step: 'deadline_moved', type: moved ? 'complaint.deadline_moved' : null }
    },
  })
}

type Round = { job: string; due: Statement; turn: Turn }
type DueRow = { id: string; version: number }
async function eachComplaint(
  world: World,
  limit: number,
  { job, due, turn }: Round,
): Promise<number> {
  const aside = notSetAsideCondition(job, sql`k.id`, world.now())
  const found = await all(
    world.db,
    sql<DueRow>`SELECT k.id, k.version FROM complaints k WHERE ${aside} AND ${due} LIMIT ${limit}`,
  )
  return eachDue(world, job, found, {
    id: ({ id }) => id,
    act: (one) => takeTurn(world, one, job, turn),
  })
}

function takeTurn(world: World, { id, version }: DueRow, job: string, turn: Turn) {
  const request = { operation: job, key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({ found: readComplaints(sql`k.id = ${id}`) }),
    decide: ({ rows, now, city, kit }): Work => {
      const was = rows.found[0] ?? refuse('complaint_not_found')
      const done = turn(was, { now, city })
      const statements = done === null ? [] : turned(kit, done, now)
      return { status: 200, subject_id: id, body: { id, moved: done !== null }, statements }
    },
  })
}

const turned = (kit: Kit, done: NonNullable<ReturnType<Turn>>, at: Instant): Statement[] => [
  ...stepStatements(done.after, { step: done.step, by: CLOCK, note: null, at }),
  ...(done.also ?? []),
  ...(done.type === null ? [] : [emitComplaint(kit, done.type, done.after, at)]),
]
