import { base64url, isAmong } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import type { Kit } from '../platform/world'

const TAG_BYTES = 12
const TOKEN = /^([0-9A-HJKMNP-TV-Z]{26})([A-Za-z0-9_-]{16})$/

/** As the link of a recovery: derived, never stored, and good for one word only: stop. */
async function stopTokens(kit: Pick<Kit, 'secrets'>, union_id: string): Promise<string[]> {
  const tags = await kit.secrets.macs('union_link', union_id)
  return tags.map((tag) => `${union_id.slice('aun_'.length)}${base64url(tag.slice(0, TAG_BYTES))}`)
}
export const stopUnionUrl = async (
  kit: Pick<Kit, 'secrets' | 'config'>,
  union_id: string,
): Promise<string> => `${kit.config.public_url}/stop-union/${(await stopTokens(kit, union_id))[0]}`

/** The union a token is for. Refuses union_link_invalid before anything is read or written. */
export async function unionFromToken(kit: Pick<Kit, 'secrets'>, token: string): Promise<string> {
  const id = `aun_${TOKEN.exec(token)?.[1] ?? ''}`
  if (!isAmong(token, await stopTokens(kit, id))) refuse('union_link_invalid')
  return id
}
