import { describe, expect, it } from 'vitest'
import { ask, bonusCard, ends, visitsCard, yearCard } from './cases'

const principal = (cause: string, ...lots: object[]) => ends(cause, lots as never).principal_fen

describe('what people hold instead of what they used', () => {
  it('a balance of stored value, gifts in it: 充 2000 送 1000, 2,566 left', () => {
    const lot = {
      kind: 'stored_value',
      paid_on: '2025-05-30',
      paid_fen: 200_000,
      bonus_fen: 100_000,
    }
    const q = ends('merchant', [{ ...lot, balance_fen: 256_600 }])
    expect(q.principal_fen).toBe(171_067)
    expect(q.lots[0]?.principal.lines[1]?.sum).toBe('434 × 2000 ÷ 3000 = 289.33')
    expect(principal('merchant', { ...lot, uses: [{ list_value_fen: 43_400 }] })).toBe(171_067)
    expect(principal('merchant', { ...lot, balance_fen: 300_000 })).toBe(200_000)
    expect(principal('merchant', { ...lot, balance_fen: 0 })).toBe(0)
  })
  it('a balance of a card with a member discount', () => {
    const lot = {
      kind: 'stored_value',
      paid_on: '2026-03-02',
      paid_fen: 100_000,
      discount_bp: 8_000,
    }
    const q = ends('merchant', [{ ...lot, balance_fen: 60_000 }])
    expect([q.principal_fen, q.alternatives.consumer_cause_fen]).toEqual([60_000, 50_000])
  })
  it('visits that are left, and half ones: 211.5 lessons, 20 used', () => {
    const lot = { kind: 'count', paid_on: '2026-03-02', paid_fen: 42_300_00, visits: 211.5 }
    const q = ends('merchant', [{ ...lot, left_visits: 191.5 }])
    expect([q.principal_fen, q.lots[0]?.used_units]).toEqual([38_300_00, 20])
    const half = ends('merchant', [{ ...visitsCard(0), uses: [{ visits: 0.5 }] }])
    expect([half.principal_fen, half.alternatives.consumer_cause_fen]).toEqual([95_000, 90_000])
    expect(half.lots[0]?.principal.lines[1]?.sum).toBe('0.5 × 1000 ÷ 10 = 50')
  })
  it.each([
    [
      'count',
      { kind: 'count', paid_fen: 100_000, visits: 8, list_price_fen: 15_000 },
      62_500,
      55_000,
    ],
    [
      'stored_value',
      { kind: 'stored_value', paid_fen: 100_000, bonus_fen: 20_000 },
      62_500,
      55_000,
    ],
    ['package', { kind: 'package', paid_fen: 100_000, list_total_fen: 120_000 }, 62_500, 55_000],
  ])('progress in per cent: %s', (_kind, lot, fair, listed) => {
    const said = { paid_on: '2026-03-02', used_percent: 37.5, ...lot }
    const { alternatives } = ends('merchant', [said])
    expect([alternatives.not_consumer_cause_fen, alternatives.consumer_cause_fen]).toEqual([
      fair,
      listed,
    ])
  })
  it('a card that was never activated has not begun', () => {
    const card = yearCard({ not_activated: true })
    for (const cause of ['merchant', 'consumer', 'neutral', 'void'])
      expect(principal(cause, card)).toBe(365_000)
  })
  it('an end date, or months by the calendar, instead of days', () => {
    const { days: _days, ...card } = yearCard()
    const at = (more: object) =>
      ask({ cause: 'merchant', terminated_on: '2026-04-11', lots: [{ ...card, ...more }] })
        .principal_fen
    expect(at({ ends_on: '2026-12-31' })).toBe(265_000)
    expect(at({ months: 12 })).toBe(265_000)
    expect(at({ starts_on: '2026-01-31', months: 1 })).toBe(0)
  })
  it('several pauses, overlapping ones once', () => {
    const paused = [
      { from_on: '2026-02-01', to_on: '2026-02-10' },
      { from_on: '2026-02-06', to_on: '2026-02-15' },
      { from_on: '2026-03-01', to_on: '2026-03-05' },
    ]
    const q = ask({ cause: 'merchant', terminated_on: '2026-04-11', lots: [yearCard({ paused })] })
    expect(q.principal_fen).toBe(365_000 - 80_000)
  })
  it('uses of each package by themselves', () => {
    const first = { kind: 'count', paid_on: '2026-01-05', paid_fen: 60_000_00, visits: 100 }
    const second = { kind: 'count', paid_on: '2026-02-05', paid_fen: 36_000_00, visits: 50 }
    const q = ends('merchant', [
      { ...first, left_visits: 90 },
      { ...second, left_visits: 30 },
    ])
    expect(q.principal_fen).toBe(54_000_00 + 21_600_00)
  })
  it('a lot that was given away brings nothing back and takes nothing', () => {
    const gift = {
      kind: 'count',
      paid_on: '2026-03-02',
      paid_fen: 0,
      visits: 5,
      uses: [{ visits: 4 }],
    }
    const q = ends('consumer', [visitsCard(2), { ...gift, list_price_fen: 90_000 }])
    expect([q.principal_fen, q.undisputed_fen]).toEqual([60_000, 60_000])
    expect(q.notices.map(({ article }) => article)).toContain('法释〔2025〕4号第二十一条')
  })
  it('weighted sessions by their own price: 私教双人课 原价 500, takes two', () => {
    const one = (use: object) =>
      ends('consumer', [{ ...visitsCard(0), list_price_fen: 30_000, uses: [use] }])
    expect(one({ visits: 2, list_value_fen: 50_000 }).principal_fen).toBe(50_000)
    expect(one({ visits: 2 }).principal_fen).toBe(40_000)
  })
  it('members-only prices: charged and list value of the same use', () => {
    const lot = {
      kind: 'stored_value',
      paid_on: '2026-03-02',
      paid_fen: 100_000,
      bonus_fen: 25_000,
    }
    const use = { charged_fen: 50_000, undiscounted_fen: 80_000 }
    const { alternatives } = ends('merchant', [{ ...lot, uses: [use] }])
    expect(alternatives).toEqual({ not_consumer_cause_fen: 60_000, consumer_cause_fen: 20_000 })
  })
})

