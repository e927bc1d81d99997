import { describe, expect, it } from 'vitest'
import { ask, bonusCard, ends, visitsCard, yearCard } from './cases'

const both = (lots: object[], more = {}) => {
  const { alternatives } = ends('merchant', lots as never, more)
  return [alternatives.not_consumer_cause_fen, alternatives.consumer_cause_fen]
}

describe('§18 and §19: 充 1000 送 200', () => {
  it.each([
    [0, 100_000, 100_000],
    [30_000, 75_000, 70_000],
    [60_000, 50_000, 40_000],
    [100_000, 16_667, 0],
    [110_000, 8_334, 0],
    [120_000, 0, 0],
  ])('after %i fen at list price it is %i or %i', (used, not_consumer, consumer) => {
    expect(both([bonusCard(used)])).toEqual([not_consumer, consumer])
  })
  it('takes the figure of its cause, and the gap is what is disputed', () => {
    const lots = [bonusCard(60_000)]
    expect(ends('merchant', lots)).toMatchObject({
      principal_fen: 50_000,
      undisputed_fen: 40_000,
      disputed_fen: 10_000,
    })
    expect(ends('neutral', lots).principal_fen).toBe(50_000)
    expect(ends('consumer', lots).principal_fen).toBe(40_000)
  })
})

describe('§18 and §19: visits', () => {
  it.each([
    [4, 60_000, 20_000],
    [5, 50_000, 0],
    [9, 10_000, 0],
    [10, 0, 0],
  ])('after %i of ten it is %i or %i', (visits, not_consumer, consumer) => {
    expect(both([visitsCard(visits)])).toEqual([not_consumer, consumer])
  })
  it('counts given visits in numerator and denominator (3+1)', () => {
    const lot = {
      kind: 'count',
      paid_on: '2026-03-02',
      paid_fen: 30_000,
      visits: 3,
      bonus_visits: 1,
      list_price_fen: 12_000,
      uses: [{ visits: 2 }],
    }
    expect(both([lot])).toEqual([15_000, 6_000])
  })
  it('lets sessions of different weight and price count as they are', () => {
    const lot = { ...visitsCard(0), uses: [{ visits: 2, list_price_fen: 15_000 }, { visits: 1 }] }
    expect(both([lot])).toEqual([70_000, 50_000])
  })
})

describe('member discount', () => {
  it('alone: what was charged is what it cost (§18 (1)), the list price for the own wish', () => {
    const lot = {
      kind: 'stored_value',
      paid_on: '2026-03-02',
      paid_fen: 100_000,
      discount_bp: 8_000,
      uses: [{ charged_fen: 40_000 }],
    }
    expect(both([lot])).toEqual([60_000, 50_000])
  })
  it('with a bonus on the same card: both count, and it says that the text is silent', () => {
    const lot = { ...bonusCard(0), discount_bp: 8_000, uses: [{ list_value_fen: 60_000 }] }
    const q = ends('merchant', [lot])
    // list 600 × 0.8 × 1000/1200 = 400
    expect(q.principal_fen).toBe(60_000)
    expect(q.alternatives.consumer_cause_fen).toBe(40_000)
    expect(q.notices.map(({ text }) => text).join()).toContain('没有写明')
  })
})

describe('§14 cooling-off', () => {
  const on = (terminated_on: string, lot: object, cause = 'cooling_off', more = {}) =>
    ask({ cause, terminated_on, lots: [lot], ...more })
  it('gives all back to the seventh day, the day of payment not counted', () => {
    expect(on('2026-03-09', bonusCard(0)).lots[0]).toMatchObject({ basis: 'cooling_off' })
    expect(on('2026-03-10', bonusCard(0)).lots[0]).toMatchObject({ basis: 'consumer_cause' })
    expect(on('2026-03-10', bonusCard(0)).notices[0]?.text).toContain('2026-03-09')
  })
  it('is by itself for an untouched lot, whatever cause was stated', () => {
    const fresh = yearCard({ paid_on: '2026-03-02' })
    for (const cause of ['consumer', 'merchant', 'neutral'])
      expect(on('2026-03-05', fresh, cause).principal_fen).toBe(365_000)
  })
  it('counts what was used as the own wish', () => {
    expect(on('2026-03-05', bonusCard(60_000)).principal_fen).toBe(40_000)
    const visited = yearCard({
      paid_on: '2026-03-02',
      list_price_fen: 1_500,
      used_before_cooling_off: true,
    })
    const q = on('2026-03-05', visited)
    expect([q.principal_fen, q.range.low_fen]).toEqual([362_000, 365_000 - 3 * 1_500])
  })
  it('has the exception of §14, but not against better terms on days', () => {
    expect(
      on('2026-03-05', yearCard({ paid_on: '2026-03-02', had_same_before: true })).principal_fen,
    ).toBe(362_000)
    const terms = { cooling_off_days: 15 }
    expect(on('2026-03-17', bonusCard(0), 'cooling_off', { terms }).lots[0]?.basis).toBe(
      'cooling_off',
    )
    expect(
      on('2026-03-09', bonusCard(0), 'cooling_off', { terms: { cooling_off_days: 3 } }).lots[0]
        ?.basis,
    ).toBe('cooling_off')
  })
  it('is per lot: the young one all, the old one as used', () => {
    const lots = [bonusCard(60_000, { paid_on: '2026-01-01' }), bonusCard(0)]
    const q = ask({ cause: 'consumer', terminated_on: '2026-03-05', lots })
    expect(q.lots.map(({ basis, principal }) => [basis, principal.amount_fen])).toEqual([
      ['consumer_cause', 40_000],
      ['cooling_off', 100_000],
    ])
  })
})

