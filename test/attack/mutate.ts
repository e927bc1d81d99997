import * as fc from 'fast-check'
import type { Chance } from '../../src/demo/client'
import type { Way } from './say'
import type { RequestParts } from './shapes'
import { missingId, pick } from './values'

/** A request made wrong in one way, and how: `what` is said of a counterexample. */
export type Wrong = { what: string; said: RequestParts; way: Way }

const LONE = '\ud800'
/** Text that was made to break something: storage, a page, a spreadsheet, a reader's eye, a parser. */
const HOSTILE: readonly string[] = [
  '',
  ' ',
  `半个${LONE}字`,
  '\udfff',
  '零\u0000字节',
  '\u0007\u001b[31m',
  '从右到左\u202e文本\u2066',
  'a\u200bb\ufeff',
  '１２３４５６',
  "'; DROP TABLE cards; --",
  '<script>alert(1)</script>',
  '=cmd|" /C calc"!A0',
  '../../etc/passwd',
  '%00%2e%2e%2f',
  'a\r\nSet-Cookie: x=1',
  '👩‍👩‍👧‍👦'.repeat(8),
  'é'.normalize('NFD').repeat(20),
  'x'.repeat(5_000),
  '\uffff\ufffe',
  '__proto__',
  'null',
]
const NUMBERS: readonly unknown[] = [
  0,
  -0,
  -1,
  1,
  0.1,
  1.5,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  1e308,
  -1e308,
  '1',
  '1e3',
  true,
  null,
  [],
  [1],
  {},
]
/** What nobody may set by adding it to a form. */
const MASS: readonly string[] = [
  'id',
  'merchant_id',
  'consumer_id',
  'role',
  'status',
  'paid_fen',
  'owed_fen',
  'version',
  'level',
  'admitted_at',
  'livemode',
  '__proto__',
  'constructor',
]
const anything = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' })
let strange: unknown[] | null = null
const strangeValues = (): unknown[] => (strange ??= fc.sample(anything, { numRuns: 400, seed: 31 }))

type Mutation = (said: RequestParts, chance: Chance) => Omit<Wrong, 'what'> | null
const bodyOf = ({ body }: RequestParts): Record<string, unknown> | null =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : null
const withBody = (said: RequestParts, body: unknown): Omit<Wrong, 'what'> => ({
  said: { ...said, body },
  way: {},
})
/** One field of the body or of the question has another value. */
const changing =
  (value: (chance: Chance, before: unknown) => unknown): Mutation =>
  (said, chance) => {
    const part = bodyOf(said) && chance.percent(80) ? 'body' : 'query'
    const fields = (part === 'body' ? bodyOf(said) : said.query) ?? {}
    const names = Object.keys(fields)
    if (names.length === 0) return null
    const name = pick(chance, names)
    const changed = { ...fields, [name]: value(chance, fields[name]) }
    return { said: { ...said, [part]: changed }, way: {} }
  }
const rawly =
  (raw: (text: string) => BodyInit, headers: Record<string, string>): Mutation =>
  (said) => ({ said, way: { raw: raw(JSON.stringify(said.body ?? {})), headers } })
const JSON_TYPE = { 'Content-Type': 'application/json' }
const utf16 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    [...`\ufeff${text}`].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
  )
const bytes = (text: string, ...before: number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...before, ...new TextEncoder().encode(text)])

