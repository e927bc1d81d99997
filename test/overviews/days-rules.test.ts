import { describe, expect, it } from 'vitest'
import { isQuiet, lastWeek } from '../../src/overviews/overview'

describe('the days of a shop', () => {
  it('are seven, none left out, each beside the same day a week before', () => {
    const days = [
      { day: '2026-02-23', released_fen: 700 },
      { day: '2026-02-24', released_fen: 1 },
      { day: '2026-03-02', released_fen: 900 },
    ]
    const week = lastWeek(days, '2026-03-02')
    expect(week.map(({ day }) => day)).toEqual([
      '2026-02-24',
      '2026-02-25',
      '2026-02-26',
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ])
    expect(week[0]).toEqual({ day: '2026-02-24', released_fen: 1, before_fen: 0 })
    expect(week[6]).toEqual({ day: '2026-03-02', released_fen: 900, before_fen: 700 })
    expect(week[3]).toEqual({ day: '2026-02-27', released_fen: 0, before_fen: 0 })
  })
  it('are quiet only where nothing at all moved', () => {
    const none = { paid_fen: 0, uses_count: 0, released_fen: 0 }
    expect(isQuiet(none)).toBe(true)
    for (const field of ['paid_fen', 'uses_count', 'released_fen'] as const)
      expect(isQuiet({ ...none, [field]: 1 })).toBe(false)
    // A corrected use may leave a day below nothing; it is no quiet day.
    expect(isQuiet({ ...none, released_fen: -1 })).toBe(false)
  })
})
