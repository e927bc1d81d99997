import type { LocalDate } from '../kernel/time'
import { advanceAccount } from '../ledger/chart'
import { type Statement, sql } from '../platform/d1'
import type { Ending, ShopFacts } from '../standing/facts'
import { shopStanding } from '../standing/shop-rules'
import { presentShopStanding } from '../standing/views'
import { coverageBp } from './cover'
import { inTransit } from './views'

/**
 * What a sentence about a shop's safety rests on, as one column of JSON beside any row: what its cards are owed now, what
 * of it is in transit, what is released early, the bank's last closed day, and how the shop ends. From roll-ups alone.
 */
export const standingColumn = (merchant_id: Statement): Statement =>
  sql`(SELECT json_object('owed_fen', t.owed_fen, 'paid_fen', t.paid_fen, 'settled_fen', t.settled_fen,
                'provider_owed_fen', t.provider_owed_fen,
                'advance_fen', -coalesce((SELECT balance_fen FROM ledger_accounts
                                           WHERE id = ${advanceAccount('')} || t.merchant_id), 0),
                'bank', (SELECT json_object('business_day', k.business_day, 'owed_fen', k.owed_fen,
                           'covered_fen', k.covered_fen, 'cards_owed_fen', k.cards_owed_fen,
                           'cards_covered_fen', k.cards_covered_fen, 'transit_fen', k.transit_fen,
                           'missing_fen', k.missing_fen, 'is_complete', k.is_complete)
                           FROM merchant_covers k WHERE k.merchant_id = t.merchant_id),
                'ending', (SELECT e.ending FROM shop_endings e WHERE e.merchant_id = t.merchant_id
                            ORDER BY e.ending_id DESC LIMIT 1))
         FROM merchant_totals t WHERE t.merchant_id = ${merchant_id}) AS standing_facts`

type Stored = {
  owed_fen: number
  paid_fen: number
  settled_fen: number
  provider_owed_fen: number
  advance_fen: number
  ending: Ending | null
  bank: {
    business_day: LocalDate
    owed_fen: number
    covered_fen: number
    cards_owed_fen: number
    cards_covered_fen: number
    transit_fen: number
    missing_fen: number
    is_complete: 0 | 1
  } | null
}
/** What `standingColumn` said. A shop that ended once and was confirmed stays ended. */
export function shopFactsFrom(row: { standing_facts?: unknown }, today: LocalDate): ShopFacts {
  const { bank, ending, ...of } = JSON.parse(String(row.standing_facts)) as Stored
  return {
    today,
    owed_fen: of.owed_fen,
    transit_fen: Math.max(inTransit(of), 0),
    advance_fen: of.advance_fen,
    ending: ending ?? 'none',
    bank: bank && {
      business_day: bank.business_day,
      cards_owed_fen: bank.cards_owed_fen,
      cards_covered_fen: bank.cards_covered_fen,
      transit_fen: bank.transit_fen,
      missing_fen: bank.missing_fen,
      is_complete: bank.is_complete === 1,
      coverage_bp: coverageBp(bank),
    },
  }
}

/** The one sentence about a shop, as it stands. */
export const shopStandingFrom = (row: { standing_facts?: unknown }, today: LocalDate) =>
  presentShopStanding(shopStanding(shopFactsFrom(row, today)))
