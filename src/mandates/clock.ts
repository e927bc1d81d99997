import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { all, type IdRow, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { mandateStateAt } from './rules'
import { type Mandate, mandateFrom, readMandates, updateMandate } from './store'
import { emitOutcome } from './tell'

const JOB = 'lapseMandates'
/** What nobody answered in its time is over, and a guardianship on the day its ward is of age. At most `limit`; safe twice. */
export async function lapseMandates(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<IdRow>`SELECT m.id FROM mandates m WHERE ((m.state IN ('draft', 'filed') AND m.ends_at <= ${now})
           OR (m.state = 'active' AND m.until_on <= ${localDate(now)}))
         AND ${notSetAsideCondition(JOB, sql`m.id`, now)} ORDER BY m.id LIMIT ${limit}`,
  )
  return eachDue(world, JOB, due, { id: ({ id }) => id, act: ({ id }) => endOne(world, id) })
}

const endOne = (world: World, id: string) =>
  jobAct(
    world,
    { operation: 'lapseMandate', key: id, said: [id] },
    {
      reads: () => ({ mandates: readMandates(sql`m.id = ${id}`) }),
      decide: ({ rows, now, kit }) => {
        const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
        const is_grown =
          mandate.state === 'active' &&
          mandate.until_on !== null &&
          mandate.until_on <= localDate(now)
        const state = is_grown ? ('ended' as const) : ('lapsed' as const)
        const is_due =
          is_grown || (mandateStateAt(mandate, now) === 'lapsed' && mandate.ended_at === null)
        const after: Mandate = { ...mandate, state, ended_at: now }
        const statements = is_due
          ? [
              updateMandate(after),
              ...(mandate.filed_at === null ? [] : emitOutcome(kit, mandate, state, now)),
            ]
          : []
        return { status: 200, subject_id: id, body: { object: 'mandate', id, state }, statements }
      },
    },
  )
