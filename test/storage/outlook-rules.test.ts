import { describe, expect, it } from 'vitest'
import { outlookFrom } from '../../src/storage/rules'

const GB = 1_000_000_000
const day = (n: number, gb: number) => ({
  day: `2026-03-${String(n).padStart(2, '0')}`,
  bytes: Math.round(gb * GB),
  limit_bytes: 10 * GB,
})

describe('how full the database is', () => {
  it('is not known before it was measured', () => {
    expect(outlookFrom([])).toBeNull()
  })
  it('says no growth from one day', () => {
    expect(outlookFrom([day(1, 1)])).toEqual({
      size_mb: 1000,
      limit_mb: 10_000,
      used_bp: 1000,
      bytes_a_day: null,
      full_on: null,
      days_left: null,
      is_filling: false,
    })
  })
  it.each([
    // from, to (GB on days 1 and 11) → days left, full on, filling
    [1, 2, 80, '2026-05-30', false],
    [1, 2.5, 50, '2026-04-30', true],
    [1, 1.001, null, null, false],
    [2, 2, null, null, false],
    // It shrank: nothing is foretold.
    [3, 1, null, null, false],
    [6.9, 6.99, 334, '2027-02-08', false],
    [6.9, 7, 300, '2027-01-05', true],
    [9, 10, 0, '2026-03-11', true],
    // Past the limit that we know: full now.
    [10, 11, 0, '2026-03-11', true],
  ])(
    '%d GB, ten days later %d: %j days left, full on %j, filling %s',
    (from, to, days_left, full_on, is_filling) => {
      expect(outlookFrom([day(1, from), day(6, from), day(11, to)])).toMatchObject({
        days_left,
        full_on,
        is_filling,
      })
    },
  )
  it('takes the days as they were, though some were missed', () => {
    expect(outlookFrom([day(1, 1), day(21, 3)])?.bytes_a_day).toBe(GB / 10)
  })
})
