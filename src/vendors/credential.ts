import { base64url, isAmong } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import { epochMs, localDate, MINUTE_MS, SECOND_MS } from '../kernel/time'
import type { Credential, Seal } from '../platform/actor'
import type { Kit } from '../platform/world'
import { isInScope } from './scopes'
import { askedStatements, readAppSeal, type SealRow } from './store'
import { type Claims, readToken, spellClaims } from './token-rules'

type Secrets = Pick<Kit, 'secrets'>
/** A token is derived, never stored: whoever reads storage cannot make one. Under the current key, and those before it. */
async function tokensFor(kit: Secrets, claims: Claims): Promise<string[]> {
  const said = spellClaims(claims)
  return (await kit.secrets.macs('app_token', said)).map((tag) => `${said}_${base64url(tag)}`)
}
export const appToken = async (kit: Secrets, claims: Claims): Promise<string> =>
  (await tokensFor(kit, claims))[0] ?? ''

/** An app's bearer token, or null where the request shows none; one that nobody made is nobody's. */
export async function appCredential(kit: Secrets, request: Request): Promise<Credential | null> {
  const header = request.headers.get('authorization') ?? ''
  const shown = readToken(/^Bearer (yfb_app_[!-~]+)$/i.exec(header)?.[1] ?? '')
  if (shown === null) return null
  const token = `${spellClaims(shown.claims)}_${shown.tag}`
  if (!isAmong(token, await tokensFor(kit, shown.claims))) return null
  const { grant_id } = shown.claims
  return { kind: 'app', token_hash: grant_id, seal: sealOf(shown.claims) }
}

/** Which version of the API a request speaks, for its answer to say; null where no app asks. */
export const spokenVersion = (request: Request): string | null => {
  const header = request.headers.get('authorization') ?? ''
  return readToken(/^Bearer (yfb_app_[!-~]+)$/i.exec(header)?.[1] ?? '')?.claims.api_version ?? null
}

const sealOf = (claims: Claims): Seal => ({
  reads: readAppSeal(claims),
  async check(held: readonly SealRow[], { operation, now }) {
    const row = held[0] ?? refuse('not_signed_in')
    if (row.is_over === 1) refuse('not_signed_in')
    if (epochMs(now) >= claims.ends_s * SECOND_MS) refuse('session_expired')
    if (!isInScope(claims.scopes, operation)) refuse('app_scope_missing')
    const minute = Math.floor(epochMs(now) / MINUTE_MS)
    const asked = row.minute === minute ? row.asked : 0
    if (asked >= row.a_minute) {
      const left_ms = (minute + 1) * MINUTE_MS - epochMs(now)
      refuse('asked_too_often', { retry_after_s: Math.ceil(left_ms / SECOND_MS) })
    }
    return askedStatements(
      { app_id: row.app_id, grant_id: claims.grant_id },
      { minute, day: localDate(now) },
    )
  },
})
