import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import type { Instant } from '../kernel/time'
import { isOpenAt, type UnionState, unionStateAt } from './rules'
import type { UnionDetailRow } from './store'

const instant = z.iso.datetime({ precision: 3 })
export const UnionId = z.string().regex(idPattern('aun'))
const state = z
  .enum(['cooling', 'ripe', 'done', 'cancelled', 'lapsed'])
  .meta({ description: '等 24 小时、可以办了、已合并、已取消、过期没办' })

export const Union = z
  .strictObject({
    id: UnionId,
    object: z.literal('account_union'),
    state,
    is_ending: z.boolean().meta({ description: '现在登录的这个账户就是要并过去、结束的那个' }),
    is_here: z.boolean().meta({ description: '就是在这台设备上申请的：在这里办完' }),
    from_phone_mask: z.string().meta({ description: '要结束的账户的号码' }),
    into_phone_mask: z.string().meta({ description: '留下的账户的号码' }),
    started_at: instant,
    ripe_at: instant.meta({ description: '从这一刻起才能办' }),
    ends_at: instant.meta({ description: '到这一刻还没办就过期' }),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'AccountUnion', description: '一个人的两个账户合成一个' })
export const UnionList = z
  .strictObject({ object: z.literal('list'), data: z.array(Union) })
  .meta({ id: 'AccountUnions' })

const SAID: Record<UnionState, Sentence> = {
  cooling: sentence(
    '没有动钱。有人申请把两个账户合成一个，满 24 小时才能办；不是您本人请马上取消',
    'No money moved. Somebody asks to join two accounts; it takes 24 hours. If it was not you, cancel it now',
  ),
  ripe: sentence(
    '没有动钱。合并已等满 24 小时，可以办了；不是您本人请马上取消',
    'No money moved. The 24 hours are over and the accounts may be joined. If it was not you, cancel it now',
  ),
  done: sentence(
    '没有动钱。两个账户已合成一个，卡、付款、退款和陪护都在留下的账户里',
    'No money moved. Two accounts are one; cards, payments, refunds and companions are in the one that stays',
  ),
  cancelled: sentence(
    '没有动钱。合并的申请已取消',
    'No money moved. Joining the accounts is cancelled',
  ),
  lapsed: sentence(
    '没有动钱。合并的申请过期没办，要合并请重新申请',
    'No money moved. Joining the accounts has lapsed; ask again',
  ),
}
type Seen = { now: Instant; subject_id: string; device_id: string | null }
export function presentUnion(row: UnionDetailRow, { now, subject_id, device_id }: Seen) {
  const at = unionStateAt(row, now)
  return {
    id: row.id,
    object: 'account_union' as const,
    state: at,
    is_ending: row.from_id === subject_id,
    is_here: row.into_id === subject_id && row.device_id === device_id,
    from_phone_mask: row.from_mask,
    into_phone_mask: row.into_mask,
    started_at: row.started_at,
    ripe_at: row.ripe_at,
    ends_at: row.ends_at,
    ...asMessage(SAID[at]),
  }
}

export const StoppableUnion = z
  .strictObject({
    object: z.literal('stoppable_union'),
    state,
    ripe_at: instant.meta({ description: '从这一刻起才能办' }),
    may_cancel: z.boolean().meta({ description: '还能不能取消' }),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'StoppableUnion', description: '短信链接里看到的：没有个人信息' })
export const presentStoppable = (row: UnionDetailRow, now: Instant) => ({
  object: 'stoppable_union' as const,
  state: unionStateAt(row, now),
  ripe_at: row.ripe_at,
  may_cancel: isOpenAt(row, now),
  ...asMessage(SAID[unionStateAt(row, now)]),
})
