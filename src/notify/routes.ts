import * as z from 'zod'
import { InstantIn } from '../environment/instant'
import { idPattern } from '../kernel/ids'
import { type RefusalCode, refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { exactlyOne } from '../schemas/choices'
import {
  addEndpoint,
  deleteEndpoint,
  disableEndpoint,
  editEndpoint,
  enableEndpoint,
  rotateSecret,
} from './endpoints'
import { logRoutes } from './log-routes'
import { replayEvents, retryDelivery, testEndpoint } from './replay'
import { settingsRoutes } from './settings-routes'
import { readEndpoints } from './store'
import {
  DeliveryView,
  EndpointId,
  EndpointView,
  EventTypes,
  OWNERS,
  params,
  presentEndpoint,
} from './views'

export const notifyRoutes = newRouter()
notifyRoutes.route('/', logRoutes)
notifyRoutes.route('/', settingsRoutes)
const tags = ['webhooks']
const NewEndpoint = z
  .strictObject({ url: z.string().min(1).max(500), types: EventTypes })
  .meta({ id: 'NewWebhookEndpoint' })
const one = { description: '推送地址', schema: EndpointView }
const REFUSES = ['endpoint_not_found', 'endpoint_changed_meanwhile'] as const

export const addWebhookEndpointOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints',
  operationId: 'addWebhookEndpoint',
  tags,
  summary: '登记一个事件推送地址；密钥只在这里给一次',
  summary_en: 'Adds a webhook endpoint; its secret is told here and never again',
  policy: { ...OWNERS, app: 'tenant' },
  body: NewEndpoint,
  answers: { 201: one },
  refuses: ['endpoint_url_refused', 'endpoints_full'],
})
serveAct(notifyRoutes, addWebhookEndpointOperation, (world, ask, { body }) =>
  addEndpoint(world, ask, body),
)

export const editWebhookEndpointOperation = operation({
  method: 'put',
  path: '/v1/webhook-endpoints/:id',
  operationId: 'editWebhookEndpoint',
  tags,
  summary: '改推送地址或要听的事件',
  summary_en: 'Changes an endpoint’s address or the events it wants',
  policy: OWNERS,
  params,
  body: NewEndpoint,
  answers: { 200: one },
  refuses: [...REFUSES, 'endpoint_url_refused'],
})
serveAct(notifyRoutes, editWebhookEndpointOperation, (world, ask, { params: { id }, body }) =>
  editEndpoint(world, ask, { id, ...body }),
)

const endpointAct = <const V extends string, const R extends RefusalCode = never>(
  verb: V,
  operationId: string,
  summary: string,
  summary_en: string,
  more: readonly R[] = [],
) =>
  operation({
    method: 'post',
    path: `/v1/webhook-endpoints/:id/${verb}` as const,
    operationId,
    tags,
    summary,
    summary_en,
    policy: OWNERS,
    params,
    answers: { 200: one },
    refuses: [...REFUSES, ...more],
  })
export const disableWebhookEndpointOperation = endpointAct(
  'disable',
  'disableWebhookEndpoint',
  '停用推送地址',
  'Switches an endpoint off',
)
serveAct(notifyRoutes, disableWebhookEndpointOperation, (world, ask, { params: { id } }) =>
  disableEndpoint(world, ask, id),
)
export const enableWebhookEndpointOperation = endpointAct(
  'enable',
  'enableWebhookEndpoint',
  '重新启用；停用期间的事件接着送',
  'Switches an endpoint on again; it gets what happened meanwhile',
  ['endpoints_full'],
)
serveAct(notifyRoutes, enableWebhookEndpointOperation, (world, ask, { params: { id } }) =>
  enableEndpoint(world, ask, id),
)
export const rotateWebhookSecretOperation = endpointAct(
  'rotate-secret',
  'rotateWebhookSecret',
  '换密钥；旧的再一起签一天',
  'Rotates an endpoint’s secret; the old one signs along for a day',
)
serveAct(notifyRoutes, rotateWebhookSecretOperation, (world, ask, { params: { id } }) =>
  rotateSecret(world, ask, id),
)

const delivered = { description: '这一条现在怎样，对方刚才答了什么', schema: DeliveryView }
export const testWebhookEndpointOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints/:id/tests',
  operationId: 'testWebhookEndpoint',
  tags,
  summary: '试送一个事件（webhook_endpoint.tested），马上送，只送这个地址',
  summary_en: 'Sends a test event to this endpoint alone, at once',
  policy: OWNERS,
  params,
  answers: { 201: delivered },
  refuses: [...REFUSES, 'endpoint_disabled', 'delivery_changed_meanwhile'],
})
serveAct(notifyRoutes, testWebhookEndpointOperation, (world, ask, { params: { id } }) =>
  testEndpoint(world, ask, id),
)

