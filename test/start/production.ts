import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../../scripts/migrate'
import { PRODUCT } from '../../scripts/migration-files'
import { sqliteDb } from '../../src/engines/sqlite'
import { readConfig } from '../../src/environment/config'
import type { Db, Statement } from '../../src/platform/d1'

/** Looks like chance, and is the same every time. */
const drawn = (name: string): Buffer => createHash('sha256').update(`drawn for ${name}`).digest()
const text = (name: string): string => drawn(name).toString('hex').slice(0, 48)
/** Every setting that production asks for; the addresses lead nowhere. */
export const PRODUCTION_VARS = {
  YFB_MASTER_KEY: drawn('master').toString('base64'),
  VAPID_PRIVATE_KEY: drawn('push').toString('base64url'),
  PAYMENTS: 'stripe',
  SMS: 'gateway',
  BANK: 'bridge',
  PUBLIC_URL: 'https://yufubao.example.cn',
  STRIPE_SECRET_KEY: `sk_live_${text('stripe')}`,
  STRIPE_WEBHOOK_SECRET: `whsec_${text('notices')}`,
  SMS_GATEWAY_URL: 'https://sms.example.cn',
  SMS_GATEWAY_KEY: text('sms'),
  BANK_BRIDGE_URL: 'https://bank.example.cn',
  BANK_BRIDGE_KEY: text('bank'),
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
