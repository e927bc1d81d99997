import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { AdvancePosition, AdvanceView, grantAdvance, presentPosition } from './advance'
import { linesFrom, readItems, readLines, readMovedOut, readUsePayout, useFrom } from './carried'
import { requestPayout } from './pay'
import { readPayouts, readTill } from './store'
import { presentUse, UsePayout } from './use-views'
import {
  MerchantId,
  PayoutDetail,
  PayoutId,
  PayoutItem,
  PayoutList,
  PayoutStateView,
  PayoutView,
  presentDetail,
  presentPayout,
} from './views'

export const payoutRoutes = newRouter()
const MANAGERS = { owner: 'tenant', manager: 'tenant' } as const
const READERS = { ...MANAGERS, bank: 'all', operator: 'all' } as const
const PayoutParams = z.strictObject({ id: PayoutId })

export const requestPayoutOperation = operation({
  method: 'post',
  path: '/v1/payouts',
  operationId: 'requestPayout',
  tags: ['payouts'],
  summary: '现在就出款：全部应付款付到结算账户',
  summary_en: 'Pays everything payable out now',
  description: '每天最多 5 次，至少 1 元。先记下再交银行，几分钟内付出；同一笔只付一次。',
  policy: MANAGERS,
  answers: { 201: { description: '已安排', schema: PayoutView } },
  refuses: [
    'merchant_not_yet_admitted',
    'payouts_held',
    'payout_waits_for_cover',
    'payout_already_open',
    'payout_too_often',
    'payout_waits_for_correction',
    'payout_needs_another_account',
    'payout_nothing_to_pay',
    'payout_held_by_court',
    'payout_waits_for_marks',
    'payout_waits_for_custody',
    'payout_changed_meanwhile',
  ],
})
serveAct(payoutRoutes, requestPayoutOperation, (world, ask) => requestPayout(world, ask))

