import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { yuan } from '../kernel/money'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import { PlaceView, ShopId } from '../shops/views'
import { USE_STATES, type UseState, useHistory } from './history-rules'
import { receiptSentence } from './rules'
import type { LotUsed, RedemptionRow } from './store'

export const RedemptionId = z.string().regex(idPattern('rdm'))
/** What the shop states of a use, at the till and at the counter alike: how much, of what, and where. */
export const statedUse = {
  amount_fen: z.int().min(1, '金额要大于 0').max(10_000_000).optional(),
  item_id: z.string().regex(idPattern('itm')).optional(),
  quantity: z.int().min(1).max(99).optional(),
  visits: z.int().min(1).max(99).optional(),
  out_no: z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/)
    .optional(),
  repeat_confirmed: z.boolean().optional(),
  up_to_balance: z
    .boolean()
    .optional()
    .meta({ description: '余额不够时把卡里的全部扣完，还要另收的在 rest_units' }),
  shop_id: ShopId.optional().meta({
    description: '在哪家门店；不填：经手店员的门店，或唯一的一家',
  }),
}
export const RedemptionView = z
  .strictObject({
    id: RedemptionId,
    object: z.literal('redemption'),
    card_id: z.string().regex(idPattern('crd')),
    merchant_id: z.string().regex(idPattern('mch')),
    merchant_name: z.string(),
    shop: PlaceView.nullable().meta({ description: '在哪家门店；null：没有写明' }),
    staff_id: z.string(),
    terminal: z
      .strictObject({ id: z.string().regex(idPattern('trm')), name: z.string() })
      .nullable()
      .meta({ description: '经哪台收银机；null：店员经手' }),
    out_no: z.string().nullable(),
    unit: z.enum(['fen', 'visit', 'day']),
    units: z.int().positive(),
    rest_units: z
      .int()
      .min(0)
      .meta({ description: '余额不够、把卡里的全部扣完时，还要另外收的；平时是 0' }),
    item_id: z.string().regex(idPattern('itm')).nullable(),
    label: z.string(),
    released_fen: z.int().min(0),
    status: z.enum(['user_confirming', 'succeeded', 'canceled', 'expired']),
    balance_after_units: z.int().nullable(),
    escrow_after_fen: z.int().nullable(),
    lots: z.array(z.strictObject({ lot_id: z.string(), units: z.int(), released_fen: z.int() })),
    started_at: z.string(),
    confirm_by: z.string().nullable(),
    ended_at: z.string().nullable(),
    state: z
      .enum(Object.keys(USE_STATES) as [UseState])
      .meta({ description: '已用、退回、作废、等确认、失效' }),
    counted_units: z
      .int()
      .min(0)
      .meta({ description: '现在算用掉的；一张卡相加等于各笔充值已用的' }),
    counted_fen: z.int().meta({
      description:
        '现在算付给店家的，分；退回的一笔可能有正负一分的尾差，相加总是等于各笔充值已付的',
    }),
    corrected_units: z.int().min(0),
    returned_fen: z.int().min(0),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Redemption', description: '一次核销，也是小票：用了多少、放款多少、之后还剩多少' })

/** A redemption as both sides see it; nothing in it says who the holder is. */
export function presentRedemption(r: RedemptionRow): z.input<typeof RedemptionView> {
  return {
    id: r.id,
    object: 'redemption',
    card_id: r.card_id,
    merchant_id: r.merchant_id,
    merchant_name: r.merchant_name,
    shop: r.shop_id === null ? null : { id: r.shop_id, name: r.shop_name ?? r.merchant_name },
    staff_id: r.staff_id,
    terminal: r.terminal_name === null ? null : { id: r.staff_id, name: r.terminal_name },
    out_no: r.out_no,
    unit: r.unit,
    units: r.units,
    rest_units: restOf(r),
    item_id: r.item_id,
    label: r.label,
    released_fen: r.released_fen,
    status: r.status,
    balance_after_units: r.balance_after_units,
    escrow_after_fen: r.escrow_after_fen,
    lots: JSON.parse(r.lot_uses) as LotUsed[],
    started_at: r.started_at,
    confirm_by: r.confirm_by,
    ended_at: r.ended_at,
    ...useHistory(r),
    corrected_units: r.corrected_units ?? 0,
    returned_fen: r.returned_fen ?? 0,
    ...asMessage(useSentence(r)),
  }
}

const restOf = (r: RedemptionRow): number => (r.asked_units ?? r.units) - r.units

function useSentence(r: RedemptionRow): Sentence {
  if (r.check_in_no && !r.corrected_units)
    return sentence(
      `今天第 ${r.check_in_no} 次到店；本卡到 ${r.card_ends_on}`,
      `Visit no. ${r.check_in_no} today; this card lasts until ${r.card_ends_on}`,
    )
  if (r.corrected_units) return correctedSentence(r)
  if (r.status === 'succeeded') {
    return receiptSentence(
      r.unit === 'visit' ? 'count' : 'stored_value',
      r.units,
      r.balance_after_units ?? 0,
      restOf(r),
    )
  }
  if (r.status === 'user_confirming')
    return sentence(
      '还没有扣钱。请顾客在手机上输入支付密码确认',
      'Nothing was charged yet. The customer is to confirm with the PIN on the phone',
    )
  return r.status === 'canceled'
    ? sentence('没有扣钱。这笔核销已取消', 'Nothing was charged. This use was cancelled')
    : sentence(
        '没有扣钱。确认超时，请重新扫码',
        'Nothing was charged. It was not confirmed in time; scan again',
      )
}

function correctedSentence(r: RedemptionRow): Sentence {
  const back = yuan(r.returned_fen ?? 0)
  return r.corrected_units === r.units
    ? sentence(
        `这笔已全部退回卡里（卡里的钱加 ${back}）`,
        `All of it is back on the card (${back} more on it)`,
      )
    : sentence(
        `这笔已部分退回卡里（卡里的钱加 ${back}）`,
        `Part of it is back on the card (${back} more on it)`,
      )
}
