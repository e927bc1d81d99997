import { keyedAsk } from '../identity/asks'
import { sixDigits } from '../identity/objects'
import { planNewPin } from '../identity/pin'
import { type ConsumerRow, readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { moveNumberStatements, requireFree } from './number'
import { requireRipe } from './rules'
import { endRecoveryStatement, type RecoveryRow, readRecoveries, readSessionDevice } from './store'
import { presentRecovery } from './views'

type Finish = { id: string; pin?: string | undefined }
/**
 * What waited its day is done, on the device that asked for it: another PIN is set, or the number moves. Refuses
 * account_recovery_not_found, recovery_on_other_device, recovery_still_cooling, account_recovery_not_open, pin_too_simple, phone_taken.
 */
export async function finishRecovery(world: World, ask: Ask, { id, pin }: Finish) {
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      recovery: readRecoveries(sql`r.id = ${id} AND r.consumer_id = ${who.subject_id}`),
      consumer: readConsumer(sql`id = ${who.subject_id}`),
      device: readSessionDevice(who.session),
      taken: sql<{
        id: string
      }>`SELECT c.id FROM consumers c JOIN recoveries r ON r.new_phone_index = c.phone_index
           WHERE r.id = ${id}`,
    }),
    decide: async ({ rows, now, kit }) => {
      const recovery = rows.recovery[0] ?? refuse('account_recovery_not_found')
      const consumer = rows.consumer[0] ?? refuse('not_signed_in')
      const device_id = rows.device[0]?.device_id ?? null
      if (recovery.kind === 'sign_in') refuse('account_recovery_not_found')
      requireRipe(recovery, now)
      if (recovery.device_id !== device_id) refuse('recovery_on_other_device')
      requireFree(rows.taken)
      const done = { ...recovery, state: 'done' as const, ended_at: now }
      const old_phone_sealed = recovery.kind === 'phone' ? consumer.phone_sealed : null
      const statements = await powersOf(kit, { consumer, recovery, pin }, now)
      return {
        status: 200,
        subject_id: id,
        body: presentRecovery(done, now, device_id),
        statements: [endRecoveryStatement({ ...done, old_phone_sealed }), ...statements],
      }
    },
  })
}

type Waited = { consumer: ConsumerRow; recovery: RecoveryRow; pin: string | undefined }
async function powersOf(
  kit: Kit,
  { consumer, recovery, pin }: Waited,
  now: Instant,
): Promise<Statement[]> {
  if (recovery.kind === 'phone') return moveNumberStatements(kit, consumer, recovery, now)
  const errors = [{ pointer: '/pin', code: 'missing', detail: '没有填新的支付密码' }]
  if (pin === undefined) refuse('request_invalid', { errors })
  return planNewPin(kit, consumer, sixDigits(pin), now)
}
