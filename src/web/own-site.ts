import type { Config } from '../environment/config'

/** Addresses of the machine somebody develops on: which of them a browser uses is nobody's business. */
const HERE = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

/**
 * Whether a form comes from our own pages. Its Origin is held against the address the city was given (PUBLIC_URL), never
 * against Host, which whoever sends the request writes. A browser that names no origin must say that it is the same.
 */
export function isOwnSite(headers: Headers, config: Pick<Config, 'stage' | 'public_url'>): boolean {
  const origin = headers.get('origin')
  if (origin === null) return headers.get('sec-fetch-site') === 'same-origin'
  if (origin === new URL(config.public_url).origin) return true
  return config.stage === 'dev' && HERE.test(origin)
}
