import { forgetCounterPinStatement } from '../counter/pin'
import { emit } from '../events/emit'
import { eraseConsumerStatements } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { plusMs } from '../kernel/time'
import type { Ask } from '../platform/act'
import { all, type IdRow, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { deletePushesOfStatement } from '../pushes/store'
import { deleteSessionsStatements } from '../sessions/store'
import { ERASURE_WAITS_MS } from './rules'
import {
  type ErasureRow,
  endErasureStatement,
  insertErasure,
  obstaclesIn,
  readErasures,
  readObstacles,
} from './store'
import { presentErasure } from './views'

const JOB = 'eraseRipe'

/**
 * Somebody asks to be erased: told of at once, done in a week unless they take it back, and not while there is money or
 * anything open. Refuses erasure_waits_already, erasure_blocked.
 */
export const askForErasure = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      waiting: readErasures(sql`consumer_id = ${who.subject_id} AND state = 'waiting'`),
      obstacles: readObstacles(who.subject_id),
    }),
    decide: ({ actor, rows, now, kit }) => {
      if (rows.waiting[0]) refuse('erasure_waits_already')
      const obstacles = obstaclesIn(rows.obstacles)
      if (obstacles.length > 0) refuse('erasure_blocked')
      const row: ErasureRow = {
        id: kit.newId('ers'),
        consumer_id: actor.id,
        asked_at: now,
        ripe_at: plusMs(now, ERASURE_WAITS_MS),
        state: 'waiting',
        ended_at: null,
      }
      return {
        status: 201,
        subject_id: row.id,
        body: presentErasure(row, []),
        statements: [
          insertErasure(row),
          emit(kit, {
            type: 'erasure.asked',
            subject_id: actor.id,
            merchant_id: null,
            consumer_id: actor.id,
            data: { erasure_id: row.id, ripe_at: row.ripe_at },
            at: now,
          }),
        ],
      }
    },
  })

/** Taken back by one tap, until it is done. Refuses erasure_not_found. */
export const cancelErasure = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      waiting: readErasures(sql`consumer_id = ${who.subject_id} AND state = 'waiting'`),
      obstacles: readObstacles(who.subject_id),
    }),
    decide: ({ rows, now, kit }) => {
      const row = rows.waiting[0] ?? refuse('erasure_not_found')
      const after = { ...row, state: 'cancelled' as const, ended_at: now }
      return {
        status: 200,
        subject_id: row.id,
        body: presentErasure(after, obstaclesIn(rows.obstacles)),
        statements: [endErasureStatement(row.id, 'cancelled', now), ended(kit, after, now)],
      }
    },
  })

const ended = (kit: Kit, row: ErasureRow & { state: 'cancelled' | 'stopped' }, at: string) =>
  emit(kit, {
    type: 'erasure.ended',
    subject_id: row.consumer_id,
    merchant_id: null,
    consumer_id: row.consumer_id,
    data: { erasure_id: row.id, state: row.state },
    at,
  })

/** Those who asked a week ago are erased, or told why not. At most `limit`; safe to run twice. */
export async function eraseRipe(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<IdRow>`SELECT id FROM erasures WHERE state = 'waiting' AND ripe_at <= ${now}
         AND ${notSetAsideCondition(JOB, sql`erasures.id`, now)} ORDER BY ripe_at, id LIMIT ${limit}`,
  )
  return eachDue(world, JOB, due, { id: ({ id }) => id, act: ({ id }) => eraseOne(world, id) })
}

function eraseOne(world: World, id: string) {
  const request = { operation: 'eraseConsumer', key: id, said: [id] }
  const consumer_id = sql`(SELECT consumer_id FROM erasures WHERE id = ${id})`
  return jobAct(world, request, {
    reads: () => ({
      erasures: readErasures(sql`id = ${id}`),
      obstacles: readObstacles(consumer_id),
      known: sql<IdRow>`SELECT id FROM devices WHERE subject_id = ${consumer_id}
                        UNION ALL SELECT id FROM sessions WHERE subject_id = ${consumer_id}`,
    }),
    decide: ({ rows, now, kit }) => {
      const row = rows.erasures[0] ?? refuse('erasure_not_found')
      if (row.state !== 'waiting') refuse('erasure_not_waiting')
      const is_open = obstaclesIn(rows.obstacles).length > 0
      const state = is_open ? ('stopped' as const) : ('done' as const)
      const ids = JSON.stringify(rows.known.map((one) => one.id))
      return {
        status: 200,
        subject_id: row.consumer_id,
        body: { object: 'erasure', id, state },
        statements: [
          endErasureStatement(id, state, now),
          ...(state === 'stopped'
            ? [ended(kit, { ...row, state }, now)]
            : [
                ...eraseConsumerStatements(row.consumer_id, now),
                forgetCounterPinStatement(row.consumer_id),
                deletePushesOfStatement(row.consumer_id),
                ...deleteSessionsStatements(ids),
              ]),
        ],
      }
    },
  })
}