export const retryWebhookDeliveryOperation = operation({
  method: 'post',
  path: '/v1/webhook-deliveries/:id/retry',
  operationId: 'retryWebhookDelivery',
  tags,
  summary: '现在就再送一条：等着重试的马上试，送过的作为重放再送',
  summary_en: 'Sends one delivery now: a waiting one at once, an ended one as a replay',
  policy: OWNERS,
  params: z.strictObject({ id: z.string().regex(idPattern('dlv')) }),
  answers: { 200: delivered },
  refuses: [
    'delivery_not_found',
    ...REFUSES,
    'event_not_found',
    'endpoint_disabled',
    'delivery_waits_its_turn',
    'delivery_changed_meanwhile',
  ],
})
serveAct(notifyRoutes, retryWebhookDeliveryOperation, (world, ask, { params: { id } }) =>
  retryDelivery(world, ask, id),
)

export const deleteWebhookEndpointOperation = operation({
  method: 'delete',
  path: '/v1/webhook-endpoints/:id',
  operationId: 'deleteWebhookEndpoint',
  tags,
  summary: '删除推送地址：不再推送，谁也找不到；已发生的推送记录留存',
  summary_en: 'Deletes an endpoint: nothing is sent any more, its records stay',
  policy: { ...OWNERS, app: 'tenant' },
  params,
  answers: { 200: { description: '已删除', schema: EndpointView } },
  refuses: [...REFUSES, 'delivery_changed_meanwhile'],
})
serveAct(notifyRoutes, deleteWebhookEndpointOperation, (world, ask, { params: { id } }) =>
  deleteEndpoint(world, ask, id),
)

export const replayEventsOperation = operation({
  method: 'post',
  path: '/v1/webhook-endpoints/:id/replays',
  operationId: 'replayEvents',
  tags,
  summary: '把过去的事件再送一遍（至多 500 个），事件编号不变',
  summary_en: 'Sends up to 500 past events again under their ids',
  policy: OWNERS,
  params,
  body: exactlyOne(
    z.strictObject({
      from: z.string().regex(idPattern('evt')).optional().describe('从这个事件起（含）'),
      since: InstantIn.optional().describe('从这个时刻起（含）'),
      types: EventTypes.optional(),
    }),
    ['from', 'since'],
  ).meta({ id: 'NewReplay' }),
  answers: {
    201: {
      description: '已排队',
      schema: z
        .strictObject({
          object: z.literal('replay'),
          endpoint_id: EndpointId,
          deliveries_count: z.int(),
          next_from: z.string().nullable().describe('还有更多时，下一次从这个事件起'),
        })
        .meta({ id: 'Replay' }),
    },
  },
  refuses: ['endpoint_not_found', 'event_not_found', 'delivery_changed_meanwhile'],
})
serveAct(notifyRoutes, replayEventsOperation, (world, ask, { params: { id }, body }) =>
  replayEvents(world, ask, {
    id,
    from: body.from ?? null,
    since: body.since ?? null,
    types: body.types ?? null,
  }),
)

export const listWebhookEndpointsOperation = operation({
  method: 'get',
  path: '/v1/webhook-endpoints',
  operationId: 'listWebhookEndpoints',
  tags,
  summary: '推送地址',
  summary_en: 'Lists webhook endpoints',
  policy: { ...OWNERS, app: 'tenant' },
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '推送地址', schema: listSchema(EndpointView, 'WebhookEndpointList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(notifyRoutes, listWebhookEndpointsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    return {
      endpoints: readEndpoints(
        who,
        sql`(${before} IS NULL OR w.id < ${before}) ORDER BY w.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.endpoints ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentEndpoint(row),
    ),
})

export const readWebhookEndpointOperation = operation({
  method: 'get',
  path: '/v1/webhook-endpoints/:id',
  operationId: 'readWebhookEndpoint',
  tags,
  summary: '一个推送地址；密钥不再给出',
  summary_en: 'Reads one webhook endpoint, without its secret',
  policy: OWNERS,
  params,
  answers: { 200: one },
  refuses: ['endpoint_not_found'],
})
serveRead(notifyRoutes, readWebhookEndpointOperation, {
  reads: (who, { params: { id } }) => ({ endpoints: readEndpoints(who, sql`w.id = ${id}`) }),
  present: ({ rows }) => presentEndpoint(rows.endpoints[0] ?? refuse('endpoint_not_found')),
})
