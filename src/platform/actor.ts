import { refuse } from '../kernel/refusals'
import { type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import { type Row, type Statement, sql } from './d1'
import type { Duty } from './duties'

/** One kind of token and cookie per kind of principal; a live token of a kind that a route does not take gets 403. */
export type Kind = 'consumer' | 'staff' | 'bank' | 'regulator' | 'operator'
/** What acts without a person at it shows something of its own instead of a session. */
export type Principal = Kind | 'terminal' | 'app'
export const ROLE_KINDS = {
  consumer: 'consumer',
  owner: 'staff',
  manager: 'staff',
  cashier: 'staff',
  bank: 'bank',
  supervisor: 'regulator',
  operator: 'operator',
  terminal: 'terminal',
  app: 'app',
} as const satisfies Record<string, Principal>
export type Role = keyof typeof ROLE_KINDS
export const KINDS: readonly Kind[] = ['consumer', 'staff', 'bank', 'regulator', 'operator']
const PRINCIPALS: readonly Principal[] = [...KINDS, 'terminal', 'app']
const MACHINES: Partial<Record<Principal, Statement>> = {
  terminal: sql`live_terminals`,
  app: sql`live_apps`,
}
/** Where whoever asks is looked up: one row each, of the same columns. */
const live = (kind: Principal): Statement => MACHINES[kind] ?? sql`live_sessions`

/** Who acts. `clock` is the platform's own jobs; its key is derived from the thing it acts on. */
export type Actor = {
  kind: Principal | 'clock' | 'public'
  role: Role | 'clock' | 'public'
  id: string
  merchant_id: string | null
  districts: readonly string[]
  session_id: string | null
  authenticated_at: Instant | null
  /** Whether more than a message to a number stands behind the session; where that is not enough, `self` alone is open. */
  is_proven: boolean
  /** What of their office they do; whoever has none does all of their role. */
  duty: Duty
}
export const CLOCK: Actor = {
  kind: 'clock',
  role: 'clock',
  id: 'clock',
  merchant_id: null,
  districts: [],
  session_id: null,
  authenticated_at: null,
  is_proven: true,
  duty: 'all',
}
/** Somebody who is not signed in. Their writes are keyed by what they write about, never by a shared id. */
export const PUBLIC: Actor = { ...CLOCK, kind: 'public', role: 'public', id: 'public' }

/**
 * What a request is held to beside who asks (a signature, under a key that storage knows): read in the same round trip,
 * and checked before anything is decided.
 */
export type Seal = {
  reads: Statement<Row>
  /** Refuses, or says what is written with the answer; where nothing else is written, by itself. */
  check(rows: readonly Row[], asked: Sealed): Promise<Statement[]>
}
type Sealed = { operation: string; now: Instant }

/** What a request shows for itself: the hash of its token (a terminal: its id, an app: its grant), not yet looked up. */
export type Credential = {
  kind: Principal
  token_hash: string
  seal?: Seal
  /** What keeps a session in use alive, once it needs it; null most of the time. */
  slide?: (session: SessionRow, now: Instant) => Statement | null
}

/**
 * Scope of a route, per role. `public` needs nobody. Every route has one (test/policy.act.test.ts).
 * own: the consumer's · tenant: the staff's merchant · jurisdiction: the regulator's districts · all: every row · self:
 * what concerns the asker's own sign-in, open also before a passkey stands behind it.
 */
type Scope = 'own' | 'tenant' | 'jurisdiction' | 'all' | 'self'
export type Policy = 'public' | 'dev' | 'signature' | 'clock' | Partial<Record<Role, Scope>>

export const policyKinds = (policy: Policy): Principal[] =>
  typeof policy === 'string'
    ? []
    : PRINCIPALS.filter((kind) => policyRoles(policy).some((role) => ROLE_KINDS[role] === kind))
export const policyRoles = (policy: Policy): Role[] =>
  typeof policy === 'string' ? [] : (Object.keys(policy) as Role[])

/** SQL for "who asks", so that a read can be limited to what is theirs within the same round trip. */
export type Who = {
  /** The kind of token shown; `actorFrom` refuses a session of another kind. */
  kind: Principal | null
  subject_id: Statement
  merchant_id: Statement
  /** The whole session row, to join: `FROM ${who.session} me JOIN …`; no row when nobody is signed in. */
  session: Statement
}
export function whoAsks(credential: Credential | null): Who {
  const hash = credential?.token_hash ?? ''
  const from = live(credential?.kind ?? 'consumer')
  return {
    kind: credential?.kind ?? null,
    get subject_id() {
      return sql`(SELECT subject_id FROM ${from} WHERE token_hash = ${hash})`
    },
    get merchant_id() {
      return sql`(SELECT merchant_id FROM ${from} WHERE token_hash = ${hash})`
    },
    get session() {
      return sql`(SELECT * FROM ${from} WHERE token_hash = ${hash})`
    },
  }
}

/** A live session with the role its person has now, and beside it the version of the city's tables. */
export type SessionRow = {
  id: string
  kind: Principal
  subject_id: string
  role: Role
  merchant_id: string | null
  /** A JSON list. */
  districts: string
  is_proven: number
  duty: Duty
  authenticated_at: Instant
  idle_expires_at: Instant
  absolute_expires_at: Instant
  city_version: number
}
type WithHash = { token_hash: string }
export const sessionStatement = (credential: Credential, city_version: Statement) =>
  sql<
    SessionRow & WithHash
  >`SELECT token_hash, id, kind, subject_id, authenticated_at, idle_expires_at, absolute_expires_at, role, merchant_id,
             districts, is_proven, duty, ${city_version} AS city_version
        FROM ${live(credential.kind)} WHERE token_hash = ${credential.token_hash}`
/** The same where nobody is signed in. */
export type VersionRow = Pick<SessionRow, 'city_version'>
export const noSessionStatement = (city_version: Statement) =>
  sql<VersionRow>`SELECT ${city_version} AS city_version`

type Beside = { id: string | null }
/**
 * At most one row, read in the same statement as the session `me`: `columns` of tables that `joins` attaches by
 * LEFT JOIN, whose conditions say what `me` may see. The column `id` is null when nothing was found.
 */
export type RowBeside<R extends Beside = Beside> = {
  is: 'beside'
  columns: Statement<R>
  joins: Statement
}

/** A JSON list. */
type SessionBeside = { session_beside: string }
type SessionList = [
  id: string,
  kind: Principal,
  subject_id: string,
  role: Role,
  merchant_id: string | null,
  districts: string,
  is_proven: number,
  duty: Duty,
  authenticated_at: Instant,
  idle_expires_at: Instant,
  absolute_expires_at: Instant,
  city_version: number,
]

/** One statement does the work of two: the session's columns in their order, and the row beside it. */
export const besideSessionStatement = <R extends Beside>(
  credential: Credential,
  city_version: Statement,
  { columns, joins }: RowBeside<R>,
): Statement<R & SessionBeside> =>
  // The row beside is what the columns promise; the session's own column is taken off before anybody sees it.
  ({
    ...sql<
      R & SessionBeside
    >`SELECT json_array(me.id, me.kind, me.subject_id, me.role, me.merchant_id, me.districts, me.is_proven, me.duty,
                 me.authenticated_at, me.idle_expires_at, me.absolute_expires_at, ${city_version}) AS session_beside, ${columns}
        FROM ${live(credential.kind)} me ${joins} WHERE me.token_hash = ${credential.token_hash}`,
    pieces: columns.pieces ?? [],
  })

/** Takes apart what `besideSessionStatement` read. */
export function partedFromSession<R extends Beside>(
  row: (R & SessionBeside) | undefined,
): { session: SessionRow | undefined; found: R[] } {
  if (!row) return { session: undefined, found: [] }
  const [
    id,
    kind,
    subject_id,
    role,
    merchant_id,
    districts,
    is_proven,
    duty,
    authenticated_at,
    ...ends
  ] = JSON.parse(row.session_beside) as SessionList
  const [idle_expires_at, absolute_expires_at, city_version] = ends
  const who = { id, kind, subject_id, role, merchant_id, districts, is_proven, duty }
  const session = { ...who, authenticated_at, idle_expires_at, absolute_expires_at, city_version }
  return { session, found: row.id === null ? [] : [row] }
}

/** The actor behind a session row, or the reason why there is none (401). */
export function actorFrom(
  session: SessionRow | undefined,
  credential: Credential,
  now: Instant,
): Actor {
  if (!session) refuse('not_signed_in')
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
    is_proven: session.is_proven === 1,
    duty: session.duty,
  }
}

