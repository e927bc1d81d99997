import type { Config } from '../environment/config'
import { refuse } from '../kernel/refusals'

/**
 * Where we may knock: a public https address by name. No address literal in any spelling, no port of its own, no
 * user in it, nothing that ends inside a house (ASVS 5.0 V1.3.6; OWASP API7). In development `dev_origin` is our own
 * address: it and this machine (`localhost`, 127.0.0.0/8, `[::1]`, any port, http too) may receive; null elsewhere.
 * Refuses endpoint_url_refused.
 */
export function checkedUrl(typed: string, dev_origin: string | null): string {
  const url = parsed(typed) ?? refuse('endpoint_url_refused')
  const { hostname, origin, protocol, port, username, password, hash } = url
  const public_https = protocol === 'https:' && port === '' && isPublicName(hostname)
  const bare = username === '' && password === '' && hash === '' && !isDisguised(typed)
  const here = dev_origin !== null && (origin === dev_origin || isLoopback(url))
  if (!bare || !(public_https || here)) refuse('endpoint_url_refused')
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

/** The parser has already turned every spelling of 127.0.0.1 and ::1 into one. */
const isLoopback = ({ protocol, hostname }: URL): boolean =>
  /^https?:$/.test(protocol) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)

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

/** Our own address in development, where it and this machine may receive what we send; null in production. */
export const devOrigin = (config: Pick<Config, 'stage' | 'public_url'>): string | null =>
  config.stage === 'dev' ? new URL(config.public_url).origin : null
