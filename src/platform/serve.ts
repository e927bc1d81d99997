import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { log } from '../environment/log'
import { REFUSALS, Refusal } from '../kernel/refusals'
import { refusalForFault } from './d1'
import { type App, OPERATIONS } from './http'
import { problemFor } from './problem'

/** The one place where a refusal becomes a reply; anything unexpected is logged and told without detail. */
export const replyToError: ErrorHandler<App> = (error, c) => replyProblem(c, refusalFrom(error, c))

export function refusalFrom(error: Error, c: Context<App>): Refusal {
  if (error instanceof Refusal) return error
  const fault = refusalForFault(error)
  if (fault) return fault
  log('unexpected_error', { request_id: c.var.request_id, error: String(error.stack ?? error) })
  return new Refusal('internal_error')
}

export function replyProblem(c: Context<App>, refusal: Refusal): Response {
  const { retry_after_s } = refusal.details
  if (retry_after_s !== undefined)
    c.header('Retry-After', String(Math.max(1, Math.ceil(retry_after_s))))
  if (REFUSALS[refusal.code].status === 401) c.header('WWW-Authenticate', 'Bearer')
  c.header('Content-Type', 'application/problem+json; charset=utf-8')
  c.header('Content-Language', 'zh-CN')
  const problem = problemFor(refusal, c.var.request_id ?? '')
  return c.body(JSON.stringify(problem), REFUSALS[refusal.code].status)
}

/** Tells a wrong method (405, with Allow) from a wrong address (404). */
export const replyNotFound: NotFoundHandler<App> = (c) => {
  const methods = OPERATIONS.filter(({ path }) => isAt(path, c.req.path)).map(({ method }) =>
    method.toUpperCase(),
  )
  if (methods.length === 0 || methods.includes(c.req.method))
    return replyProblem(c, new Refusal('not_found'))
  c.header('Allow', [...new Set(methods)].join(', '))
  return replyProblem(c, new Refusal('method_not_allowed'))
}

/** Whether an address is one of a path with names in it: `/c/cards/:id`. */
export const isAt = (pattern: string, path: string): boolean => {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part.startsWith(':') || part === given[i])
  )
}
