import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { PLACE_REFUSALS } from '../redemptions/place'
import { exactlyOne, onlyWith } from '../schemas/choices'
import { ShopId } from '../shops/views'
import { HoldId, HoldView } from './views'

/** What the routes of holds have in common: who may, what is asked, how it is refused. */
export const TILL = { owner: 'tenant', manager: 'tenant', cashier: 'tenant' } as const
export const HOLDER = { consumer: 'own' } as const
export const READERS = { ...TILL, ...HOLDER, supervisor: 'jurisdiction' } as const
export const params = z.strictObject({ id: HoldId })
export const Pin = z.string().regex(/^\d{6}$/)
export const answers = { 200: { description: '这笔占用现在的样子', schema: HoldView } }
export const RESOLVED = [
  'hold_not_found',
  'hold_already_captured',
  'hold_already_voided',
  'hold_expired',
  'hold_is_contested',
  'hold_action_not_for_claim',
  'hold_action_not_for_booking',
  'hold_not_recorded',
  'hold_already_recorded',
  'hold_changed_meanwhile',
] as const

export const what = {
  card_id: z.string().regex(idPattern('crd')),
  amount_fen: z.int().min(1).max(10_000_000).optional(),
  item_id: z.string().regex(idPattern('itm')).optional(),
  quantity: z.int().min(1).max(99).optional(),
  visits: z.int().min(1).max(99).optional(),
  note: z.string().trim().min(1).max(100).optional(),
  shop_id: ShopId.optional().meta({
    description: '在哪家门店；不填：经手店员的门店，或唯一的一家',
  }),
}
/** What is used: one of three, and how many of an item. */
export const withOneUse = <S extends z.ZodObject>(schema: S): S =>
  onlyWith(exactlyOne(schema, ['amount_fen', 'item_id', 'visits']), 'quantity', 'item_id')

export const USE_REFUSALS = [
  'card_not_found',
  'card_frozen',
  'card_closed',
  ...PLACE_REFUSALS,
  'redemption_unit_mismatch',
  'item_not_found',
  'redemption_exceeds_balance',
  'lot_in_dispute',
  'card_changed_meanwhile',
] as const
