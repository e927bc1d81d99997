import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { type Fen, fen, proportion } from '../kernel/money'
import { ENTITY_TYPES } from '../kernel/places'
import type { Actor } from '../platform/actor'
import { coverageBp } from './cover'
import type { MerchantRow, TotalsRow } from './store'

export const MerchantId = z.string().regex(idPattern('mch'))
/** One line of plain text. What a shop writes goes into contracts: it must not be able to fake an article there. */
export const Line = (length: { min: number; max: number }) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(length.min)
    .max(length.max)
    .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), '须为一行文字，不能有控制字符')
/** A code of the city's table; whether it is one, the act asks the city of the day (district_unknown). */
export const District = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,19}$/)
  .meta({ description: '区市代码，见 `GET /v1/city/facts?table=district`', example: 'huancui' })
export const Sector = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,19}$/)
  .meta({ description: '行业代码，见 `GET /v1/city/facts?table=sector`', example: 'bakery' })
export const EntityType = z.enum(Object.keys(ENTITY_TYPES) as [keyof typeof ENTITY_TYPES])

const base = {
  id: MerchantId,
  object: z.literal('merchant'),
  name: z.string(),
  sector: Sector,
  district: District,
  entity_type: EntityType,
  level: z.string(),
  code: z.string(),
  admitted_at: z.string().nullable(),
  sales_held_at: z.string().nullable(),
  sales_held_reason: z.string().nullable(),
  sales_lifted_at: z.string().nullable(),
  sales_lifted_reason: z.string().nullable(),
}
const papers = {
  address: z.string(),
  licence_no: z.string(),
  licence_expires_on: z.string().nullable(),
  lease_ends_on: z.string().nullable(),
  legal_representative: z.string(),
  settlement_account_mask: z.string(),
  custody_account_mask: z.string().nullable(),
  applied_at: z.string(),
}
/** For whoever lifts a stop: what another person has asked for. */
const lifting = {
  sales_lift_at: z
    .string()
    .nullable()
    .meta({ description: '有人申请恢复充值的时刻，等另一个人；没有为 null' }),
  sales_lift_reason: z.string().nullable().meta({ description: '申请恢复的理由' }),
}
const liftingOf = (m: MerchantRow) => ({
  sales_lift_at: m.sales_lift_at,
  sales_lift_reason: m.sales_lift_reason,
})
/** For whoever lets a shop in: an applicant may bear a known shop's name, and is looked at twice. */
const resemblance = {
  resembles: z.strictObject({ id: MerchantId, name: z.string() }).nullable().meta({
    description: '登记时店名与哪一家相同或看起来一样（全角、异体、相似字母）；没有为 null',
  }),
}
const money = {
  cards_count: z.int(),
  paid_fen: z.int(),
  released_fen: z.int(),
  refunded_fen: z.int(),
  owed_fen: z.int(),
  payable_fen: z.int(),
  paying_fen: z.int(),
  custody_fen: z.int(),
  in_transit_fen: z.int(),
  protection_bp: z.int().nullable(),
  coverage_bp: z.int().nullable(),
  coverage_on: z.string().nullable(),
}
const CashierMerchant = z
  .strictObject({ ...base, reader: z.literal('cashier') })
  .meta({ id: 'CashierMerchant', description: '收银员看本店：没有合计' })
const OwnMerchant = z
  .strictObject({ ...base, ...papers, ...money, reader: z.literal('merchant') })
  .meta({ id: 'OwnMerchant' })
export const BankMerchant = z
  .strictObject({
    ...base,
    ...money,
    reader: z.literal('bank'),
    custody_account_no: z.string().nullable(),
  })
  .meta({ id: 'BankMerchant', description: '银行看托管账户与合计，不看顾客' })
export const RegulatorMerchant = z
  .strictObject({
    ...base,
    ...papers,
    ...resemblance,
    ...lifting,
    ...money,
    reader: z.literal('regulator'),
  })
  .meta({ id: 'RegulatorMerchant' })
export const OperatorMerchant = z
  .strictObject({
    ...base,
    ...papers,
    ...resemblance,
    ...lifting,
    ...money,
    reader: z.literal('operator'),
  })
  .meta({ id: 'OperatorMerchant' })
export const AnyMerchant = z
  .discriminatedUnion('reader', [
    CashierMerchant,
    OwnMerchant,
    BankMerchant,
    RegulatorMerchant,
    OperatorMerchant,
  ])
  .meta({ id: 'Merchant' })

const identityOf = (m: MerchantRow) => ({
  id: m.id,
  object: 'merchant' as const,
  name: m.name,
  sector: m.sector,
  district: m.district,
  entity_type: m.entity_type,
  level: m.level,
  code: m.code,
  admitted_at: m.admitted_at,
  sales_held_at: m.sales_held_at,
  sales_held_reason: m.sales_held_reason,
  sales_lifted_at: m.sales_lifted_at,
  sales_lifted_reason: m.sales_lifted_reason,
})
const papersOf = (m: MerchantRow) => ({
  address: m.address,
  licence_no: m.licence_no,
  licence_expires_on: m.licence_expires_on,
  lease_ends_on: m.lease_ends_on,
  legal_representative: m.legal_representative,
  settlement_account_mask: m.settlement_account_mask,
  custody_account_mask: m.custody_account_no && `尾号 ${m.custody_account_no.slice(-4)}`,
  applied_at: m.applied_at,
})

