import type { Happened } from '../events/happened'

/** Why a request is none of ours, or not now: nothing in it may be believed. */
type Doubt = 'unsigned' | 'signature_wrong' | 'too_old_or_early' | 'not_an_event'
type Heard = { is: 'event'; event: Happened } | { is: 'doubtful'; why: Doubt }
type Receiver = {
  /** `whsec_…`, as the endpoint showed it; for a day after a rotation the old one beside the new. */
  secrets: readonly string[]
  now_ms?: () => number
}

const TOLERANCE_MS = 300_000
/**
 * Reads what was told to an endpoint (Standard Webhooks): the signature over the raw body first, then the body. The same event
 * may come again and out of order: `event.id` says whether it was seen. A type that this version does not know is left in.
 */
export async function readWebhook(
  request: Request,
  { secrets, now_ms = Date.now }: Receiver,
): Promise<Heard> {
  const said = (name: string) => request.headers.get(`webhook-${name}`) ?? ''
  const [id, at, signatures] = [said('id'), said('timestamp'), said('signature')]
  if (id === '' || !/^\d{1,12}$/.test(at) || signatures === '') return doubtful('unsigned')
  if (Math.abs(now_ms() - Number(at) * 1000) > TOLERANCE_MS) return doubtful('too_old_or_early')
  const body = await request.text()
  const is_ours = await anyFits(
    secrets,
    signatures,
    new Uint8Array(new TextEncoder().encode(`${id}.${at}.${body}`)),
  )
  return is_ours ? eventIn(body, id) : doubtful('signature_wrong')
}

async function anyFits(
  secrets: readonly string[],
  signatures: string,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const given = signatures.split(' ').filter((one) => one.startsWith('v1,'))
  for (const secret of secrets) {
    const way = { name: 'HMAC', hash: 'SHA-256' }
    const raw = bytesOf(secret.replace(/^whsec_/, ''))
    if (raw === null) throw new TypeError('a secret is whsec_ and base64')
    const key = await crypto.subtle.importKey('raw', raw, way, false, ['verify'])
    for (const one of given) {
      const bytes = bytesOf(one.slice('v1,'.length))
      // Compared by the platform itself, in the same time wherever they differ.
      if (bytes !== null && (await crypto.subtle.verify('HMAC', key, bytes, signed))) return true
    }
  }
  return false
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}

function eventIn(body: string, id: string): Heard {
  const event = JSON.parse(body) as Happened
  return event.object === 'event' && event.id === id
    ? { is: 'event', event }
    : doubtful('not_an_event')
}
const doubtful = (why: Doubt): Heard => ({ is: 'doubtful', why })
