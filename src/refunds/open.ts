import { daysUpTo, endLotsStatements } from '../cards/ending'
import { moveLotsStatements, shiftBetween } from '../cards/money'
import type { StoredLot } from '../cards/store'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { openAccountStatement } from '../ledger/book'
import { refundingAccount } from '../ledger/chart'
import { earnedTallyStatements } from '../merchants/tally'
import type { Moment } from '../platform/act'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { Cause } from '../reckoning/facts'
import type { Quote } from '../reckoning/quote'
import { lotBelonging, payersBeside } from './route'
import { basisAtOnce, deadlinesFor, quoteFor } from './rules'
import { planStep } from './step'
import {
  insertRefund,
  type RefundableCard,
  type RefundDetail,
  type RefundOrigin,
  waitingForAccount,
} from './store'
import { emitRefundData, emitToPayer, refundData } from './tell'
import { uncoveredFen } from './words'

type RefundWish = {
  /** null: every lot that can be refunded. */
  lot_ids: readonly string[] | null
  cause: Cause
  ground: string
  note: string | null
  origin: RefundOrigin
  origin_id: string | null
  /** The sum the asker saw; another one is refused (`refund_figure_changed`). */
  expected_fen?: number | null
  /** At most this much for now; the rest stays owed. */
  cap_fen?: number | null
}
type Opened = {
  refund: RefundDetail
  quote: Quote
  statements: Statement[]
  /** The card as it will stand: for what follows in the same batch. */
  seen: RefundableCard
}

/** The lots a wish is about. Refuses lot_in_dispute, lot_not_refundable, nothing_to_refund. */
function wantedLots(seen: RefundableCard, lot_ids: readonly string[] | null): StoredLot[] {
  const { lots } = seen.card
  if (lot_ids === null) {
    const live = lots.filter(isRefundable)
    if (live.length === 0 && lots.some(inDispute)) refuse('lot_in_dispute')
    return live.length > 0 ? live : refuse('nothing_to_refund')
  }
  const wanted = lots.filter(({ id }) => lot_ids.includes(id))
  if (wanted.some(inDispute)) refuse('lot_in_dispute')
  if (wanted.length !== lot_ids.length || !wanted.every(isRefundable)) refuse('lot_not_refundable')
  return wanted
}
/** A lot that lives and still has money in it. An expired one too: whether it lapsed is for the law to say (§22, §24). */
export const isRefundable = (lot: StoredLot): boolean =>
  lot.refund_id === null && !inDispute(lot) && lot.released_fen + lot.refunded_fen < lot.paid_fen
/** Its payer has taken the payment back at the provider, and that is not decided yet. */
const inDispute = ({ dispute_id }: StoredLot): boolean => dispute_id !== null

/** What the law gives for these lots today. Days of a period card that are over are the shop's first. */
export function quotedFor(
  seen: RefundableCard,
  lots: readonly StoredLot[],
  wish: Pick<RefundWish, 'cause'>,
  now: Instant,
) {
  const on = localDate(now)
  return quoteFor({
    cause: wish.cause,
    lots,
    card: seen.card,
    used: seen.used,
    on,
  })
}

/**
 * Opens a refund: the contracts of these lots end today, what nobody can dispute is on its way, and the rest waits
 * for the shop with its deadlines, all in the caller's batch. Refuses lot_not_refundable, nothing_to_refund,
 * cooling_off_not_applicable, refund_gives_nothing, refund_figure_changed.
 */
