import * as z from 'zod'
import type { PaymentView } from '../environment/ports'
import { bareId } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { underSaleRules } from '../offers/region'
import { offerFrom } from '../offers/store'
import type { Moment } from '../platform/act'
import { type Ask, RefusalWith } from '../platform/act'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { decidePayment, declineInWords, walletFrom } from './rules'
import {
  beginAttemptStatement,
  cardsFrom,
  movePurchaseStatement,
  type PurchaseRow,
  readPurchase,
  readSale,
  type SaleRows,
} from './store'
import { presentPurchase } from './views'

type PaymentRequest = {
  purchase_id: string
  payment_method: string
  return_url: string
  /** Takes the place of an attempt that still waits for its payer. */
  switches?: true
}
/** `number` is null when another request's attempt is still under way: this one only looks at it. */
type Attempt = { provider_ref: string; number: number | null }
const Attempt = z.strictObject({ provider_ref: z.string(), number: z.int().nullable() })

/**
 * Pays an order. An order has one payment object at the provider for ever, which succeeds at most once,
 * so no number of clicks, cards, keys or crashes can pay twice.
 *
 * Two steps, each answered once. The first opens the payment object and writes the attempt down; the
 * second confirms it under that attempt's number. A crash between them, or an answer lost, leaves an
 * order that says `processing` and a reference to ask about; the same key asks again with the same
 * number, and the provider repeats what it did then.
 *
 * A decline is the key's answer for ever (`payment_declined`); another card takes another key. Success
 * shows as `processing` until the provider's notice is credited. Refuses also `purchase_not_found`,
 * `purchase_already_paid`, `purchase_expired`, `payment_unclear`, and what `decidePayment` refuses.
 */
export async function payPurchase(world: World, ask: Ask, request: PaymentRequest) {
  const { status, body, replayed } = await beginPayment(world, ask, request)
  // Refused for good: the refusal is the answer to the payment.
  if (status !== 200) return { status, body, replayed }
  return confirmPayment(world, ask, request, Attempt.parse(JSON.parse(body)))
}

/**
 * Pays an order in another way than it was begun: the wallet did not open, its money does not suffice. The attempt that
 * waits for its payer is taken back at the provider first, on the order's one payment object, and only then the next
 * one begins: the old link pays nothing any more, and whatever arrives, from whichever wallet and in whatever order,
 * is one payment. Money that came first is the payment: nothing more is asked for. Refuses like `payPurchase`, and
 * `payment_unclear` while the provider works on a payment or does not say that the old attempt is taken back.
 */
export const switchPayment = (world: World, ask: Ask, request: PaymentRequest) =>
  payPurchase(world, ask, { ...request, switches: true })

/** A blank cannot be part of a client's key, so this key is ours alone. */
const firstStepOf = (ask: Ask): Ask => ({
  ...ask,
  key: `begin ${ask.key}`,
  shape: (_status, body) => body,
})

const readOwn = (who: Who, purchase_id: string) =>
  readPurchase(sql`p.id = ${purchase_id} AND p.consumer_id = ${who.subject_id}`)

function beginPayment(world: World, ask: Ask, request: PaymentRequest) {
  const { purchase_id } = request
  const wallet = walletFrom(request.payment_method)
  return answerOnce(world, firstStepOf(ask), {
    reads: (who) => {
      const own = sql`FROM purchases WHERE id = ${purchase_id} AND consumer_id = ${who.subject_id}`
      return {
        order: readOwn(who, purchase_id),
        sale: readSale({ offer_id: sql`(SELECT offer_id ${own})`, consumer_id: who.subject_id }),
      }
    },
    call: async ({ rows, now, city }): Promise<Attempt> => {
      const order = rows.order[0] ?? refuse('purchase_not_found')
      const may = () => refuseUnpayable(order, rows.sale, { now, city })
      const under_way = await attemptUnderWay(world, order)
      const is_replaced = request.switches === true && under_way?.state === 'requires_action'
      if (is_replaced) may()
      const still = is_replaced ? await takenBack(world, order, request) : under_way
      if (still) return { provider_ref: still.provider_ref, number: null }
      may()

      const provider_ref = order.provider_ref ?? (await openPayment(world, order))
      return { provider_ref, number: order.attempts + 1 }
    },
    decide: ({ rows, called: attempt }) => {
      const order = rows.order[0] ?? refuse('purchase_not_found')
      const { provider_ref, number } = attempt
      const statements =
        number === null
          ? []
          : [beginAttemptStatement(order, { provider_ref, attempts: number, wallet })]
      return { status: 200, subject_id: order.id, body: attempt, statements }
    },
  })
}

/** An attempt that may still bring money, or null when a new one may begin. */
async function attemptUnderWay(world: World, order: PurchaseRow): Promise<PaymentView | null> {
  if (order.status !== 'processing' || order.provider_ref === null) return null
  return stillOn(await world.payments.query(order.provider_ref))
}

function stillOn(seen: PaymentView): PaymentView | null {
  const { state } = seen
  if (state === 'unclear') refuse('payment_unclear')
  if (state === 'canceled') refuse('purchase_expired')
  return state === 'declined' || state === 'requires_method' ? null : seen
}

