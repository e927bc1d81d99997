import { findVoidTerms } from '../clauses/read'
import type { Here } from '../clauses/rule'
import { type Fen, fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type StatedTerms, statedFault } from './use-terms'

/** 储值卡, 次卡, 期限卡. */
export type CardKind = 'stored_value' | 'count' | 'period'
export const CARD_KINDS = {
  stored_value: { name: '储值卡', unit: '元' },
  count: { name: '次卡', unit: '次' },
  period: { name: '期限卡', unit: '天' },
} as const satisfies Record<CardKind, { name: string; unit: string }>

/** 10,000 basis points: no member discount. 8,800 is 八八折. */
export const NO_DISCOUNT_BP = 10_000
/**
 * ¥1,000,000, or as many visits: far above any cap, low enough that no product leaves the safe
 * integers.
 */
export const UNITS_MAX = 100_000_000
/** The largest single payment, in fen: the provider's (docs.stripe.com/currencies: eight digits). */
export const PRICE_MAX_FEN = 99_999_999
export const DAYS_MAX = 3_660
const CLAUSES_MAX = 20
const CLAUSE_LENGTH_MAX = 500

/** What the merchant fills in. */
export type NewOffer = {
  kind: CardKind
  name: string
  /** What the card is for; '' for stored value, which buys anything on the price list. */
  service: string
  price_fen: Fen
  /** Given on top: fen of list value, or visits. A period card has none. */
  bonus_units: number
  /** Member price in basis points of the list price; only stored value has one. */
  discount_bp: number
  /** Visits paid for (count), days (period), 0 (stored value). */
  units: number
  /**
   * Undiscounted price of one unit: 1 for stored value, else of one visit or one day (rounded up).
   */
  list_price_fen: Fen
  /** Days it can be used, the day of payment included; null never lapses. */
  valid_days: number | null
  /** Only for a period card: may it be used any number of times? */
  use_limit: 'limited' | 'unlimited' | null
  /** Where it is accepted, by the names in its contract; none: at all shops of the merchant. */
  shops: string[]
  clauses: string[]
  /** Bookings, pauses and visits, where the shop states them; its contract then says them. */
  stated?: StatedTerms
}
export type OfferTerms = Omit<NewOffer, 'units'> & { face_units: number }
export type Offer = OfferTerms & { id: string; merchant_id: string }

type FaceRequest = {
  kind: CardKind
  price_fen: number
  bonus_fen: number
  discount_bp: number
  visits: number
  bonus_visits: number
  days: number
}

/**
 * How many units a card can buy: fen of list value, visits or days. Bonus visits count in full, so
 * that "3 + 1" frees a quarter per visit (法释〔2025〕4号 §18(2)). At a member price the list value is
 * rounded up: the odd fen is the consumer's.
 */
export function faceUnits(request: FaceRequest): number {
  const { kind, price_fen, bonus_fen, discount_bp, visits, bonus_visits, days } = request
  if (kind === 'count') return visits + bonus_visits
  if (kind === 'period') return days
  const cash = BigInt(price_fen + bonus_fen) * BigInt(NO_DISCOUNT_BP)
  return Number((cash + BigInt(discount_bp) - 1n) / BigInt(discount_bp))
}

/**
 * Turns what a merchant filled in into an offer's terms. Refuses `clause_void` (with each clause,
 * why, and the article) and `offer_terms_inconsistent`. What the law allows to be *sold* is
 * `decideOffer`.
 */
export function decideNewOffer(draft: NewOffer, here: Here): OfferTerms {
  const void_terms = findVoidTerms([...draft.clauses, draft.name, draft.service], here)
  if (void_terms.length > 0) {
    refuse('clause_void', {
      detail: void_terms
        .map((term) => `“${term.excerpt}”：${term.why}（${term.article}）`)
        .join('；'),
      errors: void_terms.map((term) => ({
        pointer: pointerTo(term.clause_index, draft.clauses.length),
        code: 'clause_void',
        detail: `${term.why}（${term.article}）`,
      })),
    })
  }
  const { units, ...terms } = draft
  const fault = draftFault(draft)
  if (fault !== null) refuse('offer_terms_inconsistent', { detail: fault })
  const is_stored_value = draft.kind === 'stored_value'
  const face_units = faceUnits({
    kind: draft.kind,
    price_fen: draft.price_fen,
    bonus_fen: is_stored_value ? draft.bonus_units : 0,
    discount_bp: draft.discount_bp,
    visits: units,
    bonus_visits: is_stored_value ? 0 : draft.bonus_units,
    days: units,
  })
  const offer_terms = { ...terms, face_units }
  const offer_fault = termsFault(offer_terms)
  if (offer_fault !== null) refuse('offer_terms_inconsistent', { detail: offer_fault })

  return offer_terms
}

