import { epochMs, instantAt, localDate } from '../kernel/time'
import { all } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { countTracesBefore, deleteTracesStatements } from '../traces/store'
import { keptMs } from './rules'
import { deleteExportsBefore } from './store'

/** Deletes traces and records of copies that were kept long enough. At most `limit` traces a run; safe to run twice. */
export async function forgetOldTraces(world: World, limit: number): Promise<number> {
  const now = epochMs(world.now())
  const before = instantAt(now - keptMs('access_traces'))
  const [old] = await all(world.db, countTracesBefore(before, limit))
  if (!old || old.n === 0 || old.last_id === null) return 0
  const { last_id } = old
  const request = { operation: 'forgetTraces', key: last_id, said: [last_id] }
  await jobAct(world, request, {
    reads: () => ({}),
    decide: () => ({
      status: 200,
      subject_id: 'clock',
      body: { object: 'forgetting', count: old.n },
      statements: [
        ...deleteTracesStatements(last_id, localDate(before)),
        deleteExportsBefore(instantAt(now - keptMs('data_exports'))),
      ],
    }),
  })
  return old.n
}
