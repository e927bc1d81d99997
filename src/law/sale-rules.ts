import { type Fen, fen, proportion, yuan } from '../kernel/money'
import { type EntityType, isInGroups } from '../kernel/places'
import { type RefusalCode, refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, plusDays } from '../kernel/time'
import { CARD_KINDS, type CardKind, type OfferTerms, termsFault } from './offer-terms'
import type { SaleLimit, SaleRegion, SaleRule } from './sale-rule'
import { SALE_RULES } from './sale-rules-table'

export type Issuer = {
  entity_type: EntityType
  /** Of its trade, by the city's table. */
  sector_groups: readonly string[]
  lease_ends_on: LocalDate | null
  licence_expires_on: LocalDate | null
}
/** An issuer with what decides whether it may sell at all. */
type Seller = Issuer & { admitted_at: Instant | null; sales_held_at: Instant | null }
type OfferDecision = {
  /** The rules that held on the day, for the contract. */
  rules: SaleRule[]
  cool_off_days: number
}

/**
 * The rows that hold for this shop, card and day: the nation's, the region's and the platform's.
 */
export function applicableRules(scope: {
  region: SaleRegion
  entity_type: EntityType
  sector_groups: readonly string[]
  kind: CardKind
  on: LocalDate
  escrow: 'full' | 'partial'
}): SaleRule[] {
  return SALE_RULES.filter(
    (rule) =>
      ['national', 'platform', scope.region].includes(rule.region) &&
      rule.in_force_from <= scope.on &&
      (rule.in_force_until === null || scope.on <= rule.in_force_until) &&
      (rule.entity_types === null || rule.entity_types.includes(scope.entity_type)) &&
      (rule.sector_groups === null || isInGroups(scope.sector_groups, rule.sector_groups)) &&
      (rule.kinds === null || rule.kinds.includes(scope.kind)) &&
      !(rule.waived_by_full_escrow && scope.escrow === 'full'),
  )
}

/** What may be paid and unused at most, of the rules in force: on one card, and of one holder at one shop; null: no limit. */
export function saleCaps(rules: readonly SaleRule[]): {
  card_cap_fen: Fen | null
  holder_cap_fen: Fen | null
} {
  const least = (limits: (Fen | undefined)[]): Fen | null =>
    limits
      .filter((cap) => cap !== undefined)
      .sort((a, b) => a - b)
      .at(0) ?? null
  return {
    card_cap_fen: least(rules.map(({ limit }) => limit.card_cap_fen)),
    holder_cap_fen: least(rules.map(({ limit }) => limit.holder_total_cap_fen)),
  }
}

/** Cooling-off days of a payment: the longest any rule in force gives. */
export function coolOffDays(rules: readonly SaleRule[]): number {
  return Math.max(0, ...rules.map((rule) => rule.limit.cool_off_days ?? 0))
}

/**
 * May this shop offer this on that day, with the money in full escrow? Refuses
 * `offer_exceeds_card_cap`, `offer_exceeds_unit_cap`, `offer_exceeds_term_cap`,
 * `offer_outlives_lease`, `offer_outlives_licence`, `offer_expiry_not_allowed` (the detail names
 * rule and source) and `offer_terms_inconsistent`.
 */
export function decideOffer(
  offer: OfferTerms,
  merchant: Issuer,
  on: LocalDate,
  region: SaleRegion,
): OfferDecision {
  return decide({ offer, merchant, on, region, starts_on: on, unused: NOTHING_UNUSED })
}

/**
 * May this shop take prepayments today? Refuses `merchant_not_admitted`, `licence_not_valid`,
 * `sales_on_hold`.
 */
export function maySell(
  merchant: Pick<Seller, 'admitted_at' | 'sales_held_at' | 'licence_expires_on'>,
  today: LocalDate,
): void {
  if (merchant.admitted_at === null) refuse('merchant_not_admitted')
  if (merchant.licence_expires_on !== null && merchant.licence_expires_on < today) {
    refuse('licence_not_valid', {
      detail: `这家店的执照已于 ${merchant.licence_expires_on} 到期`,
    })
  }
  if (merchant.sales_held_at !== null) refuse('sales_on_hold')
}

export type SaleRequest = {
  offer: OfferTerms
  merchant: Seller
  on: LocalDate
  region: SaleRegion
  /** Paid and not yet used by this holder at this shop, over all cards. */
  holder_total_paid_fen: Fen
  /** Paid and not yet used on the very card that is topped up; 0 or absent for a new card. */
  card_paid_fen?: Fen
  /** When the new lot begins, if later than today (a period card bought ahead). */
  starts_on?: LocalDate
  /**
   * Known only for shops that reported last year's revenue; without it the balance rule cannot
   * speak.
   */
  merchant_books?: { unused_paid_fen: Fen; revenue_last_year_fen: Fen }
}

/**
 * May this holder buy this now? First the shop (`maySell`), then everything `decideOffer` refuses —
 * the law may have changed since the offer was made — then `holder_exceeds_total_cap` and
 * `merchant_exceeds_balance_cap`.
 */
export function decideSale(request: SaleRequest): OfferDecision {
  maySell(request.merchant, request.on)
  return decide({
    offer: request.offer,
    merchant: request.merchant,
    on: request.on,
    region: request.region,
    starts_on: request.starts_on ?? request.on,
    unused: {
      card_fen: request.card_paid_fen ?? fen(0),
      holder_fen: request.holder_total_paid_fen,
      merchant: request.merchant_books ?? null,
    },
  })
}

