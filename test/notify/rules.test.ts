import { describe, expect, it } from 'vitest'
import { checkedUrl, devOrigin } from '../../src/notify/url-rules'
import { CHARS_MAX, NOTICES, noticeText } from '../../src/notify/words'

const OWN = 'http://127.0.0.1:8787'

describe('an address to knock at', () => {
  it.each([
    'https://shop.example-pos.com/hooks',
    'https://hooks.weihai-bank.cn/yufubao?key=1',
    'https://127.example-pos.com/',
    'https://xn--fiq228c.cn/hooks',
    'https://hooks.weihai-bank.cn:443/',
  ])('%s may be public', (url) => {
    expect(checkedUrl(url, null)).toBe(url.replace(':443', ''))
  })
  it.each([
    // another protocol, port or user
    'http://hooks.weihai-bank.cn/',
    'ftp://hooks.weihai-bank.cn/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://hooks.weihai-bank.cn:8443/',
    'https://hooks.weihai-bank.cn:80/',
    'https://user:pw@hooks.weihai-bank.cn/',
    'https://user@hooks.weihai-bank.cn/',
    'https://@hooks.weihai-bank.cn/',
    'https://hooks.weihai-bank.cn@10.0.0.1/',
    'https://hooks.weihai-bank.cn\\@10.0.0.1/',
    // IPv4 in every spelling
    'https://0/',
    'https://0.0.0.0/',
    'https://10.0.0.8/',
    'https://172.16.3.4/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/latest/meta-data/',
    'https://2852039166/latest/meta-data/',
    'https://100.100.100.200/latest/meta-data/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://8.8.8.8/',
    // IPv6
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2001:4860:4860::8888]/',
    // names that end inside a house
    'https://api.localhost/',
    'https://db.internal/',
    'https://printer.local/',
    'https://PRINTER.LOCAL./',
    'https://intranet/',
    'https://metadata.google.internal/',
    'https://shop.home.arpa/',
    'https://1.0.0.127.in-addr.arpa/',
    // another spelling of our own host
    'ftp://127.0.0.1:8787/',
    'http://user@127.0.0.1:8787/',
    'https://hooks.weihai-bank.cn/#part',
    'hooks.weihai-bank.cn',
    '//hooks.weihai-bank.cn/',
    'https://',
    'not a url',
    '',
  ])('%s is refused', (url) => {
    for (const dev_origin of [null, OWN, 'http://192.168.1.7:8787'])
      expect(() => checkedUrl(url, dev_origin)).toThrow('endpoint_url_refused')
  })
  it.each([
    ['http://127.0.0.1:8787/x'],
    ['http://127.0.0.1:9000/hook'],
    ['https://127.0.0.1:8787/'],
    ['http://localhost:3000/hook'],
    ['http://localhost/'],
    ['http://[::1]:9000/'],
    ['https://127.1/', 'https://127.0.0.1/'],
    ['https://127.0.0.1./', 'https://127.0.0.1/'],
    ['https://2130706433/', 'https://127.0.0.1/'],
    ['https://0x7f000001/', 'https://127.0.0.1/'],
    ['https://0x7f.0.0.1/', 'https://127.0.0.1/'],
    ['https://0177.0.0.1/', 'https://127.0.0.1/'],
    ['https://017700000001/', 'https://127.0.0.1/'],
    ['https://１２７.０.０.１/', 'https://127.0.0.1/'],
    ['https://127。0。0。1/', 'https://127.0.0.1/'],
    ['https://ｌｏｃａｌｈｏｓｔ/', 'https://localhost/'],
    ['https://LOCALHOST/', 'https://localhost/'],
  ])('%s is this machine: taken in development, refused in production', (url, href = url) => {
    expect(checkedUrl(url, OWN)).toBe(href)
    expect(() => checkedUrl(url, null)).toThrow('endpoint_url_refused')
  })
  it('may be our own, wherever development runs', () => {
    const url = 'http://192.168.1.7:8787/x'
    expect(checkedUrl(url, 'http://192.168.1.7:8787')).toBe(url)
    expect(() => checkedUrl(url, OWN)).toThrow('endpoint_url_refused')
    expect(() => checkedUrl(url, null)).toThrow('endpoint_url_refused')
  })
  it('is our own origin in development and none in production', () => {
    const at = (stage: 'dev' | 'production') => devOrigin({ stage, public_url: `${OWN}/` })
    expect([at('dev'), at('production')]).toEqual([OWN, null])
  })
})

