import * as z from 'zod'
import { RefundNow, type RefundNowFigures } from '../cards/refund-figure'
import type { StoredCard as Card } from '../cards/store'
import type { LocalDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import { shopMay } from './may-rules'
import {
  base,
  cardDaysOff,
  cardIdentity,
  cardLots,
  cardUses,
  DaysOff,
  LotForHolder,
  type MerchantCardRow,
  may,
  Uses,
} from './parts'

export const MerchantCard = z
  .strictObject({
    ...base,
    reader: z.literal('merchant'),
    paused: DaysOff,
    stopped: DaysOff,
    holder: z.strictObject({ nickname: z.string(), phone_mask: z.string() }),
    remaining_units: z.int(),
    ...may,
    lots: z.array(LotForHolder),
    uses: Uses,
    refund_now: RefundNow,
    opened_at: z.string(),
  })
  .meta({ id: 'MerchantCard', description: '店家看顾客的卡：昵称、掩码手机号、可用余额' })

export const forMerchant = (
  card: Card,
  row: MerchantCardRow,
  today: LocalDate,
  refund_now: RefundNowFigures,
) => ({
  ...cardIdentity(card),
  reader: 'merchant' as const,
  ...cardDaysOff(card, today),
  holder: { nickname: row.nickname, phone_mask: row.phone_mask },
  remaining_units: remainingUnits(card.lots, today),
  may: shopMay(card),
  lots: cardLots(card),
  uses: cardUses(row),
  refund_now,
  opened_at: card.opened_at,
})
