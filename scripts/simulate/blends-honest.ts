import type { FactEvent } from '../../src/warning/facts'
import type { Shop } from './blends'
import type { Blend } from './blends-dials'
import type { Mood } from './blends-falls'
import { type CityAsked, dayAt } from './row'

/** What an honest shop goes through, from a day to a day. */
export type Spell = { kind: string; from: number; to: number; size: number }

export function planHonest(shop: Shop, asked: CityAsked, dials: Blend): void {
  const { c, truth } = shop
  const until = shop.fall === null ? asked.days : shop.fall.at - 60
  const say = (at: number, event: FactEvent) => shop.events.push({ at: Math.floor(at), event })
  for (let year = 0; year * 365 < until; year += 1) {
    const strays: FactEvent[] = [
      'legal_representative_changed',
      'legal_representative_changed',
      'address_changed',
      'licence_lapsed',
      'court_enforcement_listed',
      'off_escrow_sale_reported',
      'patrol_sale_sign',
    ]
    if (c.is(dials.stray)) say(year * 365 + c.whole(0, 364), c.pick(strays))
    const count = c.poisson(dials.honest)
    for (let i = 0; i < count; i += 1) begin(shop, asked, c.weighed(dials.spells), year, until)
  }
  if (shop.fall !== null || !c.is((0.03 * asked.days) / 365)) return
  const from = c.whole(Math.max(60, shop.born + 60), Math.max(61, asked.days - 30))
  const to = from + c.whole(20, 60)
  shop.spells.push({ kind: 'orderly_closure', from, to, size: c.between(0.5, 1.5) })
  shop.ends_at = Math.min(shop.ends_at, to + 1)
  say(from, 'closure_announced')
  truth.kind = 'orderly_closure'
  truth.lookalikes.push({
    ...{ kind: 'orderly_closure', from: dayAt(asked.from, from), to: dayAt(asked.from, to) },
  })
}

const LONG: Record<string, [number, number]> = {
  refurbishment_silent: [8, 35],
  refurbishment_declared: [10, 50],
  owner_ill: [5, 25],
  viral_weeks: [7, 30],
  anniversary: [4, 15],
  price_rise: [20, 60],
  staff_leaving: [20, 80],
  manual_till: [1, 12],
  small_promotion: [3, 12],
}
function begin(shop: Shop, asked: CityAsked, kind: string, year: number, until: number): void {
  const { c } = shop
  const turn = ((shop.born % 365) + 365) % 365
  const from = year * 365 + (kind === 'anniversary' ? turn : c.whole(0, 364))
  const [least, most] = LONG[kind] ?? [5, 20]
  const to = from + c.whole(least, most)
  if (from < Math.max(20, shop.born + 30) || to >= until) return
  shop.spells.push({ kind, from, to, size: c.unit() })
  shop.truth.lookalikes.push({ kind, from: dayAt(asked.from, from), to: dayAt(asked.from, to) })
  if (kind === 'refurbishment_declared')
    shop.events.push({ at: from - c.whole(0, 5), event: 'refurbishment_declared' })
  if (kind === 'refurbishment_silent' && c.is(0.3))
    shop.events.push({ at: from + 3, event: 'patrol_closed' })
}

/** Bends a day; of every spell `size` says how much, from 0 to 1. */
export function honestOn(shop: Shop, at: number, m: Mood): void {
  for (const { kind, from, to, size } of shop.spells) {
    if (at < from || at > to) continue
    const tent = 1 - Math.abs((2 * (at - from)) / Math.max(1, to - from) - 1)
    if (kind.startsWith('refurb')) Object.assign(m, { u: 0, s: m.s * 0.2 * size, com: 2, ref: 2 })
    if (kind === 'owner_ill') Object.assign(m, { u: m.u * 0.5 * size, s: m.s * 0.5 * size })
    if (kind === 'viral_weeks')
      Object.assign(m, { u: m.u * (1 + 1.5 * size * tent), s: m.s * (1 + 4 * size * tent) })
    if (kind === 'anniversary')
      Object.assign(m, { s: m.s * (1.3 + 2 * size), d: m.d + 0.05 + 0.25 * size })
    if (kind === 'small_promotion')
      Object.assign(m, { s: m.s * (1.1 + 0.8 * size), d: m.d + 0.02 + 0.12 * size })
    if (kind === 'price_rise') {
      Object.assign(m, { s: m.s * (at < from + 10 ? 1.5 + size : 0.8), u: m.u * (1 - 0.2 * size) })
      Object.assign(m, { com: 1 + 3 * size, t: m.t * 1.15 })
    }
    if (kind === 'staff_leaving')
      Object.assign(m, { u: m.u * (1 - 0.5 * size), s: m.s * (1 - 0.5 * size), ref: 1 + 3 * size })
    if (kind === 'manual_till') Object.assign(m, { hand: 0.5 + 0.5 * size, con: m.con + 0.005 })
    if (kind === 'orderly_closure') Object.assign(m, { u: m.u * (0.6 + size), s: 0, ref: 20 })
  }
}
