import type { Context, MiddlewareHandler } from 'hono'
import { refuse } from '../kernel/refusals'
import { epochMs } from '../kernel/time'
import { type App, OPERATIONS, type Operation } from '../platform/http'
import { isAt } from '../platform/serve'

/**
 * Routes that any site may ask from a browser: public, without a key, writing nothing. The answer never depends on a
 * cookie, so every origin is let in and none is given credentials; and nobody asks more than so often in a minute.
 */
export const openToAllOrigins: MiddlewareHandler<App> = async (c, next) => {
  const found = OPERATIONS.find(
    ({ cross_origin, path }) => cross_origin !== undefined && isAt(path, c.req.path),
  )
  if (found?.cross_origin === undefined) return next()
  if (c.req.method === 'OPTIONS') return preflight(c, found)
  // Before anything may be refused: a refusal is read by the site's script, too.
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Access-Control-Expose-Headers', 'X-Request-Id, Retry-After')
  if (c.req.method === found.method.toUpperCase()) mayAsk(c, found, found.cross_origin.a_minute)
  await next()
  c.res.headers.set('Access-Control-Allow-Origin', '*')
  c.res.headers.set('Access-Control-Expose-Headers', 'X-Request-Id, Retry-After')
}

const DAY_S = '86400'
function preflight(c: Context<App>, { method }: Operation): Response {
  return c.body(null, 204, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': method.toUpperCase(),
    'Access-Control-Allow-Headers': 'Content-Type',
    'Access-Control-Max-Age': DAY_S,
  })
}

type Bucket = { minute: number; asked: number }
/** By address and route; the oldest go when there are too many, so it stays small. */
const BUCKETS = new Map<string, Bucket>()
const BUCKETS_MAX = 10_000
const MINUTE_MS = 60_000

/** Refuses `asked_too_often`. Where the edge names no address (a developer's own machine) nothing is counted. */
function mayAsk(c: Context<App>, { operationId }: Operation, a_minute: number): void {
  const address = c.req.header('CF-Connecting-IP')
  if (address === undefined) return
  const now_ms = epochMs(c.get('world').now())
  const minute = Math.floor(now_ms / MINUTE_MS)
  const key = `${operationId} ${address}`
  const bucket = BUCKETS.get(key)
  const asked = bucket?.minute === minute ? bucket.asked + 1 : 1
  BUCKETS.delete(key)
  BUCKETS.set(key, { minute, asked })
  if (BUCKETS.size > BUCKETS_MAX) BUCKETS.delete(BUCKETS.keys().next().value ?? key)
  if (asked > a_minute)
    refuse('asked_too_often', { retry_after_s: ((minute + 1) * MINUTE_MS - now_ms) / 1000 })
}
