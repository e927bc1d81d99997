import { type CardWithLotsRow, cardFrom, readCard, type StoredCard } from '../cards/store'
import type { Instant } from '../kernel/time'
import { depositAccount } from '../ledger/chart'
import type { LevelBooks } from '../levels/terms'
import type { MerchantRow } from '../merchants/store'
import type { OfferRow } from '../offers/store'
import { type RowsRead, type Statement, sql } from '../platform/d1'
import { notSetAsideCondition } from '../platform/jobs'
import type { Purchase, PurchaseStatus, Wallet } from './rules'

/** An order with the name of its shop, as its buyer sees it. */
export type PurchaseRow = Purchase & { merchant_name: string }

export const readPurchase = (where: Statement) =>
  sql<PurchaseRow>`SELECT p.*, m.name AS merchant_name FROM purchases p JOIN merchants m ON m.id = p.merchant_id
       WHERE ${where}`

/** A page of the buyer's own orders, newest first. */
export const listPurchases = (
  consumer_id: Statement,
  page: { before_id: string | null; limit: number },
) =>
  sql<PurchaseRow>`SELECT p.*, m.name AS merchant_name FROM purchases p JOIN merchants m ON m.id = p.merchant_id
       WHERE p.consumer_id = ${consumer_id} AND (${page.before_id} IS NULL OR p.id < ${page.before_id})
       ORDER BY p.id DESC LIMIT ${page.limit + 1}`

/** A shop with what its level’s cap is held against. */
type SellerRow = Omit<MerchantRow, 'level'> & LevelBooks

/**
 * What a sale is decided on: the offer, its shop, and the buyer's cards there. `offer_id` and
 * `consumer_id` are SQL, so that they may come from an order or from the session.
 */
export const readSale = (of: { offer_id: Statement; consumer_id: Statement }) => ({
  offer: sql<OfferRow>`SELECT * FROM offers WHERE id = ${of.offer_id}`,
  merchant: sql<SellerRow>`SELECT m.*, t.owed_fen,
             coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = ${depositAccount('')} || m.id), 0) AS deposit_fen
        FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id
       WHERE m.id = (SELECT merchant_id FROM offers WHERE id = ${of.offer_id})`,
  cards: readCard(sql`consumer_id = ${of.consumer_id}
               AND merchant_id = (SELECT merchant_id FROM offers WHERE id = ${of.offer_id})`),
})
export type SaleRows = RowsRead<ReturnType<typeof readSale>>

export const cardsFrom = (rows: readonly CardWithLotsRow[]): StoredCard[] =>
  rows.map((row) => cardFrom(row))

type NewPurchase = Omit<
  Purchase,
  | 'provider_ref'
  | 'status'
  | 'reason'
  | 'attempts'
  | 'card_id'
  | 'lot_id'
  | 'paid_at'
  | 'refunds_fen'
  | 'wallet'
  | 'version'
>
export const insertPurchase = (order: NewPurchase): Statement =>
  sql`INSERT INTO purchases (id, consumer_id, merchant_id, offer_id, contract_hash, paid_fen, provider,
                             status, accepted_at, expires_at)
      VALUES (${order.id}, ${order.consumer_id}, ${order.merchant_id}, ${order.offer_id},
              ${order.contract_hash}, ${order.paid_fen}, ${order.provider},
              'awaiting_payment', ${order.accepted_at}, ${order.expires_at})`

type Version = Pick<Purchase, 'id' | 'version'>

/** Writes down an attempt before the provider is asked: a crash leaves a trace that can be followed. */
export const beginAttemptStatement = (
  order: Version,
  attempt: { provider_ref: string; attempts: number; wallet: Wallet | null },
): Statement =>
  sql`UPDATE purchases
         SET status = 'processing', provider_ref = ${attempt.provider_ref},
             attempts = ${attempt.attempts}, wallet = ${attempt.wallet}, version = ${order.version + 1}
       WHERE id = ${order.id}`

