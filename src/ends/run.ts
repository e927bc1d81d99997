import { freeMerchantHolds } from '../holds/shop-gone'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Work } from '../platform/act'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { refundAfterDisputes } from './late'
import { STEP, STEPS } from './steps'
import { type EndingRow, readEndings, updateEnding } from './store'

/**
 * Goes on with shops that end, step by step: tells the holders, counts what each card is owed, shares out what is
 * there, opens the refunds. At most `limit` steps; says how many. Every step is one act that moves the mark with what
 * it did, so the run may be killed anywhere, run twice or at once: no card is left out and none is refunded twice.
 */
export async function runEndings(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<{ id: string }>`SELECT e.id FROM endings e
         WHERE e.phase IN ('telling', 'waiting', 'counting', 'allotting', 'spreading', 'refunding')
           AND (e.phase <> 'waiting' OR e.confirmed_at IS NOT NULL OR e.closes_on < ${localDate(now)})
           AND ${notSetAsideCondition('runEndings', sql`e.id`, now)} ORDER BY e.id LIMIT ${limit}`,
  )
  let steps = 0
  await eachDue(world, 'runEndings', due, {
    id: ({ id }) => id,
    act: async ({ id }) => {
      while (steps < limit && (await takeStep(world, id))) steps += 1
    },
  })
  return steps + (await refundAfterDisputes(world, Math.max(limit - steps, 0)))
}

/** One step; false when there is nothing to do now. */
export async function takeStep(world: World, id: string): Promise<boolean> {
  const [row] = await all(world.db, readEndings(sql`e.id = ${id}`))
  const seen = row ?? refuse('ending_not_found')
  const step = STEPS[seen.phase]
  if (!step || !isDue(seen, world.now())) return false
  if (seen.phase === 'waiting' && seen.kind === 'incident') {
    const freed = await freeMerchantHolds(world, seen.merchant_id, STEP.tell)
    if (freed > 0) return true
  }
  const request = {
    operation: 'takeEndingStep',
    key: `${id}:${seen.version}`,
    said: [id, seen.version],
  }
  const answer = await step(({ reads, decide }) =>
    jobAct(world, request, {
      reads: () => ({ ending: readEndings(sql`e.id = ${id}`), step: reads(seen) }),
      decide: ({ rows, now, city, kit }): Work => {
        const ending = rows.ending[0] ?? refuse('ending_not_found')
        if (ending.version !== seen.version)
          return { status: 200, subject_id: id, body: { id, phase: ending.phase }, statements: [] }
        const { after, statements } = decide(kit, ending, rows.step, { now, city })
        return {
          status: 200,
          subject_id: id,
          body: { id, phase: after.phase, at_card: after.at_card },
          statements: [updateEnding(after), ...statements],
        }
      },
    }),
  )
  return answer.status === 200
}
const isDue = (e: EndingRow, now: Instant): boolean =>
  e.phase !== 'waiting' || e.confirmed_at !== null || (e.closes_on ?? '9999') < localDate(now)
