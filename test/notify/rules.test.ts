import { describe, expect, it } from 'vitest'
import { checkedUrl } from '../../src/notify/url-rules'
import { NOTICES, noticeText } from '../../src/notify/words'

describe('an address to knock at', () => {
  it.each(['https://shop.example.com/hooks', 'https://hooks.weihai-bank.cn/yufubao?key=1'])(
    '%s may be public',
    (url) => {
      const name = url.replace('shop.example.com', 'shop.example-pos.com')
      expect(checkedUrl(name, null)).toBe(name)
    },
  )
  it.each([
    'http://hooks.weihai-bank.cn/',
    'ftp://hooks.weihai-bank.cn/',
    'https://hooks.weihai-bank.cn:8443/',
    'https://user:pw@hooks.weihai-bank.cn/',
    'https://user@hooks.weihai-bank.cn/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://10.0.0.8/',
    'https://172.16.3.4/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://8.8.8.8/',
    'https://[::1]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[::ffff:10.0.0.1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://db.internal/',
    'https://printer.local/',
    'https://intranet/',
    'https://metadata.google.internal/',
    'https://shop.home.arpa/',
    'https://hooks.weihai-bank.cn/#part',
    'javascript:alert(1)',
    'not a url',
    '',
  ])('%s is refused', (url) => {
    expect(() => checkedUrl(url, '127.0.0.1:8787')).toThrow('endpoint_url_refused')
  })
  it('may be our own host in development only', () => {
    expect(checkedUrl('http://127.0.0.1:8787/x', '127.0.0.1:8787')).toBe('http://127.0.0.1:8787/x')
    expect(() => checkedUrl('http://127.0.0.1:8787/x', null)).toThrow('endpoint_url_refused')
  })
})

describe('a short message', () => {
  const data = {
    unit: 'fen',
    units: 9_999_999,
    paid_fen: 9_999_999,
    balance_after_units: 9_999_999,
    captured_units: 9_999_999,
    returned_fen: 9_999_999,
    confirm_by: '2026-12-31T15:59:00.000Z',
    resolved_by: 'silence',
  }
  it.each(Object.keys(NOTICES))('of %s fits in 70 characters with the largest sums', (type) => {
    const text = noticeText(type, data) ?? ''
    expect(text.startsWith('【预付保】')).toBe(true)
    expect([...text].length, text).toBeLessThanOrEqual(70)
    expect(text).not.toMatch(/undefined|NaN|null/)
  })
})
