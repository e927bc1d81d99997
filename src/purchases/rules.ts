import type { Calendar } from '../kernel/calendar'
import { bareId } from '../kernel/ids'
import { type Fen, sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { type Card, coolOffEndsAt, type Lot, lotsEscrow } from '../law/lots'
import type { Offer } from '../law/offer-terms'
import { lotDates } from '../law/period'
import type { SaleRegion } from '../law/sale-rule'
import {
  applicableRules,
  coolOffDays,
  decideSale,
  type Issuer,
  maySell,
  type SaleRequest,
  saleCaps,
} from '../law/sale-rules'
import { checkSaleCap, type LevelBooks } from '../levels/terms'

/** Where a payer goes on in an app of their own; anything else is a method of the provider's. */
export const WALLETS = ['wechat_pay', 'alipay'] as const
export type Wallet = (typeof WALLETS)[number]
export const walletFrom = (method: string): Wallet | null =>
  WALLETS.find((wallet) => wallet === method) ?? null

export type PurchaseStatus = 'awaiting_payment' | 'processing' | 'paid' | 'failed' | 'expired'
/** Our order. `provider_ref` is the provider's one payment object for it, for ever. */
export type Purchase = {
  id: string
  consumer_id: string
  merchant_id: string
  offer_id: string
  contract_hash: string
  paid_fen: Fen
  provider: string
  provider_ref: string | null
  status: PurchaseStatus
  reason: string | null
  attempts: number
  card_id: string | null
  lot_id: string | null
  accepted_at: Instant
  expires_at: Instant
  paid_at: Instant | null
  /** What we told the provider to give back of it so far. */
  refunds_fen: number
  /** Where the payer was sent last. */
  wallet: Wallet | null
  version: number
}
export type OfferOnSale = Offer & { contract_hash: string; withdrawn_at: Instant | null }
/** What a sale is decided on: `cards` are the buyer's cards at this shop, of whatever kind. */
export type Sale = {
  offer: OfferOnSale
  merchant: SaleRequest['merchant'] & LevelBooks
  cards: readonly Card[]
  on: LocalDate
  region: SaleRegion
}

/**
 * May this consumer order this now, having read this contract? Refuses `offer_withdrawn`, what
 * `maySell` refuses, `contract_not_accepted`, `card_frozen`, `card_closed`, `level_sale_cap_reached` and every cap
 * of `decideSale`.
 */
export function decidePurchase(sale: Sale & { contract_hash: string }): void {
  if (sale.offer.withdrawn_at !== null) refuse('offer_withdrawn')
  maySell(sale.merchant, sale.on)
  if (sale.contract_hash !== sale.offer.contract_hash) refuse('contract_not_accepted')
  decidePayment(sale)
}

/**
 * May an order made earlier be paid now? The contract accepted then stands, but a shop put on hold
 * or a cap reached meanwhile stops the payment. Refuses like `decidePurchase`, contract aside.
 */
export function decidePayment({ offer, merchant, cards, on, region }: Sale): void {
  if (offer.withdrawn_at !== null) refuse('offer_withdrawn')
  const card = cardFor(offer, cards)
  if (card?.status === 'frozen') refuse('card_frozen')
  if (card?.status === 'closed') refuse('card_closed')
  checkSaleCap(merchant, offer.price_fen, on)
  const lots = card?.lots ?? []
  decideSale({
    offer,
    merchant,
    on,
    region,
    holder_total_paid_fen: sumFen(cards.map((held) => lotsEscrow(held.lots))),
    card_paid_fen: lotsEscrow(lots),
    starts_on: datesOf(offer, lots, on).starts_on,
  })
}

/** The card that a payment for this offer tops up: one per holder, shop, kind and service. */
export const cardFor = <C extends Card>(
  offer: Pick<Offer, 'kind' | 'service'>,
  cards: readonly C[],
): C | undefined =>
  cards.find(({ kind, service }) => kind === offer.kind && service === offer.service)

const datesOf = (offer: Offer, lots: readonly Lot[], bought_on: LocalDate) =>
  lotDates({ kind: offer.kind, lots, valid_days: offer.valid_days, bought_on })

/** What a paid order is worth, from the terms that were sold. Days are counted from `bought_at`. */
export function lotTerms(request: {
  offer: Offer
  merchant: Pick<Issuer, 'entity_type' | 'sector_groups'>
  lots: readonly Lot[]
  bought_at: Instant
  region: SaleRegion
  /** By which a last cooling-off day that is a day off moves on (民法典 §203). */
  calendar: Calendar
}) {
  const { offer, merchant, lots, bought_at, region, calendar } = request
  const bought_on = localDate(bought_at)
  const { entity_type, sector_groups } = merchant
  const scope = { region, entity_type, sector_groups, kind: offer.kind, on: bought_on }
  const rules = applicableRules({ ...scope, escrow: 'full' })
  const cool_off_days = coolOffDays(rules)
  return {
    face_units: offer.face_units,
    bonus_units: offer.bonus_units,
    list_price_fen: offer.list_price_fen,
    bought_at,
    ...datesOf(offer, lots, bought_on),
    cool_off_ends_at: coolOffEndsAt(bought_at, cool_off_days, calendar),
    ...saleCaps(rules),
  }
}

/**
 * Whether a payment that arrived still fits under the caps of the day, among everything credited meanwhile. What does
 * not fit is not credited and goes back to its payer: a card above its cap would be unlawful (单用途商业预付卡管理办法).
 */
export function overCap(
  paid_fen: Fen,
  terms: { card_cap_fen: Fen | null; holder_cap_fen: Fen | null },
  { card, cards }: { card: Card | undefined; cards: readonly Card[] },
): Extract<ParkReason, 'card_cap_exceeded' | 'holder_cap_exceeded'> | null {
  const { card_cap_fen, holder_cap_fen } = terms
  const on_card = lotsEscrow(card?.lots ?? [])
  const of_holder = sumFen(cards.map(({ lots }) => lotsEscrow(lots)))
  if (card_cap_fen !== null && on_card + paid_fen > card_cap_fen) return 'card_cap_exceeded'
  if (holder_cap_fen !== null && of_holder + paid_fen > holder_cap_fen) return 'holder_cap_exceeded'
  return null
}

/** What a provider told us, once its signature (or our own connection to it) was found good. */
export type Notice = {
  kind: 'succeeded' | 'failed' | 'other'
  type: string
  payment: {
    provider_ref: string
    state: string
    amount_fen: number
    currency: string
    our_no: string | null
    reason: string | null
  } | null
}
export type Verdict =
  | { outcome: 'credited'; purchase: Purchase }
  | { outcome: 'noted'; purchase: Purchase; becomes: 'awaiting_payment' | null }
  | { outcome: 'parked'; purchase: Purchase | null; reason: ParkReason }
  | { outcome: 'ignored'; purchase: Purchase | null }
type ParkReason =
  | 'notice_unreadable'
  | 'purchase_unknown'
  | 'our_no_mismatch'
  | 'provider_ref_mismatch'
  | 'amount_mismatch'
  | 'currency_mismatch'
  | 'state_not_succeeded'
  | 'unexpected_refund'
  | 'card_cap_exceeded'
  | 'holder_cap_exceeded'
  | 'unexpected_dispute'

/**
 * What a notice means for our books. Only a success that fits our own order in number, amount,
 * currency and provider's reference is credited, once; whatever says that money came or went and
 * does not fit is parked for a person. `candidates` are the orders named by its reference or number.
 *
 * A success that arrives after the order expired is credited all the same: the consumer has paid, and
 * money without an owner is worse than a late card. A second event about one success is only noted.
 */
export function decideCredit(notice: Notice, candidates: readonly Purchase[]): Verdict {
  const { kind, payment } = notice
  if (payment === null) return unreadable(notice)
  const known = candidates.find(({ provider_ref }) => provider_ref === payment.provider_ref) ?? null
  if (isOurRefund(notice.type, known, payment.amount_fen))
    return { outcome: 'noted', purchase: known, becomes: null }
  // A dispute is asked about and has a life of its own; its notices move nothing.
  if (kind === 'other' && notice.type.startsWith('charge.dispute.') && known !== null)
    return { outcome: 'noted', purchase: known, becomes: null }
  if (kind === 'other')
    return { outcome: 'parked', purchase: known, reason: unexpected(notice.type) }
  if (kind === 'failed') return decideFailure(known, payment)
  const named = candidates.find(({ id }) => bareId(id) === payment.our_no) ?? null
  const purchase = known ?? named
  if (purchase === null) return { outcome: 'parked', purchase, reason: 'purchase_unknown' }
  const reason = mismatch(purchase, payment)
  if (reason !== null) return { outcome: 'parked', purchase, reason }
  if (purchase.status === 'paid') return { outcome: 'noted', purchase, becomes: null }

  return { outcome: 'credited', purchase }
}

/** Money that left by refunds of our own, no more than we told the provider to give back. */
const isOurRefund = (type: string, known: Purchase | null, amount_fen: number): known is Purchase =>
  type === 'charge.refunded' && known !== null && amount_fen <= known.refunds_fen

type Payment = NonNullable<Notice['payment']>

function mismatch(purchase: Purchase, payment: Payment): ParkReason | null {
  if (payment.provider_ref !== purchase.provider_ref) return 'provider_ref_mismatch'
  if (payment.our_no !== bareId(purchase.id)) return 'our_no_mismatch'
  if (payment.currency !== 'cny') return 'currency_mismatch'
  if (payment.amount_fen !== purchase.paid_fen) return 'amount_mismatch'
  if (payment.state !== 'succeeded') return 'state_not_succeeded'
  return null
}

/**
 * A failure moves no money. `payment` is what the provider says now, not when it wrote the notice, so
 * that a late notice of an earlier attempt cannot undo a later one. Ending an order is left to the
 * jobs: they know whether it was us who canceled the payment.
 */
function decideFailure(purchase: Purchase | null, payment: Payment): Verdict {
  if (purchase === null) return { outcome: 'ignored', purchase }
  const is_free = statusAfter(purchase, payment.state) === 'awaiting_payment'
  return { outcome: 'noted', purchase, becomes: is_free ? 'awaiting_payment' : null }
}

/** Where an open order goes when the provider says its payment ended without money; null: stays. */
export function statusAfter(
  purchase: Pick<Purchase, 'status'>,
  state: string,
): 'awaiting_payment' | 'failed' | null {
  const is_open = purchase.status === 'awaiting_payment' || purchase.status === 'processing'
  if (is_open && state === 'canceled') return 'failed'
  const is_back = state === 'declined' || state === 'requires_method'
  return purchase.status === 'processing' && is_back ? 'awaiting_payment' : null
}

const unreadable = ({ kind }: Notice): Verdict =>
  kind === 'succeeded'
    ? { outcome: 'parked', purchase: null, reason: 'notice_unreadable' }
    : { outcome: 'ignored', purchase: null }

const unexpected = (type: string): ParkReason =>
  type.includes('dispute') ? 'unexpected_dispute' : 'unexpected_refund'

/** The provider's word for a decline in the payer's language; an unknown word is not shown. */
export function declineInWords(reason: string | null): string {
  const why = DECLINES[reason ?? ''] ?? '发卡行没有批准'
  return `没有扣钱。付款未成功：${why}，请换一种方式`
}

const DECLINES: Record<string, string> = {
  insufficient_funds: '余额不足',
  lost_card: '这张卡不能使用',
  stolen_card: '这张卡不能使用',
  expired_card: '这张卡已过期',
  incorrect_cvc: '安全码不对',
  processing_error: '处理时出错',
  authentication_required: '没有通过身份验证',
  payment_intent_authentication_failure: '没有通过身份验证',
  payment_method_unusable: '这种付款方式不可用',
}
