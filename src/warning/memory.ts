import { FACT_EVENTS, type FactEvent, type Facts } from './facts'

/** Figures whose last weeks are kept day by day; the order is the order of the ring. `open`: a day with a use. */
const KEPT = [
  'uses',
  'used_fen',
  'lots_sold',
  'sold_fen',
  'bonus_fen',
  'merchant_started_uses',
  'contested_uses',
  'refund_requests',
  'complaints',
  'open',
] as const
type Kept = (typeof KEPT)[number]
const AT = Object.fromEntries(KEPT.map((name, at) => [name, at])) as Record<Kept, number>

/** Days of the near window. What leaves it becomes the shop's own history. */
export const NEAR = 28
const HALF = NEAR / 2
const WEEK = 7
/** In so many days half of the history is forgotten: of the usual baseline, and of the long one. */
const HISTORY_HALF = 60
const LONG_HALF = 200
/** In so many days half of an event's weight is forgotten. */
const EVENT_HALF: Record<FactEvent, number> = {
  legal_representative_changed: 75,
  address_changed: 60,
  licence_lapsed: 60,
  court_enforcement_listed: 75,
  off_escrow_sale_reported: 60,
  patrol_ok: 30,
  patrol_closed: 15,
  patrol_sale_sign: 25,
  refurbishment_declared: 45,
  closure_announced: 400,
}
const RARE_HALF = 30
const share = (half: number) => 1 - 2 ** (-1 / half)
const HISTORY = share(HISTORY_HALF)
const LONG = share(LONG_HALF)

/** Everything the detector remembers of one shop: plain numbers, so that a night can put them away and take them up. */
export type Memory = {
  sector: string
  brand: string | null
  /** Days since 1970; null where nobody said. */
  opened: number | null
  lease_ends: number | null
  last: number
  days: number
  /** NEAR days of all kept figures, one after another, oldest overwritten. */
  ring: number[]
  /** Sums of the ring: of all its days, of the last fourteen, of the last seven. */
  sums: number[]
  half_sums: number[]
  week_sums: number[]
  /** Means of what left the ring, a day: of each kept figure. */
  history: number[]
  long: number[]
  history_days: number
  escrow: number
  holders: number
  escrow_history: number
  holders_history: number
  bounces: number
  breaks: number
  events: number[]
  /** Days without a use, and days without a top-up, one after another. */
  unused: number
  unsold: number
  /** Days its uses have been well under the usual, nearly without a break. */
  dry_days: number
  /** Days it has sold more under a deeper bonus, nearly without a break. */
  promoted_days: number
  /** Weak evidence that adds up, by what it is of (`GATHERED`). */
  gathered: number[]
  /** How far its figures usually are from its sector's, as a logarithm: uses and top-ups. */
  noise_uses: number
  noise_sales: number
  /** Sold since it announced its closure, and on how many days. */
  sold_closing: number
  closing_days: number
  /** What officials found lowers these for a while: signal, factor of what is left, until which day. */
  heard: [string, number, number][]
  /** Why it stands where it stands: the signals said when its level last changed. */
  reasons: string[]
  level: 1 | 2 | 3 | 4 | 5
  /** The days its alarms began of which it is not known yet what came of them. */
  alarmed: number[]
  /** Days the score has stood over the next step, and under this one. */
  over: number
  under: number
  score: number
  /** The score without what its brand lends it: what it lends its brand. */
  own: number
}

export const newMemory = (facts: Pick<Facts, 'sector' | 'brand'>): Memory => ({
  ...{
    sector: facts.sector,
    brand: facts.brand,
    opened: null,
    lease_ends: null,
    last: -1,
    days: 0,
  },
  ring: new Array<number>(NEAR * KEPT.length).fill(0),
  sums: new Array<number>(KEPT.length).fill(0),
  half_sums: new Array<number>(KEPT.length).fill(0),
  week_sums: new Array<number>(KEPT.length).fill(0),
  history: new Array<number>(KEPT.length).fill(0),
  long: new Array<number>(KEPT.length).fill(0),
  ...{ history_days: 0, escrow: 0, holders: 0, escrow_history: 0, holders_history: 0 },
  ...{ bounces: 0, breaks: 0, events: new Array<number>(FACT_EVENTS.length).fill(0) },
  ...{
    unused: 0,
    unsold: 0,
    dry_days: 0,
    promoted_days: 0,
    gathered: [],
    noise_uses: 0.18,
    noise_sales: 0.3,
    sold_closing: 0,
    closing_days: 0,
    heard: [],
    reasons: [],
  },
  alarmed: [],
  ...{ level: 1, over: 0, under: 0, score: 0, own: -9 },
})

export const dayNumber = (day: string): number =>
  Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000)

