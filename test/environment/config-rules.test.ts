import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/environment/config'

const strong = Buffer.from(Uint8Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64')
const production = {
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
const faults = (vars: Record<string, string>) => {
  const read = readConfig(vars)
  return 'faults' in read ? read.faults : []
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
    ['PUBLIC_URL', 'http://yufubao.example.cn'],
    ['SMS_GATEWAY_URL', 'http://sms.example.cn'],
    ['BANK_BRIDGE_KEY', 'short'],
    ['SMS', 'mock'],
    ['BANK', 'mock'],
    ['PAYMENTS', 'mock'],
    ['PAYMENTS', 'anything'],
  ])('refuses %s = %s in production', (name, value) => {
    expect(faults({ ...production, [name]: value }).join()).toContain(name)
  })
  it('takes mocks in development, with real secrets even there', () => {
    const dev = {
      YFB_ENV: 'dev',
      YFB_MASTER_KEY: strong,
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