/** An unpaid order's new state; the version guard refuses a decision made on stale rows. */
export const movePurchaseStatement = (
  order: Version,
  to: { status: Exclude<PurchaseStatus, 'paid'>; reason: string | null },
): Statement =>
  sql`UPDATE purchases
         SET status = ${to.status}, reason = ${to.reason}, version = ${order.version + 1}
       WHERE id = ${order.id}`

/** Gives an order that its provider still works on more time before we look again. */
export const lookAgainStatement = (order: Version, expires_at: Instant): Statement =>
  sql`UPDATE purchases SET expires_at = ${expires_at}, version = ${order.version + 1}
       WHERE id = ${order.id}`

/** What we tell the provider to give back of a purchase; negative when that failed. */
export const expectRefundStatement = (purchase_id: string, amount_fen: number): Statement =>
  sql`UPDATE purchases SET refunds_fen = refunds_fen + ${amount_fen}, version = version + 1 WHERE id = ${purchase_id}`

/** The order is paid by another payment than it was opened for: two people have agreed on it. */
export const adoptPaymentStatement = (order: Version, provider_ref: string): Statement =>
  sql`UPDATE purchases SET provider_ref = ${provider_ref}, version = ${order.version + 1} WHERE id = ${order.id}`

export const paidStatement = (
  order: Version,
  paid: { card_id: string; lot_id: string; paid_at: Instant },
): Statement =>
  sql`UPDATE purchases
         SET status = 'paid', reason = NULL, card_id = ${paid.card_id}, lot_id = ${paid.lot_id},
             paid_at = ${paid.paid_at}, version = ${order.version + 1}
       WHERE id = ${order.id}`

type PaymentEventRow = {
  provider: string
  event_id: string
  type: string
  purchase_id: string | null
  outcome: 'credited' | 'noted' | 'ignored' | 'parked'
  reason: string | null
  amount_fen: number | null
  happened_at: Instant
  received_at: Instant
}
export const insertPaymentEvent = (event: PaymentEventRow): Statement =>
  sql`INSERT INTO payment_events (provider, event_id, type, purchase_id, outcome, reason, amount_fen,
                                  happened_at, received_at)
      VALUES (${event.provider}, ${event.event_id}, ${event.type}, ${event.purchase_id},
              ${event.outcome}, ${event.reason}, ${event.amount_fen},
              ${event.happened_at}, ${event.received_at})`

/** A page of provider's events of one outcome, newest first. */
export const listPaymentEvents = (page: {
  outcome: string
  before: { received_at: string; event_id: string } | null
  limit: number
}) =>
  sql<PaymentEventRow>`SELECT * FROM payment_events
       WHERE outcome = ${page.outcome}
         AND (${page.before?.received_at ?? null} IS NULL
              OR (received_at, event_id) < (${page.before?.received_at ?? null}, ${page.before?.event_id ?? null}))
       ORDER BY received_at DESC, event_id DESC LIMIT ${page.limit + 1}`

/** Open orders whose time is up, the longest overdue first. */
export const listOverdue = (now: Instant, limit: number) =>
  readPurchase(sql`p.status IN ('awaiting_payment', 'processing') AND p.expires_at <= ${now}
                   AND ${notSetAsideCondition('expirePurchases', sql`p.id`, now)}
                   ORDER BY p.expires_at, p.id LIMIT ${limit}`)

/** Open orders with a payment the provider was asked for and has not told us the end of. */
export const listUnsettled = (accepted_before: Instant, limit: number, now: Instant) =>
  readPurchase(sql`p.status IN ('awaiting_payment', 'processing') AND p.provider_ref IS NOT NULL
                   AND p.accepted_at <= ${accepted_before}
                   AND ${notSetAsideCondition('reconcilePurchases', sql`p.id`, now)} ORDER BY p.expires_at, p.id LIMIT ${limit}`)

/** What an account that ends has ordered and paid goes on under the other one of the same person. */
export const joinPurchasesStatement = (of: { from_id: string; into_id: string }): Statement =>
  sql`UPDATE purchases SET consumer_id = ${of.into_id}, version = version + 1 WHERE consumer_id = ${of.from_id}`
