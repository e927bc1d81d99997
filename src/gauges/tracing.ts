import type { MiddlewareHandler } from 'hono'
import type { Config } from '../environment/config'
import { hex } from '../environment/crypto'
import { log } from '../environment/log'
import { bankBridge, smsGateway } from '../environment/outside'
import { otlpBody, type Span, type Trace, traceFrom, traceparent } from '../environment/trace-rules'
import { VERSION } from '../operations/version'
import type { App } from '../platform/http'
import type { Keeper, Trip, World } from '../platform/world'

/** Tells some requests as traces, where the configuration says where to; whom they ask outside is told of the trace, too. */
export const traceRequests: MiddlewareHandler<App> = async (c, next) => {
  const { world, keeper } = c.var
  const trace = beginTrace(world, c.req.header('traceparent'))
  if (trace === null) return next()
  c.set('world', { ...world, ...portsUnder(world.config, traceparent(trace)) })
  const from_ms = Date.now()
  await next()
  const { method } = c.req
  const seen = { trace, method, operation: c.var.operation ?? null, status: c.res.status }
  tellTrace(world, keeper, { ...seen, from_ms, to_ms: Date.now(), trips: c.var.trips })
}

function portsUnder({ bank, sms }: Config, parent: string): Partial<Pick<World, 'bank' | 'sms'>> {
  return {
    ...(bank.kind === 'bridge' ? { bank: bankBridge({ ...bank, traceparent: parent }) } : {}),
    ...(sms.kind === 'gateway' ? { sms: smsGateway({ ...sms, traceparent: parent }) } : {}),
  }
}

type Kept = Pick<World, 'config' | 'random' | 'outbound'>

/**
 * The trace a request belongs to, where this one is told (one in so many): it goes on with the trace that its caller
 * names. Null: not told. Whether it is told is ours to draw, whatever the caller says.
 */
function beginTrace({ config, random }: Kept, header: string | null | undefined): Trace | null {
  if (config.traces === null || drawn(random) % config.traces.one_in !== 0) return null
  const caller = traceFrom(header)
  return {
    trace_id: caller?.trace_id ?? hex(random(16)),
    span_id: hex(random(8)),
    parent_id: caller?.parent_id ?? null,
  }
}
const drawn = (random: World['random']): number =>
  random(4).reduce((sum, byte) => sum * 256 + byte, 0)

type Seen = {
  trace: Trace
  method: string
  operation: string | null
  status: number
  from_ms: number
  to_ms: number
  trips: readonly Trip[]
}

/** Tells a request and its round trips to the collector, after the answer; a collector that is away costs nobody anything. */
function tellTrace(world: Kept, keeper: Keeper | null, seen: Seen): void {
  const { traces } = world.config
  if (traces === null || keeper === null) return
  const body = JSON.stringify(otlpBody(seen.trace, spansFrom(world.random, seen), VERSION))
  const url = `${traces.url.replace(/\/$/, '')}/v1/traces`
  const told = world.outbound
    .post(url, { 'Content-Type': 'application/json' }, body)
    .then(({ status }) => {
      if (status >= 300) log('trace_not_taken', { status })
    })
    .catch((error: unknown) => log('trace_not_taken', { error: String(error) }))
  keeper.waitUntil(told)
}

const spansFrom = (random: World['random'], seen: Seen): Span[] => [
  {
    name: seen.operation ?? `HTTP ${seen.method}`,
    span_id: seen.trace.span_id,
    parent_id: seen.trace.parent_id,
    kind: 'server',
    from_ms: seen.from_ms,
    to_ms: seen.to_ms,
    is_failed: seen.status >= 500,
    facts: { 'http.request.method': seen.method, 'http.response.status_code': seen.status },
  },
  ...seen.trips.map(
    ({ kind, from_ms, to_ms, count, is_done }): Span => ({
      name: `storage ${kind}`,
      span_id: hex(random(8)),
      parent_id: seen.trace.span_id,
      kind: 'client',
      from_ms,
      to_ms,
      is_failed: !is_done,
      facts: { 'db.system.name': 'sqlite', 'db.operation.batch.size': count },
    }),
  ),
]
