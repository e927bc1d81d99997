import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { PushRow } from './store'

export const PushId = z.string().regex(idPattern('psb'))
/** 65 bytes and 16 bytes, as a browser writes them. */
const key = (chars: number) => z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${chars}}=*$`))
export const NewPush = z
  .strictObject({
    endpoint: z.string().min(12).max(1_000).meta({ description: '浏览器给的推送地址' }),
    p256dh: key(87).meta({ description: '浏览器的公钥（65 字节，base64url）' }),
    auth: key(22).meta({ description: '浏览器的口令（16 字节，base64url）' }),
  })
  .meta({ id: 'NewPushSubscription', description: '浏览器的 PushSubscription；加密保存，不再给出' })
export const PushView = z
  .strictObject({
    id: PushId,
    object: z.literal('push_subscription'),
    device_id: z.string().regex(idPattern('dvc')).nullable(),
    name: z.string().nullable().meta({ description: '设备的名字' }),
    service: z.string().meta({ description: '经由谁的推送服务' }),
    is_current: z.boolean().meta({ description: '就是现在用的这台' }),
    created_at: z.iso.datetime({ precision: 3 }),
  })
  .meta({ id: 'PushSubscription', description: '一台会弹提醒的设备：退出登录就没有了' })
export const PushList = z
  .strictObject({
    object: z.literal('list'),
    application_server_key: z.string().meta({ description: '订阅时要给浏览器的公钥（RFC 8292）' }),
    data: z.array(PushView),
  })
  .meta({ id: 'PushSubscriptionList' })

type Shown = Pick<PushRow, 'id' | 'device_id' | 'service' | 'created_at'> & { name: string | null }
export const presentPush = (p: Shown, is_current: boolean): z.output<typeof PushView> => ({
  id: p.id,
  object: 'push_subscription',
  device_id: p.device_id,
  name: p.name,
  service: p.service,
  is_current,
  created_at: p.created_at,
})
