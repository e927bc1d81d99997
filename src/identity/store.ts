import { type Instant, plusMs } from '../kernel/time'
import type { Kind } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Duty } from '../platform/duties'
import { revokeSessionsStatement } from '../sessions/store'
import type { Person, StaffRole } from './objects'
import type { PhoneColumns } from './phone'
import { PIN_LOCKS_MS, PIN_TRIES_MAX } from './rules'

export type ConsumerRow = {
  id: string
  nickname: string
  phone_mask: string
  phone_sealed: string
  phone_index: string
  pin_hash: string | null
  pin_tries: number
  pin_locked_until: Instant | null
  pin_tried_at: Instant | null
  pin_locks: number
  key_epoch: number
  number_left_at: Instant | null
  created_at: Instant
}
/** By whom somebody came to work, and from when it counts; `effective_from` is null until another person has agreed. */
type Nomination = {
  created_by: string | null
  approved_by: string | null
  approved_at: Instant | null
  effective_from: Instant | null
}
export type StaffRow = {
  id: string
  merchant_id: string
  role: StaffRole
  name: string
  phone_mask: string
  phone_sealed: string
  phone_index: string
  created_at: Instant
  disabled_at: Instant | null
} & Nomination
export type OfficialRow = {
  id: string
  kind: 'bank' | 'regulator' | 'operator'
  role: 'bank' | 'supervisor' | 'operator'
  duty: Duty
  name: string
  /** A JSON list. */
  districts: string
  phone_mask: string
  phone_sealed: string
  phone_index: string
  created_by: string
  created_at: Instant
  disabled_at: Instant | null
} & Omit<Nomination, 'created_by'>
// — people —

/** A table's people, by whatever `where` says of them. */
export const readConsumer = (where: Statement) =>
  sql<ConsumerRow>`SELECT * FROM consumers WHERE ${where}`
export const readStaff = (where: Statement) => sql<StaffRow>`SELECT * FROM staff WHERE ${where}`
export const readOfficial = (where: Statement) =>
  sql<OfficialRow>`SELECT * FROM officials WHERE ${where}`

/** Of staff and officials: at work now. Nobody is before another person has agreed and the day of waiting is over. */
export const isInOffice = (now: Instant): Statement =>
  sql`disabled_at IS NULL AND effective_from <= ${now}`
/** Everybody of one kind behind a phone who may sign in now: one person or none. */
export const readPersonByPhone = (kind: Kind, phone_index: string, now: Instant) => ({
  consumer: kind === 'consumer' ? readConsumer(sql`phone_index = ${phone_index}`) : undefined,
  staff:
    kind === 'staff'
      ? readStaff(sql`phone_index = ${phone_index} AND ${isInOffice(now)}`)
      : undefined,
  official:
    kind === 'consumer' || kind === 'staff'
      ? undefined
      : readOfficial(sql`phone_index = ${phone_index} AND kind = ${kind} AND ${isInOffice(now)}`),
})
/** The id of that person, for a statement that must know it. */
export function readPersonId(kind: Kind, phone_index: Statement): Statement {
  if (kind === 'consumer') return sql`(SELECT id FROM consumers WHERE phone_index = ${phone_index})`
  if (kind === 'staff')
    return sql`(SELECT id FROM staff WHERE phone_index = ${phone_index} AND disabled_at IS NULL)`
  return sql`(SELECT id FROM officials WHERE phone_index = ${phone_index} AND kind = ${kind} AND disabled_at IS NULL)`
}
/** One row where the person of this phone has a passkey. */
export const readHasPasskey = (phone_index: string) =>
  sql<{
    phone_index: string
  }>`SELECT phone_index FROM passkey_phones WHERE phone_index = ${phone_index} LIMIT 1`
export type WaitedRow = { ripe_at: Instant; ends_at: Instant }
/** Whether a device asked to sign in with a silent number, and from when and until when it may. */
export const readWaitedDevice = (phone_index: string, device_hash: string | null) =>
  sql<WaitedRow>`SELECT w.ripe_at, w.ends_at FROM sign_in_recoveries w JOIN consumers c ON c.id = w.consumer_id
      WHERE c.phone_index = ${phone_index} AND w.device_hash = ${device_hash}`
export const readStaffAtWork = (phone_index: string) =>
  readStaff(sql`phone_index = ${phone_index} AND disabled_at IS NULL`)

