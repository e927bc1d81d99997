import * as z from 'zod'
import { EVENT_TYPES } from '../events/catalogue'
import type { Happened } from '../events/happened'
import { idPattern } from '../kernel/ids'
import type { DeliveryLogRow, EndpointRow, EventRow } from './store'

/** Who may subscribe: a shop's owner and managers to its own events, the bank and the platform to all. */
export const OWNERS = { owner: 'tenant', manager: 'tenant', bank: 'all', operator: 'all' } as const
export const EndpointId = z.string().regex(idPattern('whk'))
export const params = z.strictObject({ id: EndpointId })
export const EventTypes = z
  .array(z.enum(['*', ...EVENT_TYPES]))
  .min(1)
  .max(100)
export const EndpointView = z
  .strictObject({
    id: EndpointId,
    object: z.literal('webhook_endpoint'),
    url: z.string(),
    types: z.array(z.string()),
    rotation: z.int().positive(),
    rotated_at: z.string().nullable(),
    failing_since: z.string().nullable(),
    disabled_at: z.string().nullable(),
    disabled_reason: z.enum(['by_owner', 'kept_failing', 'gone']).nullable(),
    created_at: z.string(),
    deleted_at: z.string().nullable(),
    secret: z.string().optional().describe('只在新建和轮换时给一次：whsec_…'),
  })
  .meta({ id: 'WebhookEndpoint', description: '事件推送地址；签名按 Standard Webhooks' })
export const presentEndpoint = (w: EndpointRow): z.input<typeof EndpointView> => ({
  id: w.id,
  object: 'webhook_endpoint',
  url: w.url,
  types: JSON.parse(w.types) as string[],
  rotation: w.rotation,
  rotated_at: w.rotated_at,
  failing_since: w.failing_since,
  disabled_at: w.disabled_at,
  disabled_reason: w.disabled_reason,
  created_at: w.created_at,
  deleted_at: w.deleted_at,
})

/** Words that an event once said otherwise. What is written stays as it is; it is read in the words of now. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'refund.goes_to_holder': { shop_name: 'merchant_name' },
}
/** What an event of this type says, from what `emit` wrote whenever it happened. */
export function readEventData(type: string, written: string): object {
  const renamed = RENAMED[type] ?? {}
  const fields = Object.entries(JSON.parse(written) as object)
  return Object.fromEntries(fields.map(([name, value]) => [renamed[name] ?? name, value]))
}

/** Its data was written by `emit`, which takes no other. */
export const presentEvent = (e: EventRow) =>
  ({
    id: e.id,
    object: 'event',
    type: e.type,
    subject_id: e.subject_id,
    merchant_id: e.merchant_id,
    data: readEventData(e.type, e.data),
    at: e.at,
  }) as Happened

const Attempt = z
  .strictObject({
    no: z.int(),
    at: z.string(),
    status: z.int().nullable(),
    fault: z.string().nullable(),
  })
  .meta({ id: 'WebhookAttempt', description: '第几次、几时、对方答了什么；没有回答时只有 fault' })
export const DeliveryView = z
  .strictObject({
    id: z.string().regex(idPattern('dlv')),
    object: z.literal('webhook_delivery'),
    endpoint_id: EndpointId,
    event_id: z.string(),
    type: z.string(),
    replay: z.int().describe('0：第一次告知；重放从 1 数起'),
    state: z.enum(['pending', 'delivered', 'dead']),
    tries: z.int(),
    next_try_at: z.string().nullable(),
    last_status: z.int().nullable(),
    last_fault: z.string().nullable(),
    attempts: z.array(Attempt),
    created_at: z.string(),
    ended_at: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' })
export const deliveryAttempts = ({ attempts }: Pick<DeliveryLogRow, 'attempts'>) =>
  z.array(Attempt).parse(JSON.parse(attempts))
export const presentDelivery = (d: DeliveryLogRow): z.input<typeof DeliveryView> => ({
  id: d.id,
  object: 'webhook_delivery',
  endpoint_id: d.endpoint_id,
  event_id: d.event_id,
  type: d.type,
  replay: d.replay,
  state: d.state,
  tries: d.tries,
  next_try_at: d.state === 'pending' ? d.next_try_at : null,
  last_status: d.last_status,
  last_fault: d.last_fault,
  attempts: deliveryAttempts(d),
  created_at: d.created_at,
  ended_at: d.ended_at,
})

export const DeadLetter = z
  .strictObject({
    object: z.literal('dead_letter'),
    kind: z.enum(['delivery', 'notice']),
    id: z.string(),
    event_id: z.string(),
    type: z.string(),
    endpoint_id: EndpointId.nullable(),
    tries: z.int(),
    fault: z.string().nullable(),
    dead_at: z.string(),
  })
  .meta({ id: 'DeadLetter', description: '用完了重试还没有送到的一条；没有手机号' })
