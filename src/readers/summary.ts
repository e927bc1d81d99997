import * as z from 'zod'
import { cardFrom } from '../cards/store'
import type { LocalDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import type { Row } from '../platform/d1'
import { CardStanding } from '../standing/views'
import { CardId, Kind, type SeenRow, Status, unitOf } from './parts'
import { standingFieldsOf } from './standing'

export const CardSummary = z
  .strictObject({
    id: CardId,
    object: z.literal('card_summary'),
    kind: Kind,
    service: z.string(),
    status: Status,
    unit: z.enum(['fen', 'visit', 'day']),
    merchant_id: z.string(),
    shop_name: z.string(),
    remaining_units: z.int(),
    protected_fen: z.int(),
    standing: CardStanding,
    holder: z.strictObject({ nickname: z.string(), phone_mask: z.string() }).nullable(),
  })
  .meta({ id: 'CardSummary' })

/** A card in a list of the asker's: the same figures and the same sentence as on its own page. */
export function summaryOf(row: Row, today: LocalDate) {
  const card = cardFrom(row)
  const { shop_name, nickname, phone_mask, reader } = row as unknown as SeenRow & { reader: string }
  return {
    id: card.id,
    object: 'card_summary' as const,
    kind: card.kind,
    service: card.service,
    status: card.status,
    unit: unitOf(card.kind),
    merchant_id: card.merchant_id,
    shop_name,
    remaining_units: remainingUnits(card.lots, today),
    ...standingFieldsOf(card, row as unknown as SeenRow, today),
    holder: reader === 'staff' ? { nickname, phone_mask } : null,
  }
}
