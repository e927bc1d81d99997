import { refuse } from '../kernel/refusals'

/**
 * The push services of browsers: a name alone, or everything below a name with a dot before it. Whoever subscribes names an
 * address for us to knock at, so only these are knocked at.
 */
const SERVICES: readonly string[] = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '.push.apple.com',
  '.notify.windows.com',
  '.push.dbankcloud.cn',
  '.push.dbankcloud.com',
]
const isService = (host: string): boolean =>
  SERVICES.some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name))

/**
 * Where a browser is reached: https, a known push service, no port, no user in it. `allows_here`: in development this
 * machine may stand in for one. Refuses push_service_unknown.
 */
export function pushAddress(typed: string, allows_here: boolean): URL {
  const url = URL.canParse(typed) ? new URL(typed) : refuse('push_service_unknown')
  const { protocol, hostname, port, username, password, hash } = url
  const is_bare = username === '' && password === '' && hash === '' && !/[\\@]/.test(typed)
  const is_known = protocol === 'https:' && port === '' && isService(hostname)
  const is_here = allows_here && /^https?:$/.test(protocol) && hostname === '127.0.0.1'
  if (!is_bare || !(is_known || is_here)) refuse('push_service_unknown')
  return url
}
