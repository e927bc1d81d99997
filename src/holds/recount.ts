import { refuse } from '../kernel/refusals'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import { cityNow } from '../platform/read'
import type { World } from '../platform/world'
import { silenceOf } from './answer'
import { silenceAgain } from './rules'
import { holdFrom, moveSilence, readHolds } from './store'
import { tell } from './tell'

/**
 * Counts the provisional ends of silence anew once the calendar reaches further. An end moves only later, and its holder
 * and shop are told; where it stays, it is merely no longer provisional. At most `limit`, safe to run twice.
 */
export async function recountSilence(world: World, limit: number): Promise<number> {
  const { covered_to } = (await cityNow(world)).calendar
  const due = await all<{ id: string; version: number }>(
    world.db,
    sql`SELECT h.id, h.version FROM holds h
         WHERE h.status = 'held' AND h.provisional_after < ${covered_to}
           AND ${notSetAside('recountSilence', sql`h.id`, world.now())}
         ORDER BY h.provisional_after, h.id LIMIT ${limit}`,
  )
  return eachDue(world, 'recountSilence', due, {
    id: ({ id }) => id,
    act: (hold) => recountOne(world, hold),
  })
}

function recountOne(world: World, { id, version }: { id: string; version: number }) {
  const said = { operation: 'recountSilence', key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, said, {
    reads: () => [readHolds(sql`h.id = ${id}`)],
    decide: ({ rows, now, city }) => {
      const hold = holdFrom(rows[0]?.[0] ?? refuse('hold_not_found'))
      const { confirm_by, provisional_after } = hold
      if (hold.status !== 'held' || confirm_by === null || provisional_after === null)
        return { status: 200, subject_id: id, body: { id, moved: false }, statements: [] }
      const { asked_at } = silenceOf(hold)
      const counted = silenceAgain(city.calendar, { confirm_by, provisional_after }, asked_at)
      const moved = counted.confirm_by > confirm_by
      const after = { ...hold, ...counted }
      return {
        status: 200,
        subject_id: id,
        body: { id, moved },
        statements: [
          moveSilence(after),
          ...(moved ? [tell(world, 'hold.deadline_moved', after, now)] : []),
        ],
      }
    },
  })
}
