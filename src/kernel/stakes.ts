import { REFUSALS, Refusal } from './refusals'

/** What an act does to money when it is not refused: takes it off a card or a payer, moves it, or neither. */
export type Stake = 'charge' | 'move' | 'none'

/**
 * Every act by what is at stake in it. A refusal says first what happened to the money, where money was at stake and
 * only there: nobody who renames themselves is told that nothing was charged.
 */
export const STAKES: Record<string, Stake> = {
  buyOffer: 'charge',
  payPurchase: 'charge',
  redeemByCode: 'charge',
  redeemAtCounter: 'charge',
  confirmRedemption: 'charge',
  cancelRedemption: 'charge',
  startClaim: 'charge',
  confirmClaim: 'charge',
  contestClaim: 'charge',
  objectByLink: 'charge',
  decideClaim: 'charge',
  createBooking: 'charge',
  cancelBooking: 'charge',
  captureBooking: 'charge',
  recordNoShow: 'charge',
  voidHold: 'charge',
  correctRedemption: 'move',
  requestRefund: 'move',
  withdrawRefund: 'move',
  giveRefundAccount: 'move',
  answerTakeover: 'move',
  acceptRefund: 'move',
  contestRefund: 'move',
  decideRefund: 'move',
  requestPayout: 'move',
  grantAdvance: 'move',
  receiveDeposit: 'move',
  approveDeposit: 'move',
  confirmIncident: 'move',
  approveBreakResolution: 'move',
  approveParkedFactEnd: 'move',
}
export const stakeOf = (operation: string): Stake => STAKES[operation] ?? 'none'

const FIRST = { charge: '没有扣钱。', move: '没有动钱。' } as const
/** Says already what happened to the money. */
const SAYS_MONEY =
  /^(?:还?没有(?:再次|重复|再)?(?:扣钱|动钱|退|付|预支|出款|占用钱|入账)|退款|付款|您的钱)/
/** Of these nobody knows, or something happened earlier: they say so themselves. */
const OUTCOME_OPEN: readonly string[] = [
  'internal_error',
  'storage_busy',
  'storage_full',
  'request_in_flight',
  'request_already_answered',
  'idempotency_key_reused',
  'payment_unclear',
  'contest_too_late',
  'refund_not_withdrawable',
]

/** A refusal of an act in its words for whoever asked: the money first, where it was at stake. */
export function moneyFirst(refusal: Refusal, operation: string): Refusal {
  const stake = stakeOf(operation)
  const said = refusal.details.detail ?? REFUSALS[refusal.code].message
  if (stake === 'none' || SAYS_MONEY.test(said) || OUTCOME_OPEN.includes(refusal.code))
    return refusal
  return new Refusal(refusal.code, { ...refusal.details, detail: FIRST[stake] + said })
}
