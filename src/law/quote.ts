import { type Fen, fen, sumFen, yuan } from '../kernel/money'
import { plusDays } from '../kernel/time'
import type { Cause, ContractTerms, Facts, LotFacts } from './facts'
import { ART, feeFigure, figuresOf, type LotFigures, line, type Notice } from './figures'
import { type Interest, interestOn } from './interest'
import type { RefundFigure } from './lots'

const COOLING_OFF_DAYS = 7
/** How a lot's money was counted in the end. */
type Basis = 'cooling_off' | 'not_consumer_cause' | 'consumer_cause'
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
  cause: Cause
  principal_fen: Fen
  interest_fen: Fen
  costs_fen: Fen
  total_fen: Fen
  /** The figure that nobody can dispute: whichever way is worse for the holder. It is paid at once. */
  undisputed_fen: Fen
  /** What hangs on whose cause it was. */
  disputed_fen: Fen
  not_consumer_cause_fen: Fen
  consumer_cause_fen: Fen
  lots: LotQuote[]
  fees: { label: string; principal: RefundFigure; interest_fen: Fen }[]
  /** Lines beside the lots: interest, costs, a promised minimum. With the lots' and fees' lines they add up to the total. */
  lines: RefundFigure['lines']
  notices: Notice[]
}

/**
 * What the law gives back (法释〔2025〕4号 §14–§22), line by line. Pure: facts in, amounts and their derivation out. The
 * lines of lots and fees, and `lines`, add up to `total_fen`; nothing is ever below 0, and no lot gives back more than
 * was paid for it.
 */
export function quote(facts: Facts): Quote {
  const lots = facts.lots.map((lot) => quoteLot(lot, facts))
  const fees = facts.fees.map((fee) => {
    const principal = feeFigure(fee, facts.terminated_on)
    const interest = interestOn(
      {
        label: fee.label,
        amount_fen: principal.amount_fen,
        paid_on: fee.paid_on,
        signed_on: fee.paid_on,
      },
      facts,
    )
    return { label: fee.label, principal, interest }
  })
  const counted_fen = sumFen([...lots, ...fees].map(({ principal }) => principal.amount_fen))
  const promised = promisedMore(facts, counted_fen)
  const interests: Interest[] = [...lots, ...fees].map(({ interest }) => interest)
  const costs = costsOf(facts)
  const principal_fen = fen(counted_fen + sumFen(promised.map(({ amount_fen }) => amount_fen)))
  const interest_fen = sumFen(interests.map(({ amount_fen }) => amount_fen))
  const costs_fen = sumFen(costs.map(({ amount_fen }) => amount_fen))
  const fees_fen = sumFen(fees.map(({ principal }) => principal.amount_fen))
  const not_consumer_cause_fen = totalBy(lots, 'not_consumer_cause', fees_fen)
  const consumer_cause_fen = totalBy(lots, 'consumer_cause', fees_fen)
  return {
    cause: facts.cause,
    principal_fen,
    interest_fen,
    costs_fen,
    total_fen: fen(principal_fen + interest_fen + costs_fen),
    undisputed_fen: fen(Math.min(principal_fen, consumer_cause_fen)),
    disputed_fen: fen(Math.max(not_consumer_cause_fen - consumer_cause_fen, 0)),
    not_consumer_cause_fen,
    consumer_cause_fen,
    lots: lots.map(({ interest, notices: _notices, ...lot }) => ({
      ...lot,
      interest_fen: interest.amount_fen,
    })),
    fees: fees.map(({ interest, ...fee }) => ({ ...fee, interest_fen: interest.amount_fen })),
    lines: [...promised, ...interests.flatMap(({ lines }) => lines), ...costs],
    notices: distinct([
      ...lots.flatMap(({ notices }) => notices),
      ...interests.flatMap(({ notices }) => notices),
      ...besides(facts),
    ]),
  }
}

