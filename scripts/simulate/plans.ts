import type { Bend, Tale } from './effects'
import { FAILURES, type Plainness } from './failures'
import { LOOKALIKES, orderlyClosure } from './lookalikes'
import type { Chance } from './random'
import { type CityAsked, type Dated, dayAt, type Truth } from './row'

/** What a whole city is like, apart from its shops: drawn from broad ranges, so that no two seeds are alike. */
export type Temper = {
  plain: Plainness
  failing: number
  ways: Record<string, number>
  /** Of honest shops: look-alikes a shop and year, by kind. */
  lookalikes: Record<string, number>
  closures: number
  /** Days before its end that a lease is renewed; below 0, after it. */
  renewal: [number, number]
  patrols: number
  stray_events: number
  refunds: number
  complaints: number
  bounces: number
  breaks: number
  contest: number
  manual: number
  noise: number
  drift: number
  size: number
  down: number
  rows_after_failure: boolean
}
const WAYS = Object.keys(FAILURES)
/** Of ten cities one knows nothing of a thing at all. */
const rate = (chance: Chance, low: number, high: number) =>
  chance.is(0.1) ? 0 : chance.scale(low, high)

export const drawTemper = (chance: Chance): Temper => ({
  plain: {
    strength: chance.between(0.8, 1.3),
    lead: chance.scale(0.85, 1.4),
    seen: chance.is(0.1) ? 0 : chance.between(0.4, 1),
    complaints: chance.scale(0.5, 2),
    refunds: chance.scale(0.5, 2),
  },
  failing: chance.scale(0.06, 0.25),
  ways: Object.fromEntries(
    WAYS.map((way) => [way, way === 'sudden' ? chance.between(0, 0.8) : chance.scale(0.5, 2)]),
  ),
  lookalikes: Object.fromEntries(
    Object.keys(LOOKALIKES).map((kind) => [kind, chance.scale(0.02, 0.2)]),
  ),
  closures: chance.scale(0.01, 0.05),
  renewal: chance.is(0.3) ? [-40, 5] : chance.is(0.5) ? [10, 60] : [40, 150],
  patrols: chance.is(0.1) ? 0 : chance.scale(0.01, 0.05),
  stray_events: chance.is(0.1) ? 0 : chance.scale(0.00005, 0.0008),
  refunds: rate(chance, 0.00005, 0.0006),
  complaints: rate(chance, 0.00001, 0.0002),
  bounces: rate(chance, 0.0005, 0.006),
  breaks: rate(chance, 0.0005, 0.006),
  contest: rate(chance, 0.0005, 0.006),
  manual: chance.scale(0.02, 0.35),
  noise: chance.between(0.05, 0.35),
  drift: chance.between(0.02, 0.12),
  size: chance.scale(0.5, 2),
  down: chance.is(0.5) ? 0 : chance.between(0, 0.01),
  rows_after_failure: chance.is(0.5),
})

export type Plan = {
  bends: Bend[]
  events: Dated[]
  /** The day its door shut, by number; null where it stays. */
  failed_at: number | null
  /** After this its rows end, if anything ended. */
  ends_at: number
  closing_at: number | null
  lease: { ends: number; renewed_at: number }[]
  truth: Truth
}
type Place = { shop: string; opened_at: number; brand: { fails_at: number } | null }

/** What will become of one shop. Only a shop with some weeks behind it fails. */
export function planShop(chance: Chance, of: CityAsked, temper: Temper, place: Place): Plan {
  const { days, from } = of
  const day = (at: number) => dayAt(from, Math.floor(at))
  const truth: Truth = { shop: place.shop, failed_on: null, kind: 'honest', lookalikes: [] }
  const lease = drawLease(chance, temper, days)
  const plan: Plan = {
    ...{ bends: [], events: [], failed_at: null, ends_at: days, closing_at: null, lease, truth },
  }
  const told = (tale: Tale) => {
    plan.bends.push(...tale.bends)
    plan.events.push(...tale.events)
  }
  const earliest = Math.max(70, place.opened_at + 90)
  const fails = place.brand !== null || chance.is((temper.failing * days) / 730)
  if (fails && earliest < days - 2) {
    const way = place.brand ? 'chain_collapse' : chance.weighed(temper.ways)
    const at = place.brand
      ? Math.max(earliest, Math.floor(place.brand.fails_at + chance.between(0, 60)))
      : chance.whole(earliest, days - 1)
    if (at < days) {
      const endLease = (ends: number) => {
        plan.lease = [{ ends, renewed_at: Number.POSITIVE_INFINITY }]
      }
      told(
        (FAILURES[way] as (typeof FAILURES)[string])({
          chance,
          at,
          plain: temper.plain,
          lease: endLease,
        }),
      )
      Object.assign(truth, { failed_on: day(at), kind: way })
      plan.failed_at = at
      plan.ends_at = temper.rows_after_failure ? days : at
    }
  } else if (chance.is((temper.closures * days) / 365)) {
    const announced = chance.whole(earliest, Math.max(earliest, days - 20))
    const closure = orderlyClosure(chance, announced)
    told(closure)
    plan.closing_at = closure.to
    plan.ends_at = closure.to + 1
    truth.kind = 'orderly_closure'
    truth.lookalikes.push({ kind: 'orderly_closure', from: day(announced), to: day(closure.to) })
  }
  for (const [kind, way] of Object.entries(LOOKALIKES)) {
    const opened_turn = ((place.opened_at % 365) + 365) % 365
    for (let year = 0; year * 365 < days; year += 1) {
      if (!chance.is(temper.lookalikes[kind] ?? 0)) continue
      const at =
        year * 365 +
        (kind === 'anniversary' && chance.is(0.85) ? opened_turn : chance.whole(0, 364))
      if (at < 20 || at >= days || (plan.failed_at !== null && at > plan.failed_at - 60)) continue
      if (truth.kind === 'orderly_closure') continue
      const tale = way({ chance, from: at, seen: temper.plain.seen })
      told(tale)
      truth.lookalikes.push({ kind, from: day(at), to: day(tale.to) })
    }
  }
  return plan
}

function drawLease(chance: Chance, temper: Temper, days: number): Plan['lease'] {
  const lease: Plan['lease'] = []
  for (let ends = chance.whole(-10, 1100); ; ends += chance.pick([365, 730, 1095])) {
    const [low, high] = temper.renewal
    lease.push({ ends, renewed_at: ends - chance.whole(low, high) })
    if (ends > days + 60) return lease
  }
}

/** The end of the lease as the register has it that day. */
export const leaseOn = (plan: Plan, at: number): number =>
  (plan.lease.find(({ renewed_at }) => at < renewed_at) ?? plan.lease[plan.lease.length - 1])
    ?.ends ?? 3650
