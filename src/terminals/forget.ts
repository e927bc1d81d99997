import { all } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { REMEMBERED_S } from './signature-rules'
import { deleteNoncesStatement, listOldNonces } from './store'

/** Deletes what remembers signatures that are too old to be shown again. At most `limit`; safe to run twice. */
export async function forgetSignatures(world: World, limit: number): Promise<number> {
  const before_s = Math.floor(world.machine_ms() / 1000) - REMEMBERED_S
  const old = await all(world.db, listOldNonces(before_s, limit))
  const [first] = old
  if (!first) return 0
  const nonces = JSON.stringify(old.map(({ nonce }) => nonce))
  await jobAct(
    world,
    { operation: 'forgetSignatures', key: `${first.nonce}:${old.length}`, said: [nonces] },
    {
      reads: () => ({}),
      decide: () => ({
        status: 200,
        subject_id: 'clock',
        body: { object: 'forgetting', count: old.length },
        statements: [deleteNoncesStatement(before_s, nonces)],
      }),
    },
  )
  return old.length
}