type Unused = {
  card_fen: Fen
  holder_fen: Fen
  merchant: { unused_paid_fen: Fen; revenue_last_year_fen: Fen } | null
}
const NOTHING_UNUSED: Unused = { card_fen: fen(0), holder_fen: fen(0), merchant: null }

type Facts = {
  offer: OfferTerms
  merchant: Issuer
  on: LocalDate
  region: SaleRegion
  starts_on: LocalDate
  unused: Unused
}

function decide(facts: Facts): OfferDecision {
  const { offer, merchant, on, region } = facts
  const { entity_type, sector_groups } = merchant
  const rules = applicableRules({
    region,
    entity_type,
    sector_groups,
    kind: offer.kind,
    on,
    escrow: 'full',
  })
  refuseBroken(OFFER_CHECKS, rules, facts)
  const fault = termsFault(offer)
  if (fault !== null) refuse('offer_terms_inconsistent', { detail: fault })
  refuseBroken(SALE_CHECKS, rules, facts)

  return { rules, cool_off_days: coolOffDays(rules) }
}

/**
 * Says what breaks the limit, or null. Each check reads one field of a limit, so that rows stay
 * data.
 */
type Check = { code: RefusalCode; broken: (limit: SaleLimit, facts: Facts) => string | null }

const OFFER_CHECKS: readonly Check[] = [
  {
    code: 'offer_exceeds_card_cap',
    broken: ({ card_cap_fen }, { offer, unused }) =>
      overCap(card_cap_fen, fen(unused.card_fen + offer.price_fen), '卡内预付款'),
  },
  {
    code: 'offer_exceeds_unit_cap',
    broken: ({ units_max }, { offer }) =>
      units_max !== undefined && offer.face_units > units_max
        ? `共 ${offer.face_units} ${CARD_KINDS[offer.kind].unit}，上限 ${units_max}`
        : null,
  },
  {
    code: 'offer_exceeds_term_cap',
    broken: ({ term_months_max }, facts) =>
      term_months_max !== undefined && lastDay(facts) > plusMonths(facts.starts_on, term_months_max)
        ? `期限至 ${lastDay(facts)}，上限 ${term_months_max} 个月`
        : null,
  },
  {
    code: 'offer_outlives_lease',
    broken: ({ term_within_lease }, facts) =>
      term_within_lease && outlives(facts, facts.merchant.lease_ends_on)
        ? `卡用到 ${lastDay(facts)}，租约到 ${facts.merchant.lease_ends_on}`
        : null,
  },
  {
    code: 'offer_outlives_licence',
    broken: ({ term_within_licence }, facts) =>
      term_within_licence && outlives(facts, facts.merchant.licence_expires_on)
        ? `卡用到 ${lastDay(facts)}，执照到 ${facts.merchant.licence_expires_on}`
        : null,
  },
  {
    code: 'offer_expiry_not_allowed',
    broken: ({ stored_value_never_lapses }, { offer }) =>
      stored_value_never_lapses && offer.kind === 'stored_value' && offer.valid_days !== null
        ? `储值卡设了 ${offer.valid_days} 天的有效期`
        : null,
  },
]

const SALE_CHECKS: readonly Check[] = [
  {
    code: 'holder_exceeds_total_cap',
    broken: ({ holder_total_cap_fen }, { offer, unused }) =>
      overCap(holder_total_cap_fen, fen(unused.holder_fen + offer.price_fen), '您在本店的预付总额'),
  },
  {
    code: 'merchant_exceeds_balance_cap',
    broken: ({ merchant_balance_bp }, { offer, unused: { merchant } }) => {
      if (merchant_balance_bp === undefined || merchant === null) return null
      const cap_fen = proportion(merchant.revenue_last_year_fen, merchant_balance_bp, 10_000)
      return overCap(cap_fen, fen(merchant.unused_paid_fen + offer.price_fen), '本店预收款余额')
    },
  },
]

function refuseBroken(checks: readonly Check[], rules: readonly SaleRule[], facts: Facts): void {
  for (const { code, broken } of checks) {
    for (const rule of rules) {
      const why = broken(rule.limit, facts)
      if (why !== null) refuse(code, { detail: `${why}。依据：${rule.title}（${rule.source}）` })
    }
  }
}

const overCap = (cap_fen: Fen | undefined, amount_fen: Fen, what: string): string | null =>
  cap_fen !== undefined && amount_fen > cap_fen
    ? `${what}将达 ${yuan(amount_fen)}，上限 ${yuan(cap_fen)}`
    : null

/** The last usable day; a card without a term must at least be usable on the day it begins. */
const lastDay = ({ offer, starts_on }: Facts): LocalDate =>
  plusDays(starts_on, (offer.valid_days ?? 1) - 1)

const outlives = (facts: Facts, ends_on: LocalDate | null): boolean =>
  ends_on !== null && lastDay(facts) > ends_on

/**
 * The day that ends a period of months; a month without that day ends it on its last (民法典
 * §201–§202).
 */
export function plusMonths(from: LocalDate, months: number): LocalDate {
  const count = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months
  const two = (value: number, width = 2): string => String(value).padStart(width, '0')
  const first = (month_count: number): LocalDate =>
    `${two(Math.floor(month_count / 12), 4)}-${two((month_count % 12) + 1)}-01`
  const same_day = `${first(count).slice(0, 8)}${from.slice(8, 10)}`
  const last_day = plusDays(first(count + 1), -1)
  return same_day < last_day ? same_day : last_day
}
