import * as z from 'zod'
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plusMs, SECOND_MS } from '../kernel/time'
import type { Answer } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce, clockAsk } from '../platform/journal'
import type { World } from '../platform/world'
import { signed } from './signing'
import {
  changeEndpoint,
  type Delivery,
  deliveryFrom,
  type Endpoint,
  type EventRow,
  endpointFrom,
  endTry,
  eventFrom,
  logTry,
} from './store'
import { checkedUrl, ownOrigin } from './url-rules'

/** Waits after the first, second, … failure, each ± 20 %; after the last one the delivery is a dead letter. */
export const TRY_AGAIN_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  6 * HOUR_MS,
  DAY_MS,
]
/** An endpoint that has answered nothing well for so long is switched off; its owner sees why. */
export const GIVE_UP_MS = 3 * DAY_MS
export type DeliveryAt = Pick<Delivery, 'id' | 'version'>
/** What came back: a status, or why there was none. `fault` is null when the subscriber took it. */
export const Said = z.object({ status: z.int().nullable(), fault: z.string().nullable() })
type Said = z.output<typeof Said>

/**
 * One try of one delivery, with what came of it. Refuses delivery_changed_meanwhile when it has ended or its
 * endpoint was switched off since it was found, and request_in_flight while another run is at it.
 */
export async function deliver(world: World, { id, version }: DeliveryAt): Promise<Answer> {
  const ask = await clockAsk(world, {
    operation: 'deliverEvent',
    key: `${id}:${version}`,
    said: [id, version],
  })
  return answerOnce(world, ask, {
    calls_out: true,
    reads: () => ({
      webhook_deliveries: sql`SELECT * FROM webhook_deliveries WHERE id = ${id}`,
      webhook_endpoints: sql`SELECT w.* FROM webhook_endpoints w JOIN webhook_deliveries d ON d.endpoint_id = w.id WHERE d.id = ${id}`,
      events: sql`SELECT e.* FROM events e JOIN webhook_deliveries d ON d.event_id = e.id WHERE d.id = ${id}`,
    }),
    decide: async ({ rows, now }) => {
      const delivery = deliveryFrom(rows.webhook_deliveries[0] ?? refuse('event_not_found'))
      const endpoint = endpointFrom(rows.webhook_endpoints[0] ?? refuse('endpoint_not_found'))
      const event = eventFrom(rows.events[0] ?? refuse('event_not_found'))
      // Not an answer: this key must stay free for when the endpoint is on again.
      if (delivery.state !== 'pending' || endpoint.disabled_at !== null)
        refuse('delivery_changed_meanwhile')
      const said = await send(world, endpoint, event, now)
      return {
        status: 200,
        subject_id: id,
        body: { id, ...said },
        statements: recorded(world, { delivery, endpoint, said, now }),
      }
    },
  })
}

/** The body every subscriber gets, byte for byte the same at every try. */
export const bodyOf = (event: EventRow): string =>
  JSON.stringify({
    id: event.id,
    type: event.type,
    timestamp: event.at,
    object: 'event',
    subject_id: event.subject_id,
    data: JSON.parse(event.data),
  })

/** An address is looked at once more before each knock: the rules may have grown since it was given. */
async function send(
  world: World,
  endpoint: Endpoint,
  event: EventRow,
  now: Instant,
): Promise<Said> {
  const body = bodyOf(event)
  const headers = await signed(world, endpoint, { id: event.id, body, now })
  try {
    const url = checkedUrl(endpoint.url, ownOrigin(world))
    const { status } = await world.outbound.post(url, headers, body)
    return { status, fault: status >= 200 && status < 300 ? null : `status ${status}` }
  } catch (error) {
    return { status: null, fault: error instanceof Error ? error.name : 'no answer' }
  }
}

type Tried = { delivery: Delivery; endpoint: Endpoint; said: Said; now: Instant }
function recorded(world: World, { delivery, endpoint, said, now }: Tried) {
  const tries = delivery.tries + 1
  const wait_ms = TRY_AGAIN_MS[tries - 1]
  const state = said.fault === null ? 'delivered' : wait_ms === undefined ? 'dead' : 'pending'
  const after: Delivery = {
    ...delivery,
    state,
    tries,
    next_try_at: plusMs(now, jittered(world, wait_ms ?? 0)),
    last_status: said.status,
    last_fault: said.fault,
    ended_at: state === 'pending' ? null : now,
  }
  return [
    endTry(after),
    logTry(after, { at: now, ...said }),
    ...healthOf(world, endpoint, { well: said.fault === null, now }),
  ]
}

/** ± 20 %, so that those who failed together do not come back together. */
function jittered(world: World, ms: number): number {
  const [a = 0, b = 0] = world.random(2)
  return ms - Math.trunc(ms / 5) + Math.trunc((((a * 256 + b) % 1000) * 2 * ms) / 5000)
}

/** Since when nothing but failures; after three days of it the endpoint is switched off, and that is an event too. */
function healthOf(
  world: World,
  endpoint: Endpoint,
  { well, now }: { well: boolean; now: Instant },
): Statement[] {
  const { id, failing_since, merchant_id } = endpoint
  if (well)
    return failing_since === null ? [] : [changeEndpoint({ ...endpoint, failing_since: null })]
  if (failing_since === null) return [changeEndpoint({ ...endpoint, failing_since: now })]
  if (plusMs(failing_since, GIVE_UP_MS) > now) return []
  const off = { ...endpoint, disabled_at: now, disabled_reason: 'kept_failing' } as const
  const data = { endpoint_id: id, failing_since, reason: off.disabled_reason }
  const type = 'webhook_endpoint.disabled'
  return [
    changeEndpoint(off),
    emit(world, { type, subject_id: id, merchant_id, consumer_id: null, data, at: now }),
  ]
}
