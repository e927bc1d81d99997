import { lately, longUsually, type Memory, NEAR, today, usually } from './memory'

/** How a shop's weeks stand to its own history, before its sector's are taken off: logarithms of ratios, and shares. */
const TRENDS = [
  'uses',
  'uses_14',
  'uses_7',
  'uses_long',
  'falling',
  'per_open',
  'open',
  'lots',
  'lots_14',
  'lots_long',
  'lot',
  'sold',
  'sold_14',
  'sold_7',
  'ticket',
  'depth',
  'depth_fast',
  'manual',
  'manual_fast',
  'escrow',
  'holders',
] as const
type Trend = (typeof TRENDS)[number]
export type Trends = Record<Trend, number>

/** A few uses or top-ups more or less are no news: counts are compared with so many added on both sides. */
const USES_SOFT = 4
const LOTS_SOFT = 2
/** From so many days of history on a shop is compared with itself. */
const HISTORY_MIN = 21

const ratio = (now: number, then: number, soft: number): number =>
  Math.log((now + soft) / (then + soft))

export function trendsFrom(memory: Memory): Trends | null {
  if (memory.history_days < HISTORY_MIN) return null
  const uses = lately(memory, 'uses', NEAR)
  const uses_14 = lately(memory, 'uses', 14)
  const lots = lately(memory, 'lots_sold', NEAR)
  const open = lately(memory, 'open', NEAR)
  const usual_open = usually(memory, 'open')
  const uses_7 = lately(memory, 'uses', 7)
  const lots_7 = lately(memory, 'lots_sold', 7)
  const sold_7 = lately(memory, 'sold_fen', 7)
  const lots_14 = lately(memory, 'lots_sold', 14)
  const sold = lately(memory, 'sold_fen', NEAR)
  const sold_14 = lately(memory, 'sold_fen', 14)
  const used = lately(memory, 'used_fen', NEAR)
  const usual = usually(memory, 'uses')
  const usual_lots = usually(memory, 'lots_sold')
  const usual_sold = usually(memory, 'sold_fen')
  const usual_used = usually(memory, 'used_fen')
  const lot = (usual_sold + 1) / (usual_lots + 0.001)
  const usual_depth = usual_sold > 0 ? usually(memory, 'bonus_fen') / usual_sold : 0
  const depth = sold > 0 ? lately(memory, 'bonus_fen', NEAR) / sold : usual_depth
  const depth_14 = sold_14 > 0 ? lately(memory, 'bonus_fen', 14) / sold_14 : depth
  const before = usual_lots * Math.min(60, memory.history_days)
  const known = before / (before + 3)
  const depth_7 = sold_7 > 0 ? lately(memory, 'bonus_fen', 7) / sold_7 : usual_depth
  const manual = usual > 0 ? usually(memory, 'merchant_started_uses') / usual : 0
  // Over both windows: a till by hand for some days is not yet a habit.
  const manual_now = (lately(memory, 'merchant_started_uses', NEAR) + manual * 5) / (uses + 5)
  const manual_14 = (lately(memory, 'merchant_started_uses', 14) + manual * 5) / (uses_14 + 5)
  const first =
    (lately(memory, 'merchant_started_uses', NEAR) -
      lately(memory, 'merchant_started_uses', 14) +
      manual * 5) /
    (uses - uses_14 + 5)
  return {
    uses: ratio(uses, usual * NEAR, USES_SOFT),
    uses_14: ratio(uses_14, usual * 14, USES_SOFT),
    uses_7: ratio(uses_7, usual * 7, USES_SOFT),
    uses_long: ratio(uses, longUsually(memory, 'uses') * NEAR, USES_SOFT),
    falling: ratio(uses_14, uses - uses_14, USES_SOFT),
    per_open: ratio(uses / Math.max(1, open), usual / Math.max(0.05, usual_open), 0.5),
    open: ratio(open, usual_open * NEAR, 1),
    lots: ratio(lots, usual_lots * NEAR, LOTS_SOFT),
    lots_14: ratio(lots_14, usual_lots * 14, LOTS_SOFT),
    lots_long: ratio(lots, longUsually(memory, 'lots_sold') * NEAR, LOTS_SOFT),
    lot:
      lots_14 > 0 && usual_lots > 0
        ? Math.log(sold_14 / lots_14 / lot) * (lots_14 / (lots_14 + 3))
        : 0,
    sold: ratio(sold, usual_sold * NEAR, lot * LOTS_SOFT),
    sold_14: ratio(sold_14, usual_sold * 14, lot * LOTS_SOFT),
    sold_7: ratio(sold_7, usual_sold * 7, lot * LOTS_SOFT),
    ticket:
      uses > 3 && usual > 0 && used > 0 && usual_used > 0
        ? Math.log(used / uses / (usual_used / usual))
        : 0,
    // Of few top-ups, now or before, little can be said of how deep the bonus is.
    depth: (Math.min(depth, depth_14 + 0.1) - usual_depth) * known * (lots / (lots + 1)),
    depth_fast:
      Math.max(
        (depth_14 - usual_depth) * (lots_14 / (lots_14 + 2)),
        (depth_7 - usual_depth) * (lots_7 / (lots_7 + 3)),
      ) * known,
    manual: Math.max(Math.min(manual_now, manual_14), Math.min(manual_14, first + 0.15)) - manual,
    manual_fast: (lately(memory, 'merchant_started_uses', 7) + manual * 5) / (uses_7 + 5) - manual,
    escrow: Math.log((memory.escrow + lot) / (memory.escrow_history + lot)),
    holders: Math.log((memory.holders + 5) / (memory.holders_history + 5)),
  }
}

