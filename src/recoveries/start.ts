import { decideCode } from '../codes/codes'
import { readSessionCode } from '../codes/store'
import { keyedAsk } from '../identity/asks'
import { sixDigits } from '../identity/objects'
import { checkedPhone, phoneIndex } from '../identity/phone'
import { readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { readSignedInAsker } from '../sessions/store'
import { readNewNumber, requireFree, sealedNumber } from './number'
import { planRecovery, type RecoveryRow, readRecoveries, readSessionDevice } from './store'
import { presentRecovery } from './views'

type Start = { kind: 'pin' | 'phone'; code: string; phone?: string | undefined }
/**
 * Somebody signed in who cannot prove more starts the slow way: to another PIN, or to another number, which has shown by
 * a code that it is theirs. Every other way to the person is told, and a day later it may be finished on this device.
 * Refuses code_wrong, pin_not_set, phone_taken, recovery_already_open, recoveries_too_often.
 */
export async function startRecovery(world: World, ask: Ask, request: Start) {
  const { kind } = request
  const phone = request.phone === undefined ? null : checkedPhone(request.phone)
  const to_index = phone === null ? null : await phoneIndex(world, phone)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      consumer: readConsumer(sql`id = ${who.subject_id}`),
      code: readSessionCode(
        readSignedInAsker(who.session),
        to_index === null
          ? sql`(SELECT phone_index FROM consumers WHERE id = ${who.subject_id})`
          : sql`${to_index}`,
        kind,
      ),
      device: readSessionDevice(who.session),
      open: readRecoveries(
        sql`r.consumer_id = ${who.subject_id} AND r.kind = ${kind} AND r.state = 'cooling'`,
      ),
      taken: readNewNumber(to_index ?? ''),
    }),
    decide: async ({ rows, now, kit }) => {
      const consumer = rows.consumer[0] ?? refuse('not_signed_in')
      if (kind === 'pin' && consumer.pin_hash === null) refuse('pin_not_set')
      requireFree(rows.taken)
      refuseOpen(rows.open[0], now)
      const phone_index = to_index ?? consumer.phone_index
      const said = { phone_index, purpose: kind, code: sixDigits(request.code) }
      const used = await decideCode(kit, rows.code[0], said, now)
      const device_id = rows.device[0]?.device_id ?? null
      const number = phone === null ? {} : await sealedNumber(kit, consumer.id, phone)
      const wanted = { consumer_id: consumer.id, kind, device_id, ...number }
      const { recovery, statements } = planRecovery(kit, wanted, now)
      return {
        status: 201,
        subject_id: recovery.id,
        body: presentRecovery(recovery, now, device_id),
        statements: [used, ...statements],
      }
    },
  })
}

/** Refuses recovery_already_open while one of the same kind may still be finished. */
export function refuseOpen(open: RecoveryRow | undefined, now: Instant): void {
  if (open && now < open.ends_at) refuse('recovery_already_open')
}
