import { base64url, isAmong } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import type { Kit } from '../platform/world'

const TAG_BYTES = 12
const TOKEN = /^([0-9A-HJKMNP-TV-Z]{26})([ac])([A-Za-z0-9_-]{16})$/
export type Objector = 'account' | 'companion'
const LETTER: Record<Objector, string> = { account: 'a', companion: 'c' }

/** Derived, never stored, good for one word only: no. It says in whose message it stood. */
async function objectionTokens(
  kit: Pick<Kit, 'secrets'>,
  mandate_id: string,
  by: Objector,
): Promise<string[]> {
  const tags = await kit.secrets.macs('mandate_link', `${by}|${mandate_id}`)
  const about = `${mandate_id.slice('mdt_'.length)}${LETTER[by]}`
  return tags.map((tag) => `${about}${base64url(tag.slice(0, TAG_BYTES))}`)
}
export const mandateUrl = async (
  kit: Pick<Kit, 'secrets' | 'config'>,
  mandate_id: string,
  by: Objector,
): Promise<string> =>
  `${kit.config.public_url}/not-so/${(await objectionTokens(kit, mandate_id, by))[0]}`

/** The mandate a token is about, and whose word it is. Refuses mandate_link_invalid before anything is written. */
export async function mandateFromToken(
  kit: Pick<Kit, 'secrets'>,
  token: string,
): Promise<{ id: string; by: Objector }> {
  const [, tail = '', letter = ''] = TOKEN.exec(token) ?? []
  const id = `mdt_${tail}`
  const by: Objector = letter === LETTER.account ? 'account' : 'companion'
  if (!isAmong(token, await objectionTokens(kit, id, by))) refuse('mandate_link_invalid')
  return { id, by }
}
