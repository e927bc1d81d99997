import { revokeCodeSessionsStatement, revokePersonSessionsStatement } from '../identity/persons'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Actor } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { expectedChallenge } from './challenge'
import { readConcernedByMe, tellStatements } from './notices'
import type { Registration, WorkKind } from './objects'
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
 * proof, and after a recovery that another person agreed to and that has waited. Refuses passkey_sign_in_first,
 * passkey_proof_too_old.
 */
function mayEnrol(
  actor: Actor,
  own: readonly PasskeyRow[],
  recovery: RecoveryRow | undefined,
  now: Instant,
): { recovers: boolean } {
  if (own.length === 0) return { recovers: false }
  if (!actor.is_proven) {
    if (!isReady(recovery, now)) refuse('passkey_sign_in_first')
    return { recovers: true }
  }
  if (!isFresh(actor.authenticated_at, now)) refuse('passkey_proof_too_old')
  return { recovers: false }
}

type Request = { ticket: string; name: string; passkey: Registration }
/**
 * Adds a passkey to the person who asks. The first one ends every session behind which only a message stood; one after a
 * recovery ends them all, and the lost ones with them. Everybody concerned is told. Refuses what `mayEnrol` does,
 * passkey_challenge_over, passkey_wrong, passkey_taken, passkeys_too_many.
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
      const { person_id } = rows.person[0] ?? refuse('not_signed_in')
      const [recovery] = rows.recovery
      const { recovers } = mayEnrol(actor, rows.own, recovery, now)
      const challenge = await challengeFor(kit, ticket, actor, now)
      if (rows.taken[0]) refuse('passkey_taken')
      if (rows.own.length >= PASSKEYS_MAX) refuse('passkeys_too_many')
      const made = await verifiedRegistration(said, expectedProof(kit, challenge))

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
      const told = { to: [actor.id, ...rows.concerned.map(({ id }) => id)], at: now }
      const text = recovers
        ? `您或同事的账号已找回，换了新的通行密钥（${name}）。不知情请马上告诉平台`
        : `您或同事的账号添加了一把通行密钥（${name}）。不知情请马上告诉平台`
      return {
        status: 201,
        subject_id: row.id,
        body: presentPasskey(row),
        statements: [
          spendStatement(ticket, now),
          insertPasskey(row),
          ...lost,
          ...tellStatements(kit, { ...told, text }),
        ],
      }
    },
  })

const challengeFor = (kit: Kit, ticket: string, { kind, session_id }: Actor, now: Instant) =>
  expectedChallenge(kit, ticket, { purpose: 'enrol', kind: kind as WorkKind, session_id, now })

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
 * Removes one of the asker's own, never the last that works. Refuses passkey_not_found, passkey_proof_too_old,
 * last_passkey_must_stay.
 */
export const removePasskey = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({ own: readOwnPasskeys(who), concerned: readConcernedByMe(who) }),
    decide: ({ actor, rows, now, kit }) => {
      const row = rows.own.find((one) => one.id === id) ?? refuse('passkey_not_found')
      if (!isFresh(actor.authenticated_at, now)) refuse('passkey_proof_too_old')
      const others = rows.own.filter((one) => one.id !== id && one.suspended_at === null)
      if (others.length === 0) refuse('last_passkey_must_stay')

      const to = [actor.id, ...rows.concerned.map((one) => one.id)]
      const text = `您或同事的账号删掉了一把通行密钥（${row.name}）。不知情请马上告诉平台`
      return {
        status: 201,
        subject_id: id,
        body: presentPasskey({ ...row, removed_at: now }),
        statements: [removeStatement(id, now), ...tellStatements(kit, { to, text, at: now })],
      }
    },
  })
