import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage, sentence } from '../kernel/sentence'
import { type Instant, localDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import { cardUnit } from '../readers/parts'
import { standingFields } from '../readers/standing'
import { CardStanding } from '../standing/views'
import { liveContracts } from './transfer-rules'
import type { TransferDetail } from './transfer-store'

export const TransferId = z.string().regex(idPattern('trn'))
export const TransferView = z
  .strictObject({
    id: TransferId,
    object: z.literal('card_transfer'),
    direction: z.enum(['incoming', 'outgoing']),
    status: z.enum(['offered', 'accepted', 'declined', 'withdrawn', 'expired']),
    card: z.strictObject({
      id: z.string().regex(idPattern('crd')),
      merchant_name: z.string(),
      kind: z.enum(['stored_value', 'count', 'period']),
      service: z.string(),
      unit: z.enum(['fen', 'visit', 'day']),
      remaining_units: z.int(),
      contract_hashes: z.array(z.string()),
      standing: CardStanding.nullable().meta({
        description: '接受以前先看：卡里的钱在哪里；不再等接受的是 null',
      }),
    }),
    giver: z.strictObject({ nickname: z.string(), phone_mask: z.string() }),
    to_phone_mask: z.string(),
    created_at: z.string(),
    expires_at: z.string(),
    ended_at: z.string().nullable(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({
    id: 'CardTransfer',
    description: '把一张卡转让给另一个人：通知到店即生效，合同一并转过去',
  })

const WORDS = {
  offered: sentence(
    '等对方接受；接受后余额、合同和日期都转过去，店家不能收费、不能拒绝',
    'Waits to be accepted; then balance, contract and dates go over, and the shop may neither charge nor refuse',
  ),
  accepted: sentence(
    '已转让，自通知到店起生效；以前的消费码已作废',
    'Transferred, from when the shop was told; earlier pay codes are void',
  ),
  declined: sentence('对方没有接受，卡还是您的', 'Not accepted; the card is still yours'),
  withdrawn: sentence('已撤回，卡还是您的', 'Withdrawn; the card is still yours'),
  expired: sentence(
    '一周没有接受，已过期，卡还是您的',
    'Not accepted within a week; the card is still yours',
  ),
} as const

export const presentTransfer = (t: TransferDetail, now: Instant): z.input<typeof TransferView> => ({
  id: t.id,
  object: 'card_transfer',
  direction: t.direction,
  status: t.status,
  card: {
    id: t.card_id,
    merchant_name: t.merchant_name,
    kind: t.card.kind,
    service: t.card.service,
    unit: cardUnit(t.card.kind),
    remaining_units: remainingUnits(t.card.lots, localDate(now)),
    contract_hashes: liveContracts(t.card.lots),
    standing:
      t.status === 'offered' ? standingFields(t.card, t.card, localDate(now)).standing : null,
  },
  giver: { nickname: t.giver_nickname, phone_mask: t.giver_phone_mask },
  to_phone_mask: t.to_phone_mask,
  created_at: t.created_at,
  expires_at: t.expires_at,
  ended_at: t.ended_at,
  ...asMessage(WORDS[t.status]),
})