export const listPayoutsOperation = operation({
  method: 'get',
  path: '/v1/payouts',
  operationId: 'listPayouts',
  tags: ['payouts'],
  summary: '出款，新的在前',
  summary_en: 'Lists payouts, newest first',
  policy: { ...READERS, app: 'tenant' },
  query: z.strictObject({
    ...pageQuery,
    merchant_id: MerchantId.optional(),
    state: PayoutStateView.optional(),
  }),
  answers: { 200: { description: '出款', schema: PayoutList } },
  refuses: ['cursor_invalid'],
})
serveRead(payoutRoutes, listPayoutsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const of = query.merchant_id ?? null
    const state = query.state ?? null
    return {
      payouts: readPayouts(
        who,
        sql`(${before} IS NULL OR o.id < ${before}) AND (${of} IS NULL OR o.merchant_id = ${of})
              AND (${state} IS NULL OR o.state = ${state})
            ORDER BY o.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.payouts ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentPayout(row),
    ),
})

export const readPayoutOperation = operation({
  method: 'get',
  path: '/v1/payouts/:id',
  operationId: 'readPayout',
  tags: ['payouts'],
  summary: '一笔出款与它的构成',
  summary_en: 'Reads one payout and what it consists of',
  policy: { ...READERS, app: 'tenant' },
  params: PayoutParams,
  answers: { 200: { description: '出款', schema: PayoutDetail } },
  refuses: ['payout_not_found'],
})
serveRead(payoutRoutes, readPayoutOperation, {
  reads: (who, { params }) => ({
    payouts: readPayouts(who, sql`o.id = ${params.id}`),
    lines: readLines(params.id),
    moved_out: readMovedOut(params.id),
  }),
  present: ({ rows }) => {
    const payout = rows.payouts[0] ?? refuse('payout_not_found')
    const { lines, period } = linesFrom(rows.lines)
    return presentDetail(payout, period, { lines, moved_out: rows.moved_out[0]?.count ?? 0 })
  },
})

export const listPayoutItemsOperation = operation({
  method: 'get',
  path: '/v1/payouts/:id/items',
  operationId: 'listPayoutItems',
  tags: ['payouts'],
  summary: '一笔出款带上的每一条分录，先发生的在前',
  summary_en: 'Lists each entry that a payout carries, oldest first',
  traces: ['work', '一笔出款里的核销', 'the uses in a payout'],
  policy: READERS,
  params: PayoutParams,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '分录', schema: listSchema(PayoutItem, 'PayoutItemList') } },
  refuses: ['payout_not_found', 'cursor_invalid'],
})
serveRead(payoutRoutes, listPayoutItemsOperation, {
  reads: (who, { params, query }) => ({
    payouts: readPayouts(who, sql`o.id = ${params.id}`),
    items: readItems({
      payout_id: params.id,
      after: versionIn(cursorKey(query.cursor)),
      limit: query.limit,
    }),
  }),
  present: ({ rows }, { query }) => {
    if (!rows.payouts[0]) refuse('payout_not_found')
    return pageFrom(
      rows.items,
      query.limit,
      (row) => String(row.account_version),
      ({ account_version: _, ...row }) => ({ object: 'payout_item', ...row }),
    )
  },
})
const versionIn = (key: string | null): number =>
  key === null ? 0 : /^\d{1,15}$/.test(key) ? Number(key) : refuse('cursor_invalid')

export const readUsePayoutOperation = operation({
  method: 'get',
  path: '/v1/redemptions/:id/payout',
  operationId: 'readUsePayout',
  tags: ['payouts'],
  summary: '这次使用的钱什么时候到店',
  summary_en: 'Says when the money of one use reaches the shop',
  policy: { ...MANAGERS, cashier: 'tenant' },
  params: z.strictObject({ id: z.string().regex(idPattern('rdm')) }),
  answers: { 200: { description: '由哪笔出款带走，什么时候到', schema: UsePayout } },
  refuses: ['redemption_not_found', 'use_moved_no_money'],
})
serveRead(payoutRoutes, readUsePayoutOperation, {
  reads: (who, { params }, now) => ({
    use_payout: readUsePayout(who, params.id),
    till: readTill(who.merchant_id, localDate(now)),
  }),
  present: ({ rows, now }) => {
    const use = useFrom(rows.use_payout[0] ?? refuse('redemption_not_found'))
    if (use.amount_fen === 0) refuse('use_moved_no_money')
    return presentUse(use, rows.till[0] ?? refuse('merchant_not_found'), now)
  },
})

export const grantAdvanceOperation = operation({
  method: 'post',
  path: '/v1/advances',
  operationId: 'grantAdvance',
  tags: ['payouts'],
  summary: '预支：按等级先放一部分，出款时逐步还',
  summary_en: 'Releases a part early, as the merchant’s level allows',
  policy: { owner: 'tenant' },
  body: z
    .strictObject({ amount_fen: z.int().min(1).max(Number.MAX_SAFE_INTEGER) })
    .meta({ id: 'NewAdvance' }),
  answers: { 201: { description: '已预支', schema: AdvanceView } },
  refuses: [
    'merchant_not_yet_admitted',
    'advance_not_while_held',
    'advance_not_while_frozen',
    'payouts_held',
    'payout_waits_for_cover',
    'payout_waits_for_correction',
    'advance_exceeds_ceiling',
    'advance_changed_meanwhile',
  ],
})
serveAct(payoutRoutes, grantAdvanceOperation, (world, ask, { body }) =>
  grantAdvance(world, ask, body.amount_fen),
)

export const readAdvancePositionOperation = operation({
  method: 'get',
  path: '/v1/advances/me',
  operationId: 'readAdvancePosition',
  tags: ['payouts'],
  summary: '本店的预支：已预支、额度、怎么还',
  summary_en: 'Reads the merchant’s advance: granted, ceiling, repayment',
  policy: MANAGERS,
  answers: { 200: { description: '预支', schema: AdvancePosition } },
})
serveRead(payoutRoutes, readAdvancePositionOperation, {
  reads: (who, _input, now) => ({ till: readTill(who.merchant_id, localDate(now)) }),
  present: ({ rows, now }) => presentPosition(rows.till[0] ?? refuse('merchant_not_found'), now),
})
