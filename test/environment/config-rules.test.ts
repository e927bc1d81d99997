import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/environment/config'
import { secretWeakness } from '../../src/environment/secret-rules'
import { PRODUCTION_VARS } from '../start/production'

const production = PRODUCTION_VARS
const strong = production.YFB_MASTER_KEY
const faults = (vars: Record<string, string>) => {
  const read = readConfig(vars)
  return 'faults' in read ? read.faults : []
}

const DEV = {
  YFB_ENV: 'dev',
  PAYMENTS: 'mock',
  SMS: 'mock',
  BANK: 'mock',
  STRIPE_SECRET_KEY: 'sk_test_1',
}

describe('the configuration', () => {
  it('takes a complete production', () => expect(faults(production)).toEqual([]))
  it('is production when nothing says otherwise', () => {
    expect(faults({ ...production, PAYMENTS: 'mock' })).toEqual([
      'PAYMENTS must not be a mock in production',
    ])
  })
  it.each(Object.keys(production))('names %s when it is missing', (name) => {
    const { [name as 'SMS']: _gone, ...rest } = production
    expect(faults(rest).join()).toContain(`${name} is missing`)
  })
  it.each([
    ['YFB_MASTER_KEY', 'changeme'],
    ['YFB_MASTER_KEY', Buffer.alloc(32, 'a').toString('base64')],
    ['STRIPE_SECRET_KEY', `sk_test_${'x'.repeat(24)}`],
    ['STRIPE_WEBHOOK_SECRET', 'changeme'],
    ['STRIPE_WEBHOOK_SECRET', 'a'.repeat(24)],
    ['STRIPE_WEBHOOK_SECRET', `${production.STRIPE_WEBHOOK_SECRET},whsec_${'q'.repeat(40)}`],
    ['BANK_BRIDGE_KEY', 'changeme'.repeat(4)],
    ['SMS_GATEWAY_KEY', 'Zx8'.repeat(12)],
    ['SMS_GATEWAY_KEY', production.BANK_BRIDGE_KEY],
    ['STRIPE_HOST', 'http://stripe.example.cn'],
    [
      'YFB_MASTER_KEY',
      Buffer.from(Uint8Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64'),
    ],
    ['PUBLIC_URL', 'http://yufubao.example.cn'],
    ['PUBLIC_URL', 'https://203.0.113.7'],
    ['PUBLIC_URL', 'https://203.0.113.7:8443'],
    ['PUBLIC_URL', 'https://0x7f.0.0.1'],
    ['PUBLIC_URL', 'https://[2001:db8::1.2.3.4]'],
    ['PUBLIC_URL', 'https://app.localhost'],
    ['PUBLIC_URL', 'https://127.0.0.1.'],
    ['SMS_GATEWAY_URL', 'http://sms.example.cn'],
    ['BANK_BRIDGE_KEY', 'short'],
    ['SMS', 'mock'],
    ['BANK', 'mock'],
    ['PAYMENTS', 'mock'],
    ['PAYMENTS', 'anything'],
  ])('refuses %s = %s in production', (name, value) => {
    expect(faults({ ...production, [name]: value }).join()).toContain(name)
  })
  it.each([
    ['STRIPE_SECRET_KEY', production.STRIPE_SECRET_KEY],
    ['BANK', 'bridge'],
  ])('refuses %s of the real world in development', (name, value) => {
    expect(faults({ ...production, ...DEV, [name]: value }).join()).toContain(`${name} must not be`)
  })
  describe('with several master keys', () => {
    const second = Buffer.from(strong, 'base64').reverse().toString('base64')
    const two = { ...production, YFB_MASTER_KEY_2: second, YFB_MASTER_KEY_ID: 'k2' }
    const { YFB_MASTER_KEY: _first, ...without_first } = two
    it.each([
      ['both, the second named', two, []],
      ['the second alone', without_first, []],
      [
        'the second alone, not named',
        { ...without_first, YFB_MASTER_KEY_ID: '' },
        ['YFB_MASTER_KEY_ID is missing'],
      ],
      ['both, none named', { ...two, YFB_MASTER_KEY_ID: '' }, ['YFB_MASTER_KEY_ID is missing']],
      [
        'a name without a key',
        { ...two, YFB_MASTER_KEY_ID: 'k3' },
        ['YFB_MASTER_KEY_ID names no key that is given'],
      ],
      [
        'the same bytes spelt otherwise',
        { ...two, YFB_MASTER_KEY_2: strong.replace(/=+$/, '') },
        ['YFB_MASTER_KEY_2 is the same as YFB_MASTER_KEY'],
      ],
      [
        'a second one made by hand',
        { ...two, YFB_MASTER_KEY_2: Buffer.alloc(32, 'a').toString('base64') },
        ['YFB_MASTER_KEY_2 must be 32 random bytes in base64'],
      ],
      [
        'a short second one',
        { ...two, YFB_MASTER_KEY_2: 'c2hvcnQ=' },
        ['YFB_MASTER_KEY_2 must be 32 random bytes in base64'],
      ],
      [
        'a key that is another secret, too',
        { ...two, YFB_MASTER_KEY_2: production.BANK_BRIDGE_KEY },
        ['BANK_BRIDGE_KEY is the same as YFB_MASTER_KEY_2'],
      ],
    ])('%s', (_what, vars, expected) => {
      for (const fault of expected) expect(faults(vars)).toContain(fault)
      expect(faults(vars)).toHaveLength(expected.length === 0 ? 0 : faults(vars).length)
    })
  })
  it('never says a value', () => {
    const all = faults({ ...production, BANK_BRIDGE_KEY: 'changeme'.repeat(4), SMS: 'pigeons' })
    expect(all.join()).not.toMatch(/changeme|pigeons/)
  })
  it('says what is weak about a secret', () => {
    expect(secretWeakness('s', 32)).toContain('too short')
    expect(secretWeakness('9fPassword31kdnf83hf83hd9d3hd93hs', 32)).toBe('is a known word')
    expect(secretWeakness('Qw7Lm2'.repeat(6), 32)).toBe('repeats itself')
    expect(secretWeakness('aab1baab2baab3caab4dcaab5aaab1ab', 32)).toContain('too few')
    expect(secretWeakness(production.BANK_BRIDGE_KEY, 32)).toBeNull()
  })
  it('takes mocks in development, with real secrets even there', () => {
    const dev = {
      YFB_ENV: 'dev',
      YFB_MASTER_KEY: strong,
      VAPID_PRIVATE_KEY: production.VAPID_PRIVATE_KEY,
      PAYMENTS: 'mock',
      SMS: 'mock',
      BANK: 'mock',
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRET: 'w'.repeat(24),
    }
    expect(faults(dev)).toEqual([])
    const { YFB_MASTER_KEY: _gone, ...rest } = dev
    expect(faults(rest)).toEqual(['YFB_MASTER_KEY is missing'])
  })
})
