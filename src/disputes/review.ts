import type { DisputeView } from '../environment/ports'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import type { World } from '../platform/world'
import { recheckDispute, recordDispute } from './record'
import type { DisputeRow } from './store'

/** How many of the newest disputes a run looks through for those whose notice was lost. */
const LOOKED_AT = 100

/** Asks about disputes that are not decided, so that a lost notice loses nothing. At most `limit`. */
export async function reviewDisputes(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<
      Pick<DisputeRow, 'provider_ref'>
    >`SELECT provider_ref FROM disputes d WHERE d.next_check_at <= ${now}
           AND ${notSetAsideCondition('reviewDisputes', sql`d.provider_ref`, now)} ORDER BY d.next_check_at LIMIT ${limit}`,
  )
  return eachDue(world, 'reviewDisputes', due, {
    id: ({ provider_ref }) => provider_ref,
    act: ({ provider_ref }) => recheckDispute(world, provider_ref),
  })
}

/**
 * Looks through the provider's newest disputes for those that nobody told us of, or that stand otherwise than we know:
 * a decided one is not asked about any more, and may still be decided anew. Says how many it found.
 */
export async function findDisputes(world: World, limit: number): Promise<number> {
  const page = await world.payments.disputes({ after: null, limit: Math.min(limit, LOOKED_AT) })
  const refs = page.items.map(({ dispute_ref }) => dispute_ref)
  const known = await all(
    world.db,
    sql<
      Pick<DisputeRow, 'provider_ref' | 'status' | 'taken_fen'>
    >`SELECT provider_ref, status, taken_fen FROM disputes
         WHERE provider = ${world.payments.name} AND provider_ref IN (SELECT value FROM json_each(${JSON.stringify(refs)}))`,
  )
  const as_we_know = new Set(known.map((d) => `${d.provider_ref} ${d.status} ${d.taken_fen}`))
  const fresh: DisputeView[] = page.items.filter(
    (d) => !as_we_know.has(`${d.dispute_ref} ${d.status} ${d.taken_fen}`),
  )
  await eachDue(world, 'findDisputes', fresh, {
    id: ({ dispute_ref }) => dispute_ref,
    act: (view) => recordDispute(world, view),
  })
  return fresh.length
}
