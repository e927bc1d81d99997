import { reviveLotsStatements } from '../cards/ending'
import { isGuardianOnCondition } from '../cards/guardians'
import { fen, sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { post } from '../ledger/book'
import { escrowAccount, refundingAccount } from '../ledger/chart'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import type { Cause } from '../reckoning/facts'
import { planRefund } from './open'
import { planSettlement, refundAndCard } from './settle'
import {
  isPending,
  mayReadRefund,
  type RefundDetail,
  readRefundable,
  readRefunds,
  refundableFrom,
  updatePart,
  updateRefund,
} from './store'
import { emitRefund } from './tell'
import { presentRefund } from './views'
import { withdrawable } from './words'

type RefundRequest = {
  card_id: string
  lot_ids: string[] | null
  cause: Cause
  ground: string
  note: string | null
  expected_fen: number | null
}
/**
 * The holder ends the contract of a card, or of single payments on it. What nobody can dispute is on its way at once by
 * the original route; what hangs on the cause waits for the shop, and silence pays (法释〔2025〕4号 §13–§19). Refuses
 * card_not_found and what `planRefund` refuses.
 */
export const requestRefund = (world: World, ask: Ask, request: RefundRequest) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      refundable: readRefundable(
        sql`c.id = ${request.card_id} AND (c.consumer_id = ${who.subject_id}
              OR ${isGuardianOnCondition(sql`c.consumer_id`, who.subject_id, localDate(now))})`,
      ),
    }),
    decide: ({ rows, now, city, kit }) => {
      const seen = refundableFrom(rows.refundable[0] ?? refuse('card_not_found'))
      const wish = { ...request, origin: 'holder' as const, origin_id: null }
      const { refund, statements } = planRefund(kit, seen, wish, { now, city })
      return { status: 201, subject_id: refund.id, body: presentRefund(refund), statements }
    },
  })

/**
 * The holder thinks better of it. Before any money was sent the contracts go on as if nothing had been; afterwards only
 * the disputed part can be given up: it goes to the shop. Refuses refund_not_withdrawable.
 */
export const withdrawRefund = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      refund: readRefunds(sql`r.id = ${id} AND ${mayReadRefund(who)}`),
      card: readRefundable(sql`c.id = (SELECT card_id FROM refunds WHERE id = ${id})`),
    }),
    decide: ({ rows, now, kit }) => {
      const of = refundAndCard(rows)
      const kind = withdrawable(of.refund)
      if (kind === 'nothing') refuse('refund_not_withdrawable')
      if (kind === 'difference') {
        const end = { basis: 'consumer_cause' as const, by: 'holder' as const }
        const done = planSettlement(kit, of, { ...end, reason: null, awarded_fen: null }, now)
        const { refund, statements } = done
        return { status: 200, subject_id: id, body: presentRefund(refund), statements }
      }
      const open = of.refund.parts.filter(isPending)
      const parts = of.refund.parts.map((part) =>
        isPending(part)
          ? { ...part, state: 'withdrawn' as const, ended_at: now, next_check_at: null }
          : part,
      )
      const refund: RefundDetail = { ...of.refund, status: 'withdrawn', done_at: now, parts }
      const statements = [
        updateRefund(refund),
        ...parts.filter((part) => open.some((one) => one.id === part.id)).map(updatePart),
        ...reviveLotsStatements(of.seen.card, id),
        ...post(kit, {
          from: refundingAccount(refund.card_id),
          to: escrowAccount(refund.card_id),
          amount_fen: fen(sumFen(open.map(({ amount_fen }) => amount_fen))),
          reason: 'refund_withdrawn',
          subject_id: id,
          event_at: now,
        }),
        emitRefund(kit, 'refund.withdrawn', refund, now),
      ]
      return { status: 200, subject_id: id, body: presentRefund(refund), statements }
    },
  })
