import { sql } from '../../platform/d1'
import type { Kind, StripeObject } from './objects'
import { objectsIn, type StripeMockDeps } from './store'
import { invalid, listIn, type Params, text } from './wire'

/** Which fields of an object are ids that `expand[]` may open. */
const LINKS = [
  'latest_charge',
  'payment_intent',
  'charge',
  'balance_transaction',
  'customer',
  'source',
] as const
const DEPTH_MAX = 4

export async function retrieve(
  deps: StripeMockDeps,
  kind: Kind,
  id: string,
): Promise<StripeObject> {
  const query =
    kind === 'event'
      ? sql`SELECT data FROM mock_stripe_events WHERE id = ${id}`
      : sql`SELECT data FROM mock_stripe_objects WHERE id = ${id} AND object = ${kind}`
  const [rows] = await deps.db.batch([query])
  const [object] = objectsIn(rows)
  if (!object) throw invalid(`No such ${kind}: '${id}'`, { code: 'resource_missing' })
  return object
}

/** `{object:'list', url, has_more, data}`, newest first; `limit` 1–100 (10), cursors by id. */
export async function list(
  deps: StripeMockDeps,
  kind: Kind,
  url: string,
  params: Params,
): Promise<object> {
  const limit = Number(text(params, 'limit') ?? 10)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalid('Invalid limit', { code: 'parameter_invalid_integer', param: 'limit' })
  const table = kind === 'event' ? sql`mock_stripe_events` : sql`mock_stripe_objects`
  const seqOf = async (param: 'starting_after' | 'ending_before') => {
    const id = text(params, param)
    if (id === null) return null
    const [rows] = await deps.db.batch([sql`SELECT seq FROM ${table} WHERE id = ${id}`])
    const seq = rows?.[0]?.seq
    if (seq === undefined)
      throw invalid(`No such ${kind}: '${id}'`, { code: 'resource_missing', param })
    return Number(seq)
  }
  const [after, before] = [await seqOf('starting_after'), await seqOf('ending_before')]
  const of_kind =
    kind === 'event'
      ? sql`(${text(params, 'type')} IS NULL OR type = ${text(params, 'type')})`
      : sql`object = ${kind}`
  const parent = text(params, 'charge') ?? text(params, 'payment_intent') ?? text(params, 'source')
  const order = before === null ? sql`DESC` : sql`ASC`
  const of_parent =
    kind === 'event'
      ? sql`1`
      : sql`(${parent} IS NULL OR parent = ${parent} OR data ->> 'payment_intent' = ${parent})`
  const [rows] = await deps.db.batch([
    sql`SELECT data FROM ${table} WHERE ${of_kind} AND ${of_parent}
           AND (${after} IS NULL OR seq < ${after}) AND (${before} IS NULL OR seq > ${before})
         ORDER BY seq ${order} LIMIT ${limit + 1}`,
  ])
  const found = objectsIn(rows)
  const data = found.slice(0, limit)
  if (before !== null) data.reverse()
  return { object: 'list', url, has_more: found.length > limit, data }
}

/** Opens ids named by `expand[]`: `latest_charge.balance_transaction`, and `data.…` on lists; at most four deep. */
export async function expand<T extends object>(
  deps: StripeMockDeps,
  object: T,
  params: Params,
): Promise<T> {
  for (const path of listIn(params, 'expand')) {
    const steps = path.split('.')
    if (steps.length > DEPTH_MAX)
      throw invalid(`You cannot expand more than ${DEPTH_MAX} levels of a property`, {
        param: 'expand',
      })
    await open(deps, object as Record<string, unknown>, steps, path)
  }
  return object
}

async function open(
  deps: StripeMockDeps,
  into: Record<string, unknown>,
  [step = '', ...rest]: string[],
  path: string,
): Promise<void> {
  if (step === 'data' && Array.isArray(into.data)) {
    for (const item of into.data) await open(deps, item as Record<string, unknown>, rest, path)
    return
  }
  if (!LINKS.some((link) => link === step) || !(step in into))
    throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' })
  const id = into[step]
  if (typeof id === 'string' && id !== '') {
    const [rows] = await deps.db.batch([sql`SELECT data FROM mock_stripe_objects WHERE id = ${id}`])
    into[step] = objectsIn(rows)[0] ?? id
  }
  const inner = into[step]
  if (rest.length > 0 && typeof inner === 'object' && inner !== null)
    await open(deps, inner as Record<string, unknown>, rest, path)
}
