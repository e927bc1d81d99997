import { all } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { deleteUnheardStatement, listUnheard } from './store'

/**
 * Deletes the addresses of browsers where nobody is signed in any more; nothing was sent there since. At most `limit` a
 * run; safe to run twice.
 */
export async function forgetPushes(world: World, limit: number): Promise<number> {
  const unheard = await all(world.db, listUnheard(world.now(), limit))
  const [first] = unheard
  if (!first) return 0
  const ids = unheard.map(({ id }) => id)
  const request = { operation: 'forgetPushes', key: `${first.id}:${world.now()}`, said: ids }
  await jobAct(world, request, {
    reads: () => ({}),
    decide: ({ now }) => ({
      status: 200,
      subject_id: 'clock',
      body: { object: 'forgetting', count: ids.length },
      statements: [deleteUnheardStatement(JSON.stringify(ids), now)],
    }),
  })
  return ids.length
}
