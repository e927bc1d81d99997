import type * as z from 'zod'
import { policyRoles } from '../platform/actor'
import type { Operation } from '../platform/http'
import type { Story } from './document'
import { isKeyed } from './refusals'
import { operationReplies, type Replies, storyExample } from './replies'
import type { JsonSchema } from './shapes'

/** The schemas of an operation under the names they have while the document is made. */
export const operationInputs = (op: Operation): Record<string, z.ZodType> => ({
  ...(op.params ? { [`${op.operationId} params`]: op.params } : {}),
  ...(op.query ? { [`${op.operationId} query`]: op.query } : {}),
  ...(op.body ? { [`${op.operationId} body`]: op.body } : {}),
})
export const operationAnswers = (op: Operation): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(op.answers).map(([status, { schema }]) => [
      `${op.operationId} ${status}`,
      schema,
    ]),
  )

type Parameter = {
  name: string
  in: string
  required: boolean
  schema: JsonSchema
  description?: string
}
type Book = { roots: Record<string, JsonSchema>; named: Record<string, JsonSchema> }

export const openApiPath = ({ path }: Operation): string => path.replace(/:(\w+)/g, '{$1}')

/** One operation of the document. */
export function operationObject(op: Operation, book: Book, story?: Story): object {
  const shown = story?.operations[op.operationId]
  const root = (part: string): JsonSchema => book.roots[`${op.operationId} ${part}`] ?? {}
  const query = resolved(root('query'), book)
  const parameters = [
    ...parametersOf(resolved(root('params'), book), 'path'),
    ...parametersOf(query, 'query'),
    ...(isKeyed(op) ? [KEY] : []),
    ...(op.traces ? [PURPOSE] : []),
  ]
  return {
    operationId: op.operationId,
    tags: op.tags,
    summary: op.summary,
    'x-summary-en': op.summary_en ?? '',
    description: [
      `${op.summary_en}.`,
      op.description ?? `${op.summary}。`,
      ...choiceOf(query),
    ].join('\n\n'),
    security: securityOf(op),
    'x-policy': policyOf(op),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(op, root('body'), shown?.request),
    responses: operationReplies(op, root, shown) satisfies Replies,
  }
}

/** draft-ietf-httpapi-idempotency-key-header-07. */
const KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    '每一次要办的事一个新键；没有收到答复，用同一个键重发，不会办两次 · A new key for each thing to do; send it again under the same key when no answer came',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$', minLength: 1, maxLength: 255 },
}

/** What an official says of a reading; consumers and shops leave it out. */
const PURPOSE: Parameter = {
  name: 'Access-Purpose',
  in: 'header',
  required: false,
  description:
    '银行、监管、平台读个人的卡或付款：按哪个查阅事由（openAccessPurpose）；不写用开着的那个。本人看得到 · For officials: the purpose they read under; else the open one that fits',
  schema: { type: 'string', pattern: '^acp_[0-9A-HJKMNP-TV-Z]{26}$' },
}

function parametersOf(shape: JsonSchema, where: 'path' | 'query'): Parameter[] {
  return Object.entries(shape.properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: where,
    required: where === 'path' || (shape.required?.includes(name) ?? false),
    ...(description === undefined ? {} : { description }),
    schema,
  }))
}

/** Parameters of which one is to be given: OpenAPI has no keyword for it in a query. */
function choiceOf({ oneOf }: JsonSchema): string[] {
  const fields = (oneOf ?? []).flatMap(({ required = [] }) => required)
  if (fields.length === 0) return []
  return [`须且只须给出 ${fields.join('、')} 之一。 Give exactly one of ${fields.join(', ')}.`]
}

function resolved(schema: JsonSchema, { named }: Book): JsonSchema {
  const name = schema.$ref?.split('/').pop()
  return name === undefined ? schema : (named[name] ?? schema)
}

function bodyOf(op: Operation, schema: JsonSchema, example?: unknown): object {
  if (op.raw_body) {
    const { media, description } = op.raw_body
    const content = Object.fromEntries(media.map((type) => [type, { schema: { type: 'string' } }]))
    return { requestBody: { required: true, description, content } }
  }
  if (!op.body) return {}
  const required = !op.body.safeParse(undefined).success
  return {
    requestBody: {
      required,
      content: { 'application/json': { schema, ...storyExample(example) } },
    },
  }
}

function securityOf({ policy, operationId }: Operation): object[] {
  if (typeof policy === 'object') {
    const roles = policyRoles(policy)
    const people = roles.some((role) => role !== 'terminal')
    return [
      ...(people ? [{ token: [] }] : []),
      ...(roles.includes('terminal') ? [{ terminal_signature: [] }] : []),
    ]
  }
  if (policy === 'signature') return [{ provider_signature: [] }]
  return operationId === 'listDevMessages' ? [{ dev_token: [] }] : []
}
export const SECURITY_SCHEMES = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description:
      '登录（signIn）得到的令牌；每一类人一种，用错了是 403，过期或没有是 401 · The token of signIn: 403 for a kind that may not, 401 for none or one that has ended',
  },
  terminal_signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Signature',
    description:
      '收银机对每个请求的签名（RFC 9421，Ed25519；写明 Signature-Input，正文另有 Content-Digest），见 docs/TERMINALS.md · A terminal’s signature over each request',
  },
  provider_signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Stripe-Signature',
    description: '支付机构对原文的签名 · The provider’s signature over the raw body',
  },
  webhook_signature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: '我们对原文的签名（Standard Webhooks）；密钥只在登记和轮换时给 · Our signature',
  },
  dev_token: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Dev-Token',
    description: '只在开发环境 · In development only',
  },
}

const policyOf = ({ policy }: Operation): unknown =>
  typeof policy === 'string'
    ? policy
    : Object.fromEntries(policyRoles(policy).map((role) => [role, policy[role]]))
