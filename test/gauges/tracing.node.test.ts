import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app'
import { wireRequest } from '../support/wire'
import { openWorld, testConfig } from '../support/world'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

describe('a request that is told as a trace', () => {
  const asked = async (traces: { url: string; one_in: number } | null) => {
    const told: { url: string; body: string }[] = []
    const town = await openWorld({
      config: { ...testConfig, traces },
      outbound: {
        post: async (url, _headers, body) => {
          told.push({ url, body: String(body) })
          return { status: 200 }
        },
      },
    })
    const going: Promise<unknown>[] = []
    const context = {
      waitUntil: (work: Promise<unknown>) => void going.push(work),
      passThroughOnException: () => undefined,
      props: undefined,
    }
    const headers = { traceparent: `00-${TRACE}-${SPAN}-01` }
    const app = createApp({ open: async () => town })
    const token = `yfb_consumer_${'a'.repeat(43)}`
    const request = wireRequest('GET', '/v1/me?q=secret', { token, headers }, () => 'key')
    await app.fetch(request, {} as Env, context)
    await Promise.all(going)
    return told
  }
  it('goes on with its caller’s trace, with its operation and round trips, and with nothing of what was asked', async () => {
    const [one] = await asked({ url: 'https://collector.example/', one_in: 1 })
    expect(one?.url).toBe('https://collector.example/v1/traces')
    const { spans } = JSON.parse(one?.body ?? '{}').resourceSpans[0].scopeSpans[0]
    const [root, trip] = spans
    expect(root).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, name: 'readMe' })
    expect(trip).toMatchObject({ traceId: TRACE, parentSpanId: root.spanId, name: 'storage read' })
    expect(one?.body).not.toContain('secret')
  })
  it('is told nowhere unless somebody says where, and not each time', async () => {
    expect(await asked(null)).toEqual([])
    expect(await asked({ url: 'https://collector.example', one_in: 2 ** 32 })).toEqual([])
  })
})
