import { addLotStatements, openCardStatements } from '../cards/store'
import { requestFingerprint } from '../environment/fingerprint'
import type { PaymentView } from '../environment/ports'
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { openAccountStatement, post } from '../ledger/book'
import { escrowAccount, pspAccount } from '../ledger/chart'
import { saleTallyStatements } from '../merchants/tally'
import { underSaleRules } from '../offers/region'
import { offerFrom } from '../offers/store'
import type { Moment } from '../platform/act'
import { CLOCK } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  clearFactsStatement,
  type FactRow,
  parkFactStatement,
  parkForReturnStatement,
  readPaymentFacts,
} from './parked'
import {
  cardFor,
  decideCredit,
  lotTerms,
  type Notice,
  overCap,
  type Purchase,
  type Verdict,
} from './rules'
import {
  cardsFrom,
  insertPaymentEvent,
  movePurchaseStatement,
  paidStatement,
  readPurchase,
  readSale,
  type SaleRows,
} from './store'

type PaymentNotice = Omit<Notice, 'payment'> & {
  provider: string
  event_id: string
  payment: PaymentView | null
  happened_at: Instant
  /** It is the provider's answer to our own question. */
  is_asked?: true
}

/**
 * The one door through which money enters the books. A notice whose signature was checked is a hint: it
 * is compared with our own order and credited, noted, ignored or parked, in the batch that records its
 * event. The event is the key: a second delivery, at the same time or next week, gets the first answer.
 */
export async function recordNotice(world: World, notice: PaymentNotice, request_id: string) {
  const { provider, event_id } = notice
  const known = await asItIsNow(world, notice)
  const confirmed = await confirmedBy(world, notice)
  const operation = 'recordPaymentNotice'
  const ask = {
    who: { ...CLOCK, id: `provider:${provider}` },
    key: event_id,
    operation,
    // A redelivery may differ in what it says about deliveries; the event it is about is the same.
    fingerprint: requestFingerprint(operation, [provider, event_id]),
    policy: 'signature' as const,
    request_id,
    shape: (_status: number, body: object) => body,
  }
  return answerOnce(world, ask, {
    reads: () => readOrder(notice),
    decide: ({ rows, now, city, kit }) => {
      const { orders: candidates, parked, sale } = rows
      const case_of = { notice: known, sale, parked, now, city }
      const told = decideCredit(known, candidates)
      // The notice and the provider, when asked, must say the same before anything is credited.
      if (told.outcome === 'credited' && confirmed.payment?.state === 'unclear')
        refuse('payment_unclear')
      const agreed = told.outcome === 'credited' ? decideCredit(confirmed, candidates) : told
      const verdict = fitting(agreed, case_of)
      return {
        status: 200,
        subject_id: verdict.purchase?.id ?? event_id,
        body: { object: 'payment_receipt', event_id, outcome: verdict.outcome },
        statements: [
          ...effectOf(kit, verdict, case_of),
          insertPaymentEvent(eventOf(known, verdict, now)),
        ],
      }
    },
  })
}

/**
 * A signed notice of a success is confirmed by asking: whoever had the signing secret alone could credit nothing.
 * Refuses payment_unclear when the provider does not answer; it sends the notice again. What we asked ourselves is its
 * own confirmation.
 */
async function confirmedBy(world: World, notice: PaymentNotice): Promise<PaymentNotice> {
  if (notice.kind !== 'succeeded' || notice.payment === null || notice.is_asked) return notice
  const payment = await world.payments.query(notice.payment.provider_ref)
  return { ...notice, payment }
}

/** Credits what the provider answers when asked, through the same door as its notices. */
export function recordQuery(world: World, seen: PaymentView) {
  const event_id = `query:${seen.provider_ref}`
  const { name: provider } = world.payments
  const notice = { kind: 'succeeded' as const, type: 'query.succeeded', happened_at: world.now() }
  const asked = { ...notice, provider, event_id, payment: seen, is_asked: true as const }
  return recordNotice(world, asked, world.newId('req'))
}

/** A failure may be old news: the state that counts is the one the provider gives when asked. */
async function asItIsNow(world: World, notice: PaymentNotice): Promise<PaymentNotice> {
  if (notice.kind !== 'failed' || notice.payment === null) return notice
  return { ...notice, payment: await world.payments.query(notice.payment.provider_ref) }
}

function readOrder({ payment, provider }: PaymentNotice) {
  const ref = payment?.provider_ref ?? ''
  const named = `pur_${payment?.our_no ?? ''}`
  const own = sql`FROM purchases WHERE provider_ref = ${ref} LIMIT 1`
  return {
    orders: readPurchase(sql`p.provider_ref = ${ref} OR p.id = ${named}`),
    parked: readPaymentFacts(provider, ref),
    sale: readSale({
      offer_id: sql`(SELECT offer_id ${own})`,
      consumer_id: sql`(SELECT consumer_id ${own})`,
    }),
  }
}

type Case = { notice: PaymentNotice; sale: SaleRows; parked: readonly FactRow[] } & Moment

/**
 * A payment that would break a cap among what was credited meanwhile is not credited; one that is on its way back to
 * its payer, or that two people have ended, is never credited again.
 */
