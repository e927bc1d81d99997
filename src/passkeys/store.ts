import type * as z from 'zod'
import { isInOffice, readOfficial, readStaff } from '../identity/store'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Passkey, WorkKind } from './objects'

export type PasskeyRow = {
  id: string
  person_id: string
  credential_id: string
  public_key: string
  counter: number
  /** A JSON list. */
  transports: string
  device: 'single' | 'synced'
  backed_up_at: Instant | null
  name: string
  created_at: Instant
  last_used_at: Instant | null
  suspended_at: Instant | null
  removed_at: Instant | null
}

type PasskeySeen = Omit<
  PasskeyRow,
  'person_id' | 'credential_id' | 'public_key' | 'counter' | 'transports'
>
export const presentPasskey = (row: PasskeySeen): z.input<typeof Passkey> => ({
  id: row.id,
  object: 'passkey',
  name: row.name,
  device: row.device,
  created_at: row.created_at,
  last_used_at: row.last_used_at,
  suspended_at: row.suspended_at,
  removed_at: row.removed_at,
})

/** The person behind the asker, under whatever id; a holder is themselves, whatever number they have by now. */
export const personIdColumn = (subject_id: Statement): Statement =>
  sql`coalesce((SELECT person_id FROM person_ids WHERE subject_id = ${subject_id}), (SELECT id FROM consumers WHERE id = ${subject_id}))`
type PersonRow = { person_id: string | null }
export const readPerson = (who: Who) =>
  sql<PersonRow>`SELECT ${personIdColumn(who.subject_id)} AS person_id`

export const readPasskeys = (where: Statement) =>
  sql<PasskeyRow>`SELECT * FROM passkeys WHERE ${where}`
/** The asker's own, as they stand now. */
export const readOwnPasskeys = (who: Who) =>
  readPasskeys(
    sql`person_id = ${personIdColumn(who.subject_id)} AND removed_at IS NULL ORDER BY id LIMIT 20`,
  )

/** What the asker's colleagues hold: an authenticator that has one of these is not one more person. */
const COLLEAGUES_MAX = 64
type CredentialRow = Pick<PasskeyRow, 'credential_id' | 'transports'>
export const readHeldNearby = (who: Who) =>
  sql<CredentialRow>`SELECT k.credential_id, k.transports FROM passkeys k
       WHERE k.removed_at IS NULL AND k.person_id IN (
         SELECT p.person_id FROM officials me JOIN officials o ON o.kind = me.kind
                JOIN person_phones p ON p.phone_index = o.phone_index WHERE me.id = ${who.subject_id}
         UNION
         SELECT p.person_id FROM staff s JOIN person_phones p ON p.phone_index = s.phone_index
          WHERE s.merchant_id = ${who.merchant_id})
       ORDER BY k.id DESC LIMIT ${COLLEAGUES_MAX}`

/** The person whose passkey this is, under the kind for which they sign in: one row in one of the two, or none. */
export function readHolder(kind: WorkKind, credential_id: string, now: Instant) {
  const phones = sql`SELECT p.phone_index FROM passkeys k JOIN person_phones p ON p.person_id = k.person_id
                      WHERE k.credential_id = ${credential_id}`
  return {
    consumer: undefined,
    staff:
      kind === 'staff'
        ? readStaff(sql`phone_index IN (${phones}) AND ${isInOffice(now)}`)
        : undefined,
    official:
      kind === 'staff'
        ? undefined
        : readOfficial(sql`phone_index IN (${phones}) AND kind = ${kind} AND ${isInOffice(now)}`),
  }
}

export const insertPasskey = (k: PasskeyRow): Statement =>
  sql`INSERT INTO passkeys (id, person_id, credential_id, public_key, counter, transports, device, backed_up_at, name,
                            created_at)
      VALUES (${k.id}, ${k.person_id}, ${k.credential_id}, ${k.public_key}, ${k.counter}, ${k.transports}, ${k.device},
              ${k.backed_up_at}, ${k.name}, ${k.created_at})`
/** A use of it: the counter rises, or stays 0 where the authenticator counts nothing. */
export const useStatement = (
  { id, backed_up_at }: PasskeyRow,
  { counter, is_backed_up, at }: { counter: number; is_backed_up: boolean; at: Instant },
): Statement =>
  sql`UPDATE passkeys SET counter = ${counter}, last_used_at = ${at},
             backed_up_at = ${is_backed_up ? (backed_up_at ?? at) : null} WHERE id = ${id}`
export const suspendStatement = ({ id }: Pick<PasskeyRow, 'id'>, at: Instant): Statement =>
  sql`UPDATE passkeys SET suspended_at = ${at} WHERE id = ${id} AND suspended_at IS NULL`
export const renameStatement = (id: string, name: string): Statement =>
  sql`UPDATE passkeys SET name = ${name} WHERE id = ${id}`
export const removeStatement = (id: string, at: Instant): Statement =>
  sql`UPDATE passkeys SET removed_at = ${at} WHERE id = ${id}`
/** Every other one goes: they are lost, whoever may have them now. */
export const removeLostStatement = (
  { person_id, but }: { person_id: string; but: string },
  at: Instant,
): Statement =>
  sql`UPDATE passkeys SET removed_at = ${at} WHERE person_id = ${person_id} AND id <> ${but} AND removed_at IS NULL`

type TicketRow = { ticket: string }
/** One row where this challenge was answered already. */
export const readSpent = (ticket: string) =>
  sql<TicketRow>`SELECT ticket FROM passkey_challenges_used WHERE ticket = ${ticket}`
/** Spends a challenge; the table refuses it a second time (`passkey_challenge_over`). */
export const spendStatement = (ticket: string, at: Instant): Statement =>
  sql`INSERT INTO passkey_challenges_used (ticket, used_at) VALUES (${ticket}, ${at})`

/** Whoever's account ends has no passkey there any more. */
export const removeAllStatement = (person_id: string, at: Instant): Statement =>
  sql`UPDATE passkeys SET removed_at = ${at} WHERE person_id = ${person_id} AND removed_at IS NULL`
