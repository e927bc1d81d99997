import * as z from 'zod'
import { cardFrom } from '../cards/store'
import type { LocalDate } from '../kernel/time'
import { remainingUnits } from '../law/lots'
import { shopFactsFrom } from '../merchants/standing'
import { CardStanding } from '../standing/views'
import { cardRelation, holderMay, isEmpty, isOver, shopMay } from './may-rules'
import { CardId, cardUnit, heldBack, Kind, Owner, Status, shopLooks } from './parts'
import { standingFields } from './standing'
import type { CardSummaryRow } from './store'

export const CardSummary = z
  .strictObject({
    id: CardId,
    object: z.literal('card_summary'),
    kind: Kind,
    service: z.string(),
    status: Status,
    unit: z.enum(['fen', 'visit', 'day']),
    merchant_id: z.string(),
    merchant_name: z.string(),
    shop: z.strictObject(shopLooks),
    owner: Owner,
    remaining_units: z.int(),
    ...heldBack,
    is_over: z.boolean().meta({ description: '用完、退完了，没有什么可等的' }),
    protected_fen: z.int(),
    standing: CardStanding,
    holder: z.strictObject({ nickname: z.string(), phone_mask: z.string() }).nullable(),
  })
  .meta({ id: 'CardSummary' })

/** A card in a list of the asker's: the same figures and the same sentence as on its own page. */
export function cardSummary(row: CardSummaryRow, today: LocalDate) {
  const card = cardFrom(row)
  const { merchant_name, nickname, phone_mask, reader } = row
  const remaining_units = remainingUnits(card.lots, today)
  const standing = standingFields(card, row, today)
  const seen = { status: card.status, kind: card.kind, remaining_units, sales_held: true }
  const relation = cardRelation({ is_own: row.is_own === 1, is_guarded: row.is_guarded })
  const acts = reader === 'staff' ? shopMay(card) : holderMay(seen, relation)
  return {
    id: card.id,
    object: 'card_summary' as const,
    kind: card.kind,
    service: card.service,
    status: card.status,
    unit: cardUnit(card.kind),
    merchant_id: card.merchant_id,
    merchant_name,
    shop: { code: row.code, sector: row.sector, ending: shopFactsFrom(row, today).ending },
    owner: reader === 'staff' || relation === 'holder' ? null : { nickname },
    remaining_units,
    is_empty: isEmpty(seen),
    is_over: isOver({ ...seen, owed_fen: standing.standing.owed_fen }),
    may: acts,
    ...standing,
    holder: reader === 'staff' ? { nickname, phone_mask } : null,
  }
}
