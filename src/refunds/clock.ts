import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Work } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import { cityNow } from '../platform/read'
import type { Kit, World } from '../platform/world'
import { contestAgain } from './rules'
import { planMove, planSettlement, refundAndCard } from './settle'
import {
  type RefundableCard,
  type RefundDetail,
  readRefundable,
  readRefunds,
  refundFrom,
  updateContest,
  updateRefund,
} from './store'
import { emitRefund } from './tell'

type Seen = { refund: RefundDetail; seen: RefundableCard }
/** What the clock does with one refund; null when it is no longer due. */
type Turn = (kit: Kit, of: Seen, now: Instant) => Statement[] | null

/** Silence is consent: what the shop did not contest in time goes to the holder. At most `limit`, safe to run twice. */
export const paySilentRefunds = (world: World, limit: number): Promise<number> =>
  eachRefund(world, limit, {
    job: 'paySilentRefunds',
    due: sql`r.status = 'asked' AND r.contest_by <= ${world.now()} ORDER BY r.contest_by`,
    turn: (kit, of, now) =>
      of.refund.status === 'asked' && (of.refund.contest_by ?? '') <= now
        ? planSettlement(kit, of, forHolder('silence'), now).statements
        : null,
  })

/** Ten days without a result: the authority is told, once (处罚办法 §10 looks at fifteen). */
export const escalateRefunds = (world: World, limit: number): Promise<number> =>
  eachRefund(world, limit, {
    job: 'escalateRefunds',
    due: sql`r.status IN ('asked', 'contested') AND r.escalated_at IS NULL AND r.escalates_at <= ${world.now()}
             ORDER BY r.escalates_at`,
    turn: (kit, { refund }, now) => {
      if (refund.basis !== null || refund.escalated_at !== null || refund.status === 'withdrawn')
        return null
      const escalated = { ...refund, escalated_at: now }
      return [updateRefund(escalated), emitRefund(kit, 'refund.escalated', escalated, now)]
    },
  })

/** The fifteenth day is over: what is still open goes to the holder (处罚办法 §10); the shop may go to court. */
export const payOverdueRefunds = (world: World, limit: number): Promise<number> =>
  eachRefund(world, limit, {
    job: 'payOverdueRefunds',
    due: sql`r.status IN ('asked', 'contested') AND r.decide_by <= ${world.now()} ORDER BY r.decide_by`,
    turn: (kit, of, now) =>
      of.refund.basis === null &&
      of.refund.status !== 'withdrawn' &&
      (of.refund.decide_by ?? '') <= now
        ? planSettlement(kit, of, forHolder('deadline'), now).statements
        : null,
  })

/** Moves on with refunds whose cause is settled: the price difference, and what ended holds have freed. */
export const advanceRefunds = (world: World, limit: number): Promise<number> =>
  eachRefund(world, limit, {
    job: 'advanceRefunds',
    due: sql`r.status = 'decided' AND r.cap_fen IS NULL AND EXISTS (
               SELECT 1 FROM lots l WHERE l.refund_id = r.id AND l.held_units = 0 AND l.dispute_id IS NULL
                  AND l.paid_fen - l.released_fen - l.refunded_fen - l.difference_fen > coalesce((
                    SELECT sum(p.amount_fen) FROM refund_parts p WHERE p.refund_id = r.id AND p.lot_id = l.id
                       AND p.state IN ('created', 'awaiting_account', 'sent')), 0))
             ORDER BY r.id`,
    turn: (kit, of, now) =>
      of.refund.status === 'decided' ? planMove(kit, of, null, now).statements : null,
  })

const forHolder = (by: 'silence' | 'deadline') =>
  ({ basis: 'not_consumer_cause', by, reason: null, awarded_fen: null }) as const

type Round = { job: string; due: Statement; turn: Turn }
type EachRefundRow = { id: string; version: number }
async function eachRefund(world: World, limit: number, { job, due, turn }: Round): Promise<number> {
  const found = await all(
    world.db,
    sql<EachRefundRow>`SELECT r.id, r.version FROM refunds r WHERE ${notSetAsideCondition(job, sql`r.id`, world.now())} AND ${due}
         LIMIT ${limit}`,
  )
  return eachDue(world, job, found, {
    id: ({ id }) => id,
    act: (refund) => takeTurn(world, refund, job, turn),
  })
}

function takeTurn(
  world: World,
  { id, version }: { id: string; version: number },
  job: string,
  turn: Turn,
) {
  const request = {
    operation: job,
    key: `${id}:${version}:${world.now()}`,
    said: [id, version],
  }
  return jobAct(world, request, {
    reads: () => ({
      refund: readRefunds(sql`r.id = ${id}`),
      card: readRefundable(sql`c.id = (SELECT card_id FROM refunds WHERE id = ${id})`),
    }),
    decide: ({ rows, now, kit }): Work => {
      const statements = turn(kit, refundAndCard(rows), now)
      return {
        status: 200,
        subject_id: id,
        body: { id, moved: statements !== null },
        statements: statements ?? [],
      }
    },
  })
}

/**
 * Counts the provisional ends of the shops' five working days anew once the calendar reaches further. An end moves only
 * later, only while it is not over, and holder and shop are told; the fifteenth day stays. At most `limit`, safe to run
 * twice.
 */
export async function recountContests(world: World, limit: number): Promise<number> {
  const { covered_to } = (await cityNow(world)).calendar
  const due = await all(
    world.db,
    sql<{ id: string; version: number }>`SELECT r.id, r.version FROM refunds r
         WHERE r.status = 'asked' AND r.provisional_after < ${covered_to} AND r.contest_by > ${world.now()}
           AND ${notSetAsideCondition('recountContests', sql`r.id`, world.now())}
         ORDER BY r.provisional_after, r.id LIMIT ${limit}`,
  )
  return eachDue(world, 'recountContests', due, {
    id: ({ id }) => id,
    act: (refund) => recountOne(world, refund),
  })
}

function recountOne(world: World, { id, version }: { id: string; version: number }) {
  const request = { operation: 'recountContests', key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({ refund: readRefunds(sql`r.id = ${id}`) }),
    decide: ({ rows, now, city, kit }) => {
      const refund = refundFrom(rows.refund[0] ?? refuse('refund_not_found'))
      const { contest_by, provisional_after } = refund
      const is_open = refund.status === 'asked' && contest_by !== null && contest_by > now
      if (!is_open || provisional_after === null)
        return { status: 200, subject_id: id, body: { id, moved: false }, statements: [] }
      const was = { contest_by, provisional_after }
      const counted = contestAgain(city.calendar, was, refund.requested_at)
      const moved = counted.contest_by > contest_by
      const after = { ...refund, ...counted }
      return {
        status: 200,
        subject_id: id,
        body: { id, moved },
        statements: [
          updateContest(after),
          ...(moved ? [emitRefund(kit, 'refund.deadline_moved', after, now)] : []),
        ],
      }
    },
  })
}
