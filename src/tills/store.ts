import { type Instant, plusMs } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { LOCKS, type TillPin } from './pin-rules'

export const readTillPin = (staff_id: Statement) =>
  sql<TillPin>`SELECT staff_id, pin_hash, tries, locked_until, set_at FROM staff_pins WHERE staff_id = ${staff_id}`

export const putTillPinStatement = (staff_id: string, pin_hash: string, now: Instant): Statement =>
  sql`INSERT INTO staff_pins (staff_id, pin_hash, set_at) VALUES (${staff_id}, ${pin_hash}, ${now})
      ON CONFLICT (staff_id) DO UPDATE
        SET pin_hash = excluded.pin_hash, set_at = excluded.set_at, tries = 0, locked_until = NULL`

/** Counted by the row: of two wrong tries at one moment the second finds the lock that the first left. */
export const wrongTillPinStatement = (pin: TillPin, now: Instant): Statement =>
  sql`UPDATE staff_pins SET tries = tries + 1, tried_at = ${now},
             locked_until = iif(tries + 1 = ${LOCKS.first.tries}, ${plusMs(now, LOCKS.first.ms)},
                            iif(tries + 1 = ${LOCKS.second.tries}, ${plusMs(now, LOCKS.second.ms)}, locked_until))
       WHERE staff_id = ${pin.staff_id} AND pin_hash = ${pin.pin_hash}`
/** A right one ends the count; in the batch of what it opened, or not at all. */
export const rightTillPinStatement = (pin: TillPin, now: Instant): Statement =>
  sql`UPDATE staff_pins SET tries = 0, tried_at = ${now}, locked_until = NULL WHERE staff_id = ${pin.staff_id}`

/** A till's session by its token, whether or not it has been idle too long, with the PIN of whoever signed in. */
type TillSessionRow = {
  id: string
  subject_id: string
  idle_expires_at: Instant
  absolute_expires_at: Instant
} & { [N in keyof TillPin]: TillPin[N] | null }
export const readTillSession = (token_hash: string) =>
  sql<TillSessionRow>`SELECT s.id, s.subject_id, s.idle_expires_at, s.absolute_expires_at,
             p.staff_id, p.pin_hash, p.tries, p.locked_until, p.set_at
        FROM live_sessions s LEFT JOIN staff_pins p ON p.staff_id = s.subject_id
       WHERE s.token_hash = ${token_hash} AND s.kind = 'staff'`
/** A till's PIN, where its session has one. */
export const pinIn = (row: TillSessionRow): TillPin | null =>
  row.staff_id === null ? null : (row as TillPin)
export const idleFrom = (
  session: Pick<TillSessionRow, 'absolute_expires_at'>,
  now: Instant,
  idle_ms: number,
): Instant => {
  const until = plusMs(now, idle_ms)
  return until < session.absolute_expires_at ? until : session.absolute_expires_at
}
