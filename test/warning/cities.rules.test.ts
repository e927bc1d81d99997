import { describe, expect, it } from 'vitest'
import { STYLES, type Style, simulatedCity } from '../../scripts/simulate/city'
import { PlainRules } from '../../scripts/warning/plain-rules'
import { factsFrom } from '../../src/warning/facts'

const asked = (seed: number, days = 40) => ({ seed, shops: 24, days, from: '2024-01-01' })
const told = (style: Style, seed: number, days = 40) => {
  const city = simulatedCity(style, asked(seed, days))
  return { truths: city.truths, days: Array.from({ length: days }, (_, at) => city.day(at)) }
}

describe.each(Object.keys(STYLES) as Style[])('a city told by %s', (style) => {
  it('is the same for the same seed, and another for another', () => {
    const first = JSON.stringify(told(style, 5))
    expect(JSON.stringify(told(style, 5))).toBe(first)
    expect(JSON.stringify(told(style, 6))).not.toBe(first)
  })
  it('tells rows that the warning reads as they stand, each shop once a day', () => {
    for (const rows of told(style, 7).days) {
      expect(new Set(rows.map(({ shop }) => shop)).size).toBe(rows.length)
      for (const row of rows) expect(factsFrom(row)).toEqual(row)
    }
  })
  it('lets some shops fail in two years, and most not', () => {
    const failed = told(style, 8, 1).truths
    expect(failed).toHaveLength(24)
    const { truths } = simulatedCity(style, { ...asked(9), shops: 200, days: 730 })
    const count = truths.filter(({ failed_on }) => failed_on !== null).length
    expect(count).toBeGreaterThan(3)
    expect(count).toBeLessThan(100)
  })
})

describe('the plain rules beside', () => {
  it('say nothing of a calm shop, and something of a surge under a deeper bonus', () => {
    const rules = new PlainRules()
    const scores = Array.from({ length: 120 }, (_, at) => {
      const day = new Date(Date.UTC(2026, 0, 1) + at * 86_400_000).toISOString().slice(0, 10)
      const times = at < 90 ? 1 : 4
      const row = factsFrom({
        ...{ day, shop: 'a', uses: 10, used_fen: 50_000, lots_sold: times, holders: 80 },
        ...{ sold_fen: times * 40_000, bonus_fen: times > 1 ? times * 30_000 : 2_000 },
      })
      return row ? (rules.day(day, [row])[0]?.score ?? Number.NaN) : Number.NaN
    })
    expect(Math.max(...scores.slice(0, 90))).toBe(0)
    expect(scores.at(-1)).toBeGreaterThanOrEqual(4)
  })
})