type Resembled = { id: string; name: string }
const resemblanceOf = ({ resembles }: MerchantRow) => ({
  resembles: resembles === null ? null : (JSON.parse(resembles) as Resembled),
})

/**
 * Money paid for a shop's cards that its custody account has not received yet: what consumers paid less what was
 * settled, purchase by purchase, and what the provider has given back on custody's behalf. Over all shops it is the
 * providers' balance to the fen; a difference is shown by the bank's overview, never hidden.
 */
export const inTransit = (
  t: Pick<TotalsRow, 'paid_fen' | 'settled_fen' | 'provider_owed_fen'>,
): Fen => fen(t.paid_fen - t.settled_fen - t.provider_owed_fen)

type Stakes = Record<
  'owed_fen' | 'payable_fen' | 'paying_fen' | 'custody_fen' | 'in_transit_fen',
  number
>
/**
 * (custody + in transit − payable − paying) ÷ owed, in basis points, rounded down; null while nothing is owed
 * (INVARIANTS 3). An early release lowers it. Money in transit is counted and shown apart. A fee the shop was charged
 * and that still lies in its custody account protects nobody and is left out, as is its deposit; more than all is all.
 */
export function protectionBp(
  of: Stakes & { fees_held_fen: number; deposit_fen: number },
): number | null {
  if (of.owed_fen === 0) return null
  const others_fen = of.payable_fen + of.paying_fen + of.fees_held_fen + of.deposit_fen
  const behind_fen = of.custody_fen + of.in_transit_fen - others_fen
  return behind_fen < 0 ? 0 : Math.min(10_000, proportion(10_000, behind_fen, of.owed_fen))
}

/**
 * The bank's word, as it closed the shop last; null while it has not, or while nothing was owed. Of many it is null as
 * long as one of them was closed without a whole statement, as in the close itself.
 */
function coverageIn(
  t: Pick<TotalsRow, 'cover_owed_fen' | 'cover_covered_fen' | 'cover_day' | 'cover_unread'>,
) {
  const { cover_owed_fen: owed_fen, cover_covered_fen: covered_fen, cover_day: coverage_on } = t
  const is_known = owed_fen !== null && covered_fen !== null && t.cover_unread === 0
  return { coverage_bp: is_known ? coverageBp({ owed_fen, covered_fen }) : null, coverage_on }
}

export function merchantMoney(t: Omit<TotalsRow, 'topups_count' | 'uses_count'>) {
  const in_transit_fen = inTransit(t)
  const { cards_count, paid_fen, released_fen, refunded_fen } = t
  const { owed_fen, payable_fen, paying_fen, custody_fen, fees_held_fen, deposit_fen } = t
  const stakes = { owed_fen, payable_fen, paying_fen, custody_fen, in_transit_fen }
  const protection_bp = protectionBp({ ...stakes, fees_held_fen, deposit_fen })
  const cover = coverageIn(t)
  return { cards_count, paid_fen, released_fen, refunded_fen, ...stakes, protection_bp, ...cover }
}

const forCashier = (m: MerchantRow) => ({ ...identityOf(m), reader: 'cashier' as const })
const forOwner = (m: MerchantRow, t: TotalsRow) => ({
  ...identityOf(m),
  ...papersOf(m),
  ...merchantMoney(t),
  reader: 'merchant' as const,
})
export const forBank = (m: MerchantRow, t: TotalsRow) => ({
  ...identityOf(m),
  ...merchantMoney(t),
  reader: 'bank' as const,
  custody_account_no: m.custody_account_no,
})
export const forRegulator = (m: MerchantRow, t: TotalsRow) => ({
  ...identityOf(m),
  ...papersOf(m),
  ...resemblanceOf(m),
  ...liftingOf(m),
  ...merchantMoney(t),
  reader: 'regulator' as const,
})
export const forOperator = (m: MerchantRow, t: TotalsRow) => ({
  ...identityOf(m),
  ...papersOf(m),
  ...resemblanceOf(m),
  ...liftingOf(m),
  ...merchantMoney(t),
  reader: 'operator' as const,
})

/** A merchant as far as it is the reader's business (domain: four views of one fact). */
export function presentMerchant(actor: Actor, m: MerchantRow, t: TotalsRow) {
  if (actor.role === 'cashier') return forCashier(m)
  if (actor.kind === 'staff') return forOwner(m, t)
  if (actor.kind === 'bank') return forBank(m, t)
  return actor.kind === 'regulator' ? forRegulator(m, t) : forOperator(m, t)
}
