import { type Fen, fen, sumFen } from '../kernel/money'
import type { DerivationLine, Notice, RefundFigure } from '../law/wording'
import { besides } from './besides'
import type { Ending, Facts, Way } from './facts'
import { type OpenQuestion, openQuestions } from './open-questions'
import { type Counted, count, leastFen, possibleEndings, type Sum, sumCounted } from './reckon'
import { localNotices } from './region'

/** How a lot's money was counted in the end. */
type Basis = 'cooling_off' | Way
type LotQuote = {
  label: string
  basis: Basis
  principal: RefundFigure
  not_consumer_cause: RefundFigure
  consumer_cause: RefundFigure
  interest_fen: Fen
  used_units: number
}
export type Quote = {
  cause: Ending
  principal_fen: Fen
  interest_fen: Fen
  costs_fen: Fen
  total_fen: Fen
  /** What the readings with most support give whoever is the cause. It is paid at once. */
  undisputed_fen: Fen
  /** What hangs on whose cause it was. */
  disputed_fen: Fen
  not_consumer_cause_fen: Fen
  consumer_cause_fen: Fen
  lots: LotQuote[]
  fees: { label: string; principal: RefundFigure; interest_fen: Fen }[]
  /** Lines beside the lots: interest, costs, a promised minimum. With the lots' and fees' lines they add up to the total. */
  lines: DerivationLine[]
  notices: Notice[]
}
/** A quote with its readings: the totals between which it lies, over the causes in question, and what is open. */
export type OpenQuote = Quote & { range: { low_fen: Fen; high_fen: Fen }; open: OpenQuestion[] }
/** A quote with everything that is open about it. */
export type FullQuote = OpenQuote & {
  /** Proved for every cause and every reading: the principal that comes back in any case. */
  at_least_fen: Fen
  /** Punitive damages beside the refund (消费者权益保护法 §55), where the shop fled (§23); never in the total. */
  punitive: { low_fen: Fen; high_fen: Fen } | null
}

/**
 * What the law gives back (法释〔2025〕4号 §14–§22), line by line. Pure: facts in, amounts and their derivation out. The
 * lines of lots and fees, and `lines`, add up to `total_fen`; nothing is ever below 0, and no lot gives back more than
 * was paid for it.
 */
export function openQuote(facts: Facts): OpenQuote {
  return opened(count(facts))
}
function opened(counted: Counted): OpenQuote {
  const { facts } = counted
  const main = quoted(counted)
  const endings = possibleEndings(facts)
  const totals = (pick: 'low' | 'high') =>
    endings.map((ending) => sumCounted(counted, ending, pick).total_fen)
  const low_fen = fen(Math.min(main.total_fen, ...totals('low')))
  const high_fen = fen(Math.max(main.total_fen, ...totals('high')))
  return { ...main, range: { low_fen, high_fen }, open: openQuestions(counted) }
}

/** The same with what holds in any case, and what stands beside it. */
export function fullQuote(facts: Facts): FullQuote {
  const counted = count(facts)
  const main = opened(counted)
  return {
    ...main,
    notices: distinct([
      ...main.notices,
      ...besides(facts, main.principal_fen),
      ...localNotices(facts.region ?? null, facts.terminated_on, isCool(counted)),
    ]),
    at_least_fen: leastFen(counted),
    punitive: punitiveOf(facts, main.principal_fen),
  }
}

function quoted(counted: Counted): Quote {
  const { facts } = counted
  const sum = sumCounted(counted, facts.cause, 'main')
  const fair = principalBy(counted, 'neutral')
  const listed = principalBy(counted, 'consumer')
  const lots: LotQuote[] = counted.lots.map((one, i) => ({
    label: one.lot.label,
    basis: one.cool ? 'cooling_off' : sum.way,
    principal: sum.lots[i]?.figure ?? one.ways[sum.way].figure,
    not_consumer_cause: one.ways.not_consumer_cause.figure,
    consumer_cause: one.ways.consumer_cause.figure,
    interest_fen: sum.lots[i]?.interest.amount_fen ?? fen(0),
    used_units: one.used_units,
  }))
  const { principal_fen, interest_fen, costs_fen, total_fen, lines } = sum
  return {
    cause: facts.cause,
    principal_fen,
    interest_fen,
    costs_fen,
    total_fen,
    undisputed_fen: fen(Math.min(principal_fen, fair, listed)),
    disputed_fen: fen(Math.max(fair - listed, 0)),
    not_consumer_cause_fen: fair,
    consumer_cause_fen: listed,
    lots,
    fees: feesOf(counted, sum),
    lines,
    notices: distinct([
      ...counted.lots.flatMap(({ notices }) => notices),
      ...counted.lots.flatMap(({ cool, ways }) => (cool ? [] : (ways[sum.way].said ?? []))),
      ...sum.notices,
    ]),
  }
}

