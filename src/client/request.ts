/** What is sent, the same bytes on every try. */
export type Sending = {
  address: string
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array<ArrayBuffer> | null
  key: string | null
}
type Said = { params?: object; query?: object; body?: unknown }

/**
 * The request of an address, `POST /v1/cards/:id/refunds`, with its parts filled in. A write that says nothing says so,
 * `{}`: whether an act has no body or one that may be left out is the same on the wire. Throws TypeError for a part of the
 * path that no address can take.
 */
export function buildSending(
  base: string,
  address: string,
  { params = {}, query = {}, body }: Said,
  newKey: () => string,
): Sending {
  const [method = '', path = ''] = address.split(' ')
  const key = method === 'GET' ? null : newKey()
  const content = contentOf(method === 'POST' || method === 'PUT' ? (body ?? {}) : body)
  return {
    address,
    method,
    url: base + filled(address, path, new Map(Object.entries(params))) + searchOf(query),
    headers: {
      ...(key === null ? {} : { 'Idempotency-Key': key }),
      ...(content ? { 'Content-Type': content.media } : {}),
    },
    body: content?.bytes ?? null,
    key,
  }
}

/** A part of a path is one part: what would climb (`..`), vanish or end it is a mistake, not an address. */
const filled = (address: string, path: string, params: ReadonlyMap<string, unknown>): string =>
  path.replace(/:(\w+)/g, (_all, name: string) => {
    const value = String(params.get(name) ?? '')
    if (value === '' || value === '.' || value === '..')
      throw new TypeError(`${address} needs ${name}, and ${JSON.stringify(value)} is none`)
    return encodeURIComponent(value)
  })

function searchOf(query: object): string {
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) said.set(name, String(value))
  return said.size === 0 ? '' : `?${said}`
}

type Content = { media: string; bytes: string | Uint8Array<ArrayBuffer> }
const isFile = (body: object): body is Content => 'media' in body && 'bytes' in body
function contentOf(body: unknown): Content | null {
  if (body === undefined || body === null) return null
  if (typeof body === 'object' && isFile(body)) return body
  return { media: 'application/json', bytes: JSON.stringify(body) }
}
