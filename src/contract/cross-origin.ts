import type { Context, MiddlewareHandler, Next } from 'hono'
import { type App, OPERATIONS, type Operation } from '../platform/http'
import { isAt } from '../platform/serve'
import { mayReadOften } from '../platform/strangers'

/**
 * Routes that any site may ask from a browser: public, without a key, writing nothing. The answer never depends on a
 * cookie, so every origin is let in and none is given credentials; and nobody asks more than so often in a minute.
 */
export function openToAllOrigins(): MiddlewareHandler<App> {
  const open = OPERATIONS.filter(({ cross_origin }) => cross_origin !== undefined)
  return async (c, next) => {
    const found = open.find(({ path }) => isAt(path, c.req.path))
    return found?.cross_origin === undefined
      ? next()
      : answerOpenly(c, next, found, found.cross_origin.a_minute)
  }
}

async function answerOpenly(c: Context<App>, next: Next, found: Operation, a_minute: number) {
  if (c.req.method === 'OPTIONS') return preflight(c, found)
  // Before anything may be refused: a refusal is read by the site's script, too.
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Access-Control-Expose-Headers', 'X-Request-Id, Retry-After')
  if (c.req.method === found.method.toUpperCase()) mayReadOften(c, found, a_minute)
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
