import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { changeSettlementAccount, decideSettlementAccount } from './change'
import { IS_OPEN, readChanges } from './store'
import { AccountChange, presentChange, SettlementAccount } from './views'

export const accountRoutes = newRouter()
const SECOND = { owner: 'tenant', bank: 'all', operator: 'all' } as const

export const changeSettlementAccountOperation = operation({
  method: 'post',
  path: '/v1/merchants/me/settlement-account',
  operationId: 'changeSettlementAccount',
  tags: ['merchants'],
  summary: '更换结算账户；银行核对户名、另一个人同意、满 24 小时后生效，只影响以后的出款',
  summary_en: 'Asks for another settlement account; it counts by another person and a day later',
  description:
    '另一位店主、银行或平台的人同意；同一个手机号不是另一个人。生效前店主、银行和平台都可以拒绝，照旧付到原账户。' +
    '登记同一个账户就是请银行重新核对，即时生效。已经发出的出款仍付到原账户，卖卡和核销不受影响。',
  policy: { owner: 'tenant' },
  body: z
    .strictObject({ settlement_account_no: z.string().regex(/^\d{12,19}$/) })
    .meta({ id: 'NewSettlementAccount' }),
  answers: { 200: { description: '现在的账户，和等着的新账户', schema: SettlementAccount } },
  refuses: [
    'merchant_not_yet_admitted',
    'settlement_account_not_verified',
    'merchant_changed_meanwhile',
    'request_in_flight',
    'bank_does_not_answer',
  ],
})
serveAct(accountRoutes, changeSettlementAccountOperation, (world, ask, { body }) =>
  changeSettlementAccount(world, ask, body.settlement_account_no),
)

export const listAccountChangesOperation = operation({
  method: 'get',
  path: '/v1/settlement-account-changes',
  operationId: 'listAccountChanges',
  tags: ['merchants'],
  summary: '等另一个人同意、或还没生效的新结算账户',
  summary_en: 'Lists settlement accounts that wait',
  policy: SECOND,
  query: z.strictObject(pageQuery),
  answers: {
    200: {
      description: '等着的新账户',
      schema: listSchema(AccountChange, 'SettlementAccountChanges'),
    },
  },
  refuses: ['cursor_invalid'],
})
serveRead(accountRoutes, listAccountChangesOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    changes: readChanges(
      who,
      sql`${IS_OPEN} AND c.id > ${cursorKey(cursor) ?? ''} ORDER BY c.id LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.changes, query.limit, ({ id }) => id, presentChange),
})

export const decideSettlementAccountOperation = operation({
  method: 'post',
  path: '/v1/settlement-account-changes/:id/decision',
  operationId: 'decideSettlementAccount',
  tags: ['merchants'],
  summary: '同意或拒绝一个新结算账户；不能同意自己要换的',
  summary_en: 'Agrees to a settlement account, as another person, or says no',
  policy: SECOND,
  params: z.strictObject({ id: z.string().regex(idPattern('sac')) }),
  body: z.strictObject({ agreed: z.boolean() }).meta({ id: 'SettlementAccountDecision' }),
  answers: { 200: { description: '已决定', schema: AccountChange } },
  refuses: [
    'account_change_not_found',
    'account_change_not_open',
    'checker_must_not_be_maker',
    'merchant_changed_meanwhile',
  ],
})
serveAct(accountRoutes, decideSettlementAccountOperation, (world, ask, { params, body }) =>
  decideSettlementAccount(world, ask, { ...params, ...body }),
)