/** The middle of a sector, drawn towards the city's while the sector is small. */
type Middles = { middle: Trends; city: Trends; sectors: Map<string, Trends> }
const SECTOR_SOFT = 6

export function sectorMiddles(all: readonly { sector: string; trends: Trends }[]): Middles {
  const groups = new Map<string, Trends[]>()
  for (const { sector, trends } of all) {
    const group = groups.get(sector)
    if (group) group.push(trends)
    else groups.set(sector, [trends])
  }
  const city = medians(all.map(({ trends }) => trends))
  const sectors = new Map<string, Trends>()
  for (const [sector, group] of groups) {
    const own = medians(group)
    const part = group.length / (group.length + SECTOR_SOFT)
    sectors.set(
      sector,
      mapTrends((name) => part * own[name] + (1 - part) * city[name]),
    )
  }
  return { middle: city, city, sectors }
}

const mapTrends = (of: (name: Trend) => number): Trends => {
  const made = {} as Trends
  for (const name of TRENDS) made[name] = of(name)
  return made
}
function medians(rows: readonly Trends[]): Trends {
  // Alone, a shop has nobody to be compared with but itself.
  if (rows.length < 5) return mapTrends(() => 0)
  const column = new Float64Array(rows.length)
  return mapTrends((name) => {
    for (let i = 0; i < rows.length; i += 1) column[i] = rows[i]?.[name] ?? 0
    column.sort()
    const at = rows.length >> 1
    return rows.length % 2 === 1
      ? (column[at] ?? 0)
      : ((column[at - 1] ?? 0) + (column[at] ?? 0)) / 2
  })
}
/** How this one day's uses and top-ups stand to what is usual, over a sector's shops together. */
export type Pulse = { uses: number; lots: number }
type Beat = { today: number; usual: number; lots_today: number; lots_usual: number }

/** The day's pulse of every sector, drawn towards the city's while it is small; a large shop counts for little more than a small one. */
export function pulses(
  all: readonly { sector: string; memory: Memory }[],
): (sector: string) => Pulse {
  const sectors = new Map<string, Beat>()
  const city: Beat = { today: 0, usual: 0, lots_today: 0, lots_usual: 0 }
  for (const { sector, memory } of all) {
    const own = sectors.get(sector) ?? { today: 0, usual: 0, lots_today: 0, lots_usual: 0 }
    sectors.set(sector, own)
    for (const beat of [own, city]) addBeat(beat, memory)
  }
  if (all.length < 5) return () => ({ uses: 1, lots: 1 })
  const part = (SECTOR_SOFT / all.length) * 2
  const ratio = (a: number, b: number) => (b > 0 ? a / b : 1)
  return (sector) => {
    const own = sectors.get(sector) ?? city
    return {
      uses: ratio(own.today + part * city.today, own.usual + part * city.usual),
      lots: ratio(own.lots_today + part * city.lots_today, own.lots_usual + part * city.lots_usual),
    }
  }
}
function addBeat(beat: Beat, memory: Memory): void {
  const uses = usually(memory, 'uses')
  const lots = usually(memory, 'lots_sold')
  if (uses > 0) {
    beat.today += Math.min(today(memory, 'uses'), uses * 4 + 3) / Math.sqrt(uses)
    beat.usual += Math.sqrt(uses)
  }
  if (lots > 0) {
    beat.lots_today += Math.min(today(memory, 'lots_sold'), lots * 4 + 3) / Math.sqrt(lots)
    beat.lots_usual += Math.sqrt(lots)
  }
}

/** A shop's trends with its sector's taken off. */
export const against = (trends: Trends, middle: Trends): Trends =>
  mapTrends((name) => trends[name] - middle[name])
