import { emit } from '../events/emit'
import { keyedAsk } from '../identity/asks'
import { revealToken, startSession } from '../identity/sessions'
import { personIn, readOfficial, readStaff } from '../identity/store'
import { insist, refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { type Ask, RefusalWith } from '../platform/act'
import { type Actor, PUBLIC, proofEnds } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { proveSessionStatement, revokeSessionStatement } from '../sessions/store'
import { type Bound, expectedChallenges, isOwnHandle } from './challenge'
import { readConcerned, tellStatements } from './notices'
import type { Assertion, WorkKind } from './objects'
import {
  type PasskeyRow,
  personIdColumn,
  readHolder,
  readPasskeys,
  readSpent,
  spendStatement,
  useStatement,
} from './store'
import { expectedProof, verifiedAssertion } from './verify'

type Said = { ticket: string; passkey: Assertion }

/**
 * Signs somebody in who acts for others, by a passkey alone: nobody types who they are, the passkey says it. Everything
 * that does not fit is passkey_wrong (unknown, removed, another person's, another address, not made sure of); a ticket
 * counts once (passkey_challenge_over); a copied passkey is suspended (passkey_suspended).
 */
export async function signInWithPasskey(
  world: World,
  ask: Ask,
  { kind, ticket, passkey: said }: Said & { kind: WorkKind },
) {
  const who = { ...PUBLIC, id: `passkey:${said.id.slice(0, 100)}` }
  return answerOnce(
    world,
    { ...(await keyedAsk(world, ask)), who },
    {
      reads: (_who, now) => ({
        spent: readSpent(ticket),
        passkeys: readPasskeys(sql`credential_id = ${said.id}`),
        holder: readHolder(kind, said.id, now),
        concerned: readConcernedByHolder(said.id),
      }),
      decide: async ({ rows, now, kit }) => {
        const bound = { purpose: 'sign_in', kind, session_id: null, now } as const
        // The same answer again is no copy: it is refused before anybody looks at its counter.
        if (rows.spent[0]) refuse('passkey_challenge_over')
        const [row] = rows.passkeys
        const used = await assertedStatements(kit, row, { ticket, passkey: said, bound }).catch(
          (error: unknown) => tellingOf(kit, error, row, rows.concerned, now),
        )
        const person = personIn(rows.holder) ?? refuse('passkey_wrong')
        const session = await startSession(
          kit,
          { kind, person, method: 'passkey', proof: 'full' },
          now,
        )
        return {
          status: 201,
          subject_id: session.id,
          body: session.body,
          statements: [...used, session.statement],
        }
      },
      reveal: (body) => revealToken(world, body),
    },
  )
}
const readConcernedByHolder = (credential_id: string) =>
  readConcerned(
    sql`(SELECT i.subject_id FROM passkeys k JOIN person_ids i ON i.person_id = k.person_id
          WHERE k.credential_id = ${credential_id} ORDER BY i.subject_id DESC LIMIT 1)`,
  )

/** A passkey that is suspended is told to everybody concerned along with the refusal. */
function tellingOf(
  kit: Kit,
  error: unknown,
  row: PasskeyRow | undefined,
  concerned: readonly { id: string }[],
  at: Instant,
): never {
  if (!(error instanceof RefusalWith) || !row) throw error
  const text = `一把通行密钥（${row.name}）可能被复制过，已经停用。请马上告诉平台`
  const told = tellStatements(kit, { to: concerned.map(({ id }) => id), text, at })
  throw new RefusalWith('passkey_suspended', [...error.statements, ...told], error.details)
}

type Asserted = Said & { bound: Bound & { now: Instant } }
/** The statements that a right assertion is worth: the ticket is spent, the use is counted. */
export async function assertedStatements(
  kit: Kit,
  row: PasskeyRow | undefined,
  { ticket, passkey: said, bound }: Asserted,
) {
  const challenges = await expectedChallenges(kit, ticket, bound)
  if (!row || row.removed_at !== null) refuse('passkey_wrong')
  if (row.suspended_at !== null) refuse('passkey_suspended')
  const handle = said.response.userHandle ?? undefined
  // Without a list to choose from, an authenticator must say whose passkey it used.
  const is_named = bound.purpose === 'enrol' || bound.purpose === 'step_up'
  if (!is_named && handle === undefined) refuse('passkey_wrong')
  if (!(await isOwnHandle(kit, row.person_id, handle))) refuse('passkey_wrong')
  const { now } = bound
  const use = await verifiedAssertion(said, row, { ...expectedProof(kit, challenges), now })
  return [spendStatement(ticket, now), useStatement(row, { ...use, at: now })]
}

/**
 * Proves once more that the asker is there, by one of their own passkeys: their session goes on under a new token, and
 * the old one ends. Refuses as `signInWithPasskey`.
 */
export const stepUp = async (world: World, ask: Ask, { ticket, passkey: said }: Said) =>
  answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      spent: readSpent(ticket),
      passkeys: readPasskeys(
        sql`credential_id = ${said.id} AND person_id = ${personIdColumn(who.subject_id)}`,
      ),
      consumer: undefined,
      staff: readStaff(sql`id = ${who.subject_id}`),
      official: readOfficial(sql`id = ${who.subject_id}`),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      if (rows.spent[0]) refuse('passkey_challenge_over')
      const kind = actor.kind as WorkKind
      const { session_id } = actor
      const bound = { purpose: 'step_up', kind, session_id, now } as const
      const used = await assertedStatements(kit, rows.passkeys[0], { ticket, passkey: said, bound })
      const person = personIn(rows) ?? refuse('not_signed_in')
      const session = await startSession(
        kit,
        { kind, person, method: 'passkey', proof: 'full' },
        now,
      )
      const ended = session_id === null ? [] : [revokeSessionStatement(session_id, now)]
      return {
        status: 201,
        subject_id: session.id,
        body: session.body,
        statements: [...used, ...ended, session.statement],
      }
    },
    reveal: (body) => revealToken(world, body),
  })