/** The ways to be wrong. A request that none changes is sent as the document wants it. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'hostile text': changing((chance) => pick(chance, HOSTILE)),
  'a strange number': changing((chance) => pick(chance, NUMBERS)),
  'a value of any shape': changing((chance) => pick(chance, strangeValues())),
  'an id of another kind': changing((chance) =>
    missingId(pick(chance, ['crd', 'mch', 'csm', 'ofc'])),
  ),
  'text made longer': changing((_chance, before) => `${before}${'长'.repeat(300)}`),
  'a number off by one': changing((chance, before) =>
    typeof before === 'number' ? before + (chance.percent(50) ? 1 : -1) : before,
  ),
  'a field more': (said, chance) => {
    const body = bodyOf(said)
    const name = pick(chance, MASS)
    if (body) return withBody(said, { ...body, [name]: pick(chance, NUMBERS) })
    return { said: { ...said, query: { ...said.query, [name]: '1' } }, way: {} }
  },
  'a field less': (said, chance) => {
    const body = bodyOf(said)
    if (!body || Object.keys(body).length === 0) return null
    const { [pick(chance, Object.keys(body))]: _gone, ...rest } = body
    return withBody(said, rest)
  },
  'no object': (said, chance) => withBody(said, pick(chance, [null, [], 1, 'x', true, [[[]]]])),
  'a body very deep': (said) => ({
    said,
    way: { raw: '['.repeat(4_000) + ']'.repeat(4_000), headers: JSON_TYPE },
  }),
  'a body far too long': rawly(
    (text) => text.replace(/.$/, `,"x":"${'x'.repeat(20_000)}"}`),
    JSON_TYPE,
  ),
  'a key twice': rawly((text) => text.replace('{', '{"amount_fen":1,"amount_fen":2,'), JSON_TYPE),
  'a number no integer holds': rawly((text) => text.replace(/:\d+/, ':1e400'), JSON_TYPE),
  'half a body': rawly((text) => text.slice(0, -1), JSON_TYPE),
  'another media type': rawly((text) => text, { 'Content-Type': 'text/plain' }),
  'a form': rawly(() => 'a=1&b=2', { 'Content-Type': 'application/x-www-form-urlencoded' }),
  'another charset': rawly(utf16, { 'Content-Type': 'application/json; charset=utf-16' }),
  'a Chinese charset': rawly((text) => text, { 'Content-Type': 'application/json; charset=gbk' }),
  'a byte order mark': rawly((text) => bytes(text, 0xef, 0xbb, 0xbf), JSON_TYPE),
  'bytes that are no text': rawly((text) => bytes(text, 0xff, 0xfe, 0xc0), JSON_TYPE),
  'a cursor made up': (said, chance) => ({
    said: {
      ...said,
      query: { ...said.query, cursor: pick(chance, ['eA', btoa('9'), '!!!', 'x'.repeat(300), '']) },
    },
    way: {},
  }),
  'a limit beyond': (said, chance) => ({
    said: {
      ...said,
      query: { ...said.query, limit: pick(chance, ['0', '-1', '101', '1e9', '１', 'x']) },
    },
    way: {},
  }),
  'an address of nothing': (said, chance) => {
    const names = Object.keys(said.params)
    if (names.length === 0) return null
    const value = pick(chance, ['x', '..', '%00', "' OR 1=1", '壹', 'y'.repeat(900), ' '])
    return { said: { ...said, params: { ...said.params, [pick(chance, names)]: value } }, way: {} }
  },
  'no key': (said) => ({ said, way: { key: null } }),
  'a key that is none': (said, chance) => ({
    said,
    way: { key: pick(chance, ['a b', 'k'.repeat(256), '\u00e9']) },
  }),
  'headers of a proxy': (said) => ({
    said,
    way: {
      headers: {
        'X-Forwarded-For': '127.0.0.1',
        'X-Forwarded-Host': 'evil.example',
        'X-HTTP-Method-Override': 'DELETE',
        'X-Original-URL': '/v1/officials',
        Origin: 'https://evil.example',
      },
    },
  }),
}

/** As the document wants it, or wrong in one way. */
export function wronged(said: RequestParts, chance: Chance, { is_read, percent }: Wronging): Wrong {
  const right = { what: 'as it should be', said, way: {} }
  if (!chance.percent(percent)) return right
  const what = pick(chance, Object.keys(MUTATIONS))
  const made = MUTATIONS[what]?.(said, chance)
  // A reading has no body: no client can send one.
  return !made || (is_read && made.way.raw !== undefined) ? right : { what, ...made }
}
type Wronging = { is_read: boolean; percent: number }

const UNCLEAN = /[\ud800-\udfff]/
/** Whether a request carries text that must never be kept: half a character, or a control character. */
export const isUnclean = (said: RequestParts): boolean => {
  const text = JSON.stringify([said.params, said.query, said.body])
  return (
    /\\u(?:d[89a-f]|00[01])/i.test(text) ||
    UNCLEAN.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))
  )
}
