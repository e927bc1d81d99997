import { type Fen, fen, sumFen } from '../kernel/money'
import { ART } from '../law/cite'
import { type DerivationLine, line, type Notice, type RefundFigure, wording } from '../law/wording'
import { coolingOff } from './cooling-off'
import {
  type Ending,
  endingWay,
  type Facts,
  type LotFacts,
  type ShopClaim,
  WAYS,
  type Way,
} from './facts'
import { feeFigure, lotFigures, type WayFigure } from './figures'
import { type Interest, interestOn } from './interest'
import type { QuestionId } from './readings'

/** One payment, counted every way; in its cooling-off time all ways give all of it. */
type CountedLot = {
  lot: LotFacts
  cool: boolean
  ways: Record<Way, WayFigure>
  used_units: number
  notices: Notice[]
}
/** Everything counted once, from which every reading is added up. */
export type Counted = {
  facts: Facts
  lots: CountedLot[]
  fees: { label: string; paid_on: string; figure: RefundFigure }[]
}

export function count(facts: Facts): Counted {
  return {
    facts,
    lots: facts.lots.map((lot) => countLot(lot, facts)),
    fees: facts.fees.map((fee) => ({
      label: fee.label,
      paid_on: fee.paid_on,
      figure: feeFigure(fee, facts.terminated_on),
    })),
  }
}
function countLot(lot: LotFacts, facts: Facts): CountedLot {
  const figures = lotFigures(lot, facts.terminated_on, facts.terms)
  const { figure, notices } = coolingOff(lot, facts)
  const whole = figure ?? (facts.unlawful_service === true ? undeducted(lot) : null)
  const { used_units } = figures
  if (whole === null)
    return {
      lot,
      cool: false,
      ways: figures.ways,
      used_units,
      notices: [...figures.notices, ...notices],
    }
  const same: WayFigure = { figure: whole, others: [], unfloored_fen: whole.amount_fen }
  const ways = { not_consumer_cause: same, consumer_cause: same, void: same }
  const only_void = figure === null
  // The parents’ own fault may leave them a part of what was used (民法典 §157): all of it at worst.
  const shared = [{ id: 'void_fault' as const, figure: figures.ways.void.figure }]
  return {
    lot,
    cool: !only_void,
    ways: only_void ? { ...figures.ways, void: { ...same, others: shared } } : ways,
    used_units,
    notices: [...figures.notices, ...notices],
  }
}
/** §10 ¶3: what the law keeps from minors is not paid for. */
function undeducted(lot: LotFacts): RefundFigure {
  const said = wording(
    '违法向未成年人提供的服务，已用的也不扣',
    'Unlawfully served to a minor: nothing is deducted',
  )
  const left = fen(lot.paid_fen - lot.refunded_fen)
  return { amount_fen: left, lines: [line(said, [10, 3], left)] }
}

/**
 * Which reading is taken where there are several: the one with most support, the least or most of all, the least once
 * the contract has ended, or one question.
 */
type Pick = 'main' | 'low' | 'high' | 'ended_low' | QuestionId

/** What one ending gives under one reading. */
export type Sum = {
  ending: Ending
  way: Way
  lots: { figure: RefundFigure; interest: Interest }[]
  fees: { figure: RefundFigure; interest: Interest }[]
  /** Beside the lots: a promise, its interest, costs. */
  lines: DerivationLine[]
  principal_fen: Fen
  interest_fen: Fen
  costs_fen: Fen
  total_fen: Fen
  notices: Notice[]
}

export function sumCounted(counted: Counted, ending: Ending, pick: Pick): Sum {
  const { facts } = counted
  const way = endingWay(ending)
  const refused = isRefused(facts, ending, pick)
  const lots = counted.lots.map((one) => {
    const figure = refused && !one.cool ? NOT_ENDED : picked(one.ways[way], pick)
    return { figure, interest: lotInterest(one.lot, figure.amount_fen, facts, ending) }
  })
  const fees = counted.fees.map(({ label, paid_on, figure: ended }) => {
    const figure = refused ? NOT_ENDED : ended
    const on = { label, amount_fen: figure.amount_fen, paid_on, signed_on: paid_on }
    return { figure, interest: interestOn(on, facts, ending) }
  })
  const parts = [...lots, ...fees]
  const counted_fen = sumFen(parts.map(({ figure }) => figure.amount_fen))
  const less =
    pick === 'low' || pick === 'ended_low'
      ? lessOf(counted, way, pick)
      : pick === 'main' || pick === 'high'
        ? 0
        : lessBy(counted, way, pick)
  const promised = promisedMore(facts, Math.max(counted_fen - less, 0), ending)
  const principal_fen = fen(Math.max(counted_fen - less, 0) + promised.amount_fen)
  const costs = costsOf(facts, ending, pick)
  const full_fen = sumFen(parts.map(({ interest }) => interest.amount_fen))
  // What is taken off as a whole bears no interest either; in proportion, rounded down.
  const kept = counted_fen === 0 ? 0 : Math.max(counted_fen - less, 0)
  const interest_fen = fen(
    (less === 0 ? full_fen : Math.floor((full_fen * kept) / Math.max(counted_fen, 1))) +
      promised.interest.amount_fen,
  )
  const costs_fen = sumFen(costs.map(({ amount_fen }) => amount_fen))
  return {
    ending,
    way,
    lots,
    fees,
    lines: [
      ...promised.lines,
      ...parts.flatMap(({ interest }) => interest.lines),
      ...promised.interest.lines,
      ...costs,
    ],
    principal_fen,
    interest_fen,
    costs_fen,
    total_fen: fen(principal_fen + interest_fen + costs_fen),
    notices: parts.flatMap(({ interest }) => interest.notices),
  }
}