/**
 * Proves in this session, by one of a holder's own passkeys, that it is them: what typing the PIN proves, too. Refuses as
 * `signInWithPasskey`.
 */
export const proveByPasskey = async (world: World, ask: Ask, { ticket, passkey: said }: Said) =>
  answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      spent: readSpent(ticket),
      passkeys: readPasskeys(
        sql`credential_id = ${said.id} AND person_id = ${personIdColumn(who.subject_id)}`,
      ),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      if (rows.spent[0]) refuse('passkey_challenge_over')
      const { kind, session_id } = actor
      insist(session_id !== null, 'whoever is signed in has a session')
      const bound = { purpose: 'step_up', kind, session_id, now } as const
      const [row] = rows.passkeys
      const used = await assertedStatements(kit, row, { ticket, passkey: said, bound }).catch(
        (error: unknown) => suspensionTold(kit, error, { actor, row }, now),
      )
      return {
        status: 201,
        subject_id: session_id,
        body: {
          object: 'proof' as const,
          by: 'passkey' as const,
          proved_at: now,
          expires_at: proofEnds(now),
        },
        statements: [...used, proveSessionStatement(session_id, 'passkey', now)],
      }
    },
  })

/** A holder whose passkey may have been copied hears that it is out, along with the refusal. */
function suspensionTold(
  kit: Kit,
  error: unknown,
  { actor, row }: { actor: Actor; row: PasskeyRow | undefined },
  at: Instant,
): never {
  if (!(error instanceof RefusalWith) || !row) throw error
  const told = emit(kit, {
    type: 'passkey.suspended',
    data: { passkey_id: row.id },
    ...{ subject_id: row.id, merchant_id: null, consumer_id: actor.id, at },
  })
  throw new RefusalWith('passkey_suspended', [...error.statements, told], error.details)
}
