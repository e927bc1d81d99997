import type { FactEvent } from '../../src/warning/facts'
import type { Shop } from './blends'
import type { Blend } from './blends-dials'
import { type CityAsked, dayAt } from './row'

/** What bends a day: factors of uses, sales, ticket, refunds and complaints; the rest is added. */
export type Mood = Record<
  'u' | 's' | 't' | 'd' | 'hand' | 'con' | 'ref' | 'com' | 'bou' | 'brk' | 'run',
  number
>
type Ramp = 'line' | 'step' | 'curve' | 'soon'
export type Fall = {
  kind: string
  at: number
  lead: number
  power: number
  ramp: Ramp
  /** How far each sign goes at its height; drawn once for the shop. */
  signs: Partial<Mood>
  /** People notice in so many last days. */
  heard: { days: number; com: number; ref: number }
}

type Chain = { falls_at: number | null; place: number }
export function planFall(shop: Shop, asked: CityAsked, dials: Blend, chain: Chain | null): void {
  const { c } = shop
  const falls = chain?.falls_at ?? null
  const least = Math.max(100, shop.born + 100)
  const kind = falls !== null ? 'chain_collapse' : c.weighed(dials.ways)
  const own = c.is((dials.failing * asked.days) / 730) ? c.whole(least, asked.days + 20) : null
  const at = falls === null ? own : falls + (chain?.place ?? 0) * c.whole(3, 14)
  if (at === null || at < least || at >= asked.days) return
  const power = dials.strength * c.around(dials.spread)
  const lead =
    kind === 'slow_decline'
      ? c.scale(70, 220) * dials.lead
      : kind === 'sudden'
        ? c.whole(2, 10)
        : c.scale(28, 80) * dials.lead
  const fall: Fall = {
    ...{ kind, at, lead, power, signs: {} },
    ramp: c.is(dials.late) ? c.pick(['line', 'curve']) : c.pick(['step', 'step', 'soon']),
    heard: {
      days: c.whole(10, 45),
      com: c.is(0.7) ? c.scale(1, 8) * power : 0,
      ref: c.is(0.6) ? c.scale(1, 6) * power : 0,
    },
  }
  shop.fall = fall
  Object.assign(shop.truth, { failed_on: dayAt(asked.from, at), kind })
  if (dials.ends_rows) shop.ends_at = at
  sign(shop, fall, dials)
}

/** The signs of each way, and the events that go with it. */
function sign(shop: Shop, fall: Fall, dials: Blend): void {
  const { c } = shop
  const { at, lead, power: p, kind } = fall
  const say = (part: number, when: number, event: FactEvent) => {
    if (c.is(part * dials.seen)) shop.events.push({ at: Math.floor(when), event })
  }
  const left = (low: number, high: number) => c.between(low, high) ** p
  const sold = () => ({ s: c.scale(2, 5) ** p, d: c.between(0.2, 0.7) * p })
  switch (kind) {
    case 'promotion_run':
      Object.assign(fall.signs, sold())
      say(0.2, at - c.whole(3, 20), 'patrol_sale_sign')
      break
    case 'professional_closer':
      Object.assign(fall.signs, sold())
      say(0.95, at - lead - c.whole(0, 40), 'legal_representative_changed')
      say(0.4, at - lead - c.whole(0, 30), 'address_changed')
      say(0.25, at - c.whole(3, 20), 'patrol_sale_sign')
      break
    case 'lease_runner':
      Object.assign(fall.signs, { s: c.scale(1.3, 3.5) ** p, d: c.between(0.05, 0.5) * p })
      shop.lease = at + c.whole(-2, 20)
      say(0.2, at - c.whole(3, 20), 'patrol_sale_sign')
      break
    case 'slow_decline':
      Object.assign(fall.signs, { u: left(0.15, 0.45), s: left(0.08, 0.4), com: 1 + 2 * p })
      say(0.25, at - c.whole(3, 25), 'patrol_closed')
      break
    case 'fake_uses':
      Object.assign(fall.signs, { u: c.scale(1.1, 2.2) ** p, t: c.scale(1, 1.6) })
      Object.assign(fall.signs, { hand: c.between(0.3, 0.7) * p, con: c.scale(0.01, 0.1) * p })
      break
    case 'chain_collapse':
      Object.assign(fall.signs, { u: left(0.3, 0.75), s: left(0.25, 0.8) })
      Object.assign(fall.signs, { ref: 1 + 4 * p, com: 1 + 4 * p, bou: c.is(0.6) ? 0.07 * p : 0 })
      say(0.2, at - c.whole(5, 60), 'court_enforcement_listed')
      break
    case 'diversion':
      Object.assign(fall.signs, { s: left(0.05, 0.4), u: c.between(0.85, 1.05) })
      say(0.5, at - c.between(0.1, 0.9) * lead, 'off_escrow_sale_reported')
      break
    case 'refund_run':
      Object.assign(fall.signs, { run: c.scale(0.001, 0.008) * p, com: 1 + c.scale(3, 20) * p })
      Object.assign(fall.signs, { s: left(0.4, 0.9) })
      break
    case 'frozen_account':
      Object.assign(fall.signs, { bou: c.scale(0.08, 0.4) * p, brk: c.between(0, 0.12) * p })
      say(0.7, at - lead + c.between(-5, 15), 'court_enforcement_listed')
      break
  }
}

/** Bends a day of a shop that will fail. */
export function fallOn(fall: Fall, at: number, m: Mood): void {
  const { lead, ramp, signs, heard } = fall
  const part = (at - fall.at + lead) / lead
  if (at >= fall.at - heard.days && at < fall.at) {
    const near = (at - fall.at + heard.days) / heard.days
    m.com *= 1 + heard.com * near
    m.ref *= 1 + heard.ref * near
  }
  if (part <= 0 || at >= fall.at) return
  const by =
    ramp === 'step' ? 1 : ramp === 'line' ? part : ramp === 'curve' ? part ** 1.7 : Math.sqrt(part)
  for (const [name, size] of Object.entries(signs) as [keyof Mood, number][]) {
    if (name === 'u' || name === 's' || name === 't') m[name] *= size ** by
    else if (name === 'ref' || name === 'com') m[name] *= 1 + (size - 1) * by
    else m[name] += size * by
  }
}
