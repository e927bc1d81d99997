import { anyShape, type Bend, bend, type Tale } from './effects'
import type { Chance } from './random'
import type { Dated } from './row'

/** How plainly a city's failures show: drawn once for the whole city. */
export type Plainness = {
  strength: number
  lead: number
  /** How likely an event that belongs to a way of failing is seen at all. */
  seen: number
  complaints: number
  refunds: number
}
type Fail = { chance: Chance; at: number; plain: Plainness; lease: (ends: number) => void }
type Way = (of: Fail) => Tale

const event = (at: number, name: Dated['event']): Dated => ({ at: Math.floor(at), event: name })
const factor = (size: number, strength: number) => size ** strength

/** Top-ups rise under a deeper bonus. */
function promotion({ chance, at, plain }: Fail, low = 2, high = 9): Bend[] {
  const from = at - chance.scale(28, 90) * plain.lead
  const shape = anyShape(chance)
  const sold = factor(chance.scale(low, high), plain.strength)
  const big = chance.is(0.6) ? bend('lot', from, at, chance.scale(1.2, 3)) : null
  return [
    bend('sales', from, at, sold, shape),
    bend('depth', from, at, chance.scale(0.15, 1) * plain.strength, chance.pick(['step', shape])),
    ...(big ? [big] : []),
    ...(chance.is(0.4)
      ? [bend('uses', at - chance.whole(5, 30), at, chance.scale(0.3, 0.9), 'rise')]
      : []),
  ]
}

/** People notice towards the end. */
function unrest({ chance, at, plain }: Fail, days: number): Bend[] {
  const from = at - days
  return [
    bend('complaints_by', from, at, 1 + chance.scale(2, 14) * plain.complaints, anyShape(chance)),
    bend('refunds_by', from, at, 1 + chance.scale(2, 10) * plain.refunds, anyShape(chance)),
  ]
}
const maybe = (of: Fail, part: number, at: number, name: Dated['event']): Dated[] =>
  of.chance.is(part * of.plain.seen) ? [event(at, name)] : []

