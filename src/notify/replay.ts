import type * as z from 'zod'
import type { EventType } from '../events/catalogue'
import { emit, type NewEvent } from '../events/emit'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { type DeliveryReply, planAfterTry, send } from './attempt'
import {
  bringForwardStatement,
  type DeliveryLogRow,
  type DeliveryRow,
  type EndpointRow,
  type EventRow,
  insertDeliveries,
  insertDelivery,
  mayReadEvent,
  mayUseEndpoint,
  readDeliveryLogs,
  readEndpoints,
} from './store'
import { type DeliveryView, deliveryAttempts, presentDelivery } from './views'

export const REPLAY_MAX = 500
/** From one event on, or since a moment; of some types, or of all the endpoint wants. */
type ReplayRequest = {
  id: string
  from: string | null
  since: Instant | null
  types: readonly string[] | null
}

type FromRow = { seq: number }
/**
 * Tells up to 500 past events again, oldest first; each keeps its id, so that receivers know it. `next_from` is where
 * to go on when there were more. Only what the endpoint has already read is told again: the rest is on its way, and what
 * a failure holds back is tried at once, so that nothing waits a day before somebody who asks.
 * Refuses endpoint_not_found, event_not_found.
 */
export function replayEvents(world: World, ask: Ask, request: ReplayRequest) {
  const { id, from, since, types } = request
  const only = JSON.stringify(types ?? ['*'])
  const isIn = (list: ReturnType<typeof sql>) =>
    sql`EXISTS (SELECT 1 FROM json_each(${list}) WHERE value IN ('*', e.type))`
  return answerOnce(world, ask, {
    reads: (who) => ({
      endpoints: readEndpoints(who, sql`w.id = ${id}`),
      from: sql<FromRow>`SELECT e.seq FROM events e WHERE e.id = ${from} AND ${mayReadEvent(who)}`,
      events_ahead: sql<
        EventRow & { replays: number }
      >`SELECT e.*, coalesce((SELECT max(replay) FROM webhook_deliveries
                                 WHERE endpoint_id = ${id} AND event_id = e.id), -1) AS replays
            FROM events e JOIN webhook_endpoints w ON w.id = ${id}
           WHERE e.seq >= coalesce((SELECT seq FROM events WHERE id = ${from}), 0) AND e.seq <= w.read_to_seq
             AND (${since} IS NULL OR e.at >= ${since}) AND ${mayReadEvent(who)}
             AND ${isIn(sql`w.types`)} AND ${isIn(sql`${only}`)}
           ORDER BY e.seq LIMIT ${REPLAY_MAX + 1}`,
    }),
    decide: ({ rows, now, kit }) => {
      if (!rows.endpoints[0]) refuse('endpoint_not_found')
      if (from !== null && !rows.from[0]) refuse('event_not_found')
      const found = rows.events_ahead.map((row) => ({
        id: kit.newId('dlv'),
        event: row,
        replay: row.replays + 1,
      }))
      const again = found.slice(0, REPLAY_MAX)
      return {
        status: 201,
        subject_id: id,
        body: {
          object: 'replay',
          endpoint_id: id,
          deliveries_count: again.length,
          next_from: found[REPLAY_MAX]?.event.id ?? null,
        },
        statements: [bringForwardStatement(id, now), insertDeliveries(id, again, now)],
      }
    },
  })
}

type Attempts = z.input<typeof DeliveryView>['attempts']
const tried = (
  delivery: DeliveryRow,
  type: EventType,
  before: Attempts,
  said: DeliveryReply,
  now: Instant,
) => {
  const { status, fault } = said
  const attempts = [...before, { no: before.length + 1, at: now, status, fault }]
  return presentDelivery({ ...delivery, type, attempts: JSON.stringify(attempts) })
}

/**
 * Sends one delivery now, because a person asks: one that failed and waits for its hour; or, as a replay, one that is over.
 * When it fails the clock goes on as if it had not been. Refuses delivery_not_found, endpoint_disabled, and
 * delivery_waits_its_turn while an earlier one of the same subject still stands.
 */
