import type { Facts } from '../../../src/warning/facts'
import type { Chance } from '../random'

/** Whoever tells a city of diaries: every seed is another hand, with its own habits, sizes, noise and ways to fail. */
export type Hand = {
  sectors: { name: string; visits: number; price: number; festival: number; school: number }[]
  /** How far sizes lie apart, how wild a day is, how likely a shop stands a day without a visit, how far trade wanders. */
  sizes: number
  wild: number
  gaps: number
  wander: number
  week: number
  rests: number
  young: number
  bonus_part: number
  hand: number
  /** Of all shops in two years; of brands; and the kinds, by weight. */
  fails: number
  brands: number
  brand_falls: number
  kinds: Record<string, number>
  /** How plainly trouble shows (1: as rules of an hour would wish), and days from its first sign to the door. */
  plain: number
  lead: number
  spells: number
  stray: number
  base: { back: number; grumble: number; deny: number; bounce: number; broke: number }
  patrols: number
  after: 'rows_end' | 'silence' | 'anger'
  loses: Set<keyof Facts>
}
const KINDS = [
  'promotion_run',
  'slow_decline',
  'professional_closer',
  'fake_uses',
  'lease_runner',
  'diversion',
  'refund_run',
  'frozen_account',
] as const
/** What a hand may not keep, and how likely. */
const LOSES: [keyof Facts, number][] = [
  ['brand', 0.1],
  ['lease_ends_on', 0.15],
  ['opened_on', 0.1],
  ['complaints', 0.1],
  ['merchant_started_uses', 0.08],
  ['bank_breaks', 0.1],
]

export function drawHand(c: Chance): Hand {
  return {
    sectors: Array.from({ length: c.whole(3, 9) }, (_, i) => ({
      name: `行业${i + 1}`,
      visits: c.scale(1.5, 40),
      price: c.scale(1500, 30000),
      festival: c.between(0.1, 0.9),
      school: c.between(0.6, 1.5),
    })),
    ...{ sizes: c.between(0.4, 1.1), wild: c.between(0.05, 0.45), gaps: c.between(0, 0.05) },
    ...{ wander: c.between(0, 0.012), week: c.between(0.1, 0.6), rests: c.between(0, 0.4) },
    ...{ young: c.between(0.05, 0.25), bonus_part: c.between(0.4, 1), hand: c.scale(0.02, 0.2) },
    ...{ fails: c.between(0.06, 0.2), brands: c.between(0.05, 0.25) },
    brand_falls: c.between(0.1, 0.35),
    kinds: {
      ...Object.fromEntries(KINDS.map((kind) => [kind, c.scale(0.6, 1.7)])),
      sudden: c.between(0, 0.5),
    },
    ...{ plain: c.between(0.75, 1.15), lead: c.between(40, 85), spells: c.between(0.2, 0.7) },
    stray: c.scale(0.01, 0.08),
    base: {
      ...{ back: c.scale(0.0001, 0.0008), grumble: c.scale(0.00003, 0.0003) },
      ...{ deny: c.scale(0.0005, 0.006), bounce: c.scale(0.0005, 0.004) },
      broke: c.scale(0.0005, 0.004),
    },
    patrols: c.scale(0.005, 0.03),
    after: c.pick(['rows_end', 'silence', 'anger']),
    loses: new Set(LOSES.flatMap(([field, part]) => (c.is(part) ? [field] : []))),
  }
}