describe('earlier refunds, promises and fees', () => {
  it('takes earlier refunds from a promised sum: 3,286 promised, 430 given', () => {
    const lot = visitsCard(0, { paid_fen: 500_000, uses: [{ visits: 9 }], refunded_fen: 43_000 })
    const promised = (more: object) =>
      ends('merchant', [lot], { terms: { promised_fen: 328_600, ...more } }).principal_fen
    expect(promised({})).toBe(285_600)
    expect(promised({ promised_after_refunds: true })).toBe(328_600)
  })
  it('bears interest on what was promised beyond the reckoning', () => {
    const year = { refunded_on: '2027-06-01' }
    const q = ends('merchant', [bonusCard(60_000)], { ...year, terms: { promised_fen: 80_000 } })
    expect([q.principal_fen, q.interest_fen]).toEqual([80_000, 2_400])
    expect(q.lines.map(({ article }) => article)).toContain(
      '法释〔2025〕4号第十六条第一款、法释〔2025〕4号第十七条第一款',
    )
  })
  it('ends a membership fee on the day the shop stopped', () => {
    const fees = [{ label: '会员费', paid_on: '2026-01-01', paid_fen: 36_500, days: 365 }]
    const q = ask({
      cause: 'merchant',
      terminated_on: '2026-07-12',
      lots: [yearCard({ stopped_on: '2026-04-11' })],
      fees,
    })
    expect(q.fees[0]?.principal).toMatchObject({ amount_fen: 26_500 })
    expect(q.fees[0]?.principal.lines[1]?.article).toBe('法释〔2025〕4号第二十二条第二款')
    const whole = ask({
      cause: 'merchant',
      terminated_on: '2026-07-12',
      stopped_on: '2026-04-11',
      lots: [bonusCard(0, { paid_on: '2026-01-01' })],
      fees,
    })
    expect(whole.fees[0]?.principal.amount_fen).toBe(26_500)
  })
  it('says that more was refunded before than is due, by the article on refunds', () => {
    const q = ends('merchant', [bonusCard(60_000, { refunded_fen: 60_000 })])
    expect(q.lots[0]?.principal.lines.at(-1)).toMatchObject({
      amount_fen: 10_000,
      article: '法释〔2025〕4号第十五条第一款',
    })
  })
})

