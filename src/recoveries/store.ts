import type { EventType } from '../events/catalogue'
import { emit, type TypedEvent } from '../events/emit'
import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import { type RecoveryKind, recoveryTimes } from './rules'

export type RecoveryRow = {
  id: string
  consumer_id: string
  kind: RecoveryKind
  device_id: string | null
  device_hash: string | null
  new_phone_index: string | null
  new_phone_sealed: string | null
  new_phone_mask: string | null
  old_phone_sealed: string | null
  old_told_at: Instant | null
  started_at: Instant
  ripe_at: Instant
  ends_at: Instant
  state: 'cooling' | 'done' | 'cancelled' | 'lapsed'
  ended_at: Instant | null
  cancelled_by: 'link' | 'asker' | 'other_device' | null
  version: number
}
export const readRecoveries = (where: Statement) =>
  sql<RecoveryRow>`SELECT r.* FROM recoveries r WHERE ${where}`
type SessionDeviceRow = { device_id: string | null }
/** On which device somebody asks; null for a program that signed in without one. */
export const readSessionDevice = (session: Statement) =>
  sql<SessionDeviceRow>`SELECT s.device_id FROM sessions s JOIN ${session} me ON me.id = s.id`

type Wanted = Pick<RecoveryRow, 'consumer_id' | 'kind'> & Partial<RecoveryRow>
/** A new recovery that cools from now on, in place of one that nobody finished in time. */
export function planRecovery(
  kit: Pick<Kit, 'newId'>,
  wanted: Wanted,
  now: Instant,
): { recovery: RecoveryRow; statements: Statement[] } {
  const recovery: RecoveryRow = {
    id: kit.newId('acr'),
    device_id: null,
    device_hash: null,
    new_phone_index: null,
    new_phone_sealed: null,
    new_phone_mask: null,
    old_phone_sealed: null,
    old_told_at: null,
    ...recoveryTimes(now),
    state: 'cooling',
    ended_at: null,
    cancelled_by: null,
    version: 1,
    ...wanted,
  }
  const { id, kind, ripe_at, consumer_id } = recovery
  const data = { recovery_id: id, kind, ripe_at }
  return {
    recovery,
    statements: [
      sql`UPDATE recoveries SET state = 'lapsed', ended_at = ${now}, version = version + 1
           WHERE consumer_id = ${consumer_id} AND kind = ${kind} AND state = 'cooling' AND ends_at <= ${now}`,
      insertRecovery(recovery),
      emitRecovery(kit, recovery, { type: 'recovery.started', data }, now),
    ],
  }
}

export const insertRecovery = (r: RecoveryRow): Statement =>
  sql`INSERT INTO recoveries (id, consumer_id, kind, device_id, device_hash, new_phone_index, new_phone_sealed,
                              new_phone_mask, old_phone_sealed, started_at, ripe_at, ends_at, state, ended_at)
      VALUES (${r.id}, ${r.consumer_id}, ${r.kind}, ${r.device_id}, ${r.device_hash}, ${r.new_phone_index},
              ${r.new_phone_sealed}, ${r.new_phone_mask}, ${r.old_phone_sealed}, ${r.started_at}, ${r.ripe_at},
              ${r.ends_at}, ${r.state}, ${r.ended_at})`
export const endRecoveryStatement = (r: RecoveryRow): Statement =>
  sql`UPDATE recoveries SET state = ${r.state}, ended_at = ${r.ended_at}, cancelled_by = ${r.cancelled_by},
                            old_phone_sealed = ${r.old_phone_sealed}, version = ${r.version + 1}
      WHERE id = ${r.id} AND version = ${r.version}`

type ToldOfRecovery = TypedEvent<
  Extract<EventType, 'recovery.started' | 'recovery.cancelled' | 'consumer.phone_changed'>
>
export const emitRecovery = (
  kit: Pick<Kit, 'newId'>,
  { id, consumer_id }: Pick<RecoveryRow, 'id' | 'consumer_id'>,
  told: ToldOfRecovery,
  at: Instant,
): Statement => emit(kit, { ...told, subject_id: id, merchant_id: null, consumer_id, at })