/** Takes the waiting attempt back at the provider; what had been paid by then is what counts. */
async function takenBack(
  world: World,
  order: PurchaseRow,
  { payment_method }: PaymentRequest,
): Promise<PaymentView | null> {
  const seen = await world.payments.replace({
    our_no: bareId(order.id),
    provider_ref: order.provider_ref ?? '',
    method: payment_method,
    attempt: order.attempts + 1,
  })
  // It still waits where it waited: a second attempt beside it could be paid twice.
  if (seen.state === 'requires_action') refuse('payment_unclear')
  return stillOn(seen)
}

function refuseUnpayable(order: PurchaseRow, sale: SaleRows, { now, city }: Moment): void {
  if (order.status === 'paid') refuse('purchase_already_paid')
  const is_open = order.status === 'awaiting_payment' || order.status === 'processing'
  if (!is_open || order.expires_at <= now) refuse('purchase_expired')
  decidePayment({
    offer: offerFrom(sale.offer[0] ?? refuse('offer_not_found')),
    cards: cardsFrom(sale.cards),
    on: localDate(now),
    ...underSaleRules(city, sale.merchant[0] ?? refuse('offer_not_found'), localDate(now)),
  })
}

/**
 * Creates the order's payment object, or finds the one created before: our number is its idempotency
 * key, and every word sent with it comes from the order, so that it never differs.
 */
async function openPayment(world: World, order: PurchaseRow): Promise<string> {
  const our_no = bareId(order.id)
  const subject = `预付保购卡 ${our_no}`
  const opened = await world.payments.create({ our_no, amount_fen: order.paid_fen, subject })
  if (opened.state === 'unclear') refuse('payment_unclear')
  const is_ours = opened.our_no === our_no && opened.currency === 'cny'
  if (!is_ours || opened.amount_fen !== order.paid_fen) refuse('payment_refused')
  return opened.provider_ref
}

function confirmPayment(world: World, ask: Ask, request: PaymentRequest, attempt: Attempt) {
  let first: PaymentView | null = null
  return answerOnce(world, ask, {
    reads: (who) => ({ own: readOwn(who, request.purchase_id) }),
    call: async ({ rows, now }) => {
      const order = rows.own[0] ?? refuse('purchase_not_found')
      if (order.status === 'paid') return null
      if (isOver(order, now)) refuse('purchase_expired')
      if (!isOf(order, attempt)) return world.payments.query(attempt.provider_ref)
      const seen = first ? await newest(world, first) : await confirm(world, request, attempt)
      first ??= seen
      return seen
    },
    decide: ({ rows, called: seen }) => {
      const order = rows.own[0] ?? refuse('purchase_not_found')
      if (seen === null) return shown(order, undefined)
      return isOf(order, attempt) ? conclude(order, seen) : shownIfClear(order, seen)
    },
  })
}

/** Whether the attempt is this request's own, and still the order's newest: only then it may ask for money. */
const isOf = (order: PurchaseRow, { number }: Attempt): boolean =>
  number !== null && number === order.attempts

const isOver = ({ status, expires_at }: PurchaseRow, now: Instant): boolean =>
  status === 'failed' ||
  status === 'expired' ||
  (status === 'awaiting_payment' && expires_at <= now)

/** Asks for the money. Unclear is resolved by looking; only the attempt's own answer may say declined. */
async function confirm(
  world: World,
  request: PaymentRequest,
  { provider_ref, number }: Attempt,
): Promise<PaymentView> {
  const confirmed = await world.payments.confirm({
    our_no: bareId(request.purchase_id),
    provider_ref,
    method: request.payment_method,
    attempt: number ?? 0,
    return_url: request.return_url,
  })
  if (confirmed.state !== 'unclear') return confirmed
  const looked = await world.payments.query(provider_ref)
  return looked.state === 'declined' ? confirmed : looked
}

/** The order moved on while we asked: what the provider says by now, if that says more. */
async function newest(world: World, first: PaymentView): Promise<PaymentView> {
  const looked = await world.payments.query(first.provider_ref)
  return looked.state === 'unclear' || looked.state === 'requires_method' ? first : looked
}

function conclude(order: PurchaseRow, seen: PaymentView) {
  if (seen.state === 'unclear' || seen.state === 'requires_method') refuse('payment_unclear')
  if (seen.state === 'canceled') {
    const failed = movePurchaseStatement(order, { status: 'failed', reason: 'canceled' })
    throw new RefusalWith('purchase_expired', [failed])
  }
  if (seen.state === 'declined') {
    const { reason } = seen
    const back = movePurchaseStatement(order, { status: 'awaiting_payment', reason })
    throw new RefusalWith('payment_declined', [back], { detail: declineInWords(reason) })
  }
  const under_way = { ...order, status: 'processing' as const, reason: null }
  return { ...shown(under_way, seen), statements: [movePurchaseStatement(order, under_way)] }
}

const shown = (order: PurchaseRow, seen: PaymentView | undefined) => ({
  status: 200,
  subject_id: order.id,
  body: presentPurchase(order, seen),
  statements: [],
})

function shownIfClear(order: PurchaseRow, seen: PaymentView) {
  if (seen.state === 'unclear') refuse('payment_unclear')
  return shown(order, seen)
}
