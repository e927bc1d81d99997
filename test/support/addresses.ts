import type * as z from 'zod'
import type { Address, Operations, RequestBody } from '../../src/client/types'
import type { Operation } from '../../src/platform/http'
import type { Problem } from '../../src/platform/problem'

/** An address with `:` alone for what is given in it: `GET /v1/cards/:/uses`. */
type Shape<A extends string> = A extends `${infer Head}/:${infer Tail}`
  ? Tail extends `${string}/${infer Rest}`
    ? `${Head}/:/${Shape<Rest>}`
    : `${Head}/:`
  : A
type ByShape = { [A in Address as Shape<A>]: A }
type Beginnings<
  S extends string,
  Done extends string = '',
> = S extends `${infer Head}/${infer Tail}`
  ? `${Done}${Head}` | Beginnings<Tail, `${Done}${Head}/`>
  : `${Done}${S}`
/** Every beginning of a shape: a segment that none of them goes on with is one that is given. */
type Beginning = Beginnings<keyof ByShape & string>
type Next<Done extends string, Segment extends string> = string extends Segment
  ? `${Done}/:`
  : Segment extends ''
    ? never
    : `${Done}/${Segment}` extends infer Going extends Beginning
      ? Going
      : `${Done}/:`
type ShapeOf<Done extends string, P extends string> = P extends `${infer Head}/${infer Tail}`
  ? ShapeOf<Next<Done, Head>, Tail>
  : Next<Done, P>
type Found<S extends string> = S extends keyof ByShape ? ByShape[S] : never
type Unasked<P extends string> = P extends `${infer Asked}?${string}` ? Asked : P

/** What may be put behind a path. */
export type Query = '' | `?${string}`
export type Method = Uppercase<Operation['method']>
/** How an operation's method is said on the wire. */
export const wireMethod = ({ method }: Pick<Operation, 'method'>): Method =>
  method.toUpperCase() as Method
declare const ANYHOW: unique symbol
type Anyhow = string & { readonly [ANYHOW]: true }
/** A path that no operation has, or that the test made by machine: nothing is known of what is sent and answered. */
export const anyhow = (path: string): Anyhow => path as Anyhow
/** A body that the contract does not know, or that the test made by machine. */
export const mistaken = (body: unknown): never => body as never

/** The operation a request goes to, by the contract's own address; never where there is none. */
type At<M extends string, P extends string> = string extends P
  ? never
  : P extends `/${infer Rest}`
    ? Found<ShapeOf<`${M} `, Unasked<Rest>>>
    : never
/** A path that an operation has under this method, `/v1/cards/${id}?limit=5`, or a page's, or a mock's. */
export type Path<M extends string, P extends string> = P extends Anyhow
  ? P
  : string extends P
    ? 'a path of which nothing is known'
    : [At<M, P>] extends [never]
      ? P extends `/v1/${string}` | `/dev/${string}`
        ? `${M} ${P} is no operation`
        : P
      : P

type Plain = string | number | boolean
type Fields<O> = O extends unknown ? keyof O : never
type Field<O, F extends PropertyKey> = O extends { [K in F]?: infer V } ? V : never
type Lists<T> = T extends readonly unknown[] ? T : never
type Items<T> = T extends readonly (infer I)[] ? I : never
type Objects<T> = T extends Plain | null | undefined | readonly unknown[] ? never : T
/** What a test may read in an answer: of views and of what may be left out, all fields; the test knows who asks. */
type Told<T> = unknown extends T
  ? T
  :
      | Extract<T, Plain | null>
      | ([Lists<T>] extends [never] ? never : Told<Items<T>>[])
      | ([Objects<T>] extends [never] ? never : AllOf<Objects<T>>)
type AllOf<O> = { [F in Fields<O>]: Told<Field<O, F>> }

type Json<R> = R extends { media: readonly string[] }
  ? never
  : R extends { schema: infer Z extends z.ZodType }
    ? z.output<Z>
    : never
/** What the operation at an address answers, whoever asks; a file is read as `text`. */
export type AnswerAt<A extends Address> = [A] extends [never]
  ? unknown
  : Told<Json<Operations[A]['answers'][keyof Operations[A]['answers'] & number]>>
/** An act without a body may be sent an empty one. */
export type Nothing = Record<string, never>
/** What is sent to it; nothing, or an empty object, where it takes no body. */
export type BodyAt<A extends Address> = [A] extends [never]
  ? unknown
  : RequestBody<Operations[A]> extends { body?: infer B }
    ? [B] extends [undefined]
      ? Nothing
      : B
    : never

/** A reply as it came. `good` has the answer alone; what is read of `body` may be the answer's or the problem's. */
export interface Reply<B> {
  status: number
  headers: Headers
  text: string
  body: unknown extends B ? Unread : [B] extends [object] ? B & Omit<Refusal, keyof B> : Refusal
}
type Refusal = Told<Problem>
/** What others than the API answer, or what nobody knows of. */
type Unread = { [field: string]: unknown; code: string; detail: string }
/** A reply of whatever operation. */
export type AnyReply = { status: number; headers: Headers; text: string; body: { code: string } }

export type Body<M extends string, P extends string> = BodyAt<At<M, P>>
export type Answer<M extends string, P extends string> = AnswerAt<At<M, P>>
export type Answered<M extends string, P extends string> = Promise<Reply<Answer<M, P>>>
/** Says it as this person. */
export type Says<Who = string> = <M extends Method, P extends string>(
  who: Who,
  method: M,
  path: Path<M, P>,
  body?: Body<M, P>,
  key?: string,
) => Answered<M, P>
/** The same, for a test that cannot go on without the answer. */
export type Gets = <P extends string>(
  who: string,
  path: Path<'GET', P>,
) => Promise<Answer<'GET', P>>
export type Gives = <M extends Method, P extends string>(
  who: string,
  method: M,
  path: Path<M, P>,
  body?: Body<M, P>,
) => Promise<Answer<M, P>>
export type Posts = <P extends string>(
  who: string,
  path: Path<'POST', P>,
  body?: Body<'POST', P>,
) => Promise<Answer<'POST', P>>

/** The answer that a test cannot go on without. */
export function good<B>({ status, text, body }: Reply<B>): B {
  if (status >= 400) throw new Error(text)
  return body as B
}
