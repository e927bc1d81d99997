import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

const TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
}
type Asset = { bytes: Buffer<ArrayBuffer>; type: string; tag: string }

/** The files that are served as they are, read once. Null: the address is none of theirs. */
export function openAssets(folder: string): (request: Request) => Response | null {
  const assets = new Map<string, Asset>()
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    const file = join(folder, name)
    if (!statSync(file).isFile()) continue
    const bytes = Buffer.from(readFileSync(file))
    const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    const type = TYPES[extname(name)] ?? 'application/octet-stream'
    assets.set(`/${name.replaceAll('\\', '/')}`, { bytes, type, tag })
  }
  return (request) => {
    const asset = assets.get(new URL(request.url).pathname)
    if (!asset || (request.method !== 'GET' && request.method !== 'HEAD')) return null
    const headers = {
      ETag: asset.tag,
      'Cache-Control': 'public, max-age=0, must-revalidate',
      'X-Content-Type-Options': 'nosniff',
    }
    if (request.headers.get('if-none-match') === asset.tag)
      return new Response(null, { status: 304, headers })
    return new Response(asset.bytes, { headers: { ...headers, 'Content-Type': asset.type } })
  }
}
