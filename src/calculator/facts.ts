import type { City } from '../kernel/city'
import { fen, proportion } from '../kernel/money'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import { faceUnits } from '../law/offer-terms'
import { plusMonths } from '../law/sale-rules'
import { allocate, unitsUsed } from '../reckoning/allocation'
import type { Facts, LotFacts, UseFact } from '../reckoning/facts'
import { endingsFor } from '../reckoning/grounds'
import { cityRates } from '../reckoning/interest'
import { inHundredths } from './hundredths'
import type { NewCalculation } from './shape'

type Said = NewCalculation['lots'][number]
type SaidUse = NewCalculation['uses'][number]
type Of<K extends Said['kind']> = Extract<Said, { kind: K }>

/** What is asked, as the law's engine takes it; and whether more was used than bought. */
export function factsFrom(
  request: NewCalculation,
  city: Pick<City, 'calendar'> & City,
): { facts: Facts; overused: boolean } {
  const scale = hasFractions(request) ? FRACTIONS : 1
  const stated = request.lots.map((lot, i) => lotFrom(lot, i, { request, scale }))
  const [first] = request.lots
  const shared = request.uses.map((use) => useFrom(use, first, scale))
  const { lots, left_units } = allocate(stated, shared)
  const overused = left_units > 0 || lots.some(isOverused)
  const [cause, ...maybe] = endingsOf(request)
  const { cooling_off_days, interest_bp, promised_fen, ...terms } = request.terms ?? NO_TERMS
  const facts: Facts = {
    cause,
    maybe,
    terminated_on: request.terminated_on,
    refunded_on: request.refunded_on ?? request.terminated_on,
    lots,
    may_not_end: mayNotEnd(request),
    each_payment_apart: request.each_payment_apart,
    fees: feesFrom(request),
    gifts: request.gifts,
    shop_claims: request.shop_claims,
    costs: request.costs,
    terms: {
      ...terms,
      cooling_off_days: cooling_off_days ?? null,
      interest_bp: interest_bp ?? null,
      promised_fen: promised_fen ?? null,
    },
    fled: request.fled,
    unlawful_service: request.minor?.unlawful_service ?? false,
    supervised_bp: request.supervised_bp ?? null,
    rates: cityRates(city),
    calendar: city.calendar,
    region: request.region ?? null,
  }
  return { facts, overused }
}
const NO_TERMS = {
  own_wish_at_paid_price: false,
  interest_from: 'termination' as const,
  promised_after_refunds: false,
  cooling_off_days: undefined,
  interest_bp: undefined,
  promised_fen: undefined,
}

/** An own wish of which neither contract nor shop says that it may end; a cause that was stated is taken for settled. */
const mayNotEnd = ({ cause, ground, may_end, terms }: NewCalculation): boolean =>
  cause === undefined &&
  (ground === 'own_wish' || ground === 'moved_away') &&
  may_end !== true &&
  terms?.promised_fen === undefined &&
  terms?.own_wish_at_paid_price !== true

/** The cause that was stated holds; else those the ground may be found to be; else any. */
function endingsOf(request: NewCalculation) {
  const { cause, ground, unforeseeable, minor } = request
  if (cause !== undefined) return [cause] as const
  return endingsFor(ground ?? 'unknown', { unforeseeable, minor })
}

/** Half visits and per cents are counted in ten-thousandths. */
const FRACTIONS = 10_000
function hasFractions({ lots, uses }: NewCalculation): boolean {
  const numbers = lots.flatMap((lot) => {
    if (lot.kind !== 'count') return []
    if (lot.used_percent !== undefined) return [0.5]
    return [lot.visits, lot.bonus_visits, lot.left_visits ?? 0, ...lot.uses.map((u) => u.visits)]
  })
  const shared = uses.flatMap((use) => ('visits' in use ? [use.visits] : []))
  return [...numbers, ...shared].some((n) => !Number.isInteger(n))
}
const scaled = (n: number, scale: number): number =>
  scale === 1 ? n : inHundredths(n) * (scale / 100)

const isOverused = (lot: LotFacts): boolean =>
  lot.kind !== 'period' && unitsUsed(lot.uses) > lot.face_units

