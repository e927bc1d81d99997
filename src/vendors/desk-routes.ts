import * as z from 'zod'
import { Line } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import {
  admitApp,
  makeAppKey,
  pinAppVersion,
  registerApp,
  revokeAppKey,
  suspendApp,
  weekBefore,
} from './apps'
import { readApps } from './store'
import { AppId, AppKeyId, AppKeyView, AppView, NewApp, NewAppKeyView, presentApp } from './views'

export const vendorDeskRoutes = newRouter()
const tags = ['vendors']
const OPERATOR = { operator: 'all' } as const
const params = z.strictObject({ id: AppId })
const key_params = z.strictObject({ id: AppId, key_id: AppKeyId })
const app = { description: '这个应用现在的样子', schema: AppView }
const key = { description: '这把密钥现在的样子', schema: AppKeyView }

export const registerAppOperation = operation({
  method: 'post',
  path: '/v1/apps',
  operationId: 'registerApp',
  tags,
  summary: '平台登记别的公司的应用，等另一个人准入',
  summary_en: 'Registers another maker’s app; another person must admit it',
  policy: OPERATOR,
  body: NewApp,
  answers: { 201: app },
})
serveAct(vendorDeskRoutes, registerAppOperation, (world, ask, { body }) =>
  registerApp(world, ask, body),
)

export const listAppsOperation = operation({
  method: 'get',
  path: '/v1/apps',
  operationId: 'listApps',
  tags,
  summary: '应用，新的在前：状态、密钥、几家店、问了多少次',
  summary_en: 'Lists apps, newest first',
  policy: OPERATOR,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '应用', schema: listSchema(AppView, 'Apps') } },
  refuses: ['cursor_invalid'],
})
serveRead(vendorDeskRoutes, listAppsOperation, {
  reads: (_who, { query: { cursor, limit } }, now) => ({
    apps: readApps(
      sql`a.id < ${cursorKey(cursor) ?? '~'} ORDER BY a.id DESC LIMIT ${limit + 1}`,
      weekBefore(now),
    ),
  }),
  present: ({ rows }, { query }) => pageFrom(rows.apps, query.limit, ({ id }) => id, presentApp),
})

export const admitAppOperation = operation({
  method: 'post',
  path: '/v1/apps/:id/admission',
  operationId: 'admitApp',
  tags,
  summary: '另一个人准入一个应用，或让停用的恢复',
  summary_en: 'Another person admits an app, or lets one in again',
  policy: OPERATOR,
  params,
  answers: { 200: app },
  refuses: [
    'app_not_found',
    'app_not_waiting',
    'checker_must_not_be_maker',
    'app_changed_meanwhile',
  ],
})
serveAct(vendorDeskRoutes, admitAppOperation, (world, ask, { params: { id } }) =>
  admitApp(world, ask, id),
)

export const suspendAppOperation = operation({
  method: 'post',
  path: '/v1/apps/:id/suspension',
  operationId: 'suspendApp',
  tags,
  summary: '停用一个应用：所有店，下一个请求就不认',
  summary_en: 'Stops an app for every shop, with its next request',
  policy: OPERATOR,
  params,
  body: z
    .strictObject({ reason: Line({ min: 4, max: 200 }).meta({ description: '为什么停用' }) })
    .meta({ id: 'AppSuspension' }),
  answers: { 200: app },
  refuses: ['app_not_found', 'app_not_open', 'app_changed_meanwhile'],
})
serveAct(vendorDeskRoutes, suspendAppOperation, (world, ask, { params: { id }, body }) =>
  suspendApp(world, ask, { id, ...body }),
)

export const makeAppKeyOperation = operation({
  method: 'post',
  path: '/v1/apps/:id/keys',
  operationId: 'makeAppKey',
  tags,
  summary: '给应用出一把密钥，只给一次；固定在最新的接口版本',
  summary_en: 'Makes a key for an app, told once, pinned to the newest version of the API',
  policy: OPERATOR,
  params,
  answers: { 201: { description: '新的密钥', schema: NewAppKeyView } },
  refuses: ['app_not_found', 'app_not_open', 'app_keys_too_many'],
})
serveAct(vendorDeskRoutes, makeAppKeyOperation, (world, ask, { params: { id } }) =>
  makeAppKey(world, ask, id),
)

export const revokeAppKeyOperation = operation({
  method: 'post',
  path: '/v1/apps/:id/keys/:key_id/revocation',
  operationId: 'revokeAppKey',
  tags,
  summary: '停用一把密钥，它换的令牌下一个请求就不认',
  summary_en: 'Revokes a key, and every token made by it',
  policy: OPERATOR,
  params: key_params,
  answers: { 200: key },
  refuses: ['app_not_found', 'app_key_not_found', 'app_changed_meanwhile'],
})
serveAct(vendorDeskRoutes, revokeAppKeyOperation, (world, ask, { params }) =>
  revokeAppKey(world, ask, params),
)

export const pinAppVersionOperation = operation({
  method: 'put',
  path: '/v1/apps/:id/keys/:key_id/api-version',
  operationId: 'pinAppVersion',
  tags,
  summary: '把一把密钥换到另一版接口，下一个令牌起',
  summary_en: 'Moves a key to another version of the API, from its next token on',
  policy: OPERATOR,
  params: key_params,
  body: z
    .strictObject({ api_version: z.iso.date().meta({ description: '接口版本' }) })
    .meta({ id: 'AppVersionPin' }),
  answers: { 200: key },
  refuses: ['app_not_found', 'app_key_not_found', 'api_version_unknown', 'app_changed_meanwhile'],
})
serveAct(vendorDeskRoutes, pinAppVersionOperation, (world, ask, { params, body }) =>
  pinAppVersion(world, ask, { ...params, ...body }),
)
