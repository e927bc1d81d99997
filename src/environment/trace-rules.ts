/** Where a request belongs among those of others (W3C Trace Context): ids are hexadecimal, 32 and 16 characters. */
export type Trace = { trace_id: string; span_id: string; parent_id: string | null }

const ZERO = /^0+$/
/** What a `traceparent` says of its trace, or null where it says nothing that can be used. */
export function traceFrom(
  header: string | null | undefined,
): { trace_id: string; parent_id: string } | null {
  const [, version, trace_id = '', parent_id = '', rest = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(header ?? '') ?? []
  if (version === undefined || version === 'ff' || ZERO.test(trace_id) || ZERO.test(parent_id))
    return null
  // Only a later version may say more than the four.
  return version === '00' && rest !== '' ? null : { trace_id, parent_id }
}
export const traceparent = ({ trace_id, span_id }: Trace): string => `00-${trace_id}-${span_id}-01`

/** One piece of work of a request; times in milliseconds since 1970. */
export type Span = {
  name: string
  span_id: string
  parent_id: string | null
  kind: 'server' | 'client'
  from_ms: number
  to_ms: number
  is_failed: boolean
  /** Words of the code and counts: nothing of anybody. */
  facts: Readonly<Record<string, string | number>>
}

const KINDS = { server: 2, client: 3 } as const
const nanos = (ms: number): string => `${Math.trunc(ms)}000000`
const attribute = ([key, value]: [string, string | number]) => ({
  key,
  value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
})

/** The spans of a trace as OTLP takes them over HTTP as JSON (opentelemetry-proto, `ExportTraceServiceRequest`). */
export const otlpBody = (
  { trace_id }: Pick<Trace, 'trace_id'>,
  spans: readonly Span[],
  version: string,
) => ({
  resourceSpans: [
    {
      resource: {
        attributes: Object.entries({ 'service.name': 'yufubao', 'service.version': version }).map(
          attribute,
        ),
      },
      scopeSpans: [
        {
          scope: { name: 'yufubao' },
          spans: spans.map(
            ({ name, span_id, parent_id, kind, from_ms, to_ms, is_failed, facts }) => ({
              traceId: trace_id,
              spanId: span_id,
              ...(parent_id === null ? {} : { parentSpanId: parent_id }),
              name,
              kind: KINDS[kind],
              startTimeUnixNano: nanos(from_ms),
              endTimeUnixNano: nanos(to_ms),
              attributes: Object.entries(facts).map(attribute),
              status: is_failed ? { code: 2 } : {},
            }),
          ),
        },
      ],
    },
  ],
})
