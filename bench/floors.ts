import { createApp } from '../src/app'
import { d1 } from '../src/engines/d1'
import { readConfig } from '../src/environment/config'
import { openWorld } from '../src/open'
import type { Db, Row, Statement } from '../src/platform/d1'
import { machineClock } from '../src/platform/world'

/**
 * The floors beside the product, in a worker of their own: a bare route that does nothing, one D1 read, and one
 * D1 batch of the very statements a redemption runs. Those statements are captured beforehand by running the real
 * act with its write held back, so the floor executes them without any of the product's own work.
 */
const captured: Statement[][] = []
let served = 0
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))

function capturing(db: Db): Db & { seen: Statement[] } {
  return {
    seen: [],
    async batch(statements) {
      this.seen.push(...statements)
      const writes = statements.some(({ text }) => text.includes('INSERT INTO journal '))
      return writes ? statements.map((): Row[] => []) : db.batch(statements)
    },
  }
}

async function capture(request: Request, env: Env): Promise<Response> {
  const read = readConfig({ ...env })
  if ('faults' in read) return Response.json(read.faults, { status: 503 })
  const db = capturing(d1(env.DB))
  const opened = openWorld(read.config, {
    db,
    clock: machineClock(),
    random,
    deliver: async () => new Response(),
  })
  const app = createApp({ open: async () => opened })
  const url = new URL(request.url)
  url.pathname = '/v1/redemptions'
  const reply = await app.fetch(new Request(url, request), env)
  if (reply.status === 201) captured.push(db.seen)
  return new Response(await reply.text(), { status: reply.status })
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/capture') return capture(request, env)
    if (pathname.startsWith('/read/')) {
      const id = pathname.slice('/read/'.length)
      const card = await env.DB.prepare('SELECT * FROM cards WHERE id = ?').bind(id).first()
      return Response.json(card)
    }
    if (pathname === '/batch') {
      const statements = captured[served++]
      if (!statements) return new Response('nothing captured is left', { status: 500 })
      const rows = await env.DB.batch(
        statements.map(({ text, values }) => env.DB.prepare(text).bind(...values)),
      )
      return Response.json({ statements: rows.length })
    }
    return Response.json({ status: 'ok' })
  },
}
