import * as z from 'zod'
import { EVENT_TYPES } from '../events/catalogue'
import { Event } from '../events/happened'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { type IdRow, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { DELIVERIES_JOB } from './deliver'
import { NOTICES_JOB } from './send'
import { type EventRow, mayReadEvent, mayUseEndpoint, readDeliveryLogs } from './store'
import { DeadLetter, DeliveryView, OWNERS, params, presentDelivery, presentEvent } from './views'

export const logRoutes = newRouter()
const tags = ['webhooks']

export const listWebhookDeliveriesOperation = operation({
  method: 'get',
  path: '/v1/webhook-endpoints/:id/deliveries',
  operationId: 'listWebhookDeliveries',
  tags,
  summary: '一个地址的推送记录，每次尝试都在，新的在前',
  summary_en: 'Lists the deliveries of one endpoint with every attempt, newest first',
  policy: OWNERS,
  params,
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(['pending', 'delivered', 'dead']).optional(),
  }),
  answers: {
    200: { description: '推送', schema: listSchema(DeliveryView, 'WebhookDeliveryList') },
  },
  refuses: ['endpoint_not_found', 'cursor_invalid'],
})
serveRead(logRoutes, listWebhookDeliveriesOperation, {
  reads: (who, { params: { id }, query }) => {
    const before = cursorKey(query.cursor)
    const state = query.state ?? null
    return {
      webhook_endpoints: sql<IdRow>`SELECT w.id FROM webhook_endpoints w WHERE w.id = ${id} AND ${mayUseEndpoint(who)}`,
      with_attempts:
        readDeliveryLogs(sql`d.endpoint_id = ${id} AND ${mayUseEndpoint(who)} AND (${before} IS NULL OR d.id < ${before})
             AND (${state} IS NULL OR d.state = ${state}) ORDER BY d.id DESC LIMIT ${query.limit + 1}`),
    }
  },
  present: ({ rows }, { query }) => {
    if (!rows.webhook_endpoints[0]) refuse('endpoint_not_found')
    return pageFrom(
      rows.with_attempts ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentDelivery(row),
    )
  },
})

export const listEventsOperation = operation({
  method: 'get',
  path: '/v1/events',
  operationId: 'listEvents',
  tags,
  summary: '发生过的事，新的在前',
  summary_en: 'Lists what has happened, newest first',
  traces: ['work', '发生过的事的清单', 'the list of what has happened'],
  policy: OWNERS,
  query: z.strictObject({ ...pageQuery, type: z.enum(EVENT_TYPES).optional() }),
  answers: { 200: { description: '事件', schema: listSchema(Event, 'EventList') } },
  refuses: ['cursor_invalid'],
})
serveRead(logRoutes, listEventsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const type = query.type ?? null
    return {
      events: sql<EventRow>`SELECT e.* FROM events e
           WHERE ${mayReadEvent(who)} AND (${before} IS NULL OR e.seq < CAST(${before} AS INTEGER))
             AND (${type} IS NULL OR e.type = ${type}) ORDER BY e.seq DESC LIMIT ${query.limit + 1}`,
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.events,
      query.limit,
      (row) => String(row.seq),
      (row) => presentEvent(row),
    ),
})

export const readEventOperation = operation({
  method: 'get',
  path: '/v1/events/:id',
  operationId: 'readEvent',
  tags,
  summary: '一个事件',
  summary_en: 'Reads one event',
  traces: ['work', '发生过的一件事', 'one thing that has happened'],
  policy: OWNERS,
  params: z.strictObject({ id: z.string().regex(idPattern('evt')) }),
  answers: { 200: { description: '事件', schema: Event } },
  refuses: ['event_not_found'],
})
serveRead(logRoutes, readEventOperation, {
  reads: (who, { params: { id } }) => ({
    events: sql<EventRow>`SELECT e.* FROM events e WHERE e.id = ${id} AND ${mayReadEvent(who)}`,
  }),
  present: ({ rows }) => presentEvent(rows.events[0] ?? refuse('event_not_found')),
})

export const listDeadLettersOperation = operation({
  method: 'get',
  path: '/v1/notify/dead-letters',
  operationId: 'listDeadLetters',
  tags,
  summary: '没有送到的：推送用完了重试，短信用完了重试；新的在前',
  summary_en: 'Lists deliveries and short messages that are tried no more, newest first',
  policy: { operator: 'all' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '死信', schema: listSchema(DeadLetter, 'DeadLetterList') } },
  refuses: ['cursor_invalid'],
})
serveRead(logRoutes, listDeadLettersOperation, {
  reads: (_who, { query }) => {
    const before = cursorKey(query.cursor)
    return {
      dead_letters: sql<Omit<z.input<typeof DeadLetter>, 'object'>>`SELECT * FROM (
            SELECT 'delivery' AS kind, d.id, d.event_id, e.type, d.endpoint_id, d.tries, d.last_fault AS fault,
                   d.ended_at AS dead_at
              FROM webhook_deliveries d JOIN events e ON e.id = d.event_id WHERE d.state = 'dead'
               AND NOT EXISTS (SELECT 1 FROM webhook_endpoints w WHERE w.id = d.endpoint_id AND w.deleted_at IS NOT NULL)
             UNION ALL
            SELECT 'delivery', d.id, d.event_id, e.type, d.endpoint_id, d.tries, f.error, f.dead_at
              FROM job_failures f JOIN webhook_deliveries d ON d.id = f.subject_id JOIN events e ON e.id = d.event_id
             WHERE f.job = ${DELIVERIES_JOB} AND f.dead_at IS NOT NULL AND d.state = 'pending'
             UNION ALL
            SELECT 'notice', n.id, n.event_id, n.type, NULL, f.tries, f.error, f.dead_at
              FROM job_failures f JOIN notices n ON n.id = f.subject_id
             WHERE f.job = ${NOTICES_JOB} AND f.dead_at IS NOT NULL AND n.state = 'queued')
           WHERE (${before} IS NULL OR dead_at || id < ${before}) ORDER BY dead_at || id DESC LIMIT ${query.limit + 1}`,
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.dead_letters,
      query.limit,
      (row) => `${row.dead_at}${row.id}`,
      (row) => ({ object: 'dead_letter', ...row }),
    ),
})
