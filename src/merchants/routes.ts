import * as z from 'zod'
import { mayFilterBy } from '../city/rules'
import { Phone } from '../identity/phone'
import { refuse } from '../kernel/refusals'
import type { Actor } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { PersonName } from '../schemas/person-name'
import { admitMerchant, applyMerchant, holdSales, liftSalesHold } from './admit'
import { isLicenceNo } from './licence'
import { mayReadMerchant } from './may-read'
import { type MerchantDetailRow, readMerchants } from './store'
import {
  AnyMerchant,
  District,
  EntityType,
  Line,
  MerchantId,
  OperatorMerchant,
  presentMerchant,
  RegulatorMerchant,
  Sector,
} from './views'

export const merchantRoutes = newRouter()
const MerchantParams = z.strictObject({ id: MerchantId })
const Day = z.iso.date()

const Application = z
  .strictObject({
    name: Line({ min: 2, max: 40 }),
    entity_type: EntityType,
    sector: Sector,
    district: District,
    address: Line({ min: 2, max: 100 }),
    licence_no: z.string().refine(isLicenceNo, '统一社会信用代码不正确'),
    licence_expires_on: Day.nullable(),
    legal_representative: Line({ min: 2, max: 40 }),
    lease_ends_on: Day.nullable(),
    settlement_account_no: z.string().regex(/^\d{12,19}$/),
    owner: z.strictObject({ name: PersonName, phone: Phone }),
  })
  .meta({ id: 'MerchantApplication' })
export const applyMerchantOperation = operation({
  method: 'post',
  path: '/v1/merchants',
  operationId: 'applyMerchant',
  tags: ['merchants'],
  summary: '登记一家店（尚未接入）',
  summary_en: 'Records a merchant that applies to join',
  policy: { operator: 'all' },
  body: Application,
  answers: { 201: { description: '已登记', schema: OperatorMerchant } },
  refuses: ['district_unknown', 'sector_unknown', 'licence_no_taken', 'phone_taken'],
})
serveAct(merchantRoutes, applyMerchantOperation, (world, ask, { body }) =>
  applyMerchant(world, ask, body),
)

export const admitMerchantOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/admission',
  operationId: 'admitMerchant',
  tags: ['merchants'],
  summary: '接入：银行核对结算账户并开立存管专户',
  summary_en: 'Admits a merchant: the bank checks its account and opens custody',
  policy: { operator: 'all' },
  params: MerchantParams,
  answers: { 200: { description: '已接入', schema: OperatorMerchant } },
  refuses: [
    'merchant_not_found',
    'merchant_already_admitted',
    'licence_not_valid',
    'lease_ended',
    'settlement_account_not_verified',
    'bank_does_not_answer',
  ],
})
serveAct(merchantRoutes, admitMerchantOperation, (world, ask, { params }) =>
  admitMerchant(world, ask, params.id),
)

const Hold = z.strictObject({ reason: Line({ min: 4, max: 200 }) }).meta({ id: 'SalesHold' })
const HoldAnswer = z.discriminatedUnion('reader', [RegulatorMerchant, OperatorMerchant])
export const holdSalesOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/sales-hold',
  operationId: 'holdSales',
  tags: ['merchants'],
  summary: '暂停充值，写明理由；已有的卡照常使用',
  summary_en: 'Holds a merchant’s sales; cards go on working',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  params: MerchantParams,
  body: Hold,
  answers: { 200: { description: '已暂停', schema: HoldAnswer } },
  refuses: ['merchant_not_found', 'merchant_changed_meanwhile'],
})
serveAct(merchantRoutes, holdSalesOperation, (world, ask, { params, body }) =>
  holdSales(world, ask, { merchant_id: params.id, ...body }),
)
export const liftSalesHoldOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/sales-hold/lifting',
  operationId: 'liftSalesHold',
  tags: ['merchants'],
  summary: '恢复充值：一个人申请，另一个人再办一次才恢复',
  summary_en: 'Lifts a hold on sales: one person asks, another does it',
  description:
    '第一次写明理由，只是申请（sales_lift_at、sales_lift_reason）；七天之内另一个人再办一次，才恢复。同一个手机号、同一把通行密钥算同一个人。再次暂停，申请作废。',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  params: MerchantParams,
  body: Hold,
  answers: { 200: { description: '已申请，或已恢复', schema: HoldAnswer } },
  refuses: [
    'merchant_not_found',
    'sales_not_on_hold',
    'checker_must_not_be_maker',
    'merchant_changed_meanwhile',
  ],
})
serveAct(merchantRoutes, liftSalesHoldOperation, (world, ask, { params, body }) =>
  liftSalesHold(world, ask, { merchant_id: params.id, ...body }),
)

const SEERS = {
  owner: 'tenant',
  manager: 'tenant',
  cashier: 'tenant',
  bank: 'all',
  supervisor: 'jurisdiction',
  operator: 'all',
} as const
export const readMerchantOperation = operation({
  method: 'get',
  path: '/v1/merchants/:id',
  operationId: 'readMerchant',
  tags: ['merchants'],
  summary: '一家店；谁看，看到谁该看的',
  summary_en: 'Reads one merchant, as its reader may see it',
  policy: SEERS,
  params: MerchantParams,
  answers: { 200: { description: '这家店', schema: AnyMerchant } },
  refuses: ['merchant_not_found'],
})
serveRead(merchantRoutes, readMerchantOperation, {
  reads: (who, { params }) => ({
    merchants: readMerchants(sql`m.id = ${params.id} AND ${mayReadMerchant(who)}`),
  }),
  present: ({ actor, rows }) =>
    presentRow(actor, rows.merchants[0] ?? refuse('merchant_not_found')),
})

export const listMerchantsOperation = operation({
  method: 'get',
  path: '/v1/merchants',
  operationId: 'listMerchants',
  tags: ['merchants'],
  summary: '看得到的店，先登记的在前；可按地区、行业、店名、是否接入',
  summary_en: 'Lists the merchants that the reader may see, oldest first',
  policy: SEERS,
  query: z.strictObject({
    ...pageQuery,
    district: District.optional(),
    sector: Sector.optional(),
    name: z.string().trim().min(1).max(40).optional().meta({ description: '店名里有这些字' }),
    is_admitted: z.enum(['true', 'false']).optional().meta({ description: '接入了的，或等接入的' }),
  }),
  answers: { 200: { description: '店', schema: listSchema(AnyMerchant, 'MerchantList') } },
  refuses: ['district_unknown', 'sector_unknown', 'cursor_invalid'],
})
serveRead(merchantRoutes, listMerchantsOperation, {
  reads: (who, { query }) => ({
    merchants: readMerchants(sql`${mayReadMerchant(who)} AND m.id > ${cursorKey(query.cursor) ?? ''}
                      AND (${query.district ?? null} IS NULL OR m.district = ${query.district ?? null})
                      AND (${query.sector ?? null} IS NULL OR m.sector = ${query.sector ?? null})
                      AND (${query.name ?? null} IS NULL OR instr(m.name, ${query.name ?? null}) > 0)
                      AND (${query.is_admitted ?? null} IS NULL
                           OR iif(m.admitted_at IS NULL, 'false', 'true') = ${query.is_admitted ?? null})
                      ORDER BY m.id LIMIT ${query.limit + 1}`),
  }),
  present: ({ actor, rows, city }, { query }) => {
    mayFilterBy(city, query)
    return pageFrom(
      rows.merchants,
      query.limit,
      (row) => row.id,
      (row) => presentRow(actor, row),
    )
  },
})

const presentRow = (actor: Actor, row: MerchantDetailRow) => presentMerchant(actor, row, row)
