import type * as z from 'zod'
import { fen, proportion, yuan } from '../kernel/money'
import { plusDays } from '../kernel/time'
import { allocate } from '../law/allocation'
import type { Facts, LotFacts, UseFact } from '../law/facts'
import { ART } from '../law/figures'
import type { RateTables } from '../law/interest'
import { faceUnits } from '../law/offer-terms'
import { type Quote, quote } from '../law/quote'
import type { Calculation, NewCalculation } from './shape'

type Said = NewCalculation['lots'][number]
type SaidUse = NewCalculation['uses'][number]

/** Answers what any holder of any prepaid card may ask: the law's figure, its alternatives and every line of it. */
export function calculate(request: NewCalculation, rates: RateTables): z.input<typeof Calculation> {
  const stated = request.lots.map(lotFrom)
  const [first] = request.lots
  const shared = request.uses.map((use) => useFrom(use, first))
  const { lots, left_units } = allocate(stated, shared)
  const { cooling_off_days, interest_bp, promised_fen, ...terms } = request.terms ?? {
    own_wish_at_paid_price: false,
    interest_from: 'termination' as const,
  }
  const facts: Facts = {
    cause: request.cause,
    terminated_on: request.terminated_on,
    refunded_on: request.refunded_on ?? request.terminated_on,
    lots,
    fees: request.fees.map((fee) => ({ ...fee, starts_on: fee.starts_on ?? fee.paid_on })),
    gifts: request.gifts,
    shop_claims: request.shop_claims,
    costs: request.costs,
    terms: {
      ...terms,
      cooling_off_days: cooling_off_days ?? null,
      interest_bp: interest_bp ?? null,
      promised_fen: promised_fen ?? null,
    },
    supervised_bp: request.supervised_bp ?? null,
    rates,
  }
  const over = left_units > 0 || lots.some((lot) => overused(lot))
  return present(quote(facts), over)
}

const overused = (lot: LotFacts): boolean =>
  lot.kind !== 'period' && lot.uses.reduce((sum, { units }) => sum + units, 0) > lot.face_units

function lotFrom(said: Said, index: number): LotFacts {
  const { paid_on, paid_fen, refunded_fen, had_same_before, list_price_unproven } = said
  const base = {
    label: said.label ?? `第 ${index + 1} 笔（${paid_on}）`,
    paid_on,
    ...(said.signed_on ? { signed_on: said.signed_on } : {}),
    paid_fen,
    refunded_fen,
    had_same_before,
    list_price_unproven,
  }
  if (said.kind === 'period') return { ...base, ...periodOf(said) }
  const ends_on = said.ends_on ?? null
  const uses = said.uses.map((use) => useFrom(use, said))
  const none = { days_off: [], stopped_on: null, visits: null, discount_bp: 10_000 }
  return { ...base, ...none, starts_on: paid_on, ends_on, uses, ...unitsOf(said) }
}

/** What a card by value or by number can buy, and what one unit costs. */
function unitsOf(said: Exclude<Said, { kind: 'period' }>) {
  if (said.kind === 'count') {
    const { kind, visits, bonus_visits } = said
    const list_price_fen = said.list_price_fen ?? null
    return { kind, face_units: visits + bonus_visits, bonus_units: bonus_visits, list_price_fen }
  }
  const { kind, paid_fen, bonus_fen, discount_bp } = said
  const none = { visits: 0, bonus_visits: 0, days: 0 }
  const face_units = faceUnits({ kind, price_fen: paid_fen, bonus_fen, discount_bp, ...none })
  return { kind, face_units, bonus_units: bonus_fen, list_price_fen: 1, discount_bp }
}

function periodOf(said: Extract<Said, { kind: 'period' }>) {
  const starts_on = said.starts_on ?? said.paid_on
  const { visits } = said
  return {
    kind: said.kind,
    face_units: said.days,
    bonus_units: 0,
    discount_bp: 10_000,
    list_price_fen: said.list_price_fen ?? null,
    starts_on,
    ends_on: plusDays(starts_on, said.days - 1),
    uses: said.used_before_cooling_off
      ? [{ on: null, units: 0, list_value_fen: 0, market_value_fen: null }]
      : [],
    days_off: said.paused,
    stopped_on: said.stopped_on ?? null,
    visits: visits
      ? {
          max: visits.max,
          used: visits.used,
          count_by: visits.count_by ?? null,
          list_price_fen: visits.list_price_fen ?? null,
        }
      : null,
  }
}

/** A use in units and list value. What was charged after a member discount is turned back into list value, rounded down. */
function useFrom(use: SaidUse, lot: Said | undefined): UseFact {
  const on = use.on ?? null
  if ('visits' in use) {
    const list_price_fen =
      use.list_price_fen ?? (lot?.kind === 'count' ? (lot.list_price_fen ?? 0) : 0)
    const market = use.market_price_fen
    return {
      on,
      units: use.visits,
      list_value_fen: fen(use.visits * list_price_fen),
      market_value_fen: market === undefined ? null : fen(use.visits * market),
    }
  }
  const discount_bp = lot?.kind === 'stored_value' ? lot.discount_bp : 10_000
  const list_value_fen = use.list_value_fen ?? proportion(use.charged_fen ?? 0, 10_000, discount_bp)
  return {
    on,
    units: list_value_fen,
    list_value_fen,
    market_value_fen: use.market_value_fen ?? null,
  }
}

function present(q: Quote, overused_somewhere: boolean): z.input<typeof Calculation> {
  const over = overused_somewhere
    ? [{ text: '用掉的比买的多，按全部用完计；超出的部分不用补', article: ART(20) }]
    : []
  return {
    object: 'refund_calculation',
    cause: q.cause,
    principal_fen: q.principal_fen,
    interest_fen: q.interest_fen,
    costs_fen: q.costs_fen,
    total_fen: q.total_fen,
    undisputed_fen: q.undisputed_fen,
    disputed_fen: q.disputed_fen,
    alternatives: {
      not_consumer_cause_fen: q.not_consumer_cause_fen,
      consumer_cause_fen: q.consumer_cause_fen,
    },
    lots: q.lots,
    fees: q.fees,
    lines: q.lines,
    notices: [...q.notices, ...over],
    sentence: sentenceOf(q),
  }
}

/** The one sentence a person takes away. */
function sentenceOf(q: Quote): string {
  const why = {
    cooling_off: '冷静期退款',
    consumer: '您自己要退',
    merchant: '店家的原因',
    neutral: '不怪任何一方',
  }
  const gap =
    q.disputed_fen > 0
      ? `其中 ${yuan(q.undisputed_fen)} 不管是谁的原因都要退，另外 ${yuan(q.disputed_fen)} 要看是谁的原因。`
      : '不管是谁的原因，都是这个数。'
  const interest = q.interest_fen > 0 ? `，含利息 ${yuan(q.interest_fen)}` : ''
  return `按「${why[q.cause]}」，依法应退 ${yuan(q.total_fen)}${interest}。${gap}`
}