describe('a short message', () => {
  const data = {
    count: 12,
    units: 9_999_999,
    paid_fen: 9_999_999,
    balance_after_units: 9_999_999,
    escrow_after_fen: 9_999_999,
    captured_units: 9_999_999,
    returned_fen: 9_999_999,
    undisputed_fen: 9_999_999,
    closes_on: '2026-12-31',
    from_on: '2026-12-31',
    ends_on: '2026-12-31',
    leave_by: '2027-03-31',
    owed_fen: 9_999_999,
    disputed_fen: 9_999_999,
    refunded_fen: 9_999_999,
    held_fen: 9_999_999,
    unused_fen: 9_999_999,
    amount_fen: 9_999_999,
    confirm_by: '2026-12-31T15:59:00.000Z',
    contest_by: '2026-12-31T15:59:00.000Z',
    recorded_as: 'late_cancel',
    covered_fen: 9_999_999,
    transit_fen: 9_999_999,
    short_fen: 9_999_999,
    starts_at: '2026-12-31T15:59:00.000Z',
    kind: 'sign_in',
  }
  const kinds = Object.keys(NOTICES).flatMap((type) =>
    ['fen', 'visit', 'day'].flatMap((unit) =>
      ['silence', 'holder'].map((by) => ({ type, unit, by })),
    ),
  )
  it.each(kinds)('of $type ($unit, by $by) fits, with the largest sums', ({ type, unit, by }) => {
    const text = noticeText(type, { ...data, unit, resolved_by: by }) ?? ''
    expect(text.startsWith('【预付保】')).toBe(true)
    expect(text.length, text).toBeLessThanOrEqual(CHARS_MAX)
    expect(text).not.toMatch(/undefined|NaN|null|csm_|crd_/)
  })
  it.each(kinds)('of $type ($unit) says money first', ({ type, unit, by }) => {
    const text = noticeText(type, { ...data, unit, resolved_by: by }) ?? ''
    expect(text).toMatch(
      /^【预付保】(没有扣钱|没有退给您|钱没有动|[^，。：]{0,6}[¥\d]|卡已转让，余额|\d+月\d+日)/,
    )
  })
  it.each([
    ['redemption.succeeded', { unit: 'fen', units: 4_800 }],
    ['redemption.succeeded', { ...data, unit: 'yuan' }],
    ['redemption.succeeded', { ...data, unit: 'fen', units: '4800' }],
    ['redemption.succeeded', { ...data, unit: 'fen', balance_after_units: null }],
    ['purchase.paid', { paid_fen: 0.5 }],
    ['correction.done', {}],
    ['claim.started', { unit: 'fen', units: 100, confirm_by: null }],
    ['payout.paid', data],
  ])('of %s is not made up when a figure is missing: %j', (type, said) => {
    expect(noticeText(type, said)).toBeNull()
  })
  it('does not say of a complaint that was settled that no money moved', () => {
    const closed = (outcome: string) => noticeText('complaint.closed', { ...data, outcome })
    expect(closed('settled')).toMatch(/^【预付保】争议金额¥99,?999\.99，双方已达成协议/)
    expect(closed('unfounded')).toMatch(/^【预付保】钱没有动/)
    expect(noticeText('complaint.closed', { outcome: 'settled' })).toBeNull()
  })
  it('may be switched off for ordinary uses alone', () => {
    const ordinary = Object.entries(NOTICES).filter(([, notice]) => notice.ordinary)
    expect(ordinary.map(([type]) => type)).toEqual(['purchase.paid', 'redemption.succeeded'])
  })
})
