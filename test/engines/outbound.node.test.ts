import type { lookup } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outboundOverSockets } from '../../src/engines/outbound'

const heard: string[] = []
const server = createServer((request, reply) => {
  heard.push(`${request.method} ${request.url} ${request.headers.host}`)
  if (request.url === '/away') reply.writeHead(302, { Location: '/inside' }).end()
  else reply.writeHead(503, { 'Retry-After': '7' }).end('x'.repeat(1_000_000))
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** A resolver that says what an attacker's would. */
const says = (...addresses: string[]) =>
  ((_host: string, _options: object, answer: (error: null, found: object[]) => void) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as typeof lookup

describe('a subscriber that we tell over our own socket', () => {
  it.each([
    ['this machine', ['127.0.0.1']],
    ['this machine in version 6', ['::1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['a house', ['192.168.1.10']],
    ['one address outside and one inside', ['8.8.8.8', '10.0.0.1']],
    ['nowhere', []],
  ])('is not knocked at when its name leads to %s', async (_what, addresses) => {
    const { post } = outboundOverSockets({ allows_here: false, lookup: says(...addresses) })
    await expect(post(`http://127.0.0.1.nip.io:${port}/in`, {}, '{}')).rejects.toThrow(
      'leads inside',
    )
    expect(heard).toEqual([])
  })
  it.each(['http://127.0.0.1', 'http://[::1]', 'http://169.254.169.254', 'http://[::ffff:7f00:1]'])(
    'is not knocked at by an address: %s',
    async (origin) => {
      const { post } = outboundOverSockets({ allows_here: false })
      await expect(post(`${origin}:${port}/in`, {}, '{}')).rejects.toThrow()
      expect(heard).toEqual([])
    },
  )
  it('is asked where it was looked up, tells when to come again, and sends us nowhere else', async () => {
    const { post } = outboundOverSockets({ allows_here: true, lookup: says('127.0.0.1') })
    expect(await post(`http://shop.example.cn:${port}/in`, {}, '{}')).toEqual({
      status: 503,
      retry_after_s: 7,
    })
    expect(await post(`http://shop.example.cn:${port}/away`, {}, '{}')).toEqual({ status: 302 })
    expect(heard).toEqual([
      `POST /in shop.example.cn:${port}`,
      `POST /away shop.example.cn:${port}`,
    ])
  })
})
