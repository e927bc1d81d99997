import type { Draft } from './draft'
import type { Failure, Form } from './wire'

/** One request to an operation: the id in its path, its parameters, and where its effects gather. */
export type Call = { draft: Draft; id: string; form: Form }
/** What an operation answers: an object, or the failure that executing it ended in. */
export type Operation = (call: Call) => Promise<object | Failure>
