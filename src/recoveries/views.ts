import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import type { Instant } from '../kernel/time'
import { recoveryStateAt } from './rules'
import type { RecoveryRow } from './store'

const instant = z.iso.datetime({ precision: 3 })
export const RecoveryId = z.string().regex(idPattern('acr'))
const kind = z
  .enum(['pin', 'phone', 'sign_in'])
  .meta({ description: '找回什么：支付密码、换手机号、久未使用的号码登录' })
const state = z
  .enum(['cooling', 'ripe', 'done', 'cancelled', 'lapsed'])
  .meta({ description: '等 24 小时、可以办了、已办完、已取消、过期没办' })

export const Recovery = z
  .strictObject({
    id: RecoveryId,
    object: z.literal('recovery'),
    kind,
    state,
    started_at: instant,
    ripe_at: instant.meta({ description: '从这一刻起才能办' }),
    ends_at: instant.meta({ description: '到这一刻还没办就过期' }),
    phone_mask: z.string().nullable().meta({ description: '换成哪个号码；不是换号为 null' }),
    is_here: z.boolean().meta({ description: '就是在这台设备上申请的' }),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Recovery', description: '一次找回' })
export const RecoveryList = z
  .strictObject({ object: z.literal('list'), data: z.array(Recovery) })
  .meta({ id: 'RecoveryList' })

const WHAT = {
  pin: sentence('换支付密码', 'to change the PIN'),
  phone: sentence('换手机号', 'to change the phone number'),
  sign_in: sentence('用久未使用的号码登录', 'to sign in with a number that was silent'),
} as const
export function presentRecovery(row: RecoveryRow, now: Instant, device_id: string | null) {
  const at = recoveryStateAt(row, now)
  return {
    id: row.id,
    object: 'recovery' as const,
    kind: row.kind,
    state: at,
    started_at: row.started_at,
    ripe_at: row.ripe_at,
    ends_at: row.ends_at,
    phone_mask: row.new_phone_mask,
    is_here: row.kind !== 'sign_in' && row.device_id === device_id,
    ...asMessage(SAID[at](WHAT[row.kind])),
  }
}
const SAID: Record<ReturnType<typeof recoveryStateAt>, (what: Sentence) => Sentence> = {
  cooling: ({ zh, en }) =>
    sentence(
      `没有动钱。有人申请${zh}，满 24 小时才能办；不是您本人请马上取消`,
      `No money moved. Somebody asks ${en}; it takes 24 hours. If it was not you, cancel it now`,
    ),
  ripe: ({ zh, en }) =>
    sentence(
      `没有动钱。${zh}已等满 24 小时，可以办了；不是您本人请马上取消`,
      `No money moved. Asked ${en}: the 24 hours are over. If it was not you, cancel it now`,
    ),
  done: ({ zh, en }) => sentence(`${zh}已办完`, `Done: what was asked ${en}`),
  cancelled: ({ zh, en }) =>
    sentence(`没有动钱。${zh}的申请已取消`, `No money moved. What was asked ${en} is cancelled`),
  lapsed: ({ zh, en }) =>
    sentence(
      `没有动钱。${zh}的申请过期没办，要用请重新申请`,
      `No money moved. What was asked ${en} has lapsed; ask again`,
    ),
}

/** What a link shows to whoever holds it: nothing of the person. */
export const StoppableRecovery = z
  .strictObject({
    object: z.literal('stoppable_recovery'),
    kind,
    state,
    ripe_at: instant.meta({ description: '从这一刻起才能办' }),
    may_cancel: z.boolean().meta({ description: '还能不能取消' }),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'StoppableRecovery', description: '短信链接里看到的：没有个人信息' })
export function presentStoppable(row: RecoveryRow, now: Instant) {
  const { kind: of, state: at, ripe_at, message, message_en } = presentRecovery(row, now, null)
  const may_cancel = at === 'cooling' || at === 'ripe'
  return {
    object: 'stoppable_recovery' as const,
    kind: of,
    state: at,
    ripe_at,
    may_cancel,
    message,
    message_en,
  }
}
