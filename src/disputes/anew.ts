import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { parkFactStatement } from '../purchases/parked'
import type { DisputeRow } from './store'

/**
 * A dispute that is over is not decided a second time by rule: its lot has ended, its claims may have been paid. What
 * the provider does afterwards is a fact that two people end. Lost, and the money comes back (an appeal, a bank that
 * was wrong): its sum is named until they have booked it to suspense and paid out whose it is. Won, and the money is
 * taken again: it is a named position of the provider's book already, and somebody's to look at. Each is parked once.
 */
export function decideAnewStatements(
  kit: Kit,
  before: DisputeRow,
  d: DisputeRow,
  now: Instant,
): Statement[] {
  const back_fen = before.taken_fen - d.taken_fen
  const is_back = d.outcome === 'lost' && d.lot_id !== null && back_fen > 0
  const is_taken = d.outcome !== 'lost' && d.status === 'lost' && d.taken_fen > 0
  if (!is_back && !is_taken) return []
  const reason = is_back ? 'dispute_reinstated' : 'dispute_taken_again'
  return [
    parkFactStatement({
      id: kit.newId('pkd'),
      kind: 'provider_line',
      provider: d.provider,
      ref: `${d.provider_ref}:${reason}`,
      reason,
      amount_fen: is_back ? back_fen : 0,
      currency: d.currency,
      payment_ref: d.payment_ref,
      our_no: null,
      purchase_id: d.purchase_id,
      opened_at: now,
    }),
  ]
}
