import type { Instant } from '../kernel/time'
import { type IdRow, type Statement, sql } from '../platform/d1'

export type PushRow = {
  id: string
  consumer_id: string
  session_id: string
  /** Null: signed in by a program that keeps no device. */
  device_id: string | null
  /** Keyed hash of the address: one browser is one row. */
  endpoint_index: string
  /** Address and keys, sealed: who has them can knock at this browser. */
  sealed: string
  service: string
  created_at: Instant
}

/** Somebody is still signed in where subscription `p` was made: in that session, or again on that device. */
export const isHeard = (now: Instant): Statement =>
  sql`EXISTS (SELECT 1 FROM sessions s
       WHERE s.subject_id = p.consumer_id AND (s.id = p.session_id OR s.device_id = p.device_id)
         AND s.revoked_at IS NULL AND s.idle_expires_at > ${now} AND s.absolute_expires_at > ${now})`

/** `session`: the session that asks, a row to join. */
export const listPushes = (subject_id: Statement, session: Statement, now: Instant) =>
  sql<PushRow & { name: string | null; is_current: number }>`SELECT p.*, d.name,
             coalesce(p.session_id = me.id OR p.device_id = (SELECT device_id FROM sessions WHERE id = me.id), 0) AS is_current
        FROM push_subscriptions p JOIN ${session} me LEFT JOIN devices d ON d.id = p.device_id
       WHERE p.consumer_id = ${subject_id} AND ${isHeard(now)} ORDER BY is_current DESC, p.id DESC`
export const readMyPush = (id: string, subject_id: Statement) =>
  sql<IdRow>`SELECT id FROM push_subscriptions WHERE id = ${id} AND consumer_id = ${subject_id}`

type HereRow = { session_id: string; device_id: string | null; name: string | null }
/** Where somebody asks from. */
export const readHere = (session: Statement) =>
  sql<HereRow>`SELECT s.id AS session_id, s.device_id, d.name FROM sessions s JOIN ${session} me ON me.id = s.id
       LEFT JOIN devices d ON d.id = s.device_id`

type CountRow = { n: number }
/** The other browsers of somebody that show messages. */
export const countPushes = (subject_id: Statement, but_index: string, now: Instant) =>
  sql<CountRow>`SELECT count(*) AS n FROM push_subscriptions p
       WHERE p.consumer_id = ${subject_id} AND p.endpoint_index <> ${but_index} AND ${isHeard(now)}`

/** A browser shows the messages of whoever asked for it last. */
export const insertPushStatements = (p: PushRow): Statement[] => [
  sql`DELETE FROM push_subscriptions WHERE endpoint_index = ${p.endpoint_index}`,
  sql`INSERT INTO push_subscriptions (id, consumer_id, session_id, device_id, endpoint_index, sealed, service, created_at)
      VALUES (${p.id}, ${p.consumer_id}, ${p.session_id}, ${p.device_id}, ${p.endpoint_index}, ${p.sealed}, ${p.service},
              ${p.created_at})`,
]
export const deletePushStatement = (id: string): Statement =>
  sql`DELETE FROM push_subscriptions WHERE id = ${id}`
export const deletePushesOfStatement = (consumer_id: string): Statement =>
  sql`DELETE FROM push_subscriptions WHERE consumer_id = ${consumer_id}`
/** Those that nobody hears any more. */
export const listUnheard = (now: Instant, limit: number) =>
  sql<IdRow>`SELECT p.id FROM push_subscriptions p WHERE NOT ${isHeard(now)} ORDER BY p.id LIMIT ${limit}`
/** `ids`: a JSON list. Whoever signed in again meanwhile is heard, and stays. */
export const deleteUnheardStatement = (ids: string, now: Instant): Statement =>
  sql`DELETE FROM push_subscriptions AS p WHERE p.id IN (SELECT value FROM json_each(${ids})) AND NOT ${isHeard(now)}`
