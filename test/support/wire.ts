import { buildSending } from '../../src/client/request'

export const BASE_URL = 'http://127.0.0.1:8787'

export type WireRequest = {
  token?: string | undefined
  body?: unknown
  /** null: none at all. */
  key?: string | null
  headers?: Record<string, string>
  /** Of the body, as it goes over the wire. */
  raw?: BodyInit
}
/** A request as the client makes it; by hand where a test says something on the wire that no client would. */
export function wireRequest(
  method: string,
  path: string,
  { token, body, key, headers, raw }: WireRequest,
  newKey: () => string,
): Request {
  const parts = method === 'GET' || body === undefined ? {} : { body }
  const made = buildSending(BASE_URL, `${method} /`, parts, () => key ?? newKey())
  const said = new Headers(made.headers)
  // Nothing at all is what a test means that gives no body; the client would say so, `{}`.
  const sent = raw ?? ('body' in parts ? made.body : null)
  if (sent === null) said.delete('Content-Type')
  if (token) said.set('Authorization', `Bearer ${token}`)
  if (key === null) said.delete('Idempotency-Key')
  if (raw !== undefined) said.set('Content-Type', 'application/json')
  for (const [name, value] of Object.entries(headers ?? {})) said.set(name, value)
  return new Request(BASE_URL + path, {
    method,
    headers: said,
    ...(sent === null ? {} : { body: sent }),
  })
}
