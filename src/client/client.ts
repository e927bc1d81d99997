import type { Reader } from '../identity/answer-for'
import type { Kind } from '../platform/actor'
import { RefusedError, UnsureError } from './errors'
import { exchange, type Means, type Settled } from './exchange'
import { buildSending } from './request'
import type {
  Address,
  AddressFor,
  AnswerTo,
  Asked,
  ItemFor,
  ListFor,
  Manner,
  Outcome,
  Refused,
  Unsure,
} from './types'

/**
 * The API for one reader. `ask` gives what came of it as a value: done, refused or unsure; `must` gives the answer and throws
 * the other two; `each` walks a list to its end, a page at a time.
 */
export type Yufubao<K extends Reader> = {
  ask: <A extends AddressFor<K>>(address: A, ...asked: Asked<A>) => Promise<Outcome<A, K>>
  must: <A extends AddressFor<K>>(address: A, ...asked: Asked<A>) => Promise<AnswerTo<A, K>>
  each: <A extends ListFor<K>>(
    address: A,
    ...asked: Asked<A>
  ) => AsyncGenerator<ItemFor<A, K>, void>
  /** The same, for somebody who signed in. */
  as: <R extends Kind>(reader: R, token: Token) => Yufubao<R>
}
/**
 * `yfb_<kind>_…`, or where to get one: asked before each request, and once more with the token that was refused (401), so
 * that a session that ended is renewed and the request goes on under its key.
 */
export type Token = string | ((refused: string | null) => string | Promise<string>)

type Options = Partial<Means> & {
  /** Of the service, `https://api.example.cn`; plain http is for this machine only. */
  base: string
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>
  newKey?: () => string
}
/** Whose token is shown decides what may be asked and what is answered. */
type Visitor<K extends Reader> = K extends Kind
  ? { reader: K; token: Token }
  : { reader?: K; token?: never }

const DEFAULTS: Means = {
  fetch: (request) => fetch(request),
  sleep: (ms, signal) =>
    new Promise((done) => {
      const timer = setTimeout(end, ms)
      signal?.addEventListener('abort', end)
      function end() {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        done()
      }
    }),
  chance: Math.random,
  now_ms: Date.now,
  timeout_ms: 20_000,
  attempts_max: 4,
  wait_ms_max: 30_000,
}

/** The API at `base` for whoever holds the token. Throws TypeError for a base that would show the token to the wire, or another's token. */
export function client<K extends Reader = 'public'>(options: Options & Visitor<K>): Yufubao<K> {
  const {
    base,
    headers = {},
    newKey = () => crypto.randomUUID(),
    reader,
    token,
    ...means
  } = options
  return yufubao<K>(
    { ...DEFAULTS, ...means, base: ownBase(base), said: headers, newKey },
    reader,
    token,
  )
}

type Line = Means & {
  base: string
  said: Readonly<Record<string, string>>
  newKey: () => string
}
function yufubao<K extends Reader>(line: Line, reader?: Reader, token?: Token): Yufubao<K> {
  if (typeof token === 'string') bearer(reader, token)
  const settle: Untyped['ask'] = async (address, parts = {}, { key, signal } = {}) => {
    const sent = buildSending(line.base, address, parts, () => key ?? line.newKey())
    const sendAs = (shown: string | undefined, is_open: boolean) => {
      const headers = { ...line.said, ...sent.headers, ...bearer(reader, shown) }
      return exchange(line, { ...sent, headers }, { signal, is_open })
    }
    if (typeof token !== 'function') return sendAs(token, false)
    const shown = await token(null)
    const settled = await sendAs(shown, false)
    if (settled.status !== 401) return settled
    return sendAs(await token(shown), settled.is === 'unsure')
  }
  const answer: Untyped['must'] = async (address, parts, manner = {}) =>
    answerIn(address, await settle(address, parts, manner), manner)
  const all: Untyped = {
    ask: settle,
    must: answer,
    each: (address, parts = {}, manner = {}) =>
      walk((query) => answer(address, { ...parts, query }, manner), parts, manner),
  }
  // The one place where what was sent and came back gets the contract's types: everything below knows it as bytes.
  return {
    ...(all as object as Yufubao<K>),
    as: (other, its_token) => yufubao(line, other, its_token),
  }
}
type Said = [address: Address, parts?: object, manner?: Manner]
type Untyped = {
  ask: (...said: Said) => Promise<Settled>
  must: (...said: Said) => Promise<unknown>
  each: (...said: Said) => AsyncGenerator<unknown, void>
}

function answerIn(address: Address, settled: Settled, { signal }: Manner): unknown {
  if (settled.is === 'done') return settled.answer
  if (settled.is === 'refused')
    throw new RefusedError(address, settled as object as Refused<Address>)
  // A question that was given up is an end like any other; an act may have been done.
  if (settled.key === null) signal?.throwIfAborted()
  throw new UnsureError(address, settled as object as Unsure<Address>)
}

type Page = { data: unknown[]; next_cursor: string | null }
async function* walk(
  page: (query: object) => Promise<unknown>,
  { query = {} }: { query?: object },
  { signal }: Manner,
) {
  let cursor: string | null = null
  do {
    const { data, next_cursor } = (await page(
      cursor === null ? query : { ...query, cursor },
    )) as Page
    for (const item of data) {
      signal?.throwIfAborted()
      yield item
    }
    if (next_cursor !== null && next_cursor === cursor) throw new Error('the list does not go on')
    cursor = next_cursor
  } while (cursor !== null)
}

const OWN_MACHINE = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
function ownBase(base: string): string {
  const { protocol, hostname, origin, pathname } = new URL(base)
  if (protocol !== 'https:' && !(protocol === 'http:' && OWN_MACHINE.test(hostname)))
    throw new TypeError(`${base} would carry the token in the clear; it must be https`)
  return origin + pathname.replace(/\/$/, '')
}

/** A token says whose it is: `yfb_staff_…`; with another's nothing would be as the types say. */
function bearer(reader: Reader | undefined, token: string | undefined): Record<string, string> {
  if (token === undefined) return {}
  const kind = /^yfb_([a-z]+)_/.exec(token)?.[1]
  if (kind !== reader) throw new TypeError(`a token of ${kind} is no token of ${reader}`)
  return { Authorization: `Bearer ${token}` }
}
