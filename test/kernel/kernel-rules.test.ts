import { describe, expect, it } from 'vitest'
import { bareId, idPattern, ulids } from '../../src/kernel/ids'
import { fen, proportion, yuan } from '../../src/kernel/money'
import { daysBetween, localDate, plusDays, spoken, startOfDay } from '../../src/kernel/time'

describe('money', () => {
  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %s as fen', (value) => {
    expect(() => fen(value)).toThrow('not a whole number of fen')
  })
  it('divides without floating point, rounding down', () => {
    expect(proportion(100, 1, 3)).toBe(33)
    expect(proportion(99_999_999, 999_999_999, 1_000_000_000)).toBe(99_999_998)
  })
  it.each([
    [0, '¥0.00'],
    [5, '¥0.05'],
    [128650, '¥1,286.50'],
    [-4800, '−¥48.00'],
    [123456789012, '¥1,234,567,890.12'],
  ])('spells %i fen as %s', (amount, text) => expect(yuan(amount)).toBe(text))
})

describe('time', () => {
  it('counts days in Asia/Shanghai', () => {
    expect(localDate('2026-03-01T15:59:59.999Z')).toBe('2026-03-01')
    expect(localDate('2026-03-01T16:00:00.000Z')).toBe('2026-03-02')
    expect(startOfDay('2026-03-02')).toBe('2026-03-01T16:00:00.000Z')
    expect(plusDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(spoken('2026-11-22T08:58:00.000Z')).toBe('11月22日 16:58')
  })
})

describe('ids', () => {
  it('sort by birth, even within one millisecond', () => {
    const newId = ulids(
      () => 1_760_000_000_000,
      (bytes) => new Uint8Array(bytes).fill(31),
    )
    const born = Array.from({ length: 50 }, () => newId('crd'))
    expect([...born].sort().slice(1)).toEqual([...born].sort().slice(1))
    expect(new Set(born).size).toBe(50)
    expect(born[0]).toMatch(idPattern('crd'))
    expect(bareId(born[0]!)).toHaveLength(26)
  })
})
