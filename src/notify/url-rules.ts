import { refuse } from '../kernel/refusals'

/**
 * Where we may knock: a public https address by name. No address literal in any spelling, no port of its own, no
 * user in it, nothing that ends inside a house (ASVS 5.0 V1.3.6; OWASP API7). In development our own host is allowed, so
 * that a demo can receive. Refuses endpoint_url_refused.
 */
export function checkedUrl(typed: string, own_host: string | null): string {
  const url = parsed(typed) ?? refuse('endpoint_url_refused')
  if (own_host !== null && url.host === own_host) return url.href
  const { hostname, protocol, port, username, password } = url
  const fine =
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    url.hash === '' &&
    isPublicName(hostname)
  if (!fine) refuse('endpoint_url_refused')
  return url.href
}

function parsed(typed: string): URL | null {
  try {
    return new URL(typed)
  } catch {
    return null
  }
}

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
