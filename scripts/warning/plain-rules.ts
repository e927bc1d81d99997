import type { Facts } from '../../src/warning/facts'
import { dayNumber } from '../../src/warning/memory'

/**
 * What anybody would write in an hour, to be measured beside: the last weeks against those before, a handful of ifs, points
 * for each. It knows no sector, no season, no city. `score` is the sum; a threshold makes alarms of it.
 */
const KEPT = 84
type Kept = {
  rows: Facts[]
  /** The day each event was last seen. */
  events: Map<string, number>
  last: number
}

export class PlainRules {
  readonly #shops = new Map<string, Kept>()
  readonly #brands = new Map<string, Map<string, number>>()

  day(day: string, rows: readonly Facts[]): { shop: string; score: number }[] {
    const at = dayNumber(day)
    return rows.map((facts) => {
      const kept =
        this.#shops.get(facts.shop) ?? ({ rows: [], events: new Map(), last: at } as Kept)
      this.#shops.set(facts.shop, kept)
      kept.rows.push(facts)
      if (kept.rows.length > KEPT) kept.rows.shift()
      for (const event of facts.events) kept.events.set(event, at)
      kept.last = at
      const own = kept.rows.length < 49 ? 0 : ownScore(kept, facts, at)
      const brand = this.#brandOf(facts.brand, facts.shop, at)
      if (facts.brand !== null && own >= 3) {
        const brands = this.#brands.get(facts.brand) ?? new Map<string, number>()
        this.#brands.set(facts.brand, brands.set(facts.shop, at))
      }
      return { shop: facts.shop, score: own + (brand > 0 ? 1 : 0) }
    })
  }

  /** How many other shops of the brand stood in an alarm in the last 60 days. */
  #brandOf(brand: string | null, shop: string, at: number): number {
    let count = 0
    for (const [other, when] of (brand && this.#brands.get(brand)) || [])
      if (other !== shop && at - when < 60) count += 1
    return count
  }
}

type Figure = 'uses' | 'sold_fen' | 'bonus_fen' | 'lots_sold' | 'merchant_started_uses'
type Count = 'contested_uses' | 'refund_requests' | 'complaints' | 'payout_bounces' | 'used_fen'
function ownScore({ rows, events }: Kept, facts: Facts, at: number): number {
  const sum = (name: Figure | Count, from: number, to = 0) => {
    let total = 0
    for (let i = rows.length - from; i < rows.length - to; i += 1)
      total += rows[Math.max(0, i)]?.[name] ?? 0
    return total
  }
  const before = Math.min(56, rows.length - 28)
  const usual = (name: Figure | Count) => sum(name, 28 + before, 28) / before
  const since = (event: string) => at - (events.get(event) ?? Number.NEGATIVE_INFINITY)
  if (since('closure_announced') < 90) return 0
  const excused = since('refurbishment_declared') < 60
  let score = 0
  const uses = usual('uses') * 28
  const now = sum('uses', 28)
  const lots = usual('lots_sold') * 28
  const lots_now = sum('lots_sold', 28)
  if (!excused && uses >= 10) {
    if (now < uses * 0.6) score += 1
    if (now < uses * 0.35) score += 1
    if (lots >= 5 && lots_now < lots * 0.4) score += now > uses * 0.75 ? 2 : 1
  }
  const depth = usual('sold_fen') > 0 ? usual('bonus_fen') / usual('sold_fen') : 0
  const sold = sum('sold_fen', 28)
  const deeper = sold > 0 && sum('bonus_fen', 28) / sold > depth + 0.15
  const surge = sold > usual('sold_fen') * 28 * 1.6 && lots_now > 4
  if (surge) score += 1
  if (deeper) score += 1
  if (surge && deeper) score += 2
  if (surge && since('legal_representative_changed') < 120) score += 1
  const hand = sum('merchant_started_uses', 28) / Math.max(1, now)
  const usual_hand = usual('merchant_started_uses') / Math.max(0.01, usual('uses'))
  if (now > 10 && hand > usual_hand + 0.25) score += 2.5
  if (sum('contested_uses', 28) >= 3 + usual('contested_uses') * 56) score += 2
  if (sum('refund_requests', 28) >= 6 + usual('refund_requests') * 84) score += 2.5
  if (sum('complaints', 28) >= 3 + usual('complaints') * 84) score += 2
  if (sum('payout_bounces', 28) >= 2) score += 2
  if (sum('payout_bounces', 28) >= 4) score += 2
  const left = facts.lease_ends_on === null ? 999 : dayNumber(facts.lease_ends_on) - at
  const lasts = facts.escrow_fen / Math.max(1, sum('used_fen', 28) / 28)
  if (left >= 0 && left < 45 && lasts > left) score += 1
  if (since('legal_representative_changed') < 90) score += 0.5
  if (since('court_enforcement_listed') < 90) score += 2
  if (since('off_escrow_sale_reported') < 60) score += 1.5
  if (since('licence_lapsed') < 60) score += 1
  if (since('patrol_sale_sign') < 40) score += 1.5
  if (since('patrol_closed') < 30 && since('patrol_ok') > since('patrol_closed')) score += 1
  return score
}
