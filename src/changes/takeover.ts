import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { planRefund } from '../refunds/open'
import { readRefundable, refundableFrom } from '../refunds/store'
import { readChanges, updateChange } from './store'

/**
 * A holder says whether the new owner may take over their contract (法释〔2025〕4号 §13 (2); 民法典 §551). Whoever consents
 * keeps the card with everything in it; whoever declines is refunded at the price really paid, at once. Once per card.
 * Refuses change_not_found, takeover_not_open, takeover_already_answered, nothing_to_refund.
 */
export const answerTakeover = (
  world: World,
  ask: Ask,
  request: { id: string; card_id: string; answer: 'consented' | 'declined' },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      changes: readChanges(sql`g.id = ${request.id} AND g.kind = 'takeover'`),
      refundable: readRefundable(
        sql`c.id = ${request.card_id} AND c.consumer_id = ${who.subject_id}
            AND c.merchant_id = (SELECT merchant_id FROM merchant_changes WHERE id = ${request.id})`,
      ),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const change = rows.changes[0] ?? refuse('change_not_found')
      const seen = refundableFrom(rows.refundable[0] ?? refuse('change_not_found'))
      if (change.status === 'refused' || localDate(now) > change.leave_by)
        refuse('takeover_not_open')
      const { card_id, answer } = request
      const wish = {
        lot_ids: null,
        cause: 'merchant' as const,
        ground: 'shop_changed_hands',
        note: null,
        origin: 'holder' as const,
        origin_id: null,
      }
      const refund = answer === 'declined' ? planRefund(kit, seen, wish, { now, city }) : null
      const refund_id = refund?.refund.id ?? null
      const counted =
        answer === 'declined'
          ? { ...change, declined_count: change.declined_count + 1 }
          : { ...change, consented_count: change.consented_count + 1 }
      return {
        status: 201,
        subject_id: change.id,
        body: {
          object: 'takeover_answer',
          change_id: change.id,
          card_id,
          answer,
          refund_id,
          at: now,
        },
        statements: [
          sql`INSERT INTO takeover_answers (change_id, card_id, consumer_id, answer, refund_id, at)
              VALUES (${change.id}, ${card_id}, ${actor.id}, ${answer}, ${refund_id}, ${now})`,
          updateChange(counted),
          ...(refund?.statements ?? []),
        ],
      }
    },
  })
