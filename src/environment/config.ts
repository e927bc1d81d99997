import { fromBase64 } from './crypto'
import { isStrongKey, type Keyring, readKeyring } from './keyring'
import { secretWeakness, sharedSecrets } from './secret-rules'

export type Config = {
  stage: 'production' | 'dev'
  /** The master keys, the current one named. */
  keyring: Keyring
  payments: 'stripe' | 'mock'
  stripe_secret_key: string
  stripe_webhook_secrets: string[]
  stripe_host: string | null
  sms: { kind: 'mock' } | { kind: 'gateway'; url: string; key: string }
  bank: { kind: 'mock' } | { kind: 'bridge'; url: string; key: string }
  public_url: string
  /** What messages to browsers are signed with: a private key of P-256, 32 bytes (RFC 8292). */
  push_key: Uint8Array<ArrayBuffer>
  /** Whose configuration this city starts from. */
  city: string
  dev_token: string | null
  /** Where the city is kept: in a D1 database, or in a Durable Object with shared commits. */
  storage: 'd1' | 'shard'
  /** Who shows it may read the figures of the process; null: nobody. */
  metrics_token: string | null
  /** Where one in so many requests is told as a trace (OTLP over HTTP); null: nowhere. */
  traces: { url: string; one_in: number } | null
  /** How many days of the journal and the ledger stay in the database before they move out. */
  archive_after_days: number
}
type Vars = Record<string, unknown>
/** Whoever asks about the last twelve months finds them in the database, a leap day included. */
const A_YEAR_DAYS = 366
type ConfigResult = { config: Config } | { faults: string[] }

/**
 * Reads the environment. A missing stage is production; production takes no mock and no weak, shared or missing secret,
 * development no live key and no real bank. Every fault names its variable and never says its value.
 */
export function readConfig(env: Vars): ConfigResult {
  const vars = readerOver(env)
  const { stage, read, need } = vars
  const { keyring, named, faults: of_keys } = readKeyring(env)
  vars.faults.push(...of_keys)
  for (const [name, value] of named) vars.remember(name, value)
  const push = need('VAPID_PRIVATE_KEY', isStrongKey, 'must be 32 random bytes in base64')
  vars.remember('VAPID_PRIVATE_KEY', push)
  const payments = vars.port('PAYMENTS', 'stripe') === 'mock' ? 'mock' : 'stripe'
  const stripe = readStripe(vars)
  const sms = vars.port('SMS', 'gateway')
  const bank = vars.port('BANK', 'bridge')
  if (stage === 'dev' && bank === 'bridge')
    vars.faults.push('BANK must not be a real bank in development')
  const outside = (name: string) => ({
    url: need(`${name}_URL`, isHttps, 'must be an https address'),
    key: vars.secret(`${name}_KEY`, 32),
  })
  const smsPort =
    sms === 'gateway' ? ({ kind: 'gateway', ...outside('SMS_GATEWAY') } as const) : null
  const bankPort =
    bank === 'bridge' ? ({ kind: 'bridge', ...outside('BANK_BRIDGE') } as const) : null
  const public_url =
    stage === 'dev'
      ? (read('PUBLIC_URL') ?? 'http://127.0.0.1:8787')
      : need('PUBLIC_URL', isNamed, 'must be an https address by name, no number and not localhost')
  const storage = read('STORAGE') ?? 'd1'
  if (storage !== 'd1' && storage !== 'shard') vars.faults.push('STORAGE must be d1 or shard')
  const watched = readWatched(vars)
  const archive_after = read('ARCHIVE_AFTER_DAYS') ?? String(A_YEAR_DAYS)
  if (
    !/^\d{1,5}$/.test(archive_after) ||
    Number(archive_after) < (stage === 'dev' ? 1 : A_YEAR_DAYS)
  )
    vars.faults.push(`ARCHIVE_AFTER_DAYS must be a number of days, ${A_YEAR_DAYS} at least`)
  const faults = [...vars.faults, ...sharedSecrets(vars.secrets)]
  if (faults.length > 0) return { faults }

  return {
    config: {
      stage,
      keyring,
      payments,
      ...stripe,
      sms: smsPort ?? { kind: 'mock' },
      bank: bankPort ?? { kind: 'mock' },
      public_url,
      push_key: fromBase64(push),
      city: read('YFB_CITY') ?? 'weihai',
      dev_token: stage === 'dev' ? read('DEV_TOKEN') : null,
      storage: storage === 'shard' ? 'shard' : 'd1',
      ...watched,
      archive_after_days: Number(archive_after),
    },
  }
}

