import { codeIdFromChallenge } from '../codes/challenge'
import { decideCode, type Purpose } from '../codes/codes'
import { readCode, tryStatement } from '../codes/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { type Ask, RefusalWith } from '../platform/act'
import type { Kind } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import type { Asker } from '../sessions/asker'
import { readKnownDevice } from '../sessions/device-store'
import { planDevice } from '../sessions/devices'
import { isSilent, readLastUse } from '../sessions/silence'
import { publicAsk } from './asks'
import { type Person, sixDigits } from './objects'
import { checkedPhone, phoneColumns, phoneIndex } from './phone'
import { decidePin } from './pin'
import { revealToken, startSession } from './sessions'
import {
  type ConsumerRow,
  insertConsumer,
  personIn,
  presentConsumer,
  readHasPasskey,
  readPersonByPhone,
  readPersonId,
  readWaitedDevice,
  type WaitedRow,
} from './store'

type SignInRequest = {
  phone: string
  kind: Kind
  challenge: string
  code: string
  /** Of a number that was silent for long, on a device nobody knows. */
  pin?: string | undefined
  asker: Asker
}
/**
 * Signs somebody in with the code that went to their phone, in the browser that asked for it. A consumer not known yet
 * joins here; staff and officials must exist and be enabled. Everything else is `code_wrong`: a wrong code counts as a
 * try of its own challenge and of no other, and a phone nobody knows answers like a known one.
 * Of whoever acts for others it proves too little (`passkey_needed`).
 */
export async function signIn(world: World, ask: Ask, request: SignInRequest) {
  const { kind, asker } = request
  const phone = checkedPhone(request.phone)
  const code_id = (await codeIdFromChallenge(world, request.challenge)) ?? refuse('code_wrong')
  const phone_index = await phoneIndex(world, phone)
  const purpose: Purpose = `sign_in:${kind}`
  const said = { phone_index, purpose, code: sixDigits(request.code) }
  return answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: (_who, now) => ({
      code: readCode(code_id, phone_index, purpose),
      person_by_phone: readPersonByPhone(kind, phone_index, now),
      device: readKnownDevice(asker.device_hash, readPersonId(kind, sql`${phone_index}`)),
      passkeys: readHasPasskey(phone_index),
      last_use: readLastUse(readPersonId(kind, sql`${phone_index}`)),
      waited: readWaitedDevice(phone_index, asker.device_hash),
    }),
    decide: async ({ rows, now, kit }) => {
      const [code] = rows.code
      const used = await decideCode(kit, code, said, now)
      const before = personIn(rows.person_by_phone)
      const who = { kind, phone, known: before }
      const passed = await passSilence(kit, rows, request, now)
      const { person, statements } = await whoSignsIn(kit, who, now)
      if (!person) throw new RefusalWith('code_wrong', code ? [tryStatement(code.id)] : [])

      const known = rows.device[0]?.id ?? null
      const has_others = before !== null
      const device = planDevice(kit, { person_id: person.id, kind, asker, known, has_others }, now)
      const { device_id } = device
      // Development plays without passkeys; whoever has enrolled one there is held to it like anybody.
      const is_play = kit.config.stage === 'dev' && !rows.passkeys[0]
      const proof = kind === 'consumer' || is_play ? 'full' : 'code'
      const how = { method: 'sms', proof, device_id } as const
      const session = await startSession(kit, { kind, person, ...how }, now)
      return {
        status: 201,
        subject_id: session.id,
        body: session.body,
        statements: [used, ...passed, ...statements, ...device.statements, session.statement],
      }
    },
    reveal: (body) => revealToken(world, body),
  })
}

type Silence = {
  person_by_phone: { consumer: ConsumerRow[] | undefined }
  device: IdRow[]
  last_use: Parameters<typeof isSilent>[0][]
  waited: WaitedRow[]
}
/**
 * A number that was silent for long may be somebody else's by now: on a device nobody knows it takes the PIN as well, or
 * a day's wait of which everybody was told. Refuses number_silent and the PIN's refusals.
 */
async function passSilence(
  kit: Kit,
  rows: Silence,
  { pin }: Pick<SignInRequest, 'pin'>,
  now: Instant,
): Promise<Statement[]> {
  const consumer = rows.person_by_phone.consumer?.[0]
  if (!consumer || rows.device.length > 0) return []
  if (!isSilent(rows.last_use[0], consumer.created_at, now)) return []
  if (rows.waited.some(({ ripe_at, ends_at }) => ripe_at <= now && now < ends_at)) return []
  if (pin === undefined) refuse('number_silent')
  return [await decidePin(kit, consumer, pin, now)]
}

async function whoSignsIn(
  kit: Kit,
  { kind, phone, known }: { kind: Kind; phone: string; known: Person | null },
  now: Instant,
): Promise<{ person: Person | null; statements: Statement[] }> {
  if (known) return { person: known, statements: [] }
  if (kind !== 'consumer') return { person: null, statements: [] }

  return planJoining(kit, phone, now)
}

/** Somebody new under a number that nobody has. */
export async function planJoining(kit: Kit, phone: string, now: Instant) {
  const id = kit.newId('csm')
  const nickname = `顾客${phone.slice(-4)}`
  const columns = await phoneColumns(kit, 'consumers', id, phone)
  return {
    person: presentConsumer({ id, nickname, ...columns, pin_hash: null }),
    statements: [insertConsumer({ id, nickname, created_at: now, ...columns })],
  }
}
