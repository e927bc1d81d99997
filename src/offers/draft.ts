import * as z from 'zod'
import { fen } from '../kernel/money'
import {
  DAYS_MAX,
  type NewOffer,
  NO_DISCOUNT_BP,
  PRICE_MAX_FEN,
  UNITS_MAX,
} from '../law/offer-terms'
import {
  FREE_CANCEL_HOURS_MAX,
  NO_SHOW_BP_MAX,
  PAUSE_DAYS_MAX,
  PAUSES_MAX,
  type StatedTerms,
  VISITS_MAX,
} from '../law/use-terms'
import { SHOPS_MAX } from '../merchants/shop-store'
import { Line } from '../merchants/views'
import { ShopId } from '../shops/views'

const Name = Line({ min: 1, max: 40 })
const Price = z.int().min(1).max(PRICE_MAX_FEN)
const Clauses = z
  .array(Line({ min: 1, max: 200 }))
  .max(10)
  .default([])
  .meta({ description: '补充条款；依法无效的会被指出并拒绝（法释〔2025〕4号第九条）' })
const ShopIds = z
  .array(ShopId)
  .min(1)
  .max(SHOPS_MAX)
  .optional()
  .meta({ description: '只在这些门店能用；不填：所有门店，以后新开的也能用' })
const Visits = z.int().max(10_000)
const Days = z.int().min(1).max(DAYS_MAX)
const bookings = {
  no_show_bp: z
    .int()
    .min(0)
    .max(NO_SHOW_BP_MAX)
    .optional()
    .meta({ description: '爽约或过时取消，按预约用量结清的万分数；5000 是一半，最多一半' }),
  free_cancel_hours: z
    .int()
    .min(0)
    .max(FREE_CANCEL_HOURS_MAX)
    .optional()
    .meta({ description: '开始前多少小时取消不收费；约定了爽约才填，不填为 2' }),
}
const expiry = {
  expiry_refund: z
    .boolean()
    .optional()
    .meta({ description: '有效期满没用完的次数，按实付价自动退' }),
}
const pauses = {
  pauses_max: z
    .int()
    .min(0)
    .max(PAUSES_MAX)
    .optional()
    .meta({ description: '可停卡几次；三项都不填：按 2 次、合计 30 天、每次不少于 3 天' }),
  pause_days_max: z.int().min(1).max(PAUSE_DAYS_MAX).optional(),
  pause_days_min: z.int().min(1).max(PAUSE_DAYS_MAX).optional(),
  visits_max: z
    .int()
    .min(1)
    .max(VISITS_MAX)
    .optional()
    .meta({ description: '限次卡最多到店几次；use_limit 为 limited 时才填' }),
}

export const NewItemBody = z
  .strictObject({
    name: Name,
    list_price_fen: Price,
    visits: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .meta({ description: '用次卡时一次扣几次，例如一对一抵 2 次；不填：这一项不用次卡' }),
  })
  .meta({ id: 'NewPriceItem' })

/** What a shop fills in, one shape per kind of card. */
export const NewOfferBody = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('stored_value'),
      name: Name,
      price_fen: Price,
      bonus_fen: z.int().min(0).max(UNITS_MAX).default(0).meta({ description: '赠送的面值' }),
      discount_bp: z
        .int()
        .min(1)
        .max(NO_DISCOUNT_BP)
        .default(NO_DISCOUNT_BP)
        .meta({ description: '会员价占原价的万分数；8800 是八八折' }),
      ...bookings,
      shop_ids: ShopIds,
      clauses: Clauses,
    }),
    z.strictObject({
      kind: z.literal('count'),
      name: Name,
      service: Name,
      price_fen: Price,
      visits: Visits.min(1),
      bonus_visits: Visits.min(0).default(0),
      list_price_fen: Price.meta({ description: '一次的原价' }),
      valid_days: Days.nullable().default(null).meta({ description: 'null：没有有效期' }),
      ...bookings,
      ...expiry,
      shop_ids: ShopIds,
      clauses: Clauses,
    }),
    z.strictObject({
      kind: z.literal('period'),
      name: Name,
      service: Name,
      price_fen: Price,
      days: Days,
      list_price_fen: Price.meta({ description: '一天的原价，不足一分的进一' }),
      use_limit: z.enum(['limited', 'unlimited']),
      ...pauses,
      shop_ids: ShopIds,
      clauses: Clauses,
    }),
  ])
  .meta({ id: 'NewOffer' })

/** The same in the words of the rules: units of the card's kind, list price of one unit. */
export function draftFrom(body: z.output<typeof NewOfferBody>): NewOffer {
  const { kind, name, clauses } = body
  const stated = statedIn(body)
  const shared = { kind, name, clauses, price_fen: fen(body.price_fen), shops: [] }
  const common = Object.keys(stated).length > 0 ? { ...shared, stated } : shared
  if (body.kind === 'stored_value') {
    const { bonus_fen: bonus_units, discount_bp } = body
    const unit = { service: '', units: 0, list_price_fen: fen(1) }
    return { ...common, ...unit, bonus_units, discount_bp, valid_days: null, use_limit: null }
  }
  const { service } = body
  const unit = { service, list_price_fen: fen(body.list_price_fen), discount_bp: NO_DISCOUNT_BP }
  if (body.kind === 'count') {
    const { visits: units, bonus_visits: bonus_units, valid_days } = body
    return { ...common, ...unit, units, bonus_units, valid_days, use_limit: null }
  }
  const { days, use_limit } = body
  return { ...common, ...unit, units: days, bonus_units: 0, valid_days: days, use_limit }
}

const STATED = [
  'no_show_bp',
  'free_cancel_hours',
  'pauses_max',
  'pause_days_max',
  'pause_days_min',
  'visits_max',
  'expiry_refund',
] as const satisfies (keyof StatedTerms)[]
/** The terms of use that a shop filled in, and only those. */
function statedIn(body: { [term in keyof StatedTerms]?: StatedTerms[term] | undefined }) {
  const filled = STATED.filter((term) => body[term] !== undefined)
  return Object.fromEntries(filled.map((term) => [term, body[term]])) as StatedTerms
}
