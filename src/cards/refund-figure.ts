import * as z from 'zod'
import type { LocalDate } from '../kernel/time'
import type { Statement } from '../platform/d1'
import { DerivedFigure } from '../schemas/derivation'
import type { StoredCard } from './store'

const contested = '受争议的金额和等结清的占用：有结果归持卡人的，再退这么多'
/** What a refund would give now. Held units count as used until they are decided; what they would give is named apart. */
export const RefundNow = z
  .strictObject({
    not_consumer_cause_fen: z.int(),
    consumer_cause_fen: z.int(),
    contested: z
      .strictObject({ not_consumer_cause_fen: z.int(), consumer_cause_fen: z.int() })
      .meta({ description: contested }),
    lots: z.array(
      z.strictObject({
        lot_id: z.string(),
        not_consumer_cause: DerivedFigure,
        consumer_cause: DerivedFigure,
      }),
    ),
  })
  .meta({ id: 'RefundNow', description: '现在退能拿回多少：法释〔2025〕4号 §18 与 §19 两个数' })
export type RefundNowFigures = z.input<typeof RefundNow>

/**
 * The law's figure for a card. It is counted by the room of refunds, which knows the law and the uses, and handed in
 * where the app is put together: card, quote and payment are one function.
 */
export type RefundFigure = {
  /** What it needs of card `c` beside the card itself. */
  column: Statement
  /** The figure of one card, read with that column. */
  of: (seen: { card: StoredCard; row: { used_facts: string } }, on: LocalDate) => RefundNowFigures
}
