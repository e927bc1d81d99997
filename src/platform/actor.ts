import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { type Row, type Statement, sql } from './d1'

/** One kind of token and cookie per kind of principal; a token of another kind is no token. */
export type Kind = 'consumer' | 'staff' | 'bank' | 'regulator' | 'operator'
export type Role = 'consumer' | 'owner' | 'manager' | 'cashier' | 'bank' | 'supervisor' | 'operator'
export const KIND_OF: Record<Role, Kind> = {
  consumer: 'consumer',
  owner: 'staff',
  manager: 'staff',
  cashier: 'staff',
  bank: 'bank',
  supervisor: 'regulator',
  operator: 'operator',
}
export const KINDS: readonly Kind[] = ['consumer', 'staff', 'bank', 'regulator', 'operator']

/** Who acts. `clock` is the platform's own jobs; its key is derived from the thing it acts on. */
export type Actor = {
  kind: Kind | 'clock' | 'public'
  role: Role | 'clock' | 'public'
  id: string
  merchant_id: string | null
  districts: readonly string[]
  session_id: string | null
  authenticated_at: Instant | null
}
export const CLOCK: Actor = {
  kind: 'clock',
  role: 'clock',
  id: 'clock',
  merchant_id: null,
  districts: [],
  session_id: null,
  authenticated_at: null,
}
/** Somebody who is not signed in. Their writes are keyed by what they write about, never by a shared id. */
export const PUBLIC: Actor = { ...CLOCK, kind: 'public', role: 'public', id: 'public' }

/** What a request shows for itself: the hash of its token, not yet looked up. */
export type Credential = {
  kind: Kind
  token_hash: string
  /** What keeps a session in use alive, once it needs it; null most of the time. */
  slide?: (session: Row, now: Instant) => Statement | null
}

/**
 * Scope of a route, per role. `public` needs nobody. Every route has one (test/policy.test.ts).
 * own: the consumer's · tenant: the staff's merchant · jurisdiction: the regulator's districts · all: every row.
 */
export type Scope = 'own' | 'tenant' | 'jurisdiction' | 'all'
export type Policy = 'public' | 'dev' | 'signature' | 'clock' | Partial<Record<Role, Scope>>

export const kindsOf = (policy: Policy): Kind[] =>
  typeof policy === 'string'
    ? []
    : KINDS.filter((kind) => rolesOf(policy).some((role) => KIND_OF[role] === kind))
export const rolesOf = (policy: Policy): Role[] =>
  typeof policy === 'string' ? [] : (Object.keys(policy) as Role[])

/** SQL for "who asks", so that a read can be limited to what is theirs within the same round trip. */
export type Who = {
  subject_id: Statement
  merchant_id: Statement
  /** The whole session row, to join: `FROM ${who.session} me JOIN …`; no row when nobody is signed in. */
  session: Statement
}
export function whoAsks(credential: Credential | null): Who {
  const hash = credential?.token_hash ?? ''
  return {
    subject_id: sql`(SELECT subject_id FROM live_sessions WHERE token_hash = ${hash})`,
    merchant_id: sql`(SELECT merchant_id FROM live_sessions WHERE token_hash = ${hash})`,
    session: sql`(SELECT * FROM live_sessions WHERE token_hash = ${hash})`,
  }
}

export const sessionOf = (credential: Credential): Statement =>
  sql`SELECT * FROM live_sessions WHERE token_hash = ${credential.token_hash}`

/** A read of at most one row, with the session beside it: one statement does the work of two. */
export const besideSession = (credential: Credential, read: Statement): Statement =>
  sql`SELECT (SELECT json_object('id', id, 'kind', kind, 'subject_id', subject_id, 'role', role,
                 'merchant_id', merchant_id, 'districts', districts, 'authenticated_at', authenticated_at,
                 'idle_expires_at', idle_expires_at, 'absolute_expires_at', absolute_expires_at)
                FROM live_sessions WHERE token_hash = ${credential.token_hash}) AS session_beside, r.*
        FROM (SELECT 1) LEFT JOIN (SELECT 1 AS row_found, q.* FROM (${read}) q) r`

/** Takes apart what `besideSession` read. */
export function partedFromSession(rows: Row[]): { session: Row | undefined; found: Row[] } {
  const session = rows[0]?.session_beside
  return {
    session: typeof session === 'string' ? (JSON.parse(session) as Row) : undefined,
    found: rows.filter((row) => row.row_found === 1),
  }
}

type SessionRow = {
  id: string
  kind: Kind
  subject_id: string
  role: Role
  merchant_id: string | null
  districts: string
  authenticated_at: Instant
  idle_expires_at: Instant
  absolute_expires_at: Instant
}

/** The actor behind a session row, or the reason why there is none (401). */
export function actorFrom(row: Row | undefined, credential: Credential, now: Instant): Actor {
  if (!row) refuse('not_signed_in')
  const session = row as unknown as SessionRow
  if (session.kind !== credential.kind) refuse('not_signed_in')
  if (session.idle_expires_at <= now || session.absolute_expires_at <= now)
    refuse('session_expired')
  return {
    kind: session.kind,
    role: session.role,
    id: session.subject_id,
    merchant_id: session.merchant_id,
    districts: JSON.parse(session.districts) as string[],
    session_id: session.id,
    authenticated_at: session.authenticated_at,
  }
}

/** Deny by default: a role the policy does not name is refused (403). */
export function requireRole(actor: Actor, policy: Policy): void {
  if (typeof policy === 'string') return
  if (!rolesOf(policy).some((role) => role === actor.role)) refuse('role_not_allowed')
}
