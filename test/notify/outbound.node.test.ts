import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { outboundFetch } from '../../src/environment/outside'

let server: Server
let base: string
let asked: { path: string; headers: IncomingMessage['headers']; body: string }[]
beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const path = request.url ?? ''
      asked.push({ path, headers: request.headers, body })
      if (path === '/silent') return
      const status = Number(path.slice(1)) || 200
      const moved = status >= 300 && status < 400 ? { Location: '/inside' } : {}
      response.writeHead(status, status === 429 ? { 'Retry-After': '120' } : moved)
      response.end('{"anything":true}')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

it('hands over headers and body as they are, and says the status', async () => {
  const headers = { 'webhook-id': 'evt_1', 'Content-Type': 'application/json; charset=utf-8' }
  expect(await outboundFetch.post(`${base}/204`, headers, '{"a":"元"}')).toEqual({ status: 204 })
  expect(asked).toMatchObject([{ path: '/204', body: '{"a":"元"}' }])
  expect(asked[0]?.headers).toMatchObject({ 'webhook-id': 'evt_1' })
})
it('says when to come again, if it was said', async () => {
  expect(await outboundFetch.post(`${base}/429`, {}, '{}')).toEqual({
    status: 429,
    retry_after_s: 120,
  })
})
it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
  expect(await outboundFetch.post(`${base}/${status}`, {}, '{}')).toEqual({ status })
  expect(asked.map(({ path }) => path)).toEqual([`/${status}`])
})
it('gives up on who does not answer within ten seconds', async () => {
  const real = AbortSignal.timeout
  const waits: number[] = []
  AbortSignal.timeout = (ms) => {
    waits.push(ms)
    return real.call(AbortSignal, ms / 100)
  }
  try {
    await expect(outboundFetch.post(`${base}/silent`, {}, '{}')).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  } finally {
    AbortSignal.timeout = real
  }
  expect(waits).toEqual([10_000])
})
