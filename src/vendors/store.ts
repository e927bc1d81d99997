import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Scope } from './scopes'
import type { Claims } from './token-rules'

export type AppRow = {
  id: string
  name: string
  vendor: string
  about: string
  scopes: string
  a_minute: number
  registered_by: string
  registered_at: Instant
  admitted_by: string | null
  admitted_at: Instant | null
  suspended_by: string | null
  suspended_at: Instant | null
  suspended_reason: string | null
  version: number
}
export type KeyRow = {
  id: string
  app_id: string
  secret_hash: string
  hint: string
  api_version: string
  created_by: string
  created_at: Instant
  revoked_at: Instant | null
}
/** An app with its keys (a JSON list without secrets), and how many shops it may ask of. */
export type AppDetailRow = AppRow & { keys: string; grants_count: number; asked_week: number }
export type KeyListedRow = Pick<KeyRow, 'id' | 'hint' | 'api_version' | 'created_at' | 'revoked_at'>
export const readApps = (where: Statement, since: LocalDate) =>
  sql<AppDetailRow>`SELECT a.*,
      (SELECT json_group_array(json_object('id', k.id, 'hint', k.hint, 'api_version', k.api_version,
          'created_at', k.created_at, 'revoked_at', k.revoked_at)) FROM app_keys k WHERE k.app_id = a.id) AS keys,
      (SELECT count(*) FROM app_grants g WHERE g.app_id = a.id AND g.revoked_at IS NULL) AS grants_count,
      (SELECT coalesce(sum(d.asked), 0) FROM app_days d JOIN app_grants g ON g.id = d.grant_id
        WHERE g.app_id = a.id AND d.day > ${since}) AS asked_week
    FROM apps a WHERE ${where}`
export const insertApp = (a: AppRow): Statement =>
  sql`INSERT INTO apps (id, name, vendor, about, scopes, a_minute, registered_by, registered_at)
      VALUES (${a.id}, ${a.name}, ${a.vendor}, ${a.about}, ${a.scopes}, ${a.a_minute}, ${a.registered_by}, ${a.registered_at})`
export const updateApp = (a: AppRow): Statement =>
  sql`UPDATE apps SET admitted_by = ${a.admitted_by}, admitted_at = ${a.admitted_at}, suspended_by = ${a.suspended_by},
             suspended_at = ${a.suspended_at}, suspended_reason = ${a.suspended_reason}, version = ${a.version + 1}
       WHERE id = ${a.id}`

export const insertKey = (k: KeyRow): Statement =>
  sql`INSERT INTO app_keys (id, app_id, secret_hash, hint, api_version, created_by, created_at)
      VALUES (${k.id}, ${k.app_id}, ${k.secret_hash}, ${k.hint}, ${k.api_version}, ${k.created_by}, ${k.created_at})`
export const revokeKeyStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE app_keys SET revoked_at = ${now} WHERE id = ${id}`
export const pinVersionStatement = (id: string, api_version: string): Statement =>
  sql`UPDATE app_keys SET api_version = ${api_version} WHERE id = ${id}`

type GrantRow = {
  id: string
  app_id: string
  merchant_id: string
  shops: string
  scopes: string
  granted_by: string
  granted_at: Instant
  revoked_at: Instant | null
  revoked_by: string | null
}
/** A grant with the app's names, its shops by name (a JSON list), and what was asked under it lately. */
export type GrantDetailRow = GrantRow & {
  app_name: string
  vendor: string
  is_open: number
  granted_by_name: string
  shop_names: string
  asked_today: number
  asked_week: number
}
export const readGrants = (where: Statement, on: { today: LocalDate; since: LocalDate }) =>
  sql<GrantDetailRow>`SELECT g.*, a.name AS app_name, a.vendor, s.name AS granted_by_name,
      a.admitted_at IS NOT NULL AND a.suspended_at IS NULL AS is_open,
      (SELECT json_group_array(json_object('id', b.id, 'name', b.name)) FROM shops b
        WHERE b.id IN (SELECT value FROM json_each(g.shops))) AS shop_names,
      coalesce((SELECT asked FROM app_days WHERE grant_id = g.id AND day = ${on.today}), 0) AS asked_today,
      (SELECT coalesce(sum(asked), 0) FROM app_days WHERE grant_id = g.id AND day > ${on.since}) AS asked_week
    FROM app_grants g JOIN apps a ON a.id = g.app_id JOIN staff s ON s.id = g.granted_by WHERE ${where}`
export const insertGrant = (g: GrantRow): Statement =>
  sql`INSERT INTO app_grants (id, app_id, merchant_id, shops, scopes, granted_by, granted_at)
      VALUES (${g.id}, ${g.app_id}, ${g.merchant_id}, ${g.shops}, ${g.scopes}, ${g.granted_by}, ${g.granted_at})`
export const revokeGrantStatement = (id: string, by: string, now: Instant): Statement =>
  sql`UPDATE app_grants SET revoked_at = ${now}, revoked_by = ${by} WHERE id = ${id}`
/** All grants of an app, for what ends with it. */
export const readAppGrantIds = (app_id: string): Statement =>
  sql`(SELECT id FROM app_grants WHERE app_id = ${app_id})`

type KeyOfGrantRow = KeyRow & { grant_id: string; scopes: string }
/** The live keys of a live app, each with the grant of one shop to it. */
export const readShopKeys = (of: { app_id: string; merchant_id: string }) =>
  sql<KeyOfGrantRow>`SELECT k.*, g.id AS grant_id, g.scopes FROM app_keys k JOIN apps a ON a.id = k.app_id
        AND a.admitted_at IS NOT NULL AND a.suspended_at IS NULL
        JOIN app_grants g ON g.app_id = a.id AND g.merchant_id = ${of.merchant_id} AND g.revoked_at IS NULL
       WHERE k.app_id = ${of.app_id} AND k.revoked_at IS NULL LIMIT 5`

export type SealRow = {
  app_id: string
  a_minute: number
  minute: number | null
  asked: number
  is_over: number
}
/** What holds a token: its key and grant as they stand, and how often its app has asked in its minute. */
export const readAppSeal = ({ grant_id, key_id }: Pick<Claims, 'grant_id' | 'key_id'>) =>
  sql<SealRow>`SELECT a.id AS app_id, a.a_minute, t.minute, coalesce(t.asked, 0) AS asked,
             (g.revoked_at IS NOT NULL OR a.suspended_at IS NOT NULL OR a.admitted_at IS NULL OR k.revoked_at IS NOT NULL) AS is_over
        FROM app_grants g JOIN apps a ON a.id = g.app_id JOIN app_keys k ON k.id = ${key_id} AND k.app_id = a.id
        LEFT JOIN app_minutes t ON t.app_id = a.id WHERE g.id = ${grant_id}`
export const askedStatements = (
  of: { app_id: string; grant_id: string },
  at: { minute: number; day: LocalDate },
): Statement[] => [
  sql`INSERT INTO app_minutes (app_id, minute, asked) VALUES (${of.app_id}, ${at.minute}, 1)
      ON CONFLICT (app_id) DO UPDATE SET asked = iif(minute = excluded.minute, asked + 1, 1), minute = excluded.minute`,
  sql`INSERT INTO app_days (grant_id, day, asked) VALUES (${of.grant_id}, ${at.day}, 1)
      ON CONFLICT (grant_id, day) DO UPDATE SET asked = asked + 1`,
]

export const scopesIn = (json: string): Scope[] => JSON.parse(json) as Scope[]
