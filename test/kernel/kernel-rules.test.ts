import { describe, expect, it } from 'vitest'
import { bareId, idPattern, ulids } from '../../src/kernel/ids'
import { fen, proportion, yuan } from '../../src/kernel/money'
import {
  dayStart,
  daysBetween,
  instantFrom,
  localDate,
  plusDays,
  spoken,
  spokenEn,
} from '../../src/kernel/time'

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
    expect(dayStart('2026-03-02')).toBe('2026-03-01T16:00:00.000Z')
    expect(plusDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(spoken('2026-11-22T08:58:00.000Z')).toBe('11月22日 16:58')
    expect(spoken('2026-11-22T08:58:00.000Z', '2026-01-01')).toBe('11月22日 16:58')
    expect(spoken('2026-12-31T16:00:00.000Z', '2026-12-01')).toBe('2027年1月1日 00:00')
    expect(spokenEn('2026-12-31T16:00:00.000Z', '2026-12-01')).toBe('1 Jan 2027 00:00')
  })
})

describe('a moment somebody else writes', () => {
  it.each([
    ['2026-03-02T01:00:00Z', '2026-03-02T01:00:00.000Z'],
    ['2026-03-02T09:00:00+08:00', '2026-03-02T01:00:00.000Z'],
    ['2026-03-02t09:00:00+08:00', '2026-03-02T01:00:00.000Z'],
    ['2026-03-02t01:00:00z', '2026-03-02T01:00:00.000Z'],
    ['2026-03-01T19:30:00-05:30', '2026-03-02T01:00:00.000Z'],
    ['2026-03-02T01:00:00-00:00', '2026-03-02T01:00:00.000Z'],
    ['2026-03-02T01:00:00.5Z', '2026-03-02T01:00:00.500Z'],
    ['2026-03-02T09:00:00.123456789+08:00', '2026-03-02T01:00:00.123Z'],
    ['2026-03-02T00:30:00+08:00', '2026-03-01T16:30:00.000Z'],
    ['2024-02-29T23:59:59+08:00', '2024-02-29T15:59:59.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2017-01-01T07:59:60+08:00', '2017-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (said, at) => expect(instantFrom(said)).toBe(at))
  it.each([
    '2026-03-02T01:00:00',
    '2026-03-02 01:00:00Z',
    '2026-03-02',
    '2026-3-2T01:00:00Z',
    '2026-03-02T01:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T01:60:00Z',
    '2026-03-02T01:00:60Z',
    '2026-03-02T01:00:61Z',
    '2026-02-29T01:00:00Z',
    '2026-02-30T01:00:00+08:00',
    '2026-13-01T01:00:00Z',
    '2026-00-01T01:00:00Z',
    '2026-03-00T01:00:00Z',
    '2026-03-02T01:00:00+8',
    '2026-03-02T01:00:00+0800',
    '2026-03-02T01:00:00+24:00',
    '2026-03-02T01:00:00+08:60',
    '2026-03-02T01:00:00.Z',
    '2026-03-02T01:00:00,5Z',
    '+002026-03-02T01:00:00Z',
    '0000-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    ' 2026-03-02T01:00:00Z',
    '1772413200',
    '明天',
    '',
  ])('%s is none', (said) => expect(instantFrom(said)).toBeNull())
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
