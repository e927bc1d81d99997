import { scrypt } from 'node:crypto'
import { decideCode } from '../codes/codes'
import { secondsUntil } from '../codes/rules'
import { readSessionCode } from '../codes/store'
import { base64url, fromBase64, sameText } from '../environment/crypto'
import { emit } from '../events/emit'
import { insist, refuse } from '../kernel/refusals'
import { epochMs, type Instant } from '../kernel/time'
import { type Ask, RefusalWith } from '../platform/act'
import { proofEnds } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { proveSessionStatement, readSignedInAsker } from '../sessions/store'
import { keyedAsk } from './asks'
import { sixDigits } from './objects'
import { openPhone } from './phone'
import { isTrivialPin } from './rules'
import {
  type ConsumerRow,
  passPinStatement,
  pinTryStatement,
  readConsumer,
  setPinStatement,
} from './store'

/** About 45 ms of CPU in workerd; the pepper below is what protects six digits once a database is stolen. */
const COST = { N: 2 ** 14, r: 8, p: 1 }
const KEY_BYTES = 32

type NewPin = { pin: string; code: string; old_pin?: string | undefined }
/**
 * Sets a consumer's PIN with a code sent for it. Replacing one wants the old one as well, or a fresh proof: the number
 * alone is not the person (`step_up`). A lock ends with it.
 */
export async function putPin(world: World, ask: Ask, request: NewPin) {
  const pin = sixDigits(request.pin)
  const code = sixDigits(request.code)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      consumer: readConsumer(sql`id = ${who.subject_id}`),
      code: readSessionCode(
        readSignedInAsker(who.session),
        sql`(SELECT phone_index FROM consumers WHERE id = ${who.subject_id})`,
        'pin',
      ),
    }),
    decide: async ({ rows: { consumer: people, code: codes }, now, kit }) => {
      const consumer = people[0] ?? refuse('not_signed_in')
      await refuseTrivialPin(kit, consumer, pin)
      const said = { phone_index: consumer.phone_index, purpose: 'pin', code } as const
      const used = await decideCode(kit, codes[0], said, now)

      const passed = await decideGivenPin(kit, consumer, request.old_pin, now)
      const replaced = await planNewPin(kit, consumer, pin, now)
      return {
        status: 200,
        subject_id: consumer.id,
        body: { object: 'pin', set_at: now },
        statements: [used, ...passed, ...replaced],
      }
    },
  })
}

async function refuseTrivialPin(kit: Kit, consumer: ConsumerRow, pin: string): Promise<void> {
  const phone = await openPhone(kit, 'consumers', consumer)
  if (isTrivialPin(pin, phone)) refuse('pin_too_simple')
}

/** A new PIN, told to its owner where it takes the place of another. Refuses pin_too_simple. */
export async function planNewPin(
  kit: Kit,
  consumer: ConsumerRow,
  pin: string,
  now: Instant,
): Promise<Statement[]> {
  await refuseTrivialPin(kit, consumer, pin)
  const pin_hash = await hashPin(kit, consumer.id, pin)
  const set = setPinStatement(consumer.id, pin_hash)
  if (consumer.pin_hash === null) return [set]
  const whose = { subject_id: consumer.id, merchant_id: null, consumer_id: consumer.id, at: now }
  return [set, emit(kit, { type: 'pin.changed', data: {}, ...whose })]
}

export type PinRow = Pick<ConsumerRow, 'id' | 'pin_hash' | 'pin_locked_until'>
/** What `decidePin` needs to know of a consumer: read it in the same round trip as everything else. */
export const readPinState = (consumer_id: Statement) =>
  sql<PinRow>`SELECT id, pin_hash, pin_locked_until FROM consumers WHERE id = ${consumer_id}`

/**
 * Checks a PIN inside another room's act. Right: returns the statement that act must commit. Wrong:
 * `pin_wrong`, with the counted try; the fifth locks for 15 minutes, the next five for an hour, then for a day
 * (`pin_locked`, right or wrong, without looking). `pin_not_set` if there is none. Tries
 * made at one moment are counted by the table, exactly.
 */
export async function decidePin(
  kit: Kit,
  row: PinRow | undefined,
  pin: string,
  now: Instant,
): Promise<Statement> {
  if (!row?.pin_hash) refuse('pin_not_set')
  if (row.pin_locked_until !== null && row.pin_locked_until > now) {
    const wait_s = secondsUntil(epochMs(row.pin_locked_until), now)
    const detail = `支付密码输错太多次，请 ${Math.ceil(wait_s / 60)} 分钟后再试`
    refuse('pin_locked', { retry_after_s: wait_s, detail })
  }
  if (!(await isPin(kit, row.id, row.pin_hash, sixDigits(pin))))
    throw new RefusalWith('pin_wrong', [pinTryStatement(row.id, now)])

  return passPinStatement(row.id, now)
}

/** The same where the PIN comes with the request; without one the route has made sure of a fresh proof (`step_up`). */
export const decideGivenPin = async (
  kit: Kit,
  row: PinRow | undefined,
  pin: string | undefined,
  now: Instant,
): Promise<Statement[]> => (pin === undefined ? [] : [await decidePin(kit, row, pin, now)])

/**
 * Proves in this session that it is the person themselves, for what a mere session may not do (`step_up` of a route).
 * Refuses the PIN's refusals.
 */
export async function proveMyself(world: World, ask: Ask, { pin }: { pin: string }) {
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({ pin_state: readPinState(who.subject_id) }),
    decide: async ({ actor, rows, now, kit }) => {
      const { session_id } = actor
      insist(session_id !== null, 'whoever is signed in has a session')
      const passed = await decidePin(kit, rows.pin_state[0], pin, now)
      return {
        status: 201,
        subject_id: session_id,
        body: {
          object: 'proof' as const,
          by: 'pin' as const,
          proved_at: now,
          expires_at: proofEnds(now),
        },
        statements: [passed, proveSessionStatement(session_id, 'pin', now)],
      }
    },
  })
}

/** `v1.<salt>.<tag>`: the tag is keyed and bound to the person, so a hash is worth nothing elsewhere. */
export async function hashPin(
  kit: Kit,
  person_id: string,
  pin: string,
  salt = Uint8Array.from(kit.random(16)),
): Promise<string> {
  const stretched = base64url(await stretch(pin, salt))
  const tag = await kit.secrets.mac('pin', `${person_id}|${stretched}`)
  return `v1.${base64url(salt)}.${base64url(tag)}`
}

export async function isPin(kit: Kit, person_id: string, pin_hash: string, pin: string) {
  const [, salt = ''] = pin_hash.split('.')
  return sameText(pin_hash, await hashPin(kit, person_id, pin, fromBase64(salt)))
}

const stretch = (pin: string, salt: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, KEY_BYTES, COST, (error, key) => {
      if (error) reject(error)
      else resolve(new Uint8Array(key))
    })
  })