type Case = { request: NewCalculation; scale: number }
function lotFrom(said: Said, index: number, { request, scale }: Case): LotFacts {
  const { paid_on, paid_fen, refunded_fen, had_same_before, had_same_elsewhere } = said
  const base = {
    label: said.label ?? `第 ${index + 1} 笔（${paid_on}）`,
    paid_on,
    ...(said.signed_on ? { signed_on: said.signed_on } : {}),
    paid_fen,
    refunded_fen,
    had_same_before,
    had_same_elsewhere,
    list_price_unproven: said.list_price_unproven,
    ...(said.discounted === false ? { no_discount: true } : {}),
  }
  if (said.kind === 'period') return { ...base, ...periodOf(said, request.stopped_on) }
  const none = { days_off: [], stopped_on: null, visits: null, discount_bp: 10_000 }
  const dates = {
    starts_on: paid_on,
    ends_on: said.kind === 'package' ? null : (said.ends_on ?? null),
  }
  if (said.kind === 'package') return { ...base, ...none, ...dates, ...packageOf(said) }
  const units = said.kind === 'count' ? countOf(said, scale) : storedOf(said)
  return { ...base, ...none, ...dates, ...units, used_unknown: said.uses_unknown }
}

function countOf(said: Of<'count'>, scale: number) {
  const { visits, bonus_visits } = said
  const face_units = scaled(visits, scale) + scaled(bonus_visits, scale)
  const used =
    said.left_visits !== undefined
      ? face_units - scaled(said.left_visits, scale)
      : said.used_percent !== undefined
        ? proportion(face_units, inHundredths(said.used_percent), 10_000)
        : null
  const uses =
    used === null
      ? said.uses.map((use) => useFrom(use, said, scale))
      : used > 0
        ? [visitsUsed(used, said, scale)]
        : []
  return {
    kind: said.kind,
    face_units,
    bonus_units: scaled(bonus_visits, scale),
    list_price_fen: knownPrice(said),
    ...(scale === 1 ? {} : { unit: { scale, of: 'visit' as const } }),
    uses,
  }
}
/** Known where every use has its own, too. */
const knownPrice = (said: Of<'count'>): number | null => {
  const own = said.uses.every(
    (use) => use.list_price_fen !== undefined || use.list_value_fen !== undefined,
  )
  return said.list_price_fen ?? (said.uses.length > 0 && own ? 0 : null)
}

/** Where a use names both what the card was charged and its list value, the card's own money is the unit. */
function storedOf(said: Of<'stored_value'>) {
  const { kind, paid_fen, bonus_fen, discount_bp } = said
  const none = { visits: 0, bonus_visits: 0, days: 0 }
  const by_charge = said.uses.some((u) => u.undiscounted_fen !== undefined)
  const list_units = faceUnits({ kind, price_fen: paid_fen, bonus_fen, discount_bp, ...none })
  const face_units = Math.max(by_charge ? paid_fen + bonus_fen : list_units, 1)
  const charged = said.balance_fen !== undefined ? paid_fen + bonus_fen - said.balance_fen : null
  const uses: UseFact[] =
    charged !== null
      ? listed(proportion(charged, 10_000, discount_bp))
      : said.used_percent !== undefined
        ? listed(proportion(face_units, inHundredths(said.used_percent), 10_000))
        : by_charge
          ? said.uses.map((use) => chargedUse(use, discount_bp))
          : said.uses.map((use) => useFrom(use, said, 1))
  return { kind, face_units, bonus_units: bonus_fen, list_price_fen: 1, discount_bp, uses }
}
const listed = (list_value_fen: number): UseFact[] =>
  list_value_fen === 0
    ? []
    : [{ on: null, units: list_value_fen, list_value_fen, market_value_fen: null }]
function chargedUse(use: Of<'stored_value'>['uses'][number], discount_bp: number): UseFact {
  const charged_fen = use.charged_fen ?? 0
  const list_value_fen =
    use.undiscounted_fen ?? use.list_value_fen ?? proportion(charged_fen, 10_000, discount_bp)
  return {
    on: use.on ?? null,
    units: use.charged_fen ?? proportion(list_value_fen, discount_bp, 10_000),
    list_value_fen,
    market_value_fen: use.market_value_fen ?? null,
  }
}

