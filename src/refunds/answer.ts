import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { awardEffect } from './rules'
import { planSettlement, refundAndCard } from './settle'
import {
  mayReadRefund,
  type RefundDetail,
  readRefundable,
  readRefunds,
  refundFrom,
  updateRefund,
} from './store'
import { emitRefundData, refundData } from './tell'
import { presentRefund } from './views'

const readsOf = (who: Who, id: string) => ({
  refund: readRefunds(sql`r.id = ${id} AND ${mayReadRefund(who)}`),
  card: readRefundable(sql`c.id = (SELECT card_id FROM refunds WHERE id = ${id})`),
})

/**
 * The shop agrees that the holder is not the cause: the rest is on its way, too. Also after a contest, which is thereby
 * taken back. Refuses refund_not_found, refund_not_waiting_for_shop.
 */
export const acceptRefund = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => readsOf(who, id),
    decide: ({ rows, now, kit }) => {
      const of = refundAndCard(rows)
      if (of.refund.basis !== null || of.refund.status === 'withdrawn')
        refuse('refund_not_waiting_for_shop')
      const end = {
        basis: 'not_consumer_cause',
        by: 'shop',
        reason: null,
        awarded_fen: null,
      } as const
      const { refund, statements } = planSettlement(kit, of, end, now)
      return { status: 200, subject_id: id, body: presentRefund(refund), statements }
    },
  })

/**
 * The shop says the holder is the cause, with a reason and proof, within its five working days. The clock towards the
 * fifteenth day goes on. Refuses refund_not_found, refund_not_waiting_for_shop.
 */
export const contestRefund = (
  world: World,
  ask: Ask,
  request: { id: string; reason: string; proof: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({ refunds: readRefunds(sql`r.id = ${request.id} AND ${mayReadRefund(who)}`) }),
    decide: ({ rows, now, kit }) => {
      const refund = refundFrom(rows.refunds[0] ?? refuse('refund_not_found'))
      const in_time = refund.status === 'asked' && now < (refund.contest_by ?? '')
      if (!in_time) refuse('refund_not_waiting_for_shop')
      const contested: RefundDetail = {
        ...refund,
        status: 'contested',
        contested_at: now,
        contest_reason: request.reason,
        contest_proof: request.proof,
      }
      return {
        status: 200,
        subject_id: refund.id,
        body: presentRefund(contested),
        statements: [
          updateRefund(contested),
          emitRefundData(
            kit,
            {
              type: 'refund.contested',
              data: { ...refundData(contested), reason: request.reason },
            },
            contested,
            now,
          ),
        ],
      }
    },
  })

/**
 * A mediator of the district settles a contested refund: so much of the disputed part goes to the holder, the rest to
 * the shop. Refuses refund_not_found, refund_not_contested, refund_award_exceeds_dispute.
 */
export const decideRefund = (
  world: World,
  ask: Ask,
  request: { id: string; awarded_fen: number; reason: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => readsOf(who, request.id),
    decide: ({ rows, now, kit }) => {
      const of = refundAndCard(rows)
      if (of.refund.status !== 'contested') refuse('refund_not_contested')
      const { awarded_fen, reason } = request
      if (!awardEffect(of.refund.disputed_fen, awarded_fen)) refuse('refund_award_exceeds_dispute')
      const { refund, statements } = planSettlement(
        kit,
        of,
        { basis: 'awarded', by: 'mediator', reason, awarded_fen },
        now,
      )
      return { status: 200, subject_id: request.id, body: presentRefund(refund), statements }
    },
  })
