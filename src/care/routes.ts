import * as z from 'zod'
import { readStops } from '../cards/pauses'
import { idPattern } from '../kernel/ids'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { freezeLostCard, unfreezeFoundCard } from './freeze'
import { pauseCard, resumeCard } from './pauses'
import { presentStop, resumeService, stopService } from './stops'
import { transferRoutes } from './transfer-routes'

export const careRoutes = newRouter()
careRoutes.route('/', transferRoutes)
const tags = ['care']
const HOLDER = { consumer: 'own' } as const
const params = z.strictObject({ id: z.string().regex(idPattern('crd')) })
const Pin = z.string().regex(/^\d{6}$/)

export const freezeCardOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/freeze',
  operationId: 'freezeCard',
  tags,
  summary: '挂失：冻结一张卡，消费码立即全部作废（持卡人或陪护人）',
  summary_en: 'Freezes a card at once; every pay code is void',
  policy: HOLDER,
  params,
  body: z.strictObject({ reason: z.enum(['lost_phone', 'other']) }).meta({ id: 'FreezeCard' }),
  answers: {
    200: {
      description: '已冻结',
      schema: z
        .strictObject({
          object: z.literal('card_freeze'),
          card_id: z.string(),
          status: z.literal('frozen'),
          reason: z.enum(['lost_phone', 'other']),
          by: z.enum(['holder', 'companion']),
          frozen_at: z.string(),
          message: z.string(),
        })
        .meta({ id: 'CardFreeze' }),
    },
  },
  refuses: ['card_not_found', 'card_closed', 'card_changed_meanwhile'],
})
serveAct(careRoutes, freezeCardOperation, (world, ask, { params: { id }, body }) =>
  freezeLostCard(world, ask, { card_id: id, reason: body.reason }),
)

export const unfreezeCardOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/unfreeze',
  operationId: 'unfreezeCard',
  tags,
  summary: '解冻（补办）：持卡人输入支付密码；以前的消费码不再有效',
  summary_en: 'Unfreezes a card by the holder’s PIN; earlier codes stay void',
  policy: HOLDER,
  params,
  step_up: { or: 'pin' },
  body: z.strictObject({ pin: Pin.optional() }).meta({ id: 'UnfreezeCard' }),
  answers: {
    200: {
      description: '已解冻',
      schema: z
        .strictObject({
          object: z.literal('card_unfreeze'),
          card_id: z.string(),
          status: z.literal('active'),
          unfrozen_at: z.string(),
          message: z.string(),
        })
        .meta({ id: 'CardUnfreeze' }),
    },
  },
  refuses: ['card_not_found', 'card_not_frozen', 'pin_wrong', 'pin_locked', 'pin_not_set'],
})
serveAct(careRoutes, unfreezeCardOperation, (world, ask, { params: { id }, body }) =>
  unfreezeFoundCard(world, ask, { card_id: id, pin: body.pin }),
)

const PauseView = z
  .strictObject({
    id: z.string().regex(idPattern('pau')),
    object: z.literal('pause'),
    card_id: z.string(),
    from_on: z.string(),
    to_on: z.string().nullable(),
    asked_by: z.enum(['holder', 'companion', 'merchant']),
    reason: z.string(),
    created_at: z.string(),
    ended_at: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'Pause', description: '停卡：这些日子不计，到期日顺延' })
export const pauseCardOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/pauses',
  operationId: 'pauseCard',
  tags,
  summary: '停卡：按合同的次数和天数（持卡人或陪护人）',
  summary_en: 'Pauses a period card, as its contract allows',
  policy: HOLDER,
  params,
  body: z
    .strictObject({
      from_on: z.iso.date(),
      days: z.int().min(1).max(180).nullable(),
      reason: z.string().trim().min(1).max(100),
    })
    .meta({ id: 'NewPause' }),
  answers: { 201: { description: '已停卡', schema: PauseView } },
  refuses: [
    'card_not_found',
    'card_not_a_period_card',
    'pause_not_in_contract',
    'pause_must_not_be_past',
    'pause_after_card_ends',
    'card_already_paused',
    'pauses_used_up',
    'pause_days_used_up',
    'pause_too_short',
  ],
})
serveAct(careRoutes, pauseCardOperation, (world, ask, { params: { id }, body }) =>
  pauseCard(world, ask, { card_id: id, ...body }),
)

