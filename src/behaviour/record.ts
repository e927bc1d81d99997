import { refuse } from '../kernel/refusals'
import { type LocalDate, localDate, plusDays } from '../kernel/time'
import type { Work } from '../platform/act'
import { one, sql } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { behaviourRowsQuery } from './day'

/** Days of a first run, or after a time without a clock, that one round takes on. */
const DAYS_AT_ONCE = 20

/**
 * Writes down what every shop did, a day an act, in their order: from the day the first shop was admitted to yesterday.
 * A day is written once and never again. At most `limit` days; says how many, `limit` when more may wait.
 */
export async function recordBehaviour(world: World, limit: number): Promise<number> {
  const days = Math.min(limit, DAYS_AT_ONCE)
  for (let done = 0; done < days; done += 1) {
    const due = await dueDay(world)
    if (due === null) return done
    const before = due.before
    await eachDue(world, 'recordBehaviour', [due], {
      id: ({ day }) => day,
      act: ({ day }) => recordDay(world, day, before),
    })
    const after = await dueDay(world)
    if (after?.day === due.day) return done
  }
  return limit
}

type Due = { day: LocalDate; before: LocalDate | null }
async function dueDay(world: World): Promise<Due | null> {
  const row = await one(
    world.db,
    sql<{
      before: LocalDate | null
      admitted_at: string | null
    }>`SELECT (SELECT max(day) FROM behaviour_days) AS before,
               (SELECT min(admitted_at) FROM merchants) AS admitted_at`,
  )
  if (!row || row.admitted_at === null) return null
  const day = row.before === null ? localDate(row.admitted_at) : plusDays(row.before, 1)
  return day < localDate(world.now()) ? { day, before: row.before } : null
}

/** Something of this day, or of a later one, is no longer here whole: a transfer goes with its own day or with a later one. */
const readMovedOut = (day: LocalDate) =>
  sql<{
    day: LocalDate
  }>`SELECT day FROM archive_segments WHERE phase <> 'written' AND day >= ${day} LIMIT 1`

/** Refuses behaviour_day_moved_out where the day can no longer be told from what is left here. */
async function recordDay(world: World, day: LocalDate, before: LocalDate | null) {
  const request = { operation: 'recordBehaviour', key: day, said: [day] }
  return jobAct(world, request, {
    reads: () => ({ moved_out: readMovedOut(day) }),
    decide: ({ rows }): Work => {
      if (rows.moved_out.length > 0) refuse('behaviour_day_moved_out')
      return {
        status: 200,
        subject_id: day,
        body: { object: 'behaviour_day', day },
        statements: [
          sql`INSERT INTO behaviour_days (day, merchant_id, sector, opened_on, lease_ends_on, sold_fen, bonus_fen, lots_sold,
              used_fen, uses, merchant_started_uses, contested_uses, refund_requests, complaints, payout_bounces, bank_breaks,
              escrow_fen, holders, events) ${behaviourRowsQuery(day, before)}`,
        ],
      }
    },
  })
}
