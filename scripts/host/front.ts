import { createServer, type IncomingMessage, type Server } from 'node:http'
import { BodyRefused, type Room, readBody, requestFrom, send } from './messages'
import { type Asker, askerFrom, type Network, trusts } from './proxy-rules'

type Front = {
  address: string
  port: number
  trusted: readonly Network[]
  in_flight_max: number
  /** In production: the one origin people type; null in development, where any name will do. */
  public_origin: string | null
  /** Answers one request; never throws for a request's own faults. */
  answer: (request: Request) => Response | Promise<Response>
  log: (event: string, facts: { error?: string }) => void
  times_ms?: Partial<typeof TIMES_MS>
}
export type Listening = {
  port: number
  /** Takes nobody new, lets those in hand end, and resolves when nobody is left. */
  drain: () => Promise<void>
}

/** Bytes and counts that no browser of ours comes near. */
const HEADER_BYTES_MAX = 16 * 1024
const HEADERS_MAX = 100
const SOCKETS_MAX = 2_000
const SECOND_MS = 1_000
const TIMES_MS = {
  /** Until the last header is here, and until the whole request is: who sends a byte a second is let go. */
  headers: 10 * SECOND_MS,
  request: 30 * SECOND_MS,
  /** Nothing moved on the socket: also who takes no byte of an answer. */
  idle: 60 * SECOND_MS,
  keep_alive: 65 * SECOND_MS,
  checked_every: SECOND_MS,
}
/** What is said to who sends no request that can be read. */
const UNREAD: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
/** Whom a host is watched by: they come without a proxy, from the machine itself. */
const WATCHERS = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * The city's door on a socket of our own. It holds what an edge would: sizes, times, how many at once, by which name and over
 * https; and says who asks, from the proxies it was told of.
 */
export async function listen(front: Front): Promise<Listening> {
  const is_trusted = trusts(front.trusted)
  const times = { ...TIMES_MS, ...front.times_ms }
  const room: Room = { bytes: 0 }
  const state = { in_flight: 0, is_ending: false, done: () => {} }
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: times.headers,
      requestTimeout: times.request,
      keepAliveTimeout: times.keep_alive,
      connectionsCheckingInterval: times.checked_every,
    },
    (message, reply) => {
      state.in_flight += 1
      reply.once('close', () => {
        state.in_flight -= 1
        if (state.is_ending && state.in_flight === 0) state.done()
      })
      const asker = askerFrom(message.socket.remoteAddress ?? '', message.headers, is_trusted)
      const full = state.is_ending || state.in_flight > front.in_flight_max
      const refused = full ? busy(state.is_ending) : refusal(front, message, asker)
      answered(front, { message, asker, room, refused })
        .then((said) => send(said, reply, state.is_ending || refused !== null))
        .catch(() => reply.destroy())
    },
  )
  server.maxHeadersCount = HEADERS_MAX
  server.maxConnections = SOCKETS_MAX
  server.setTimeout(times.idle)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = UNREAD[error.code ?? ''] ?? '400 Bad Request'
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
  })
  await listening(server, front)
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : front.port,
    drain: () =>
      new Promise((done) => {
        state.is_ending = true
        state.done = () => {
          server.closeAllConnections()
          done()
        }
        server.close()
        server.closeIdleConnections()
        if (state.in_flight === 0) state.done()
      }),
  }
}

const listening = (server: Server, { port, address }: Front) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, address, done)
  })

type Asked = { message: IncomingMessage; asker: Asker; room: Room; refused: Response | null }
async function answered(front: Front, { message, asker, room, refused }: Asked): Promise<Response> {
  if (refused !== null) return refused
  const { method = 'GET' } = message
  try {
    const body = method === 'GET' || method === 'HEAD' ? null : await readBody(message, room)
    const origin = front.public_origin ?? `http://${asker.host}`
    return await front.answer(requestFrom(message, { origin, asker, body }))
  } catch (error) {
    if (error instanceof BodyRefused)
      return error.status === 413 ? problem(413, '请求内容过大') : busy(false)
    if (error instanceof TypeError) return problem(400, '请求写得不对')
    front.log('host_failed', { error: String(error) })
    return problem(503, '服务暂时不能回答，请用原来的请求再试一次', { 'Retry-After': '2' })
  }
}

/** Why a request gets no farther than the door; null: it may. */
function refusal(front: Front, message: IncomingMessage, asker: Asker): Response | null {
  const { url = '', method = 'GET' } = message
  if (!url.startsWith('/')) return problem(400, '请求写得不对')
  if (front.public_origin === null) return null
  const [path = ''] = url.split('?')
  if (!asker.via_proxy || asker.address === null) {
    if (WATCHERS.has(path)) return null
    if (asker.via_proxy) front.log('proxy_names_nobody', {})
  }
  if (!asker.is_https) {
    const may_go = method === 'GET' || method === 'HEAD'
    return may_go
      ? new Response(null, { status: 308, headers: { Location: front.public_origin + url } })
      : problem(403, '请用 https 访问；这一步没有办')
  }
  if (asker.address === null) return problem(400, '代理没有说明是谁在访问；这一步没有办')
  return asker.host.toLowerCase() === new URL(front.public_origin).host
    ? null
    : problem(421, '这里不是这个网址')
}

const busy = (is_ending: boolean): Response =>
  problem(
    503,
    is_ending ? '服务正在重启，请用原来的请求再试一次' : '来的人太多，请用原来的请求再试一次',
    {
      'Retry-After': '2',
    },
  )

/** RFC 9457, of no kind of its own: nothing was asked of the city. */
const problem = (status: number, title: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title, status }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Language': 'zh-CN',
      'Cache-Control': 'no-store',
      ...headers,
    },
  })
