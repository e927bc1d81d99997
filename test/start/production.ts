import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../../scripts/migrate'
import { PRODUCT } from '../../scripts/migration-files'
import { sqliteDb } from '../../src/engines/sqlite'
import { readConfig } from '../../src/environment/config'
import type { Db, Statement } from '../../src/platform/d1'

const strong = Buffer.from(Uint8Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64')
/** Every setting that production asks for; the addresses lead nowhere. */
export const PRODUCTION_VARS = {
  YFB_MASTER_KEY: strong,
  PAYMENTS: 'stripe',
  SMS: 'gateway',
  BANK: 'bridge',
  PUBLIC_URL: 'https://yufubao.example.cn',
  STRIPE_SECRET_KEY: `sk_live_${'x'.repeat(24)}`,
  STRIPE_WEBHOOK_SECRET: `whsec_${'y'.repeat(24)}`,
  SMS_GATEWAY_URL: 'https://sms.example.cn',
  SMS_GATEWAY_KEY: 'k'.repeat(32),
  BANK_BRIDGE_URL: 'https://bank.example.cn',
  BANK_BRIDGE_KEY: 'k'.repeat(32),
}

export function productionConfig() {
  const read = readConfig(PRODUCTION_VARS)
  if ('faults' in read) throw new Error(read.faults.join('; '))
  return read.config
}

/** A database that production's migrations alone made, as the worker finds it, and every text it was asked to run. */
export function productionDatabase() {
  const database = new DatabaseSync(':memory:')
  migrate(database, [PRODUCT])
  const db: Db = sqliteDb(database)
  const asked: string[] = []
  const DB = {
    prepare: (text: string) => ({ bind: (...values: Statement['values']) => ({ text, values }) }),
    batch: async (statements: Statement[]) => {
      for (const { text } of statements) asked.push(text)
      const rows = await db.batch(statements)
      return rows.map((results) => ({ results }))
    },
  }
  return { DB, asked }
}

export type Worker = {
  fetch(request: Request, env: object): Promise<Response>
  scheduled(event: { cron: string }, env: object): Promise<void>
}
