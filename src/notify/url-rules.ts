import { refuse } from '../kernel/refusals'
import type { World } from '../platform/world'

/**
 * Where we may knock: a public https address by name. No address literal in any spelling, no port of its own, no
 * user in it, nothing that ends inside a house (ASVS 5.0 V1.3.6; OWASP API7). `own_origin` is ours and allowed in
 * development, so that a demo can receive; null elsewhere. Refuses endpoint_url_refused.
 */
export function checkedUrl(typed: string, own_origin: string | null): string {
  const url = parsed(typed) ?? refuse('endpoint_url_refused')
  const { hostname, origin, protocol, port, username, password, hash } = url
  const public_https = protocol === 'https:' && port === '' && isPublicName(hostname)
  const bare = username === '' && password === '' && hash === '' && !isDisguised(typed)
  if (!bare || !(public_https || (own_origin !== null && origin === own_origin)))
    refuse('endpoint_url_refused')
  return url.href
}

function parsed(typed: string): URL | null {
  try {
    return new URL(typed)
  } catch {
    return null
  }
}

/** A parser drops an empty `@` and turns `\\` into `/`; whoever writes one means to hide where the host begins. */
const isDisguised = (typed: string): boolean =>
  typed.includes('\\') || /^[^/?#]*\/\/[^/?#]*@/.test(typed)

const INNER =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|invalid|example|onion|arpa|localdomain)$/
/** A URL parser has already turned decimal, octal and hex spellings of an address into four numbers. */
function isPublicName(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name.startsWith('[') || /^[\d.]+$/.test(name) || /^0x/.test(name)) return false
  const labels = name.split('.')
  const named = labels.length >= 2 && labels.every((label) => /^[a-z0-9-]{1,63}$/.test(label))
  return named && /[a-z]/.test(labels.at(-1) ?? '') && !INNER.test(name)
}

/** Our own address, where a demo or a test may receive what we send; nobody may in production. */
export const ownOrigin = (world: Pick<World, 'config'>): string | null =>
  world.config.stage === 'dev' ? new URL(world.config.public_url).origin : null
