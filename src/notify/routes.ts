import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listOf, pageOf, pageQuery } from '../platform/page'
import {
  addEndpoint,
  disableEndpoint,
  editEndpoint,
  enableEndpoint,
  replayEvents,
  rotateSecret,
} from './endpoints'
import { setNotices } from './notices'
import {
  deliveryFrom,
  endpointFrom,
  eventFrom,
  mayReadEvent,
  mayUseEndpoint,
  readEndpoints,
} from './store'
import {
  DeliveryView,
  EndpointId,
  EndpointView,
  EventTypes,
  EventView,
  presentDelivery,
  presentEndpoint,
  presentEvent,
} from './views'

export const notifyRoutes = newRouter()
const OWNERS = { owner: 'tenant', manager: 'tenant', bank: 'all', operator: 'all' } as const
const tags = ['webhooks']
const params = z.strictObject({ id: EndpointId })
const NewEndpoint = z
  .strictObject({ url: z.string().min(1).max(500), types: EventTypes })
  .meta({ id: 'NewWebhookEndpoint' })
const one = { description: '推送地址', schema: EndpointView }
const REFUSES = ['endpoint_not_found', 'endpoint_changed_meanwhile'] as const

const addOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints',
  operationId: 'addWebhookEndpoint',
  tags,
  summary: '登记一个事件推送地址；密钥只在这里给一次',
  policy: OWNERS,
  body: NewEndpoint,
  answers: { 201: one },
  refuses: ['endpoint_url_refused', 'endpoints_full'],
})
serveAct(notifyRoutes, addOperation, (world, ask, { body }) => addEndpoint(world, ask, body))

const editOperation = operation({
  method: 'put',
  path: '/v1/webhook-endpoints/:id',
  operationId: 'editWebhookEndpoint',
  tags,
  summary: '改推送地址或要听的事件',
  policy: OWNERS,
  params,
  body: NewEndpoint,
  answers: { 200: one },
  refuses: [...REFUSES, 'endpoint_url_refused'],
})
serveAct(notifyRoutes, editOperation, (world, ask, { params: { id }, body }) =>
  editEndpoint(world, ask, { id, ...body }),
)

const small = [
  ['disabling', 'disableWebhookEndpoint', '停用推送地址', disableEndpoint],
  ['enabling', 'enableWebhookEndpoint', '重新启用；停用期间的事件接着送', enableEndpoint],
  ['secret-rotation', 'rotateWebhookSecret', '换密钥；旧的再一起签一天', rotateSecret],
] as const
for (const [verb, operationId, summary, act] of small) {
  const op = operation({
    method: 'post',
    path: `/v1/webhook-endpoints/:id/${verb}`,
    operationId,
    tags,
    summary,
    policy: OWNERS,
    params,
    answers: { 200: one },
    refuses: REFUSES,
  })
  serveAct(notifyRoutes, op, (world, ask, { params: { id } }) => act(world, ask, id))
}

const replayOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints/:id/replays',
  operationId: 'replayEvents',
  tags,
  summary: '把过去的事件再送一遍（至多 500 个），事件编号不变',
  policy: OWNERS,
  params,
  body: z
    .strictObject({ since: z.iso.datetime(), types: EventTypes.optional() })
    .meta({ id: 'NewReplay' }),
  answers: {
    201: {
      description: '已排队',
      schema: z
        .strictObject({
          object: z.literal('replay'),
          endpoint_id: EndpointId,
          deliveries_count: z.int(),
        })
        .meta({ id: 'Replay' }),
    },
  },
  refuses: [...REFUSES, 'delivery_changed_meanwhile'],
})
serveAct(notifyRoutes, replayOperation, (world, ask, { params: { id }, body }) =>
  replayEvents(world, ask, {
    id,
    since: new Date(body.since).toISOString(),
    types: body.types ?? null,
  }),
)

