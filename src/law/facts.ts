import type { LocalDate } from '../kernel/time'
import type { RateTables } from './interest'
import type { DaysOff } from './period'

/**
 * Why a card ends. `cooling_off`: within seven days of payment (法释〔2025〕4号 §14); `consumer`: the holder's own
 * wish; `merchant`: the shop's doing (§13, closure, move …); `neutral`: nobody's (force majeure, health; §13 ¶2).
 */
export type Cause = 'cooling_off' | 'consumer' | 'merchant' | 'neutral'

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
  paid_fen: number
  face_units: number
  /** Given on top: fen, visits or days within `face_units`; only words depend on it. */
  bonus_units: number
  /** 10,000 = no member discount; only words depend on it, `face_units` has it in. */
  discount_bp: number
  /** Undiscounted price of one unit; 1 for stored value; null where nobody knows it. */
  list_price_fen: number | null
  starts_on: LocalDate
  ends_on: LocalDate | null
  uses: readonly UseFact[]
  days_off: readonly DaysOff[]
  /** The day the shop stopped serving, if it did before the end of the contract (§22 ¶2). */
  stopped_on: LocalDate | null
  /** A period card with a number of visits: how many, how many were used, and what the contract counts. */
  visits: {
    max: number
    used: number
    count_by: 'days' | 'visits' | null
    list_price_fen: number | null
  } | null
  refunded_fen: number
  /** The holder had had the same goods or service before signing (§14 (1), (2)). */
  had_same_before: boolean
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
}

export type Facts = {
  cause: Cause
  /** The day the contract ends: interest runs from it (§17). */
  terminated_on: LocalDate
  /** The day the money is given back; interest runs up to the day before. */
  refunded_on: LocalDate
  lots: readonly LotFacts[]
  /** A membership or joining fee with a price of its own: a component by days, on its own (§22). */
  fees: readonly FeeFact[]
  /** Goods or services given away: never deducted by themselves (§21). */
  gifts: readonly { label: string; value_fen: number }[]
  /** What the shop wants to keep: commissions, handling, penalties. Never deducted (§15 ¶3, §9). */
  shop_claims: readonly { label: string; amount_fen: number }[]
  /** Reasonable costs of the holder (§15 ¶2). */
  costs: readonly { label: string; amount_fen: number }[]
  terms: ContractTerms
  /** The money is in supervised custody on the authority's order: its real yearly rate (§16 ¶2). */
  supervised_bp: number | null
  /** What interest is counted by where the contract says nothing; null where no day bears any. */
  rates: RateTables | null
}
export type FeeFact = {
  label: string
  paid_on: LocalDate
  paid_fen: number
  starts_on: LocalDate
  days: number
  refunded_fen: number
}
