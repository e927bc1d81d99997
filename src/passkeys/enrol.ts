import { emit } from '../events/emit'
import { revokeCodeSessionsStatement, revokePersonSessionsStatement } from '../identity/persons'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Actor } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { expectedChallenges } from './challenge'
import { readConcernedByMe, tellStatements } from './notices'
import type { Registration } from './objects'
import { isReady, type RecoveryRow, readOpenRecovery, useRecoveryStatement } from './recovery-store'
import { isFresh } from './rules'
import {
  insertPasskey,
  type PasskeyRow,
  presentPasskey,
  readOwnPasskeys,
  readPasskeys,
  readPerson,
  removeLostStatement,
  removeStatement,
  renameStatement,
  spendStatement,
} from './store'
import { expectedProof, verifiedRegistration } from './verify'

const PASSKEYS_MAX = 10

/**
 * Whether this session may add a passkey: the first one with a message to the phone behind it, a further one with a fresh
 * proof, and after a recovery that another person agreed to and that has waited. Of a holder the route has asked for the
 * proof (`step_up`), the first time as well. Refuses passkey_sign_in_first, passkey_proof_too_old.
 */
function mayEnrol(
  actor: Actor,
  own: readonly PasskeyRow[],
  recovery: RecoveryRow | undefined,
  now: Instant,
): { recovers: boolean } {
  if (own.length === 0 || actor.kind === 'consumer') return { recovers: false }
  if (!actor.is_proven) {
    if (!isReady(recovery, now)) refuse('passkey_sign_in_first')
    return { recovers: true }
  }
  if (!isFresh(actor.authenticated_at, now)) refuse('passkey_proof_too_old')
  return { recovers: false }
}

type Request = { ticket: string; name: string; passkey: Registration }
/**
 * Adds a passkey to the person who asks. Of whoever acts for others the first one ends every session behind which only a
 * message stood; one after a recovery ends them all, and the lost ones with them. A holder stays signed in: theirs takes
 * the place of typing the PIN. Everybody concerned is told. Refuses what `mayEnrol` does, passkey_challenge_over,
 * passkey_wrong, passkey_taken, passkeys_too_many.
 */
export const enrolPasskey = (world: World, ask: Ask, { ticket, name, passkey: said }: Request) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      person: readPerson(who),
      own: readOwnPasskeys(who),
      taken: readPasskeys(sql`credential_id = ${said.id}`),
      recovery: readOpenRecovery(who),
      concerned: readConcernedByMe(who),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const person_id = rows.person[0]?.person_id ?? refuse('not_signed_in')
      const [recovery] = rows.recovery
      const { recovers } = mayEnrol(actor, rows.own, recovery, now)
      const challenges = await challengesFor(kit, ticket, actor, now)
      if (rows.taken[0]) refuse('passkey_taken')
      if (rows.own.length >= PASSKEYS_MAX) refuse('passkeys_too_many')
      const made = await verifiedRegistration(said, expectedProof(kit, challenges))

      const { is_backed_up, ...credential } = made
      const row: PasskeyRow = {
        id: kit.newId('pky'),
        person_id,
        ...credential,
        name,
        backed_up_at: is_backed_up ? now : null,
        created_at: now,
        last_used_at: null,
        suspended_at: null,
        removed_at: null,
      }
      const lost =
        recovers && recovery
          ? [
              removeLostStatement({ person_id, but: row.id }, now),
              useRecoveryStatement(recovery, now),
              revokePersonSessionsStatement(person_id, now),
            ]
          : [revokeCodeSessionsStatement(person_id, now)]
      const text = recovers
        ? `您或同事的账号已找回，换了新的通行密钥（${name}）。不知情请马上告诉平台`
        : `您或同事的账号添加了一把通行密钥（${name}）。不知情请马上告诉平台`
      const told = toldOf(kit, actor, { type: 'passkey.added', id: row.id, text, now }, rows)
      return {
        status: 201,
        subject_id: row.id,
        body: presentPasskey(row),
        statements: [
          spendStatement(ticket, now),
          insertPasskey(row),
          ...(actor.kind === 'consumer' ? [] : lost),
          ...told,
        ],
      }
    },
  })

const challengesFor = (kit: Kit, ticket: string, { kind, session_id }: Actor, now: Instant) =>
  expectedChallenges(kit, ticket, { purpose: 'enrol', kind, session_id, now })

type Change = {
  type: 'passkey.added' | 'passkey.removed'
  id: string
  text: string
  now: Instant
}
/** A holder hears of it by an event, as of all else; whoever acts for others with their colleagues. */
function toldOf(
  kit: Kit,
  { kind, id: who }: Actor,
  { type, id: passkey_id, text, now }: Change,
  { concerned }: { concerned: readonly { id: string }[] },
): Statement[] {
  if (kind !== 'consumer')
    return tellStatements(kit, { to: [who, ...concerned.map(({ id }) => id)], text, at: now })
  const whose = { subject_id: passkey_id, merchant_id: null, consumer_id: who, at: now }
  return [emit(kit, { type, data: { passkey_id }, ...whose })]
}

/** Renames one of the asker's own. Refuses passkey_not_found. */
export const renamePasskey = (world: World, ask: Ask, { id, name }: { id: string; name: string }) =>
  answerOnce(world, ask, {
    reads: (who) => ({ own: readOwnPasskeys(who) }),
    decide: ({ rows }) => {
      const row = rows.own.find((one) => one.id === id) ?? refuse('passkey_not_found')
      return {
        status: 200,
        subject_id: id,
        body: presentPasskey({ ...row, name }),
        statements: [renameStatement(id, name)],
      }
    },
  })

/**
 * Removes one of the asker's own, of whoever acts for others never the last that works; a holder has the PIN besides.
 * Refuses passkey_not_found, passkey_proof_too_old, last_passkey_must_stay.
 */
export const removePasskey = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({ own: readOwnPasskeys(who), concerned: readConcernedByMe(who) }),
    decide: ({ actor, rows, now, kit }) => {
      const row = rows.own.find((one) => one.id === id) ?? refuse('passkey_not_found')
      const acts_for_others = actor.kind !== 'consumer'
      if (acts_for_others && !isFresh(actor.authenticated_at, now)) refuse('passkey_proof_too_old')
      const others = rows.own.filter((one) => one.id !== id && one.suspended_at === null)
      if (acts_for_others && others.length === 0) refuse('last_passkey_must_stay')

      const text = `您或同事的账号删掉了一把通行密钥（${row.name}）。不知情请马上告诉平台`
      const told = toldOf(kit, actor, { type: 'passkey.removed', id, text, now }, rows)
      return {
        status: 201,
        subject_id: id,
        body: presentPasskey({ ...row, removed_at: now }),
        statements: [removeStatement(id, now), ...told],
      }
    },
  })