function picked({ figure, others }: WayFigure, pick: Pick): RefundFigure {
  if (pick === 'main' || others.length === 0) return figure
  if (pick !== 'low' && pick !== 'high' && pick !== 'ended_low')
    return others.find(({ id }) => id === pick)?.figure ?? figure
  const all = [figure, ...others.map((other) => other.figure)]
  const sorted = all.sort((a, b) => a.amount_fen - b.amount_fen)
  return (pick === 'high' ? sorted.at(-1) : sorted[0]) ?? figure
}

/** §13: the own wish alone is no ground to end; what is still in its cooling-off time needs none (§14). */
const isRefused = ({ may_not_end }: Facts, ending: Ending, pick: Pick): boolean =>
  may_not_end === true && ending === 'consumer' && (pick === 'low' || pick === 'own_wish_refused')
const NOT_ENDED: RefundFigure = {
  amount_fen: fen(0),
  lines: [
    line(
      wording(
        '法院不准解除的，合同继续履行，不退款',
        'If no court lets it end the contract goes on: nothing comes back',
      ),
      [13, 1],
      0,
    ),
  ],
}

const lotInterest = (lot: LotFacts, amount_fen: number, facts: Facts, ending: Ending): Interest =>
  interestOn(
    {
      label: lot.label,
      amount_fen,
      paid_on: lot.paid_on,
      signed_on: lot.signed_on ?? lot.paid_on,
    },
    facts,
    ending,
  )

/** All that may come off the whole at worst: top-ups taken together, gifts, the shop's proven costs. */
const lessOf = (counted: Counted, way: Way, pick: Pick): number =>
  pooledLess(counted, way, pick) + giftsFen(counted.facts) + shopCostsFen(counted.facts, way)
const lessBy = (counted: Counted, way: Way, pick: Pick): number =>
  pick === 'per_top_up'
    ? pooledLess(counted, way, 'main')
    : pick === 'gifts'
      ? giftsFen(counted.facts)
      : pick === 'shop_costs'
        ? shopCostsFen(counted.facts, way)
        : 0

/** §20 across payments: what one payment’s uses exceed it by, set against the others. */
function pooledLess({ facts, lots }: Counted, way: Way, pick: Pick): number {
  if (facts.each_payment_apart === true || way !== 'consumer_cause') return 0
  const open = lots.filter(({ cool, lot }) => !cool && lot.paid_fen > 0)
  if (open.length < 2) return 0
  const excess = sumFen(open.map(({ ways }) => Math.max(-ways[way].unfloored_fen, 0)))
  const rest = sumFen(open.map(({ ways }) => picked(ways[way], pick).amount_fen))
  return Math.min(excess, rest)
}
/** §21: gifts that were not given back may count whoever is the cause; the cause is one of the things a court weighs. */
export const giftsFen = ({ gifts }: Facts): number =>
  sumFen(gifts.map(({ value_fen, returned }) => (returned === true ? 0 : value_fen)))
/** §15 ¶2: what a shop that is not the cause may ask for; commissions never (¶3). */
export const shopCostsFen = ({ shop_claims }: Facts, way: Way): number =>
  way === 'not_consumer_cause' ? 0 : sumFen(shop_claims.filter(mayCount).map((c) => c.amount_fen))
const mayCount = ({ kind = 'other' }: ShopClaim): boolean => kind !== 'commission'

/** What the contract promises beyond the reckoning, never more than was paid, with interest like the rest. */
function promisedMore(facts: Facts, counted_fen: number, ending: Ending) {
  const none = {
    amount_fen: 0,
    lines: [],
    interest: { amount_fen: fen(0), lines: [], notices: [] },
  }
  const { terms, lots, fees } = facts
  if (terms.promised_fen === null) return none
  const all = [...lots, ...fees]
  const refunded = sumFen(all.map((one) => one.refunded_fen))
  const paid = sumFen(all.map((one) => one.paid_fen))
  const owed =
    terms.promised_after_refunds === true ? terms.promised_fen : terms.promised_fen - refunded
  const more = Math.min(owed, paid - refunded) - counted_fen
  const [first] = all
  if (more <= 0 || first === undefined) return none
  const said = wording('合同承诺退得更多，按合同', 'The contract promises more, and holds')
  const label = '承诺多退的部分'
  const { paid_on } = first
  const interest = interestOn(
    { label, amount_fen: more, paid_on, signed_on: paid_on },
    facts,
    ending,
  )
  return { amount_fen: more, lines: [line(said, ART([18, 2], [19, 3]), more)], interest }
}

/** Reasonable costs of the holder count when the shop is the cause (§15 ¶2; 民法典 §566). */
function costsOf({ costs }: Facts, ending: Ending, pick: Pick): DerivationLine[] {
  const counts = ending === 'merchant' || (ending === 'void' && pick === 'high')
  return counts
    ? costs.map(({ label, amount_fen }) =>
        line(wording(`合理费用：${label}`, `Reasonable cost: ${label}`), [15, 2], amount_fen),
      )
    : []
}

/** Once it has ended, whatever reading and whoever’s cause: the least of all. What was never said to be void is not counted as void. */
export function leastFen(counted: Counted): Fen {
  const ways = WAYS.filter(
    (way) => way !== 'void' || possibleEndings(counted.facts).includes('void'),
  )
  const endings: Record<Way, Ending> = {
    not_consumer_cause: 'neutral',
    consumer_cause: 'consumer',
    void: 'void',
  }
  return fen(
    Math.min(...ways.map((way) => sumCounted(counted, endings[way], 'ended_low').principal_fen)),
  )
}
export const possibleEndings = ({ cause, maybe = [] }: Facts): Ending[] => [
  ...new Set([cause, ...maybe]),
]
