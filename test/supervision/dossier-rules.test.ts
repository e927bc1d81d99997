import { describe, expect, it } from 'vitest'
import { plusDays } from '../../src/kernel/time'
import {
  alarmSince,
  type DossierDay,
  eventsIn,
  levelsIn,
  monthsIn,
  usualWeek,
  weekAt,
  weeksIn,
} from '../../src/supervision/dossier-rules'

const LAST = '2026-03-29'
const day = (back: number, more: Partial<DossierDay> = {}): DossierDay => ({
  ...{ day: plusDays(LAST, -back), sold_fen: 0, bonus_fen: 0, uses: 0, refund_requests: 0 },
  ...{ complaints: 0, events: '[]', ...more },
})

describe('a shop over its weeks', () => {
  it('sums whole weeks that end with the last day, and a bonus against what was paid', () => {
    const days = [
      day(14, { uses: 9 }),
      day(13, { uses: 1 }),
      day(7, { uses: 2, sold_fen: 1_000, bonus_fen: 500 }),
      day(6, { uses: -1, refund_requests: 3 }),
      day(0, { uses: 4, sold_fen: 300, bonus_fen: 100, complaints: 1 }),
    ]
    expect(weeksIn(days, LAST, 2)).toEqual([
      {
        ...{ from_on: plusDays(LAST, -13), sold_fen: 1_000, uses: 3, bonus_bp: 5_000 },
        ...{ refund_requests: 0, complaints: 0 },
      },
      {
        ...{ from_on: plusDays(LAST, -6), sold_fen: 300, uses: 4, bonus_bp: 3_333 },
        ...{ refund_requests: 3, complaints: 1 },
      },
    ])
  })
  it('knows its own usual from eight weeks before the last four, and not before', () => {
    const weeks = (n: number) =>
      weeksIn(
        Array.from({ length: n * 7 }, (_, back) => day(back, { uses: back < 28 ? 1 : 10 })),
        LAST,
        n,
      )
    expect(usualWeek(weeks(13), 'uses')).toBe(70)
    expect(usualWeek(weeks(12), 'uses')).toBe(70)
    expect(usualWeek(weeks(11), 'uses')).toBeNull()
  })
  it('tells events of the list alone, in order', () => {
    const days = [
      day(3, { events: '["patrol_ok","something_else"]' }),
      day(1, { events: '["closure_announced"]' }),
    ]
    expect(eventsIn(days).map(({ event }) => event)).toEqual(['patrol_ok', 'closure_announced'])
  })
  it('stands on the lowest level before the first change, and on each until the next', () => {
    const first = plusDays(LAST, -20)
    const span = { first, last: LAST }
    expect(levelsIn([], span)).toEqual([{ from_on: first, to_on: LAST, level: 1 }])
    const changes = [
      { day: plusDays(first, -30), level: 2 as const },
      { day: plusDays(first, 5), level: 4 as const },
    ]
    expect(levelsIn(changes, span)).toEqual([
      { from_on: first, to_on: plusDays(first, 4), level: 2 },
      { from_on: plusDays(first, 5), to_on: LAST, level: 4 },
    ])
  })
  it('rings since the first alarm that was not taken back', () => {
    const at = (n: number, level: 1 | 3 | 4 | 5) => ({ day: plusDays(LAST, n), level })
    expect(alarmSince([at(-9, 4), at(-5, 3), at(-4, 4), at(-2, 5)])).toBe(plusDays(LAST, -4))
    expect(alarmSince([at(-9, 4), at(-5, 1)])).toBeNull()
  })
  it('puts days into weeks and months over them', () => {
    expect(weekAt('2026-03-01', '2026-03-07')).toBe(0)
    expect(weekAt('2026-03-01', '2026-03-08')).toBe(1)
    expect(weekAt('2026-03-01', '2026-01-01')).toBe(0)
    expect(monthsIn(weeksIn([], LAST, 6)).map(({ month }) => month)).toEqual(['2026-02', '2026-03'])
  })
})
