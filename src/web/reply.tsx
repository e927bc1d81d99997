import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { App } from '../platform/http'
import { type Around, AroundContext } from './around'
import { INLINE } from './assets'

const STYLES = Object.values(INLINE)
  .map(({ sha256 }) => `'sha256-${sha256}'`)
  .join(' ')
const cspOf = (camera: boolean): string =>
  [
    "default-src 'none'",
    `style-src 'self' ${STYLES}`,
    `script-src 'self'${camera ? " 'wasm-unsafe-eval'" : ''}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** A finished page, with the headers that keep strangers out of it and a tag by which an unchanged one costs nothing. */
export async function reply(
  c: Context<App>,
  shown: Child,
  around: Around,
  status: number,
  { camera, place, secret }: { camera?: true; place?: true; secret?: true } = {},
): Promise<Response> {
  const page = <AroundContext.Provider value={around}>{shown}</AroundContext.Provider>
  const html = `<!doctype html>${await page.toString()}`
  c.header('Content-Security-Policy', cspOf(camera === true))
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Frame-Options', 'DENY')
  const [sees, stands] = [camera ? 'self' : '', place ? 'self' : '']
  c.header('Permissions-Policy', `camera=(${sees}), microphone=(), geolocation=(${stands})`)
  c.header('Vary', 'Cookie, Accept-Language')
  c.header('Content-Language', around.lang === 'en' ? 'en' : 'zh-CN')
  const reads = ['GET', 'HEAD'].includes(c.req.method)
  // A kept page would bring back an idempotency key that was used: pages with forms are made anew each time.
  if (secret || !reads || html.includes(KEY_FIELD)) c.header('Cache-Control', 'no-store')
  else {
    const tag = await tagOf(html)
    c.header('Cache-Control', 'private, no-cache')
    c.header('ETag', tag)
    if (status === 200 && c.req.header('if-none-match') === tag) return c.body(null, 304)
  }
  return c.html(html, status as 200)
}

const KEY_FIELD = '<input type="hidden" name="key"'

async function tagOf(html: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(html))
  const hex = [...new Uint8Array(bytes).subarray(0, 12)].map((b) => b.toString(16).padStart(2, '0'))
  return `W/"${hex.join('')}"`
}
