import type Stripe from 'stripe'
import * as z from 'zod'
import type { BillLine, BillPage, PaymentProvider } from '../environment/ports'
import { instantAt, SECOND_MS } from '../kernel/time'
import { linesAfter, oldestLines } from './settled'

const Amount = z.int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
const Second = z.int().min(0).max(253_402_300_799)
/** What every line has, whatever it is about (docs.stripe.com/api/balance_transactions/object). */
const Line = z.object({
  id: z.string().regex(/^txn_[A-Za-z0-9_]{1,120}$/),
  object: z.literal('balance_transaction'),
  type: z.string().regex(/^[a-z_]{1,60}$/),
  amount: Amount,
  fee: Amount,
  net: Amount,
  currency: z.string().regex(/^[a-z]{3}$/),
  created: Second,
  available_on: Second,
})
const Ref = z.string().max(130)
const Source = z.object({
  id: Ref,
  payment_intent: z.union([Ref, z.object({ id: Ref })]).nullish(),
  metadata: z.object({ our_no: z.string().max(64).optional() }).nullish(),
})
const RAW_MAX = 4_000
const EPOCH = instantAt(0)

/** One line as we keep it. What cannot be read is kept as it came: no line is lost, and no page for one line. */
export function billLineFrom(object: Stripe.BalanceTransaction): BillLine {
  const { data: line } = Line.safeParse(object)
  if (!line) return unreadable(object)
  const { data: source } = Source.safeParse(object.source)
  const payment = source?.payment_intent
  return {
    ref: line.id,
    type: line.type,
    amount_fen: line.amount,
    fee_fen: line.fee,
    net_fen: line.net,
    currency: line.currency,
    source_ref: source?.id ?? Ref.safeParse(object.source).data ?? null,
    payment_ref: (typeof payment === 'string' ? payment : payment?.id) ?? null,
    our_no: source?.metadata?.our_no ?? null,
    happened_at: instantAt(line.created * SECOND_MS),
    available_at: instantAt(line.available_on * SECOND_MS),
    raw: null,
  }
}

const unreadable = (object: Stripe.BalanceTransaction): BillLine => ({
  ref: String(object.id).slice(0, 130),
  type: 'unreadable',
  amount_fen: 0,
  fee_fen: 0,
  net_fen: 0,
  currency: '',
  source_ref: null,
  payment_ref: null,
  our_no: null,
  happened_at: EPOCH,
  available_at: EPOCH,
  raw: JSON.stringify(object).slice(0, RAW_MAX),
})

const Balance = z.object({
  object: z.literal('balance'),
  available: z.array(z.object({ amount: Amount, currency: z.string() })),
  pending: z.array(z.object({ amount: Amount, currency: z.string() })),
})

/** The whole bill, oldest first, and the balance: what the provider itself says of our money. */
export const billThrough = (stripe: Stripe): Pick<PaymentProvider, 'bill' | 'balance'> => ({
  async bill({ after, limit }): Promise<BillPage> {
    const page =
      after === null ? await oldestLines(stripe, limit) : await linesAfter(stripe, after, limit)
    const lines = page.data.map(billLineFrom).reverse()
    return { lines, next: lines.at(-1)?.ref ?? after, more: page.has_more }
  },
  async balance() {
    const { available, pending } = Balance.parse(await stripe.balance.retrieve())
    const cny = [...available, ...pending].filter(({ currency }) => currency === 'cny')
    return { balance_fen: cny.reduce((sum, { amount }) => sum + amount, 0) }
  },
})
