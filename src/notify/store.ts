import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { isHeard } from '../pushes/store'

export type EndpointRow = {
  id: string
  owner_kind: 'merchant' | 'bank' | 'operator'
  merchant_id: string | null
  created_by: string
  url: string
  types: string
  rotation: number
  rotated_at: Instant | null
  read_to_seq: number
  failing_since: Instant | null
  disabled_at: Instant | null
  disabled_reason: 'by_owner' | 'kept_failing' | 'gone' | null
  deleted_at: Instant | null
  created_at: Instant
  version: number
}
export type EventRow = {
  seq: number
  id: string
  type: string
  subject_id: string
  merchant_id: string | null
  consumer_id: string | null
  data: string
  at: Instant
}
export type DeliveryRow = {
  id: string
  endpoint_id: string
  event_id: string
  event_seq: number
  subject_id: string
  replay: number
  state: 'pending' | 'delivered' | 'dead'
  tries: number
  next_try_at: Instant
  last_status: number | null
  last_fault: string | null
  created_at: Instant
  ended_at: Instant | null
  version: number
}
/** A delivery with its event's type and every try of it, as JSON. */
export type DeliveryLogRow = DeliveryRow & { type: string; attempts: string }

/** A shop's own endpoints; the bank's for the bank; the platform's for its operators. */
export const mayUseEndpoint = (who: Who): Statement =>
  sql`w.deleted_at IS NULL AND CASE (SELECT kind FROM ${who.session})
        WHEN 'staff' THEN w.merchant_id = ${who.merchant_id}
        WHEN 'app' THEN w.created_by = ${who.subject_id}
        WHEN 'bank' THEN w.owner_kind = 'bank' WHEN 'operator' THEN w.owner_kind = 'operator' ELSE 0 END`
