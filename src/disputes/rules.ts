/** How a dispute stands for us, whatever its provider calls it (docs.stripe.com/disputes/how-disputes-work). */
export type Stand = 'open' | 'won' | 'lost' | 'closed'
/**
 * An inquiry that was closed and a dispute that was prevented moved nothing. Whatever we do not know keeps the lot
 * still: money that stands apart can be given back, money that was used cannot.
 */
const STANDS: Record<string, Stand> = {
  won: 'won',
  lost: 'lost',
  warning_closed: 'closed',
  prevented: 'closed',
}
export const disputeStand = (status: string): Stand => STANDS[status] ?? 'open'

/** Whether the provider waits for our evidence. */
export const wantsEvidence = (status: string): boolean =>
  status === 'needs_response' || status === 'warning_needs_response'

/** What a lot is to a dispute: its cash that can be set apart, and what its shop has earned of it, in fen. */
type Stake = { left_fen: number; earned_fen: number }

/** What the shop may have to give back of what it earned, beyond what was set apart: kept from its payouts. */
export const reserveFor = (contested_fen: number, { left_fen, earned_fen }: Stake): number =>
  Math.min(Math.max(contested_fen - left_fen, 0), earned_fen)

export type Loss = { unused_fen: number; claim_fen: number; payer_fen: number }
/**
 * Who bears a payment that was taken back for good: first what is left of it, then what the shop earned of it (its
 * customer has not paid it), and what is more than the payment's own money is owed by the payer, who has had it twice.
 */
export function splitLoss(taken_fen: number, of: Stake): Loss {
  const unused_fen = Math.min(taken_fen, of.left_fen)
  const claim_fen = Math.min(taken_fen - unused_fen, of.earned_fen)
  return { unused_fen, claim_fen, payer_fen: taken_fen - unused_fen - claim_fen }
}
