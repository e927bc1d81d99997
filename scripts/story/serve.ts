import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { createApp } from '../../src/app'
import type { Config } from '../../src/environment/config'
import { type Opened, openWorld } from '../../src/open'
import type { Clock, Telling } from '../../src/platform/world'
import { readingDb } from './storage'

type Reading = { close: () => Promise<void> }
type City = { file: string; port: number; config: Config; clock: Clock; telling: () => Telling }

/**
 * Serves the city that is being told on 127.0.0.1: every page and read as far as the story goes, by the story's clock;
 * no act. Rejects when the port is taken.
 */
export async function serveReading(city: City): Promise<Reading> {
  const database = new DatabaseSync(city.file, { readOnly: true })
  const app = createApp({ open: async () => opened })
  const env = {} as Env
  const opened: Opened = {
    ...openWorld(city.config, {
      db: readingDb(database),
      clock: standing(city.clock),
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      deliver: async (request) => app.fetch(request, env),
    }),
    telling: city.telling,
  }
  const server = createServer((request, response) => {
    answer((asked) => app.fetch(asked, env), request, response).catch(() => response.destroy())
  })
  await listening(server, city.port)
  return {
    close: async () => {
      await new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
      database.close()
    },
  }
}

/** The story's clock, which a visitor cannot move. */
const standing = (clock: Clock): Clock =>
  Object.freeze({ offset_ms: 0, now_ms: () => clock.now_ms() })

const listening = (server: Server, port: number) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })

const BODY_BYTES_MAX = 2_000_000
/** One request of a socket, answered by an app. */
export async function answer(
  fetch: (request: Request) => Response | Promise<Response>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  const body = method === 'GET' || method === 'HEAD' ? null : await bodyOf(request)
  const address = new URL(url, `http://${request.headers.host ?? '127.0.0.1'}`)
  const reply = await fetch(new Request(address, { method, headers, body }))
  response.statusCode = reply.status
  reply.headers.forEach((value, name) => void response.setHeader(name, value))
  // A browser must not go on speaking to this process when the next server has taken the port.
  response.setHeader('Connection', 'close')
  response.end(Buffer.from(await reply.arrayBuffer()))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let bytes_count = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes_count += chunk.length
    if (bytes_count > BODY_BYTES_MAX) throw new Error('too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
