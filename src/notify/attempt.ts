import * as z from 'zod'
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plusMs, SECOND_MS } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { signedHeaders } from './signing'
import {
  type DeliveryRow,
  type EndpointRow,
  type EventRow,
  insertTry,
  updateDelivery,
  updateEndpoint,
} from './store'
import { checkedUrl, devOrigin } from './url-rules'
import { presentEvent } from './views'

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
const GIVE_UP_MS = 3 * DAY_MS
export type DeliveryAt = Pick<DeliveryRow, 'id' | 'version'>
/** What came back: a status, or why there was none. `fault` is null when the subscriber took it. */
export const DeliveryReply = z.object({
  status: z.int().nullable(),
  fault: z.string().nullable(),
  retry_after_s: z.int().nullable(),
})
/** Whatever a subscriber asks for, it is knocked at again within a day. */
const RETRY_AFTER_MAX_MS = DAY_MS
export type DeliveryReply = z.output<typeof DeliveryReply>

/**
 * One try of one delivery, with what came of it. Refuses delivery_changed_meanwhile when it has ended or its
 * endpoint was switched off since it was found, and request_in_flight while another run is at it.
 */
export function deliver(world: World, { id, version }: DeliveryAt) {
  const request = {
    operation: 'deliverEvent',
    key: `${id}:${version}`,
    said: [id, version],
  }
  return jobAct(world, request, {
    reads: () => ({
      delivery: sql<DeliveryRow>`SELECT * FROM webhook_deliveries WHERE id = ${id}`,
      endpoint: sql<EndpointRow>`SELECT w.* FROM webhook_endpoints w JOIN webhook_deliveries d ON d.endpoint_id = w.id WHERE d.id = ${id}`,
      event: sql<EventRow>`SELECT e.* FROM events e JOIN webhook_deliveries d ON d.event_id = e.id WHERE d.id = ${id}`,
    }),
    call: async ({ rows, now }) => {
      const delivery = rows.delivery[0] ?? refuse('event_not_found')
      const endpoint = rows.endpoint[0] ?? refuse('endpoint_not_found')
      const event = rows.event[0] ?? refuse('event_not_found')
      // Not an answer: this key must stay free for when the endpoint is on again.
      if (delivery.state !== 'pending' || endpoint.disabled_at !== null)
        refuse('delivery_changed_meanwhile')
      return { delivery, endpoint, said: await send(world, endpoint, event, now) }
    },
    decide: ({ now, kit, called }) => ({
      status: 200,
      subject_id: id,
      body: { id, ...called.said },
      statements: planAfterTry(kit, { ...called, now }).statements,
    }),
  })
}

/** The body every subscriber gets, byte for byte the same at every try, and what `GET /v1/events/{id}` says. */
const bodyOf = (event: EventRow): string => JSON.stringify(presentEvent(event))

/** An address is looked at once more before each knock: the rules may have grown since it was given. */
export async function send(
  world: World,
  endpoint: EndpointRow,
  event: EventRow,
  now: Instant,
): Promise<DeliveryReply> {
  const body = bodyOf(event)
  const headers = await signedHeaders(world, endpoint, { id: event.id, body, now })
  try {
    const url = checkedUrl(endpoint.url, devOrigin(world.config))
    const { status, retry_after_s = null } = await world.outbound.post(url, headers, body)
    const fault = status >= 200 && status < 300 ? null : `status ${status}`
    return { status, fault, retry_after_s }
  } catch (error) {
    const fault = error instanceof Error ? error.name : 'no answer'
    return { status: null, fault, retry_after_s: null }
  }
}

type Tried = { delivery: DeliveryRow; endpoint: EndpointRow; said: DeliveryReply; now: Instant }
/**
 * A try and what it leads to. `by_hand`: a person asked for it; when it fails, the clock goes on as if it had not been.
 * 410: the subscriber wants nothing more, the endpoint is off (RFC 9110 §15.5.11).
 */
export function planAfterTry(
  kit: Kit,
  { delivery, endpoint, said, now }: Tried,
  by_hand = false,
): { after: DeliveryRow; statements: Statement[] } {
  const after =
    said.fault !== null && by_hand ? unmoved(delivery, said) : moved(kit, delivery, said, now)
  const { status, fault } = said
  return {
    after,
    statements: [
      updateDelivery(after),
      insertTry(after, { at: now, status, fault }),
      ...healthOf(kit, endpoint, said, now),
    ],
  }
}

const unmoved = (delivery: DeliveryRow, said: DeliveryReply): DeliveryRow => ({
  ...delivery,
  last_status: said.status,
  last_fault: said.fault,
})

function moved(kit: Kit, delivery: DeliveryRow, said: DeliveryReply, now: Instant): DeliveryRow {
  const tries = delivery.tries + 1
  const wait_ms = said.status === GONE ? undefined : TRY_AGAIN_MS[tries - 1]
  const state = said.fault === null ? 'delivered' : wait_ms === undefined ? 'dead' : 'pending'
  const asked_ms = Math.min((said.retry_after_s ?? 0) * SECOND_MS, RETRY_AFTER_MAX_MS)
  return {
    ...delivery,
    state,
    tries,
    next_try_at: plusMs(now, Math.max(jittered(kit, wait_ms ?? 0), asked_ms)),
    last_status: said.status,
    last_fault: said.fault,
    ended_at: state === 'pending' ? null : now,
  }
}
const GONE = 410

/** ± 20 %, so that those who failed together do not come back together. */
export function jittered(kit: Kit, ms: number): number {
  const [a = 0, b = 0] = kit.random(2)
  return ms - Math.trunc(ms / 5) + Math.trunc((((a * 256 + b) % 1000) * 2 * ms) / 5000)
}

/**
 * Since when nothing but failures; after three days of it, or at a word, the endpoint is switched off, and that is an
 * event too.
 */
function healthOf(kit: Kit, endpoint: EndpointRow, said: DeliveryReply, now: Instant): Statement[] {
  const { id, failing_since, merchant_id } = endpoint
  if (said.fault === null)
    return failing_since === null ? [] : [updateEndpoint({ ...endpoint, failing_since: null })]
  const is_gone = said.status === GONE
  const since = failing_since ?? now
  if (!is_gone && plusMs(since, GIVE_UP_MS) > now)
    return failing_since === null ? [updateEndpoint({ ...endpoint, failing_since: now })] : []
  const reason = is_gone ? 'gone' : 'kept_failing'
  const data = { endpoint_id: id, failing_since: since, reason } as const
  const type = 'webhook_endpoint.disabled'
  return [
    updateEndpoint({
      ...endpoint,
      failing_since: since,
      disabled_at: now,
      disabled_reason: reason,
    }),
    emit(kit, { type, subject_id: id, merchant_id, consumer_id: null, data, at: now }),
  ]
}
