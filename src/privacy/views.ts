import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { GOES, OBSTACLE_NAMES, OBSTACLES, type Obstacle, STAYS } from './rules'
import type { ErasureRow } from './store'

const instant = z.iso.datetime({ precision: 3 })
const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
const LISTS = {
  cards: '卡',
  payments: '付款',
  lots: '每笔充值',
  uses: '核销',
  holds: '占用',
  refunds: '退款',
  disputes: '付款争议',
  transfers: '转让',
  companions: '陪护',
  devices: '登录过的设备',
  push_subscriptions: '会弹提醒的设备',
  tips: '说过的店',
  ratings: '评过的店',
  messages: '发生过、告诉过您的事',
  readings: '谁看过您的资料',
} as const
const list = (what: string) => z.array(Row).meta({ description: `${what}，最多 5,000 条` })
export const DataExport = z
  .strictObject({
    id: z.string().regex(idPattern('dex')),
    object: z.literal('data_export'),
    made_at: instant,
    person: z
      .strictObject({
        id: z.string().regex(idPattern('csm')),
        nickname: z.string(),
        phone: z.string().meta({ description: '完整的手机号' }),
        created_at: instant,
      })
      .meta({ description: '您自己' }),
    lists: z
      .strictObject({
        cards: list(LISTS.cards),
        payments: list(LISTS.payments),
        lots: list(LISTS.lots),
        uses: list(LISTS.uses),
        holds: list(LISTS.holds),
        refunds: list(LISTS.refunds),
        disputes: list(LISTS.disputes),
        transfers: list(LISTS.transfers),
        companions: list(LISTS.companions),
        devices: list(LISTS.devices),
        push_subscriptions: list(LISTS.push_subscriptions),
        tips: list(LISTS.tips),
        ratings: list(LISTS.ratings),
        messages: list(LISTS.messages),
        readings: list(LISTS.readings),
      })
      .meta({ description: '存着的每一样' }),
  })
  .meta({ id: 'DataExport', description: '您的全部资料，一份；我们不留这一份' })

const Words = z.strictObject({
  text: z.string().meta({ description: '中文' }),
  text_en: z.string().meta({ description: '英文' }),
})
export const ErasureView = z
  .strictObject({
    object: z.literal('erasure'),
    id: z.string().regex(idPattern('ers')).nullable().meta({ description: '没有申请过为 null' }),
    state: z.enum(['none', 'waiting', 'cancelled', 'stopped', 'done']).meta({
      description: 'none 没有 · waiting 等七天 · cancelled 取消了 · stopped 又有了钱，没有办',
    }),
    asked_at: instant.nullable().meta({ description: '几时申请的' }),
    ripe_at: instant.nullable().meta({ description: '几时生效；之前可以取消' }),
    obstacles: z
      .array(Words.extend({ kind: z.enum(OBSTACLE_NAMES) }))
      .meta({ description: '还不能注销的原因；空的就可以' }),
    goes: z.array(Words).meta({ description: '会抹掉的' }),
    stays: z.array(Words).meta({ description: '法律要求留下的，不带姓名和号码' }),
  })
  .meta({ id: 'Erasure', description: '注销账户：什么会抹掉，什么会留下，到哪一步' })

const words = ([text, text_en]: readonly [string, string]) => ({ text, text_en })
export const presentErasure = (
  row: ErasureRow | undefined,
  obstacles: readonly Obstacle[],
): z.input<typeof ErasureView> => ({
  object: 'erasure',
  id: row?.id ?? null,
  state: row?.state ?? 'none',
  asked_at: row?.asked_at ?? null,
  ripe_at: row?.ripe_at ?? null,
  obstacles: obstacles.map((kind) => ({ kind, ...words(OBSTACLES[kind]) })),
  goes: GOES.map(words),
  stays: STAYS.map(words),
})
