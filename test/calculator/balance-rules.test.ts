import { describe, expect, it } from 'vitest'
import { chargedByBalance } from '../../src/calculator/balance'

describe('what several payments were charged, by what is left of them together', () => {
  const lots = [
    { paid_fen: 100_000, bonus_fen: 20_000 },
    { paid_fen: 50_000, bonus_fen: 0 },
  ]
  it.each([
    [170_000, 0],
    [169_999, 1],
    [0, 170_000],
    [170_001, null],
  ])('%i left: %s charged', (left, charged) => {
    expect(chargedByBalance(lots, left)).toBe(charged)
  })
})
