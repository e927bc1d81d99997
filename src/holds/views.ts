import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage } from '../kernel/sentence'
import type { Instant } from '../kernel/time'
import type { Actor } from '../platform/actor'
import { PlaceView } from '../shops/views'
import { HOLD_ACTS, holdMay, holdShare, WAITS_FOR, waitsFor } from './may-rules'
import { type HoldDetailRow, holdShares } from './store'
import { holdReader, holdSentence } from './words'

export const HoldId = z.string().regex(idPattern('hld'))
const CONTEST_REASONS = {
  not_me: '不是我用的',
  not_there: '那天我没有去',
  was_there: '那天我去了',
  wrong_amount: '金额或次数不对',
  not_served: '没有得到服务',
  quality: '服务有问题',
  other: '其他',
} as const
export const ContestReason = z.enum(Object.keys(CONTEST_REASONS) as [keyof typeof CONTEST_REASONS])

export const HoldView = z
  .strictObject({
    id: HoldId,
    object: z.literal('hold'),
    kind: z.enum(['claim', 'booking']),
    card_id: z.string().regex(idPattern('crd')),
    merchant_id: z.string().regex(idPattern('mch')),
    merchant_name: z.string(),
    shop: PlaceView.nullable().meta({ description: '在哪家门店；null：没有写明' }),
    unit: z.enum(['fen', 'visit']),
    units: z.int().positive(),
    item_id: z.string().regex(idPattern('itm')).nullable(),
    label: z.string(),
    note: z.string().nullable(),
    held_fen: z.int().min(0),
    lots: z.array(z.strictObject({ lot_id: z.string(), units: z.int() })),
    status: z.enum(['held', 'contested', 'captured', 'voided', 'expired']),
    confirm_by: z.string().nullable(),
    confirm_by_is_provisional: z.boolean().meta({
      description: '跨过了还没公布放假安排的日子：公布后只会推迟；在那以前，没有声音不算同意',
    }),
    starts_at: z.string().nullable(),
    expires_at: z.string().nullable(),
    no_show_bp: z.int(),
    free_cancel_until: z.string().nullable(),
    recorded_as: z.enum(['capture', 'no_show', 'late_cancel']).nullable().meta({
      description: '店家没有顾客的码或密码就登记的：到店、没来、临时取消；等顾客或等待期',
    }),
    recorded_units: z.int().nullable().meta({ description: '登记的数；其余已回到卡里' }),
    recorded_at: z.string().nullable(),
    told_at: z
      .string()
      .nullable()
      .meta({ description: '短信告诉顾客的时刻；没告诉之前，没有声音不算同意' }),
    contest_reason: ContestReason.nullable(),
    contest_note: z.string().nullable(),
    contested_at: z.string().nullable(),
    resolved_by: z.enum(['holder', 'silence', 'shop', 'no_show', 'decision', 'clock']).nullable(),
    resolved_reason: z.string().nullable(),
    resolved_at: z.string().nullable(),
    captured_units: z.int().nullable(),
    claimed_units: z.int().meta({ description: '店家说用了多少：登记的，没登记就是全部' }),
    no_show_units: z.int().meta({ description: '没来或取消晚了，按合同最多付多少' }),
    waits_for: z
      .enum(WAITS_FOR)
      .meta({ description: '在等谁：顾客表态、调解、预约的时间；nobody 是已了结' }),
    may: z.array(z.enum(HOLD_ACTS)).meta({ description: '您现在可以做什么' }),
    redemption_id: z.string().regex(idPattern('rdm')).nullable(),
    created_at: z.string(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Hold', description: '占用：免码核销等顾客确认，或预约等到店；只会结清一次' })

export const HoldDecisionPreview = z
  .strictObject({
    object: z.literal('hold_decision_preview'),
    hold_id: z.string().regex(idPattern('hld')),
    unit: z.enum(['fen', 'visit']),
    effect: z
      .strictObject({
        capture_units: z.int(),
        returned_units: z.int().meta({ description: '回到卡里的' }),
        needs_came: z.boolean().meta({ description: '要认定顾客到了店，才能算这么多' }),
      })
      .nullable()
      .meta({ description: '没有问，或者多于店家记的时为空' }),
  })
  .meta({ id: 'HoldDecisionPreview', description: '这样处理会怎样' })

/** A hold as both sides and an official see it, in words for `reader`; nothing in it says who the holder is. */
export const presentHold = (
  h: HoldDetailRow,
  reader: Actor['kind'],
  now: Instant,
): z.input<typeof HoldView> => ({
  id: h.id,
  object: 'hold',
  kind: h.kind,
  card_id: h.card_id,
  merchant_id: h.merchant_id,
  merchant_name: h.merchant_name,
  shop: h.shop_id === null ? null : { id: h.shop_id, name: h.shop_name ?? h.merchant_name },
  unit: h.unit,
  units: h.units,
  item_id: h.item_id,
  label: h.label,
  note: h.note,
  held_fen: h.recorded_fen ?? h.held_fen,
  lots: holdShares(h).map(({ lot_id, units }) => ({ lot_id, units })),
  status: h.status,
  confirm_by: h.confirm_by,
  confirm_by_is_provisional: h.provisional_after !== null,
  starts_at: h.starts_at,
  expires_at: h.expires_at,
  no_show_bp: h.no_show_bp,
  free_cancel_until: h.free_cancel_until,
  recorded_as: h.recorded_as,
  recorded_units: h.recorded_units,
  recorded_at: h.recorded_at,
  told_at: h.told_at,
  contest_reason: h.contest_reason as keyof typeof CONTEST_REASONS | null,
  contest_note: h.contest_note,
  contested_at: h.contested_at,
  resolved_by: h.resolved_by,
  resolved_reason: h.resolved_reason,
  resolved_at: h.resolved_at,
  captured_units: h.captured_units,
  ...holdShare(h),
  waits_for: waitsFor(h, now),
  may: holdMay(h, reader, now),
  redemption_id: h.redemption_id,
  created_at: h.created_at,
  ...asMessage(holdSentence(h, holdReader(reader))),
})
