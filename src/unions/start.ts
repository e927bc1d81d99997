import { readAccountCompanions } from '../cards/companions'
import { decideCode } from '../codes/codes'
import { type CodeRow, readSessionCode } from '../codes/store'
import { keyedAsk } from '../identity/asks'
import { sixDigits } from '../identity/objects'
import { checkedPhone, phoneIndex } from '../identity/phone'
import { decideGivenPin } from '../identity/pin'
import { type ConsumerRow, readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Assertion } from '../passkeys/objects'
import { assertedStatements } from '../passkeys/sign-in'
import { type PasskeyRow, readPasskeys, readSpent } from '../passkeys/store'
import type { Ask } from '../platform/act'
import { type Actor, proofEnds } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { readSessionDevice } from '../recoveries/store'
import { readSignedInAsker } from '../sessions/store'
import { unionStatements } from './move'
import { isProved, requireQuiet, type Shown, unionTimes } from './rules'
import {
  emitUnion,
  insertUnion,
  lapseUnionsStatement,
  readJoinedCards,
  readUnions,
  readWaitingAt,
  shownText,
  type UnionDetailRow,
} from './store'
import { presentUnion } from './views'

type Said = {
  phone: string
  own_code: string
  waits: boolean
  other_code?: string | undefined
  other_pin?: string | undefined
  other_passkey?: { ticket: string; passkey: Assertion } | undefined
}
type ProvedRow = { proved_at: Instant | null }

/**
 * Joins another account of the same person to the one that asks. At once where both are proved: a code to each number, and
 * each account's PIN or passkey; else (`waits`) after a day of which both and their companions are told. The number of the
 * other account alone, or its passkey alone, begins the waiting. Refuses code_wrong, the PIN's and the passkey's refusals,
 * union_nobody_there, union_with_oneself, step_up_needed, union_not_proved, union_already_open, unions_too_often, and what
 * `requireQuiet` refuses.
 */
export async function startUnion(world: World, ask: Ask, said: Said) {
  const other_index = await phoneIndex(world, checkedPhone(said.phone))
  const own_index = (id: Statement) => sql`(SELECT phone_index FROM consumers WHERE id = ${id})`
  const from_id = sql`(SELECT id FROM consumers WHERE phone_index = ${other_index})`
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who, now) => ({
      into: readConsumer(sql`id = ${who.subject_id}`),
      from: readConsumer(sql`phone_index = ${other_index}`),
      own_code: readSessionCode(readSignedInAsker(who.session), own_index(who.subject_id), 'union'),
      other_code: readSessionCode(readSignedInAsker(who.session), sql`${other_index}`, 'union'),
      proof: sql<ProvedRow>`SELECT s.proved_at FROM sessions s JOIN ${who.session} me ON me.id = s.id`,
      passkey: readPasskeys(
        sql`credential_id = ${said.other_passkey?.passkey.id ?? ''} AND person_id = ${from_id}`,
      ),
      spent: readSpent(said.other_passkey?.ticket ?? ''),
      device: readSessionDevice(who.session),
      open: readUnions(sql`u.state = 'cooling' AND u.ends_at > ${now} AND (
        u.from_id IN (${who.subject_id}, ${from_id}) OR u.into_id IN (${who.subject_id}, ${from_id}))`),
      waiting: readWaitingAt({ from_id, into_id: who.subject_id }, now),
      cards: readJoinedCards({ from_id, into_id: who.subject_id }),
      companions: readAccountCompanions(from_id),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const into = rows.into[0] ?? refuse('not_signed_in')
      const [from] = rows.from
      if (from?.id === into.id) refuse('union_with_oneself')
      const codes = { own: rows.own_code[0], other: rows.other_code[0] }
      const used = await usedCodes(kit, { ...said, into, other_index, codes }, now)
      if (!from) refuse('union_nobody_there')
      if (rows.open[0]) refuse('union_already_open')
      requireQuiet(rows.waiting[0] ?? refuse('union_changed_meanwhile'))
      const passkey = { row: rows.passkey[0], is_spent: rows.spent[0] !== undefined }
      const proofs = await provedBy(kit, said, { from, actor, passkey }, now)

      const proved_at = rows.proof[0]?.proved_at ?? null
      const shown: Shown = {
        own_proof: proved_at !== null && now < proofEnds(proved_at),
        other_code: said.other_code !== undefined,
        other_proof: proofs.length > 0,
      }
      requireShown(shown, said.waits)
      const device_id = rows.device[0]?.device_id ?? null
      const union = newUnion(kit, { from, into, device_id, shown, waits: said.waits }, now)
      const told = tellUnion(kit, union, { companions: rows.companions, waits: said.waits, now })
      const moved = said.waits ? [] : unionStatements({ from, into, cards: rows.cards }, now)
      return {
        status: 201,
        subject_id: union.id,
        body: presentUnion(union, { now, subject_id: into.id, device_id }),
        statements: [
          ...used,
          ...proofs,
          lapseUnionsStatement(union, now),
          ...told,
          ...moved,
          insertUnion(union),
        ],
      }
    },
  })
}

