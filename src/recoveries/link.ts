import { base64url, isAmong } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import type { Kit } from '../platform/world'

const TAG_BYTES = 12
const TOKEN = /^([0-9A-HJKMNP-TV-Z]{26})([A-Za-z0-9_-]{16})$/

/**
 * What stands in the message's link: the recovery and 96 bits under a key of its own purpose. It is derived, never stored,
 * and says one thing only: stop. Whoever reads the message can end a recovery, never finish one.
 */
async function stopTokens(kit: Pick<Kit, 'secrets'>, recovery_id: string): Promise<string[]> {
  const tags = await kit.secrets.macs('recovery_link', recovery_id)
  return tags.map(
    (tag) => `${recovery_id.slice('acr_'.length)}${base64url(tag.slice(0, TAG_BYTES))}`,
  )
}
export const stopUrl = async (
  kit: Pick<Kit, 'secrets' | 'config'>,
  recovery_id: string,
): Promise<string> => `${kit.config.public_url}/stop/${(await stopTokens(kit, recovery_id))[0]}`

/** The recovery a token is for. Refuses recovery_link_invalid before anything is read or written. */
export async function recoveryFromToken(kit: Pick<Kit, 'secrets'>, token: string): Promise<string> {
  const id = `acr_${TOKEN.exec(token)?.[1] ?? ''}`
  if (!isAmong(token, await stopTokens(kit, id))) refuse('recovery_link_invalid')
  return id
}
