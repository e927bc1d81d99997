import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calendarFrom,
  countWorkdays,
  isWorkday as isWorkdayIn,
  nextWorkday as nextWorkdayIn,
  plusWorkdays as plusWorkdaysIn,
} from '../../src/kernel/calendar'
import { runningOut } from '../../src/kernel/city-cover'
import { daysBetween, plusDays } from '../../src/kernel/time'
import { CALENDAR, WEIHAI } from '../support/weihai'

const { covered_to } = CALENDAR
const isWorkday = (on: string) => isWorkdayIn(CALENDAR, on)
const nextWorkday = (on: string) => nextWorkdayIn(CALENDAR, on)
const plusWorkdays = (on: string, days: number) => plusWorkdaysIn(CALENDAR, on, days)
const HOLIDAY_YEARS = [...CALENDAR.years.values()]

const day = fc.integer({ min: 0, max: 1_460 }).map((n) => plusDays('2025-01-01', n))
const weekday = (on: string) => new Date(`${on}T00:00:00.000Z`).getUTCDay()
const daysOf = (year: number) => Array.from({ length: 365 }, (_, n) => plusDays(`${year}-01-01`, n))

const missed = (on: string) => runningOut(WEIHAI, on).some(({ table }) => table === 'holidays')

describe('the notices of the State Council', () => {
  // Days off by notice 国办发明电〔2024〕12号 and 〔2025〕7号, as the two notices count them.
  it.each([
    [2025, 28, 5],
    [2026, 33, 6],
  ])('of %i give %i days off, and %i weekend days are worked', (year, off, worked) => {
    const data = CALENDAR.years.get(String(year))
    const spans = data?.off.map(([first, last]) => daysBetween(first, last) + 1) ?? []
    expect(spans.reduce((sum, days) => sum + days, 0)).toBe(off)
    expect(data?.worked).toHaveLength(worked)
    for (const on of data?.worked ?? []) expect([0, 6], on).toContain(weekday(on))
    for (const [first, last] of data?.off ?? []) expect(first <= last, first).toBe(true)
  })
  it.each([
    [2025, 248],
    [2026, 248],
  ])('of %i leave %i working days', (year, working) => {
    expect(daysOf(year).filter(isWorkday)).toHaveLength(working)
  })
  it('never give a day off that is worked instead', () => {
    for (const { off, worked } of HOLIDAY_YEARS)
      for (const on of worked)
        expect(
          off.some(([first, last]) => first <= on && on <= last),
          on,
        ).toBe(false)
  })
  it('reach to the end of the last year announced', () => {
    expect(covered_to).toBe('2026-12-31')
  })
  it('are missed sixty days before they end, and never earlier', () => {
    for (const [days, soon] of [
      [61, false],
      [60, false],
      [59, true],
      [0, true],
      [-30, true],
    ] as const)
      expect([days, missed(plusDays(covered_to, -days))]).toEqual([days, soon])
  })
  it('are asked for before any period of fifteen working days can reach beyond them', () => {
    const last_quiet = plusDays(covered_to, -60)
    expect(plusWorkdays(last_quiet, 15) <= covered_to).toBe(true)
  })
})

describe('a year without a notice', () => {
  const grown = calendarFrom(
    new Map([...CALENDAR.years, ['2027', { off: [['2027-01-01', '2027-01-03']], worked: [] }]]),
  )
  it('makes the end of a period provisional, and says how far the calendar reached', () => {
    expect(countWorkdays(CALENDAR, '2026-12-14', 10)).toEqual({
      last_day: '2026-12-28',
      provisional_after: null,
    })
    expect(countWorkdays(CALENDAR, '2026-12-14', 15)).toEqual({
      last_day: '2027-01-05',
      provisional_after: '2026-12-31',
    })
  })
  it('is covered once it is known', () => {
    expect(countWorkdays(grown, '2026-12-14', 15).provisional_after).toBeNull()
    expect(grown.covered_to).toBe('2027-12-31')
  })
  it('covers nothing behind a gap', () => {
    const gap = new Map([...CALENDAR.years, ['2029', { off: [], worked: [] }]])
    expect(calendarFrom(gap).covered_to).toBe('2026-12-31')
    expect(calendarFrom(new Map()).covered_to < '2026-01-01').toBe(true)
  })
})

describe('a working day', () => {
  it.each([
    ['2026-02-14', true, 'a Saturday worked for the Spring Festival'],
    ['2026-02-16', false, 'a Monday of the Spring Festival'],
    ['2026-09-20', true, 'a Sunday worked for the National Day'],
    ['2026-10-10', true, 'a Saturday worked after the National Day'],
    ['2026-10-08', true, 'the first day after the National Day'],
    ['2026-11-21', false, 'a Saturday'],
    ['2027-10-01', false, 'a fixed holiday of a year without notice'],
    ['2027-10-04', true, 'a Monday of a year without notice'],
  ])('%s: %s, %s', (on, worked) => {
    expect(isWorkday(on)).toBe(worked)
  })
  it('fifteen of them after 21 September 2026 end on 19 October', () => {
    expect(plusWorkdays('2026-09-21', 15)).toBe('2026-10-19')
  })
  it('a period of them ends on one, and holds exactly as many', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (from, days) => {
        const end = plusWorkdays(from, days)
        const span = Array.from({ length: daysBetween(from, end) }, (_, n) => plusDays(from, n + 1))
        expect(isWorkday(end)).toBe(true)
        expect(span.filter(isWorkday)).toHaveLength(days)
      }),
    )
  })
  it('the next one is the day itself, if it is worked', () => {
    fc.assert(
      fc.property(day, (on) => {
        const next = nextWorkday(on)
        expect(isWorkday(next) && next >= on).toBe(true)
        expect(next === on).toBe(isWorkday(on))
      }),
    )
  })
})
