import type { FactEvent } from './facts'
import type { Pulse, Trends } from './trends'

/** Everything a shop can be noticed for, in the order of the weights. */
export const SIGNALS = [
  'uses_drying',
  'uses_thinning',
  'doors_closing',
  'still_falling',
  'dry_for_days',
  'uses_drying_fast',
  'uses_drying_long',
  'sales_drying',
  'sales_drying_long',
  'sales_missing',
  'sold_outside',
  'sales_surge',
  'sales_surge_fast',
  'many_topups',
  'bigger_topups',
  'bonus_deeper',
  'bonus_deeper_fast',
  'promotion',
  'promotion_fast',
  'promoted_for_days',
  'surge_without_uses',
  'merchant_started',
  'merchant_started_fast',
  'fake_uses',
  'contested',
  'contested_fast',
  'refunds',
  'refunds_fast',
  'refund_share',
  'complaints',
  'complaints_fast',
  'unrest',
  'pressure',
  'payout_bounces',
  'bank_breaks',
  'legal_representative_changed',
  'address_changed',
  'licence_lapsed',
  'court_enforcement_listed',
  'off_escrow_sale_reported',
  'patrol_closed',
  'patrol_sale_sign',
  'changed_then_promoted',
  'lease_ending',
  'lease_promotion',
  'brand_trouble',
  'brand_drying',
  'brand_unrest',
  'escrow_draining',
  'doors_quiet',
  'holders_leaving',
  'dearer_uses',
  'both_drying',
  'trouble_and_drying',
  'refunds_adding_up',
  'complaints_adding_up',
  'contested_adding_up',
  'sales_missing_long',
  'uses_missing_long',
  'outside_adding_up',
  'by_hand_adding_up',
  'bonus_money',
  'escrow_swelling',
  'unrest_and_drying',
  'unrest_and_promotion',
  'by_hand_and_contested',
  'refunds_and_no_sales',
] as const
export type Signal = (typeof SIGNALS)[number]
export const AT_SIGNAL = Object.fromEntries(SIGNALS.map((name, at) => [name, at])) as Record<
  Signal,
  number
>

/** How strongly each signal sounds (x), what was seen and what would be usual. One set serves all shops in turn. */
export type Sounding = { x: Float64Array; figure: Float64Array; baseline: Float64Array }
export const newSounding = (): Sounding => ({
  x: new Float64Array(SIGNALS.length),
  figure: new Float64Array(SIGNALS.length),
  baseline: new Float64Array(SIGNALS.length),
})
/** What is usual in the whole city, a day: told by its past. */
export type CityRates = {
  days: number
  refunds_per_holder: number
  complaints_per_holder: number
  contested_per_use: number
  bounces: number
  breaks: number
  events: number[]
  /** Where each signal's tail lies in this city, and the score under which four fifths of its shops are. */
  tails: number[]
  calm: number
} /** What the shops of its brand are in, itself left out. */
export type Kin = { trouble: number; drying: number; unrest: number }
export type Around = {
  day: number
  rates: CityRates
  kin: Kin
  trends: Trends | null
  middle: Trends
  pulse: Pulse
  restless: number
}

/** Events that are signals by themselves. */
export const EVENT_SIGNALS = [
  'legal_representative_changed',
  'address_changed',
  'licence_lapsed',
  'court_enforcement_listed',
  'off_escrow_sale_reported',
  'patrol_closed',
  'patrol_sale_sign',
] as const satisfies readonly FactEvent[]
/**
 * What is far in a quiet city is nothing in a restless one: so far from the usual only a twentieth of those shops are which
 * a signal can be heard of at all. Events and leases speak for themselves.
 */
const TAIL_PART = 0.05
export const TAILED: readonly boolean[] = SIGNALS.map(
  (name) =>
    !(EVENT_SIGNALS as readonly string[]).includes(name) &&
    !/lease|changed|trouble|for_days|doors_quiet|unrest|bounces|breaks/.test(name),
)
/** How restless this city's uses are beside a common city's. */
export const restlessness = (tails: readonly number[], common: readonly number[]): number =>
  Math.min(2.2, Math.max(0.7, (tails[0] ?? 1) / (common[0] || 1)))
/** Stretches what was heard by how far the city's tail lies from the common one; never more than this. */
const STRETCH = { city: 0.6, least: 0.85, most: 2.5 }
export function stretch(
  { x }: Sounding,
  tails: readonly number[],
  common: readonly number[],
): void {
  for (let i = 0; i < x.length; i += 1) {
    const usual = common[i] ?? 0
    if (!TAILED[i] || usual <= 0) continue
    const far = Math.min(STRETCH.most, Math.max(STRETCH.least, (tails[i] ?? usual) / usual))
    x[i] = (x[i] ?? 0) / far ** STRETCH.city
  }
}
/** Learns from an evening where the tail lies: of so many heard, so many lay beyond. */
export function learnTails(
  tails: number[],
  heard: Float64Array,
  beyond: Float64Array,
  common: readonly number[],
): void {
  for (let i = 0; i < tails.length; i += 1) {
    const count = heard[i] ?? 0
    if (count === 0) continue
    const off = ((beyond[i] ?? 0) / count - TAIL_PART) * Math.min(1, count / 20)
    const least = (common[i] ?? 0) * 0.2
    tails[i] = Math.min(
      (common[i] ?? 0) * 5,
      Math.max(least, (tails[i] ?? 0) * Math.exp(0.3 * Math.min(0.2, off))),
    )
  }
}
