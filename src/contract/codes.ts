import type { RefusalCode } from '../kernel/refusals'
import type { Role } from '../platform/actor'
import type { Operation } from '../platform/http'

type If<Condition extends boolean, Code extends RefusalCode> = Condition extends true ? Code : never
type Has<O, Field extends string> = O extends { [F in Field]?: infer T }
  ? [T & {}] extends [never]
    ? false
    : true
  : false
type IsRead<O> = O extends { method: 'get' } ? true : false
type IsSigned<O> = O extends { policy: 'signature' } ? true : false
type Not<C extends boolean> = C extends true ? false : true
type Or<A extends boolean, B extends boolean> = A extends true ? true : B
type SignedIn<O> = O extends { policy: string } ? false : true
type LetsEverybodyIn<O> = O extends { policy: infer W }
  ? [Role] extends [keyof W]
    ? true
    : false
  : false
type LetsTerminalsIn<O> = O extends { policy: { terminal: unknown } } ? true : false
type LetsAppsIn<O> = O extends { policy: { app: unknown } } ? true : false
/** Roles to which it is shut until they have shown a passkey. */
type Shut<W> = {
  [R in keyof W]: R extends 'consumer' | 'cashier' | 'terminal' | 'app'
    ? never
    : W[R] extends 'self'
      ? never
      : R
}[keyof W]
type NeedsPasskey<O> = O extends { policy: infer W }
  ? W extends string
    ? false
    : [Shut<W>] extends [never]
      ? false
      : true
  : false
/** A write that is done once under its Idempotency-Key. */
type IsKeyed<O> = Not<Or<IsRead<O>, Or<IsSigned<O>, Has<O, 'only_asks'>>>>
type HasPages<O> = O extends { query?: infer Q }
  ? [NonNullable<Q>] extends [{ shape: { cursor: unknown } }]
    ? true
    : false
  : false
type TracedBy<O> = O extends { traces?: infer T }
  ? [NonNullable<T>] extends [never]
    ? never
    : NonNullable<T> extends readonly [infer By, ...unknown[]]
      ? By
      : never
  : never
/** A list of work in which one thing may be asked for, too. */
type MayName<O> = O extends { path: `${string}:${string}` }
  ? true
  : O extends { query?: infer Q }
    ? NonNullable<Q> extends { shape: object }
      ? true
      : false
    : false
type NeedsPurpose<O> = [TracedBy<O>] extends [never]
  ? false
  : TracedBy<O> extends 'purpose'
    ? true
    : MayName<O>

/** Every way an operation may say no, as `refusalsOf` counts them, for the compiler; a test holds one to the other. */
export type RefusalCodes<O extends Pick<Operation, 'method' | 'policy' | 'refuses'>> =
  | 'misconfigured'
  | 'sealed_value_broken'
  | 'method_not_allowed'
  | 'storage_busy'
  | 'storage_full'
  | 'internal_error'
  | If<Not<IsRead<O>>, 'city_being_told'>
  | If<O extends { policy: 'dev' } ? true : false, 'not_found'>
  | If<O extends { policy: 'public' } ? true : false, 'asked_too_often'>
  | If<
      Not<Or<IsRead<O>, Has<O, 'raw_body'>>>,
      'body_too_large' | 'media_type_unsupported' | 'json_malformed'
    >
  | If<IsKeyed<O>, 'idempotency_key_missing' | 'idempotency_key_invalid' | 'archive_unavailable'>
  | If<SignedIn<O>, 'not_signed_in' | 'session_expired'>
  | If<LetsEverybodyIn<O> extends true ? false : SignedIn<O>, 'role_not_allowed'>
  | If<
      LetsTerminalsIn<O>,
      | 'terminal_signature_wrong'
      | 'terminal_signature_stale'
      | 'terminal_signature_replayed'
      | 'terminal_revoked'
      | 'terminal_act_not_allowed'
    >
  | If<LetsAppsIn<O>, 'app_scope_missing' | 'asked_too_often'>
  | If<NeedsPasskey<O>, 'passkey_needed'>
  | If<Has<O, 'step_up'>, 'step_up_needed'>
  | If<Not<IsSigned<O>>, 'request_invalid'>
  | If<HasPages<O>, 'cursor_invalid'>
  | If<IsKeyed<O>, 'idempotency_key_reused' | 'request_in_flight' | 'request_already_answered'>
  | If<
      NeedsPurpose<O>,
      | 'access_purpose_needed'
      | 'access_purpose_over'
      | 'access_purpose_not_for_this'
      | 'access_people_used_up'
      | 'access_reads_used_up'
    >
  | If<[TracedBy<O>] extends [never] ? false : true, 'access_lists_used_up'>
  | NonNullable<O['refuses']>[number]