/** Reads variables one by one and keeps what is wrong with them. */
function readerOver(env: Vars) {
  const faults: string[] = []
  const secrets: [name: string, value: string][] = []
  const read = (name: string) => {
    const value = env[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const stage: Config['stage'] = read('YFB_ENV') === 'dev' ? 'dev' : 'production'
  const need = (name: string, fits: (value: string) => boolean, why: string) => {
    const value = read(name)
    if (value === null) faults.push(`${name} is missing`)
    else if (!fits(value)) faults.push(`${name} ${why}`)
    return value ?? ''
  }
  const remember = (name: string, value: string) => {
    if (value !== '') secrets.push([name, value])
  }
  /** One secret, or several with commas between; what a guesser would try is refused in production. */
  const secret = (name: string, chars_min: number) => {
    const value = need(name, () => true, '')
    for (const one of value === '' ? [] : value.split(',')) {
      const weakness = stage === 'production' ? secretWeakness(one, chars_min) : null
      if (weakness !== null) faults.push(`${name} ${weakness}`)
      remember(name, one)
    }
    return value
  }
  const port = (name: string, real: string) => {
    const value = need(name, (kind) => kind === real || kind === 'mock', `must be ${real}`)
    if (stage === 'production' && value === 'mock')
      faults.push(`${name} must not be a mock in production`)
    return value
  }
  return { stage, faults, secrets, read, need, remember, secret, port }
}

/** A live key goes with production and a test key with development; nothing of either is sent in the open. */
function readStripe({ stage, faults, read, secret }: ReturnType<typeof readerOver>) {
  const stripe_secret_key = secret('STRIPE_SECRET_KEY', 20)
  const is_live = /^(?:sk|rk)_live_/.test(stripe_secret_key)
  if (stage === 'production' && stripe_secret_key !== '' && !is_live)
    faults.push('STRIPE_SECRET_KEY must be a live key in production')
  if (stage === 'dev' && is_live)
    faults.push('STRIPE_SECRET_KEY must not be a live key in development')
  const webhook_secrets = secret('STRIPE_WEBHOOK_SECRET', 24).split(',')
  if (stage === 'dev' && webhook_secrets.some((one) => one !== '' && one.length < 24))
    faults.push('STRIPE_WEBHOOK_SECRET is too short')
  const stripe_host = read('STRIPE_HOST')
  const address = stripe_host?.includes('://') ? stripe_host : `https://${stripe_host}`
  if (stage === 'production' && stripe_host !== null && !isHttps(address))
    faults.push('STRIPE_HOST must be an https address')
  return { stripe_secret_key, stripe_webhook_secrets: webhook_secrets, stripe_host }
}

/** Whom the process tells how it does: nobody, unless somebody is named. */
function readWatched({
  read,
  secret,
  faults,
}: ReturnType<typeof readerOver>): Pick<Config, 'metrics_token' | 'traces'> {
  const metrics_token = read('METRICS_TOKEN') === null ? null : secret('METRICS_TOKEN', 32)
  const url = read('TRACES_URL')
  if (url !== null && !isHttps(url)) faults.push('TRACES_URL must be an https address')
  const one_in = Number(read('TRACES_ONE_IN') ?? 100)
  if (!Number.isInteger(one_in) || one_in < 1)
    faults.push('TRACES_ONE_IN must be a whole number from 1')
  return { metrics_token, traces: url === null ? null : { url, one_in } }
}

/** Browsers make passkeys for a name alone, and a number is nobody's: `https://203.0.113.7`, `https://[::1]`, localhost. */
const isNamed = (url: string): boolean => {
  if (!isHttps(url) || !URL.canParse(url)) return false
  const host = new URL(url).hostname.replace(/\.$/, '')
  return !/^[\d.]+$|^\[|(?:^|\.)localhost$/.test(host) && host.includes('.')
}
const isHttps = (url: string): boolean => /^https:\/\/[^/\s]+\.[^/\s]+/.test(url)
