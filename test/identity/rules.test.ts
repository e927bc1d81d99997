import { describe, expect, it } from 'vitest'
import { randomDigits } from '../../src/codes/codes'
import { isTrivialPin } from '../../src/identity/rules'
import { slideIdle } from '../../src/sessions/rules'

const NOW = '2026-03-02T01:00:00.000Z'

describe('isTrivialPin', () => {
  it.each([
    ['999999', true],
    ['012345', true],
    ['210987', false],
    ['543210', true],
    ['363636', true],
    ['520520', true],
    ['739205', false],
    ['135790', false],
    ['112233', false],
    ['381234', true],
    ['812346', false],
  ])('%s → %s', (pin, trivial) => {
    expect(isTrivialPin(pin, '13812345678')).toBe(trivial)
  })
})

describe('slideIdle', () => {
  const staff = (idle: string, absolute = '2026-03-02T12:00:00.000Z') =>
    slideIdle({ kind: 'staff', idle_expires_at: idle, absolute_expires_at: absolute }, NOW)
  it('waits until half of the idle time is gone', () => {
    expect(staff('2026-03-02T01:15:00.001Z')).toBeNull()
    expect(staff('2026-03-02T01:15:00.000Z')).toBe('2026-03-02T01:30:00.000Z')
  })
  it('writes down a consumer’s use once a day', () => {
    const absolute_expires_at = '2026-08-29T01:00:00.000Z'
    const idle = (idle_expires_at: string) =>
      slideIdle({ kind: 'consumer', idle_expires_at, absolute_expires_at }, NOW)
    expect(idle('2026-03-31T01:00:00.001Z')).toBeNull()
    expect(idle('2026-03-31T01:00:00.000Z')).toBe('2026-04-01T01:00:00.000Z')
  })
  it('stops at the absolute end', () => {
    expect(staff('2026-03-02T01:10:00.000Z', '2026-03-02T01:12:00.000Z')).toBe(
      '2026-03-02T01:12:00.000Z',
    )
    expect(staff('2026-03-02T01:12:00.000Z', '2026-03-02T01:12:00.000Z')).toBeNull()
  })
})

describe('randomDigits', () => {
  const from = (...numbers: number[]) => {
    const draws = [...numbers]
    return () => {
      const n = draws.shift() ?? 0
      return Uint8Array.from([24, 16, 8, 0], (shift) => Math.floor(n / 2 ** shift) % 256)
    }
  }
  it('draws again above the last whole million of 32 bits', () => {
    expect(randomDigits(from(4_294_000_000, 7))).toBe('000007')
    expect(randomDigits(from(4_293_999_999))).toBe('999999')
    expect(randomDigits(from(4_294_967_295, 4_294_500_000, 123_456_789))).toBe('456789')
  })
})
