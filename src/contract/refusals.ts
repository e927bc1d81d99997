import * as z from 'zod'
import { REFUSALS, type RefusalCode } from '../kernel/refusals'
import { policyRoles, ROLE_KINDS, type Role } from '../platform/actor'
import type { Operation } from '../platform/http'

/** What an operation is, as far as its refusals and headers go. */
const isRead = (op: Operation): boolean => op.method === 'get'
export const isKeyed = (op: Operation): boolean =>
  !isRead(op) && op.policy !== 'signature' && op.only_asks === undefined
const takesJson = (op: Operation): boolean => !isRead(op) && op.raw_body === undefined
const everyRole = Object.keys(ROLE_KINDS) as Role[]
const letsEverybodyIn = (op: Operation): boolean =>
  everyRole.every((role) => policyRoles(op.policy).includes(role))
const letsTerminalsIn = ({ policy }: Operation): boolean => policyRoles(policy).includes('terminal')
const letsAppsIn = ({ policy }: Operation): boolean => policyRoles(policy).includes('app')
/** How a terminal is refused before its act is looked at. */
const OF_TERMINALS = [
  'terminal_signature_wrong',
  'terminal_signature_stale',
  'terminal_signature_replayed',
  'terminal_revoked',
  'terminal_act_not_allowed',
] as const
/** Whether it is shut to somebody whom it lets in until they have shown a passkey; consumers and cashiers need none. */
const needsPasskey = ({ policy }: Operation): boolean =>
  typeof policy === 'object' &&
  policyRoles(policy).some(
    (role) =>
      role !== 'consumer' &&
      role !== 'cashier' &&
      role !== 'terminal' &&
      role !== 'app' &&
      policy[role] !== 'self',
  )
const hasPages = (op: Operation): boolean =>
  op.query instanceof z.ZodObject && 'cursor' in op.query.shape

/** A list of work in which one thing may be asked for: then it is read like that thing. */
const mayName = ({ traces, query, path }: Operation): boolean =>
  traces?.[0] === 'work' && (query instanceof z.ZodObject || path.includes(':'))
const UNDER_A_PURPOSE = [
  'access_purpose_needed',
  'access_purpose_over',
  'access_purpose_not_for_this',
  'access_people_used_up',
  'access_reads_used_up',
] as const satisfies RefusalCode[]
/** Every way an operation may say no: what its room declares, and what the machinery around it adds. */
function refusalsOf(op: Operation): RefusalCode[] {
  const of = (holds: boolean, ...codes: RefusalCode[]) => (holds ? codes : [])
  const signed_in = typeof op.policy === 'object'
  const codes: RefusalCode[] = [
    'misconfigured',
    'sealed_value_broken',
    ...of(!isRead(op), 'city_being_told'),
    ...of(op.policy === 'dev', 'not_found'),
    'method_not_allowed',
    ...of(takesJson(op), 'body_too_large', 'media_type_unsupported', 'json_malformed'),
    ...of(isKeyed(op), 'idempotency_key_missing', 'idempotency_key_invalid'),
    ...of(signed_in, 'not_signed_in', 'session_expired'),
    ...of(signed_in && !letsEverybodyIn(op), 'role_not_allowed'),
    ...of(letsTerminalsIn(op), ...OF_TERMINALS),
    ...of(letsAppsIn(op), 'app_scope_missing', 'asked_too_often'),
    ...of(needsPasskey(op), 'passkey_needed'),
    ...of(op.step_up !== undefined, 'step_up_needed'),
    ...of(op.policy !== 'signature', 'request_invalid'),
    ...of(hasPages(op), 'cursor_invalid'),
    ...of(isKeyed(op), 'idempotency_key_reused', 'request_in_flight', 'request_already_answered'),
    ...of(isKeyed(op), 'archive_unavailable'),
    ...(op.refuses ?? []),
    ...of(op.traces?.[0] === 'purpose' || mayName(op), ...UNDER_A_PURPOSE),
    ...of(op.traces !== undefined, 'access_lists_used_up'),
    ...of(op.policy === 'public', 'asked_too_often'),
    'storage_busy',
    'storage_full',
    'internal_error',
  ]
  return [...new Set(codes)]
}

/** The same by status, in their order; within one status in the order of the catalogue. */
export function refusalsByStatus(op: Operation): [number, RefusalCode[]][] {
  const place = Object.keys(REFUSALS)
  const statuses = new Map<number, RefusalCode[]>()
  const sorted = refusalsOf(op).sort((a, b) => place.indexOf(a) - place.indexOf(b))
  for (const code of sorted) {
    const { status } = REFUSALS[code]
    statuses.set(status, [...(statuses.get(status) ?? []), code])
  }
  return [...statuses].sort(([a], [b]) => a - b)
}
