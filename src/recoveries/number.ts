import { decideCode } from '../codes/codes'
import { readSessionCode } from '../codes/store'
import { keyedAsk } from '../identity/asks'
import { sixDigits } from '../identity/objects'
import { checkedPhone, phoneColumns, phoneIndex } from '../identity/phone'
import { decideGivenPin } from '../identity/pin'
import {
  type ConsumerRow,
  moveNumberStatement,
  presentConsumer,
  readConsumer,
} from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { readSignedInAsker } from '../sessions/store'
import { recoveryTimes } from './rules'
import { emitRecovery, insertRecovery, type RecoveryRow } from './store'

/** Whoever has the number that is wanted. */
export const readNewNumber = (phone_index: string) =>
  sql<IdRow>`SELECT id FROM consumers WHERE phone_index = ${phone_index}`
/** Refuses phone_taken: two accounts of one person are joined, never laid over each other. */
export function requireFree(taken: readonly IdRow[]): void {
  if (taken.length > 0) refuse('phone_taken')
}

/** The new number as a recovery keeps it: sealed for the consumer's row, where it goes once it is theirs. */
export async function sealedNumber(kit: Kit, consumer_id: string, phone: string) {
  const columns = await phoneColumns(kit, 'consumers', consumer_id, phone)
  return {
    new_phone_index: columns.phone_index,
    new_phone_sealed: columns.phone_sealed,
    new_phone_mask: columns.phone_mask,
  }
}

type NewNumber = Pick<RecoveryRow, 'new_phone_index' | 'new_phone_sealed' | 'new_phone_mask'>
/** The number moves: who had the old one is told there, once more. */
export function moveNumberStatements(
  kit: Kit,
  consumer: Pick<ConsumerRow, 'id'>,
  recovery: RecoveryRow & NewNumber,
  now: Instant,
): Statement[] {
  const data = { recovery_id: recovery.id }
  return [
    moveNumberStatement(consumer.id, {
      phone_index: recovery.new_phone_index ?? '',
      phone_sealed: recovery.new_phone_sealed ?? '',
      phone_mask: recovery.new_phone_mask ?? '',
    }),
    emitRecovery(kit, recovery, { type: 'consumer.phone_changed', data }, now),
  ]
}

type Change = { phone: string; code: string; pin?: string | undefined }
/**
 * Whoever proves that it is them has another number at once; the new one has shown by a code that it is theirs. Refuses
 * phone_taken, code_wrong, the PIN's refusals.
 */
export async function changeNumber(world: World, ask: Ask, request: Change) {
  const phone = checkedPhone(request.phone)
  const to_index = await phoneIndex(world, phone)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      consumer: readConsumer(sql`id = ${who.subject_id}`),
      code: readSessionCode(readSignedInAsker(who.session), sql`${to_index}`, 'phone'),
      taken: readNewNumber(to_index),
    }),
    decide: async ({ rows, now, kit }) => {
      const consumer = rows.consumer[0] ?? refuse('not_signed_in')
      requireFree(rows.taken)
      const said = {
        phone_index: to_index,
        purpose: 'phone' as const,
        code: sixDigits(request.code),
      }
      const used = await decideCode(kit, rows.code[0], said, now)
      const passed = await decideGivenPin(kit, consumer, request.pin, now)
      const number = await sealedNumber(kit, consumer.id, phone)
      const recovery: RecoveryRow = {
        id: kit.newId('acr'),
        consumer_id: consumer.id,
        kind: 'phone',
        device_id: null,
        device_hash: null,
        ...number,
        old_phone_sealed: consumer.phone_sealed,
        old_told_at: null,
        ...recoveryTimes(now),
        ripe_at: now,
        state: 'done',
        ended_at: now,
        cancelled_by: null,
        version: 1,
      }
      return {
        status: 200,
        subject_id: consumer.id,
        body: presentConsumer({ ...consumer, phone_mask: number.new_phone_mask }),
        statements: [
          used,
          ...passed,
          insertRecovery(recovery),
          ...moveNumberStatements(kit, consumer, recovery, now),
        ],
      }
    },
  })
}
