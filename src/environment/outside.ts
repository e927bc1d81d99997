import * as z from 'zod'
import { SECOND_MS } from '../kernel/time'
import { hex, hmacNow } from './crypto'
import { InstantIn } from './instant'
import type { BankPort, OutboundPort, SmsPort } from './ports'

/** Where an outside service is, and the key it shares with us. `fetch` and `now_ms` are the machine's own. */
export type Outside = {
  url: string
  key: string
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  now_ms?: () => number
  /** Under which trace it is asked (W3C Trace Context), where one is told. */
  traceparent?: string
}

const TIMEOUT_MS = 10 * SECOND_MS
const REPLY_CHARS_MAX = 64 * 1024
const FILE_BYTES_MAX = 10 * 1024 * 1024
const MONEY_MAX = Number.MAX_SAFE_INTEGER
const BankReference = z.object({ bank_ref: z.string().regex(/^[\x21-\x7e]{1,64}$/) })
const BankReason = z.string().max(200).nullable()

/** An SMS gateway. It drops a message whose id it has had before, so sending again after no answer is safe. */
export const smsGateway = (outside: Outside): SmsPort => ({
  name: 'gateway',
  async send({ id, phone, text, at }) {
    await post(outside, {
      path: '/messages',
      key: id,
      body: { id, phone, text, at },
      reply: z.object({ accepted: z.literal(true) }),
    })
  },
})

/** The bridge beside the bank's own front-end. It carries out an instruction once, however often it arrives. */
export const bankBridge = (outside: Outside): BankPort => ({
  name: 'bridge',
  ...accountsOf(outside),
  ...entriesOf(outside),
  ...payoutsOf(outside),
  statement: (request) => postForFile(outside, { path: '/statements', body: request }),
})

const accountsOf = (
  outside: Outside,
): Pick<BankPort, 'openCustodyAccount' | 'verifyAccount' | 'balanceOf'> => ({
  openCustodyAccount: (request) =>
    post(outside, {
      path: '/custody-accounts',
      key: request.instruction_id,
      body: request,
      reply: z.object({ account_no: z.string().regex(/^\d{8,32}$/) }),
    }),
  verifyAccount: (request) =>
    post(outside, {
      path: '/account-verifications',
      key: null,
      body: request,
      reply: z.object({
        matches: z.boolean(),
        reason: z.enum(['name', 'phone', 'closed']).optional(),
      }),
    }),
  balanceOf: (request) =>
    post(outside, {
      path: '/balances',
      key: null,
      body: request,
      reply: z.object({
        balance_fen: z.int().min(-MONEY_MAX).max(MONEY_MAX),
        as_of: InstantIn,
      }),
    }),
})

/** What is booked on a custody account at our word, and whether it was. */
const entriesOf = (
  outside: Outside,
): Pick<BankPort, 'creditCustody' | 'takeFee' | 'payProvider' | 'queryEntry'> => {
  const told =
    (path: string) =>
    <R extends { instruction_id: string }>(request: R) =>
      post(outside, { path, key: request.instruction_id, body: request, reply: BankReference })
  return {
    creditCustody: told('/custody-credits'),
    takeFee: told('/fee-withdrawals'),
    payProvider: told('/provider-payments'),
    queryEntry: ({ instruction_id }) =>
      post(outside, {
        path: '/entry-queries',
        key: null,
        body: { instruction_id },
        reply: z.object({
          state: z.enum(['unknown', 'booked']),
          bank_ref: BankReference.shape.bank_ref.nullable(),
        }),
      }),
  }
}

const payoutsOf = (outside: Outside): Pick<BankPort, 'submitPayout' | 'queryPayout'> => ({
  submitPayout: (request) =>
    post(outside, {
      path: '/payouts',
      key: request.instruction_id,
      body: request,
      reply: z.object({
        state: z.enum(['accepted', 'paid', 'rejected']),
        bank_ref: BankReference.shape.bank_ref,
        reason: BankReason,
      }),
    }),
  queryPayout: (request) =>
    post(outside, {
      path: '/payout-queries',
      key: null,
      body: request,
      reply: z.object({
        state: z.enum(['unknown', 'accepted', 'paid', 'rejected', 'returned']),
        bank_ref: BankReference.shape.bank_ref.nullable(),
        reason: BankReason,
        at: InstantIn.nullable(),
      }),
    }),
})

