import { describe, expect, it } from 'vitest'
import { type CodesSent, isLastForStrangers, type Sent, waitForCode } from '../../src/codes/rules'
import { deviceName } from '../../src/sessions/device-rules'

const NOW = '2026-03-02T01:00:00.000Z'
const at = (sent_at: string, is_out = true): Sent => ({ sent_at, is_out })
const many = (n: number, sent_at: string, is_out = true) =>
  Array.from({ length: n }, () => at(sent_at, is_out))
const NONE = { own: [], strangers: [], near: [] }

describe('waitForCode', () => {
  it.each<[string, Partial<CodesSent>, object | null]>([
    ['nothing sent', {}, null],
    ['own, a moment ago', { own: [at(NOW)] }, { because: 'own', wait_s: 60 }],
    [
      'own, not out yet',
      { own: [at('2026-03-02T00:59:00.001Z', false)] },
      { because: 'own', wait_s: 1 },
    ],
    ['own, a minute ago', { own: [at('2026-03-02T00:59:00.000Z')] }, null],
    ['nine own', { own: many(9, '2026-03-01T02:00:00.000Z') }, null],
    ['ten own', { own: many(10, '2026-03-01T02:00:00.000Z') }, { because: 'own', wait_s: 3600 }],
    [
      'ten own, one never out',
      { own: [...many(9, '2026-03-01T02:00:00.000Z'), at('2026-03-01T01:30:00.000Z', false)] },
      null,
    ],
    [
      'twenty of strangers',
      { strangers: many(20, '2026-03-01T02:00:00.000Z') },
      { because: 'strangers', wait_s: 3600 },
    ],
    [
      'twenty near',
      { near: many(20, '2026-03-02T00:55:00.000Z') },
      { because: 'near', wait_s: 300 },
    ],
    ['twenty near, a while ago', { near: many(20, '2026-03-02T00:50:00.000Z') }, null],
    [
      'a hundred near in a day',
      { near: many(100, '2026-03-01T02:00:00.000Z') },
      { because: 'near', wait_s: 3600 },
    ],
  ])('%s', (_name, sent, wait) => {
    expect(waitForCode({ ...NONE, ...sent }, NOW)).toEqual(wait)
  })
  it('has nothing but the minute to count somebody by who has not even an address', () => {
    expect(
      waitForCode({ ...NONE, own: many(10, '2026-03-01T02:00:00.000Z') }, NOW, true),
    ).toBeNull()
    expect(waitForCode({ ...NONE, own: many(1, NOW) }, NOW, true)?.wait_s).toBe(60)
  })
})

describe('isLastForStrangers', () => {
  it.each([
    [18, false],
    [19, true],
    [20, false],
  ])('after %i of a day: %s', (n, last) => {
    expect(
      isLastForStrangers({ ...NONE, strangers: many(n, '2026-03-01T12:00:00.000Z') }, NOW),
    ).toBe(last)
  })
})

describe('deviceName', () => {
  it.each([
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Mobile/15E148 Safari/604.1',
      '苹果手机 · Safari',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; M2) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.50',
      '安卓手机 · 微信',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Windows 电脑 · Edge',
    ],
    ['curl/8.5.0', '一台设备'],
    ['', '一台设备'],
  ])('%s → %s', (user_agent, name) => {
    expect(deviceName(user_agent)).toBe(name)
  })
})
