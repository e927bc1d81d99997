import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../scripts/migrate'
import { OFFICIALS, shopPlans } from '../src/demo/cast'
import { clientOver } from '../src/demo/client'
import { openInProcess } from '../src/demo/in-process'
import { signIn } from '../src/demo/people'
import { openShop } from '../src/demo/shops'
import { sqliteDb } from '../src/engines/sqlite'
import type { Config } from '../src/environment/config'
import { keyringFrom } from '../src/environment/keyring'
import { localDate } from '../src/kernel/time'
import { bootstrapToken } from '../src/people/bootstrap'

export const CONFIG: Config = {
  stage: 'dev',
  keyring: keyringFrom(Uint8Array.from({ length: 32 }, (_, i) => (i * 59 + 17) % 256)),
  payments: 'mock',
  stripe_secret_key: 'sk_test_of_the_bench',
  stripe_webhook_secrets: ['whsec_of_the_bench_1'],
  stripe_host: null,
  sms: { kind: 'mock' },
  bank: { kind: 'mock' },
  public_url: 'http://127.0.0.1:8787',
  city: 'weihai',
  push_key: Uint8Array.from({ length: 32 }, (_, i) => (i * 61 + 17) % 256),
  dev_token: 'dev_token_of_the_bench',
  storage: 'd1',
  metrics_token: null,
  traces: null,
  archive_after_days: 366,
}

/** The whole service in this process over a SQLite file (WAL, synchronous FULL), with one bakery in it. */
export async function openBenchCity(file: string) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  migrate(database)
  const opened_at = '2026-03-02T01:00:00.000Z'
  const { client: in_process, opened } = openInProcess(CONFIG, sqliteDb(database), opened_at)
  /** Round trips to storage of the answer that came last: a header of development. */
  let trips = 0
  const client = clientOver({
    ...in_process,
    fetch: async (request) => {
      const reply = await in_process.fetch(request)
      trips = Number(reply.headers.get('X-D1-Round-Trips') ?? 0)
      return reply
    },
  })
  const { phone } = OFFICIALS.duty
  await client.yufubao.must('POST /v1/operators/bootstrap', {
    body: { bootstrap_token: await bootstrapToken(opened.world), name: OFFICIALS.duty.name, phone },
  })
  const { token } = await signIn(client, { phone, kind: 'operator' })
  const [plan] = shopPlans()
  if (!plan) throw new Error('the cast has a bakery')
  const shop = await openShop(client, token, plan, 1, localDate(opened.world.now()))
  const advance = (ms: number) => {
    opened.clock.offset_ms += ms
  }
  const operator = client.yufubao.as('operator', token)
  return { client, opened, database, operator, shop, advance, trips: () => trips }
}
