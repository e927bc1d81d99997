import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/kernel/refusals'
import { checkSaleCap, levelTermsOn, saleCapFen } from '../../src/levels/terms'

const DAY = '2026-03-02'
const terms = levelTermsOn(DAY)

describe('what a level means', () => {
  it('caps what cards may be owed from C on, and a deposit lifts the cap tenfold', () => {
    expect(saleCapFen({ level: 'B', deposit_fen: 0 }, terms)).toBeNull()
    expect(saleCapFen({ level: 'C', deposit_fen: 0 }, terms)).toBe(20_000_000)
    expect(saleCapFen({ level: 'D', deposit_fen: 300_000 }, terms)).toBe(8_000_000)
    expect(saleCapFen({ level: 'D', deposit_fen: -5 }, terms)).toBe(5_000_000)
  })
  it('lets the last sale reach the cap, and not a fen beyond', () => {
    const shop = { level: 'D' as const, owed_fen: 4_900_000, deposit_fen: 0 }
    checkSaleCap(shop, 100_000, DAY)
    expect(() => checkSaleCap(shop, 100_001, DAY)).toThrow(Refusal)
    checkSaleCap({ ...shop, level: 'A' }, 100_001, DAY)
  })
  it('sends patrols more often the lower the level', () => {
    const percents = (['AAA', 'AA', 'A', 'B', 'C', 'D'] as const).map(
      (level) => terms.patrol_percent[level],
    )
    expect([...percents].sort((a, b) => b - a)).toEqual(percents)
  })
})
