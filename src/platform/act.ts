import type { Fingerprint } from '../environment/fingerprint'
import type { City } from '../kernel/city'
import { Refusal } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Actor, Credential, Policy, StepUp, Who } from './actor'
import type { Reads, RowsRead, Statement } from './d1'
import type { Kit, World } from './world'

/** One request to change something: who, under which key, and what exactly. */
export type Ask = {
  /** A token to be looked up in the first round trip, or an actor that needs none (the clock, the public). */
  who: Credential | Actor
  key: string
  operation: string
  /** Of everything the request says. */
  fingerprint: Fingerprint
  policy: Policy
  /** What must be proved beyond the session, and was not proved by what the request says. */
  step_up?: StepUp | undefined
  request_id: string
  /** Checks an answer against its strict schema before anything is written. */
  shape: (status: number, body: object) => object
}
/** What an act decided: its answer, and the statements that make it true. */
export type Work<B extends object = object> = {
  status: number
  subject_id: string
  body: B
  statements: readonly Statement[]
}
declare const answered: unique symbol
/** What an act answered, as it goes over the wire; the type of its body goes along to the route's contract. */
export type Answer<B extends object = object> = {
  status: number
  body: string
  replayed: boolean
  readonly [answered]?: (read: never) => B
}
/** What a decision is made from: who asks, the rows by name, the moment, and what it may draw upon (`Kit`). */
export type Context<R extends Reads = Reads> = {
  actor: Actor
  rows: RowsRead<R>
  now: Instant
  /** Its dated tables as they stood when the rows were read. */
  city: City
  kit: Kit
}
/** When and in which city something is decided: what a rule asks of both. */
export type Moment = Pick<Context, 'now' | 'city'>
export type Act<
  R extends Reads = Reads,
  W extends Work = Work,
  V extends object = W['body'],
  C = undefined,
> = {
  /** Everything the decision needs, read in the same round trip as the session and any earlier answer. */
  reads: (who: Who, now: Instant) => R
  /**
   * Asks outside (a provider, the bank, the SMS gateway) after the reads and before the decision, never in it: a lease
   * keeps twins apart meanwhile (409 request_in_flight). What it found out stands in the context as `called`.
   */
  call?: (context: Context<R>, world: World) => Promise<C>
  /** Decides without choice of time or storage; refuses by throwing a Refusal. */
  decide: (context: Context<R> & { called: C }) => W | Promise<W>
  /** Adds to an answer what must never be stored, derived anew each time (a session's token, a code's key). */
  reveal?: (body: W['body']) => Promise<V>
}
/** An act that more than one may ask for: a person, and the clock. */
export const defineAct = <
  const R extends Reads,
  const W extends Work,
  V extends object = W['body'],
  C = undefined,
>(
  act: Act<R, W, V, C>,
): Act<R, W, V, C> => act
// biome-ignore lint/suspicious/noExplicitAny: what the machinery handles may have any rows and any answer.
type Whatever = any
export type AnyAct = {
  reads: (who: Who, now: Instant) => Reads
  call?: (context: Whatever, world: World) => Promise<unknown>
  decide: (context: Whatever) => Work | Promise<Work>
  reveal?: (body: Whatever) => Promise<object>
}
export type Loaded = Context<Whatever> & { slide: Statement[]; seal: Statement[] }
/** A refusal that also has something to remember, such as a counted wrong try. It is always frozen. */
export class RefusalWith extends Refusal {
  constructor(
    code: ConstructorParameters<typeof Refusal>[0],
    readonly statements: Statement[],
    details: Refusal['details'] = {},
  ) {
    super(code, details)
  }
}
