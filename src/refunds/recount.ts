import { refuse } from '../kernel/refusals'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import { cityNow } from '../platform/read'
import type { World } from '../platform/world'
import { contestAgain } from './rules'
import { moveContest, readRefunds, refundFrom } from './store'
import { tellOfRefund } from './tell'

/**
 * Counts the provisional ends of the shops' five working days anew once the calendar reaches further. An end moves only
 * later, only while it is not over, and holder and shop are told; the fifteenth day stays. At most `limit`, safe to run
 * twice.
 */
export async function recountContests(world: World, limit: number): Promise<number> {
  const { covered_to } = (await cityNow(world)).calendar
  const due = await all<{ id: string; version: number }>(
    world.db,
    sql`SELECT r.id, r.version FROM refunds r
         WHERE r.status = 'asked' AND r.provisional_after < ${covered_to} AND r.contest_by > ${world.now()}
           AND ${notSetAside('recountContests', sql`r.id`, world.now())}
         ORDER BY r.provisional_after, r.id LIMIT ${limit}`,
  )
  return eachDue(world, 'recountContests', due, {
    id: ({ id }) => id,
    act: (refund) => recountOne(world, refund),
  })
}

function recountOne(world: World, { id, version }: { id: string; version: number }) {
  const said = { operation: 'recountContests', key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, said, {
    reads: () => [readRefunds(sql`r.id = ${id}`)],
    decide: ({ rows, now, city }) => {
      const refund = refundFrom(rows[0]?.[0] ?? refuse('refund_not_found'))
      const { contest_by, provisional_after } = refund
      const is_open = refund.status === 'asked' && contest_by !== null && contest_by > now
      if (!is_open || provisional_after === null)
        return { status: 200, subject_id: id, body: { id, moved: false }, statements: [] }
      const was = { contest_by, provisional_after }
      const counted = contestAgain(city.calendar, was, refund.requested_at)
      const moved = counted.contest_by > contest_by
      const after = { ...refund, ...counted }
      return {
        status: 200,
        subject_id: id,
        body: { id, moved },
        statements: [
          moveContest(after),
          ...(moved ? [tellOfRefund(world, 'refund.deadline_moved', after, now)] : []),
        ],
      }
    },
  })
}
