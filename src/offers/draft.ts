import * as z from 'zod'
import { fen } from '../kernel/money'
import { Line } from '../merchants/views'
import { DAYS_MAX, type NewOffer, NO_DISCOUNT_BP, UNITS_MAX } from './rules'

export const Name = Line({ min: 1, max: 40 })
export const Price = z.int().min(1).max(UNITS_MAX)
const Clauses = z
  .array(Line({ min: 1, max: 200 }))
  .max(10)
  .default([])
  .meta({ description: '补充条款；依法无效的会被指出并拒绝（法释〔2025〕4号第九条）' })
const Visits = z.int().max(10_000)
const Days = z.int().min(1).max(DAYS_MAX)

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
      clauses: Clauses,
    }),
  ])
  .meta({ id: 'NewOffer' })

/** The same in the words of the rules: units of the card's kind, list price of one unit. */
export function draftFrom(body: z.output<typeof NewOfferBody>): NewOffer {
  const { kind, name, clauses } = body
  const common = { kind, name, clauses, price_fen: fen(body.price_fen), shops: [] }
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
