import { FACT_EVENTS, type Facts } from './facts'
import { listen } from './listen'
import { dayNumber, type Memory, newMemory, remember } from './memory'
import { signalLines, signalPoints, type Weights, warningScore } from './score'
import {
  type CityRates,
  type Kin,
  learnTails,
  newSounding,
  restlessness,
  SIGNALS,
  type Signal,
  type Sounding,
  stretch,
} from './signals'
import { type Account, budgetShift, calmShift, GONE_AFTER, learnCalm, step } from './step-rules'
import { against, pulses, sectorMiddles, type Trends, trendsFrom } from './trends'

export type Why = { signal: Signal; figure: number; baseline: number; weight: number }
export type Alert = { day: string; shop: string; level: 1 | 2 | 3 | 4 | 5; why: Why[] }

/** What the whole city remembers; with the shops' own memories it is all there is to put away at night. */
export type CityMemory = CityRates & Account & { last: number }
const newCity = (weights: Weights): CityMemory => ({
  ...{ last: -1, days: 0, refunds_per_holder: 0, complaints_per_holder: 0, contested_per_use: 0 },
  ...{ watched: 0, came_to_nothing: 0 },
  ...{ bounces: 0, breaks: 0, events: FACT_EVENTS.map(() => 0) },
  ...{ tails: [...weights.tails], calm: weights.calm.usual },
})

/** Half of what a city was like is forgotten in so many days. */
const CITY_PART = 1 - 2 ** (-1 / 120)
/** Its brand remembers a shop that is gone so long. */
const GONE_HALF = 60
const WHY_MAX = 8
const WHY_LEAST = 0.15

type Kept = { city: CityMemory; shops: Map<string, Memory> }
/**
 * What was put away by an earlier form of the memory is taken up as it is; what that form did not know yet begins as it
 * begins at a new shop, and a signal it did not know at what is common.
 */
function takenUp(weights: Weights, kept: Kept | undefined): Kept {
  if (kept === undefined) return { city: newCity(weights), shops: new Map() }
  const city = { ...newCity(weights), ...kept.city }
  city.tails = weights.tails.map((common, i) => kept.city.tails[i] ?? common)
  for (const [shop, memory] of kept.shops) kept.shops.set(shop, { ...newMemory(memory), ...memory })
  return { city, shops: kept.shops }
}

type Heard = { shop: string; memory: Memory; trends: Trends | null; adjusted: Trends | null }
/** For whoever fits or measures: every shop's evening. */
type Listener = (of: {
  day: string
  shop: string
  sounding: Sounding
  score: number
  level: number
}) => void

/**
 * Reads a city's days in their order and says whenever a shop's level changes. It knows what it was given and nothing that
 * came later; it keeps no day but the last weeks of each shop, as sums.
 */
export class Detector {
  readonly city: CityMemory
  readonly shops: Map<string, Memory>
  readonly #weights: Weights
  readonly #lines: ReturnType<typeof signalLines>
  readonly #sounding = newSounding()
  readonly #heard = new Float64Array(SIGNALS.length)
  readonly #beyond = new Float64Array(SIGNALS.length)
  readonly #listener: Listener | undefined

  constructor(weights: Weights, kept?: Kept, listener?: Listener) {
    this.#weights = weights
    this.#lines = signalLines(weights)
    const { city, shops } = takenUp(weights, kept)
    this.city = city
    this.shops = shops
    this.#listener = listener
  }

