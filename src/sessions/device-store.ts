import type { Instant } from '../kernel/time'
import type { Kind } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'

type DeviceRow = {
  id: string
  kind: Kind
  subject_id: string
  token_hash: string
  name: string
  created_at: Instant
  ended_at: Instant | null
}
/** A device with its sessions: the newest end of them all, and whether one of them lives. */
export type DeviceWithUseRow = DeviceRow & {
  idle_expires_at: Instant | null
  is_signed_in: number
  is_current: number
}

/** The device with this token on which a person was signed in before, unless its owner took it off the list. */
export const readKnownDevice = (device_hash: string | null, subject_id: Statement) =>
  sql<IdRow>`SELECT id FROM devices WHERE token_hash = ${device_hash} AND subject_id = ${subject_id}
      AND ended_at IS NULL`

const DEVICES_MAX = 50
/** Somebody's own devices, the last used first. `session`: the session that asks, a row to join. */
export const readDevices = (
  subject_id: Statement,
  { session, where, now }: { session: Statement; where: Statement; now: Instant },
) =>
  sql<DeviceWithUseRow>`SELECT d.*, max(s.idle_expires_at) AS idle_expires_at,
             coalesce(max(s.revoked_at IS NULL AND s.idle_expires_at > ${now} AND s.absolute_expires_at > ${now}), 0) AS is_signed_in,
             coalesce(max(s.id = (SELECT me.id FROM ${session} me)), 0) AS is_current
        FROM devices d LEFT JOIN sessions s ON s.device_id = d.id
       WHERE d.subject_id = ${subject_id} AND d.ended_at IS NULL AND ${where}
       GROUP BY d.id ORDER BY is_current DESC, idle_expires_at DESC, d.id DESC LIMIT ${DEVICES_MAX}`

export const insertDevice = (device: DeviceRow): Statement =>
  sql`INSERT INTO devices (id, kind, subject_id, token_hash, name, created_at)
      VALUES (${device.id}, ${device.kind}, ${device.subject_id}, ${device.token_hash}, ${device.name},
              ${device.created_at})`
export const renameDeviceStatement = (id: string, name: string): Statement =>
  sql`UPDATE devices SET name = ${name} WHERE id = ${id}`

/**
 * A device is out: known no more, its sessions end, and with them the pay code keys that were handed to them
 * (`live_pay_code_aliases`).
 */
export const endDeviceStatements = (id: string, now: Instant): Statement[] => [
  sql`UPDATE devices SET ended_at = ${now} WHERE id = ${id}`,
  revokeDeviceSessionsStatement(id, now),
]
export const revokeDeviceSessionsStatement = (device_id: string, now: Instant): Statement =>
  sql`UPDATE sessions SET revoked_at = ${now} WHERE device_id = ${device_id} AND revoked_at IS NULL`
export const endDevicesStatement = (subject_id: string, now: Instant): Statement =>
  sql`UPDATE devices SET ended_at = ${now} WHERE subject_id = ${subject_id} AND ended_at IS NULL`
