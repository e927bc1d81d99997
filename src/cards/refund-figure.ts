import * as z from 'zod'
import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { StoredCard } from './store'

const Derivation = z.strictObject({ text: z.string(), article: z.string(), amount_fen: z.int() })
const Figure = z.strictObject({ amount_fen: z.int(), lines: z.array(Derivation) })
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
      z.strictObject({ lot_id: z.string(), not_consumer_cause: Figure, consumer_cause: Figure }),
    ),
  })
  .meta({ id: 'RefundNow', description: '现在退能拿回多少：法释〔2025〕4号 §18 与 §19 两个数' })
export type RefundNowSeen = z.input<typeof RefundNow>

/**
 * The law's figure for a card. It is counted by the room of refunds, which knows the law, and handed in where the app is
 * put together: card, quote and payment are one function.
 */
export type RefundFigureOf = (
  of: { card: StoredCard; used: UsedFacts },
  on: LocalDate,
) => RefundNowSeen

/** What of a card's uses the law asks beyond the units of its lots. */
export type UsedFacts = {
  /** Period lots that somebody came with: nobody's cooling-off any more. */
  touched: readonly string[]
  /** By lot of a count card, in fen: how much more its weighed uses cost at list price than their units do; less is negative. */
  list_shifts: Readonly<Record<string, number>>
}
/** The same of the card `c`, as JSON. */
export const usedColumn: Statement = sql`json_object(
  'touched', (SELECT json_group_array(DISTINCT check_in_lot_id) FROM redemptions
               WHERE card_id = c.id AND check_in_lot_id IS NOT NULL AND status = 'succeeded'),
  'list_shifts', (SELECT json_group_object(lot_id, shift_fen) FROM lot_list_shifts
                   WHERE card_id = c.id AND c.kind = 'count')) AS used_facts`
export const usedFrom = (row: { used_facts?: unknown }): UsedFacts =>
  JSON.parse(String(row.used_facts)) as UsedFacts
