import { insist, Refusal, refuse } from '../kernel/refusals'
import type { Answer, Ask } from '../platform/act'
import type { Kind } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { publicAsk } from './asks'
import { deliverCode, issueCode } from './codes'
import { SmsCode } from './objects'
import { checkedPhone, openPhone, phoneIndex } from './phone'
import { listSent, personIn, readConsumer, readPersonByPhone } from './store'

/**
 * Sends a code to sign in with. Nobody learns whether a phone is known: staff and officials who are not get
 * the same answer, the same row and the same limits, and no message. (What remains is the time a gateway
 * takes; the message's sending is the only difference.)
 */
export async function sendSignInCode(
  world: World,
  ask: Ask,
  request: { phone: string; kind: Kind },
) {
  const phone = checkedPhone(request.phone)
  const phone_index = await phoneIndex(world, phone)
  const { kind } = request
  const answer = await answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: (_who, now) => ({
      sent: listSent(sql`${phone_index}`),
      person_by_phone: readPersonByPhone(kind, phone_index, now),
    }),
    decide: ({ rows: { sent, person_by_phone: people }, now, kit }) => {
      const deliver = kind === 'consumer' || personIn(people) !== null
      return issueCode(
        kit,
        { phone, phone_index, purpose: `sign_in:${kind}`, deliver },
        { sent, now },
      )
    },
  })
  return kind === 'consumer' ? delivered(world, answer) : deliveredQuietly(world, answer)
}

/** Of staff and officials only those who are known get a message: a gateway's silence must not tell who they are. */
async function deliveredQuietly<A extends Answer>(world: World, answer: A): Promise<A> {
  try {
    return await delivered(world, answer)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'sms_not_sent') return answer
    throw error
  }
}

/** Sends a code to set a PIN with, to the consumer's own phone. */
export async function sendPinCode(world: World, ask: Ask) {
  const answer = await answerOnce(world, ask, {
    reads: (who) => ({
      sent: listSent(sql`(SELECT phone_index FROM consumers WHERE id = ${who.subject_id})`),
      consumer: readConsumer(sql`id = ${who.subject_id}`),
    }),
    decide: async ({ rows: { sent, consumer: people }, now, kit }) => {
      const consumer = people[0] ?? refuse('not_signed_in')
      const phone = await openPhone(kit, 'consumers', consumer)
      const { phone_index } = consumer
      return issueCode(kit, { phone, phone_index, purpose: 'pin', deliver: true }, { sent, now })
    },
  })
  return delivered(world, answer)
}

async function delivered<A extends Answer>(world: World, answer: A): Promise<A> {
  insist(answer.status === 202, 'a code that is not sent is refused, and no such refusal is kept')
  await deliverCode(world, SmsCode.parse(JSON.parse(answer.body)).id)
  return answer
}
