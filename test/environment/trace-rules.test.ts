import { describe, expect, it } from 'vitest'
import { otlpBody, traceFrom, traceparent } from '../../src/environment/trace-rules'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

describe('a trace', () => {
  it('goes on with what its caller names', () => {
    expect(traceFrom(`00-${TRACE}-${SPAN}-01`)).toEqual({ trace_id: TRACE, parent_id: SPAN })
    expect(traceFrom(`cc-${TRACE}-${SPAN}-01-more`)).toEqual({ trace_id: TRACE, parent_id: SPAN })
  })
  it.each([
    null,
    '',
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE}-${SPAN}`,
  ])('is not named by %s', (header) => {
    expect(traceFrom(header)).toBeNull()
  })
  it('is named to others, and told as OTLP', () => {
    expect(traceparent({ trace_id: TRACE, span_id: SPAN, parent_id: null })).toBe(
      `00-${TRACE}-${SPAN}-01`,
    )
    const span = {
      name: 'redeemByCode',
      span_id: SPAN,
      parent_id: null,
      kind: 'server' as const,
      from_ms: 1_700_000_000_000,
      to_ms: 1_700_000_000_005,
      is_failed: false,
      facts: { 'http.response.status_code': 201 },
    }
    const [resource] = otlpBody({ trace_id: TRACE }, [span], '0.1.0').resourceSpans
    expect(resource?.scopeSpans[0]?.spans[0]).toMatchObject({
      traceId: TRACE,
      kind: 2,
      startTimeUnixNano: '1700000000000000000',
      endTimeUnixNano: '1700000000005000000',
      attributes: [{ key: 'http.response.status_code', value: { intValue: '201' } }],
    })
  })
})
