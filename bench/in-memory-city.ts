import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../scripts/migrate'
import { OFFICIALS, shopPlans } from '../src/demo/cast'
import type { Client } from '../src/demo/client'
import { openInProcess } from '../src/demo/in-process'
import { signIn } from '../src/demo/people'
import { openShop } from '../src/demo/shops'
import { sqliteDb } from '../src/engines/sqlite'
import type { Config } from '../src/environment/config'
import { localDate } from '../src/kernel/time'
import { bootstrapToken } from '../src/people/bootstrap'

export const CONFIG: Config = {
  stage: 'dev',
  master_key: Uint8Array.from({ length: 32 }, (_, i) => (i * 59 + 17) % 256),
  payments: 'mock',
  stripe_secret_key: 'sk_test_of_the_bench',
  stripe_webhook_secrets: ['whsec_of_the_bench_1'],
  stripe_host: null,
  sms: { kind: 'mock' },
  bank: { kind: 'mock' },
  public_url: 'http://127.0.0.1:8787',
  city: 'weihai',
  dev_token: 'dev_token_of_the_bench',
}

/** What the bench reads of an answer. */
export type Body = { id: string; digits: string; card: { contract_hashes: string[] } }
export type Reply = { status: number; body: Body; trips: number; ms: number }
/** The whole service in this process over a SQLite file (WAL, synchronous FULL), with one bakery in it. */
export async function openBenchCity(file: string) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  migrate(database)
  const { client, opened } = openInProcess(CONFIG, sqliteDb(database), '2026-03-02T01:00:00.000Z')
  let keys = 0
  const call = async (
    method: string,
    path: string,
    token?: string,
    body?: object,
  ): Promise<Reply> => {
    const started = performance.now()
    const reply = await client.fetch(
      new Request(`${CONFIG.public_url}${path}`, {
        method,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(method === 'GET' ? {} : { 'Idempotency-Key': `bench-${++keys}` }),
          ...(body ? { 'Content-Type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    )
    const text = await reply.text()
    const trips = Number(reply.headers.get('X-D1-Round-Trips') ?? 0)
    return {
      status: reply.status,
      body: JSON.parse(text || '{}') as Body,
      trips,
      ms: performance.now() - started,
    }
  }
  const said = {
    bootstrap_token: await bootstrapToken(opened.world),
    name: OFFICIALS.duty.name,
    phone: OFFICIALS.duty.phone,
  }
  await call('POST', '/v1/operators/bootstrap', undefined, said)
  const { token: operator } = await signIn(client, OFFICIALS.duty)
  const [plan] = shopPlans()
  if (!plan) throw new Error('the cast has a bakery')
  const shop = await openShop(client, operator, plan, 1, localDate(opened.world.now()))
  const advance = (ms: number) => {
    opened.clock.offset_ms += ms
  }
  return { client: client as Client, opened, database, call, operator, shop, advance }
}
