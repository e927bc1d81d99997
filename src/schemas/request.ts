import type { Context } from 'hono'
import type * as z from 'zod'
import type { Config } from '../environment/config'
import { canonical, type Json } from '../kernel/canonical'
import { type FieldFault, refuse } from '../kernel/refusals'
import { faultMessage } from './faults'

export const BODY_BYTES_MAX = 16 * 1024
/** Bytes that are no UTF-8 are refused, and a byte order mark is no part of JSON (RFC 8259 §8.1). */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Client-made key of a write: 1 to 255 visible ASCII characters (draft-ietf-httpapi-idempotency-key-header-07). */
export function idempotencyKey(c: Context): string {
  const key = c.req.header('idempotency-key')
  if (key === undefined || key === '') refuse('idempotency_key_missing')
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) refuse('idempotency_key_invalid')
  return key
}

/** Reads a JSON body: media type, then size, then syntax; each has its own refusal. */
export async function jsonBody(
  c: Context,
  wanted: boolean,
  bytes_max = BODY_BYTES_MAX,
): Promise<unknown> {
  const said_nothing = !c.req.raw.body || c.req.header('content-length') === '0'
  if (!wanted && said_nothing) return undefined
  if (!isUtf8(c.req.header('content-type') ?? '', 'application/json'))
    refuse('media_type_unsupported')
  const bytes = await boundedBytes(c.req.raw, bytes_max)
  try {
    const text = UTF8.decode(bytes)
    const said: unknown = JSON.parse(text)
    // Half of a surrogate pair, which only an escape can bring, is no text (RFC 7493 §2.1): it has no canonical form.
    if (text.includes('\\u')) canonical(said as Json)
    return said
  } catch {
    return refuse('json_malformed')
  }
}

/**
 * Whether a body says it is of this media type, in UTF-8: its own charset or none, and no other parameter (RFC 8259
 * §8.1, RFC 9110 §8.3.1).
 */
export function isUtf8(content_type: string, media: string): boolean {
  const [type = '', ...parameters] = content_type
    .split(';')
    .map((part) => part.trim().toLowerCase())
  return type === media && parameters.every((one) => /^charset=(?:"utf-8"|utf-8)$/.test(one))
}

/** The body as text, refused as soon as it grows past the limit, whatever Content-Length claims. */
export const boundedText = async (request: Request, bytes_max = BODY_BYTES_MAX): Promise<string> =>
  new TextDecoder().decode(await boundedBytes(request, bytes_max))

export async function boundedBytes(request: Request, bytes_max: number): Promise<ArrayBuffer> {
  if (Number(request.headers.get('content-length') ?? 0) > bytes_max) refuse('body_too_large')
  const bytes = await request.arrayBuffer()
  return bytes.byteLength > bytes_max ? refuse('body_too_large') : bytes
}

/** Field faults as JSON pointers (RFC 6901), in the order they stand. */
export function fieldFaults(result: z.ZodSafeParseResult<unknown>, base: string): FieldFault[] {
  if (result.success) return []
  return result.error.issues.map((issue) => ({
    pointer:
      base +
      issue.path
        .map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`)
        .join(''),
    code: issue.code,
    detail: faultMessage(issue),
  }))
}

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
