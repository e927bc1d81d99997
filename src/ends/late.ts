import { Refusal, refuse } from '../kernel/refusals'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { planRefund } from '../refunds/open'
import { readRefundable, refundableFrom } from '../refunds/store'
import { type ClaimRow, type EndingRow, refundedStatement } from './store'

type LateRow = Pick<ClaimRow, 'card_id' | 'owed_fen' | 'covered_fen'> &
  Pick<EndingRow, 'kind'> & { ending_id: string }

/**
 * Cards that a run left out because a payment of theirs was disputed: once that is decided, what is left of them is
 * refunded like the others, up to the share they were given. At most `limit`; safe to run twice: a claim has one refund.
 */
export async function refundAfterDisputes(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<LateRow>`SELECT DISTINCT q.ending_id, q.card_id, q.owed_fen, q.covered_fen, e.kind
          FROM disputes d CROSS JOIN endings e ON e.merchant_id = d.merchant_id AND e.phase = 'done'
          CROSS JOIN ending_claims q ON q.ending_id = e.id AND q.card_id = d.card_id
          CROSS JOIN ledger_accounts a ON a.id = 'escrow:' || q.card_id
         WHERE d.merchant_id IN (SELECT merchant_id FROM endings WHERE phase = 'done') AND d.decided_at >= e.began_at
           AND q.refund_id IS NULL AND a.balance_fen > 0
           AND NOT EXISTS (SELECT 1 FROM disputes o WHERE o.card_id = q.card_id AND o.outcome IS NULL)
           AND ${notSetAsideCondition('refundAfterDisputes', sql`q.card_id`, world.now())}
         ORDER BY q.card_id LIMIT ${limit}`,
  )
  return eachDue(world, 'refundAfterDisputes', due, {
    id: ({ card_id }) => card_id,
    act: (claim) => refundLate(world, claim),
  })
}

function refundLate(world: World, claim: LateRow) {
  const { ending_id, card_id, owed_fen, covered_fen, kind } = claim
  const said = [ending_id, card_id]
  const request = {
    operation: 'refundAfterDispute',
    key: `${ending_id}:${card_id}:${world.now()}`,
    said,
  }
  return jobAct(world, request, {
    reads: () => ({ refundable: readRefundable(sql`c.id = ${card_id}`) }),
    decide: ({ rows, now, city, kit }) => {
      const card = refundableFrom(rows.refundable[0] ?? refuse('card_not_found'))
      const cap_fen = covered_fen < owed_fen ? covered_fen : null
      const wish = { lot_ids: null, cause: 'merchant' as const, ground: 'shop_closed', note: null }
      const opened = unlessNone(() =>
        planRefund(
          kit,
          card,
          { ...wish, origin: kind, origin_id: ending_id, cap_fen },
          { now, city },
        ),
      )
      const refund_id = opened?.refund.id ?? null
      return {
        status: 200,
        subject_id: card_id,
        body: { card_id, refund_id },
        statements: opened
          ? [
              ...opened.statements,
              refundedStatement(ending_id, [{ card_id, refund_id: opened.refund.id }]),
            ]
          : [],
      }
    },
  })
}

/**
 * A card whose holder has asked for a refund meanwhile has nothing left for this one, and what is disputed waits for its
 * end: neither stops the others.
 */
export function unlessNone<T>(open: () => T): T | null {
  try {
    return open()
  } catch (error) {
    const none =
      error instanceof Refusal && ['nothing_to_refund', 'lot_in_dispute'].includes(error.code)
    if (none) return null
    throw error
  }
}
