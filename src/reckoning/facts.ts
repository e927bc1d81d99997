import type { Calendar } from '../kernel/calendar'
import type { LocalDate } from '../kernel/time'
import type { DaysOff } from '../law/period'
import type { SaleRegion } from '../law/sale-rule'
import type { RateTables } from './interest'

/**
 * Why a card ends. `cooling_off`: within seven days of payment (法释〔2025〕4号 §14); `consumer`: the holder's own
 * wish; `merchant`: the shop's doing (§13 ¶1, closure, move …); `neutral`: nobody's (force majeure, health; §13 ¶2).
 */
export type Cause = 'cooling_off' | 'consumer' | 'merchant' | 'neutral'
/** `void`: there was no contract to end (§10, §15): a minor's, a fraud's. Nobody's cause; what was delivered is paid for. */
export type Ending = Cause | 'void'
/** The law's three ways to value what was used: §18 and §22, §19, and what was really delivered (§15). */
export const WAYS = ['not_consumer_cause', 'consumer_cause', 'void'] as const
export type Way = (typeof WAYS)[number]
export const endingWay = (ending: Ending): Way =>
  ending === 'void'
    ? 'void'
    : ending === 'consumer' || ending === 'cooling_off'
      ? 'consumer_cause'
      : 'not_consumer_cause'

/** One use: `units` of list value (fen), visits; what it costs undiscounted, and on the market if that is disputed. */
export type UseFact = {
  on: LocalDate | null
  units: number
  list_value_fen: number
  market_value_fen: number | null
}

/**
 * Everything the law asks about one payment. A unit is a fen of list value (储值), a visit (次卡) or a day (期限卡);
 * `face_units` counts what was given on top. Amounts are whole fen.
 */
export type LotFacts = {
  label: string
  kind: 'stored_value' | 'count' | 'period'
  paid_on: LocalDate
  /** The day the contract was made, where it was not the day of payment: the interest rate is that day's (§16). */
  signed_on?: LocalDate
  /** 0: given away, with nothing paid for it. */
  paid_fen: number
  face_units: number
  /** Given on top: fen, visits or days within `face_units`. */
  bonus_units: number
  /** 10,000 = no member discount; only words depend on it, `face_units` has it in. */
  discount_bp: number
  /** How many units are one visit, and what is counted: half lessons, or a share of one whole course. */
  unit?: { scale: number; of: 'visit' | 'percent' }
  /** Undiscounted price of one unit; 1 for stored value; null where nobody knows it. */
  list_price_fen: number | null
  /** Its contract says that gifts share the price and that what remains after its last day comes back: neither is open. */
  shares_and_keeps?: boolean
  /** It was sold at its list price: what was paid for one unit is that price. */
  no_discount?: boolean
  /** How much was used is known to nobody but the shop (§25); `uses` is then what the holder says. */
  used_unknown?: boolean
  starts_on: LocalDate
  ends_on: LocalDate | null
  uses: readonly UseFact[]
  days_off: readonly DaysOff[]
  /** The day the shop stopped serving, if it did before the end of the contract (§22 ¶2). */
  stopped_on: LocalDate | null
  /** A period card without a limit of visits: its undiscounted price as a whole. */
  list_total_fen?: number | null
  /** How often its holder came, and what coming once costs: what a void contract has to pay for. */
  entries?: { used: number; price_fen: number | null } | null
  /** A period card with a number of visits: how many, how many were used, and what the contract counts. */
  visits: {
    max: number
    used: number
    count_by: 'days' | 'visits' | null
    list_price_fen: number | null
    /** How many of `max` and `used` are one visit. */
    scale?: number
  } | null
  refunded_fen: number
  /** The holder had had the same goods or service from this shop (§14 (1)) or another (§14 (2)) before signing. */
  had_same_before: boolean
  had_same_elsewhere?: boolean
  /** The list price is clearly unreasonable, and the shop has no record of sales at it (§19 ¶2). */
  list_price_unproven: boolean
}

/** What the parties agreed beyond the law. Only what is better for the holder counts (§14, §16–§19). */
export type ContractTerms = {
  cooling_off_days: number | null
  /** The holder's own wish is counted at the price paid, as if nobody were the cause. */
  own_wish_at_paid_price: boolean
  /** Agreed yearly interest rate in basis points. */
  interest_bp: number | null
  interest_from: 'termination' | 'payment'
  /** The contract promises at least this principal, whatever the reckoning gives. */
  promised_fen: number | null
  /** The promise was made after the earlier refunds, so they are no part of it. */
  promised_after_refunds?: boolean
}

export type ShopClaim = {
  label: string
  amount_fen: number
  /** `commission` never counts (§15 ¶3); `cost` is what the shop can prove it paid (§15 ¶2). */
  kind?: 'commission' | 'penalty' | 'cost' | 'other'
}

export type Facts = {
  cause: Ending
  /** Whose cause a court may find instead: the sum is then a range. */
  maybe?: readonly Ending[]
  /** The day the contract ends: interest runs from it (§17). */
  terminated_on: LocalDate
  /** The day the money is given back; interest runs up to the day before. */
  refunded_on: LocalDate
  lots: readonly LotFacts[]
  /** Nothing that was said gives the holder a right to end at will: a court may not let it (§13). */
  may_not_end?: boolean
  /** The contract reckons every payment by itself, so no use is set off against another payment (§20). */
  each_payment_apart?: boolean
  /** A membership or joining fee with a price of its own: a component by days, on its own (§22). */
  fees: readonly FeeFact[]
  /** Goods or services given away: never deducted by themselves (§21). */
  gifts: readonly { label: string; value_fen: number; returned?: boolean }[]
  /** What the shop wants to keep: commissions, handling, penalties, costs (§9, §15). */
  shop_claims: readonly ShopClaim[]
  /** Reasonable costs of the holder (§15 ¶2). */
  costs: readonly { label: string; amount_fen: number }[]
  terms: ContractTerms
  /** The shop has shut, gives neither the service nor the money, and hides (§23). */
  fled?: boolean
  /** It was a paid online game or the like that the law keeps from minors: nothing is deducted (§10 ¶3). */
  unlawful_service?: boolean
  /** The money is in supervised custody on the authority's order: its real yearly rate (§16 ¶2). */
  supervised_bp: number | null
  /** What interest is counted by where the contract says nothing; null where no day bears any. */
  rates: RateTables | null
  /** The working days by which a last day moves (民法典 §203); null: `cooling_off_days` has them in. */
  calendar?: Calendar | null
  /** Where the shop is: a place's own rules are dated rows (sale-rules-table.ts). */
  region?: SaleRegion | null
}
export type FeeFact = {
  label: string
  paid_on: LocalDate
  paid_fen: number
  starts_on: LocalDate
  days: number
  refunded_fen: number
  /** The day the shop stopped serving: the fee runs no longer (§22 ¶2). */
  stopped_on?: LocalDate | null
}