/** Both are told; where it waits, whoever accompanies the account that ends as well. */
function tellUnion(
  kit: Kit,
  union: UnionDetailRow,
  {
    companions,
    waits,
    now,
  }: { companions: readonly { consumer_id: string }[]; waits: boolean; now: Instant },
): Statement[] {
  const { id, ripe_at, from_id, into_id } = union
  const both = { to: [from_id, into_id], at: now }
  if (!waits) return emitUnion(kit, union, { type: 'account_union.done' }, both)
  const started = { type: 'account_union.started', data: { union_id: id, ripe_at } } as const
  const to = companions.map(({ consumer_id }) => consumer_id)
  return [
    ...emitUnion(kit, union, started, both),
    ...emitUnion(kit, union, { type: 'account_union.companion_told' }, { to, at: now }),
  ]
}

type Codes = Pick<Said, 'own_code' | 'other_code'> & {
  into: ConsumerRow
  other_index: string
  codes: { own: CodeRow | undefined; other: CodeRow | undefined }
}
/** A code to each number; the other one's may be missing where its passkey speaks for it. */
async function usedCodes(kit: Kit, said: Codes, now: Instant): Promise<Statement[]> {
  const { into, other_index, codes } = said
  const purpose = 'union' as const
  const own = { phone_index: into.phone_index, purpose, code: sixDigits(said.own_code) }
  const used = [await decideCode(kit, codes.own, own, now)]
  if (said.other_code === undefined) return used
  const other = { phone_index: other_index, purpose, code: sixDigits(said.other_code) }
  return [...used, await decideCode(kit, codes.other, other, now)]
}

type Other = {
  from: ConsumerRow
  actor: Actor
  passkey: { row: PasskeyRow | undefined; is_spent: boolean }
}
/** The other account's PIN (asked for only beside its code: nobody locks a stranger's) or passkey. */
async function provedBy(
  kit: Kit,
  said: Said,
  { from, actor, passkey }: Other,
  now: Instant,
): Promise<Statement[]> {
  const { other_passkey, other_pin, other_code } = said
  if (other_passkey !== undefined) {
    if (passkey.is_spent) refuse('passkey_challenge_over')
    const { kind, session_id } = actor
    const bound = { purpose: 'union', kind, session_id, now } as const
    return assertedStatements(kit, passkey.row, { ...other_passkey, bound })
  }
  return other_code === undefined ? [] : decideGivenPin(kit, from, other_pin, now)
}

/** Refuses step_up_needed, union_not_proved: what is done at once needs both proved, what waits one thing of the other. */
function requireShown(shown: Shown, waits: boolean): void {
  if (!shown.other_code && !shown.other_proof) refuse('union_not_proved')
  if (waits || isProved(shown)) return
  if (!shown.own_proof) refuse('step_up_needed')
  refuse('union_not_proved')
}

type New = {
  from: ConsumerRow
  into: ConsumerRow
  device_id: string | null
  shown: Shown
  waits: boolean
}
const newUnion = (
  kit: Kit,
  { from, into, device_id, shown, waits }: New,
  now: Instant,
): UnionDetailRow => ({
  id: kit.newId('aun'),
  from_id: from.id,
  into_id: into.id,
  from_mask: from.phone_mask,
  into_mask: into.phone_mask,
  device_id,
  shown: shownText(shown),
  ...unionTimes(now),
  state: waits ? 'cooling' : 'done',
  ended_at: waits ? null : now,
  cancelled_by: null,
  version: 1,
})