/** What of a request's seal is to be written; refuses what does not fit. */
export const checkSeal = async (
  credential: Credential | null,
  rows: readonly Row[] | undefined,
  asked: Sealed,
): Promise<Statement[]> => (await credential?.seal?.check(rows ?? [], asked)) ?? []

/** Deny by default: a role the policy does not name is refused (403), and whoever has yet to show a passkey where that is needed. */
export function requireRole(actor: Actor, policy: Policy): void {
  if (typeof policy === 'string') return
  const [, scope] =
    Object.entries(policy).find(([role]) => role === actor.role) ?? refuse('role_not_allowed')
  if (!actor.is_proven && scope !== 'self') refuse('passkey_needed')
}

/**
 * That a route wants more than a session: its person has proved by PIN or passkey, at most five minutes ago, that it is
 * them. `or`: the field of the body by which the proof may come with the request itself; the act checks it.
 * `from_first_pin`: not before there is a PIN to prove it by. `of`: only of them, where others come in another way.
 */
export type StepUp = { or?: 'pin' | 'old_pin'; from_first_pin?: true; of?: 'consumer' }

const PROOF_MS = 5 * MINUTE_MS
/** How to step up, told with the refusal that asks for it. */
export const STEP_UP = {
  ways: ['pin', 'passkey'] as const,
  prove_at: '/v1/me/proofs',
  passkey_at: '/v1/me/passkey-proofs',
  max_age_s: PROOF_MS / 1000,
}

/** Until when a proof counts, that moment not included. */
export const proofEnds = (proved_at: Instant): Instant => plusMs(proved_at, PROOF_MS)

/** What is still to be proved when a request says so much: the proof may come with it. */
export const stillToProve = (step_up: StepUp | undefined, body: unknown): StepUp | undefined =>
  step_up?.or && typeof body === 'object' && body !== null && step_up.or in body
    ? undefined
    : step_up

type ProofRow = { proved_at: Instant | null; has_pin: number }
export const readProof = ({ token_hash }: Credential) =>
  sql<ProofRow>`SELECT proved_at, has_pin FROM session_proofs WHERE token_hash = ${token_hash}`

/** Refuses step_up_needed where the route wants a proof of this actor and the session has none that is fresh. */
export function requireProof(
  step_up: StepUp | undefined,
  row: ProofRow | undefined,
  { actor, now }: { actor: Actor; now: Instant },
): void {
  if (step_up === undefined || (step_up.from_first_pin && row?.has_pin === 0)) return
  if (step_up.of !== undefined && step_up.of !== actor.kind) return
  const proved_at = row?.proved_at ?? null
  if (proved_at !== null && now < proofEnds(proved_at)) return
  const detail = row?.has_pin === 0 ? '这一步要先证明是您本人：请先设置支付密码' : undefined
  refuse('step_up_needed', detail === undefined ? {} : { detail })
}
