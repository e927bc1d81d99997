import * as z from 'zod'
import { base64url } from '../environment/crypto'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { publicKeyOf } from './encryption'
import { listPushes } from './store'
import { subscribe, unsubscribe } from './subscribe'
import { NewPush, PushId, PushList, PushView, presentPush } from './views'

export const pushRoutes = newRouter()
const tags = ['notices']
const policy = { consumer: 'own' } as const

export const listPushSubscriptionsOperation = operation({
  method: 'get',
  path: '/v1/push-subscriptions',
  operationId: 'listPushSubscriptions',
  tags,
  summary: '会弹提醒的设备，这台在最前；和订阅用的公钥',
  summary_en: 'Lists the devices that show messages at once, and the key to subscribe with',
  policy,
  answers: { 200: { description: '会弹提醒的设备', schema: PushList } },
})
serveRead(pushRoutes, listPushSubscriptionsOperation, {
  reads: (who, _input, now) => ({ pushes: listPushes(who.subject_id, who.session, now) }),
  present: ({ rows, kit: { config } }) => ({
    object: 'list',
    application_server_key: base64url(publicKeyOf(config.push_key)),
    data: rows.pushes.map((row) => presentPush(row, row.is_current === 1)),
  }),
})

export const addPushSubscriptionOperation = operation({
  method: 'post',
  path: '/v1/push-subscriptions',
  operationId: 'addPushSubscription',
  tags,
  summary: '在这台设备上弹提醒：凡给您发短信的，这里也马上弹一条；退出登录就停',
  summary_en: 'Shows on this device at once what is told by SMS, until it is signed out',
  policy,
  body: NewPush,
  answers: { 201: { description: '已打开', schema: PushView } },
  refuses: ['push_service_unknown', 'push_keys_invalid', 'push_subscriptions_full'],
})
serveAct(pushRoutes, addPushSubscriptionOperation, (world, ask, { body }) =>
  subscribe(world, ask, body),
)

export const removePushSubscriptionOperation = operation({
  method: 'delete',
  path: '/v1/push-subscriptions/:id',
  operationId: 'removePushSubscription',
  tags,
  summary: '一台设备不再弹提醒；短信照常发',
  summary_en: 'Stops messages on a device; SMS go on',
  policy,
  params: z.strictObject({ id: PushId }),
  answers: {
    200: {
      description: '已关掉',
      schema: z
        .strictObject({
          id: PushId,
          object: z.literal('push_subscription'),
          deleted: z.literal(true),
        })
        .meta({ id: 'PushSubscriptionRemoved' }),
    },
  },
  refuses: ['push_subscription_not_found'],
})
serveAct(pushRoutes, removePushSubscriptionOperation, (world, ask, { params: { id } }) =>
  unsubscribe(world, ask, id),
)