  /** One day of the city, each shop once. Days come in their order; an earlier one is refused with false. */
  day(day: string, rows: readonly Facts[]): Alert[] {
    const at = dayNumber(day)
    if (at <= this.city.last) return []
    this.city.last = at
    const heard = rows.map((facts): Heard => {
      const memory = this.shops.get(facts.shop) ?? newMemory(facts)
      this.shops.set(facts.shop, memory)
      remember(memory, facts, at)
      return { shop: facts.shop, memory, trends: trendsFrom(memory), adjusted: null }
    })
    const compared = heard.flatMap(({ memory, trends }) =>
      trends ? [{ sector: memory.sector, trends }] : [],
    )
    const { city: middle, sectors } = sectorMiddles(compared)
    const middleOf = (memory: Memory) => sectors.get(memory.sector) ?? middle
    for (const one of heard)
      if (one.trends) one.adjusted = against(one.trends, middleOf(one.memory))
    const pulse = pulses(
      heard.flatMap(({ memory, trends }) => (trends ? [{ sector: memory.sector, memory }] : [])),
    )
    const kin = kinOf(this.shops, heard, at, this.#weights)
    const restless = restlessness(this.city.tails, this.#weights.tails)
    const shift =
      calmShift(this.city, this.#weights) +
      budgetShift(this.city, this.shops.values(), at, this.#weights.budget)
    this.city.watched += rows.length
    const scores: number[] = []
    const alerts: Alert[] = []
    for (const { shop, memory, trends, adjusted } of heard) {
      const around = {
        day: at,
        rates: this.city,
        kin: kin(shop, memory),
        trends,
        middle: middleOf(memory),
        pulse: pulse(memory.sector),
        restless,
      }
      listen(memory, around, this.#sounding)
      this.#tally(trends !== null)
      stretch(this.#sounding, this.city.tails, this.#weights.tails)
      const raw = warningScore(this.#weights.start, this.#lines, this.#sounding)
      if (trends !== null) scores.push(raw)
      memory.score = raw - shift
      const lent = this.#sounding.x[BRAND] ?? 0
      memory.own = memory.score - signalPoints(this.#lines[BRAND], lent)
      const before = memory.level
      const changed = step(memory, this.#weights)
      if (before < 4 && memory.level >= 4) memory.alarmed.push(at)
      this.#listener?.({
        day,
        shop,
        sounding: this.#sounding,
        score: memory.score,
        level: memory.level,
      })
      if (changed) {
        const why = this.#why()
        memory.reasons = why.map(({ signal }) => signal)
        alerts.push({ day, shop, level: memory.level, why })
      }
      if (adjusted) quieten(memory, adjusted)
    }
    learnCalm(this.city, scores)
    learnRates(this.city, rows)
    learnTails(this.city.tails, this.#heard, this.#beyond, this.#weights.tails)
    this.#heard.fill(0)
    this.#beyond.fill(0)
    return alerts
  }

  #tally(known: boolean): void {
    if (!known) return
    const { x } = this.#sounding
    for (let i = 0; i < x.length; i += 1) {
      const heard = x[i] ?? 0
      if (heard === 0) continue
      this.#heard[i] = (this.#heard[i] ?? 0) + 1
      if (heard > (this.city.tails[i] ?? 0)) this.#beyond[i] = (this.#beyond[i] ?? 0) + 1
    }
  }

  /** The strongest reasons, strongest first. */
  #why(): Why[] {
    const { x, figure, baseline } = this.#sounding
    return SIGNALS.map((signal, i) => ({
      ...{ signal, figure: short(figure[i] ?? 0), baseline: short(baseline[i] ?? 0) },
      weight: short(signalPoints(this.#lines[i], x[i] ?? 0)),
    }))
      .filter(({ weight }) => weight >= WHY_LEAST)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, WHY_MAX)
  }
}
const short = (value: number): number => Number(value.toPrecision(4))

/**
 * How restless a shop usually is: learnt slowly, and not from the day that stands out. What lasts is no restlessness: a decline
 * or a promotion of weeks teaches nothing, else it would excuse itself.
 */
const NOISE_PART = 0.012
const LASTS_DAYS = 12
function quieten(memory: Memory, adjusted: Trends): void {
  const learn = (noise: number, off: number) =>
    Math.max(0.05, noise + NOISE_PART * (Math.min(Math.abs(off), 2 * noise) - noise))
  const lasts = memory.dry_days > LASTS_DAYS || memory.promoted_days > LASTS_DAYS
  const uses = learn(memory.noise_uses, adjusted.uses)
  const sales = learn(memory.noise_sales, adjusted.lots)
  memory.noise_uses = lasts ? Math.min(memory.noise_uses, uses) : uses
  memory.noise_sales = lasts ? Math.min(memory.noise_sales, sales) : sales
}

/** What goes on in the shops of a brand. The gone are remembered; those that closed in order are not counted. */
function kinOf(shops: Map<string, Memory>, heard: readonly Heard[], day: number, weights: Weights) {
  const brands = new Map<
    string,
    { trouble: number; count: number; drying: number; dried: number; unrest: number }
  >()
  const troubleOf = (memory: Memory) => {
    const silent = day - memory.last
    if ((memory.events[CLOSING] ?? 0) > 0.2) return 0
    if (silent > GONE_AFTER) return 2 ** (-silent / GONE_HALF)
    const odds = 1 / (1 + Math.exp(-(memory.own - weights.steps[2]) * 1.5))
    return Math.max(0, odds - 0.2)
  }
  const unrestOf = ({ own, last }: Memory) =>
    day - last > 1 ? 0 : Math.min(6, Math.max(0, own - weights.start - 0.6))
  for (const memory of shops.values()) {
    if (memory.brand === null || day - memory.last > 200) continue
    const brand = brands.get(memory.brand) ?? {
      trouble: 0,
      count: 0,
      drying: 0,
      dried: 0,
      unrest: 0,
    }
    brand.trouble += troubleOf(memory)
    brand.count += 1
    brand.unrest += unrestOf(memory)
    brands.set(memory.brand, brand)
  }
  const dryness = ({ uses, lots }: Trends) =>
    -0.75 * Math.max(-1.5, Math.min(0.5, uses)) - 0.25 * Math.max(-1.5, Math.min(0.5, lots))
  const dried = new Map<string, number>()
  for (const { shop, memory, adjusted } of heard) {
    const brand = memory.brand === null ? undefined : brands.get(memory.brand)
    if (!brand || !adjusted) continue
    const dry = dryness(adjusted)
    dried.set(shop, dry)
    brand.drying += dry
    brand.dried += 1
  }
  return (shop: string, memory: Memory): Kin => {
    const brand = memory.brand === null ? undefined : brands.get(memory.brand)
    if (!brand || brand.count < 2) return { trouble: 0, drying: 0, unrest: 0 }
    const others = Math.max(0, brand.trouble - (day === memory.last ? troubleOf(memory) : 0))
    const own = dried.get(shop)
    const count = brand.dried - (own === undefined ? 0 : 1)
    const drying =
      count < 1 ? 0 : ((brand.drying - (own ?? 0)) / count) * Math.sqrt(count / (count + 2))
    const unrest = Math.max(0, brand.unrest - unrestOf(memory)) / Math.sqrt(brand.count - 1)
    return { trouble: others / (brand.count - 1) ** 0.25, drying, unrest }
  }
}
const BRAND = SIGNALS.indexOf('brand_trouble')
const CLOSING = FACT_EVENTS.indexOf('closure_announced')

/** What was usual in the city up to this evening. One shop's run is no usual rate: what a shop can add is bounded. */
function learnRates(city: CityMemory, rows: readonly Facts[]): void {
  if (rows.length === 0) return
  const sums = {
    holders: 0,
    uses: 0,
    refunds: 0,
    complaints: 0,
    contested: 0,
    bounces: 0,
    breaks: 0,
  }
  const events = FACT_EVENTS.map(() => 0)
  for (const facts of rows) {
    sums.holders += facts.holders
    sums.uses += facts.uses
    sums.refunds += Math.min(3, facts.refund_requests)
    sums.complaints += Math.min(3, facts.complaints)
    sums.contested += Math.min(3, facts.contested_uses)
    sums.bounces += Math.min(1, facts.payout_bounces)
    sums.breaks += Math.min(1, facts.bank_breaks)
    for (const event of facts.events) {
      const i = FACT_EVENTS.indexOf(event)
      if (i >= 0) events[i] = (events[i] ?? 0) + 1
    }
  }
  city.days += 1
  const part = Math.max(CITY_PART, 1 / city.days)
  const learn = (mean: number, value: number) => mean + (value - mean) * part
  const holders = Math.max(1, sums.holders)
  city.refunds_per_holder = learn(city.refunds_per_holder, sums.refunds / holders)
  city.complaints_per_holder = learn(city.complaints_per_holder, sums.complaints / holders)
  city.contested_per_use = learn(city.contested_per_use, sums.contested / Math.max(1, sums.uses))
  city.bounces = learn(city.bounces, sums.bounces / rows.length)
  city.breaks = learn(city.breaks, sums.breaks / rows.length)
  for (let i = 0; i < events.length; i += 1)
    city.events[i] = learn(city.events[i] ?? 0, (events[i] ?? 0) / rows.length)
}