/** `Retry-After` as seconds from now: it is seconds, or a date (RFC 9110 §10.2.3); null when it is neither. */
export function secondsIn(retry_after: string | null, now_ms: number): number | null {
  if (retry_after === null) return null
  if (/^\d{1,9}$/.test(retry_after)) return Number(retry_after)
  const at_ms = /^[A-Z][a-z]+, /.test(retry_after) ? Date.parse(retry_after) : Number.NaN
  return Number.isNaN(at_ms) ? null : Math.max(0, Math.ceil((at_ms - now_ms) / SECOND_MS))
}

/** Tells subscribers over the network: no redirect is followed, and of what they answer only when to come again is read. */
export const outboundFetch: OutboundPort = {
  async post(url, headers, body) {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await response.body?.cancel()
    const { status, headers: said } = response
    const retry_after_s = secondsIn(said.get('retry-after'), Date.now())
    return retry_after_s === null ? { status } : { status, retry_after_s }
  },
}

type Message = { path: string; key: string | null; body: object }
const unknownAt = ({ url }: Outside, path: string, fault: string) =>
  new Error(`${new URL(url).host}${path}: result unknown (${fault})`)

/**
 * JSON over https, signed: `X-Yufubao-Signature: v1=<hex>` is HMAC-SHA-256 over `<timestamp>.<body>` under
 * the shared key, the timestamp in whole seconds beside it. Anything but a timely 2xx of the agreed shape
 * throws: the result is unknown then, nothing of ours was written, and the same request may be made again.
 * Errors say which service and what kind of fault; never what was sent.
 */
async function post<T>(
  outside: Outside,
  { reply, ...message }: Message & { reply: z.ZodType<T> },
): Promise<T> {
  const said = await sent(outside, message, (response) => response.text())
  if (said.length > REPLY_CHARS_MAX) throw unknownAt(outside, message.path, 'reply too long')
  const parsed = reply.safeParse(jsonIn(said))
  if (!parsed.success) throw unknownAt(outside, message.path, 'reply of another shape')
  return parsed.data
}

/** Asks for a file: its bytes as they came, or null when there is none (204). */
async function postForFile(
  outside: Outside,
  message: Omit<Message, 'key'>,
): Promise<{ bytes: Uint8Array } | null> {
  const read = async (response: Response) =>
    response.status === 204 ? null : new Uint8Array(await response.arrayBuffer())
  const bytes = await sent(outside, { ...message, key: null }, read)
  if (bytes !== null && bytes.length > FILE_BYTES_MAX)
    throw unknownAt(outside, message.path, 'file too large')
  return bytes === null ? null : { bytes }
}

async function sent<R>(
  outside: Outside,
  { path, key, body }: Message,
  read: (response: Response) => Promise<R>,
): Promise<R> {
  const send = outside.fetch ?? ((url, init) => fetch(url, init))
  const text = JSON.stringify(body)
  const timestamp = String(Math.floor((outside.now_ms ?? Date.now)() / SECOND_MS))
  const headers: Record<string, string> = {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Yufubao-Timestamp': timestamp,
    'X-Yufubao-Signature': `v1=${hex(hmacNow(outside.key, `${timestamp}.${text}`))}`,
    ...(key === null ? {} : { 'Idempotency-Key': key }),
    ...(outside.traceparent === undefined ? {} : { traceparent: outside.traceparent }),
  }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const init: RequestInit = { method: 'POST', headers, body: text, redirect: 'manual', signal }
  const { status, said } = await send(outside.url.replace(/\/$/, '') + path, init)
    .then(async (response) => ({ status: response.status, said: await read(response) }))
    .catch((error: unknown) => {
      throw unknownAt(outside, path, error instanceof Error ? error.name : 'no answer')
    })
  if (status < 200 || status > 299) throw unknownAt(outside, path, `status ${status}`)
  return said
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
