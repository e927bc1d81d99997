import type { Truth } from '../simulate/row'

/** How a run over a city is judged; the words are those of the report. */
export const LEAD_DAYS = 14
/** An alarm is of a failure when the shop fails within so many days of it; else it is false. */
const HORIZON_DAYS = 90

const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
/** A time a shop spent at level 4 or 5: from the day it rose; `to` is the day it fell, or later than all. */
type Episode = { shop: string; from: number; to: number }

/** Level changes, in their order, as episodes of alarm. */
export function alarmEpisodes(
  changes: readonly { shop: string; day: string; level: number }[],
): Episode[] {
  const open = new Map<string, Episode>()
  const all: Episode[] = []
  for (const { shop, day, level } of changes) {
    const now = open.get(shop)
    if (level >= 4 && !now) {
      const begun = { shop, from: number(day), to: Number.POSITIVE_INFINITY }
      open.set(shop, begun)
      all.push(begun)
    } else if (level < 4 && now) {
      now.to = number(day)
      open.delete(shop)
    }
  }
  return all
}

export type Counts = {
  failures: number
  caught: number
  false_alarms: number
  shop_months: number
  leads: number[]
  money: number
  money_caught: number
  kinds: Record<string, { failures: number; caught: number }>
  /** False alarms by what the honest shop went through then. */
  mistaken: Record<string, number>
  /**
   * As other judges may read it: an alarm rose at any time up to 14 days before; it stands 14 days before; false only where
   * the shop never failed.
   */
  ever: number
  standing: number
  at_honest: number
}
export const noCounts = (): Counts => ({
  ...{
    failures: 0,
    caught: 0,
    false_alarms: 0,
    shop_months: 0,
    leads: [],
    money: 0,
    money_caught: 0,
  },
  ...{ kinds: {}, mistaken: {}, ever: 0, standing: 0, at_honest: 0 },
})

/**
 * Adds one city up. A failure is caught when the shop stands at 4 or 5 on a day from 90 to 14 days before its door shut. A
 * false alarm is an episode that begins at a shop which does not fail in the 90 days after. Months of a shop count until it
 * fails; `days` are the days it was heard, `escrow` what it held when it failed.
 */
export function judge(
  counts: Counts,
  city: {
    truths: readonly Truth[]
    episodes: readonly Episode[]
    days: Map<string, number>
    escrow: Map<string, number>
  },
): void {
  const of = Map.groupBy(city.episodes, ({ shop }) => shop)
  for (const truth of city.truths) {
    const failed = truth.failed_on === null ? null : number(truth.failed_on)
    counts.shop_months += (city.days.get(truth.shop) ?? 0) / 30.4
    const own = of.get(truth.shop) ?? []
    for (const { from } of own) {
      if (failed !== null && (from > failed || failed - from <= HORIZON_DAYS)) continue
      counts.false_alarms += 1
      if (failed === null) counts.at_honest += 1
      const seen = truth.lookalikes.find(
        (l) => number(l.from) - 5 <= from && from <= number(l.to) + 40,
      )
      const kind = failed !== null ? 'early' : (seen?.kind ?? 'nothing')
      counts.mistaken[kind] = (counts.mistaken[kind] ?? 0) + 1
    }
    if (failed === null) continue
    const by = failed - LEAD_DAYS
    if (own.some(({ from }) => from <= by)) counts.ever += 1
    if (own.some(({ from, to }) => from <= by && to > by)) counts.standing += 1
    const caught = own.filter(
      ({ from, to }) => from <= failed - LEAD_DAYS && to > failed - HORIZON_DAYS,
    )
    const standing = caught.filter(({ to }) => to > failed - LEAD_DAYS - 60)
    const kind = counts.kinds[truth.kind] ?? { failures: 0, caught: 0 }
    counts.kinds[truth.kind] = kind
    kind.failures += 1
    counts.failures += 1
    const money = city.escrow.get(truth.shop) ?? 0
    counts.money += money
    const last = standing[standing.length - 1]
    if (!last) continue
    kind.caught += 1
    counts.caught += 1
    counts.money_caught += money
    counts.leads.push(Math.min(HORIZON_DAYS, failed - last.from))
  }
}

const part = (a: number, b: number) => (b === 0 ? 0 : Number((a / b).toFixed(3)))
export function judgedFigures(counts: Counts) {
  const leads = [...counts.leads].sort((a, b) => a - b)
  return {
    recall_14d: part(counts.caught, counts.failures),
    false_alarms_per_1000_shop_months: part(counts.false_alarms * 1000, counts.shop_months),
    median_lead_days: leads[leads.length >> 1] ?? 0,
    money_protected_share: part(counts.money_caught, counts.money),
    failures: counts.failures,
    shop_months: Math.round(counts.shop_months),
    kinds: Object.fromEntries(
      Object.entries(counts.kinds)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, { failures, caught }]) => [
          kind,
          { failures, recall_14d: part(caught, failures) },
        ]),
    ),
    mistaken: counts.mistaken,
    readings: {
      ever_raised: part(counts.ever, counts.failures),
      still_standing: part(counts.standing, counts.failures),
      false_alarms_at_honest_shops: part(counts.at_honest * 1000, counts.shop_months),
    },
  }
}
