import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Asker } from './proxy-rules'

/** What a proxy says, and what nobody may say to the app but this host. */
const OURS = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-real-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
])
/** Of one hop alone (RFC 9110 §7.6.1). */
export const HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
])

/** A body that is longer than it may be, or that there is no room for: nothing of it was looked at. */
export class BodyRefused extends Error {
  constructor(readonly status: 413 | 503) {
    super(`body refused: ${status}`)
  }
}

/** Bytes of bodies that wait to be whole, of all requests together. */
export type Room = { bytes: number }
const ROOM_BYTES = 96 * 1024 * 1024
/** A bank's file and its form; each route has its own lower limit. */
const BODY_BYTES_MAX = 12 * 1024 * 1024

/** The whole body, before anybody works on it: who sends slowly keeps a socket and nothing else. */
export async function readBody(request: IncomingMessage, room: Room): Promise<Buffer<ArrayBuffer>> {
  const said = Number(request.headers['content-length'] ?? 0)
  if (said > BODY_BYTES_MAX) throw new BodyRefused(413)
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      room.bytes += chunk.length
      if (bytes > BODY_BYTES_MAX) throw new BodyRefused(413)
      if (room.bytes > ROOM_BYTES) throw new BodyRefused(503)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    room.bytes -= bytes
  }
}

/** The request as the app is asked it: under the address people type, with the one address that counts. */
export function requestFrom(
  message: IncomingMessage,
  of: { origin: string; asker: Asker; body: Buffer<ArrayBuffer> | null },
): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined && !OURS.has(name) && !HOP.has(name))
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  if (of.asker.address !== null) headers.set('CF-Connecting-IP', of.asker.address)
  const { method = 'GET', url = '/' } = message
  return new Request(new URL(of.origin + url), { method, headers, body: of.body })
}

/** Sends what the app answered. Rejects when the client is gone, or takes nothing for too long. */
export async function send(reply: Response, to: ServerResponse, is_last: boolean): Promise<void> {
  to.statusCode = reply.status
  for (const [name, value] of reply.headers) {
    if (HOP.has(name) || name === 'set-cookie') continue
    to.setHeader(name, value)
  }
  const cookies = reply.headers.getSetCookie()
  if (cookies.length > 0) to.setHeader('Set-Cookie', cookies)
  if (is_last) to.setHeader('Connection', 'close')
  if (reply.body === null || to.req.method === 'HEAD') {
    await reply.body?.cancel()
    to.end()
    return
  }
  await pipeline(Readable.from(chunksOf(reply.body)), to)
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (let one = await reader.read(); !one.done; one = await reader.read()) yield one.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
