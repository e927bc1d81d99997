import * as z from 'zod'
import type { CompanionDetailRow } from '../cards/companions'
import { idPattern } from '../kernel/ids'
import { asMessage, sentence } from '../kernel/sentence'

export const CompanionId = z.string().regex(idPattern('cmp'))
export const Relation = z.enum(['child', 'parent', 'spouse', 'guardian', 'other'])
export const CompanionView = z
  .strictObject({
    id: CompanionId,
    object: z.literal('companion'),
    direction: z
      .enum(['incoming', 'outgoing'])
      .meta({ description: 'incoming 别人请我陪护；outgoing 我请别人' }),
    card_id: z.string().regex(idPattern('crd')),
    merchant_name: z.string(),
    holder_nickname: z.string(),
    phone_mask: z.string(),
    relation: Relation,
    status: z.enum(['invited', 'accepted', 'ended']),
    created_at: z.string(),
    accepted_at: z.string().nullable(),
    ended_at: z.string().nullable(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Companion', description: '家人陪护：看得见卡，可以冻结和停卡，不能花钱' })

const WORDS = {
  invited: sentence(
    '等对方接受。陪护人看得见这张卡，可以冻结和停卡，不能花钱',
    'Waits to be accepted. A companion sees the card and may freeze or pause it, never spend',
  ),
  accepted: sentence(
    '陪护中：看得见这张卡，可以冻结和停卡，不能花钱',
    'A companion: sees the card and may freeze or pause it, never spend',
  ),
  ended: sentence('陪护已结束', 'No longer a companion'),
} as const
export const presentCompanion = (p: CompanionDetailRow): z.input<typeof CompanionView> => ({
  id: p.id,
  object: 'companion',
  direction: p.asker === 'holder' ? 'outgoing' : 'incoming',
  card_id: p.card_id,
  merchant_name: p.merchant_name,
  holder_nickname: p.holder_nickname,
  phone_mask: p.phone_mask,
  relation: p.relation,
  status: p.status,
  created_at: p.created_at,
  accepted_at: p.accepted_at,
  ended_at: p.ended_at,
  ...asMessage(WORDS[p.status]),
})
