import { insist } from '../kernel/refusals'

/** Which way money goes back: to the payer by the way it came, or to the holder's own bank account. */
export type Route = 'original' | 'bank'

/** Who paid for a lot, and to whom its money belongs now. */
type Belonging = { payer_id: string; holder_id: string }

/**
 * The one place that decides to whom a refund goes. A card changes hands with everything in it (法释〔2025〕4号 §11; 民法典
 * §547), so its money belongs to the holder of the moment its contract ends. The way it came leads to the payer: it is
 * open only while payer and holder are the same person. Else the money goes to the holder's own account, whose name
 * the bank has checked, and never back to somebody who gave the card away.
 */
export const refundRoute = ({ payer_id, holder_id }: Belonging): Route =>
  payer_id === holder_id ? 'original' : 'bank'

export function lotBelonging(
  of: { purchases: Record<string, { payer_id: string }>; holder_id: string },
  lot_id: string,
): Belonging {
  const payment = of.purchases[lot_id]
  insist(payment, 'a lot has a purchase')
  return { payer_id: payment.payer_id, holder_id: of.holder_id }
}

/** How a part by this route begins: sent as soon as may be, or waiting for an account to go to. */
export const firstPartState = (
  route: Route,
  has_account: boolean,
): 'created' | 'awaiting_account' =>
  route === 'original' || has_account ? 'created' : 'awaiting_account'

/** Those who paid for a lot that somebody else gets back: they are told, once each. */
export const payersBeside = (belongings: readonly Belonging[]): string[] => [
  ...new Set(belongings.filter((of) => refundRoute(of) === 'bank').map(({ payer_id }) => payer_id)),
]