/** Quotes of payments that end together, each by its own contract: sums, ranges and readings of all of them. */
export function addQuotes(a: OpenQuote, b: OpenQuote): OpenQuote {
  const sum = { ...a }
  for (const field of SUMS) sum[field] = fen(a[field] + b[field])
  return {
    ...sum,
    range: {
      low_fen: fen(a.range.low_fen + b.range.low_fen),
      high_fen: fen(a.range.high_fen + b.range.high_fen),
    },
    open: openTogether(a, b),
    lots: [...a.lots, ...b.lots],
    fees: [...a.fees, ...b.fees],
    lines: [...a.lines, ...b.lines],
    notices: distinct([...a.notices, ...b.notices]),
  }
}
const SUMS = [
  'principal_fen',
  'interest_fen',
  'costs_fen',
  'total_fen',
  'undisputed_fen',
  'disputed_fen',
  'not_consumer_cause_fen',
  'consumer_cause_fen',
] as const

/** A question of either is one of both: where it is not asked, the main reading stands. */
function openTogether(a: OpenQuote, b: OpenQuote): OpenQuestion[] {
  const ids = new Set([...a.open, ...b.open].map(({ id }) => id))
  return [...ids].flatMap((id) => {
    const [of_a, of_b] = [a, b].map(({ open }) => open.find((one) => one.id === id))
    const asked = of_a ?? of_b
    if (!asked) return []
    const options = asked.options.map((option, i) => {
      const parts = [of_a?.options[i] ?? mainOf(a), of_b?.options[i] ?? mainOf(b)]
      return {
        ...option,
        total_fen: sumFen(parts.map(({ total_fen }) => total_fen)),
        lines: parts.flatMap(({ lines }) => lines),
      }
    })
    return [{ ...asked, options }]
  })
}
const mainOf = ({ total_fen, lots, fees, lines }: Quote) => ({
  total_fen,
  lines: [...[...lots, ...fees].flatMap(({ principal }) => principal.lines), ...lines],
})

const isCool = ({ lots }: Counted): boolean => lots.some(({ cool }) => cool)
const feesOf = (counted: Counted, sum: Sum): Quote['fees'] =>
  counted.fees.map(({ label, figure }, i) => ({
    label,
    principal: figure,
    interest_fen: sum.fees[i]?.interest.amount_fen ?? fen(0),
  }))
/** Without the promise of a contract: what the law alone gives by each cause. */
function principalBy(counted: Counted, ending: Ending): Fen {
  const { lots, fees } = sumCounted(counted, ending, 'main')
  return fen([...lots, ...fees].reduce((sum, { figure }) => sum + figure.amount_fen, 0))
}

const PUNITIVE_MIN_FEN = 50_000
/** Three times the price: of what was not delivered, or of all that was paid; at least 500 yuan. */
function punitiveOf(facts: Facts, left_fen: number): FullQuote['punitive'] {
  if (facts.fled !== true) return null
  const paid_fen = [...facts.lots, ...facts.fees].reduce((sum, one) => sum + one.paid_fen, 0)
  const times = (base: number): Fen => fen(Math.max(base * 3, PUNITIVE_MIN_FEN))
  return { low_fen: times(left_fen), high_fen: times(paid_fen) }
}

const distinct = (notices: readonly Notice[]): Notice[] => [
  ...new Map(notices.map((notice) => [notice.text, notice])).values(),
]
