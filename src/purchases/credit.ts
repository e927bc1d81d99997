import { addLot, openCard } from '../cards/store'
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { openAccount, post } from '../ledger/book'
import { escrowOf, pspOf } from '../ledger/chart'
import { merchantFrom } from '../merchants/store'
import { tallySale } from '../merchants/tally'
import { regionOf } from '../offers/region'
import { offerFrom } from '../offers/store'
import { CLOCK } from '../platform/actor'
import { type Row, type Statement, sql } from '../platform/d1'
import { type Answer, answerOnce, fingerprintOf } from '../platform/journal'
import type { PaymentView } from '../platform/ports'
import type { World } from '../platform/world'
import { cardFor, decideCredit, lotTerms, type Notice, type Purchase, type Verdict } from './rules'
import {
  cardsFrom,
  insertPaymentEvent,
  markPaid,
  movePurchase,
  purchaseFrom,
  readPurchase,
  readSale,
} from './store'

export type PaymentNotice = Omit<Notice, 'payment'> & {
  provider: string
  event_id: string
  payment: PaymentView | null
  happened_at: Instant
}

/**
 * The one door through which money enters the books. A notice whose signature was checked is a hint: it
 * is compared with our own order and credited, noted, ignored or parked, in the batch that records its
 * event. The event is the key: a second delivery, at the same time or next week, gets the first answer.
 */
export async function recordNotice(
  world: World,
  notice: PaymentNotice,
  request_id: string,
): Promise<Answer> {
  const { provider, event_id } = notice
  const known = await asItIsNow(world, notice)
  const operation = 'recordPaymentNotice'
  const ask = {
    who: { ...CLOCK, id: `provider:${provider}` },
    key: event_id,
    operation,
    // A redelivery may differ in what it says about deliveries; the event it is about is the same.
    fingerprint: await fingerprintOf(operation, [provider, event_id]),
    policy: 'signature' as const,
    request_id,
    shape: (_status: number, body: object) => body,
  }
  return answerOnce(world, ask, {
    reads: () => readOrder(notice),
    decide: ({ rows, now }) => {
      const [orders = [], ...sale] = rows
      const verdict = decideCredit(known, orders.map(purchaseFrom))
      return {
        status: 200,
        subject_id: verdict.purchase?.id ?? event_id,
        body: { object: 'payment_receipt', event_id, outcome: verdict.outcome },
        statements: [
          ...effectOf(world, verdict, { notice: known, sale, now }),
          insertPaymentEvent(eventOf(known, verdict, now)),
        ],
      }
    },
  })
}

/** Credits what the provider answers when asked, through the same door as its notices. */
export function recordQuery(world: World, seen: PaymentView): Promise<Answer> {
  const event_id = `query:${seen.provider_ref}`
  const { name: provider } = world.payments
  const notice = { kind: 'succeeded' as const, type: 'query.succeeded', happened_at: world.now() }
  return recordNotice(world, { ...notice, provider, event_id, payment: seen }, world.newId('req'))
}

/** A failure may be old news: the state that counts is the one the provider gives when asked. */
async function asItIsNow(world: World, notice: PaymentNotice): Promise<PaymentNotice> {
  if (notice.kind !== 'failed' || notice.payment === null) return notice
  return { ...notice, payment: await world.payments.query(notice.payment.provider_ref) }
}

function readOrder({ payment }: PaymentNotice): Statement[] {
  const ref = payment?.provider_ref ?? ''
  const named = `pur_${payment?.our_no ?? ''}`
  const own = sql`FROM purchases WHERE provider_ref = ${ref} LIMIT 1`
  return [
    readPurchase(sql`p.provider_ref = ${ref} OR p.id = ${named}`),
    ...readSale({
      offer_id: sql`(SELECT offer_id ${own})`,
      consumer_id: sql`(SELECT consumer_id ${own})`,
    }),
  ]
}

type Case = { notice: PaymentNotice; sale: Row[][]; now: Instant }

function effectOf(world: World, verdict: Verdict, { notice, sale, now }: Case): Statement[] {
  if (verdict.outcome === 'credited') return credit(world, verdict.purchase, { notice, sale, now })
  if (verdict.outcome !== 'noted' || verdict.becomes === null) return []
  const reason = notice.payment?.reason ?? null
  return [movePurchase(verdict.purchase, { status: verdict.becomes, reason })]
}

/**
 * Opens the card or tops it up, adds the lot and books its money. Dates count from the moment of
 * crediting, the consumer's side of any delay: no day of the card passes before it can be used.
 */
function credit(world: World, order: Purchase, { notice, sale, now }: Case): Statement[] {
  const [offers, merchants, cards = []] = sale
  const offer = offerFrom(offers?.[0] ?? refuse('offer_not_found'))
  const merchant = merchantFrom(merchants?.[0] ?? refuse('offer_not_found'))
  const card = cardFor(offer, cardsFrom(cards))
  const { consumer_id, merchant_id, paid_fen, contract_hash } = order
  const { kind, service } = offer
  const card_id = card?.id ?? world.newId('crd')
  const lot_id = world.newId('lot')
  const terms = lotTerms({
    offer,
    merchant,
    lots: card?.lots ?? [],
    bought_at: now,
    region: regionOf(world),
  })
  const bought = { purchase_id: order.id, offer_id: offer.id, contract_hash, paid_fen }
  const { district, sector } = merchant

  return [
    ...(card
      ? []
      : openCard({ id: card_id, merchant_id, consumer_id, kind, service, opened_at: now })),
    ...addLot({ id: lot_id, card_id, ...bought, ...terms }, card),
    openAccount(pspOf(notice.provider)),
    ...post(world, {
      from: pspOf(notice.provider),
      to: escrowOf(card_id),
      amount_fen: paid_fen,
      reason: 'purchase_paid',
      subject_id: order.id,
      event_at: notice.happened_at,
    }),
    markPaid(order, { card_id, lot_id, paid_at: now }),
    emit(world, {
      type: 'purchase.paid',
      subject_id: card_id,
      merchant_id,
      consumer_id,
      data: { purchase_id: order.id, card_id, lot_id, paid_fen },
      at: now,
    }),
    ...tallySale({ merchant_id, district, sector, day: localDate(now), paid_fen, new_card: !card }),
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
