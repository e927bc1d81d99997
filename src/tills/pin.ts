import { keyedAsk } from '../identity/asks'
import { sixDigits } from '../identity/objects'
import { openPhone } from '../identity/phone'
import { hashPin, isPin } from '../identity/pin'
import { isTrivialPin } from '../identity/rules'
import { readStaff } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { type Ask, RefusalWith } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { isFresh, mustBeOpen, type TillPin } from './pin-rules'
import {
  putTillPinStatement,
  readTillPin,
  rightTillPinStatement,
  wrongTillPinStatement,
} from './store'

/**
 * Sets or replaces the asker's own PIN for the till: right after signing in, or with the one before. Refuses
 * pin_too_simple, till_pin_needs_proof, and as `decideTillPin`.
 */
export async function setTillPin(
  world: World,
  ask: Ask,
  request: { pin: string; old_pin?: string | undefined },
) {
  const pin = sixDigits(request.pin)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      staff: readStaff(sql`id = ${who.subject_id}`),
      till_pin: readTillPin(who.subject_id),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const member = rows.staff[0] ?? refuse('not_signed_in')
      const phone = await openPhone(kit, 'staff', member)
      if (isTrivialPin(pin, phone))
        refuse('pin_too_simple', {
          detail: '收银密码太简单：别用相同、连续或重复的数字，也别用手机号里的数字',
        })
      const passed = await proven(kit, { before: rows.till_pin[0], request, now }, () =>
        isFresh(actor.authenticated_at, now),
      )
      const pin_hash = await hashPin(kit, member.id, pin)
      return {
        status: 200,
        subject_id: member.id,
        body: { object: 'till_pin', set_at: now, is_set: true },
        statements: [...passed, putTillPinStatement(member.id, pin_hash, now)],
      }
    },
  })
}

async function proven(
  kit: Kit,
  of: { before: TillPin | undefined; request: { old_pin?: string | undefined }; now: Instant },
  isFreshNow: () => boolean,
): Promise<Statement[]> {
  const { old_pin } = of.request
  if (old_pin !== undefined) return [await decideTillPin(kit, of.before, old_pin, of.now)]
  return isFreshNow() ? [] : refuse('till_pin_needs_proof')
}

/**
 * Checks a till's PIN inside another act. Right: the statement that act must commit. Wrong: till_pin_wrong with the try
 * counted; five lock it for 5 minutes, ten for an hour, fifteen end it (till_pin_locked). Refuses till_pin_not_set.
 */
export async function decideTillPin(
  kit: Kit,
  pin: TillPin | undefined | null,
  said: string,
  now: Instant,
): Promise<Statement> {
  if (!pin) refuse('till_pin_not_set')
  mustBeOpen(pin, now)
  if (!(await isPin(kit, pin.staff_id, pin.pin_hash, sixDigits(said))))
    throw new RefusalWith('till_pin_wrong', [wrongTillPinStatement(pin, now)])
  return rightTillPinStatement(pin, now)
}

/** For what takes back a sale: whoever has a PIN types it, who has none needs none. Refuses till_pin_required besides. */
export async function decideTillPinIfSet(
  kit: Kit,
  pin: TillPin | undefined,
  said: string | undefined,
  now: Instant,
): Promise<Statement[]> {
  if (!pin) return []
  return [await decideTillPin(kit, pin, said ?? refuse('till_pin_required'), now)]
}
