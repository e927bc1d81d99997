import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import { requestFingerprint } from '../environment/fingerprint'
import { meter, type Result } from '../environment/meter'
import type { Json } from '../kernel/canonical'
import { insist, REFUSALS, Refusal, type RefusalCode } from '../kernel/refusals'
import { moneyFirst } from '../kernel/stakes'
import type { Instant } from '../kernel/time'
import { isExactly } from '../schemas/exact'
import { idempotencyKey, jsonBody } from '../schemas/request'
import type { Answer, Ask } from './act'
import {
  type Actor,
  type Credential,
  type Policy,
  PUBLIC,
  type RowBeside,
  type StepUp,
  stillToProve,
  type Who,
} from './actor'
import { type Reads, refusalForFault } from './d1'
import { openCursor, sealCursors } from './page'
import { replyWith } from './problem'
import { check, knownAs, type ReadContext, readOnce, type Tracer, type Traces, trace } from './read'
import { mayAskUnsigned, type PublicOperation } from './strangers'
import type { DevDoors, Keeper, Kit, Trip, World } from './world'

type Variables = {
  world: World
  dev: DevDoors | null
  request_id: string
  /** The operation that answers it, once that is known; and its round trips to storage so far. */
  operation?: string
  trips: readonly Trip[]
  /** The token a request shows, of whatever kind, or null (identity/tokens.ts). */
  credential: () => Promise<Credential | null>
  /** The request as it came, with a body still to be read, where it brings a signature (terminals/verify.ts). */
  signed: Request | null
  keeper: Keeper | null
  tracer: Tracer
}
export type App = { Bindings: Env; Variables: Variables }
export const newRouter = () => new Hono<App>()
export type Router = ReturnType<typeof newRouter>

export type Shape = z.ZodType
/** `media`: of a file, instead of JSON. `headers`: those of this answer alone, by what they say. */
type Reply = {
  description: string
  schema: Shape
  media?: readonly string[]
  headers?: Readonly<Record<string, string>>
}
type Answers = Record<number, Reply>
/** A route's contract: what it takes, whom it lets in, what it answers, and how it may refuse. */
export type Operation<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  A extends Answers = Answers,
  W extends Policy = Policy,
> = {
  method: 'get' | 'post' | 'put' | 'delete'
  path: `/${string}`
  operationId: string
  tags: string[]
  summary: string
  /** The same in English, as a sentence without its full stop. */
  summary_en?: string
  description?: string
  policy: W
  /** What of an act must be proved beyond the session. */
  step_up?: StepUp
  /** What of people it tells officials; without it they are told nothing of anybody's (traces). */
  traces?: Traces
  params?: P
  query?: Q
  body?: B
  answers: A
  refuses?: readonly RefusalCode[]
  /** Instead of JSON: what its own handler reads as it came. */
  raw_body?: { media: readonly string[]; description: string }
  /** A question too long for a query: asked with POST, it writes nothing and takes no Idempotency-Key. */
  only_asks?: true
  /** Any site may ask from a browser, so many times a minute from one address (cross-origin.ts). */
  cross_origin?: { a_minute: number }
  /** Where nobody is signed in: so many times a minute from one address, where it is other than usual (strangers.ts). */
  a_minute?: number
  /** How long its JSON body may be, in bytes, where it is more than elsewhere. */
  body_bytes_max?: number
}
export type Input<P extends Shape, Q extends Shape, B extends Shape> = {
  params: z.output<P>
  query: z.output<Q>
  body: z.output<B>
}

/** What an operation answers: as it is given to the schema, and as it comes out of it. */
type AnswerGiven<A extends Answers> = z.input<A[keyof A & number]['schema']> & object
export type OperationAnswer<O extends { answers: Answers }> = z.output<
  O['answers'][keyof O['answers'] & number]['schema']
>

/** What the machinery knows of an operation whose types stay with its room. */
type AnyOperation = PublicOperation & Pick<Operation, 'path' | 'policy' | 'body' | 'body_bytes_max'>

/** Every declared route of the product, for the OpenAPI document, the 405 answer and the policy test. */
export const OPERATIONS: Operation[] = []

/** What of an operation is kept word for word, for whoever asks it from outside (src/client). */
type Spelt<M, Path, R, F, K, S, T> = {
  method: M
  path: Path
  refuses?: readonly R[]
  raw_body?: F
  only_asks?: K
  step_up?: S
  traces?: T
}

export function operation<
  P extends Shape,
  Q extends Shape,
  B extends Shape,
  const A extends Answers,
  const M extends Operation['method'],
  const Path extends Operation['path'],
  const W extends Policy,
  const R extends RefusalCode = never,
  const F extends NonNullable<Operation['raw_body']> = never,
  K extends true = never,
  S extends StepUp = never,
  const T extends Traces = never,
>(
  config: Operation<P, Q, B, A, W> & Spelt<M, Path, R, F, K, S, T>,
): Operation<P, Q, B, A, W> & Spelt<M, Path, R, F, K, S, T> {
  OPERATIONS.push(config)
  return config
}

/** What somebody says to a route, before anything is checked. */
export type Parts = { params: unknown; query: unknown; body: unknown }
type Door = (c: Context<App>, who: Credential | Actor, parts: Parts, key: string) => Promise<Answer>
const DOORS = new Map<string, Door>()
/** The operations that only read. */
const READS = new Set<string>()

/** Enters an act or a read from inside (a page, for instance): the same checks, the same answer, no HTTP. */
export function enter(
  c: Context<App>,
  operationId: string,
  request: { who: Credential | Actor; parts: Partial<Parts>; key: string },
) {
  const door = DOORS.get(operationId)
  insist(door, `there is no operation ${operationId}`)
  const { params = {}, query = {}, body } = request.parts
  c.set('operation', operationId)
  return inWords(operationId, () => door(c, request.who, { params, query, body }, request.key))
}
/**
 * Whatever is refused at this door says first what happened to the money, where money was at stake; and what became of
 * each request is counted here, whichever way it came.
 */
