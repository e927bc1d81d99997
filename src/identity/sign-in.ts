import type { Instant } from '../kernel/time'
import { type Ask, RefusalWith } from '../platform/act'
import type { Kind } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { publicAsk } from './asks'
import { decideCode, type Purpose } from './codes'
import { type Person, sixDigits } from './objects'
import { checkedPhone, phoneColumns, phoneIndex } from './phone'
import { revealToken, startSession } from './sessions'
import {
  insertConsumer,
  personIn,
  presentConsumer,
  readCode,
  readHasPasskey,
  readPersonByPhone,
  tryStatement,
} from './store'

/**
 * Signs somebody in with the code that went to their phone. A consumer not known yet joins here; staff and
 * officials must exist and be enabled. Everything else is `code_wrong`: a wrong code counts as a try, and a
 * phone nobody knows answers like a known one. Of whoever acts for others it proves too little (`passkey_needed`).
 */
export async function signIn(
  world: World,
  ask: Ask,
  request: { phone: string; kind: Kind; code: string },
) {
  const { kind } = request
  const phone = checkedPhone(request.phone)
  const phone_index = await phoneIndex(world, phone)
  const purpose: Purpose = `sign_in:${kind}`
  const said = { phone_index, purpose, code: sixDigits(request.code) }
  return answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: (_who, now) => ({
      code: readCode(sql`${phone_index}`, purpose),
      person_by_phone: readPersonByPhone(kind, phone_index, now),
      passkeys: readHasPasskey(phone_index),
    }),
    decide: async ({ rows, now, kit }) => {
      const [code] = rows.code
      const used = await decideCode(kit, code, said, now)
      const { person, statements } = await whoSignsIn(
        kit,
        { kind, phone, known: personIn(rows.person_by_phone) },
        now,
      )
      if (!person) throw new RefusalWith('code_wrong', code ? [tryStatement(code.id)] : [])

      // Development plays without passkeys; whoever has enrolled one there is held to it like anybody.
      const is_play = kit.config.stage === 'dev' && !rows.passkeys[0]
      const proof = kind === 'consumer' || is_play ? 'full' : 'code'
      const session = await startSession(kit, { kind, person, method: 'sms', proof }, now)
      return {
        status: 201,
        subject_id: session.id,
        body: session.body,
        statements: [used, ...statements, session.statement],
      }
    },
    reveal: (body) => revealToken(world, body),
  })
}

async function whoSignsIn(
  kit: Kit,
  { kind, phone, known }: { kind: Kind; phone: string; known: Person | null },
  now: Instant,
): Promise<{ person: Person | null; statements: Statement[] }> {
  if (known) return { person: known, statements: [] }
  if (kind !== 'consumer') return { person: null, statements: [] }

  const id = kit.newId('csm')
  const nickname = `顾客${phone.slice(-4)}`
  const columns = await phoneColumns(kit, 'consumers', id, phone)
  return {
    person: presentConsumer({ id, nickname, ...columns, pin_hash: null }),
    statements: [insertConsumer({ id, nickname, created_at: now, ...columns })],
  }
}
