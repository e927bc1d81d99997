import type { FreezeReason } from '../cards/freeze'
import { isGuardianCondition } from '../cards/guardians'
import type { DaysOffEntry } from '../cards/pauses'
import { type CardWithLotsRow, cardFrom, readCard, type StoredCard } from '../cards/store'
import type { EventType } from '../events/catalogue'
import { emit, type TypedEvent } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'

/** A card with what the acts of care need to know of it. */
export type CareCard = Omit<StoredCard, 'days_off'> & {
  days_off: DaysOffEntry[]
  frozen_at: Instant | null
  frozen_by: string | null
  frozen_reason: FreezeReason | null
  transferred_at: Instant | null
}
export function careCardFrom(row: CardWithLotsRow): CareCard {
  const card = cardFrom(row)
  return { ...card, days_off: card.days_off as DaysOffEntry[] }
}

/** The asker's own card, or no row. Companions have none. */
export const readOwnCard = (who: Who, card_id: string) =>
  readCard(sql`id = ${card_id} AND consumer_id = ${who.subject_id}`)

/** A card the asker holds or accompanies: enough to protect it, never enough to spend from it. */
export const readAccompaniedCard = (who: Who, card_id: Statement) =>
  readCard(sql`id = ${card_id} AND (consumer_id = ${who.subject_id}
              OR ${isGuardianCondition(sql`cards_with_lots.consumer_id`, who.subject_id)} OR EXISTS (
                 SELECT 1 FROM card_companions p WHERE p.card_id = cards_with_lots.id
                    AND p.consumer_id = ${who.subject_id} AND p.status = 'accepted'))`)

type ToldOfCard = TypedEvent<
  Extract<EventType, `card.${string}` | `service.${string}` | `companion.${string}`>
>
/** What happened to a card, told to its holder and, where it concerns them, its shop. */
export const emitCard = (
  kit: Kit,
  card: { id: string; merchant_id: string | null; consumer_id: string | null },
  at: Instant,
  told: ToldOfCard,
): Statement =>
  emit(kit, {
    ...told,
    subject_id: card.id,
    merchant_id: card.merchant_id,
    consumer_id: card.consumer_id,
    at,
  })