describe('§22 period cards', () => {
  const at = (terminated_on: string, lot: object, cause = 'merchant') =>
    ask({ cause, terminated_on, lots: [lot] })
  it('gives back by the days that remain', () => {
    expect(at('2026-04-11', yearCard()).principal_fen).toBe(265_000)
    expect(at('2026-04-11', yearCard(), 'consumer').principal_fen).toBe(265_000)
  })
  it('counts to the day the shop stopped serving, if that was earlier', () => {
    expect(at('2026-06-01', yearCard({ stopped_on: '2026-04-11' })).principal_fen).toBe(265_000)
    expect(at('2026-04-11', yearCard({ stopped_on: '2026-06-01' })).principal_fen).toBe(265_000)
  })
  it('leaves out paused days', () => {
    const paused = [{ from_on: '2026-02-01', to_on: '2026-02-10' }]
    expect(at('2026-04-11', yearCard({ paused })).principal_fen).toBe(275_000)
    expect(
      at('2026-04-11', yearCard({ paused: [{ from_on: '2026-02-01', to_on: null }] }))
        .principal_fen,
    ).toBe(365_000 - 31_000)
  })
  it('gives nothing once the term is over, and says why', () => {
    const q = at('2027-01-02', yearCard(), 'consumer')
    expect(q.principal_fen).toBe(0)
    expect(q.notices[0]).toMatchObject({ article: '法释〔2025〕4号第二十二条第三款' })
  })
  it('keeps the share of the days for the own wish, and names the list price as the other reading', () => {
    const q = at('2026-04-11', yearCard({ list_price_fen: 1_500 }), 'consumer')
    expect([q.principal_fen, q.range]).toEqual([
      265_000,
      { low_fen: 365_000 - 150_000, high_fen: 265_000 },
    ])
  })
  it('has not begun before its first day', () => {
    expect(at('2026-04-11', yearCard({ starts_on: '2026-05-01' })).principal_fen).toBe(365_000)
  })
  it('with limited visits counts as the contract says, by visits if it says nothing, and names the days', () => {
    const visits = { max: 50, used: 5 }
    expect(
      at('2026-04-11', yearCard({ visits: { ...visits, count_by: 'days' } })).principal_fen,
    ).toBe(265_000)
    expect(
      at('2026-04-11', yearCard({ visits: { ...visits, count_by: 'visits' } })).principal_fen,
    ).toBe(328_500)
    expect(at('2026-04-11', yearCard({ visits })).principal_fen).toBe(328_500)
    const much = at('2026-04-11', yearCard({ visits: { max: 50, used: 40 } }))
    expect([much.principal_fen, much.range]).toEqual([
      73_000,
      { low_fen: 73_000, high_fen: 265_000 },
    ])
  })
})

describe('§20, §21, §15: what is never taken', () => {
  it('owes nothing below zero, line by line', () => {
    const q = ends('consumer', [bonusCard(110_000)])
    expect(q.lots[0]?.consumer_cause.lines.at(-1)).toMatchObject({
      amount_fen: 10_000,
      article: '法释〔2025〕4号第二十条',
    })
  })
  it('deducts no gift, no commission, no penalty', () => {
    const q = ends('merchant', [bonusCard(60_000)], {
      gifts: [{ label: '保温杯', value_fen: 9_900 }],
      shop_claims: [{ label: '提成', amount_fen: 5_000 }],
    })
    expect(q.total_fen).toBe(50_000)
    expect(q.notices.map(({ article }) => article)).toEqual([
      '法释〔2025〕4号第二十一条',
      '法释〔2025〕4号第十五条第二款、法释〔2025〕4号第九条第一款第一项',
    ])
  })
  it('adds the holder’s reasonable costs only when the shop is the cause', () => {
    const costs = [{ label: '交通费', amount_fen: 2_000 }]
    expect(ends('merchant', [bonusCard(60_000)], { costs })).toMatchObject({
      costs_fen: 2_000,
      total_fen: 52_000,
    })
    expect(ends('neutral', [bonusCard(60_000)], { costs }).total_fen).toBe(50_000)
  })
  it('nets what was given back before', () => {
    expect(both([bonusCard(60_000, { refunded_fen: 30_000 })])).toEqual([20_000, 10_000])
    expect(both([bonusCard(60_000, { refunded_fen: 60_000 })])).toEqual([0, 0])
  })
})

