import type { Fen } from '../kernel/money'
import type { EntityType, SectorGroup } from '../kernel/places'
import type { LocalDate } from '../kernel/time'
import type { CardKind } from './offer-terms'

/**
 * `national` and `platform` hold everywhere; a province holds for shops there. Our city is in 山东.
 */
export const SALE_REGIONS = {
  national: { name: '全国' },
  platform: { name: '平台' },
  shandong: { name: '山东省' },
  zhejiang: { name: '浙江省' },
  jiangsu: { name: '江苏省' },
  beijing: { name: '北京市' },
  shanghai: { name: '上海市' },
} as const
export type SaleRegion = keyof typeof SALE_REGIONS

/**
 * What a rule limits. The first group is checked at offer and sale; the second shapes contract and
 * card.
 */
export type SaleLimit = {
  /** Unused money on one named card, the new payment included. */
  card_cap_fen?: Fen
  /** Unused money of one holder at one shop, the new payment included. */
  holder_total_cap_fen?: Fen
  /** A shop's unused prepayments as a share of last year's main revenue, in basis points. */
  merchant_balance_bp?: number
  units_max?: number
  term_months_max?: number
  term_within_lease?: true
  term_within_licence?: true
  stored_value_never_lapses?: true

  /** Here every card is named, so this one is on record only. */
  unnamed_cap_fen?: Fen
  /** From this sum on cash is not allowed; here no payment is cash. */
  traceable_from_fen?: Fen
  cool_off_days?: number
  /** A place's own cooling-off: gifts come back or are paid for; the shop may keep its reasonable costs. */
  cool_off_gifts_back?: true
  cool_off_less_costs?: true
  /** Within how many days the shop has to pay back: in the cooling-off time, and otherwise. */
  cool_off_refund_within_days?: number
  refund_within_days?: number
  written_contract?: true
  closure_notice_days?: number
}

export type SaleRule = {
  id: string
  title: string
  /** The norm with its article. */
  source: string
  source_date: LocalDate
  in_force_from: LocalDate
  in_force_until: LocalDate | null
  region: SaleRegion
  /** null: everybody, every trade, every kind of card. */
  entity_types: readonly EntityType[] | null
  sector_groups: readonly SectorGroup[] | null
  kinds: readonly CardKind[] | null
  limit: SaleLimit
  /**
   * `text`: the norm itself was read. `excerpt`: the number was read in an excerpt, article or date
   * may be from memory. `policy`: the platform's own choice, never less than the law asks.
   */
  confidence: 'text' | 'excerpt' | 'policy'
  /**
   * The norm itself sets the cap aside when the money sits with a third party until the consumer
   * agrees.
   */
  waived_by_full_escrow: boolean
}
