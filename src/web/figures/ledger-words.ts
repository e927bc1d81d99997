/** What each kind of account holds, and for whom (docs/ARCHITECTURE.md, where money stands). */
const KINDS: Record<string, [zh: string, en: string]> = {
  custody: ['专户', 'Custody'],
  psp: ['支付机构（在途）', 'Payment provider'],
  escrow: ['顾客可用', 'Consumers, free'],
  held: ['占用', 'Consumers, held'],
  refunding: ['退款中', 'Being refunded'],
  payable: ['应付店家', 'Payable to shops'],
  paying: ['出款中', 'Being paid out'],
  deposit: ['保证金', 'Deposits'],
  fees: ['已收待划的手续费', 'Fees held'],
  suspense: ['待查（已并入下面两个）', 'Suspense (moved)'],
  'suspense-in': ['待查，多的', 'Suspense, too much'],
  'suspense-out': ['待查，少的', 'Suspense, too little'],
  advance: ['提前放款', 'Advances'],
  interest: ['利息', 'Interest'],
}
/** Why an entry was made, as the acts that make them call it. */
const REASONS: Record<string, [zh: string, en: string]> = {
  purchase_paid: ['顾客充值', 'Top-up'],
  provider_settled: ['支付机构入专户', 'Settled by the provider'],
  fee_advanced: ['平台垫付手续费', 'Fee advanced'],
  provider_fee_charged: ['向店家收手续费', 'Fee charged'],
  fee_taken: ['手续费划出', 'Fee taken'],
  redemption_succeeded: ['核销放款', 'Use'],
  units_held: ['占用', 'Held'],
  period_days_earned: ['期限卡按天放款', 'Days earned'],
  use_corrected: ['更正核销', 'Use corrected'],
  price_difference_kept: ['差价留存', 'Price difference'],
  payout_created: ['发起出款', 'Payout created'],
  payout_paid: ['出款到账', 'Payout paid'],
  payout_rejected: ['出款被拒', 'Payout rejected'],
  payout_returned: ['出款退回', 'Payout returned'],
  refund_set_aside: ['退款留出', 'Refund set aside'],
  refund_funded: ['退款出资', 'Refund funded'],
  refund_withdrawn: ['退款撤回', 'Refund withdrawn'],
  refund_taken_back: ['退款收回', 'Refund taken back'],
  refund_paid: ['退款付出', 'Refund paid'],
  deposit_received: ['收到保证金', 'Deposit received'],
  advance_granted: ['提前放款', 'Advance granted'],
  advance_repaid: ['归还提前放款', 'Advance repaid'],
  advance_set_off: ['抵扣提前放款', 'Advance set off'],
  break_resolved: ['两人解决差异', 'Break resolved'],
  dispute_claim_collected: ['向店家收回争议款', 'Dispute collected'],
  dispute_over: ['付款争议结束', 'Dispute over'],
  payment_disputed: ['付款被争议', 'Payment disputed'],
  payment_not_credited: ['付款没有入账', 'Payment not credited'],
  parked_fact_booked: ['两人认定后入账', 'Booked by two people'],
  provider_fee_kept: ['支付机构扣手续费', 'Fee kept by the provider'],
  units_freed: ['占用放开', 'Set free'],
}

/** The kind of an account of the books, by the first word of its id. */
export const accountKind = (id: string): readonly [zh: string, en: string] =>
  KINDS[id.split(':')[0] ?? ''] ?? [id.split(':')[0] ?? '', id]
/** Why a transfer was made, in words. */
export const reasonWords = (reason: string): readonly [zh: string, en: string] =>
  REASONS[reason] ?? [reason, reason]
