import { REFUSALS, type RefusalCode } from '../kernel/refusals'
import type { Operation } from '../platform/http'
import type { Story } from './document'
import { answerHeaders, headersForOrigins, refusalHeaders } from './headers'
import { refusalsByStatus } from './refusals'
import type { JsonSchema } from './shapes'

type Reply = {
  description: string
  headers: object
  content: Record<string, { schema: JsonSchema }>
}
export type Replies = Record<string, Reply | { $ref: string }>

/** Refusals that many operations have for the same reasons, said once. */
const COMMON: Record<string, readonly RefusalCode[]> = {
  RequestMalformed: ['json_malformed', 'idempotency_key_missing', 'idempotency_key_invalid'],
  JsonMalformed: ['json_malformed'],
  NotSignedIn: ['not_signed_in', 'session_expired'],
  RoleNotAllowed: ['role_not_allowed'],
  PasskeyNeeded: ['role_not_allowed', 'passkey_needed'],
  DevelopmentOnly: ['not_found'],
  MethodNotAllowed: ['method_not_allowed'],
  BodyTooLarge: ['body_too_large'],
  MediaTypeUnsupported: ['media_type_unsupported'],
  AnotherRequestWithThisKey: ['request_in_flight', 'request_already_answered'],
  RequestInvalid: ['request_invalid'],
  CursorInvalid: ['cursor_invalid'],
  WriteInvalid: ['request_invalid', 'idempotency_key_reused'],
  InternalError: ['internal_error'],
  CannotServe: ['misconfigured', 'sealed_value_broken', 'storage_busy', 'storage_full'],
  NotReadyForThisKey: [
    'misconfigured',
    'city_being_told',
    'sealed_value_broken',
    'archive_unavailable',
    'storage_busy',
    'storage_full',
  ],
  NotReady: [
    'misconfigured',
    'city_being_told',
    'sealed_value_broken',
    'storage_busy',
    'storage_full',
  ],
}
const nameOf = (codes: readonly RefusalCode[]): string | undefined =>
  Object.keys(COMMON).find(
    (name) => String([...(COMMON[name] ?? [])].sort()) === String([...codes].sort()),
  )

/** An example of a body, from the main story. */
export const storyExample = (value: unknown): object =>
  value === undefined
    ? {}
    : { examples: { story: { summary: '一次真实运行 · From a real run', value } } }

/** Everything an operation may answer, by status; the common refusals by reference. */
export function operationReplies(
  op: Operation,
  schemaOf: (status: string) => JsonSchema,
  shown?: Story['operations'][string],
): Replies {
  const replies: Replies = {}
  for (const [status, { description, media, headers }] of Object.entries(op.answers)) {
    const schema = schemaOf(status)
    const example = storyExample(shown?.status === status ? shown.answer : undefined)
    const content = (media ?? ['application/json']).map((type) => [type, { schema, ...example }])
    replies[status] = {
      description,
      headers: answerHeaders(op, headers),
      content: Object.fromEntries(content),
    }
  }
  for (const [status, codes] of refusalsByStatus(op)) {
    const name = nameOf(codes)
    const reply = refusalReply(status, codes)
    if (op.cross_origin) {
      const headers = { ...reply.headers, ...headersForOrigins(op) }
      replies[String(status)] = { ...reply, headers }
    } else replies[String(status)] = name ? { $ref: `#/components/responses/${name}` } : reply
  }
  return replies
}

/** The common refusals that are referred to. */
export const commonReplies = (used: ReadonlySet<string>): Record<string, Reply> =>
  Object.fromEntries(
    Object.entries(COMMON)
      .filter(([name]) => used.has(name))
      .map(([name, codes]) => [
        name,
        refusalReply(REFUSALS[codes[0] ?? 'not_found'].status, codes),
      ]),
  )

function refusalReply(status: number, codes: readonly RefusalCode[]): Reply {
  const narrowed = { type: 'object', properties: { code: { enum: [...codes] } } }
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, narrowed] }
  return {
    description: codes.map((code) => `${code}：${REFUSALS[code].message}`).join('；'),
    headers: refusalHeaders(status, codes),
    content: { 'application/problem+json': { schema } },
  }
}
