import type Stripe from 'stripe'
import * as z from 'zod'
import type { SettledItem, SettledPage } from '../environment/ports'
import { instantAt, SECOND_MS } from '../kernel/time'

/** Only what we use, checked field by field: a bill is a stranger's data like everything a provider sends. */
const Amount = z.int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
const LineId = z.string().regex(/^txn_[A-Za-z0-9_]{1,120}$/)
const Second = z.int().min(0).max(253_402_300_799)
/** Card payments are charges on the bill, those of every other method payments. */
const PAID_TYPES = ['charge', 'payment'] as const
const Line = z.object({
  id: LineId,
  object: z.literal('balance_transaction'),
  type: z.enum(PAID_TYPES),
  amount: Amount,
  fee: Amount,
  net: Amount,
  currency: z.string().regex(/^[a-z]{3}$/),
  status: z.enum(['available', 'pending']),
  available_on: Second,
  source: z.object({
    payment_intent: z.string().max(130).nullable(),
    metadata: z.object({ our_no: z.string().max(64).optional() }),
  }),
})
type Line = z.output<typeof Line>
type Lines = { data: Stripe.BalanceTransaction[]; has_more: boolean }

/**
 * Payments on Stripe's bill, of every method, whose money is available, oldest first. Stripe lists newest first and knows no filter
 * by the day of availability, so a cursor has two line ids: up to the first everything is dealt with, up to the
 * second we have looked in this walk. A payment that is still pending holds the first one back, never the others. The
 * bill has lines of many kinds; one that cannot be read here is passed over, never the page: the daily reading of the
 * whole bill (`billLines`) keeps every line and parks what it does not know.
 */
export async function settledLines(
  stripe: Stripe,
  { after, limit }: { after: string | null; limit: number },
): Promise<SettledPage> {
  const { done, seen } = placeOf(after)
  const page =
    seen === null ? await oldestLines(stripe, limit) : await linesAfter(stripe, seen, limit)
  const bill = page.data.filter(({ id }) => LineId.safeParse(id).success).reverse()
  const last = bill.at(-1)?.id ?? seen
  const lines = bill.flatMap((line) => Line.safeParse(line).data ?? [])
  const pending = new Set(lines.filter(({ status }) => status === 'pending').map(({ id }) => id))
  // Only a walk that has met nothing pending so far moves the mark along.
  const first_pending = bill.findIndex(({ id }) => pending.has(id))
  const dealt_with = first_pending < 0 ? last : (bill[first_pending - 1]?.id ?? done)
  const mark = done === seen ? dealt_with : done
  return {
    items: lines.filter(({ status }) => status === 'available').map(itemOf),
    next: cursorAt(mark, page.has_more ? last : mark),
    more: page.has_more,
  }
}

const EXPAND = { expand: ['data.source'] }

export const linesAfter = (stripe: Stripe, seen: string, limit: number): Promise<Lines> =>
  stripe.balanceTransactions.list({ ...EXPAND, limit, ending_before: seen })

/** The beginning of the bill, found by walking back to it once; every later run starts from a mark. */
export async function oldestLines(stripe: Stripe, limit: number): Promise<Lines> {
  let page = await stripe.balanceTransactions.list({ ...EXPAND, limit })
  let newer = false
  while (page.has_more) {
    newer = true
    const starting_after = page.data.at(-1)?.id ?? ''
    page = await stripe.balanceTransactions.list({ ...EXPAND, limit, starting_after })
  }
  return { data: page.data, has_more: newer }
}

const itemOf = (line: Line): SettledItem => ({
  ref: line.id,
  kind: 'payment',
  provider_ref: line.source.payment_intent,
  our_no: line.source.metadata.our_no ?? null,
  currency: line.currency,
  gross_fen: line.amount,
  fee_fen: line.fee,
  net_fen: line.net,
  available_at: instantAt(line.available_on * SECOND_MS),
})

type Place = { done: string | null; seen: string | null }
const Cursor = z.tuple([LineId.nullable(), LineId.nullable()])
function placeOf(cursor: string | null): Place {
  if (cursor === null) return { done: null, seen: null }
  const [done, seen] = Cursor.parse(JSON.parse(cursor))
  return { done, seen }
}
const cursorAt = (done: string | null, seen: string | null): string | null =>
  seen === null ? null : JSON.stringify([done, seen])