describe('§16, §17 interest', () => {
  const year = { refunded_on: '2027-06-01' }
  it('runs from the end of the contract, by cause, at the rate of the day it was made', () => {
    const old = bonusCard(0, { paid_on: '2024-08-01' })
    expect(ends('merchant', [old], year)).toMatchObject({ interest_fen: 3_350, total_fen: 103_350 })
    expect(ends('consumer', [old], year).interest_fen).toBe(1_500)
    expect(ends('neutral', [old], year).interest_fen).toBe(1_500)
    expect(ends('merchant', [old]).interest_fen).toBe(0)
  })
  it('follows the contract first, and its better start', () => {
    const lot = bonusCard(0, { paid_on: '2025-06-01' })
    const terms = { interest_bp: 500, interest_from: 'payment' }
    expect(ends('consumer', [lot], { ...year, terms }).interest_fen).toBe(10_000)
  })
  it('takes the real rate of supervised money when that is asked for and better', () => {
    const lot = bonusCard(0, { paid_on: '2026-01-01' })
    expect(ends('consumer', [lot], { ...year, supervised_bp: 200 }).interest_fen).toBe(2_000)
    expect(ends('merchant', [lot], { ...year, supervised_bp: 200 }).interest_fen).toBe(3_000)
  })
})

describe('§19 ¶2 and better terms', () => {
  it('uses the market price when the list price is unreasonable and unproven', () => {
    const uses = [{ visits: 4, list_price_fen: 50_000, market_price_fen: 12_000 }]
    expect(both([visitsCard(0, { uses })])).toEqual([60_000, 0])
    expect(both([visitsCard(0, { uses, list_price_unproven: true })])).toEqual([60_000, 52_000])
  })
  it('lets a better contract prevail, never more than was paid', () => {
    const terms = { own_wish_at_paid_price: true }
    expect(ends('consumer', [bonusCard(60_000)], { terms }).principal_fen).toBe(50_000)
    expect(
      ends('consumer', [bonusCard(60_000)], { terms: { promised_fen: 70_000 } }).principal_fen,
    ).toBe(70_000)
    expect(
      ends('consumer', [bonusCard(60_000)], { terms: { promised_fen: 10_000 } }).principal_fen,
    ).toBe(40_000)
    expect(
      ends('consumer', [bonusCard(60_000)], { terms: { promised_fen: 900_000 } }).principal_fen,
    ).toBe(100_000)
  })
  it('a membership fee of its own runs by its own days', () => {
    const fees = [{ label: '入会费', paid_on: '2026-01-01', paid_fen: 36_500, days: 365 }]
    const q = ask({
      cause: 'consumer',
      terminated_on: '2026-04-11',
      lots: [bonusCard(0, { paid_on: '2026-01-01' })],
      fees,
    })
    expect(q.fees[0]?.principal.amount_fen).toBe(26_500)
    expect(q.principal_fen).toBe(126_500)
  })
})

describe('several payments with different ratios', () => {
  const lots = [
    bonusCard(0, { paid_on: '2026-01-01' }),
    bonusCard(0, { paid_on: '2026-02-01', paid_fen: 200_000, bonus_fen: 100_000 }),
  ]
  it('uses the oldest first, never one that was not yet paid', () => {
    const uses = [{ on: '2026-03-01', list_value_fen: 150_000 }]
    const q = ends('merchant', lots, { uses })
    expect(q.lots.map(({ principal }) => principal.amount_fen)).toEqual([0, 180_000])
    const early = ends('merchant', [...lots].reverse(), {
      uses: [{ on: '2026-01-15', list_value_fen: 60_000 }],
    })
    expect(early.lots.map(({ principal }) => principal.amount_fen)).toEqual([200_000, 50_000])
  })
  it('says so when more was used than bought', () => {
    const q = ends('merchant', lots, { uses: [{ list_value_fen: 900_000 }] })
    expect(q.total_fen).toBe(0)
    expect(q.notices.at(-1)?.article).toBe('法释〔2025〕4号第二十条')
  })
})

describe('expiry', () => {
  it('of stored value is none (§24), of a count card a dispute and no loss', () => {
    const gone = { ends_on: '2026-05-01' }
    const stored = ends('consumer', [bonusCard(60_000, gone)])
    expect([stored.principal_fen, stored.notices[0]?.article]).toEqual([
      40_000,
      '法释〔2025〕4号第二十四条第一款',
    ])
    const count = ends('consumer', [visitsCard(4, gone)])
    expect([count.principal_fen, count.notices[0]?.text]).toEqual([
      20_000,
      expect.stringContaining('争议'),
    ])
  })
})
