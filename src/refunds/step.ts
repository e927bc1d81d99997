import { decideRelease, type Word } from '../cards/consent-rules'
import { differLotStatement } from '../cards/ending'
import type { StoredLot } from '../cards/store'
import { fen, sumFen } from '../kernel/money'
import { insist } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { post } from '../ledger/book'
import { escrowAccount, payableAccount, refundingAccount } from '../ledger/chart'
import { earnedTallyStatements } from '../merchants/tally'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { Quote } from '../reckoning/quote'
import { firstPartState, lotBelonging, refundRoute } from './route'
import { figuresNow, refundStep, type Step } from './rules'
import {
  insertPart,
  isPending,
  type LotPayment,
  type PartRow,
  pendingByLot,
  type RefundDetail,
} from './store'

type Stepping = {
  refund: RefundDetail
  /** The refund's own lots, as they stand. */
  lots: readonly StoredLot[]
  /** The law's figures for these lots as they stand. */
  quoted: Quote
  purchases: Record<string, LotPayment>
  now: Instant
}
/**
 * Moves what may move by now: new parts to the holder (escrow → refunding), the price difference to the shop (escrow →
 * payable), each in the caller's batch. The refund comes back with its parts and, when nothing is left, done. The
 * caller guards the card by its version.
 */
export function planStep(
  kit: Kit,
  of: Stepping,
  { keep_difference = false } = {},
): { refund: RefundDetail; statements: Statement[] } {
  const { refund, lots, quoted, now } = of
  const open = figuresNow(quoted, lots, pendingByLot(refund.parts))
  const now_due = capped(refundStep(refund.basis, refund.awarded_fen, open), refund)
  const later = keep_difference && now_due.differ.length > 0
  const step: Step = later ? { ...now_due, differ: [], complete: false } : now_due
  const parts = step.pay.map((pay) => partOf(kit, of, pay))
  const differ_fen = sumFen(step.differ.map(({ amount_fen }) => amount_fen))
  if (differ_fen > 0) decideRelease({ way: 'price_difference', word: wordOf(refund), stake_fen: 0 })
  const all = [...refund.parts, ...parts]
  const done = step.complete && !all.some(isPending)
  const { card_id, merchant_id, district, sector } = refund
  const moved = { from: escrowAccount(card_id), subject_id: refund.id, event_at: now }
  return {
    refund: {
      ...refund,
      parts: all,
      status: done ? 'done' : refund.status,
      done_at: done ? now : refund.done_at,
      difference_fen: refund.difference_fen + differ_fen,
    },
    statements: [
      ...parts.map(insertPart),
      ...post(kit, {
        ...moved,
        to: refundingAccount(card_id),
        amount_fen: sumFen(parts.map(({ amount_fen }) => amount_fen)),
        reason: 'refund_set_aside',
      }),
      ...step.differ.map(({ lot_id, amount_fen }) => differLotStatement(lot_id, amount_fen)),
      ...post(kit, {
        ...moved,
        to: payableAccount(merchant_id),
        amount_fen: fen(differ_fen),
        reason: 'price_difference_kept',
      }),
      ...earnedTallyStatements({
        merchant_id,
        district,
        sector,
        day: localDate(now),
        earned_fen: differ_fen,
      }),
    ],
  }
}

/** By whose word the shop keeps a difference: the holder ended it by own wish, time ran out, or a mediator decided. */
const wordOf = ({ decided_by }: RefundDetail): Word =>
  decided_by === 'mediator'
    ? 'decision'
    : decided_by === 'silence' || decided_by === 'deadline'
      ? 'silence'
      : 'confirmation'

/** No more than is there: what the cap leaves open stays owed, and the refund open. */
function capped(step: Step, { cap_fen, parts }: RefundDetail): Step {
  if (cap_fen === null) return step
  let room_fen = cap_fen - sumFen(parts.filter(counts).map(({ amount_fen }) => amount_fen))
  const pay = step.pay.flatMap((part) => {
    const amount_fen = Math.max(Math.min(part.amount_fen, room_fen), 0)
    room_fen -= amount_fen
    return amount_fen > 0 ? [{ ...part, amount_fen }] : []
  })
  const whole = sumFen(pay.map(({ amount_fen }) => amount_fen))
  const complete = step.complete && whole === sumFen(step.pay.map(({ amount_fen }) => amount_fen))
  return complete ? step : { pay, differ: [], complete: false }
}
const counts = (part: PartRow): boolean => isPending(part) || part.state === 'succeeded'

function partOf(
  kit: Kit,
  { refund, purchases, now }: Stepping,
  pay: { lot_id: string; amount_fen: number },
): PartRow {
  const purchase = purchases[pay.lot_id]
  insist(purchase, 'a lot has a purchase')
  const belongs = { purchases, holder_id: refund.consumer_id }
  const route = refundRoute(lotBelonging(belongs, pay.lot_id))
  const state = firstPartState(route, refund.account_sealed !== null)
  return {
    id: kit.newId('rfp'),
    refund_id: refund.id,
    ...pay,
    card_id: refund.card_id,
    merchant_id: refund.merchant_id,
    purchase_id: purchase.purchase_id,
    route,
    state,
    provider_ref: null,
    reason: null,
    instead_of: null,
    tries: 0,
    next_check_at: state === 'created' ? now : null,
    funded_at: null,
    unfunded_at: null,
    created_at: now,
    sent_at: null,
    ended_at: null,
    version: 1,
  }
}
