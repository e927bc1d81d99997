import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { emitCard } from './store'

const JOB = 'warnCompanions'
type WarningRow = { id: string; recovery_id: string; companion_id: string; card_id: string }
/**
 * Whoever accompanies a card hears that its holder's account is being recovered: the one to ask "was that you?" while a
 * day is left to stop it. Once per recovery and companion; at most `limit` a run; safe to run twice.
 */
export async function warnCompanions(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<WarningRow>`SELECT r.id || ':' || p.consumer_id AS id, r.id AS recovery_id, p.consumer_id AS companion_id,
               min(p.card_id) AS card_id
          FROM recoveries r JOIN cards c ON c.consumer_id = r.consumer_id
          JOIN card_companions p ON p.card_id = c.id AND p.status = 'accepted'
         WHERE r.state = 'cooling' AND r.ends_at > ${now}
           AND NOT EXISTS (SELECT 1 FROM events e WHERE e.consumer_id = p.consumer_id
                              AND e.type = 'companion.warned' AND e.data ->> 'recovery_id' = r.id)
           AND ${notSetAsideCondition(JOB, sql`r.id || ':' || p.consumer_id`, now)}
         GROUP BY r.id, p.consumer_id ORDER BY r.id LIMIT ${limit}`,
  )
  return eachDue(world, JOB, due, { id: ({ id }) => id, act: (row) => warn(world, row) })
}

const warn = (world: World, { id, recovery_id, companion_id, card_id }: WarningRow) =>
  jobAct(
    world,
    { operation: 'warnCompanion', key: id, said: [id] },
    {
      reads: () => ({}),
      decide: ({ now, kit }) => ({
        status: 200,
        subject_id: recovery_id,
        body: { id, warned: true },
        statements: [
          emitCard(kit, { id: card_id, merchant_id: null, consumer_id: companion_id }, now, {
            type: 'companion.warned',
            data: { recovery_id, card_id },
          }),
        ],
      }),
    },
  )
