import type { Instant } from '../kernel/time'
import type { Card } from '../law/lots'
import { type Statement, sql } from '../platform/d1'

export type FreezeReason = 'lost_phone' | 'other'

/** Nothing can be taken from the card until its holder lifts it. */
export const freezeCardStatement = (
  card: Pick<Card, 'id' | 'version'>,
  of: { by: string; reason: FreezeReason; now: Instant },
): Statement =>
  sql`UPDATE cards SET status = 'frozen', frozen_at = ${of.now}, frozen_by = ${of.by}, frozen_reason = ${of.reason},
             version = ${card.version + 1} WHERE id = ${card.id}`

export const unfreezeCardStatement = (card: Pick<Card, 'id' | 'version'>): Statement =>
  sql`UPDATE cards SET status = 'active', frozen_at = NULL, frozen_by = NULL, frozen_reason = NULL,
             version = ${card.version + 1} WHERE id = ${card.id}`

/**
 * The card is another person's from now on; its lots and contracts stay as they are (民法典 §546; 法释〔2025〕4号
 * §11). What the earlier holder switched on for themselves is off again.
 */
export const handOverCardStatement = (
  card: Pick<Card, 'id' | 'version'>,
  to: { consumer_id: string; now: Instant },
): Statement =>
  sql`UPDATE cards SET consumer_id = ${to.consumer_id}, transferred_at = ${to.now}, counter_pin = 0,
             version = ${card.version + 1} WHERE id = ${card.id}`

/** `service`: as it is called from now on; `base_service`: as its contracts call it, where that differs. */
type JoinedCard = Pick<Card, 'id' | 'version'> & {
  service: string
  base_service: string | null
}
/**
 * The cards of an account that ends go on under another one of the same person: nothing on them changes hands, so they
 * are not `transferred`. A card that moved meanwhile sends the act back to its beginning (its version).
 */
export const joinCardsStatement = (
  cards: readonly JoinedCard[],
  to: { consumer_id: string },
): Statement =>
  sql`UPDATE cards SET consumer_id = ${to.consumer_id}, counter_pin = 0, version = (j.value ->> 'version') + 1,
             service = j.value ->> 'service', base_service = j.value ->> 'base_service'
        FROM json_each(${JSON.stringify(cards)}) j WHERE cards.id = j.value ->> 'id'`

/**
 * The card is an heir's from now on, as it is: lots, contracts, a freeze. It is called differently where the heir has one
 * of that name at that shop, as when two accounts are joined.
 */
export const inheritCardStatement = (
  card: JoinedCard,
  to: { consumer_id: string; now: Instant },
): Statement =>
  sql`UPDATE cards SET consumer_id = ${to.consumer_id}, transferred_at = ${to.now}, counter_pin = 0,
             service = ${card.service}, base_service = ${card.base_service}, version = ${card.version + 1}
       WHERE id = ${card.id}`
