import type { Kind } from '../platform/actor'
import type { Operation, OperationAnswer } from '../platform/http'
import type { Person } from './objects'

/** Who looks at an answer: somebody signed in, by the kind of their token, or anybody. */
export type Reader = Kind | 'public'
// biome-ignore lint/suspicious/noExplicitAny: an operation of any shape; its own types are inferred from it.
export type AnyOperation = Operation<any, any, any, any>
/** Whose view an answer with a field `reader` is, for each kind of visitor. */
type ReaderOf = {
  consumer: 'consumer'
  staff: 'merchant' | 'cashier'
  bank: 'bank'
  regulator: 'regulator'
  operator: 'operator'
  public: 'public'
}
/** Whom `readMe` answers, for each kind of visitor. */
type PersonOf = {
  consumer: 'consumer'
  staff: 'staff_member'
  bank: 'official'
  regulator: 'official'
  operator: 'official'
  public: Person['object']
}
/** Of a view per reader only this visitor's own. */
type Own<A, K extends Reader> = A extends { reader: infer R }
  ? R extends ReaderOf[K]
    ? A
    : never
  : A
/** What this visitor is answered: of a view per reader, in a list as well, and of persons signed in, only their own. */
export type NarrowedAnswer<A, K extends Reader = Reader> = A extends { object: Person['object'] }
  ? A['object'] extends PersonOf[K]
    ? A
    : never
  : A extends { object: 'list'; data: readonly (infer I)[] }
    ? Omit<A, 'data'> & { data: Own<I, K>[] }
    : Own<A, K>
export type AnswerFor<O extends AnyOperation, K extends Reader = Reader> = NarrowedAnswer<
  OperationAnswer<O>,
  K
>
