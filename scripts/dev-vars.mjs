// Development secrets: made fresh on this machine, kept in an ignored file that only its owner can read.
import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from './setup.mjs'

const FILE = resolve(ROOT, '.dev.vars')
const FRESH = {
  YFB_ENV: () => 'dev',
  YFB_MASTER_KEY: () => randomBytes(32).toString('base64'),
  VAPID_PRIVATE_KEY: () => randomBytes(32).toString('base64url'),
  PAYMENTS: () => 'mock',
  SMS: () => 'mock',
  BANK: () => 'mock',
  STRIPE_SECRET_KEY: () => `sk_test_${randomBytes(24).toString('hex')}`,
  STRIPE_WEBHOOK_SECRET: () => `whsec_${randomBytes(24).toString('hex')}`,
  DEV_TOKEN: () => randomBytes(18).toString('hex'),
}

/** The variables of a file of NAME=value lines; a value may stand in quotes. */
export function readVars(file = FILE) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const lines = text.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm)
  return Object.fromEntries([...lines].map(([, name, value]) => [name, unquoted(value)]))
}
const unquoted = (value) => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value

/** Adds the variables that are missing and leaves everything else in the file as it is. */
export function ensureDevVars(file = FILE) {
  const known = readVars(file)
  const missing = Object.keys(FRESH).filter((name) => !(name in known))
  if (missing.length === 0) return known
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const gap = text === '' || text.endsWith('\n') ? '' : '\n'
  const lines = missing.map((name) => `${name}=${FRESH[name]()}\n`)
  appendFileSync(file, gap + lines.join(''), { mode: 0o600 })
  chmodSync(file, 0o600)
  return readVars(file)
}
