import { openStorage } from '#storage'
import { createApp } from '../../src/app'
import type { Config } from '../../src/environment/config'
import { keyringFrom } from '../../src/environment/keyring'
import type { OutboundPort } from '../../src/environment/ports'
import type { City } from '../../src/kernel/city'
import { type Opened, openWorld as openRealWorld } from '../../src/open'
import type { Db, Statement } from '../../src/platform/d1'
import { movableClock } from '../../src/platform/world'
import type { Answered, Body, Method, Nothing, Path } from './addresses'
import { notInContract, notInEvents } from './contract'
import { type WireRequest, wireRequest } from './wire'

export const START = Date.parse('2026-03-02T01:00:00.000Z')

export const testConfig: Config = {
  stage: 'dev',
  keyring: keyringFrom(Uint8Array.from({ length: 32 }, (_, i) => (i * 73 + 11) % 256)),
  payments: 'mock',
  stripe_secret_key: 'sk_test_of_the_test_suite',
  stripe_webhook_secrets: ['whsec_of_the_test_suite_1'],
  stripe_host: null,
  sms: { kind: 'mock' },
  bank: { kind: 'mock' },
  public_url: 'http://127.0.0.1:8787',
  city: 'weihai',
  push_key: Uint8Array.from({ length: 32 }, (_, i) => (i * 61 + 17) % 256),
  dev_token: 'dev_token_of_the_test_suite',
  storage: 'd1',
  metrics_token: null,
  traces: null,
  archive_after_days: 366,
}

/** Pseudo-random bytes from a seed (mulberry32): the same run every time. */
export function seeded(seed: number): (bytes: number) => Uint8Array {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % 256
  }
  return (bytes) => Uint8Array.from({ length: bytes }, next)
}

/** What may go wrong with storage on the way: before the commit, or after it with the answer lost. */
export type Fault = 'before' | 'after' | null
export type Faulty = {
  next: (statements: readonly Statement[]) => Fault
  /** Set by a scheduler: every batch waits for its turn, and is told what goes wrong with it. */
  turn?: () => Promise<Fault>
}

function faultyDb(db: Db, faulty: Faulty): Db {
  return {
    async batch(statements) {
      const fault = faulty.turn ? await faulty.turn() : faulty.next(statements)
      const surprises = statements.flatMap(notInEvents)
      if (surprises.length > 0) throw new Error(surprises.join('\n'))
      if (fault === 'before') throw new Error('D1_ERROR: Network connection lost (before commit)')
      const rows = await db.batch(statements)
      if (fault === 'after') throw new Error('D1_ERROR: Network connection lost (answer lost)')
      return rows
    },
  }
}

export type TestWorld = Opened & {
  db: Db
  app: ReturnType<typeof createApp>
  /** The whole app, as a client sees it; every reply must be in the contract. */
  fetch: (request: Request) => Promise<Response>
  /** Sends a request through the whole app; every reply must be in the contract. A body is JSON, a write has a key. */
  call: <M extends Method, P extends string>(
    method: M,
    path: Path<M, P>,
    options?: Omit<WireRequest, 'body'> & { body?: Body<M, P> | Nothing | undefined },
  ) => Answered<M, P>
  advance: (ms: number) => void
  faulty: Faulty
}

/** One request through the whole app; what its reply has that the contract does not say is an error. */
async function contractual(app: TestWorld['app'], request: Request) {
  const { method, url } = request
  const reply = await app.fetch(request, {} as Env)
  const { pathname, search } = new URL(url)
  const text = await reply.clone().text()
  const said = {
    method,
    path: pathname + search,
    status: reply.status,
    headers: reply.headers,
    text,
  }
  const surprises = notInContract(said)
  if (surprises.length > 0) throw new Error(surprises.join('\n'))
  return { reply, text }
}

/** A whole city in a box: the app over fresh storage, a clock that stands still until moved, seeded randomness. */
export async function openWorld(
  options: {
    seed?: number
    config?: Partial<Config>
    outbound?: OutboundPort
    city?: City
    /** Instead of a fresh one. */
    db?: Db
  } = {},
): Promise<TestWorld> {
  const db = options.db ?? (await openStorage())
  const faulty: Faulty = { next: () => null }
  const clock = movableClock(() => START)
  const config = { ...testConfig, ...options.config }
  const deliver = async (request: Request) => app.fetch(request, {} as Env)
  const opened = openRealWorld(config, {
    db: faultyDb(db, faulty),
    clock,
    random: seeded(options.seed ?? 1),
    deliver,
    ...(options.outbound ? { outbound: options.outbound } : {}),
    ...(options.city ? { city: options.city } : {}),
  })
  const app = createApp({ open: async () => opened })
  let keys = 0
  const newKey = () => `test-${++keys}`
  const heard = (request: Request) => contractual(app, request)
  const fetch = async (request: Request) => (await heard(request)).reply
  const call = async (method: string, path: string, options: WireRequest = {}) => {
    const { reply, text } = await heard(wireRequest(method, path, options, newKey))
    const { status, headers } = reply
    return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : null }
  }
  const advance = (ms: number) => {
    clock.offset_ms += ms
  }
  return { ...opened, db, app, fetch, call, advance, faulty }
}
