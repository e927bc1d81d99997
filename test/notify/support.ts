import type { OutboundPort } from '../../src/environment/ports'
import { MINUTE_MS } from '../../src/kernel/time'
import { type Statement, sql } from '../../src/platform/d1'
import { type Counter, good, openCounter } from '../redemptions/support'
import type { BodyAt } from '../support/addresses'

export type Sent = { url: string; headers: Record<string, string>; body: string }
type Event = {
  id: string
  type: string
  subject_id: string
  data: Record<string, unknown>
}
/** The outside: what it was told, and what it answers (a status, no answer at all, or after a while). */
type Outside = {
  told: Sent[]
  answer: (message: Sent) => number | Error | Promise<number | Error>
  retry_after_s?: number
}
/** What an endpoint is told of. */
const EVERYTHING = ['*'] as const
export type Types = BodyAt<'POST /v1/webhook-endpoints'>['types']
export type Town = Counter & {
  outside: Outside
  /** An endpoint of a shop's owner, with its secret. */
  subscribes: (options?: {
    at?: Counter['shop']
    types?: Types
    url?: string
  }) => Promise<{ id: string; secret: string }>
  /** A use of so much bread: one event about the card. */
  uses: (card: string, amount_fen: number) => Promise<{ id: string }>
  owner: (at?: Counter['shop']) => Promise<string>
}
export const URL_A = 'https://pos.haifeng-bakery.cn/yufubao'
export const eventIn = ({ body }: Sent): Event => JSON.parse(body) as Event
export const sentUnits = (told: readonly Sent[]) => told.map((one) => eventIn(one).data.units)

/** An event as no code of ours would tell it: whatever data, straight into the table. */
export const happened = (
  town: Pick<Town, 'world'>,
  of: { type: string; subject_id: string; merchant_id: string; consumer_id: string; data: object },
): Statement =>
  sql`INSERT INTO events (id, type, subject_id, merchant_id, consumer_id, data, at)
      VALUES (${town.world.newId('evt')}, ${of.type}, ${of.subject_id}, ${of.merchant_id}, ${of.consumer_id},
              ${JSON.stringify(of.data)}, ${town.world.now()})`

export async function openTown(): Promise<Town> {
  const outside: Outside = { told: [], answer: () => 200 }
  const outbound: OutboundPort = {
    post: async (url, headers, body) => {
      const message = { url, headers, body: String(body) }
      outside.told.push(message)
      const status = await outside.answer(message)
      if (status instanceof Error) throw status
      return { status, retry_after_s: outside.retry_after_s ?? null }
    },
  }
  const counter = await openCounter({ outbound })
  const owner: Town['owner'] = (at = counter.shop) => counter.till(at, 'owner')
  return {
    ...counter,
    outside,
    owner,
    subscribes: async ({ at = counter.shop, types = EVERYTHING, url = URL_A } = {}) =>
      good(
        await counter.call('POST', '/v1/webhook-endpoints', {
          token: await owner(at),
          body: { url, types },
        }),
      ),
    uses: async (card, amount_fen) => {
      counter.advance(MINUTE_MS)
      const { digits } = await counter.code(card)
      return good(await counter.redeem({ code: digits, amount_fen }))
    },
  }
}