export const FAILURES: Record<string, Way> = {
  promotion_run: (of) => ({
    bends: [...promotion(of), ...(of.chance.is(0.5) ? unrest(of, of.chance.whole(5, 25)) : [])],
    events: maybe(of, 0.15, of.at - of.chance.whole(5, 40), 'patrol_sale_sign'),
  }),
  slow_decline: (of) => {
    const { chance, at, plain } = of
    const from = at - chance.scale(60, 260) * plain.lead
    const shape = anyShape(chance)
    const left = factor(chance.scale(0.1, 0.5), plain.strength)
    return {
      bends: [
        bend('uses', from, at, left, shape),
        bend(
          'sales',
          from,
          at,
          left * chance.scale(0.5, 1.3),
          chance.is(0.7) ? shape : anyShape(chance),
        ),
        ...unrest(of, chance.whole(20, 90)),
        ...(chance.is(0.35)
          ? [bend('bounces', at - chance.whole(20, 60), at, 0.06 * plain.strength)]
          : []),
        ...(chance.is(0.3) ? [bend('depth', from, at, chance.between(0.05, 0.3), 'rise')] : []),
      ],
      events: maybe(of, 0.3, at - chance.whole(5, 50), 'patrol_closed'),
    }
  },
  professional_closer: (of) => {
    const { chance, at } = of
    const changed = at - chance.whole(25, 130)
    return {
      bends: promotion(of, 1.6, 7),
      events: [
        ...maybe(of, 0.95, changed, 'legal_representative_changed'),
        ...maybe(of, 0.4, changed + chance.whole(0, 20), 'address_changed'),
        ...maybe(of, 0.25, at - chance.whole(5, 30), 'patrol_sale_sign'),
      ],
    }
  },
  fake_uses: (of) => {
    const { chance, at, plain } = of
    const from = at - chance.scale(28, 90) * plain.lead
    const shape = anyShape(chance)
    return {
      bends: [
        bend('manual', from, at, chance.between(0.25, 0.8) * plain.strength, shape),
        bend('uses', from, at, factor(chance.scale(1.05, 3), plain.strength), shape),
        bend('ticket', from, at, factor(chance.scale(1, 2.5), plain.strength), shape),
        bend('contest', from, at, chance.scale(0.02, 0.25) * plain.strength, anyShape(chance)),
        ...(chance.is(0.5) ? unrest(of, chance.whole(10, 40)) : []),
      ],
      events: [],
    }
  },
  lease_runner: (of) => {
    const { chance, at } = of
    of.lease(at + chance.whole(-5, 25))
    return {
      bends: chance.is(0.75) ? promotion(of, 1.3, 4) : unrest(of, chance.whole(10, 40)),
      events: maybe(of, 0.2, at - chance.whole(5, 25), 'patrol_sale_sign'),
    }
  },
  chain_collapse: (of) => {
    const { chance, at, plain } = of
    const from = at - chance.scale(30, 110) * plain.lead
    const left = factor(chance.scale(0.25, 0.8), plain.strength)
    return {
      bends: [
        bend('uses', from, at, left, anyShape(chance)),
        bend('sales', from, at, left * chance.scale(0.4, 1.4), anyShape(chance)),
        ...unrest(of, chance.whole(10, 50)),
        ...(chance.is(0.6)
          ? [bend('bounces', from, at, chance.scale(0.02, 0.15) * plain.strength)]
          : []),
      ],
      events: maybe(of, 0.2, at - chance.whole(10, 60), 'court_enforcement_listed'),
    }
  },
  diversion: (of) => {
    const { chance, at, plain } = of
    const from = at - chance.scale(30, 140) * plain.lead
    const shape = anyShape(chance)
    return {
      bends: [
        bend('sales', from, at, factor(chance.scale(0.03, 0.4), plain.strength), shape),
        bend('uses', from, at, chance.scale(0.8, 1.1), shape),
        ...(chance.is(0.4) ? unrest(of, chance.whole(10, 40)) : []),
      ],
      events: [
        ...maybe(of, 0.5, at - chance.whole(10, 80), 'off_escrow_sale_reported'),
        ...maybe(of, 0.3, at - chance.whole(10, 80), 'off_escrow_sale_reported'),
      ],
    }
  },
  refund_run: (of) => {
    const { chance, at, plain } = of
    const from = at - chance.scale(26, 80) * plain.lead
    return {
      bends: [
        bend(
          'refunds',
          from,
          at,
          chance.scale(0.3, 2.5) * plain.strength * plain.refunds,
          anyShape(chance),
        ),
        bend(
          'complaints',
          from,
          at,
          chance.scale(0.05, 0.8) * plain.strength * plain.complaints,
          anyShape(chance),
        ),
        bend('sales', from, at, chance.scale(0.25, 0.9), anyShape(chance)),
        bend('uses', from, at, chance.scale(0.5, 1.15), anyShape(chance)),
      ],
      events: [],
    }
  },
  frozen_account: (of) => {
    const { chance, at, plain } = of
    const from = at - chance.scale(26, 90) * plain.lead
    return {
      bends: [
        bend('bounces', from, at, chance.scale(0.06, 0.5) * plain.strength),
        bend('breaks', from, at, chance.between(0, 0.15) * plain.strength),
        bend('uses', from, at, chance.scale(0.5, 1), anyShape(chance)),
        ...(chance.is(0.5) ? unrest(of, chance.whole(10, 30)) : []),
      ],
      events: [
        ...maybe(of, 0.8, from + chance.between(-10, 15), 'court_enforcement_listed'),
        ...maybe(of, 0.15, from, 'licence_lapsed'),
      ],
    }
  },
  sudden: (of) => ({
    bends: of.chance.is(0.4) ? unrest(of, of.chance.whole(2, 12)) : [],
    events: [],
  }),
}
