import * as z from 'zod'
import type { Policy } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { PasskeyRecovery, RecoveryId } from './objects'
import { askForRecovery, decideRecovery } from './recovery'
import { presentRecovery, readOwnRecoveries, readRecoveries } from './recovery-store'
import { SELF } from './routes'

export const recoveryRoutes = newRouter()

export const askForRecoveryOperation = operation({
  method: 'post',
  path: '/v1/me/passkey-recoveries',
  operationId: 'askForRecovery',
  tags: ['identity'],
  summary: '通行密钥都丢了，申请找回',
  summary_en: 'Asks to come back after losing every passkey',
  policy: SELF,
  answers: { 201: { description: '已申请，等另一个人同意', schema: PasskeyRecovery } },
  refuses: ['recovery_not_needed', 'recovery_is_open'],
})
serveAct(recoveryRoutes, askForRecoveryOperation, (world, ask) => askForRecovery(world, ask))

export const listMyRecoveriesOperation = operation({
  method: 'get',
  path: '/v1/me/passkey-recoveries',
  operationId: 'listMyRecoveries',
  tags: ['identity'],
  summary: '以我的名义申请过的找回',
  summary_en: 'Lists the recoveries asked for in the asker’s name',
  policy: SELF,
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '新的在前', schema: listSchema(PasskeyRecovery, 'MyPasskeyRecoveries') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(recoveryRoutes, listMyRecoveriesOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    recoveries: readOwnRecoveries(who, { before: cursorKey(cursor), limit }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.recoveries, query.limit, ({ id }) => id, presentRecovery),
})

/** Who may stand by somebody: an owner in the own shop, officials in their own kind of office, an operator everywhere. */
const HELPERS = {
  owner: 'tenant',
  bank: 'own',
  supervisor: 'own',
  operator: 'all',
} as const satisfies Policy
export const listRecoveriesOperation = operation({
  method: 'get',
  path: '/v1/passkey-recoveries',
  operationId: 'listRecoveries',
  tags: ['identity'],
  summary: '等人同意或等时间的找回',
  summary_en: 'Lists recoveries that wait',
  policy: HELPERS,
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '找回', schema: listSchema(PasskeyRecovery, 'PasskeyRecoveries') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(recoveryRoutes, listRecoveriesOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    recoveries: readRecoveries(
      who,
      sql`r.state IN ('waiting', 'agreed') AND r.id > ${cursorKey(cursor) ?? ''} ORDER BY r.id LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.recoveries, query.limit, ({ id }) => id, presentRecovery),
})

export const decideRecoveryOperation = operation({
  method: 'post',
  path: '/v1/passkey-recoveries/:id/decision',
  operationId: 'decideRecovery',
  tags: ['identity'],
  summary: '同意或拒绝一次找回；不能同意自己的',
  summary_en: 'Agrees to a recovery or refuses it, as another person',
  policy: HELPERS,
  params: z.strictObject({ id: RecoveryId }),
  body: z.strictObject({ agreed: z.boolean() }).meta({ id: 'RecoveryDecision' }),
  answers: { 200: { description: '已决定', schema: PasskeyRecovery } },
  refuses: ['recovery_not_found', 'recovery_not_open', 'recovery_needs_another_person'],
})
serveAct(recoveryRoutes, decideRecoveryOperation, (world, ask, { params, body }) =>
  decideRecovery(world, ask, { ...params, ...body }),
)
