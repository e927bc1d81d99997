import * as z from 'zod'
import { RefundNow, type RefundNowSeen } from '../cards/refund-figure'
import type { StoredCard as Card } from '../cards/store'
import type { LocalDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import { shopMay } from './may-rules'
import {
  base,
  DaysOff,
  daysOffOf,
  identityOf,
  LotForHolder,
  lotsOf,
  type MerchantSeenRow,
  may,
  Uses,
  usesOf,
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
  row: MerchantSeenRow,
  today: LocalDate,
  refund_now: RefundNowSeen,
) => ({
  ...identityOf(card),
  reader: 'merchant' as const,
  ...daysOffOf(card, today),
  holder: { nickname: row.nickname, phone_mask: row.phone_mask },
  remaining_units: remainingUnits(card.lots, today),
  may: shopMay(card),
  lots: lotsOf(card),
  uses: usesOf(row),
  refund_now,
  opened_at: card.opened_at,
})