export const resumeCardOperation = operation({
  method: 'post',
  path: '/v1/pauses/:id/resume',
  operationId: 'resumeCard',
  tags,
  summary: '恢复：从今天起照常计天',
  summary_en: 'Resumes a paused card from today on',
  policy: HOLDER,
  params: z.strictObject({ id: z.string().regex(idPattern('pau')) }),
  answers: { 200: { description: '已恢复', schema: PauseView } },
  refuses: ['pause_not_found', 'pause_already_ended', 'pause_too_short'],
})
serveAct(careRoutes, resumeCardOperation, (world, ask, { params: { id } }) =>
  resumeCard(world, ask, id),
)

const StopView = z
  .strictObject({
    id: z.string().regex(idPattern('stp')),
    object: z.literal('service_stop'),
    service: z.string().nullable(),
    from_on: z.string(),
    to_on: z.string().nullable(),
    reason: z.string(),
    created_at: z.string(),
    ended_at: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'ServiceStop', description: '店家从哪天起不提供服务' })
export const stopServiceOperation = operation({
  method: 'post',
  path: '/v1/service-stops',
  operationId: 'stopService',
  tags,
  summary: '店家登记停止服务：从那天起期限卡不放款、不出售，顾客会收到通知',
  summary_en:
    'Records that the merchant stops a service; period cards count no more days from then on',
  policy: { owner: 'tenant' },
  body: z
    .strictObject({
      service: z.string().trim().min(1).max(40).nullable(),
      from_on: z.iso.date(),
      reason: z.string().trim().min(2).max(100),
    })
    .meta({ id: 'NewServiceStop' }),
  answers: { 201: { description: '已登记', schema: StopView } },
  refuses: ['stop_must_not_be_past', 'service_already_stopped'],
})
serveAct(careRoutes, stopServiceOperation, (world, ask, { body }) => stopService(world, ask, body))

export const resumeServiceOperation = operation({
  method: 'post',
  path: '/v1/service-stops/:id/resume',
  operationId: 'resumeService',
  tags,
  summary: '店家恢复服务',
  summary_en: 'Records that the service goes on',
  policy: { owner: 'tenant' },
  params: z.strictObject({ id: z.string().regex(idPattern('stp')) }),
  answers: { 200: { description: '已恢复', schema: StopView } },
  refuses: ['stop_not_found', 'stop_already_ended'],
})
serveAct(careRoutes, resumeServiceOperation, (world, ask, { params: { id } }) =>
  resumeService(world, ask, id),
)

export const listServiceStopsOperation = operation({
  method: 'get',
  path: '/v1/service-stops',
  operationId: 'listServiceStops',
  tags,
  summary: '本店停止服务的登记，新的在前（至多 100 条）',
  summary_en: 'Lists the merchant’s stops of service, newest first',
  policy: { owner: 'tenant', manager: 'tenant' },
  query: z.strictObject({
    is_running: z.enum(['true']).optional().meta({ description: '只要还没有恢复服务的' }),
  }),
  answers: {
    200: {
      description: '登记',
      schema: z
        .strictObject({ object: z.literal('list'), data: z.array(StopView) })
        .meta({ id: 'ServiceStopList' }),
    },
  },
})
serveRead(careRoutes, listServiceStopsOperation, {
  reads: (who, { query }) => ({
    stops: readStops(sql`merchant_id = ${who.merchant_id}
      AND (${query.is_running ?? null} IS NULL OR ended_at IS NULL) ORDER BY id DESC LIMIT 100`),
  }),
  present: ({ rows }) => ({
    object: 'list',
    data: rows.stops.map((row) => presentStop(row)),
  }),
})
