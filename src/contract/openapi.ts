import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import * as z from 'zod'
import { REFUSALS, type RefusalCode } from '../kernel/refusals'
import { rolesOf } from '../platform/actor'
import type { Operation } from '../platform/http'
import { Problem } from '../platform/problem'

type Shape = z.ZodType

/** The OpenAPI 3.1 document of everything declared so far; no I/O, the same bytes every time. */
export function openApiOf(
  operations: readonly Operation[],
  info: { title: string; version: string; description: string },
): object {
  const book = new OpenAPIHono()
  for (const op of operations) book.openAPIRegistry.registerPath(createRoute(routeOf(op)))
  book.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
  })
  return book.getOpenAPI31Document({ openapi: '3.1.0', info, servers: [{ url: '/' }] })
}

function routeOf(op: Operation): RouteConfig {
  const statuses = new Map<number, RefusalCode[]>()
  const always: RefusalCode[] =
    op.method === 'get' || op.policy === 'signature'
      ? []
      : ['idempotency_key_missing', 'idempotency_key_reused', 'request_in_flight']
  const signedIn: RefusalCode[] =
    typeof op.policy === 'string' ? [] : ['not_signed_in', 'session_expired', 'role_not_allowed']
  for (const code of [...signedIn, 'request_invalid' as const, ...always, ...(op.refuses ?? [])]) {
    const { status } = REFUSALS[code]
    statuses.set(status, [...(statuses.get(status) ?? []), code])
  }
  const json = (schema: Shape) => ({ 'application/json': { schema } })
  const responses: RouteConfig['responses'] = {}
  for (const [status, { description, schema }] of Object.entries(op.answers)) {
    responses[status] = { description, content: json(schema) }
  }
  for (const [status, codes] of [...statuses].sort(([a], [b]) => a - b)) {
    responses[status] = {
      description: codes.join(' · '),
      content: { 'application/problem+json': { schema: Problem } },
    }
  }
  const headers =
    op.method === 'get' || op.policy === 'signature'
      ? {}
      : { headers: z.object({ 'idempotency-key': z.string().min(1).max(255) }) }
  return {
    method: op.method,
    path: op.path.replace(/:(\w+)/g, '{$1}'),
    operationId: op.operationId,
    tags: op.tags,
    summary: op.summary,
    ...(op.description ? { description: op.description } : {}),
    ...(typeof op.policy === 'string' ? {} : { security: [{ token: [] }] }),
    'x-policy':
      typeof op.policy === 'string'
        ? op.policy
        : Object.fromEntries(
            rolesOf(op.policy).map((role) => [role, (op.policy as Record<string, string>)[role]]),
          ),
    request: {
      ...headers,
      ...(op.params ? { params: op.params as never } : {}),
      ...(op.query ? { query: op.query as never } : {}),
      ...(op.body ? { body: { required: true, content: json(op.body) } } : {}),
    },
    responses,
  } as RouteConfig
}
