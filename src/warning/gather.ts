import type { Put } from './hear-trade'
import { eventCount, lately, longUsually, type Memory, NEAR, today, usually } from './memory'
import type { Around } from './signals'

/** What is weak on any day and adds up over many; the order is that of `memory.gathered`. */
const GATHERED = [
  'refunds',
  'complaints',
  'contested',
  'sales',
  'uses',
  'outside',
  'by_hand',
  'bonus',
] as const
type Gathered = (typeof GATHERED)[number]
/** So much of it is left after a day, and there is never more. */
const LEFT = 0.985
const MOST = 30
const LN3 = Math.log(3)

/** What people would usually do on a day: refunds asked for, complaints, contested uses. */
export type Expected = { refunds: number; complaints: number; contested: number }

/**
 * Sums of the logarithms of how much likelier a day is in trouble than usual (a sequential likelihood ratio that never falls
 * under 0 and forgets): three times the refunds and complaints, four times the contested uses, four tenths of the top-ups,
 * six tenths of the uses. A shop whose trade swings by itself counts for less.
 */
export function gather(memory: Memory, around: Around, expected: Expected, set: Put): void {
  const { trends, middle, pulse } = around
  if (trends === null) return
  const add = (name: Gathered, step: number) => {
    const at = GATHERED.indexOf(name)
    const sum = Math.max(0, (memory.gathered[at] ?? 0) * LEFT + step)
    memory.gathered[at] = Math.min(MOST, sum)
    return memory.gathered[at] ?? 0
  }
  const people = (name: Gathered, count: number, usual: number, times: number) =>
    add(name, Math.min(4, count * Math.log(times) - (times - 1) * usual))
  // Doors shut for a declared refurbishment miss nobody.
  const excused = 1 - Math.min(1, eventCount(memory, 'refurbishment_declared') * 1.6)
  const refunds = people('refunds', today(memory, 'refund_requests'), expected.refunds, 3)
  set('refunds_adding_up', refunds, refunds / LN3, 0)
  const complaints = people('complaints', today(memory, 'complaints'), expected.complaints, 3)
  set('complaints_adding_up', complaints, complaints / LN3, 0)
  const contested = people('contested', today(memory, 'contested_uses'), expected.contested, 4)
  set('contested_adding_up', contested, contested / Math.log(4), 0)

  const fewer = (name: Gathered, count: number, usual: number, part: number, noise: number) => {
    const swings = Math.max(1, NEAR * usual * noise * noise)
    const step = (count * Math.log(part) + (1 - part) * usual) / swings
    return add(name, step > 0 ? step * excused : step)
  }
  const lots = today(memory, 'lots_sold')
  const usual_lots =
    longUsually(memory, 'lots_sold') * Math.exp(middle.lots_long - middle.lots) * pulse.lots
  const sales = fewer('sales', lots, usual_lots, 0.4, memory.noise_sales)
  set('sales_missing_long', sales, lately(memory, 'lots_sold', NEAR), usual_lots * NEAR)
  const usual_uses =
    longUsually(memory, 'uses') * Math.exp(middle.uses_long - middle.uses) * pulse.uses
  const uses = fewer('uses', today(memory, 'uses'), usual_uses, 0.6, memory.noise_uses)
  set('uses_missing_long', uses, lately(memory, 'uses', NEAR), usual_uses * NEAR)
  const busy = Math.exp(Math.min(0.25, trends.uses_14 - middle.uses_14))
  const outside = fewer('outside', lots, usual_lots * busy, 0.35, memory.noise_sales)
  set('outside_adding_up', outside, lately(memory, 'lots_sold', NEAR), usual_lots * busy * NEAR)

  // What its whole sector does is nobody's sign.
  const apart = (name: 'manual' | 'depth') => {
    const off = trends[name] - middle[name]
    const fast = trends[`${name}_fast`] - middle[`${name}_fast`]
    return Math.min(1, Math.max(0, off, fast) / 0.06)
  }
  const hand = byHand(memory, middle.manual, add)
  set('by_hand_adding_up', hand.sum * apart('manual'), hand.now, hand.part)
  const usual_sold = usually(memory, 'sold_fen')
  const depth = usual_sold > 0 ? usually(memory, 'bonus_fen') / usual_sold : 0
  const over =
    today(memory, 'bonus_fen') - (depth + middle.depth + 0.02) * today(memory, 'sold_fen')
  const bonus = add('bonus', usual_sold > 0 ? over / (usual_sold * NEAR) : 0)
  set('bonus_money', bonus * apart('depth'), bonus * usual_sold * NEAR, 0)
}

/** Uses the shop starts itself: a quarter more of them than usual. No one day says much. */
function byHand(
  memory: Memory,
  middle: number,
  add: (name: Gathered, step: number) => number,
): { sum: number; now: number; part: number } {
  const uses = today(memory, 'uses')
  const hand = Math.min(uses, today(memory, 'merchant_started_uses'))
  const usual =
    usually(memory, 'uses') > 0
      ? usually(memory, 'merchant_started_uses') / usually(memory, 'uses')
      : 0
  const part = Math.min(0.9, Math.max(0.01, usual + Math.max(0, middle)))
  const more = part + 0.25 * (1 - part)
  const step = hand * Math.log(more / part) + (uses - hand) * Math.log((1 - more) / (1 - part))
  const now =
    lately(memory, 'merchant_started_uses', NEAR) / Math.max(1, lately(memory, 'uses', NEAR))
  return { sum: add('by_hand', Math.min(0.6, Math.max(-0.6, step / 3))), now, part }
}
