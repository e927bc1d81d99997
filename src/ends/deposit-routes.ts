import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { approveDeposit, receiveDeposit } from './deposit'
import { readDeposits } from './deposit-store'
import { DepositId, DepositView, presentDeposit } from './deposit-views'

export const depositRoutes = newRouter()
const ofMerchant = z.strictObject({ id: z.string().regex(idPattern('mch')) })

export const receiveDepositOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/deposits',
  operationId: 'receiveDeposit',
  tags: ['ends'],
  summary: '银行登记收到的保证金；另一个人复核后才记入',
  summary_en: 'Records a guarantee deposit that the bank has received',
  policy: { bank: 'all' },
  params: ofMerchant,
  body: z
    .strictObject({ amount_fen: z.int().min(1).max(1_000_000_000) })
    .meta({ id: 'NewDeposit' }),
  answers: { 201: { description: '已登记', schema: DepositView } },
  refuses: ['merchant_not_found'],
})
serveAct(depositRoutes, receiveDepositOperation, (world, ask, { params: { id }, body }) =>
  receiveDeposit(world, ask, { merchant_id: id, ...body }),
)

export const approveDepositOperation = operation({
  method: 'post',
  path: '/v1/deposits/:id/approval',
  operationId: 'approveDeposit',
  tags: ['ends'],
  summary: '复核一笔保证金：同意即记入专户，不同意即作废；不能同意自己登记的',
  summary_en: 'Agrees to a recorded deposit or voids it, as another person',
  policy: { bank: 'all' },
  params: z.strictObject({ id: DepositId }),
  body: z
    .strictObject({
      agreed: z.boolean(),
      note: z.string().trim().min(2).max(300).nullable().default(null),
    })
    .meta({ id: 'DepositApproval' }),
  answers: { 200: { description: '现在的样子', schema: DepositView } },
  refuses: [
    'deposit_not_found',
    'deposit_not_waiting',
    'deposit_needs_another_person',
    'deposit_changed_meanwhile',
  ],
})
serveAct(depositRoutes, approveDepositOperation, (world, ask, { params: { id }, body }) =>
  approveDeposit(world, ask, { id, ...body }),
)

export const listDepositsOperation = operation({
  method: 'get',
  path: '/v1/merchants/:id/deposits',
  operationId: 'listDeposits',
  tags: ['ends'],
  summary: '一家店的保证金，新的在前：谁登记、谁复核、算不算数',
  summary_en: 'Lists a merchant’s guarantee deposits, newest first',
  policy: { bank: 'all', operator: 'all' },
  params: ofMerchant,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '保证金', schema: listSchema(DepositView, 'DepositList') } },
  refuses: ['cursor_invalid'],
})
serveRead(depositRoutes, listDepositsOperation, {
  reads: (who, { params: { id }, query: { cursor, limit } }) => ({
    deposits: readDeposits(
      who,
      sql`d.merchant_id = ${id} AND d.id < ${cursorKey(cursor) ?? 'dep~'} ORDER BY d.id DESC LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.deposits, query.limit, ({ id }) => id, presentDeposit),
})
