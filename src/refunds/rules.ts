import { lotLeftFen } from '../cards/ending'
import type { StoredCard, StoredLot } from '../cards/store'
import { type Calendar, countWorkdays } from '../kernel/calendar'
import { type Fen, fen, proportion, sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import {
  dayStart,
  daysBetween,
  type Instant,
  type LocalDate,
  localDate,
  plusDays,
} from '../kernel/time'
import type { Cause, ContractTerms, LotFacts } from '../reckoning/facts'
import { addQuotes, type OpenQuote, openQuote, type Quote } from '../reckoning/quote'
import type { UsedFacts } from './used'

export type Basis = 'cooling_off' | 'not_consumer_cause' | 'consumer_cause' | 'awarded'
export type RefundStatus = 'asked' | 'contested' | 'decided' | 'done' | 'withdrawn'

/** The shop may contest the cause for five working days; silence pays (全国校外教育培训监管与服务平台的先例). */
const CONTEST_WORKDAYS = 5
/** After ten days the authority is told; after fifteen what is open goes to the holder (处罚办法 §10). */
const ESCALATES_DAYS = 10
const DECIDE_DAYS = 15

const endOf = (day: LocalDate): Instant => dayStart(plusDays(day, 1))
/** Until when a shop may contest. `provisional_after`: the calendar ended there, so the end may still move later. */
type Contest = { contest_by: Instant; provisional_after: LocalDate | null }
function contestEnds(calendar: Calendar, requested_at: Instant): Contest {
  const { last_day, provisional_after } = countWorkdays(
    calendar,
    localDate(requested_at),
    CONTEST_WORKDAYS,
  )
  return { contest_by: endOf(last_day), provisional_after }
}
/** A provisional end as it is counted now: never earlier than what both were told. */
export function contestAgain(calendar: Calendar, was: Contest, requested_at: Instant): Contest {
  const now = contestEnds(calendar, requested_at)
  return now.contest_by > was.contest_by ? now : { ...now, contest_by: was.contest_by }
}

/** The three clocks of a disputed refund; each ends with its day, the first one never on a day off (民法典 §203). */
export function deadlinesFor(calendar: Calendar, requested_at: Instant) {
  const on = localDate(requested_at)
  return {
    ...contestEnds(calendar, requested_at),
    escalates_at: endOf(plusDays(on, ESCALATES_DAYS)),
    decide_by: endOf(plusDays(on, DECIDE_DAYS)),
  }
}

const TERMS: ContractTerms = {
  cooling_off_days: null,
  own_wish_at_paid_price: false,
  interest_bp: null,
  interest_from: 'termination',
  promised_fen: null,
}
/** What of a lot counts as used: everything but its free units, so that an open hold is never given back twice. */
const usedOrHeld = (lot: StoredLot): number => lot.used_units + lot.held_units

/**
 * A lot of ours as the law's engine asks for it. An item that takes several visits of a count card counts at its own list
 * price (§19), not at so many times the price of one.
 */
function factsOf(
  lot: StoredLot,
  card: Pick<StoredCard, 'kind' | 'days_off'>,
  used: UsedFacts,
): LotFacts {
  const units = usedOrHeld(lot)
  const touched = used.touched.includes(lot.id)
  const use = {
    on: null,
    units,
    list_value_fen: units * lot.list_price_fen + (used.list_shifts[lot.id] ?? 0),
    market_value_fen: null,
  }
  return {
    label: `${localDate(lot.bought_at)} 付款的一笔`,
    kind: card.kind,
    paid_on: localDate(lot.bought_at),
    paid_fen: lot.paid_fen,
    face_units: lot.face_units,
    bonus_units: lot.bonus_units,
    discount_bp: 10_000,
    list_price_fen: lot.list_price_fen,
    starts_on: lot.starts_on,
    ends_on: lot.ends_on,
    uses: units > 0 || touched ? [use] : [],
    days_off: card.days_off,
    stopped_on: null,
    visits: visitsOf(used.visits[lot.id]),
    // What this very refund has given back already is part of the figure; what a lost dispute took came before it.
    refunded_fen: lot.charged_back_fen,
    had_same_before: false,
    list_price_unproven: false,
    shares_and_keeps: true,
  }
}

/** Our contracts count a period card by days, limited in visits or not. */
const visitsOf = (known: { max: number; used: number } | undefined): LotFacts['visits'] =>
  known === undefined ? null : { ...known, count_by: 'days', list_price_fen: null }

type Asked = {
  cause: Cause
  lots: readonly StoredLot[]
  card: Pick<StoredCard, 'kind' | 'days_off'>
  used: UsedFacts
  on: LocalDate
}
/** A quote of our own lots, with what their open uses would add if they were decided for the holder. */
export type CaseQuote = OpenQuote & { contested_fen: Fen }
/**
 * The law's figures for lots of one card that end today (docs/refunds.md): each by its own contract, then added up.
 * Units tied to an open use count as used; `contested_fen` is what comes on top, by this cause, when they come back.
 */
export function quoteFor(asked: Asked): CaseQuote {
  const quoted = added(asked)
  const tied = asked.lots.some(({ held_units }) => held_units > 0)
  const free = tied
    ? added({ ...asked, lots: asked.lots.map((lot) => ({ ...lot, held_units: 0 })) })
    : quoted
  return {
    ...quoted,
    contested_fen: fen(Math.max(free.principal_fen - quoted.principal_fen, 0)),
  }
}
const added = (asked: Asked): OpenQuote =>
  asked.lots.map((lot) => quoteLot(asked, lot)).reduce(addQuotes)

function quoteLot({ cause, card, used, on }: Asked, lot: StoredLot): OpenQuote {
  const cooling_off_days =
    daysBetween(localDate(lot.bought_at), localDate(lot.cool_off_ends_at)) - 1
  // A period card of ours goes by days whoever is the cause: the contract says so, and it is the better one (§19 ¶3).
  const own_wish_at_paid_price = card.kind === 'period'
  return openQuote({
    cause,
    terminated_on: on,
    refunded_on: on,
    lots: [factsOf(lot, card, used)],
    fees: [],
    gifts: [],
    shop_claims: [],
    costs: [],
    terms: { ...TERMS, cooling_off_days, own_wish_at_paid_price },
    supervised_bp: null,
    // The contract ends on the day the money leaves: no day bears interest, so no rate is asked.
    rates: null,
  })
}

/**
 * What is decided from the start. A cooling-off must apply to every lot asked for; the holder's own wish leaves
 * nothing to dispute; where both ways of counting agree there is nothing to wait for. Null: the shop is asked.
 * Refuses cooling_off_not_applicable.
 */
export function basisAtOnce(cause: Cause, quoted: Quote): Basis | null {
  const cool = quoted.lots.every((lot) => lot.basis === 'cooling_off')
  if (cause === 'cooling_off' && !cool) {
    const detail = quoted.notices.map(({ text }) => text).join('；')
    refuse('cooling_off_not_applicable', { detail })
  }
  if (cool) return 'cooling_off'
  if (cause === 'consumer') return 'consumer_cause'
  return quoted.disputed_fen === 0 ? 'not_consumer_cause' : null
}

/** A lot in a refund, with what is on its way already (parts neither failed nor withdrawn nor succeeded). */
type OpenLot = { lot: StoredLot; pending_fen: number; sure_fen: number; gap_fen: number }
/** What each lot gives back at least, and what hangs on the cause, as it stands with open holds counted as used. */
export function figuresNow(quoted: Quote, lots: readonly StoredLot[], pending: Pending): OpenLot[] {
  return lots.map((lot, i) => {
    const of = quoted.lots[i] ?? refuse('refund_not_found')
    const low = of.consumer_cause.amount_fen
    const high = of.not_consumer_cause.amount_fen
    return {
      lot,
      pending_fen: pending.get(lot.id) ?? 0,
      sure_fen: Math.min(low, high),
      gap_fen: Math.max(high - low, 0),
    }
  })
}
type Pending = ReadonlyMap<string, number>

export type Step = {
  /** New money on its way to the holder, per lot. */
  pay: { lot_id: string; amount_fen: number }[]
  /** The price difference that goes to the shop, per lot; only when the basis is settled and nothing is held. */
  differ: { lot_id: string; amount_fen: number }[]
  /** Nothing of these lots is left to be decided: when the parts have arrived, the refund is done. */
  complete: boolean
}
/**
 * What may move now. Before the cause is settled only what nobody can dispute; afterwards what it gives, and the
 * rest to the shop. Units that an open hold ties count as used until it is resolved, so no fen is promised twice.
 */
export function refundStep(
  basis: Basis | null,
  awarded_fen: number | null,
  open: readonly OpenLot[],
): Step {
  const shares = awardShares(
    awarded_fen ?? 0,
    open.map(({ gap_fen }) => gap_fen),
  )
  const step: Step = { pay: [], differ: [], complete: basis !== null }
  for (const [i, { lot, pending_fen, sure_fen, gap_fen }] of open.entries()) {
    const more = extra(basis, { gap_fen, share_fen: shares[i] ?? 0 })
    if (lot.dispute_id !== null) {
      step.complete = false
      continue
    }
    const left_fen = lotLeftFen(lot) - pending_fen
    const given_fen = lot.refunded_fen - lot.charged_back_fen
    const due_fen = sure_fen + more - given_fen - pending_fen
    const pay_fen = Math.max(Math.min(due_fen, left_fen), 0)
    if (pay_fen > 0) step.pay.push({ lot_id: lot.id, amount_fen: pay_fen })
    if (lot.held_units > 0) step.complete = false
    else if (basis !== null && left_fen > pay_fen)
      step.differ.push({ lot_id: lot.id, amount_fen: left_fen - pay_fen })
  }
  return step
}
const extra = (basis: Basis | null, of: { gap_fen: number; share_fen: number }): number =>
  basis === 'not_consumer_cause' || basis === 'cooling_off'
    ? of.gap_fen
    : basis === 'awarded'
      ? of.share_fen
      : 0

/** What a mediator's award of so much does to what is in dispute; null where it would be more than that. */
export const awardEffect = (disputed_fen: number, awarded_fen: number) =>
  awarded_fen > disputed_fen
    ? null
    : { awarded_fen, difference_fen: fen(disputed_fen - awarded_fen) }
/** The awards people ask for most: all of it, half of it with the odd fen to the shop, nothing. */
export const awardChoices = (disputed_fen: number) => ({
  all_fen: disputed_fen,
  half_fen: proportion(disputed_fen, 1, 2),
  none_fen: 0,
})

/** Splits an award over lots by their gaps, on running totals: the parts add up to the whole. */
export function awardShares(award_fen: number, gaps: readonly number[]): number[] {
  const whole = sumFen(gaps)
  if (whole === 0) return gaps.map(() => 0)
  let before = 0
  return gaps.map((gap) => {
    const from = proportion(Math.min(award_fen, whole), before, whole)
    before += gap
    return fen(proportion(Math.min(award_fen, whole), before, whole) - from)
  })
}
