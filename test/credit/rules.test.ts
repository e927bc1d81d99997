import { describe, expect, it } from 'vitest'
import { indicatorOf } from '../../src/credit/indicators'
import { marksOf, monthEnding } from '../../src/credit/marks-rules'
import { decideRating, type RatingFacts } from '../../src/credit/rating-rules'
import {
  decayed,
  isLowered,
  levelFor,
  lineOf,
  type Mark,
  mayRiseTo,
  reviewOn,
  scoreOf,
  tapered,
} from '../../src/credit/rules'
import { Refusal } from '../../src/kernel/refusals'

const codeOf = (decide: () => unknown): string => {
  try {
    decide()
    return 'none'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}
const TODAY = '2026-03-31'
const mark = (indicator: string, day: string, figure = 1): Mark => ({
  id: `cmk_${indicator}_${day}`,
  ...{ indicator, day, figure, source: 'behaviour_days' },
})

describe('points of a shop', () => {
  it('halve after each half-life, on a straight line in between, and end at nothing', () => {
    expect([0, 90, 180, 270, 360, 9_999].map((age) => decayed(1_000, age, 180))).toEqual([
      1_000, 750, 500, 375, 250, 0,
    ])
    expect(decayed(1_000, -5, 180)).toBe(1_000)
  })
  it('count less the more there are of a kind', () => {
    const taper = [
      { upto: 3, percent: 100 },
      { upto: 9, percent: 50 },
      { upto: Number.POSITIVE_INFINITY, percent: 10 },
    ]
    expect(tapered(0, 3, taper)).toBe(300)
    expect(tapered(0, 4, taper)).toBe(350)
    expect(tapered(2, 2, taper)).toBe(150)
    expect(tapered(0, 100, taper)).toBe(300 + 300 + 910)
  })
  it('never exceed the cap of their indicator, and say so', () => {
    const indicator = indicatorOf('patrol_closed')
    if (!indicator) throw new Error('no such indicator')
    const many = ['2026-03-29', '2026-03-30', TODAY].map((day) => mark('patrol_closed', day))
    expect(lineOf(indicator, many, TODAY)).toMatchObject({
      points: -20_000,
      is_capped: true,
      figure: 3,
    })
  })
  it('make a score between 0 and 1,000 that its lines add up to', () => {
    expect(scoreOf([], TODAY)).toEqual({ score: 700, level: 'A', lines: [] })
    const { score, lines } = scoreOf(
      [mark('complaint', TODAY, 2), mark('quiet_month', '2026-02-28'), mark('of_nobody', TODAY)],
      TODAY,
    )
    expect(lines.map(({ indicator, points }) => [indicator, points])).toEqual([
      ['complaint', -1_200],
      ['quiet_month', 587],
    ])
    expect(score).toBe(700 - 6)
    const worst = [
      'patrol_closed',
      'off_escrow_sale_reported',
      'black_listed',
      'court_enforcement_listed',
    ].flatMap((code) => [1, 2, 3].map((n) => mark(code, `2026-03-${30 - n}`)))
    expect(scoreOf(worst, TODAY)).toMatchObject({ score: 0, level: 'D' })
  })
  it('make a level by its steps', () => {
    expect([1_000, 900, 899, 800, 650, 649, 550, 400, 399, 0].map(levelFor)).toEqual([
      ...['AAA', 'AAA', 'AA', 'AA', 'A', 'B', 'B', 'C', 'D', 'D'],
    ])
  })
})

describe('a night', () => {
  it('lowers a level only when the score itself fell below it, and raises none', () => {
    expect(isLowered({ before: 'A', now: 'B', stands: 'A' })).toBe(true)
    expect(isLowered({ before: null, now: 'C', stands: 'A' })).toBe(true)
    expect(isLowered({ before: 'B', now: 'B', stands: 'AA' })).toBe(false)
    expect(isLowered({ before: 'A', now: 'B', stands: 'C' })).toBe(false)
    expect(isLowered({ before: 'B', now: 'AA', stands: 'A' })).toBe(false)
    expect(mayRiseTo('AA', 'A')).toBe('AA')
    expect(mayRiseTo('B', 'A')).toBeNull()
  })
  it('looks again after thirty days, or when an answer is overdue', () => {
    expect(reviewOn(TODAY, [])).toBe('2026-04-30')
    expect(reviewOn(TODAY, ['2026-04-10', '2026-03-01'])).toBe('2026-04-10')
  })
  it('marks what a day and a month’s last day come to, once each', () => {
    expect(monthEnding('2026-02-28')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(monthEnding('2026-02-27')).toBeNull()
    const merchant_id = 'mch_1'
    const none = { contested_uses: 0, refund_requests: 0, payout_bounces: 0, bank_breaks: 0 }
    const found = marksOf({
      facts: [{ merchant_id, ...none, complaints: 2, events: '["patrol_ok","address_changed"]' }],
      ended: [{ merchant_id, made_good: 1, founded: 0 }],
      month: [{ merchant_id, used_fen: 1_234_567, troubles: 1, ratings: 5, stars: 14 }],
    })
    expect(found.map(({ indicator, figure }) => [indicator, figure])).toEqual([
      ['complaint', 2],
      ['patrol_ok', 1],
      ['made_good', 1],
      ['released_month', 123],
      ['rated_badly_month', 1],
    ])
  })
})

describe('a rating', () => {
  const use: RatingFacts = {
    ...{ status: 'succeeded', consent: 'code', used_on: TODAY, rated_before: 0, is_insider: 0 },
    ...{ shares_device: 0, shares_payer: 0, card_paid_fen: 100_000 },
    ...{ counted_today: 0, counted_lately: 0 },
  }
  it('needs a use that the holder agreed to, thirty days old at most, and no other since', () => {
    const code = (also: Partial<RatingFacts>) =>
      codeOf(() => decideRating({ ...use, ...also }, TODAY))
    expect(code({ consent: 'silence' })).toBe('rating_needs_confirmed_use')
    expect(code({ status: 'canceled' })).toBe('rating_needs_confirmed_use')
    expect(code({ used_on: '2026-02-28' })).toBe('rating_too_late')
    expect(code({ rated_before: 1 })).toBe('rating_given_already')
  })
  it('is kept and not counted where it looks made up', () => {
    const says = (also: Partial<RatingFacts>) => decideRating({ ...use, ...also }, TODAY)
    expect(says({})).toBeNull()
    expect(says({ is_insider: 1 })).toBe('insider')
    expect(says({ shares_device: 1 })).toBe('same_device')
    expect(says({ shares_payer: 1 })).toBe('same_account')
    expect(says({ card_paid_fen: 4_999 })).toBe('small_card')
    expect(says({ counted_today: 5 })).toBe('burst')
    expect(says({ counted_today: 5, counted_lately: 60 })).toBeNull()
  })
})
