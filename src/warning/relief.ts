import { eventCount, type Memory, usually } from './memory'
import { AT_SIGNAL as AT, SIGNALS, type Signal, type Sounding } from './signals'

const DRY: readonly Signal[] = [
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
  'doors_quiet',
  'patrol_closed',
  'both_drying',
  'brand_drying',
  'sales_missing_long',
  'uses_missing_long',
  'outside_adding_up',
  'unrest_and_drying',
  'refunds_and_no_sales',
]
const PROMOTED: readonly Signal[] = [
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
  'bonus_money',
  'escrow_swelling',
  'unrest_and_promotion',
]
/** A declared refurbishment explains so much of what dries up; it fades with the memory of the event. */
const REFURBISHMENT_LEAVES = 0.15
/** A closure announced, and nothing sold since: the law's own way to end. */
const CLOSURE_LEAVES = 0.1
/** From so many days before the day it opened on, to so many after: first the push itself, then what the windows remember of it. */
const ANNIVERSARY = { before: 5, push: 20, after: 40, leaves: 0.3, leaves_later: 0.55 }
/** A patrol that found it open this month takes something off an empty till. */
const OPEN_LEAVES = 0.8

/** What explains a signal lowers it: a declared refurbishment, a closure announced, an anniversary, a patrol, a finding. */
export function relieve(memory: Memory, day: number, { x }: Sounding): void {
  const lower = (names: readonly Signal[], left: number) => {
    for (const name of names) {
      const at = AT[name]
      const was = x[at] ?? 0
      if (was > 0) x[at] = was * left
    }
  }
  const declared = Math.min(1, eventCount(memory, 'refurbishment_declared') * 1.6)
  if (declared > 0.05) lower(DRY, 1 - (1 - REFURBISHMENT_LEAVES) * declared)
  if (eventCount(memory, 'patrol_ok') > 0.3) lower(['doors_quiet', 'uses_drying_fast'], OPEN_LEAVES)
  if (memory.opened !== null && day - memory.opened > 200) {
    const turn = (day - memory.opened + ANNIVERSARY.before) % 365.25
    const since = turn - ANNIVERSARY.before
    if (since < ANNIVERSARY.push) lower(PROMOTED, ANNIVERSARY.leaves)
    else if (since < ANNIVERSARY.after) lower(PROMOTED, ANNIVERSARY.leaves_later)
  }
  if (eventCount(memory, 'closure_announced') > 0.3) {
    const usual = usually(memory, 'sold_fen')
    if (memory.sold_closing <= usual * (5 + 0.3 * memory.closing_days))
      lower(SIGNALS, CLOSURE_LEAVES)
  }
  for (const [name, left, until] of memory.heard) if (day <= until) lower([name as Signal], left)
}
