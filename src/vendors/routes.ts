import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { weekBefore } from './apps'
import { grantApp, revokeAppGrant } from './grants'
import { readApps, readGrants } from './store'
import {
  AppGrantId,
  AppGrantView,
  AppId,
  OfferedApp,
  presentGrant,
  presentOfferedApp,
  Scopes,
  ShopIds,
} from './views'

export const vendorRoutes = newRouter()
const tags = ['vendors']
const OWNER = { owner: 'tenant' } as const
const MANAGES = { owner: 'tenant', manager: 'tenant' } as const
const grant = { description: '授权现在的样子', schema: AppGrantView }

export const listOfferedAppsOperation = operation({
  method: 'get',
  path: '/v1/offered-apps',
  operationId: 'listOfferedApps',
  tags,
  summary: '平台准入了的应用，店家可以授权',
  summary_en: 'Lists the apps that the platform admitted and a shop may grant',
  policy: MANAGES,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '应用', schema: listSchema(OfferedApp, 'OfferedApps') } },
  refuses: ['cursor_invalid'],
})
serveRead(vendorRoutes, listOfferedAppsOperation, {
  reads: (_who, { query: { cursor, limit } }, now) => ({
    apps: readApps(
      sql`a.admitted_at IS NOT NULL AND a.suspended_at IS NULL AND a.id < ${cursorKey(cursor) ?? '~'}
          ORDER BY a.id DESC LIMIT ${limit + 1}`,
      weekBefore(now),
    ),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.apps, query.limit, ({ id }) => id, presentOfferedApp),
})

export const grantAppOperation = operation({
  method: 'post',
  path: '/v1/app-grants',
  operationId: 'grantApp',
  tags,
  summary: '店主授权一个应用：哪几家门店、哪些范围；每位店主都收到消息',
  summary_en: 'An owner grants an app named shops and scopes; every owner is told',
  policy: OWNER,
  body: z
    .strictObject({ app_id: AppId, shop_ids: ShopIds, scopes: Scopes })
    .meta({ id: 'NewAppGrant' }),
  answers: { 201: grant },
  refuses: [
    'app_not_found',
    'app_not_open',
    'passkey_proof_too_old',
    'app_grant_too_wide',
    'app_granted_already',
  ],
})
serveAct(vendorRoutes, grantAppOperation, (world, ask, { body }) => grantApp(world, ask, body))

export const revokeAppGrantOperation = operation({
  method: 'post',
  path: '/v1/app-grants/:id/revocation',
  operationId: 'revokeAppGrant',
  tags,
  summary: '撤销授权：应用的下一个请求就不认，它登记的推送也停',
  summary_en: 'Revokes a grant: the app’s next request is nobody’s, and its webhooks end',
  policy: MANAGES,
  params: z.strictObject({ id: AppGrantId }),
  answers: { 200: grant },
  refuses: ['app_grant_not_found', 'app_changed_meanwhile'],
})
serveAct(vendorRoutes, revokeAppGrantOperation, (world, ask, { params: { id } }) =>
  revokeAppGrant(world, ask, id),
)

export const listAppGrantsOperation = operation({
  method: 'get',
  path: '/v1/app-grants',
  operationId: 'listAppGrants',
  tags,
  summary: '本店授权过的应用，新的在前：范围、门店、问了多少次',
  summary_en: 'Lists what the shop granted to apps, newest first, with how often they asked',
  policy: MANAGES,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '授权', schema: listSchema(AppGrantView, 'AppGrants') } },
  refuses: ['cursor_invalid'],
})
serveRead(vendorRoutes, listAppGrantsOperation, {
  reads: (who, { query: { cursor, limit } }, now) => ({
    grants: readGrants(
      sql`g.merchant_id = ${who.merchant_id} AND g.id < ${cursorKey(cursor) ?? '~'}
          ORDER BY g.id DESC LIMIT ${limit + 1}`,
      { today: localDate(now), since: weekBefore(now) },
    ),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.grants, query.limit, ({ id }) => id, presentGrant),
})

export const readOwnAppGrantOperation = operation({
  method: 'get',
  path: '/v1/app-grants/current',
  operationId: 'readOwnAppGrant',
  tags,
  summary: '应用看自己的授权：哪家店、哪些门店、哪些范围、问了多少次',
  summary_en: 'An app reads the grant that its token stands for',
  policy: { app: 'self' },
  answers: { 200: grant },
  refuses: ['app_grant_not_found'],
})
serveRead(vendorRoutes, readOwnAppGrantOperation, {
  reads: (who, _input, now) => ({
    grants: readGrants(sql`g.id = ${who.subject_id}`, {
      today: localDate(now),
      since: weekBefore(now),
    }),
  }),
  present: ({ rows }) => presentGrant(rows.grants[0] ?? refuse('app_grant_not_found')),
})