function quoteLot(lot: LotFacts, facts: Facts) {
  const figures = figuresOf(lot, facts.terminated_on, facts.terms)
  const cool = coolingOff(lot, facts)
  const entitled: LotFigures = cool.applies
    ? { ...figures, not_consumer_cause: wholeOf(lot), consumer_cause: wholeOf(lot) }
    : figures
  const by_consumer = facts.cause === 'consumer' || facts.cause === 'cooling_off'
  const basis: Basis = cool.applies
    ? 'cooling_off'
    : by_consumer
      ? 'consumer_cause'
      : 'not_consumer_cause'
  const principal =
    basis === 'not_consumer_cause' ? entitled.not_consumer_cause : entitled.consumer_cause
  const label = lot.label
  const interest = interestOn(
    {
      label,
      amount_fen: principal.amount_fen,
      paid_on: lot.paid_on,
      signed_on: lot.signed_on ?? lot.paid_on,
    },
    facts,
  )
  return {
    label,
    basis,
    principal,
    not_consumer_cause: entitled.not_consumer_cause,
    consumer_cause: entitled.consumer_cause,
    used_units: figures.used_units,
    interest,
    notices: [...figures.notices, ...cool.notices],
  }
}

/** §14: seven days from payment, the day of payment not counted (民法典 §201), for a lot that nobody has used. */
function coolingOff(lot: LotFacts, facts: Facts): { applies: boolean; notices: Notice[] } {
  const days = coolingOffDays(facts.terms)
  const last_on = plusDays(lot.paid_on, days)
  const in_time = facts.terminated_on <= last_on
  const touched = lot.uses.length > 0 || (lot.visits?.used ?? 0) > 0
  if (in_time && !touched && !lot.had_same_before) return { applies: true, notices: [] }
  if (facts.cause !== 'cooling_off') return { applies: false, notices: [] }
  const why = !in_time
    ? `已过 ${days} 天冷静期（最后一天是 ${last_on}）`
    : touched
      ? '冷静期内已经用过，用掉的部分要扣'
      : '付款前已经从店家或别家得到过同样的商品或服务'
  const text = `${lot.label}：${why}，不适用无理由全退，按因消费者原因计算`
  return { applies: false, notices: [{ text, article: ART(14) }] }
}
/** Better terms hold, worse ones do not (§14 ¶2). */
const coolingOffDays = (terms: ContractTerms): number =>
  Math.max(terms.cooling_off_days ?? 0, COOLING_OFF_DAYS)

const wholeOf = (lot: LotFacts): RefundFigure => ({
  amount_fen: fen(lot.paid_fen - lot.refunded_fen),
  lines: [
    line('冷静期内没有用过，付的本金全退', 14, lot.paid_fen),
    ...(lot.refunded_fen === 0 ? [] : [line('减去以前已退的', 15, -lot.refunded_fen)]),
  ],
})

/** What the contract promises beyond the reckoning, never more than was paid. */
function promisedMore({ terms, lots, fees }: Facts, counted_fen: number): RefundFigure['lines'] {
  if (terms.promised_fen === null) return []
  const paid = sumFen([...lots, ...fees].map((one) => one.paid_fen - one.refunded_fen))
  const more = Math.min(terms.promised_fen, paid) - counted_fen
  return more > 0 ? [line('合同承诺退得更多，按合同', [18, 19], more)] : []
}

/** Reasonable costs of the holder count when the shop is the cause (§15 ¶2; 民法典 §566). */
const costsOf = ({ cause, costs }: Facts): RefundFigure['lines'] =>
  cause === 'merchant'
    ? costs.map((cost) => line(`合理费用：${cost.label}`, 15, cost.amount_fen))
    : []

/** What neither adds nor takes away, and why. */
function besides({ cause, costs, gifts, shop_claims }: Facts): Notice[] {
  const left_out = cause === 'merchant' ? [] : costs
  return [
    ...gifts.map(({ label, value_fen }) => ({
      text: `赠品「${label}」（${yuan(value_fen)}）不自动扣；店家要求返还或折价的，由调解或法院看情况定`,
      article: ART(21),
    })),
    ...shop_claims.map(({ label, amount_fen }) => ({
      text: `店家要扣的「${label}」（${yuan(amount_fen)}）不能从退款里扣`,
      article: ART(15, 9),
    })),
    ...left_out.map(({ label }) => ({
      text: `费用「${label}」要店家的原因才由店家承担，这里没有算进去`,
      article: ART(15),
    })),
  ]
}

const totalBy = (
  lots: readonly Pick<LotQuote, 'not_consumer_cause' | 'consumer_cause'>[],
  way: 'not_consumer_cause' | 'consumer_cause',
  fees_fen: number,
): Fen => fen(sumFen(lots.map((lot) => lot[way].amount_fen)) + fees_fen)

const distinct = (notices: readonly Notice[]): Notice[] => [
  ...new Map(notices.map((notice) => [notice.text, notice])).values(),
]
