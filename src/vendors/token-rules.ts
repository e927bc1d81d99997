import { SCOPES, type Scope } from './scopes'

/** The dated versions of the API, oldest first; a key stays at the one of its day until somebody moves it. */
export const API_VERSIONS = ['2026-11-30'] as const
export const LATEST_VERSION = API_VERSIONS[API_VERSIONS.length - 1] ?? API_VERSIONS[0]
/** How long a token counts: what ends an app or a grant ends it sooner. */
export const TOKEN_S = 1_800

/** What a token says of itself; the tag behind it is made of exactly this. */
export type Claims = {
  grant_id: string
  key_id: string
  ends_s: number
  scopes: readonly Scope[]
  api_version: string
}
const ULID = '[0-9A-HJKMNP-TV-Z]{26}'
const TOKEN = new RegExp(
  `^yfb_app_(${ULID})_(${ULID})_([0-9a-z]{6,8})_([0-9a-z]{1,2})_(\\d{8})_([A-Za-z0-9_-]{43})$`,
)

export const spellClaims = ({ grant_id, key_id, ends_s, scopes, api_version }: Claims): string => {
  const bits = SCOPES.reduce((sum, scope, i) => sum + (scopes.includes(scope) ? 2 ** i : 0), 0)
  const day = api_version.replaceAll('-', '')
  return `yfb_app_${grant_id.slice(4)}_${key_id.slice(4)}_${ends_s.toString(36)}_${bits.toString(36)}_${day}`
}
/** A token in the one spelling that `spellClaims` gives; null for anything else. */
export function readToken(token: string): { claims: Claims; tag: string } | null {
  const [, grant, key, ends, bits, day = '', tag = ''] = TOKEN.exec(token) ?? []
  if (grant === undefined || ends === undefined || bits === undefined) return null
  const set = Number.parseInt(bits, 36)
  const claims: Claims = {
    grant_id: `apg_${grant}`,
    key_id: `apk_${key}`,
    ends_s: Number.parseInt(ends, 36),
    scopes: SCOPES.filter((_scope, i) => Math.floor(set / 2 ** i) % 2 === 1),
    api_version: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
  }
  return token === `${spellClaims(claims)}_${tag}` ? { claims, tag } : null
}
