import { challengeFor, codeIdFromPass } from '../codes/challenge'
import { deliverIssued, issueCode, type Purpose, UNNAMED } from '../codes/codes'
import { listSent, readPass, sentIn } from '../codes/store'
import { Refusal, refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Answer, Ask } from '../platform/act'
import type { Kind } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import type { Asker } from '../sessions/asker'
import { readKnownDevice } from '../sessions/device-store'
import { readSignedInAsker } from '../sessions/store'
import { publicAsk } from './asks'
import { checkedPhone, openPhone, phoneIndex } from './phone'
import { personIn, readConsumer, readPersonByPhone, readPersonId } from './store'

type CodeRequest = {
  phone: string
  kind: Kind
  asker: Asker
  pass: string | undefined
  /** Goes on after the answer: what takes time must not tell who is known. */
  later: (work: Promise<unknown>) => Promise<unknown>
}

/**
 * Sends a code to sign in with. Nobody learns whether a phone is known: staff and officials who are not get the same
 * answer, the same row and the same limits, and no message; the message of those who are goes out after the answer.
 * A device on which somebody was signed in before is counted by itself, as is whoever opened the link in a message.
 */
export async function sendSignInCode(world: World, ask: Ask, request: CodeRequest) {
  const phone = checkedPhone(request.phone)
  const { kind, asker: from } = request
  const phone_index = await phoneIndex(world, phone)
  const purpose: Purpose = `sign_in:${kind}`
  const pass_id = request.pass === undefined ? null : await codeIdFromPass(world, request.pass)
  const stranger = from.address_index === null ? UNNAMED : `address:${from.address_index}`
  const answer = await answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: (_who, now) => {
      const of = { phone_index: sql`${phone_index}`, purpose, now }
      const known = knownAsker({ kind, device_hash: from.device_hash, pass_id, of })
      return {
        known: sql<KnownRow>`SELECT ${known} AS known`,
        sent: listSent(of, { ...from, asker: sql`coalesce(${known}, ${stranger})` }),
        person_by_phone: readPersonByPhone(kind, phone_index, now),
      }
    },
    decide: ({ rows, now, kit }) => {
      const known = rows.known[0]?.known ?? null
      const is_known = known !== null
      const sent = sentIn(rows.sent)
      const order = {
        phone,
        phone_index,
        purpose,
        deliver: kind === 'consumer' || personIn(rows.person_by_phone) !== null,
        asker: known ?? stranger,
        address_index: is_known ? null : from.address_index,
        is_known,
      }
      // What strangers asked for, from here or elsewhere, does not concern somebody who is known.
      return issueCode(kit, order, {
        sent: is_known ? { ...sent, strangers: [], near: [] } : sent,
        now,
      })
    },
    reveal: (body) => withChallenge(world, body),
  })
  if (kind === 'consumer') return deliverIssued(world, answer)
  await request.later(deliveredQuietly(world, answer))
  return answer
}

type KnownRow = { known: string | null }
/** By what somebody is known: the link in a message to this phone, or a device on which its owner was signed in. */
const knownAsker = (by: {
  kind: Kind
  device_hash: string | null
  pass_id: string | null
  of: Parameters<typeof readPass>[1]
}) => sql`coalesce((SELECT 'pass:' || p.id FROM (${readPass(by.pass_id, by.of)}) p),
    (SELECT 'device:' || d.id FROM (${readKnownDevice(by.device_hash, readPersonId(by.kind, by.of.phone_index))}) d))`

const withChallenge = async (
  world: World,
  body: { id: string; object: 'sms_code'; expires_at: Instant; resend_after_s: number },
) => ({
  ...body,
  challenge: await challengeFor(world, body.id),
})

/** Of staff and officials only those who are known get a message: a gateway's silence must not tell who they are. */
async function deliveredQuietly(world: World, answer: Answer): Promise<void> {
  try {
    await deliverIssued(world, answer)
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'sms_not_sent')) throw error
  }
}

/** Sends a code to set a PIN with, to the consumer's own phone; good on the device that asked for it alone. */
export async function sendPinCode(world: World, ask: Ask) {
  const answer = await answerOnce(world, ask, {
    reads: (who, now) => ({
      sent: listSent(
        {
          phone_index: sql`(SELECT phone_index FROM consumers WHERE id = ${who.subject_id})`,
          purpose: 'pin',
          now,
        },
        { asker: readSignedInAsker(who.session), address_index: null },
      ),
      known: sql<KnownRow>`SELECT ${readSignedInAsker(who.session)} AS known`,
      consumer: readConsumer(sql`id = ${who.subject_id}`),
    }),
    decide: async ({ rows: { sent, known, consumer: people }, now, kit }) => {
      const consumer = people[0] ?? refuse('not_signed_in')
      if (consumer.number_left_at !== null) refuse('number_left')
      const phone = await openPhone(kit, 'consumers', consumer)
      const { phone_index } = consumer
      const asker = known[0]?.known ?? refuse('not_signed_in')
      const whose = { asker, address_index: null, is_known: true }
      const order = { phone, phone_index, purpose: 'pin', deliver: true, ...whose } as const
      return issueCode(kit, order, { sent: { ...sentIn(sent), strangers: [] }, now })
    },
  })
  return deliverIssued(world, answer)
}
