import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { DISTRICTS, ENTITY_TYPES, SECTORS } from './places'
import type { StoredMerchant, TotalsRow } from './store'

export const MerchantId = z.string().regex(idPattern('mch'))
export const District = z.enum(Object.keys(DISTRICTS) as [keyof typeof DISTRICTS])
export const Sector = z.enum(Object.keys(SECTORS) as [keyof typeof SECTORS])
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
}
export const CashierMerchant = z
  .strictObject({ ...base, reader: z.literal('cashier') })
  .meta({ id: 'CashierMerchant', description: '收银员看本店：没有合计' })
export const OwnMerchant = z
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
  .strictObject({ ...base, ...papers, ...money, reader: z.literal('regulator') })
  .meta({ id: 'RegulatorMerchant' })
export const OperatorMerchant = z
  .strictObject({ ...base, ...papers, ...money, reader: z.literal('operator') })
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

const identityOf = (m: StoredMerchant) => ({
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
})
const papersOf = (m: StoredMerchant) => ({
  address: m.address,
  licence_no: m.licence_no,
  licence_expires_on: m.licence_expires_on,
  lease_ends_on: m.lease_ends_on,
  legal_representative: m.legal_representative,
  settlement_account_mask: m.settlement_account_mask,
  custody_account_mask: m.custody_account_no && `尾号 ${m.custody_account_no.slice(-4)}`,
  applied_at: m.applied_at,
})

/**
 * Money paid in for a shop that the bank does not hold yet: all that is owed or payable, less early releases and
 * less what custody shows. Over all shops it is the provider's balance (test/journeys, to the fen).
 */
export const inTransit = (t: TotalsRow): number =>
  t.owed_fen + t.payable_fen + t.paying_fen - t.advance_fen - t.custody_fen

/**
 * (custody + in transit − payable − paying) ÷ owed, in basis points, rounded down; null while nothing is owed.
 * An early release lowers it. Money in transit is counted and shown apart.
 */
export function protectionBp(
  t: Pick<TotalsRow, 'owed_fen' | 'payable_fen' | 'paying_fen' | 'custody_fen'>,
  in_transit_fen: number,
): number | null {
  if (t.owed_fen === 0) return null
  return Math.floor(
    ((t.custody_fen + in_transit_fen - t.payable_fen - t.paying_fen) * 10_000) / t.owed_fen,
  )
}

export const moneyOf = (t: TotalsRow) => ({
  cards_count: t.cards_count,
  paid_fen: t.paid_fen,
  released_fen: t.released_fen,
  refunded_fen: t.refunded_fen,
  owed_fen: t.owed_fen,
  payable_fen: t.payable_fen,
  paying_fen: t.paying_fen,
  custody_fen: t.custody_fen,
  in_transit_fen: inTransit(t),
  protection_bp: protectionBp(t, inTransit(t)),
})

export const forCashier = (m: StoredMerchant) => ({ ...identityOf(m), reader: 'cashier' as const })
export const forOwner = (m: StoredMerchant, t: TotalsRow) => ({
  ...identityOf(m),
  ...papersOf(m),
  ...moneyOf(t),
  reader: 'merchant' as const,
})
export const forBank = (m: StoredMerchant, t: TotalsRow) => ({
  ...identityOf(m),
  ...moneyOf(t),
  reader: 'bank' as const,
  custody_account_no: m.custody_account_no,
})
export const forRegulator = (m: StoredMerchant, t: TotalsRow) => ({
  ...identityOf(m),
  ...papersOf(m),
  ...moneyOf(t),
  reader: 'regulator' as const,
})
export const forOperator = (m: StoredMerchant, t: TotalsRow) => ({
  ...identityOf(m),
  ...papersOf(m),
  ...moneyOf(t),
  reader: 'operator' as const,
})
