import { localDate } from '../kernel/time'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { insertStorageDay } from './store'

/** Once a day, where the engine has a limit and can say how near it is. Gives how many days it wrote down. */
export async function measureStorage(world: World): Promise<number> {
  const stored = await world.db.stored?.()
  if (!stored || stored.bytes === 0) return 0
  const day = localDate(world.now())
  const { replayed } = await jobAct(
    world,
    { operation: 'measureStorage', key: day, said: [day] },
    {
      reads: () => ({}),
      decide: ({ now }) => ({
        status: 200,
        subject_id: 'storage',
        body: { object: 'storage_day', day, bytes: stored.bytes },
        statements: [insertStorageDay({ ...stored, day, measured_at: now })],
      }),
    },
  )
  return replayed ? 0 : 1
}
