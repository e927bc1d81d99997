import type * as z from 'zod'
import type { RefusalCodes } from '../contract/codes'
import type { NarrowedAnswer, Reader } from '../identity/answer-for'
import type { Policy, ROLE_KINDS } from '../platform/actor'
import type { Operation } from '../platform/http'
import type { Problem } from '../platform/problem'
import type { Routes } from './routes'

/** The address of an operation as documents and logs spell it: `POST /v1/redemptions`. */
type AddressOf<O> = O extends { method: infer M extends string; path: infer P extends string }
  ? `${Uppercase<M>} ${P}`
  : never
/** Every operation by its address. What a provider signs is nobody else's to ask. */
export type Operations = {
  [N in keyof Routes as N extends `${string}Operation`
    ? Routes[N] extends { policy: 'signature' }
      ? never
      : AddressOf<Routes[N]>
    : never]: Routes[N]
}
export type Address = keyof Operations

/** Whether a policy may let this reader in; whom exactly of their kind is the service's to say. */
type LetsIn<W, K extends Reader> = W extends 'public' | 'dev'
  ? true
  : W extends Exclude<Policy, string>
    ? K extends (typeof ROLE_KINDS)[keyof W & keyof typeof ROLE_KINDS]
      ? true
      : never
    : never
/** What a reader may ask. */
export type AddressFor<K extends Reader> = {
  [A in Address]: true extends LetsIn<Operations[A]['policy'], K> ? A : never
}[Address]

/** A value as it stands in a query: one that the contract reads from text may be given as what it is. */
type Written<T> = unknown extends T ? string | number | boolean : T
/** The same, as it may be given: nothing in it is changed on the way. */
type Given<T> = T extends readonly (infer I)[]
  ? readonly Given<I>[]
  : T extends object
    ? { readonly [F in keyof T]: Given<T[F]> }
    : T
type Sent<S, N extends string> =
  NonNullable<S> extends infer Z extends z.ZodType
    ? N extends 'query'
      ? { readonly [F in keyof z.input<Z>]: Written<z.input<Z>[F]> }
      : Given<z.input<Z>>
    : never
/** A part that the contract lacks is never given; one in which everything may be left out may be left out itself. */
type Part<T, N extends string> = [T] extends [never]
  ? { [F in N]?: never }
  : unknown extends T
    ? { [F in N]?: never }
    : Record<never, never> extends T
      ? { [F in N]?: T }
      : { [F in N]: T }
/** A file as it is, and what it is. */
type FileSent = { media: string; bytes: Uint8Array<ArrayBuffer> | string }
export type RequestBody<O extends Operation> = [NonNullable<O['raw_body']>] extends [never]
  ? Part<Sent<O['body'], 'body'>, 'body'>
  : { body: FileSent }
export type RequestParts<A extends Address> = Part<
  Sent<Operations[A]['params'], 'params'>,
  'params'
> &
  Part<Sent<Operations[A]['query'], 'query'>, 'query'> &
  RequestBody<Operations[A]>

/** How one request is to be sent, beyond what it says. */
export type Manner = {
  /** Of an earlier try, kept because nobody knows what became of it; by itself each write gets a new one. */
  key?: string
  signal?: AbortSignal
}
export type Asked<A extends Address> =
  Record<never, never> extends RequestParts<A>
    ? [parts?: RequestParts<A>, manner?: Manner]
    : [parts: RequestParts<A>, manner?: Manner]

type ReplyOf<O extends Operation, S extends keyof O['answers']> = O['answers'][S]
/** What a reply brings: an object of the contract in this reader's view, or a file as it came. */
type BroughtBy<T, K extends Reader> = T extends { media: readonly string[] }
  ? Uint8Array<ArrayBuffer>
  : T extends { schema: infer Z extends z.ZodType }
    ? NarrowedAnswer<z.output<Z>, K>
    : never
export type AnswerTo<A extends Address, K extends Reader> = BroughtBy<
  Operations[A]['answers'][keyof Operations[A]['answers'] & number],
  K
>
/** The refusal that an operation may give, by its known codes; a newer service may know more of them. */
export type ProblemFor<A extends Address> = Omit<Problem, 'code'> & {
  code: RefusalCodes<Operations[A]>
}

/** What is known of a request whatever came of it. */
type Known = {
  /** Names the request to whoever runs the service; null when no answer of theirs arrived. */
  request_id: string | null
  /** The Idempotency-Key it was sent under; null for a question. */
  key: string | null
  /** How often it was sent. */
  attempts: number
  /** Of the last answer; empty when none arrived. */
  headers: Headers
}
type Done<A extends Address, K extends Reader> = {
  [S in keyof Operations[A]['answers'] & number]: Known & {
    is: 'done'
    status: S
    /** Fields that this version does not know are left in it. */
    answer: BroughtBy<ReplyOf<Operations[A], S>, K>
    /** It is the answer of an earlier try under the same key: nothing was done again. */
    replayed: boolean
  }
}[keyof Operations[A]['answers'] & number]
/** The service said no, and that is certain. */
export type Refused<A extends Address> = Known & {
  is: 'refused'
  status: number
  problem: ProblemFor<A>
}
/**
 * Nobody knows whether it was done: the network died, the service failed, or the same request is still under way. Keep the key
 * and ask again with it, as long as it takes; a new key may do it twice. Of a question it means that there is no answer.
 */
export type Unsure<A extends Address> = Known & {
  is: 'unsure'
  /** Of the last answer, if any arrived. */
  status: number | null
  problem: ProblemFor<A> | null
  cause: unknown
}
export type Outcome<A extends Address, K extends Reader> = Done<A, K> | Refused<A> | Unsure<A>

/** What a reader may list, page by page. */
export type ListFor<K extends Reader> = {
  [A in AddressFor<K>]: AnswerTo<A, K> extends { object: 'list'; next_cursor: string | null }
    ? A
    : never
}[AddressFor<K>]
export type ItemFor<A extends Address, K extends Reader> =
  AnswerTo<A, K> extends { data: readonly (infer I)[] } ? I : never