export const retryDelivery = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      log: readDeliveryLogs(sql`d.id = ${id} AND ${mayUseEndpoint(who)}`),
      endpoints: readEndpoints(
        who,
        sql`w.id = (SELECT endpoint_id FROM webhook_deliveries WHERE id = ${id})`,
      ),
      events: sql<EventRow>`SELECT e.* FROM events e WHERE e.id = (SELECT event_id FROM webhook_deliveries WHERE id = ${id})`,
      beside: sql<{ replays: number | null; waits: number }>`SELECT
          (SELECT max(replay) FROM webhook_deliveries WHERE endpoint_id = d.endpoint_id AND event_id = d.event_id) AS replays,
          EXISTS (SELECT 1 FROM webhook_deliveries b
                   WHERE b.endpoint_id = d.endpoint_id AND b.subject_id = d.subject_id AND b.state = 'pending'
                     AND b.event_seq < d.event_seq) AS waits
          FROM webhook_deliveries d WHERE d.id = ${id}`,
    }),
    call: async ({ rows, now }) => {
      const log = rows.log[0] ?? refuse('delivery_not_found')
      const endpoint = rows.endpoints[0] ?? refuse('endpoint_not_found')
      const event = rows.events[0] ?? refuse('event_not_found')
      if (endpoint.disabled_at !== null) refuse('endpoint_disabled')
      if (rows.beside[0]?.waits === 1) refuse('delivery_waits_its_turn')

      return { log, endpoint, event, said: await send(world, endpoint, event, now) }
    },
    decide: ({ rows, now, kit, called: { log, endpoint, event, said } }) => {
      const is_over = log.state !== 'pending'
      const replay = (rows.beside[0]?.replays ?? 0) + 1
      const delivery = is_over ? fresh(kit, endpoint, event, { replay, now }) : bare(log)
      const { after, statements } = planAfterTry(kit, { delivery, endpoint, said, now }, true)
      return {
        status: 200,
        subject_id: delivery.id,
        body: tried(
          after,
          event.type as EventType,
          is_over ? [] : deliveryAttempts(log),
          said,
          now,
        ),
        statements: [...(is_over ? [insertDelivery(delivery)] : []), ...statements],
      }
    },
  })

/**
 * An event for one endpoint alone, whatever it listens to, sent at once: `webhook_endpoint.tested`. It is kept and
 * delivered like any other. Refuses endpoint_not_found, endpoint_disabled.
 */
export function testEndpoint(world: World, ask: Ask, id: string) {
  // One event, however often the connection is lost before it is written down.
  const event_id = world.newId('evt')
  return answerOnce(world, ask, {
    reads: (who) => ({ endpoints: readEndpoints(who, sql`w.id = ${id}`) }),
    call: async ({ rows, now }) => {
      const endpoint = rows.endpoints[0] ?? refuse('endpoint_not_found')
      if (endpoint.disabled_at !== null) refuse('endpoint_disabled')

      const told: NewEvent & { id: string } = {
        id: event_id,
        type: 'webhook_endpoint.tested',
        subject_id: id,
        merchant_id: endpoint.merchant_id,
        consumer_id: null,
        data: { endpoint_id: id },
        at: now,
      }
      const event = { ...told, seq: 0, data: JSON.stringify(told.data) }
      return { endpoint, told, event, said: await send(world, endpoint, event, now) }
    },
    decide: ({ now, kit, called: { endpoint, told, event, said } }) => {
      const delivery = fresh(kit, endpoint, event, { replay: 0, now })
      const { after, statements } = planAfterTry(kit, { delivery, endpoint, said, now })
      return {
        status: 201,
        subject_id: delivery.id,
        body: tried(after, told.type, [], said, now),
        statements: [emit(kit, told), insertDelivery(delivery), ...statements],
      }
    },
  })
}

const fresh = (
  kit: Kit,
  endpoint: EndpointRow,
  event: EventRow,
  { replay, now }: { replay: number; now: Instant },
): DeliveryRow => ({
  id: kit.newId('dlv'),
  endpoint_id: endpoint.id,
  event_id: event.id,
  event_seq: event.seq,
  subject_id: event.subject_id,
  replay,
  state: 'pending',
  tries: 0,
  next_try_at: now,
  last_status: null,
  last_fault: null,
  created_at: now,
  ended_at: null,
  version: 1,
})
const bare = ({ type: _type, attempts: _attempts, ...delivery }: DeliveryLogRow): DeliveryRow =>
  delivery
