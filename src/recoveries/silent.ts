import { codeIdFromChallenge } from '../codes/challenge'
import { decideCode } from '../codes/codes'
import { readCode } from '../codes/store'
import { publicAsk } from '../identity/asks'
import { sixDigits } from '../identity/objects'
import { checkedPhone, phoneIndex } from '../identity/phone'
import { revealToken, startSession } from '../identity/sessions'
import { planJoining } from '../identity/sign-in'
import { leaveNumberStatement, readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import type { Asker } from '../sessions/asker'
import { planDevice } from '../sessions/devices'
import { isSilent, readLastUse } from '../sessions/silence'
import { refuseOpen } from './start'
import { planRecovery, readRecoveries } from './store'
import { presentRecovery } from './views'

type Asking = { phone: string; challenge: string; code: string; asker: Asker }
const PURPOSE = 'sign_in:consumer' as const

/** What both ways past a silent number read and check first: the code, and whose number it was. */
async function heard(world: World, { phone, challenge, code }: Asking) {
  const plain = checkedPhone(phone)
  const phone_index = await phoneIndex(world, plain)
  const code_id = (await codeIdFromChallenge(world, challenge)) ?? refuse('code_wrong')
  const said = { phone_index, purpose: PURPOSE, code: sixDigits(code) }
  return { plain, phone_index, code_id, said }
}

/**
 * "It is me, and I have lost my PIN": the number is silent, the device new. A day later this device may sign in with a
 * code, unless somebody stops it. Nothing is said of the person. Refuses code_wrong, number_not_silent,
 * recovery_already_open, recoveries_too_often.
 */
export async function recoverSilentNumber(world: World, ask: Ask, request: Asking) {
  const { phone_index, code_id, said } = await heard(world, request)
  const { device_hash } = request.asker
  return answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: () => ({
      code: readCode(code_id, phone_index, PURPOSE),
      consumer: readConsumer(sql`phone_index = ${phone_index}`),
      last_use: readLastUse(sql`(SELECT id FROM consumers WHERE phone_index = ${phone_index})`),
      open: readRecoveries(sql`r.kind = 'sign_in' AND r.state = 'cooling'
          AND r.consumer_id = (SELECT id FROM consumers WHERE phone_index = ${phone_index})`),
    }),
    decide: async ({ rows, now, kit }) => {
      const used = await decideCode(kit, rows.code[0], said, now)
      const consumer = rows.consumer[0] ?? refuse('number_not_silent')
      if (!isSilent(rows.last_use[0], consumer.created_at, now)) refuse('number_not_silent')
      refuseOpen(rows.open[0], now)
      const wanted = { consumer_id: consumer.id, kind: 'sign_in' as const, device_hash }
      const { recovery, statements } = planRecovery(kit, wanted, now)
      return {
        status: 201,
        subject_id: recovery.id,
        body: presentRecovery(recovery, now, null),
        statements: [used, ...statements],
      }
    },
  })
}

/**
 * "This number is new to me": whoever had it before keeps cards and history, loses the number, and is written to no more;
 * the new holder joins as somebody new and sees nothing of them. Refuses code_wrong, number_not_silent.
 */
export async function joinWithOldNumber(world: World, ask: Ask, request: Asking) {
  const { plain, phone_index, code_id, said } = await heard(world, request)
  const { asker } = request
  return answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: () => ({
      code: readCode(code_id, phone_index, PURPOSE),
      consumer: readConsumer(sql`phone_index = ${phone_index}`),
      last_use: readLastUse(sql`(SELECT id FROM consumers WHERE phone_index = ${phone_index})`),
    }),
    decide: async ({ rows, now, kit }) => {
      const used = await decideCode(kit, rows.code[0], said, now)
      const before = rows.consumer[0] ?? refuse('number_not_silent')
      if (!isSilent(rows.last_use[0], before.created_at, now)) refuse('number_not_silent')
      const { person, statements } = await planJoining(kit, plain, now)
      const kind = 'consumer' as const
      const seen = { person_id: person.id, kind, asker, known: null, has_others: false }
      const device = planDevice(kit, seen, now)
      const how = { method: 'sms', proof: 'full', device_id: device.device_id } as const
      const session = await startSession(kit, { kind, person, ...how }, now)
      return {
        status: 201,
        subject_id: session.id,
        body: session.body,
        statements: [
          used,
          leaveNumberStatement(before.id, now),
          ...statements,
          ...device.statements,
          session.statement,
        ],
      }
    },
    reveal: (body) => revealToken(world, body),
  })
}
