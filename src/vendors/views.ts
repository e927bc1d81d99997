import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { Line } from '../merchants/views'
import { SCOPES } from './scopes'
import { type AppDetailRow, type GrantDetailRow, type KeyListedRow, scopesIn } from './store'

const instant = z.iso.datetime({ precision: 3 })
export const AppId = z.string().regex(idPattern('app')).meta({ description: '应用的编号' })
export const AppKeyId = z.string().regex(idPattern('apk')).meta({ description: '密钥的编号' })
export const AppGrantId = z.string().regex(idPattern('apg')).meta({ description: '授权的编号' })
export const Scopes = z
  .array(z.enum(SCOPES))
  .min(1)
  .max(SCOPES.length)
  .refine((all) => new Set(all).size === all.length, { error: '每个范围只写一次' })
  .meta({
    description:
      '范围：prices 价目，offers 套餐，shops 门店，uses 核销，payouts 出款，webhooks 事件推送',
  })
export const ShopIds = z
  .array(z.string().regex(idPattern('shp')))
  .min(1)
  .max(100)
  .meta({ description: '哪几家门店' })
export const NewApp = z
  .strictObject({
    name: Line({ min: 2, max: 40 }).meta({ description: '应用的名字，店家看得到' }),
    vendor: Line({ min: 2, max: 60 }).meta({ description: '开发它的公司' }),
    about: Line({ min: 4, max: 200 }).meta({ description: '它做什么' }),
    scopes: Scopes,
    a_minute: z
      .int()
      .min(1)
      .max(6_000)
      .default(300)
      .meta({ description: '一分钟至多问几次，所有店加在一起' }),
  })
  .meta({ id: 'NewApp' })

const keyFields = {
  id: AppKeyId,
  object: z.literal('app_key'),
  hint: z.string().meta({ description: '密钥的最后四位' }),
  api_version: z.string().meta({ description: '固定在哪一版接口' }),
  created_at: instant,
  revoked_at: instant.nullable(),
}
const Key = z.strictObject(keyFields)
export const AppKeyView = Key.meta({ id: 'AppKey', description: '应用的一把密钥' })
export const NewAppKeyView = z
  .strictObject({
    ...keyFields,
    secret: z.string().meta({ description: '密钥，只在这里给一次' }),
  })
  .meta({ id: 'NewAppKey', description: '新的密钥' })
export const presentKey = (key: KeyListedRow) => ({
  id: key.id,
  object: 'app_key' as const,
  hint: key.hint,
  api_version: key.api_version,
  created_at: key.created_at,
  revoked_at: key.revoked_at,
})

export const AppView = z
  .strictObject({
    id: AppId,
    object: z.literal('app'),
    name: z.string(),
    vendor: z.string().meta({ description: '开发它的公司' }),
    about: z.string().meta({ description: '它做什么' }),
    scopes: Scopes,
    a_minute: z.int().meta({ description: '一分钟至多问几次' }),
    state: z.enum(['waiting', 'open', 'suspended']).meta({ description: '等准入、在用、已停用' }),
    suspended_reason: z.string().nullable().meta({ description: '为什么停用' }),
    registered_at: instant.meta({ description: '登记的时刻' }),
    keys: z.array(Key).meta({ description: '密钥，没有密钥本身' }),
    grants_count: z.int().meta({ description: '几家店授权着' }),
    asked_week: z.int().meta({ description: '七天里问了多少次' }),
  })
  .meta({ id: 'App', description: '别的公司的应用，平台看的' })
export const presentApp = (a: AppDetailRow) => ({
  id: a.id,
  object: 'app' as const,
  name: a.name,
  vendor: a.vendor,
  about: a.about,
  scopes: scopesIn(a.scopes),
  a_minute: a.a_minute,
  state:
    a.suspended_at !== null
      ? ('suspended' as const)
      : a.admitted_at === null
        ? ('waiting' as const)
        : ('open' as const),
  suspended_reason: a.suspended_reason,
  registered_at: a.registered_at,
  keys: (JSON.parse(a.keys) as KeyListedRow[]).map(presentKey),
  grants_count: a.grants_count,
  asked_week: a.asked_week,
})
export const OfferedApp = z
  .strictObject({
    id: AppId,
    object: z.literal('offered_app'),
    name: z.string(),
    vendor: z.string().meta({ description: '开发它的公司' }),
    about: z.string().meta({ description: '它做什么' }),
    scopes: Scopes.meta({ description: '它至多能要的范围' }),
  })
  .meta({ id: 'OfferedApp', description: '准入了的应用，店家可以授权' })
export const presentOfferedApp = (a: AppDetailRow) => ({
  id: a.id,
  object: 'offered_app' as const,
  name: a.name,
  vendor: a.vendor,
  about: a.about,
  scopes: scopesIn(a.scopes),
})

export const AppGrantView = z
  .strictObject({
    id: AppGrantId,
    object: z.literal('app_grant'),
    app_id: AppId,
    app_name: z.string().meta({ description: '应用的名字' }),
    vendor: z.string().meta({ description: '开发它的公司' }),
    merchant_id: z.string().regex(idPattern('mch')),
    shops: z
      .array(z.strictObject({ id: z.string(), name: z.string() }))
      .meta({ description: '哪几家门店' }),
    scopes: Scopes,
    is_open: z.boolean().meta({ description: '现在能用：没有撤销，应用也没有停用' }),
    granted_by_name: z.string().meta({ description: '谁授权的' }),
    granted_at: instant.meta({ description: '授权的时刻' }),
    revoked_at: instant.nullable(),
    asked_today: z.int().meta({ description: '今天问了多少次' }),
    asked_week: z.int().meta({ description: '七天里问了多少次' }),
  })
  .meta({ id: 'AppGrant', description: '店家给一个应用的授权' })
type Named = { id: string; name: string }
export const presentGrant = (g: GrantDetailRow) => ({
  id: g.id,
  object: 'app_grant' as const,
  app_id: g.app_id,
  app_name: g.app_name,
  vendor: g.vendor,
  merchant_id: g.merchant_id,
  shops: JSON.parse(g.shop_names) as Named[],
  scopes: scopesIn(g.scopes),
  is_open: g.revoked_at === null && g.is_open === 1,
  granted_by_name: g.granted_by_name,
  granted_at: g.granted_at,
  revoked_at: g.revoked_at,
  asked_today: g.asked_today,
  asked_week: g.asked_week,
})

export const NewToken = z
  .strictObject({
    grant_type: z.literal('client_credentials').meta({ description: '只有这一种' }),
    client_id: AppId,
    client_secret: z.string().min(1).max(100).meta({ description: '密钥' }),
    merchant_id: z.string().regex(idPattern('mch')).meta({ description: '哪一家店' }),
    scope: z
      .string()
      .max(200)
      .optional()
      .meta({ description: '只要其中几个范围，用空格分开；不写：店家授权的全部' }),
  })
  .meta({ id: 'NewAppToken' })
export const TokenView = z
  .strictObject({
    access_token: z.string().meta({ description: '令牌' }),
    token_type: z.literal('Bearer').meta({ description: '放在 Authorization 里' }),
    expires_in: z.int().meta({ description: '多少秒以后过期' }),
    scope: z.string().meta({ description: '范围，用空格分开' }),
  })
  .meta({ id: 'AppToken', description: '应用的令牌（RFC 6749 §5.1）' })