/** A shop's own events; every event for the bank and the platform. */
export const mayReadEvent = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'staff' THEN e.merchant_id = ${who.merchant_id} WHEN 'bank' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END`
export const readEndpoints = (who: Who, where: Statement) =>
  sql<EndpointRow>`SELECT w.* FROM webhook_endpoints w WHERE ${mayUseEndpoint(who)} AND ${where}`
export const newestSeq = sql<{ seq: number }>`SELECT coalesce(max(seq), 0) AS seq FROM events`

export const insertEndpoint = (w: EndpointRow): Statement =>
  sql`INSERT INTO webhook_endpoints (id, owner_kind, merchant_id, created_by, url, types, read_to_seq, created_at)
      VALUES (${w.id}, ${w.owner_kind}, ${w.merchant_id}, ${w.created_by}, ${w.url}, ${w.types}, ${w.read_to_seq},
              ${w.created_at})`
export const updateEndpoint = (w: EndpointRow): Statement =>
  sql`UPDATE webhook_endpoints
         SET url = ${w.url}, types = ${w.types}, rotation = ${w.rotation}, rotated_at = ${w.rotated_at},
             read_to_seq = ${w.read_to_seq}, failing_since = ${w.failing_since}, disabled_at = ${w.disabled_at},
             disabled_reason = ${w.disabled_reason}, deleted_at = ${w.deleted_at}, version = ${w.version + 1}
       WHERE id = ${w.id}`

/** The next events an endpoint has not read yet; all of them, so that its mark moves over what it does not want. */
export const readAhead = (w: Pick<EndpointRow, 'read_to_seq' | 'merchant_id'>, limit: number) =>
  sql<EventRow>`SELECT * FROM events WHERE seq > ${w.read_to_seq}
         AND (${w.merchant_id} IS NULL OR merchant_id = ${w.merchant_id}) ORDER BY seq LIMIT ${limit}`

type NewDelivery = { id: string; replay: number; event: EventRow }
/** Deliveries of one endpoint in one statement, however many they are. */
export const insertDeliveries = (
  endpoint_id: string,
  deliveries: readonly NewDelivery[],
  now: Instant,
): Statement => {
  const rows = deliveries.map(({ id, replay, event }) => {
    const { id: event_id, seq: event_seq, subject_id } = event
    return { id, event_id, event_seq, subject_id, replay }
  })
  return sql`INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_seq, subject_id, replay, next_try_at,
                                            created_at)
      SELECT value ->> 'id', ${endpoint_id}, value ->> 'event_id', value ->> 'event_seq', value ->> 'subject_id',
             value ->> 'replay', ${now}, ${now}
        FROM json_each(${JSON.stringify(rows)}) ORDER BY key`
}

/** One delivery of an event that stands in the same batch or has long happened. */
export const insertDelivery = (d: DeliveryRow): Statement =>
  sql`INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_seq, subject_id, replay, next_try_at, created_at)
      SELECT ${d.id}, ${d.endpoint_id}, e.id, e.seq, e.subject_id, ${d.replay}, ${d.next_try_at}, ${d.created_at}
        FROM events e WHERE e.id = ${d.event_id}`
/** What still stands at an endpoint is tried at once: somebody asks. */
export const bringForwardStatement = (endpoint_id: string, now: Instant): Statement =>
  sql`UPDATE webhook_deliveries SET next_try_at = ${now}, version = version + 1
       WHERE endpoint_id = ${endpoint_id} AND state = 'pending' AND next_try_at > ${now}`
/** What still stands at an endpoint that is deleted ends undelivered. */
export const endDeliveriesStatement = (endpoint_id: string, now: Instant): Statement =>
  sql`UPDATE webhook_deliveries
         SET state = 'dead', last_fault = 'endpoint deleted', ended_at = ${now}, version = version + 1
       WHERE endpoint_id = ${endpoint_id} AND state = 'pending'`
/** Endpoints that an app set up under these grants (a subquery of ids) are taken away for good, with what still stood there. */
export const endGrantEndpointsStatements = (grants: Statement, now: Instant): Statement[] => [
  sql`UPDATE webhook_deliveries SET state = 'dead', last_fault = 'endpoint deleted', ended_at = ${now}, version = version + 1
       WHERE state = 'pending' AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE created_by IN ${grants})`,
  sql`UPDATE webhook_endpoints SET disabled_at = coalesce(disabled_at, ${now}), disabled_reason = coalesce(disabled_reason, 'by_owner'),
             deleted_at = ${now}, version = version + 1 WHERE created_by IN ${grants} AND deleted_at IS NULL`,
]

/** A delivery `d` is due: its hour has come and its endpoint `w` is on. */
const isDue = (now: Instant, and: Statement): Statement =>
  sql`d.state = 'pending' AND d.next_try_at <= ${now} AND w.disabled_at IS NULL AND ${and}`
/**
 * Nothing of the same subject still stands before it at this endpoint. A replay waits for first tellings, which
 * never wait for replays.
 */
const isNext = sql`NOT EXISTS (
    SELECT 1 FROM webhook_deliveries b
     WHERE b.endpoint_id = d.endpoint_id AND b.subject_id = d.subject_id AND b.state = 'pending'
       AND b.event_seq < d.event_seq AND (d.replay > 0 OR b.replay = 0))`

export type Due = { now: Instant; and: Statement; limit: number }
/** Endpoints with something due, whoever has waited longest first; `but` are left out. */
export const listDueEndpoints = (of: Due & { but: readonly string[] }) =>
  sql<IdRow>`SELECT w.id FROM webhook_endpoints w JOIN webhook_deliveries d ON d.endpoint_id = w.id
       WHERE ${isDue(of.now, of.and)} AND ${isNext}
         AND w.id NOT IN (SELECT value FROM json_each(${JSON.stringify(of.but)}))
       GROUP BY w.id ORDER BY min(d.next_try_at), w.id LIMIT ${of.limit}`
type DueAtRow = { id: string; version: number }
/** What is due at one endpoint, one for each subject, in the order of commits. */
export const listDueAt = (endpoint_id: string, of: Due) =>
  sql<DueAtRow>`SELECT d.id, d.version FROM webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id
       WHERE d.endpoint_id = ${endpoint_id} AND ${isDue(of.now, of.and)} AND ${isNext}
       ORDER BY d.next_try_at, d.event_seq, d.replay LIMIT ${of.limit}`

export const updateDelivery = (d: DeliveryRow): Statement =>
  sql`UPDATE webhook_deliveries
         SET state = ${d.state}, tries = ${d.tries}, next_try_at = ${d.next_try_at}, last_status = ${d.last_status},
             last_fault = ${d.last_fault}, ended_at = ${d.ended_at}, version = ${d.version + 1}
       WHERE id = ${d.id}`
/** Every try of a delivery, those that a person asked for, too. */
export const insertTry = (
  { id }: Pick<DeliveryRow, 'id'>,
  of: { at: Instant; status: number | null; fault: string | null },
): Statement =>
  sql`INSERT INTO webhook_attempts (delivery_id, no, at, status, fault)
      SELECT ${id}, coalesce(max(no), 0) + 1, ${of.at}, ${of.status}, ${of.fault}
        FROM webhook_attempts WHERE delivery_id = ${id}`
export const readDeliveryLogs = (where: Statement) =>
  sql<DeliveryLogRow>`SELECT d.*, e.type,
             (SELECT json_group_array(json_object('no', a.no, 'at', a.at, 'status', a.status, 'fault', a.fault))
                FROM (SELECT * FROM webhook_attempts WHERE delivery_id = d.id ORDER BY no) a) AS attempts
        FROM webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id JOIN events e ON e.id = d.event_id
       WHERE ${where}`

export type PushDeliveryRow = {
  notice_id: string
  subscription_id: string
  tries: number
  next_try_at: Instant
}
/** Every browser of whom a notice concerns gets it. `list`: new notices as JSON. */
export const queuePushesStatement = (list: string, now: Instant): Statement =>
  sql`INSERT INTO push_deliveries (notice_id, subscription_id, next_try_at)
      SELECT n.value ->> 'id', p.id, ${now} FROM json_each(${list}) n
        JOIN push_subscriptions p ON p.consumer_id = n.value ->> 'consumer_id' WHERE ${isHeard(now)}`

type DuePushRow = Pick<PushDeliveryRow, 'notice_id' | 'subscription_id' | 'tries'>
export const listDuePushes = (where: Statement, now: Instant, limit: number) =>
  sql<DuePushRow>`SELECT d.notice_id, d.subscription_id, d.tries FROM push_deliveries d
       WHERE d.next_try_at <= ${now} AND ${where} ORDER BY d.next_try_at, d.notice_id LIMIT ${limit}`
/** Of the notices of these events. `ids`: a JSON list. */
export const amongEventsCondition = (ids: string): Statement =>
  sql`d.notice_id IN (SELECT id FROM notices WHERE event_id IN (SELECT value FROM json_each(${ids})))`

/** A delivery with what it says and where to; `sealed` is null when nobody is signed in there any more. */
export type PushAtRow = PushDeliveryRow & {
  text: string
  type: string
  data: string
  sealed: string | null
}
export const readPushAt = (notice_id: string, subscription_id: string, now: Instant) =>
  sql<PushAtRow>`SELECT d.*, n.text, e.type, e.data, p.sealed FROM push_deliveries d
        JOIN notices n ON n.id = d.notice_id JOIN events e ON e.id = n.event_id
        LEFT JOIN push_subscriptions p ON p.id = d.subscription_id AND ${isHeard(now)}
       WHERE d.notice_id = ${notice_id} AND d.subscription_id = ${subscription_id}`

export const laterPushStatement = (d: PushDeliveryRow): Statement =>
  sql`UPDATE push_deliveries SET tries = ${d.tries}, next_try_at = ${d.next_try_at}
       WHERE notice_id = ${d.notice_id} AND subscription_id = ${d.subscription_id}`
export const endPushStatement = (d: Pick<PushDeliveryRow, 'notice_id' | 'subscription_id'>) =>
  sql`DELETE FROM push_deliveries WHERE notice_id = ${d.notice_id} AND subscription_id = ${d.subscription_id}`
/** Nothing more waits for a browser that is gone. */
export const endPushesToStatement = (subscription_id: string): Statement =>
  sql`DELETE FROM push_deliveries WHERE subscription_id = ${subscription_id}`