/** Takes one day in. What lies before the shop's last day must not come here. */
export function remember(memory: Memory, facts: Facts, day: number): void {
  const passed = memory.last < 0 ? 0 : day - memory.last
  memory.last = day
  memory.sector = facts.sector
  memory.brand = facts.brand
  memory.opened = facts.opened_on === null ? null : dayNumber(facts.opened_on)
  memory.lease_ends = facts.lease_ends_on === null ? null : dayNumber(facts.lease_ends_on)
  const slot = (memory.days % NEAR) * KEPT.length
  const half = ((memory.days + NEAR - HALF) % NEAR) * KEPT.length
  const week = ((memory.days + NEAR - WEEK) % NEAR) * KEPT.length
  const leaves = memory.days >= NEAR
  for (let i = 0; i < KEPT.length; i += 1) {
    const old = memory.ring[slot + i] ?? 0
    if (leaves) {
      memory.history[i] = blend(memory.history[i] ?? 0, old, memory.history_days, HISTORY)
      memory.long[i] = blend(memory.long[i] ?? 0, old, memory.history_days, LONG)
    }
    const name = KEPT[i] as Kept
    const value = name === 'open' ? (facts.uses > 0 ? 1 : 0) : facts[name]
    const middle = memory.days >= HALF ? (memory.ring[half + i] ?? 0) : 0
    const week_ago = memory.days >= WEEK ? (memory.ring[week + i] ?? 0) : 0
    memory.week_sums[i] = (memory.week_sums[i] ?? 0) + value - week_ago
    memory.half_sums[i] = (memory.half_sums[i] ?? 0) + value - middle
    memory.sums[i] = (memory.sums[i] ?? 0) + value - old
    memory.ring[slot + i] = value
  }
  memory.escrow_history = blend(memory.escrow_history, facts.escrow_fen, memory.days, HISTORY)
  memory.holders_history = blend(memory.holders_history, facts.holders, memory.days, HISTORY)
  if (leaves) memory.history_days += 1
  memory.days += 1
  memory.escrow = facts.escrow_fen
  memory.holders = facts.holders
  memory.unused = facts.uses > 0 ? 0 : memory.unused + 1
  memory.unsold = facts.lots_sold > 0 ? 0 : memory.unsold + 1
  const fade = 2 ** (-passed / RARE_HALF)
  memory.bounces = memory.bounces * fade + facts.payout_bounces
  memory.breaks = memory.breaks * fade + facts.bank_breaks
  for (let i = 0; i < FACT_EVENTS.length; i += 1) {
    const kept = memory.events[i] ?? 0
    if (kept > 0)
      memory.events[i] =
        kept < 0.01 ? 0 : kept * 2 ** (-passed / EVENT_HALF[FACT_EVENTS[i] as FactEvent])
  }
  if (eventCount(memory, 'closure_announced') > 0) {
    memory.sold_closing += facts.sold_fen
    memory.closing_days += 1
  }
  for (const event of facts.events) happen(memory, event)
}

function happen(memory: Memory, event: string): void {
  const at = FACT_EVENTS.indexOf(event as FactEvent)
  if (at < 0) return
  // Found open again: what an earlier visit found shut counts for less.
  if (event === 'patrol_ok') memory.events[AT_CLOSED] = (memory.events[AT_CLOSED] ?? 0) * 0.3
  if (event === 'closure_announced') Object.assign(memory, { sold_closing: 0, closing_days: 0 })
  memory.events[at] = Math.min(2, (memory.events[at] ?? 0) + 1)
}
const AT_CLOSED = FACT_EVENTS.indexOf('patrol_closed')

/** A mean that forgets, exact while it is young. */
const blend = (mean: number, value: number, count: number, part: number): number =>
  mean + (value - mean) * Math.max(part, 1 / (count + 1))

export const eventCount = (memory: Memory, event: FactEvent): number =>
  memory.events[FACT_EVENTS.indexOf(event)] ?? 0
/** On the day last heard. */
export const today = (memory: Memory, figure: Kept): number =>
  memory.ring[((memory.days - 1) % NEAR) * KEPT.length + AT[figure]] ?? 0
/** Of the last days (7, 14 or 28): the sum of a figure. */
export function lately(memory: Memory, figure: Kept, days: 7 | 14 | typeof NEAR): number {
  const sums = days === NEAR ? memory.sums : days === 14 ? memory.half_sums : memory.week_sums
  return sums[AT[figure]] ?? 0
}
/** What its history makes usual, a day. */
export const usually = (memory: Memory, figure: Kept): number => memory.history[AT[figure]] ?? 0
export const longUsually = (memory: Memory, figure: Kept): number => memory.long[AT[figure]] ?? 0
