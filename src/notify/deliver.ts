import { Refusal, refuse } from '../kernel/refusals'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plusMs, SECOND_MS } from '../kernel/time'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { type Answer, answerOnce, clockAsk } from '../platform/journal'
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
  insertDelivery,
  listDue,
  logTry,
  readAhead,
} from './store'

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
const READ_AHEAD = 200

/**
 * Tells subscribers what happened: at least once, in the order of commits per subject. First new events get their
 * deliveries, then what is due is sent. At most `limit` sends; safe to run twice or at once (a lease keeps twins
 * apart; one that died in the middle is sent again under the same id).
 */
export async function deliverEvents(world: World, limit: number): Promise<number> {
  await fanOut(world)
  const now = world.now()
  const and = notSetAside('deliverEvents', sql`d.id`, now)
  const due = await all<Pick<Delivery, 'id' | 'version'>>(world.db, listDue({ now, limit, and }))
  return eachDue(world, 'deliverEvents', due, {
    id: ({ id }) => id,
    act: (one) => deliver(world, one).catch(unlessInFlight),
  })
}
const unlessInFlight = (error: unknown): null => {
  if (error instanceof Refusal && error.code === 'request_in_flight') return null
  throw error
}

/** New events become deliveries of every endpoint that wants them. */
async function fanOut(world: World): Promise<void> {
  const behind = await all<Pick<Endpoint, 'id' | 'read_to_seq' | 'merchant_id'>>(
    world.db,
    sql`SELECT w.id, w.read_to_seq, w.merchant_id FROM webhook_endpoints w
         WHERE w.disabled_at IS NULL AND EXISTS (
           SELECT 1 FROM events e WHERE e.seq > w.read_to_seq AND (w.merchant_id IS NULL OR e.merchant_id = w.merchant_id))
         ORDER BY w.read_to_seq, w.id LIMIT 200`,
  )
  await eachDue(world, 'deliverEvents', behind, {
    id: ({ id }) => id,
    act: (endpoint) => readOn(world, endpoint),
  })
}

async function readOn(
  world: World,
  seen: Pick<Endpoint, 'id' | 'read_to_seq' | 'merchant_id'>,
): Promise<Answer> {
  const { id, read_to_seq } = seen
  const ask = await clockAsk(world, {
    operation: 'readOutbox',
    key: `${id}:${read_to_seq}`,
    said: [id, read_to_seq],
  })
  return answerOnce(world, ask, {
    reads: () => [
      sql`SELECT * FROM webhook_endpoints WHERE id = ${id}`,
      readAhead(seen, READ_AHEAD),
    ],
    decide: ({ rows, now }) => {
      const endpoint = endpointFrom(rows[0]?.[0] ?? refuse('endpoint_not_found'))
      const events = (rows[1] ?? []).map(eventFrom)
      const last = events.at(-1)
      const fresh = endpoint.read_to_seq === read_to_seq && last !== undefined
      const wanted = fresh ? events.filter(({ type }) => wants(endpoint, type)) : []
      const statements = fresh
        ? [
            changeEndpoint({ ...endpoint, read_to_seq: last.seq }),
            ...wanted.map((event) =>
              insertDelivery(
                { id: world.newId('dlv'), endpoint_id: id, replay: 0, created_at: now },
                event,
              ),
            ),
          ]
        : []
      return { status: 200, subject_id: id, body: { id, deliveries: wanted.length }, statements }
    },
  })
}

export function wants({ types }: Pick<Endpoint, 'types'>, type: string): boolean {
  const list = JSON.parse(types) as string[]
  return list.includes('*') || list.includes(type)
}

async function deliver(
  world: World,
  { id, version }: Pick<Delivery, 'id' | 'version'>,
): Promise<Answer> {
  const ask = await clockAsk(world, {
    operation: 'deliverEvent',
    key: `${id}:${version}`,
    said: [id, version],
  })
  return answerOnce(world, ask, {
    calls_out: true,
    reads: () => [
      sql`SELECT * FROM webhook_deliveries WHERE id = ${id}`,
      sql`SELECT w.* FROM webhook_endpoints w JOIN webhook_deliveries d ON d.endpoint_id = w.id WHERE d.id = ${id}`,
      sql`SELECT e.* FROM events e JOIN webhook_deliveries d ON d.event_id = e.id WHERE d.id = ${id}`,
    ],
    decide: async ({ rows, now }) => {
      const delivery = deliveryFrom(rows[0]?.[0] ?? refuse('event_not_found'))
      const endpoint = endpointFrom(rows[1]?.[0] ?? refuse('endpoint_not_found'))
      const event = eventFrom(rows[2]?.[0] ?? refuse('event_not_found'))
      const open = delivery.state === 'pending' && endpoint.disabled_at === null
      const said = open ? await send(world, endpoint, event, now) : null
      const statements = said ? recorded(world, { delivery, endpoint, said, now }) : []
      return {
        status: 200,
        subject_id: id,
        body: { id, status: said?.status ?? null, fault: said?.fault ?? null },
        statements,
      }
    },
  })
}

/** The body every subscriber gets, byte for byte the same at every try. */
export const bodyOf = (event: EventRow): string =>
  JSON.stringify({
    id: event.id,
    object: 'event',
    type: event.type,
    timestamp: event.at,
    subject_id: event.subject_id,
    data: JSON.parse(event.data) as object,
  })

type Said = { status: number | null; fault: string | null }
async function send(
  world: World,
  endpoint: Endpoint,
  event: EventRow,
  now: Instant,
): Promise<Said> {
  const body = bodyOf(event)
  const headers = await signed(world, endpoint, { id: event.id, body, now })
  try {
    const { status } = await world.outbound.post(endpoint.url, headers, body)
    return { status, fault: status >= 200 && status < 300 ? null : `status ${status}` }
  } catch (error) {
    return { status: null, fault: error instanceof Error ? error.name : 'no answer' }
  }
}

type Outcome = { delivery: Delivery; endpoint: Endpoint; said: Said; now: Instant }
function recorded(world: World, { delivery, endpoint, said, now }: Outcome) {
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
    ...healthOf(endpoint, said.fault === null, now),
  ]
}

/** ± 20 %, so that those who failed together do not come back together. */
function jittered(world: World, ms: number): number {
  const [a = 0, b = 0] = world.random(2)
  return ms - Math.trunc(ms / 5) + Math.trunc((((a * 256 + b) % 1000) * 2 * ms) / 5000)
}

function healthOf(endpoint: Endpoint, well: boolean, now: Instant) {
  if (well) {
    return endpoint.failing_since === null
      ? []
      : [changeEndpoint({ ...endpoint, failing_since: null })]
  }
  const failing_since = endpoint.failing_since ?? now
  const given_up = plusMs(failing_since, GIVE_UP_MS) <= now
  if (given_up)
    return [
      changeEndpoint({
        ...endpoint,
        failing_since,
        disabled_at: now,
        disabled_reason: 'kept_failing',
      }),
    ]
  return endpoint.failing_since === null ? [changeEndpoint({ ...endpoint, failing_since })] : []
}