describe('minors and void contracts (§10, §15)', () => {
  const minor = (more: object, lot: Record<string, unknown> = visitsCard(4)) =>
    ask({ ground: 'minor', terminated_on: '2026-06-01', lots: [lot], minor: more })
  it('under eight: only what was delivered is deducted, at the price paid', () => {
    const q = minor({ age: 6 })
    expect([q.cause, q.principal_fen, q.range]).toEqual([
      'void',
      60_000,
      { low_fen: 60_000, high_fen: 60_000 },
    ])
    expect(q.lots[0]).toMatchObject({ basis: 'void' })
  })
  it('eight to seventeen: void unless a guardian agreed or it fits the age; unknown is a range', () => {
    expect(minor({ age: 12, guardian_agreed: true })).toMatchObject({
      cause: 'consumer',
      principal_fen: 20_000,
    })
    expect(minor({ age: 12, guardian_agreed: false, fits_age: false })).toMatchObject({
      cause: 'void',
      principal_fen: 60_000,
    })
    const open = minor({ age: 12 })
    expect(open.range).toEqual({ low_fen: 20_000, high_fen: 60_000 })
    expect(open.open[0]).toMatchObject({ id: 'minor' })
  })
  it('never counts mere days of a void period card as delivered', () => {
    const at = (more: Record<string, unknown>) =>
      ask({ cause: 'void', terminated_on: '2026-04-11', lots: [yearCard(more)] })
    expect(at({ entries: { used: 0 } })).toMatchObject({ principal_fen: 365_000 })
    expect(at({ entries: { used: 10, price_fen: 5_000 } }).principal_fen).toBe(315_000)
    const unknown = at({ used_before_cooling_off: true })
    expect([unknown.principal_fen, unknown.range.low_fen]).toEqual([365_000, 265_000])
    expect(unknown.open[0]?.id).toBe('void_delivered')
  })
  it('deducts nothing for what the law keeps from minors (§10 ¶3)', () => {
    expect(minor({ age: 12, guardian_agreed: false, unlawful_service: true }).principal_fen).toBe(
      100_000,
    )
  })
})

describe('where the shop is', () => {
  const at = (region: string, terminated_on: string, more: object = {}) =>
    ask({ cause: 'cooling_off', terminated_on, lots: [bonusCard(0)], region, ...more })
  it('Jiangsu gives fifteen days, Weihai seven', () => {
    expect(at('jiangsu', '2026-03-17').lots[0]?.basis).toBe('cooling_off')
    expect(at('jiangsu', '2026-03-18').lots[0]?.basis).toBe('consumer_cause')
    expect(at('shandong', '2026-03-17').lots[0]?.basis).toBe('consumer_cause')
  })
  it('only since its rule is in force', () => {
    const old = bonusCard(0, { paid_on: '2020-12-01' })
    const q = ask({
      cause: 'cooling_off',
      terminated_on: '2020-12-12',
      lots: [old],
      region: 'jiangsu',
    })
    expect(q.lots[0]?.basis).toBe('consumer_cause')
  })
  it('Beijing has gifts given back or paid for in the cooling-off time', () => {
    const gifts = [{ label: '水杯', value_fen: 9_900 }]
    const q = at('beijing', '2026-03-05', { gifts })
    expect(q.range).toEqual({ low_fen: 90_100, high_fen: 100_000 })
    expect(q.notices.map(({ article }) => article)).toContain(
      '《北京市单用途预付卡管理条例》第十六条',
    )
    const back = [{ label: '水杯', value_fen: 9_900, returned: true }]
    expect(at('beijing', '2026-03-05', { gifts: back }).range.low_fen).toBe(100_000)
  })
  it('Zhejiang pays within five days, Shanghai tells of closing thirty days before', () => {
    const said = (region: string) => at(region, '2026-06-01', { cause: 'merchant' }).notices
    expect(said('zhejiang').some(({ text }) => text.includes('5 天内'))).toBe(true)
    expect(said('shanghai').some(({ text }) => text.includes('提前 30 天'))).toBe(true)
  })
})