/** One whole course: its units are hundredths of a per cent. */
function packageOf(said: Of<'package'>) {
  const whole = 10_000
  const used = inHundredths(said.used_percent ?? 0)
  const share = (total: number) => proportion(total, used, whole)
  const use: UseFact = {
    on: null,
    units: used,
    list_value_fen: share(said.list_total_fen ?? 0),
    market_value_fen: said.market_total_fen === undefined ? null : share(said.market_total_fen),
  }
  return {
    kind: 'count' as const,
    face_units: whole,
    bonus_units: 0,
    list_price_fen: said.list_total_fen ?? null,
    unit: { scale: whole, of: 'percent' as const },
    uses: used > 0 ? [use] : [],
    used_unknown: said.used_percent === undefined,
  }
}

const NEVER: LocalDate = '9999-12-31'
function periodOf(said: Of<'period'>, stopped: LocalDate | undefined) {
  const first_on = said.starts_on ?? said.paid_on
  const days = daysOf(said, first_on)
  const touched = said.used_before_cooling_off || (said.entries?.used ?? 0) > 0
  const { visits } = said
  const stopped_on = said.stopped_on ?? stopped ?? null
  return {
    kind: said.kind,
    face_units: days,
    bonus_units: 0,
    discount_bp: 10_000,
    list_price_fen: said.list_price_fen ?? null,
    list_total_fen: said.list_total_fen ?? null,
    starts_on: said.not_activated ? NEVER : first_on,
    ends_on: said.not_activated ? null : plusDays(first_on, days - 1),
    uses: touched ? [{ on: null, units: 0, list_value_fen: 0, market_value_fen: null }] : [],
    days_off: said.paused,
    stopped_on,
    entries: said.entries
      ? { used: said.entries.used, price_fen: said.entries.price_fen ?? null }
      : null,
    visits: visits
      ? {
          max: inHundredths(visits.max),
          used:
            visits.used === undefined
              ? inHundredths(visits.max) - inHundredths(visits.left ?? 0)
              : inHundredths(visits.used),
          scale: 100,
          count_by: visits.count_by ?? null,
          list_price_fen: visits.list_price_fen ?? null,
        }
      : null,
  }
}
function daysOf({ days, months, ends_on }: Of<'period'>, first_on: LocalDate): number {
  if (days !== undefined) return days
  if (ends_on !== undefined) return daysBetween(first_on, ends_on) + 1
  return daysBetween(first_on, plusMonths(first_on, months ?? 1))
}
/** A fee runs no longer than the shop served: its own day, the request's, or that of every period card of the case. */
function feesFrom(request: NewCalculation): Facts['fees'] {
  const stops = request.lots.flatMap((lot) =>
    lot.kind === 'period' && lot.stopped_on !== undefined ? [lot.stopped_on] : [],
  )
  const by_cards = stops.sort()[0]
  return request.fees.map((fee) => ({
    ...fee,
    starts_on: fee.starts_on ?? fee.paid_on,
    stopped_on: fee.stopped_on ?? request.stopped_on ?? by_cards ?? null,
  }))
}

/** A use in units and list value. What was charged after a member discount is turned back into list value, rounded down. */
function useFrom(use: SaidUse, lot: Said | undefined, scale: number): UseFact {
  if ('visits' in use) return countUse(use, lot, scale)
  const discount_bp = lot?.kind === 'stored_value' ? lot.discount_bp : 10_000
  const list_value_fen = use.list_value_fen ?? proportion(use.charged_fen ?? 0, 10_000, discount_bp)
  return {
    on: use.on ?? null,
    units: list_value_fen,
    list_value_fen,
    market_value_fen: use.market_value_fen ?? null,
  }
}
function countUse(
  use: Extract<SaidUse, { visits: number }>,
  lot: Said | undefined,
  scale: number,
): UseFact {
  const units = scaled(use.visits, scale)
  const of_lot = lot?.kind === 'count' ? lot : undefined
  const each = use.list_price_fen ?? of_lot?.list_price_fen ?? 0
  const market = use.market_price_fen ?? of_lot?.market_price_fen
  return {
    on: use.on ?? null,
    units,
    list_value_fen: use.list_value_fen ?? proportion(each, units, scale),
    market_value_fen: market === undefined ? null : proportion(market, units, scale),
  }
}
const visitsUsed = (units: number, said: Of<'count'>, scale: number): UseFact => ({
  on: null,
  units,
  list_value_fen: fen(proportion(said.list_price_fen ?? 0, units, scale)),
  market_value_fen:
    said.market_price_fen === undefined ? null : proportion(said.market_price_fen, units, scale),
})