/**
 * Says in plain words what does not fit together in an offer, or null. An expiry on stored value is
 * not its business: a sale rule refuses it by name.
 */
export function termsFault(terms: OfferTerms): string | null {
  return generalFault(terms) ?? kindFault(terms) ?? priceFault(terms) ?? statedFault(terms)
}

function draftFault(draft: NewOffer): string | null {
  if (!isWithin(draft.price_fen, 1, PRICE_MAX_FEN)) return '售价须为大于 0 的整数分'
  if (!isWithin(draft.bonus_units, 0, UNITS_MAX)) return '赠送须为不小于 0 的整数'
  if (!isWithin(draft.discount_bp, 1, NO_DISCOUNT_BP)) return '会员折扣须在 0.01% 与 100% 之间'
  const units_min = draft.kind === 'stored_value' ? 0 : 1
  const units_max = draft.kind === 'stored_value' ? 0 : UNITS_MAX
  if (!isWithin(draft.units, units_min, units_max)) return '次数或天数填写不对'
  return null
}

function generalFault(terms: OfferTerms): string | null {
  if (terms.name.trim() === '') return '套餐须有名称'
  if (!isWithin(terms.price_fen, 1, PRICE_MAX_FEN)) return '售价须为大于 0 的整数分'
  if (!isWithin(terms.face_units, 1, 2 * UNITS_MAX)) return '面值、次数或天数超出范围'
  if (!isWithin(terms.list_price_fen, 1, UNITS_MAX)) return '原价须为大于 0 的整数分'
  if (!Number.isSafeInteger(terms.face_units * terms.list_price_fen)) return '原价总额超出范围'
  if (terms.valid_days !== null && !isWithin(terms.valid_days, 1, DAYS_MAX))
    return '有效天数超出范围'
  if (terms.clauses.length > CLAUSES_MAX) return `补充条款不得超过 ${CLAUSES_MAX} 条`
  if (terms.clauses.some((clause) => !isWithin(clause.trim().length, 1, CLAUSE_LENGTH_MAX))) {
    return `每条补充条款须为 1 至 ${CLAUSE_LENGTH_MAX} 个字`
  }
  return null
}

function kindFault(terms: OfferTerms): string | null {
  const is_stored_value = terms.kind === 'stored_value'
  if (is_stored_value !== (terms.service === '')) {
    return is_stored_value ? '储值卡不限定项目，不填服务内容' : '次卡和期限卡须写明服务内容'
  }
  if (!is_stored_value && terms.discount_bp !== NO_DISCOUNT_BP) return '只有储值卡可以设会员折扣'
  if (is_stored_value && terms.list_price_fen !== 1) return '储值卡的计价单位是分，原价须为 1'
  if (terms.kind !== 'period' && terms.use_limit !== null) return '只有期限卡可以设是否限次'
  if (terms.kind !== 'period') return faceFault(terms)
  if (terms.use_limit === null) return '期限卡须写明是否限次'
  if (terms.bonus_units !== 0) return '期限卡的赠送天数请直接计入天数'
  if (terms.valid_days !== terms.face_units) return '期限卡的有效天数须等于所购天数'
  return null
}

function faceFault(terms: OfferTerms): string | null {
  if (!isWithin(terms.bonus_units, 0, UNITS_MAX)) return '赠送须为不小于 0 的整数'
  if (!isWithin(terms.discount_bp, 1, NO_DISCOUNT_BP)) return '会员折扣须在 0.01% 与 100% 之间'
  if (terms.kind === 'count')
    return terms.bonus_units < terms.face_units ? null : '赠送次数多于总次数'
  const face_units = faceUnits({
    kind: 'stored_value',
    price_fen: terms.price_fen,
    bonus_fen: terms.bonus_units,
    discount_bp: terms.discount_bp,
    visits: 0,
    bonus_visits: 0,
    days: 0,
  })
  return terms.face_units === face_units ? null : '面值与实付、赠送、折扣对不上'
}

/**
 * A unit must not cost more on the card than without it. Otherwise the refund at list price (§19)
 * would exceed what escrow holds, and the "offer" would be a trap.
 */
function priceFault(terms: OfferTerms): string | null {
  const list_value_fen = fen(terms.face_units * terms.list_price_fen)
  return terms.price_fen <= list_value_fen ? null : '卡上单价高于原价'
}

function pointerTo(clause_index: number, clauses: number): string {
  if (clause_index < clauses) return `/clauses/${clause_index}`
  return clause_index === clauses ? '/name' : '/service'
}

const isWithin = (value: number, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && min <= value && value <= max