/** One person is in one of the three tables, or in none. */
export function personIn(rows: {
  consumer: ConsumerRow[] | undefined
  staff: StaffRow[] | undefined
  official: OfficialRow[] | undefined
}): Person | null {
  const [consumer] = rows.consumer ?? []
  const [staff] = rows.staff ?? []
  const [official] = rows.official ?? []
  if (consumer) return presentConsumer(consumer)
  if (staff) return presentStaff(staff)
  return official ? presentOfficial(official) : null
}
type ConsumerSeen = Pick<ConsumerRow, 'id' | 'nickname' | 'phone_mask' | 'pin_hash'>
export const presentConsumer = (row: ConsumerSeen): Extract<Person, { object: 'consumer' }> => ({
  id: row.id,
  object: 'consumer',
  role: 'consumer',
  nickname: row.nickname,
  phone_mask: row.phone_mask,
  pin_set: row.pin_hash !== null,
})
export const presentStaff = (
  row: Omit<StaffRow, keyof Nomination>,
): Extract<Person, { object: 'staff_member' }> => ({
  id: row.id,
  object: 'staff_member',
  role: row.role,
  name: row.name,
  merchant_id: row.merchant_id,
  phone_mask: row.phone_mask,
  created_at: row.created_at,
  disabled_at: row.disabled_at,
})
export const presentOfficial = (
  row: Omit<OfficialRow, keyof Nomination | 'duty'>,
): Extract<Person, { object: 'official' }> => ({
  id: row.id,
  object: 'official',
  kind: row.kind,
  role: row.role,
  name: row.name,
  districts: JSON.parse(row.districts) as string[],
  phone_mask: row.phone_mask,
  created_at: row.created_at,
  disabled_at: row.disabled_at,
})

export const insertConsumer = (
  consumer: { id: string; nickname: string; created_at: Instant } & PhoneColumns,
): Statement =>
  sql`INSERT INTO consumers (id, phone_index, phone_sealed, phone_mask, nickname, created_at)
      VALUES (${consumer.id}, ${consumer.phone_index}, ${consumer.phone_sealed}, ${consumer.phone_mask},
              ${consumer.nickname}, ${consumer.created_at})`
export const renameConsumerStatement = (id: string, nickname: string): Statement =>
  sql`UPDATE consumers SET nickname = ${nickname} WHERE id = ${id}`

/** Another number for the same person; whoever has it already refuses it (`phone_taken`). */
export const moveNumberStatement = (id: string, to: PhoneColumns): Statement =>
  sql`UPDATE consumers SET phone_index = ${to.phone_index}, phone_sealed = ${to.phone_sealed},
                           phone_mask = ${to.phone_mask}, number_left_at = NULL
      WHERE id = ${id}`
/** The number is somebody else's now: it finds this person no more, and nothing is written to it for them. */
export const leaveNumberStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE consumers SET phone_index = 'left:' || id, phone_mask = '号码已换人', number_left_at = ${now}
      WHERE id = ${id}`

/** Whether a column names the asker, under this account or one of theirs that was joined to it. */
export const isMineCondition = (column: Statement, subject_id: Statement): Statement =>
  sql`(${column} = ${subject_id} OR ${column} IN (SELECT consumer_id FROM joined_accounts WHERE into_id = ${subject_id}))`
/**
 * An account has been joined to another one of the same person: its number finds it no more, its PIN and its pay code keys
 * are void. Before what else moves in its batch.
 */
export const endAccountStatements = (
  { from_id, into_id }: { from_id: string; into_id: string },
  now: Instant,
): Statement[] => [
  sql`UPDATE consumers SET phone_index = 'joined:' || id, phone_mask = '已并入另一个账户', pin_hash = NULL,
             key_epoch = key_epoch + 1 WHERE id = ${from_id}`,
  sql`UPDATE joined_accounts SET into_id = ${into_id} WHERE into_id = ${from_id}`,
  sql`INSERT INTO joined_accounts (consumer_id, into_id, joined_at) VALUES (${from_id}, ${into_id}, ${now})`,
]

/**
 * The person has died and heirs come in their place: nobody signs in here any more, its number is free, its PIN and pay code
 * keys are void. What it did stays.
 */
export const closeAccountStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE consumers SET phone_index = 'estate:' || id, phone_mask = '已由继承人接手', pin_hash = NULL, pin_tries = 0,
             pin_locked_until = NULL, key_epoch = key_epoch + 1, number_left_at = coalesce(number_left_at, ${now})
      WHERE id = ${id}`