const listEndpointsOperation = operation({
  method: 'get',
  path: '/v1/webhook-endpoints',
  operationId: 'listWebhookEndpoints',
  tags,
  summary: '推送地址',
  policy: OWNERS,
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '推送地址', schema: listOf(EndpointView, 'WebhookEndpointList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(notifyRoutes, listEndpointsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    return [
      readEndpoints(
        who,
        sql`(${before} IS NULL OR w.id < ${before}) ORDER BY w.id DESC LIMIT ${query.limit + 1}`,
      ),
    ]
  },
  present: ({ rows }, { query }) =>
    pageOf(
      rows[0] ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentEndpoint(endpointFrom(row)),
    ),
})

const listDeliveriesOperation = operation({
  method: 'get',
  path: '/v1/webhook-endpoints/:id/deliveries',
  operationId: 'listWebhookDeliveries',
  tags,
  summary: '一个地址的推送记录，新的在前',
  policy: OWNERS,
  params,
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(['pending', 'delivered', 'dead']).optional(),
  }),
  answers: { 200: { description: '推送', schema: listOf(DeliveryView, 'WebhookDeliveryList') } },
  refuses: ['cursor_invalid'],
})
serveRead(notifyRoutes, listDeliveriesOperation, {
  reads: (who, { params: { id }, query }) => {
    const before = cursorKey(query.cursor)
    const state = query.state ?? null
    return [
      sql`SELECT d.* FROM webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id
           WHERE d.endpoint_id = ${id} AND ${mayUseEndpoint(who)} AND (${before} IS NULL OR d.id < ${before})
             AND (${state} IS NULL OR d.state = ${state}) ORDER BY d.id DESC LIMIT ${query.limit + 1}`,
    ]
  },
  present: ({ rows }, { query }) =>
    pageOf(
      rows[0] ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentDelivery(deliveryFrom(row)),
    ),
})

const listEventsOperation = operation({
  method: 'get',
  path: '/v1/events',
  operationId: 'listEvents',
  tags,
  summary: '发生过的事，新的在前',
  policy: OWNERS,
  query: z.strictObject({ ...pageQuery, type: z.string().max(60).optional() }),
  answers: { 200: { description: '事件', schema: listOf(EventView, 'EventList') } },
  refuses: ['cursor_invalid'],
})
serveRead(notifyRoutes, listEventsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const type = query.type ?? null
    return [
      sql`SELECT e.* FROM events e
           WHERE ${mayReadEvent(who)} AND (${before} IS NULL OR e.seq < CAST(${before} AS INTEGER))
             AND (${type} IS NULL OR e.type = ${type}) ORDER BY e.seq DESC LIMIT ${query.limit + 1}`,
    ]
  },
  present: ({ rows }, { query }) =>
    pageOf(
      rows[0] ?? [],
      query.limit,
      (row) => String(row.seq),
      (row) => presentEvent(eventFrom(row)),
    ),
})

const readEventOperation = operation({
  method: 'get',
  path: '/v1/events/:id',
  operationId: 'readEvent',
  tags,
  summary: '一个事件',
  policy: OWNERS,
  params: z.strictObject({ id: z.string().regex(idPattern('evt')) }),
  answers: { 200: { description: '事件', schema: EventView } },
  refuses: ['event_not_found'],
})
serveRead(notifyRoutes, readEventOperation, {
  reads: (who, { params: { id } }) => [
    sql`SELECT e.* FROM events e WHERE e.id = ${id} AND ${mayReadEvent(who)}`,
  ],
  present: ({ rows }) => presentEvent(eventFrom(rows[0]?.[0] ?? refuse('event_not_found'))),
})

const setNoticesOperation = operation({
  method: 'put',
  path: '/v1/me/notice-settings',
  operationId: 'setNotices',
  tags: ['notices'],
  summary: '日常核销短信开或关；占用、异议、冻结、转让、退款总会通知',
  policy: { consumer: 'own' },
  body: z.strictObject({ uses: z.boolean() }).meta({ id: 'SetNotices' }),
  answers: {
    200: {
      description: '已改',
      schema: z
        .strictObject({ object: z.literal('notice_settings'), uses: z.boolean() })
        .meta({ id: 'NoticeSettings' }),
    },
  },
})
serveAct(notifyRoutes, setNoticesOperation, (world, ask, { body }) =>
  setNotices(world, ask, body.uses),
)
