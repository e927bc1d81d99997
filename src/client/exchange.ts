import type { Sending } from './request'
import { type Heard, mayChange, retryAfterMs, retryWorth, waitBefore } from './retry-rules'

/** What the client needs of the world around it; each can be replaced, for a test or another runtime. */
export type Means = {
  fetch: (request: Request) => Promise<Response>
  /** Waits so long, or until the signal says stop, and never fails. */
  sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  /** From 0 up to 1. */
  chance: () => number
  now_ms: () => number
  /** How long one try may take; null for as long as it likes. */
  timeout_ms: number | null
  attempts_max: number
  /** How long all waiting between tries may take together. */
  wait_ms_max: number
}

type Problem = { code: string }
type Reply = Heard & { body: unknown; problem: Problem | null; headers: Headers }
/** What came of a request in the end. */
export type Settled = {
  is: 'done' | 'refused' | 'unsure'
  status: number | null
  answer?: unknown
  problem: Problem | null
  replayed: boolean
  cause: unknown
  request_id: string | null
  key: string | null
  attempts: number
  headers: Headers
}

type Circumstances = {
  signal?: AbortSignal | undefined
  /** An earlier try may have been done, or may still be. */
  is_open?: boolean
}
/**
 * Sends a request until its answer is certain, tries or time run out, or the signal says stop; always the same bytes under the same
 * key, so that it is done once. Throws the signal's reason if it was given up before anything was sent.
 */
export async function exchange(
  means: Means,
  sending: Sending,
  { signal, is_open = false }: Circumstances = {},
): Promise<Settled> {
  signal?.throwIfAborted()
  let waited_ms = 0
  let is_confirming = false
  for (let attempts = 1; ; attempts++) {
    const { reply, cause } = await oneTry(means, sending, signal)
    const settled = (is: Settled['is']): Settled =>
      settledBy(sending, { is, attempts, reply, cause })
    const worth = reply ? retryWorth(reply) : 'open'
    if (worth === 'done') return settled('done')
    if (worth === 'refused') {
      // What is remembered under the key is what became of every try. Another no says nothing of those before it, unless
      // it turns out to be remembered when it is asked for once more.
      if (!is_open || reply?.replayed) return settled('refused')
      if (is_confirming) return settled('unsure')
      is_confirming = true
    }
    if (worth === 'open') is_open ||= sending.key !== null
    const in_vain = settled(worth === 'open' || is_open ? 'unsure' : 'refused')
    if (reply && worth === 'open' && !mayChange(reply)) return in_vain
    const wait_ms = waitBefore(attempts, reply?.after_ms ?? null, means.chance())
    waited_ms += wait_ms
    const attempts_max = means.attempts_max + (is_confirming ? 1 : 0)
    const is_over = attempts >= attempts_max || waited_ms > means.wait_ms_max
    if (is_over || signal?.aborted) return in_vain
    await means.sleep(wait_ms, signal)
    if (signal?.aborted) return { ...in_vain, cause: signal.reason }
  }
}

type Tried = { reply: Reply | null; cause: unknown }
async function oneTry(means: Means, sending: Sending, signal?: AbortSignal): Promise<Tried> {
  const request = requestOf(sending, limitOf(means.timeout_ms, signal))
  try {
    const response = await means.fetch(request)
    return { reply: await replyOf(response, means.now_ms()), cause: null }
  } catch (cause) {
    return { reply: null, cause }
  }
}

const requestOf = ({ url, method, headers, body }: Sending, signal: AbortSignal | undefined) =>
  new Request(url, {
    method,
    headers,
    // Our addresses lead nowhere else; whoever leads a request elsewhere must not get its token and body.
    redirect: 'manual',
    ...(body === null ? {} : { body }),
    ...(signal ? { signal } : {}),
  })

function limitOf(timeout_ms: number | null, signal: AbortSignal | undefined) {
  if (timeout_ms === null) return signal
  const limit = AbortSignal.timeout(timeout_ms)
  return signal ? AbortSignal.any([signal, limit]) : limit
}

/** Reads an answer whole. One of ours that breaks off in the middle is thrown like one that never came. */
async function replyOf(response: Response, now_ms: number): Promise<Reply> {
  const { status, headers } = response
  const media = headers.get('Content-Type')?.split(';')[0] ?? ''
  const is_ours = (headers.get('X-Request-Id') ?? '').startsWith('req_')
  const is_json = is_ours && /^application\/(?:problem\+)?json$/.test(media)
  const body: unknown = is_json
    ? await response.json()
    : new Uint8Array(await response.arrayBuffer())
  const problem = is_json && status >= 300 ? problemIn(body) : null
  return {
    status,
    is_ours,
    code: problem?.code ?? null,
    after_ms: retryAfterMs(headers.get('Retry-After'), now_ms),
    replayed: headers.get('Idempotency-Replayed') === 'true',
    body,
    problem,
    headers,
  }
}

const problemIn = (body: unknown): Problem | null =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
    ? { ...body, code: body.code }
    : null

type Last = Tried & { is: Settled['is']; attempts: number }
const settledBy = ({ key }: Sending, { is, attempts, reply, cause }: Last): Settled => ({
  is,
  status: reply?.status ?? null,
  ...(is === 'done' ? { answer: reply?.body } : {}),
  problem: reply?.problem ?? null,
  replayed: reply?.replayed ?? false,
  cause,
  request_id: reply?.headers.get('X-Request-Id') ?? null,
  key,
  attempts,
  headers: reply?.headers ?? new Headers(),
})
