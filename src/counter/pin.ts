import { sixDigits } from '../identity/objects'
import { decideTypedPin, hashPin, isPin, type PinRow, refuseTrivialPin } from '../identity/pin'
import { type ConsumerRow, updateTriesCounted, updateTriesPassed } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'

/** The PIN for a shop's screen, of whoever holds a card: what `decideCounterPin` needs to know. */
export const readCounterPin = (consumer_id: Statement) =>
  sql<PinRow>`SELECT consumer_id AS id, pin_hash, pin_locked_until FROM counter_pins
      WHERE consumer_id = ${consumer_id}`

/** Checks it inside another act, as `decidePin` does the other one; its tries and locks are its own. */
export const decideCounterPin = (
  kit: Kit,
  row: PinRow | undefined,
  pin: string,
  now: Instant,
): Promise<Statement> =>
  decideTypedPin(
    kit,
    row,
    { pin, now, is: 'counter_pin' },
    {
      passed: (id) =>
        sql`UPDATE counter_pins SET ${updateTriesPassed(now)} WHERE consumer_id = ${id}`,
      tried: (id) =>
        sql`UPDATE counter_pins SET ${updateTriesCounted(now)} WHERE consumer_id = ${id}`,
    },
  )

/**
 * Sets the PIN for shops' screens, for all of a holder's cards. Refuses pin_too_simple, and counter_pin_same_as_pin: the
 * master PIN is never typed where somebody may watch.
 */
export async function setCounterPinStatement(
  kit: Kit,
  consumer: ConsumerRow,
  typed: string,
  now: Instant,
): Promise<Statement> {
  const pin = sixDigits(typed)
  await refuseTrivialPin(kit, consumer, pin)
  if (consumer.pin_hash !== null && (await isPin(kit, consumer.id, consumer.pin_hash, pin)))
    refuse('counter_pin_same_as_pin')
  const pin_hash = await hashPin(kit, consumer.id, pin, 'counter_pin')
  return sql`INSERT INTO counter_pins (consumer_id, pin_hash, set_at) VALUES (${consumer.id}, ${pin_hash}, ${now})
      ON CONFLICT (consumer_id) DO UPDATE SET pin_hash = excluded.pin_hash, set_at = excluded.set_at, pin_tries = 0,
        pin_locked_until = NULL, pin_locks = 0`
}

/** Nobody pays with it any more. */
export const forgetCounterPinStatement = (consumer_id: string): Statement =>
  sql`DELETE FROM counter_pins WHERE consumer_id = ${consumer_id}`
