import type { Config } from '../environment/config'
import { base64url, sha256 } from '../environment/crypto'
import type { Instant } from '../kernel/time'
import { type Credential, KINDS, type Kind, type SessionRow } from '../platform/actor'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { slideIdle } from '../sessions/rules'
import { extendSessionStatement } from '../sessions/store'

type Stage = Config['stage']
const TOKEN = new RegExp(`^yfb_(${KINDS.join('|')})_[A-Za-z0-9_-]{43}$`)

/**
 * `yfb_<kind>_<43 base64url>`. The 32 bytes are derived from the session's id under the master key: a
 * sign-in that is repeated answers the same token, and nothing in the database reveals it.
 */
export async function sessionToken(
  kit: Pick<Kit, 'secrets'>,
  session: { id: string; kind: Kind },
): Promise<string> {
  const bytes = await kit.secrets.mac('session_token', session.id)
  return `yfb_${session.kind}_${base64url(bytes)}`
}

/** What storage keeps of a token. */
export const tokenHash = (token: string): Promise<string> => sha256(token)

/** The bearer token of an API request, or null. Whether its kind may do what is asked is the route's to say. */
export function credentialFrom(request: Request): Promise<Credential | null> {
  const header = request.headers.get('authorization') ?? ''
  return credentialOf(/^Bearer ([!-~]+)$/i.exec(header)?.[1], KINDS)
}

/** The token that a page's cookie carries, or null. `/v1` never looks at cookies, so it needs no CSRF guard. */
export function cookieCredential(
  request: Request,
  kind: Kind,
  stage: Stage,
): Promise<Credential | null> {
  return credentialOf(cookieOf(request, cookieName(kind, stage)), [kind])
}

/** The token itself, for the lock of a till alone: a session that was idle too long has no credential. */
export const cookieToken = (request: Request, kind: Kind, stage: Stage): string | undefined =>
  cookieOf(request, cookieName(kind, stage))

function cookieOf(request: Request, name: string): string | undefined {
  const wanted = `${name}=`
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((one) => one.trim())
  return cookies.find((one) => one.startsWith(wanted))?.slice(wanted.length)
}

/** A session in use lives on: one write when half of its idle time is gone, none before. */
function slide(session: SessionRow, now: Instant): Statement | null {
  const idle_expires_at = slideIdle(session, now)
  return idle_expires_at === null ? null : extendSessionStatement(session.id, idle_expires_at)
}

async function credentialOf(
  token: string | undefined,
  kinds: readonly Kind[],
): Promise<Credential | null> {
  const named = TOKEN.exec(token ?? '')?.[1]
  const kind = kinds.find((known) => known === named)
  if (token === undefined || !kind) return null
  return { kind, token_hash: await tokenHash(token), slide }
}

/** A `Set-Cookie` value. Only development goes without `Secure` and `__Host-`: it has no https. */
export const sessionCookie = (kind: Kind, token: string, stage: Stage, max_age_s: number): string =>
  cookie(cookieName(kind, stage), token, stage, max_age_s)

function cookie(name: string, value: string, stage: Stage, max_age_s: number): string {
  const secure = stage === 'dev' ? '' : '; Secure'
  return `${name}=${value}; Path=/; Max-Age=${max_age_s}; HttpOnly; SameSite=Strict${secure}`
}

export const clearedCookie = (kind: Kind, stage: Stage): string => sessionCookie(kind, '', stage, 0)

/** What a browser is known by from one sign-in to the next, whoever signs in on it; made here the first time. */
export function deviceToken(request: Request, stage: Stage, random: Kit['random']): string {
  const kept = cookieOf(request, cookieName('device', stage))
  return kept !== undefined && /^[A-Za-z0-9_-]{43}$/.test(kept) ? kept : base64url(random(32))
}
const DEVICE_KEPT_S = 400 * 24 * 3600
export const deviceCookie = (token: string, stage: Stage): string =>
  cookie(cookieName('device', stage), token, stage, DEVICE_KEPT_S)

const cookieName = (name: Kind | 'device', stage: Stage): string =>
  stage === 'dev' ? `yfb_${name}` : `__Host-yfb_${name}`
