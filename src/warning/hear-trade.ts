import { lately, type Memory, NEAR, usually } from './memory'
import type { Around, Signal } from './signals'
import type { Trends } from './trends'

export type Put = (name: Signal, x: number, figure: number, baseline: number) => void

export const over = (x: number): number => (x > 0 ? x : 0)
export const both = (a: number, b: number): number => Math.sqrt(over(a) * over(b))
/** A deviation counts as far as it leaves what is usual noise for this shop. */
const beyond = (x: number, noise: number): number => Math.sign(x) * over(Math.abs(x) - 0.6 * noise)
/** By how many usual swings a count is over what was expected. */
export const excess = (count: number, expected: number): number =>
  (count - expected) / Math.sqrt(expected + 0.8)

/** What the parts of a shop's trade are measured by: trends less its sector's, its usual weeks, its noise. */
type Trade = {
  memory: Memory
  restless: number
  /** How far a trend is from the sector's. */
  of: (name: keyof Trends) => number
  /** What four usual weeks would be, as the sector goes. */
  expects: (figure: 'uses' | 'lots_sold' | 'sold_fen', name: keyof Trends) => number
  uses: number
  lots: number
  /** Uses and top-ups beyond the shop's own noise. */
  more_uses: number
  more_uses_14: number
  more_uses_7: number
  more_lots: number
  dry: number
}

/** Uses and top-ups against the shop's own history and its sector's weeks. */
export function hearTrade(
  memory: Memory,
  { trends, middle, restless }: Around,
  set: Put,
): { promotion: number; dry: number; by_hand: number; dry_sales: number } {
  if (trends === null) return { promotion: 0, dry: 0, by_hand: 0, dry_sales: 0 }
  const of = (name: keyof Trends) => trends[name] - middle[name]
  const more_uses = beyond(of('uses'), memory.noise_uses)
  const more_uses_14 = beyond(of('uses_14'), memory.noise_uses * 1.3)
  const more_uses_7 = beyond(of('uses_7'), memory.noise_uses * 1.7)
  const trade: Trade = {
    ...{ memory, restless, of, more_uses, more_uses_14, more_uses_7 },
    expects: (figure, name) => usually(memory, figure) * NEAR * Math.exp(middle[name]),
    uses: lately(memory, 'uses', NEAR),
    lots: lately(memory, 'lots_sold', NEAR),
    more_lots: beyond(of('lots'), memory.noise_sales),
    // All three windows must be low: who is back to normal this week is not drying up.
    dry: Math.min(-more_uses, -more_uses_14, -more_uses_7 + 0.25),
  }
  hearUses(trade, set)
  const outside = hearSales(trade, set)
  hearTill(trade, set)
  const missed = memory.unused * usually(memory, 'uses') * Math.exp(Math.min(0, middle.uses_14))
  set('doors_quiet', Math.log1p(Math.max(0, missed - 2)), memory.unused, 1)
  return {
    promotion: hearPromotion(trade, set),
    dry: Math.max(trade.dry, -trade.more_lots, outside),
    ...{ by_hand: of('manual'), dry_sales: -trade.more_lots },
  }
}

/** Days in a row, nearly without a break. */
const counted = (days: number, holds: boolean, back: number, most: number): number =>
  Math.min(most, Math.max(0, days + (holds ? 1 : -back)))

function hearUses(trade: Trade, set: Put): void {
  const { memory, restless, of, expects, uses, dry } = trade
  const low = Math.min(-of('uses'), -of('uses_14')) > 0.18 * restless
  memory.dry_days = counted(memory.dry_days, low, 3, 200)
  const usual = expects('uses', 'uses')
  const last = lately(memory, 'uses', 14)
  set('uses_drying', dry, uses, usual)
  set('uses_thinning', Math.min(dry, -of('per_open')), uses, usual)
  const open = lately(memory, 'open', NEAR)
  set('doors_closing', Math.min(dry, -of('open')), open, usually(memory, 'open') * NEAR)
  set('still_falling', Math.min(dry, -of('falling')), last, uses - last)
  set('dry_for_days', memory.dry_days, memory.dry_days, 0)
  set('uses_drying_fast', -trade.more_uses_14, last, expects('uses', 'uses_14') / 2)
  const long = -beyond(of('uses_long'), memory.noise_uses * 1.3)
  set('uses_drying_long', long, uses, uses * Math.exp(-of('uses_long')))
  set('both_drying', both(dry, -trade.more_lots), uses, usual)
}

