import { REFUSALS, type RefusalCode } from '../kernel/refusals'
import type { Operation } from '../platform/http'
import { isKeyed } from './refusals'

type Header = { description: string; schema: object; required?: true }
const text = { type: 'string' }

/** Headers of our answers, by name; an answer refers to those that it may carry. */
export const HEADERS = {
  'X-Request-Id': {
    description: '这次请求的编号；报修时请给我们 · Id of this request; name it when you ask us',
    schema: { type: 'string', pattern: '^req_[0-9A-HJKMNP-TV-Z]{26}$' },
    required: true,
  },
  'X-Content-Type-Options': {
    description: '内容就是它说的类型 · The content is of the type it says',
    schema: { type: 'string', const: 'nosniff' },
    required: true,
  },
  'Cache-Control': {
    description: '任何地方都不要保存 · Not to be stored anywhere',
    schema: { type: 'string', const: 'no-store' },
    required: true,
  },
  'X-D1-Round-Trips': {
    description:
      '读写数据库几个来回，只在开发环境 · Round trips to the database, in development only',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
  'Strict-Transport-Security': {
    description: '以后只用 https 来，开发环境没有 · Come by https alone; not in development',
    schema: { type: 'string' },
  },
  'Yufubao-Version': {
    description:
      '应用的密钥固定在哪一版接口，只给应用 · The version of the API that an app’s key is pinned to; to apps alone',
    schema: { type: 'string', format: 'date' },
  },
  'Idempotency-Replayed': {
    description:
      '同一个 Idempotency-Key 以前的答复，这次没有再做 · The earlier answer of the same key; nothing was done again',
    schema: { type: 'string', const: 'true' },
  },
  'Content-Language': {
    description: '说明文字的语言 · Language of the words',
    schema: { type: 'string', const: 'zh-CN' },
    required: true,
  },
  'Retry-After': {
    description: '多少秒以后再试 · Seconds to wait before trying again',
    schema: { type: 'string', pattern: '^[1-9]\\d*$' },
  },
  'WWW-Authenticate': {
    description: '须带 Authorization: Bearer … · Wants a bearer token',
    schema: { type: 'string', const: 'Bearer' },
    required: true,
  },
  'Access-Control-Allow-Origin': {
    description: '任何网站都可以从浏览器里问 · Any site may ask from a browser',
    schema: { type: 'string', const: '*' },
    required: true,
  },
  'Access-Control-Expose-Headers': {
    description: '网站的脚本能读到的头 · Headers a site’s script may read',
    schema: { type: 'string' },
    required: true,
  },
  Allow: {
    description: '这个地址支持的操作 · The methods that this address has',
    schema: { type: 'string' },
    required: true,
  },
} as const satisfies Record<string, Header>
type HeaderName = keyof typeof HEADERS

type Refs = Record<string, object>
const refsTo = (...names: HeaderName[]): Refs =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
const ALWAYS = ['X-Request-Id', 'X-Content-Type-Options', 'Cache-Control'] as const
/** Of what has gone through the door of the app: everything but a service without configuration. */
const INSIDE = [
  ...ALWAYS,
  'X-D1-Round-Trips',
  'Strict-Transport-Security',
  'Yufubao-Version',
] as const

/** Headers of an answer that is no refusal. */
export function answerHeaders(op: Operation, own: Readonly<Record<string, string>> = {}): Refs {
  const described = Object.entries(own).map(([name, description]) => [
    name,
    { description, schema: text, required: true },
  ])
  const replayed = isKeyed(op) || op.policy === 'signature' ? refsTo('Idempotency-Replayed') : {}
  return {
    ...refsTo(...INSIDE),
    ...replayed,
    ...headersForOrigins(op),
    ...Object.fromEntries(described),
  }
}

/** What another site's browser wants to see, of the routes that are open to every origin. */
export const headersForOrigins = ({ cross_origin }: Operation): Refs =>
  cross_origin === undefined
    ? {}
    : refsTo('Access-Control-Allow-Origin', 'Access-Control-Expose-Headers')

/** Headers of a refusal, by its status and the reasons it may have. */
export function refusalHeaders(status: number, codes: readonly RefusalCode[]): Refs {
  return {
    ...refsTo(...INSIDE, 'Content-Language'),
    ...(codes.some((code) => 'frozen' in REFUSALS[code]) ? refsTo('Idempotency-Replayed') : {}),
    ...(codes.some((code) => 'later' in REFUSALS[code]) ? refsTo('Retry-After') : {}),
    ...(status === 401 ? refsTo('WWW-Authenticate') : {}),
    ...(status === 405 ? refsTo('Allow') : {}),
  }
}
