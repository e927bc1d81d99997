import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Listening, listen } from '../../scripts/host/front'
import { type Network, networkFrom } from '../../scripts/host/proxy-rules'

const ORIGIN = 'https://yufubao.example'
const PROXIED = {
  Host: 'yufubao.example',
  'X-Forwarded-For': '198.51.100.1',
  'X-Forwarded-Proto': 'https',
}
const doors: Listening[] = []
afterEach(async () => {
  for (const door of doors.splice(0)) await door.drain()
})

type Opened = Parameters<typeof listen>[0]
async function opened(given: Partial<Opened> = {}): Promise<Listening> {
  const door = await listen({
    address: '127.0.0.1',
    port: 0,
    trusted: [networkFrom('127.0.0.1')].filter((one): one is Network => one !== null),
    in_flight_max: 2,
    public_origin: ORIGIN,
    answer: async (request) =>
      Response.json({ url: request.url, from: request.headers.get('CF-Connecting-IP') }),
    log: () => undefined,
    ...given,
  })
  doors.push(door)
  return door
}

/** Bytes as they are, and all that comes back until the other side ends or a second is over. */
const said = (port: number, bytes: string, ends_ms = 1_000): Promise<string> =>
  new Promise((done) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const late = setTimeout(() => socket.destroy(), ends_ms)
    socket.on('data', (chunk) => {
      heard += chunk.toString()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(late)
      done(heard)
    })
  })
const asked = (port: number, path: string, headers: Record<string, string>, method = 'GET') => {
  const lines = Object.entries({ Connection: 'close', ...headers })
  return said(
    port,
    `${method} ${path} HTTP/1.1\r\n${lines.map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\n`,
  )
}
const status = (reply: string) => Number(reply.split(' ')[1])

describe('the door of a host in production', () => {
  it('answers under its own name, to the address that its proxy names', async () => {
    const { port } = await opened()
    const reply = await asked(port, '//evil.example/x?y=1', {
      ...PROXIED,
      'CF-Connecting-IP': '192.0.2.1',
      'X-Forwarded-For': '192.0.2.2, 198.51.100.1',
    })
    expect(reply).toContain(
      JSON.stringify({ url: `${ORIGIN}//evil.example/x?y=1`, from: '198.51.100.1' }),
    )
  })
  it.each<[string, Record<string, string>, string, number]>([
    ['another name', { ...PROXIED, 'X-Forwarded-Host': 'evil.example' }, 'GET', 421],
    ['a write without https', { ...PROXIED, 'X-Forwarded-Proto': 'http' }, 'POST', 403],
    ['a read without https', { ...PROXIED, 'X-Forwarded-Proto': 'http' }, 'GET', 308],
    ['nobody’s address', { ...PROXIED, 'X-Forwarded-For': '' }, 'GET', 400],
    ['a whole address in place of a path', PROXIED, 'OPTIONS *', 400],
    ['a body that is too long', { ...PROXIED, 'Content-Length': '99999999' }, 'POST', 413],
  ])('sends away %s', async (_what, headers, method, expected) => {
    const { port } = await opened()
    const [verb = '', path = '/x'] = method.split(' ')
    expect(status(await asked(port, path, headers, verb))).toBe(expected)
  })
  it('answers who watches it on the machine itself, and nothing else without a proxy', async () => {
    const { port } = await opened()
    expect(status(await asked(port, '/readyz', { Host: '127.0.0.1' }))).toBe(200)
    expect(status(await asked(port, '/v1/me', { Host: '127.0.0.1' }))).toBe(308)
  })
  it('lets go who sends a byte at a time, and headers without end', async () => {
    const { port } = await opened({ times_ms: { headers: 100, request: 200, checked_every: 50 } })
    expect(status(await said(port, 'GET / HTTP/1.1\r\nHost: yufu'))).toBe(408)
    expect(status(await said(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}`))).toBe(
      431,
    )
    const slow = `POST /x HTTP/1.1\r\n${Object.entries(PROXIED)
      .map(([n, v]) => `${n}: ${v}\r\n`)
      .join('')}Content-Length: 100\r\n\r\n{`
    expect(status(await said(port, slow))).toBe(408)
  })
  it('sends away more than it can answer at once, with when to come again', async () => {
    let end = () => {}
    const held = new Promise<void>((done) => {
      end = done
    })
    const { port } = await opened({ answer: () => held.then(() => new Response('done')) })
    const first = [asked(port, '/1', PROXIED), asked(port, '/2', PROXIED)]
    await new Promise((done) => setTimeout(done, 50))
    const third = await asked(port, '/3', PROXIED)
    end()
    expect([status(third), /retry-after: 2/i.test(third)]).toEqual([503, true])
    expect((await Promise.all(first)).map(status)).toEqual([200, 200])
  })
  it('drains: who is in hand is answered, who comes later is not', async () => {
    let end = () => {}
    const held = new Promise<void>((done) => {
      end = done
    })
    const door = await opened({ answer: () => held.then(() => new Response('done')) })
    const first = asked(door.port, '/1', PROXIED)
    await new Promise((done) => setTimeout(done, 50))
    const drained = door.drain()
    expect(await asked(door.port, '/2', PROXIED)).toBe('')
    end()
    await drained
    expect(status(await first)).toBe(200)
  })
})
