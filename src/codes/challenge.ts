import * as z from 'zod'
import { base64url, isAmong } from '../environment/crypto'
import type { Kit } from '../platform/world'

type Purpose = 'sms_challenge' | 'sign_in_pass'
const TAG_BYTES = 16
const FORM = /^([0-9A-HJKMNP-TV-Z]{26})\.([A-Za-z0-9_-]{22})$/

/**
 * Derived from a code's id, never stored: `challenge` goes to the browser that asked for the code and says "it was me",
 * `pass` goes to the phone itself and says "let me ask, whoever else does".
 */
async function tokenOf(
  kit: Pick<Kit, 'secrets'>,
  purpose: Purpose,
  code_id: string,
): Promise<string> {
  return spelt(code_id, await kit.secrets.mac(purpose, code_id))
}
const spelt = (code_id: string, tag: Uint8Array): string =>
  `${code_id.slice('otp_'.length)}.${base64url(tag.slice(0, TAG_BYTES))}`
/** The code's id, or null for what we never gave out. */
async function idFrom(
  kit: Pick<Kit, 'secrets'>,
  purpose: Purpose,
  token: string,
): Promise<string | null> {
  const id = `otp_${FORM.exec(token)?.[1] ?? ''}`
  const made = (await kit.secrets.macs(purpose, id)).map((tag) => spelt(id, tag))
  return isAmong(token, made) ? id : null
}

export const CodeToken = z
  .string()
  .regex(FORM)
  .meta({ examples: ['01M7ZZZZZZZZZZZZZZZZZZZZZZ.c2lnbmVkLWJ5LXVzLWFsb2'] })
export const challengeFor = (kit: Pick<Kit, 'secrets'>, code_id: string): Promise<string> =>
  tokenOf(kit, 'sms_challenge', code_id)
export const codeIdFromChallenge = (kit: Pick<Kit, 'secrets'>, challenge: string) =>
  idFrom(kit, 'sms_challenge', challenge)
export const codeIdFromPass = (kit: Pick<Kit, 'secrets'>, pass: string) =>
  idFrom(kit, 'sign_in_pass', pass)
export const passUrl = async (
  kit: Pick<Kit, 'secrets' | 'config'>,
  { id, kind }: { id: string; kind: string },
): Promise<string> =>
  `${kit.config.public_url}/sign-in?as=${kind}&pass=${await tokenOf(kit, 'sign_in_pass', id)}`
