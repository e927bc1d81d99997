import type { FactEvent } from '../../src/warning/facts'
import type { Chance } from './random'
import type { Truth } from './row'

export type Shop = {
  id: string
  truth: Truth
  sector: number
  brand: string | null
  born: number
  fail: number | null
  kind: string
  lead: number
  power: number
  honest: { kind: string; from: number; to: number }[]
  lease: number
  renews: number
  uses: number
  price: number
  lots: number
  pack: number
  deal: number
  byhand: number
  money: number
  cards: number
  c: Chance
  events: Map<number, FactEvent[]>
}

type Mood = {
  u: number
  s: number
  d: number
  hand: number
  con: number
  ref: number
  com: number
  bou: number
  brk: number
}
/** What a shop is in on a day, by its table. */
export function mood(shop: Shop, at: number, loud: number): Mood {
  const m: Mood = { u: 1, s: 1, d: 0, hand: 0, con: 0, ref: 1, com: 1, bou: 0, brk: 0 }
  for (const { kind, from, to } of shop.honest) {
    if (at < from || at > to) continue
    if (kind.startsWith('refurb')) Object.assign(m, { u: 0, s: 0, com: 2 })
    if (kind === 'ill') Object.assign(m, { u: m.u * 0.3, s: m.s * 0.3 })
    if (kind === 'viral') Object.assign(m, { u: m.u * 2, s: m.s * 3 })
    if (kind === 'price') Object.assign(m, { s: at < from + 7 ? 2.5 : 0.8, u: 0.9, com: 2 })
    if (kind === 'staff') Object.assign(m, { u: m.u * 0.6, s: m.s * 0.6, ref: 3 })
    if (kind === 'manual') m.hand = 0.8
    if (kind === 'closure') Object.assign(m, { s: 0, u: 1.3, ref: 25 })
  }
  const anniversary = (at - shop.born) % 365
  if (at > shop.born + 300 && anniversary < 7 && Number(shop.id.slice(1)) % 3 === 0)
    Object.assign(m, { s: m.s * 2.5, d: 0.2 })
  if (shop.fail === null || at < shop.fail - shop.lead * 3) return m
  const power = shop.power * loud
  const near = Math.min(1, Math.max(0, (at - shop.fail + shop.lead) / shop.lead))
  const begun = near > 0 ? 1 : 0
  switch (shop.kind) {
    case 'promotion_run':
    case 'professional_closer':
    case 'lease_runner':
      m.s *= 1 + begun * 2 * power * (0.5 + near)
      m.d += begun * 0.4 * power
      break
    case 'slow_decline': {
      const long = (at - shop.fail + shop.lead * 3) / (shop.lead * 3)
      m.u *= Math.max(0.05, 1 - 0.75 * power * long)
      m.s *= Math.max(0.05, 1 - 0.85 * power * long)
      m.com *= 1 + 3 * long
      break
    }
    case 'fake_uses':
      Object.assign(m, {
        u: 1 + begun * power,
        hand: begun * 0.5 * power,
        con: begun * 0.06 * power,
      })
      break
    case 'chain_collapse':
      Object.assign(m, {
        u: 1 - 0.5 * near,
        s: 1 - 0.5 * near,
        ref: 1 + 4 * near,
        bou: begun * 0.05,
      })
      break
    case 'diversion':
      m.s *= begun ? Math.max(0, 1 - 0.8 * power) : 1
      break
    case 'refund_run':
      Object.assign(m, { ref: 1 + 25 * near * power, com: 1 + 20 * near * power })
      break
    case 'frozen_account':
      Object.assign(m, { bou: begun * 0.25 * power, brk: begun * 0.08 })
      break
  }
  if (at > shop.fail - 10) m.com *= 2
  return m
}