function fitting(verdict: Verdict, of: Case): Verdict {
  const is_coming_back = of.parked.some(({ proposal }) => proposal === 'returned')
  if (of.notice.type === 'charge.refunded' && is_coming_back && verdict.outcome === 'parked')
    return { outcome: 'ignored', purchase: verdict.purchase }
  if (verdict.outcome !== 'credited') return verdict
  const { purchase } = verdict
  if (of.parked.some(({ state }) => state === 'resolved'))
    return { outcome: 'noted', purchase, becomes: null }
  const { terms, card, cards } = boughtBy(of)
  const reason = overCap(purchase.paid_fen, terms, { card, cards })
  return reason === null ? verdict : { outcome: 'parked', purchase, reason }
}

function effectOf(kit: Kit, verdict: Verdict, of: Case): Statement[] {
  const { notice, now } = of
  if (verdict.outcome === 'credited') {
    const { provider, payment } = notice
    const refs = [payment?.provider_ref ?? '']
    return [
      ...creditStatements(kit, verdict.purchase, of),
      clearFactsStatement({ kind: 'payment_event', provider, refs }, now),
    ]
  }
  if (verdict.outcome === 'parked') return parked(kit, verdict, of)
  if (verdict.outcome !== 'noted' || verdict.becomes === null) return []
  const reason = notice.payment?.reason ?? null
  return [movePurchaseStatement(verdict.purchase, { status: verdict.becomes, reason })]
}

/**
 * Opens the card or tops it up, adds the lot and books its money. Dates count from the moment of
 * crediting, the consumer's side of any delay: no day of the card passes before it can be used.
 */
export function creditStatements(
  kit: Kit,
  order: Purchase,
  of: Pick<Case, 'sale' | 'now' | 'city'> & {
    notice: Pick<PaymentNotice, 'provider' | 'happened_at'>
  },
): Statement[] {
  const { notice, now } = of
  const { offer, merchant, card, terms } = boughtBy(of)
  const { consumer_id, merchant_id, paid_fen, contract_hash } = order
  const { kind, service } = offer
  const card_id = card?.id ?? kit.newId('crd')
  const lot_id = kit.newId('lot')
  const bought = { purchase_id: order.id, offer_id: offer.id, contract_hash, paid_fen }
  const { district, sector } = merchant

  return [
    ...(card
      ? []
      : openCardStatements({
          id: card_id,
          merchant_id,
          consumer_id,
          kind,
          service,
          opened_at: now,
        })),
    ...addLotStatements({ id: lot_id, card_id, ...bought, ...terms }, card),
    openAccountStatement(pspAccount(notice.provider)),
    ...post(kit, {
      from: pspAccount(notice.provider),
      to: escrowAccount(card_id),
      amount_fen: paid_fen,
      reason: 'purchase_paid',
      subject_id: order.id,
      event_at: notice.happened_at,
    }),
    paidStatement(order, { card_id, lot_id, paid_at: now }),
    emit(kit, {
      type: 'purchase.paid',
      subject_id: card_id,
      merchant_id,
      consumer_id,
      data: { purchase_id: order.id, card_id, lot_id, paid_fen },
      at: now,
    }),
    ...saleTallyStatements({
      merchant_id,
      district,
      sector,
      day: localDate(now),
      paid_fen,
      new_card: !card,
    }),
  ]
}

/** What a payment buys now, and what its holder has at the shop already. */
export function boughtBy({ sale, now, city }: Pick<Case, 'sale' | 'now' | 'city'>) {
  const offer = offerFrom(sale.offer[0] ?? refuse('offer_not_found'))
  const merchant = sale.merchant[0] ?? refuse('offer_not_found')
  const cards = cardsFrom(sale.cards)
  const card = cardFor(offer, cards)
  const terms = lotTerms({
    ...{ offer, lots: card?.lots ?? [], bought_at: now, calendar: city.calendar },
    ...underSaleRules(city, merchant, localDate(now)),
  })
  return { offer, merchant, cards, card, terms }
}

/**
 * A parked fact has an owner from the moment it is parked. What a cap keeps out ends its order and goes back to the
 * payer by itself; everything else waits for two people.
 */
function parked(
  kit: Kit,
  { purchase, reason }: Extract<Verdict, { outcome: 'parked' }>,
  { notice, now }: Case,
): Statement[] {
  const { provider, event_id, kind, payment } = notice
  const payment_ref = payment?.provider_ref || null
  const fact = {
    id: kit.newId('pkd'),
    kind: 'payment_event' as const,
    provider,
    // A payment that came in is one fact, however often it is told.
    ref: kind === 'succeeded' ? (payment_ref ?? event_id) : event_id,
    reason,
    amount_fen: payment?.amount_fen ?? 0,
    currency: payment?.currency ?? '',
    payment_ref,
    our_no: payment?.our_no ?? null,
    purchase_id: purchase?.id ?? null,
    opened_at: now,
  }
  const is_over_cap = reason === 'card_cap_exceeded' || reason === 'holder_cap_exceeded'
  if (!is_over_cap || purchase === null) return [parkFactStatement(fact)]
  return [
    parkForReturnStatement(fact),
    movePurchaseStatement(purchase, { status: 'failed', reason }),
  ]
}

const eventOf = (notice: PaymentNotice, verdict: Verdict, now: Instant) => ({
  provider: notice.provider,
  event_id: notice.event_id,
  type: notice.type,
  purchase_id: verdict.purchase?.id ?? null,
  outcome: verdict.outcome,
  reason: verdict.outcome === 'parked' ? verdict.reason : null,
  amount_fen: notice.payment?.amount_fen ?? null,
  happened_at: notice.happened_at,
  received_at: now,
})