async function inWords(operationId: string, act: () => Promise<Answer>): Promise<Answer> {
  const from_ms = Date.now()
  let result: Result = 'failed'
  try {
    const answer = await act()
    result = answer.status >= 400 ? 'refused' : answer.replayed ? 'replayed' : 'done'
    return answer
  } catch (error) {
    const known = error instanceof Refusal ? moneyFirst(error, operationId) : refusalForFault(error)
    if (known && REFUSALS[known.code].status < 500) result = 'refused'
    throw known ?? error
  } finally {
    const kind = READS.has(operationId) ? 'read' : 'act'
    meter.request(operationId, kind, result, Date.now() - from_ms)
  }
}

/** Mounts an act: its handler gets the checked input and an Ask, and returns what `answerOnce` returned. */
export function serveAct<P extends Shape, Q extends Shape, B extends Shape, A extends Answers>(
  router: Router,
  op: Operation<P, Q, B, A>,
  act: (
    world: World,
    ask: Ask,
    input: Input<P, Q, B>,
    c: Context<App>,
  ) => Promise<Answer<AnswerGiven<A>>>,
) {
  const door: Door = async (c, who, parts, key) => {
    const input = await check(c, op, who, parts)
    const said = [input.params, input.query, input.body ?? null] as Json
    const ask: Ask = {
      who,
      key,
      operation: op.operationId,
      policy: op.policy,
      step_up: stillToProve(op.step_up, input.body),
      request_id: c.get('request_id'),
      fingerprint: requestFingerprint(op.operationId, said),
      shape: shapeOf(op),
    }
    return act(c.get('world'), ask, input, c)
  }
  mount(router, op, door, idempotencyKey)
}

/** Mounts a read: its statements run in one round trip with the session; the reply is checked on its way out. */
export function serveRead<
  P extends Shape,
  Q extends Shape,
  B extends Shape,
  A extends Answers,
  const R extends Reads | RowBeside,
  C,
  const T extends AnswerGiven<A>,
>(
  router: Router,
  op: Operation<P, Q, B, A>,
  read: {
    reads: (who: Who, input: Input<P, Q, B>, now: Instant) => R
    /** Asks outside for what only the outside knows (the bank's balance, the provider's state). */
    call?: (loaded: ReadContext<R>, input: Input<P, Q, B>, world: World) => Promise<C>
    present: (
      loaded: ReadContext<R> & { called: C },
      input: Input<P, Q, B>,
      kit: Kit,
    ) => T | Promise<T>
  },
) {
  const door: Door = async (c, who, parts) => {
    const cursor = openCursor(op, parts.query)
    const input = await check(c, op, who, { ...parts, query: cursor.query })
    const world = c.get('world')
    const reads = (w: Who, now: Instant) => read.reads(w, input, now)
    const loaded = await readOnce(world, who, op.policy, reads, op.operationId)
    await cursor.hold(world, op.operationId, loaded.actor)
    const called = (await read.call?.(loaded, input, world)) as C
    const shown = await read.present({ ...loaded, called }, input, loaded.kit)
    const sealed = await sealCursors(world, op.operationId, loaded.actor, shown)
    const body = shapeOf(op)(200, sealed)
    await trace(c, op, {
      actor: loaded.actor,
      said: [input.params, input.query],
      told: { answer: body },
    })
    return { status: 200, body: JSON.stringify(body), replayed: false }
  }
  READS.add(op.operationId)
  mount(router, op, door, () => '')
}

/** Mounts a read that decides itself whether storage is asked: it answers also where storage does not. */
export function serveKept<A extends Answers>(
  router: Router,
  op: Operation<Shape, Shape, Shape, A, 'public'>,
  read: (c: Context<App>) => Promise<AnswerGiven<A>>,
) {
  READS.add(op.operationId)
  const door: Door = async (c, who, parts) => {
    await check(c, op, who, parts)
    return { status: 200, body: JSON.stringify(shapeOf(op)(200, await read(c))), replayed: false }
  }
  mount(router, op, door, () => '')
}

function mount(router: Router, op: AnyOperation, inner: Door, keyOf: (c: Context) => string) {
  const isPublic = op.policy === 'public'
  const door: Door = isPublic
    ? (c, ...said) => mayAskUnsigned(c, op).then(() => inner(c, ...said))
    : inner
  DOORS.set(op.operationId, door)
  const isBodyWanted = op.body !== undefined && !op.body.safeParse(undefined).success
  const answered = async (c: Context<App>) => {
    const key = keyOf(c)
    const who = typeof op.policy === 'string' ? PUBLIC : await identify(c, op.policy)
    const body =
      op.method === 'get' ? undefined : await jsonBody(c, isBodyWanted, op.body_bytes_max)
    return door(c, who, { params: c.req.param(), query: c.req.query(), body }, key)
  }
  router.on(op.method, op.path, async (c) => {
    c.set('operation', op.operationId)
    return replyWith(c, await inWords(op.operationId, () => answered(c)))
  })
}

export const identify = async (c: Context<App>, policy: Policy): Promise<Credential> =>
  knownAs(c.get('world'), await c.get('credential')(), policy)

const shapeOf =
  (op: Pick<Operation, 'operationId' | 'answers'>) =>
  (status: number, body: object): object => {
    const answer = op.answers[status]
    insist(answer, `${op.operationId} declares no answer ${status}`)
    return isExactly(answer.schema, body) ? body : (answer.schema.parse(body) as object)
  }
