import * as z from 'zod'
import { log } from '../environment/log'
import { insist, refuse } from '../kernel/refusals'
import { readMerchants } from '../merchants/store'
import { inTransit, MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import type { World } from '../platform/world'
import { listParked, listSettlements, readBeingSettled, readFeeDays, readFeeTotals } from './store'
import {
  booksAgreement,
  CustodyView,
  FeesView,
  ParkedLineView,
  presentParked,
  presentSettlement,
  SettlementView,
  sentenceOn,
} from './views'

export const custodyRoutes = newRouter()
const FEE_DAYS_MAX = 90

export const listSettlementsOperation = operation({
  method: 'get',
  path: '/v1/custody/settlements',
  operationId: 'listSettlements',
  tags: ['custody'],
  summary: '入专户的各笔，新的在前',
  summary_en: 'Lists the settlements into custody, newest first',
  policy: { owner: 'tenant', manager: 'tenant', bank: 'all', operator: 'all' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '各笔', schema: listSchema(SettlementView, 'SettlementList') } },
  refuses: ['cursor_invalid'],
})
serveRead(custodyRoutes, listSettlementsOperation, {
  reads: (who, { query }) => ({
    settlements: listSettlements(who, { before_id: cursorKey(query.cursor), limit: query.limit }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.settlements,
      query.limit,
      ({ id }) => id,
      (row) => presentSettlement(row),
    ),
})

export const listParkedLinesOperation = operation({
  method: 'get',
  path: '/v1/custody/parked',
  operationId: 'listParkedLines',
  tags: ['custody'],
  summary: '支付机构账单上与订单对不上的各行，旧的在前；都没有动钱',
  summary_en: 'Lists the lines of the provider’s bill that match no order, oldest first',
  policy: { bank: 'all', operator: 'all' },
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '对不上的', schema: listSchema(ParkedLineView, 'ParkedLineList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(custodyRoutes, listParkedLinesOperation, {
  reads: (_who, { query }) => {
    const after_seq = Number(cursorKey(query.cursor) ?? 0)
    if (!Number.isSafeInteger(after_seq)) refuse('cursor_invalid')
    return { parked: listParked({ after_seq, limit: query.limit }) }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.parked,
      query.limit,
      ({ seq }) => String(seq),
      (row) => presentParked(row),
    ),
})

export const readCustodyOperation = operation({
  method: 'get',
  path: '/v1/custody/merchants/:id',
  operationId: 'readCustody',
  tags: ['custody'],
  summary: '一家店的专户：我们的账、在途、手续费，和银行自己的账',
  summary_en:
    'Reads one custody account: our books, what is on its way, fees, and the bank’s own figure',
  policy: { bank: 'all', operator: 'all' },
  params: z.strictObject({ id: MerchantId }),
  answers: { 200: { description: '专户', schema: CustodyView } },
  refuses: ['merchant_not_found'],
})
serveRead(custodyRoutes, readCustodyOperation, {
  reads: (_who, { params }) => ({
    merchant: readMerchants(sql`m.id = ${params.id}`),
    fees: readFeeTotals(sql`${params.id}`),
    open: readBeingSettled(params.id),
  }),
  call: ({ rows }, _input, world) => {
    const row = rows.merchant[0] ?? refuse('merchant_not_found')
    return bankSays(world, row.custody_account_no)
  },
  present: ({ rows: { merchant, fees, open }, called: bank }) => {
    const row = merchant[0] ?? refuse('merchant_not_found')
    const { id, custody_account_no } = row
    const totals = row
    const being_settled_fen = Number(open[0]?.being_settled_fen)
    const difference_fen = bank === null ? null : bank.balance_fen - totals.custody_fen
    const state = booksAgreement({
      has_account: custody_account_no !== null,
      difference_fen,
      in_fen: being_settled_fen,
      out_fen: totals.paying_fen + totals.fees_held_fen,
    })
    return {
      object: 'custody',
      merchant_id: id,
      custody_account_no,
      ledger_fen: totals.custody_fen,
      in_transit_fen: inTransit(totals),
      being_settled_fen,
      fees_outstanding_fen: Number(fees[0]?.outstanding_fen),
      fees_held_fen: totals.fees_held_fen,
      bank_fen: bank?.balance_fen ?? null,
      bank_as_of: bank?.as_of ?? null,
      difference_fen,
      state,
      sentence: sentenceOn(state, difference_fen),
    }
  },
})

/** The bank's own figure, or null when it does not answer: our own figures are shown all the same. */
async function bankSays({ bank }: World, account_no: string | null) {
  if (account_no === null) return null
  try {
    return await bank.balanceOf({ account_no })
  } catch (error) {
    log('bank_balance_unknown', { error: String(error) })
    return null
  }
}

export const readOwnFeesOperation = operation({
  method: 'get',
  path: '/v1/fees/me',
  operationId: 'readOwnFees',
  tags: ['custody'],
  summary: '本店的支付手续费：扣了多少，还欠多少，逐日',
  summary_en: 'Reads the payment fees of the shop, day by day',
  policy: { owner: 'tenant' },
  answers: { 200: { description: '手续费', schema: FeesView } },
})
serveRead(custodyRoutes, readOwnFeesOperation, {
  reads: (who) => ({
    fee_totals: readFeeTotals(who.merchant_id),
    fee_days: readFeeDays(who.merchant_id, FEE_DAYS_MAX),
  }),
  present: ({
    actor,
    rows: {
      fee_totals: [totals],
      fee_days: days,
    },
  }) => {
    insist(actor.merchant_id && totals, 'staff have a merchant, and a sum has a row')
    return {
      object: 'fees',
      merchant_id: actor.merchant_id,
      charged_fen: totals.charged_fen,
      outstanding_fen: totals.outstanding_fen,
      days,
    }
  },
})
