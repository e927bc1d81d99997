import { fromBase64 } from './crypto'

export type Config = {
  stage: 'production' | 'dev'
  master_key: Uint8Array<ArrayBuffer>
  payments: 'stripe' | 'mock'
  stripe_secret_key: string
  stripe_webhook_secrets: string[]
  stripe_host: string | null
  sms: { kind: 'mock' } | { kind: 'gateway'; url: string; key: string }
  bank: { kind: 'mock' } | { kind: 'bridge'; url: string; key: string }
  public_url: string
  /** Whose configuration this city starts from. */
  city: string
  dev_token: string | null
}
type Vars = Record<string, unknown>
type ConfigResult = { config: Config } | { faults: string[] }

/** Reads the environment. A missing stage is production; production takes no mock and no weak or missing secret. */
export function readConfig(env: Vars): ConfigResult {
  const read = (name: string) => {
    const value = env[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const stage = read('YFB_ENV') === 'dev' ? 'dev' : 'production'
  const faults: string[] = []
  const need = (name: string, fits: (value: string) => boolean, why: string) => {
    const value = read(name)
    if (value === null) faults.push(`${name} is missing`)
    else if (!fits(value)) faults.push(`${name} ${why}`)
    return value ?? ''
  }
  const port = (name: string, real: string) => {
    const value = need(name, (kind) => kind === real || kind === 'mock', `must be ${real}`)
    if (stage === 'production' && value === 'mock')
      faults.push(`${name} must not be a mock in production`)
    return value
  }

  const master = need('YFB_MASTER_KEY', isStrongKey, 'must be 32 random bytes in base64')
  const payments = port('PAYMENTS', 'stripe') === 'mock' ? 'mock' : 'stripe'
  const liveKey = (key: string) => stage === 'dev' || /^(sk|rk)_live_.{20,}$/.test(key)
  const stripe_secret_key = need('STRIPE_SECRET_KEY', liveKey, 'must be a live key in production')
  const secrets = need(
    'STRIPE_WEBHOOK_SECRET',
    (value) => value.split(',').every((s) => s.length >= 24),
    'is too short',
  )
  const sms = port('SMS', 'gateway')
  const bank = port('BANK', 'bridge')
  const outside = (name: string) => ({
    url: need(`${name}_URL`, isHttps, 'must be an https address'),
    key: need(`${name}_KEY`, (key) => key.length >= 32, 'is too short'),
  })
  const smsPort =
    sms === 'gateway' ? ({ kind: 'gateway', ...outside('SMS_GATEWAY') } as const) : null
  const bankPort =
    bank === 'bridge' ? ({ kind: 'bridge', ...outside('BANK_BRIDGE') } as const) : null
  const public_url =
    stage === 'dev'
      ? (read('PUBLIC_URL') ?? 'http://127.0.0.1:8787')
      : need('PUBLIC_URL', isHttps, 'must be an https address')
  if (faults.length > 0) return { faults }

  return {
    config: {
      stage,
      master_key: fromBase64(master),
      payments,
      stripe_secret_key,
      stripe_webhook_secrets: secrets.split(','),
      stripe_host: read('STRIPE_HOST'),
      sms: smsPort ?? { kind: 'mock' },
      bank: bankPort ?? { kind: 'mock' },
      public_url,
      city: read('YFB_CITY') ?? 'weihai',
      dev_token: stage === 'dev' ? read('DEV_TOKEN') : null,
    },
  }
}

const isHttps = (url: string): boolean => /^https:\/\/[^/\s]+\.[^/\s]+/.test(url)

/** 32 bytes of base64 that do not look typed by hand: at least 16 different byte values. */
function isStrongKey(value: string): boolean {
  if (!/^[A-Za-z0-9+/_-]{42,}={0,2}$/.test(value)) return false
  const bytes = fromBase64(value)
  return bytes.length >= 32 && new Set(bytes).size >= 16
}
