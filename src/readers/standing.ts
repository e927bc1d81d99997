import type { StoredCard } from '../cards/store'
import { sumFen } from '../kernel/money'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { type Lot, lotsEscrow } from '../law/lots'
import { refundingAccount } from '../ledger/chart'
import { shopFactsFrom, standingColumn } from '../merchants/standing'
import { type Statement, sql } from '../platform/d1'
import { cardStanding } from '../standing/card-rules'
import type { BankDay, CardFacts } from '../standing/facts'
import { presentCardStanding } from '../standing/views'

/**
 * What the sentence about a card rests on, beside the card `c` itself: when each of its payments reached custody, what is
 * on its way back, what an ending left open, and the facts of its shop.
 */
export const cardStandingColumns: Statement = sql`
  (SELECT json_object(
     'refunding_fen', coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = ${refundingAccount('')} || c.id), 0),
     'claim_short_fen', (SELECT q.owed_fen - q.covered_fen FROM ending_shares q
                          WHERE q.merchant_id = c.merchant_id AND q.card_id = c.id ORDER BY q.ending_id DESC LIMIT 1),
     'arrived', (SELECT json_group_object(l.id, (SELECT settled_at FROM purchase_arrivals a
                                                  WHERE a.purchase_id = l.purchase_id))
                   FROM lots l WHERE l.card_id = c.id))) AS card_facts,
  ${standingColumn(sql`c.merchant_id`)}`

/** The columns' names, where a row is read with them. */
export type StandingColumns = { card_facts: string; standing_facts: string }
type Stored = {
  refunding_fen: number
  claim_short_fen: number | null
  /** When each payment reached custody; null: still with the provider. */
  arrived: Record<string, Instant | null>
}

/** The figures of one card, for its sentence. */
export function cardFactsFrom(
  card: Pick<StoredCard, 'lots' | 'status'>,
  row: StandingColumns,
  today: LocalDate,
): CardFacts {
  const { arrived, ...of } = JSON.parse(row.card_facts) as Stored
  const shop = shopFactsFrom(row, today)
  const at = (lot: Lot): Instant | null => arrived[lot.id] ?? null
  const late = (lot: Lot): boolean => {
    const arrived_at = at(lot)
    return arrived_at !== null && !isCounted(arrived_at, shop.bank)
  }
  return {
    owed_fen: lotsEscrow(card.lots),
    transit_fen: sumFen(
      card.lots.filter((lot) => at(lot) === null).map((lot) => lotsEscrow([lot])),
    ),
    unchecked_fen: sumFen(card.lots.filter(late).map((lot) => lotsEscrow([lot]))),
    disputed_fen: sumFen(card.lots.map((lot) => lot.disputed_fen)),
    refunding_fen: of.refunding_fen,
    frozen: card.status === 'frozen',
    claim_short_fen: of.claim_short_fen,
    shop,
  }
}
/** In custody by the end of the bank's closed day; where that day was booked before it was stated, not on the day itself. */
function isCounted(arrived_at: Instant, bank: BankDay | null): boolean {
  if (bank === null) return true
  const on = localDate(arrived_at)
  const rest = bank.cards_owed_fen - bank.cards_covered_fen - bank.transit_fen - bank.missing_fen
  return rest > 0 ? on < bank.business_day : on <= bank.business_day
}

/** What of a card is protected, and the one sentence that says where it is: the same in list and card. */
export function standingFields(
  card: Pick<StoredCard, 'lots' | 'status'>,
  row: StandingColumns,
  today: LocalDate,
) {
  const standing = presentCardStanding(cardStanding(cardFactsFrom(card, row, today)))
  return { protected_fen: standing.owed_fen - standing.short_fen, standing }
}
