import { Refusal, refuse } from '../kernel/refusals'
import { type Ask, defineAct, type Work } from '../platform/act'
import type { Who } from '../platform/actor'
import { all, one, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { isInJurisdiction, planProposal, settlingReads } from './propose'
import {
  type BatchRow,
  insertBatch,
  type MediationDetailRow,
  readMediations,
  updateBatch,
  updateMediation,
} from './store'
import { emitMediation } from './tell'
import { presentBatch } from './views'

/** Proposals nobody answered in time lapse; the complaint goes on as it was. At most `limit`, safe to run twice. */
export async function lapseMediations(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<DueRow>`SELECT n.id, n.version FROM mediations n
         WHERE n.status = 'proposed' AND n.answer_by <= ${now} AND ${notSetAsideCondition('lapseMediations', sql`n.id`, now)}
         ORDER BY n.answer_by, n.id LIMIT ${limit}`,
  )
  return eachDue(world, 'lapseMediations', due, {
    id: ({ id }) => id,
    act: (found) => lapseOne(world, found),
  })
}
type DueRow = { id: string; version: number }
function lapseOne(world: World, { id, version }: DueRow) {
  const request = { operation: 'lapseMediations', key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({ found: readMediations(sql`n.id = ${id}`) }),
    decide: ({ rows, now, kit }): Work => {
      const was = rows.found[0] ?? refuse('mediation_not_found')
      const is_due = was.status === 'proposed' && was.answer_by <= now
      const after: MediationDetailRow = { ...was, status: 'lapsed', ended_at: now }
      const statements = is_due
        ? [updateMediation(after), emitMediation(kit, 'mediation.lapsed', after, now)]
        : []
      return { status: 200, subject_id: id, body: { id, lapsed: is_due }, statements }
    },
  })
}

type ShopRow = { id: string }
/** A shop in a supervisor’s jurisdiction. */
export const readShop = (who: Who, merchant_id: string) =>
  sql<ShopRow>`SELECT m.id FROM merchants m WHERE m.id = ${merchant_id} AND ${isInJurisdiction(who)}`
const readOpenBatch = (merchant_id: string) =>
  sql<BatchRow>`SELECT * FROM mediation_batches WHERE merchant_id = ${merchant_id} AND done_at IS NULL`
/**
 * One mediator, one shop, every holder: the clock makes the proposals, a card an act. Refuses merchant_not_found,
 * mediation_batch_open_already.
 */
export const proposeMediationBatch = (
  world: World,
  ask: Ask,
  of: { merchant_id: string; share_bp: number; words: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      shop: readShop(who, of.merchant_id),
      open: readOpenBatch(of.merchant_id),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const shop = rows.shop[0] ?? refuse('merchant_not_found')
      if (rows.open.length > 0) refuse('mediation_batch_open_already')
      const batch: BatchRow = {
        id: kit.newId('mdb'),
        merchant_id: shop.id,
        share_bp: of.share_bp,
        words: of.words,
        proposed_by: actor.id,
        proposed_at: now,
        at_card: '',
        offered_count: 0,
        passed_count: 0,
        done_at: null,
        version: 1,
      }
      return {
        status: 201,
        subject_id: batch.id,
        body: presentBatch(batch),
        statements: [insertBatch(batch)],
      }
    },
  })

/** Goes on with every batch, a card an act, at most `limit` cards; says how many were dealt with. Safe to run twice. */
export async function offerMediationBatches(world: World, limit: number): Promise<number> {
  let done = 0
  while (done < limit) {
    const batch = await one(
      world.db,
      sql<BatchRow>`SELECT * FROM mediation_batches b WHERE b.done_at IS NULL
           AND ${notSetAsideCondition('offerMediationBatches', sql`b.id`, world.now())} ORDER BY b.id LIMIT 1`,
    )
    if (batch === null) return done
    await eachDue(world, 'offerMediationBatches', [batch], {
      id: ({ id }) => id,
      act: (found) => offerNext(world, found),
    })
    done += 1
  }
  return done
}

const NEXT = (b: BatchRow): Statement =>
  sql`(SELECT min(id) FROM cards WHERE merchant_id = ${b.merchant_id} AND id > ${b.at_card} AND opened_at <= ${b.proposed_at})`
/** What leaves a card out of a batch; anything else is a fault of ours. */
const PASSED: readonly string[] = [
  'mediation_nothing_to_settle',
  'mediation_open_already',
  'mediation_complaint_not_accepted',
]
const offering = (found: BatchRow) =>
  defineAct({
    reads: () => ({
      batches: sql<BatchRow>`SELECT * FROM mediation_batches WHERE id = ${found.id}`,
      next: sql<{ id: string | null }>`SELECT ${NEXT(found)} AS id`,
      settling: settlingReads(NEXT(found), sql`1`),
    }),
    decide: ({ rows, now, city, kit }): Work => {
      const batch = rows.batches[0] ?? refuse('mediation_not_found')
      if (batch.version !== found.version) refuse('mediation_changed_meanwhile')
      const card = rows.next[0]?.id ?? null
      if (card === null) return step({ ...batch, done_at: now }, [])
      try {
        const { share_bp, words, proposed_by: by, id: batch_id } = batch
        const said = { share_bp, words, by, batch_id, agreed_fen: null }
        const { statements } = planProposal(kit, rows.settling, said, { now, city })
        return step({ ...batch, at_card: card, offered_count: batch.offered_count + 1 }, statements)
      } catch (error) {
        if (!(error instanceof Refusal) || !PASSED.includes(error.code)) throw error
        return step({ ...batch, at_card: card, passed_count: batch.passed_count + 1 }, [])
      }
    },
  })
const step = (after: BatchRow, statements: Statement[]): Work => ({
  status: 200,
  subject_id: after.id,
  body: { object: 'mediation_batch', id: after.id, at_card: after.at_card },
  statements: [updateBatch(after), ...statements],
})
const offerNext = (world: World, found: BatchRow) =>
  jobAct(
    world,
    {
      operation: 'offerMediationBatches',
      key: `${found.id}:${found.version}`,
      said: [found.id, found.version],
    },
    offering(found),
  )
