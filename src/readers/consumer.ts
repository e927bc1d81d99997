import * as z from 'zod'
import { RefundNow, type RefundNowFigures } from '../cards/refund-figure'
import type { StoredCard as Card } from '../cards/store'
import type { LocalDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import { shopFactsFrom } from '../merchants/standing'
import { CardStanding } from '../standing/views'
import { cardEnd, cardUsage, holderMay, isEmpty, RELATIONS, type Relation } from './may-rules'
import {
  base,
  type ConsumerCardRow,
  cardDaysOff,
  cardIdentity,
  cardLots,
  cardUses,
  DaysOff,
  Ended,
  heldBack,
  LotForHolder,
  maskAccount,
  Owner,
  Shop,
  UsedInAll,
  Uses,
} from './parts'
import { standingFields } from './standing'
import { moneyPlaces } from './where-rules'

const Where = z
  .strictObject({
    paid_fen: z.int().meta({ description: '您付了 = 以下各项相加' }),
    held_fen: z.int().meta({ description: '同 standing.covered_fen' }),
    waiting_fen: z.int().meta({ description: '同 standing 的 transit_fen 加 unchecked_fen' }),
    missing_fen: z.int().meta({ description: '同 standing.short_fen' }),
    returned_fen: z.int().meta({ description: '已退回的' }),
    released_fen: z.int().meta({ description: '已给店家的' }),
  })
  .meta({ description: '付过的钱现在各在哪里，分文相加' })

export const ConsumerCard = z
  .strictObject({
    ...base,
    reader: z.literal('consumer'),
    relation: z.enum(RELATIONS),
    owner: Owner,
    paused: DaysOff,
    stopped: DaysOff,
    shop: Shop,
    remaining_units: z.int(),
    ...heldBack,
    protected_fen: z
      .int()
      .meta({ description: '卡里的钱减去没有钱对着的（还欠您的），单位分；在哪里见 standing' }),
    standing: CardStanding,
    where: Where,
    held_fen: z.int(),
    lots: z.array(LotForHolder),
    ended: Ended,
    used: UsedInAll,
    uses: Uses,
    refund_now: RefundNow,
    opened_at: z.string(),
    custody_account_mask: z.string().nullable(),
  })
  .meta({
    id: 'ConsumerCard',
    description: '消费者看自己的卡：余额、卡里的钱在哪里、逐笔、现在退能拿回多少',
  })

export function forConsumer(
  card: Card,
  row: ConsumerCardRow,
  today: LocalDate,
  of: { relation: Relation; refund_now: RefundNowFigures },
) {
  const remaining_units = remainingUnits(card.lots, today)
  const sales_held = row.sales_held_at !== null
  const seen = { status: card.status, kind: card.kind, remaining_units, sales_held }
  const lots = cardLots(card)
  const safety = standingFields(card, row, today)
  return {
    ...cardIdentity(card),
    reader: 'consumer' as const,
    relation: of.relation,
    owner: of.relation === 'holder' ? null : { nickname: row.owner_nickname },
    ...cardDaysOff(card, today),
    shop: {
      merchant_id: card.merchant_id,
      name: row.merchant_name,
      code: row.code,
      sector: row.sector,
      ending: shopFactsFrom(row, today).ending,
      level: row.level,
      sales_held,
    },
    remaining_units,
    is_empty: isEmpty(seen),
    may: holderMay(seen, of.relation),
    ...safety,
    where: moneyPlaces(lots, safety.standing),
    held_fen: row.held_fen,
    lots,
    ended: cardEnd(lots),
    used: cardUsage(lots),
    uses: cardUses(row),
    refund_now: of.refund_now,
    opened_at: card.opened_at,
    custody_account_mask: maskAccount(row.custody_account_no),
  }
}