/** Nothing that names or finds this person is left; the row stays, for what it did with money. */
export const eraseConsumerStatements = (id: string, now: Instant): Statement[] => [
  sql`UPDATE consumers SET phone_index = 'erased:' || id, phone_sealed = '', phone_mask = '已注销', nickname = '已注销',
             pin_hash = NULL, pin_tries = 0, pin_locked_until = NULL, pin_locks = 0, key_epoch = key_epoch + 1,
             number_left_at = coalesce(number_left_at, ${now}) WHERE id = ${id}`,
]

export const insertStaffStatement = (staff: StaffRow & PhoneColumns): Statement =>
  sql`INSERT INTO staff (id, merchant_id, role, name, phone_index, phone_sealed, phone_mask, created_at,
                         created_by, effective_from)
      VALUES (${staff.id}, ${staff.merchant_id}, ${staff.role}, ${staff.name}, ${staff.phone_index},
              ${staff.phone_sealed}, ${staff.phone_mask}, ${staff.created_at}, ${staff.created_by}, ${staff.effective_from})`
export const insertOfficialStatement = (official: OfficialRow & PhoneColumns): Statement =>
  sql`INSERT INTO officials (id, kind, role, name, districts, phone_index, phone_sealed, phone_mask,
                             created_by, created_at, approved_by, approved_at, effective_from,
                             duty)
      VALUES (${official.id}, ${official.kind}, ${official.role}, ${official.name}, ${official.districts},
              ${official.phone_index}, ${official.phone_sealed}, ${official.phone_mask},
              ${official.created_by}, ${official.created_at}, ${official.approved_by}, ${official.approved_at},
              ${official.effective_from}, ${official.duty})`

/** Out at once: `live_sessions` stops showing them, and their sessions end for good. */
export const disableStaffStatements = (id: string, now: Instant): Statement[] => [
  sql`UPDATE staff SET disabled_at = ${now} WHERE id = ${id} AND disabled_at IS NULL`,
  revokeSessionsStatement(id, now),
]
export const disableOfficialStatements = (id: string, now: Instant): Statement[] => [
  sql`UPDATE officials SET disabled_at = ${now} WHERE id = ${id} AND disabled_at IS NULL`,
  revokeSessionsStatement(id, now),
]

// — pay code keys —

/** No pay code made before this moment works any more, on any device, online or not (`live_pay_code_aliases`). */
export const endPayCodeKeysStatement = (consumer_id: string): Statement =>
  sql`UPDATE consumers SET key_epoch = key_epoch + 1 WHERE id = ${consumer_id}`

// — PINs —

/** A PIN that takes the place of another ends every pay code key: whoever replaced it may not be who had the phone. */
export const setPinStatement = (consumer_id: string, pin_hash: string): Statement =>
  sql`UPDATE consumers SET pin_hash = ${pin_hash}, pin_tries = 0, pin_locked_until = NULL, pin_locks = 0,
                           key_epoch = key_epoch + (pin_hash IS NOT NULL)
      WHERE id = ${consumer_id}`
/** `pin_tried_at` lets the table refuse a try, even a right one, while the lock lasts (`pin_locked`). */
export const updateTriesPassed = (now: Instant): Statement =>
  sql`pin_tries = 0, pin_locked_until = NULL, pin_locks = 0, pin_tried_at = ${now}`
/**
 * Counts from the stored figure, not from the one that was read; counting starts anew after a lock, and each lock is
 * longer than the one before. For every table that keeps a PIN.
 */
export const updateTriesCounted = (now: Instant): Statement => {
  const [first, second, third] = PIN_LOCKS_MS
  const until = sql`iif(pin_locks = 0, ${plusMs(now, first)}, iif(pin_locks = 1, ${plusMs(now, second)}, ${plusMs(now, third)}))`
  const locks = sql`pin_locked_until IS NULL AND pin_tries + 1 >= ${PIN_TRIES_MAX}`
  return sql`pin_tries = iif(pin_locked_until IS NULL, pin_tries + 1, 1),
             pin_locked_until = iif(${locks}, ${until}, NULL),
             pin_locks = pin_locks + (${locks}),
             pin_tried_at = ${now}`
}

/** What somebody of an office may do is narrowed, from their next request on. */
export const narrowDutyStatement = (id: string, duty: Duty): Statement =>
  sql`UPDATE officials SET duty = ${duty} WHERE id = ${id}`
export const passPinStatement = (consumer_id: string, now: Instant): Statement =>
  sql`UPDATE consumers SET ${updateTriesPassed(now)} WHERE id = ${consumer_id}`
export const pinTryStatement = (consumer_id: string, now: Instant): Statement =>
  sql`UPDATE consumers SET ${updateTriesCounted(now)} WHERE id = ${consumer_id}`