export function planRefund(
  kit: Kit,
  seen: RefundableCard,
  wish: RefundWish,
  { now, city }: Moment,
): Opened {
  const asked = wantedLots(seen, wish.lot_ids)
  const lot_ids = asked.map(({ id }) => id)
  const untouched = quotedFor(seen, asked, wish, now)
  const is_cool = untouched.lots.map(({ basis }) => basis === 'cooling_off')
  const ending = lot_ids.filter((_, i) => !is_cool[i])
  // Days that are over are earned now, except of lots that go back whole.
  const lots = daysUpTo(seen.card, ending, localDate(now))
  const card = { ...seen.card, lots }
  const quoted = quotedFor({ ...seen, card }, pick(lots, lot_ids), wish, now)
  if (wish.expected_fen != null && wish.expected_fen !== quoted.principal_fen)
    refuse('refund_figure_changed')
  const basis =
    basisAtOnce(wish.cause, quoted) ?? (isOnRecord(seen, wish, now) ? 'not_consumer_cause' : null)
  if (quoted.principal_fen === 0 && wish.origin === 'holder') refuse('refund_gives_nothing')
  const refund: RefundDetail = {
    ...BLANK,
    id: kit.newId('rfd'),
    card_id: card.id,
    merchant_id: card.merchant_id,
    consumer_id: card.consumer_id,
    origin: wish.origin,
    origin_id: wish.origin_id,
    cause: wish.cause,
    ground: wish.ground,
    note: wish.note,
    status: basis === null ? 'asked' : 'decided',
    basis,
    undisputed_fen: basis === 'not_consumer_cause' ? quoted.principal_fen : quoted.undisputed_fen,
    disputed_fen: basis === null ? quoted.disputed_fen : 0,
    cap_fen: wish.cap_fen ?? null,
    quote: JSON.stringify(quoted),
    terminated_on: localDate(now),
    requested_at: now,
    ...(basis === null ? deadlinesFor(city.calendar, now) : {}),
    decided_at: basis === null ? null : now,
    decided_by: basis === null ? null : 'law',
    merchant_name: seen.merchant_name,
    district: seen.district,
    sector: seen.sector,
  }
  const done = opened(kit, { seen, after: lots, refund, lot_ids, quoted, now })
  const ended = lots.map((lot) =>
    lot_ids.includes(lot.id) ? { ...lot, refund_id: refund.id } : lot,
  )
  const then = { ...seen, card: { ...seen.card, version: seen.card.version + 1, lots: ended } }
  return { ...done, quote: quoted, seen: then }
}

/** The platform ends the card itself, or the ground is on record about the shop: there is nothing to contest. */
const isOnRecord = (seen: RefundableCard, wish: RefundWish, now: Instant): boolean =>
  wish.origin !== 'holder' ||
  seen.grounds.some(({ ground, until }) => ground === wish.ground && localDate(now) <= until)

type Opening = {
  seen: RefundableCard
  after: StoredLot[]
  refund: RefundDetail
  lot_ids: string[]
  quoted: Quote
  now: Instant
}
function opened(kit: Kit, of: Opening): { refund: RefundDetail; statements: Statement[] } {
  const { seen, after, lot_ids, quoted, now } = of
  const { card, purchases } = seen
  const lots = pick(after, lot_ids)
  const stepping = { refund: of.refund, lots, quoted, purchases, now }
  // The shop's part waits for the next run of the clock: until then the holder may still take everything back.
  const step = planStep(kit, stepping, { keep_difference: true })
  const { refund } = step
  const { id, merchant_id, district, sector } = refund
  const belongs = { purchases, holder_id: refund.consumer_id }
  const earned_fen = shiftBetween(card.lots, after).payable_fen
  const statements = [
    insertRefund(refund),
    ...endLotsStatements(card, after, { refund_id: id, lot_ids }),
    ...moveLotsStatements(kit, {
      card,
      before: card.lots,
      after,
      reason: 'period_days_earned',
      subject_id: card.id,
      event_at: now,
    }),
    ...earnedTallyStatements({ merchant_id, district, sector, day: localDate(now), earned_fen }),
    openAccountStatement(refundingAccount(card.id)),
    ...step.statements,
    emitRefundData(kit, { type: 'refund.requested', data: saidOfRequest(refund) }, refund, now),
    ...payersBeside(lots.map(({ id }) => lotBelonging(belongs, id))).map((payer_id) =>
      emitToPayer(kit, refund, payer_id, now),
    ),
  ]
  return { refund, statements }
}

const saidOfRequest = (refund: RefundDetail) => ({
  ...refundData(refund),
  needs_account_fen: waitingForAccount(refund),
  uncovered_fen: uncoveredFen(refund),
  origin: refund.origin,
})

const pick = (lots: readonly StoredLot[], ids: readonly string[]): StoredLot[] =>
  lots.filter(({ id }) => ids.includes(id))

const BLANK = {
  awarded_fen: null,
  difference_fen: 0,
  contest_by: null,
  provisional_after: null,
  escalates_at: null,
  decide_by: null,
  contested_at: null,
  contest_reason: null,
  contest_proof: null,
  escalated_at: null,
  decided_reason: null,
  account_sealed: null,
  account_mask: null,
  account_holder: null,
  done_at: null,
  parts: [],
  version: 1,
}
