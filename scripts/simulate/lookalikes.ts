import { anyShape, bend, type Tale } from './effects'
import type { Chance } from './random'
import type { Dated } from './row'

type Dip = { chance: Chance; from: number; seen: number }
type Told = Tale & { to: number }
type Way = (of: Dip) => Told
const on = (at: number, event: Dated['event']): Dated => ({ at, event })
const maybe = ({ chance, seen }: Dip, part: number, at: number, event: Dated['event']): Dated[] =>
  chance.is(part * seen) ? [on(at, event)] : []

/** Doors closed for so many days. */
function shut(of: Dip, days: number, declared: boolean): Told {
  const { chance, from } = of
  const to = from + days
  return {
    to,
    bends: [
      bend('uses', from, to, chance.is(0.8) ? 0 : 0.1),
      bend('sales', from, to, chance.is(0.6) ? 0 : chance.between(0.05, 0.4)),
      bend('refunds_by', from, to, chance.scale(1, 5)),
      bend('complaints_by', from, to, chance.scale(1, 4)),
      bend('uses', to + 1, to + 14, chance.scale(1, 1.5)),
    ],
    events: [
      ...(declared ? [on(from - chance.whole(0, 10), 'refurbishment_declared')] : []),
      ...maybe(of, 0.35, from + chance.whole(1, Math.max(1, days - 1)), 'patrol_closed'),
    ],
  }
}

/** What honest shops go through that can look like trouble. */
export const LOOKALIKES: Record<string, Way> = {
  refurbishment_silent: (of) => shut(of, of.chance.whole(8, 40), false),
  refurbishment_declared: (of) => shut(of, of.chance.whole(10, 60), true),
  owner_ill: (of) => {
    const { chance, from } = of
    const to = from + chance.whole(5, 30)
    const left = chance.between(0, 0.5)
    return {
      to,
      bends: [bend('uses', from, to, left), bend('sales', from, to, left * chance.scale(0.5, 1.5))],
      events: maybe(of, 0.2, from + 2, 'patrol_closed'),
    }
  },
  viral_weeks: (of) => {
    const { chance, from } = of
    const to = from + chance.whole(5, 35)
    const much = chance.scale(1.6, 6)
    return {
      to,
      bends: [
        bend('sales', from, to, much, 'tent'),
        bend('uses', from, to + 20, much ** chance.between(0.4, 1), 'tent'),
      ],
      events: [],
    }
  },
  anniversary: (of) => {
    const { chance, from } = of
    const to = from + chance.whole(3, 16)
    return {
      to,
      bends: [
        bend('sales', from, to, chance.scale(1.3, 4)),
        bend('depth', from, to, chance.scale(0.03, 0.35)),
      ],
      events: maybe(of, 0.1, from, 'patrol_sale_sign'),
    }
  },
  price_rise: (of) => {
    const { chance, from } = of
    const to = from + chance.whole(20, 80)
    return {
      to,
      bends: [
        bend('sales', from - chance.whole(4, 18), from, chance.scale(1.3, 4), 'tent'),
        bend('sales', from + 1, to, chance.scale(0.5, 0.95)),
        bend('uses', from + 1, to, chance.scale(0.65, 1)),
        bend('ticket', from + 1, to + 400, chance.between(1.05, 1.3)),
        bend('complaints_by', from, from + 20, chance.scale(1, 6)),
        bend('refunds_by', from, from + 20, chance.scale(1, 4)),
      ],
      events: [],
    }
  },
  staff_leaving: (of) => {
    const { chance, from } = of
    const to = from + chance.whole(20, 90)
    return {
      to,
      bends: [
        bend('uses', from, to, chance.scale(0.4, 0.9), chance.pick(['step', 'tent'])),
        bend('sales', from, to, chance.scale(0.4, 1), chance.pick(['step', 'tent'])),
        bend('refunds_by', from, from + 30, chance.scale(1, 8)),
        bend('complaints_by', from, from + 30, chance.scale(1, 5)),
      ],
      events: [],
    }
  },
  manual_till: (of) => {
    const { chance, from } = of
    const to = from + chance.whole(1, 14)
    return {
      to,
      bends: [
        bend('manual', from, to, chance.between(0.4, 1)),
        bend('contest', from, to, chance.between(0, 0.02)),
      ],
      events: [],
    }
  },
  new_rival: (of) => {
    const { chance, from } = of
    const left = chance.scale(0.6, 0.95)
    return {
      to: from + 60,
      bends: [
        bend('uses', from, from + 500, left),
        bend('sales', from, from + 500, left * chance.scale(0.8, 1.1)),
      ],
      events: [],
    }
  },
  new_owner: ({ chance, from }) => ({
    to: from + 30,
    bends: chance.is(0.3)
      ? [bend('sales', from + 3, from + chance.whole(6, 20), chance.scale(1.2, 2.5))]
      : [],
    events: [on(from, 'legal_representative_changed')],
  }),
  moved: ({ chance, from }) => ({
    to: from + 20,
    bends: [bend('uses', from, from + chance.whole(3, 20), chance.between(0, 0.8))],
    events: [on(from, 'address_changed')],
  }),
  bank_trouble: ({ chance, from }) => ({
    to: from + 12,
    bends: [bend('bounces', from, from + chance.whole(2, 12), chance.scale(0.1, 0.5))],
    events: [],
  }),
  small_promotion: ({ chance, from }) => ({
    to: from + 15,
    bends: [
      bend('sales', from, from + chance.whole(3, 15), chance.scale(1.1, 2.2), anyShape(chance)),
      bend('depth', from, from + 15, chance.scale(0.02, 0.15)),
    ],
    events: [],
  }),
}

/** A shop that ends in order: announced, no more sales, everybody refunded. */
export function orderlyClosure(chance: Chance, announced: number): Told {
  const to = announced + chance.whole(20, 75)
  return {
    to,
    bends: [
      bend('sales', announced, to, chance.is(0.7) ? 0 : 0.1),
      bend('uses', announced, to, chance.scale(0.5, 1.8)),
      bend('refunds', announced, to, chance.scale(0.2, 2)),
    ],
    events: [on(announced, 'closure_announced')],
  }
}
