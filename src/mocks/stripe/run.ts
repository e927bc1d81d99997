import * as z from 'zod'
import { DAY_MS } from '../../kernel/time'
import { one, type Statement, sql } from '../../platform/d1'
import type { Operation } from '../stripe-objects/call'
import { deliverSome } from '../stripe-objects/deliveries'
import { Draft } from '../stripe-objects/draft'
import { expand, readParams } from '../stripe-objects/params'
import { expanded, type Node, shown } from '../stripe-objects/show'
import { digest } from '../stripe-objects/signing'
import { changedMeanwhile, keyInUse, newId, type StripeMockDeps } from '../stripe-objects/store'
import type { Thing } from '../stripe-objects/types'
import { apiError, errorBody, Failure, type Form, invalid } from '../stripe-objects/wire'

type Asked = {
  /** The `Idempotency-Key`, or null. */
  key: string | null
  /** What must be the same when the key comes again: method, path and parameters. */
  said: string
  id: string
  form: Form
}
export type Reply = { status: number; body: string; request_id: string; replayed: boolean }

const ATTEMPTS_MAX = 8
const KEY_LENGTH_MAX = 255
/** docs.stripe.com/idempotency: keys may be forgotten once they are a day old; this mock forgets them. */
const KEY_MS = DAY_MS
/** How many notices a request sends on before it answers; the rest waits for the job. */
const NOTICES_MAX = 20

/**
 * Runs a writing operation. With a key, its outcome is kept in the same batch as its effects and is the
 * key's answer from then on, errors included once execution began. What fails validation is not kept.
 */
export async function runOperation(
  deps: StripeMockDeps,
  asked: Asked,
  operation: Operation,
): Promise<Reply> {
  const request_id = newId(deps, 'req')
  const request = digest(asked.said)
  const kept = asked.key === null ? null : await keptAnswer(deps, asked.key, request)
  if (kept) return { ...kept, request_id, replayed: true }
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const draft = new Draft(deps, { request_id, key: asked.key })
    const outcome = await execute(draft, asked, operation)
    const keep = asked.key === null ? [] : keepAnswer(draft, asked.key, { request, ...outcome })
    try {
      // The key goes first: a twin is told 409, not that its payment changed meanwhile.
      await deps.db.batch([...keep, ...draft.statements()])
    } catch (error) {
      if (keyInUse(error)) throw twinRuns()
      if (changedMeanwhile(error)) continue
      throw error
    }
    // A notice that cannot be sent now stays due; it is no reason to call what was done undone.
    await deliverSome(deps, NOTICES_MAX).catch(() => null)
    const is_lost = draft.line === 'answer_lost' && outcome.status === 200
    const answer = is_lost ? { status: 500, body: JSON.stringify(errorBody(apiError())) } : outcome
    return { ...answer, request_id, replayed: false }
  }
  throw invalid(
    'This object is being changed by too many requests at once.',
    { code: 'lock_timeout' },
    429,
  )
}

/** Runs a reading operation: nothing it gathers is written. */
export async function runReading(
  deps: StripeMockDeps,
  asked: Omit<Asked, 'key' | 'said'>,
  operation: Operation,
): Promise<Reply> {
  const request_id = newId(deps, 'req')
  const draft = new Draft(deps, { request_id, key: null })
  return { ...(await execute(draft, asked, operation)), request_id, replayed: false }
}

async function execute(
  draft: Draft,
  { id, form }: Pick<Asked, 'id' | 'form'>,
  operation: Operation,
): Promise<{ status: number; body: string }> {
  const outcome = await operation({ draft, id, form })
  if (outcome instanceof Failure)
    return { status: outcome.status, body: JSON.stringify(errorBody(outcome)) }
  const node: Node = isThing(outcome) ? shown(outcome, draft.now_s) : { ...outcome }
  const { expand: paths } = readParams(Expand, form)
  return { status: 200, body: JSON.stringify(await expanded(draft, node, paths)) }
}

const Expand = z.object({ expand })
const isThing = (object: object): object is Thing => 'id' in object && !('secret' in object)

type KeptRow = { request: string; status: number; body: string }

async function keptAnswer(
  deps: StripeMockDeps,
  key: string,
  request: string,
): Promise<Pick<KeptRow, 'status' | 'body'> | null> {
  if (key.length > KEY_LENGTH_MAX || key === '')
    throw invalid(`Idempotency keys have 1 to ${KEY_LENGTH_MAX} characters.`)
  const kept = await one(
    deps.db,
    sql<KeptRow>`SELECT request, status, body FROM mock_stripe_idempotency
        WHERE key = ${key} AND created_ms > ${deps.now_ms() - KEY_MS}`,
  )
  if (!kept) return null
  if (kept.request !== request)
    throw new Failure(400, {
      type: 'idempotency_error',
      message:
        'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
        `Try using a key other than '${key}' if you meant to execute a different request.`,
    })
  return { status: kept.status, body: kept.body }
}

const keepAnswer = (draft: Draft, key: string, { request, status, body }: KeptRow): Statement[] => [
  sql`DELETE FROM mock_stripe_idempotency WHERE created_ms <= ${draft.now_ms - KEY_MS}`,
  sql`INSERT INTO mock_stripe_idempotency (key, request, status, body, created_ms)
      VALUES (${key}, ${request}, ${status}, ${body}, ${draft.now_ms})`,
]

const twinRuns = () =>
  new Failure(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: 'There is currently another in-progress request using this Idempotent Key.',
  })