/** Top-ups that dry up, and those that dry up while uses go on. */
function hearSales({ memory, of, expects, lots, more_lots }: Trade, set: Put): number {
  const usual = expects('lots_sold', 'lots')
  set('sales_drying', -more_lots, lots, usual)
  const long = -beyond(of('lots_long'), memory.noise_sales)
  set('sales_drying_long', long, lots, lots * Math.exp(-of('lots_long')))
  const last = -excess(lately(memory, 'lots_sold', 14), usual / 2) + 1
  set('sales_missing', Math.min(-excess(lots, usual), last), lots, usual)
  const apart = beyond(of('uses') - of('lots'), memory.noise_sales)
  const outside = Math.min(-more_lots, apart)
  set('sold_outside', outside, lots, lots * Math.exp(over(outside)))
  return outside
}

/** More is sold, under a deeper bonus: fast and over four weeks. A new shop's first rush is no promotion. */
function hearPromotion({ memory, restless, of, expects }: Trade, set: Put): number {
  const surge = beyond(of('sold'), memory.noise_sales)
  const fast = beyond(Math.max(of('sold_14'), of('sold_7')), memory.noise_sales * 1.5)
  const deeper = of('depth')
  const deeper_fast = of('depth_fast')
  const promotion = both(surge, deeper)
  const promotion_fast = both(fast, deeper_fast)
  const age = memory.opened === null ? 240 : memory.last - memory.opened
  const grown = Math.min(1, Math.max(0, age / 240))
  const alone = Math.min(surge, beyond(of('sold') - over(of('uses')), memory.noise_sales))
  const pushes = promotion_fast > 0.12 || alone > 0.3 * restless
  memory.promoted_days = counted(memory.promoted_days, pushes, 2, 120)
  set('promoted_for_days', memory.promoted_days * grown, memory.promoted_days, 0)
  const sold = lately(memory, 'sold_fen', NEAR)
  const sold_14 = lately(memory, 'sold_fen', 14)
  const usual = expects('sold_fen', 'sold')
  set('sales_surge', surge * grown, sold, usual)
  set('sales_surge_fast', fast * grown, sold_14, expects('sold_fen', 'sold_14') / 2)
  const lots = lately(memory, 'lots_sold', 14)
  const usual_lots = expects('lots_sold', 'lots_14') / 2
  set('many_topups', excess(lots, usual_lots) * grown, lots, usual_lots)
  set('bigger_topups', of('lot'), lots, usual_lots)
  const depth = sold > 0 ? lately(memory, 'bonus_fen', NEAR) / sold : 0
  set('bonus_deeper', deeper, depth, depth - deeper)
  set('bonus_deeper_fast', deeper_fast, depth, depth - deeper)
  set('promotion_fast', promotion_fast * grown, depth, depth - deeper_fast)
  set('promotion', promotion * grown, depth, depth - deeper)
  set('surge_without_uses', alone * grown, sold, usual)
  return Math.max(promotion, promotion_fast, alone * 0.5) * grown
}

/** Uses the shop starts itself, dearer ones, and money that leaves faster than it comes. */
function hearTill({ memory, of, uses, more_uses_14, more_uses_7 }: Trade, set: Put): void {
  const by_hand = of('manual')
  const hand = lately(memory, 'merchant_started_uses', NEAR) / Math.max(1, uses)
  set('merchant_started', by_hand, hand, hand - by_hand)
  set('merchant_started_fast', of('manual_fast'), hand, hand - by_hand)
  const ticket = of('ticket')
  set('dearer_uses', ticket, Math.exp(ticket), 1)
  const busier = Math.max(over(more_uses_14), over(more_uses_7))
  const faked = both(by_hand, busier + over(ticket) + over(-of('escrow')) * 0.5)
  set('fake_uses', faked, hand, hand - by_hand)
  set('escrow_swelling', of('escrow'), memory.escrow, memory.escrow_history)
  set('escrow_draining', -of('escrow'), memory.escrow, memory.escrow_history)
  set('holders_leaving', -of('holders'), memory.holders, memory.holders_history)
}
