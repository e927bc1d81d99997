import built from './assets.json'
import { webRoutes } from './router'

type Asset = { file: string; type: string; text: string }
const FILES: Record<string, Asset> = built.files
const BY_FILE = new Map(Object.values(FILES).map((asset) => [asset.file, asset]))

/** The style sheets that pages carry inside themselves: one request less on a weak network. */
export type Inline = keyof typeof built.inline
export const INLINE: Record<Inline, { text: string; sha256: string }> = built.inline
/** Sheets that are fetched once and kept. */
export type Linked = 'desk' | 'till' | 'paper' | 'poster'

/** The address of a built style sheet or island; its name changes with its content, so it is kept for a year. */
export function assetHref(name: string): string {
  const asset = FILES[name]
  if (!asset) throw new Error(`there is no built asset ${name}`)
  return `/i/${asset.file}`
}

/** At the root, because a worker may only answer for addresses below its own; asked anew each day by the browser itself. */
webRoutes.get('/sw.js', (c) => {
  c.header('Content-Type', 'text/javascript; charset=utf-8')
  c.header('Cache-Control', 'no-cache')
  c.header('Content-Security-Policy', "default-src 'none'; connect-src 'self'")
  return c.body(FILES.sw?.text ?? '')
})
webRoutes.get('/i/:file', (c) => {
  const asset = BY_FILE.get(c.req.param('file'))
  if (!asset) return c.env.ASSETS ? c.env.ASSETS.fetch(c.req.raw) : c.notFound()
  c.header('Content-Type', asset.type)
  c.header('Cache-Control', 'public, max-age=31536000, immutable')
  return c.body(asset.text)
})
