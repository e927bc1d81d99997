import { describe, expect, it } from 'vitest'
import { JOIN_REQUESTS_A_DAY, mayAsk, openDays } from '../../src/joining/rules'
import { calendarFrom } from '../../src/kernel/calendar'

const calendar = calendarFrom(
  new Map([['2026', { off: [['2026-10-01', '2026-10-07']], worked: ['2026-10-10'] }]]),
)
describe('the days of the desk', () => {
  it('are the next ten working days, not today', () => {
    const days = openDays(calendar, '2026-03-06')
    expect(days).toHaveLength(10)
    expect(days.slice(0, 2)).toEqual(['2026-03-09', '2026-03-10'])
  })
  it('know holidays, and weekends that are worked instead', () => {
    expect(openDays(calendar, '2026-09-30').slice(0, 3)).toEqual([
      '2026-10-08',
      '2026-10-09',
      '2026-10-10',
    ])
  })
})
describe('a join request', () => {
  const of = { wished_on: '2026-03-09', open_days: ['2026-03-09'], waiting: 0, asked_today: 0 }
  it('may be asked for', () => {
    expect(() => mayAsk(of)).not.toThrow()
  })
  it.each([
    ['join_request_day_not_open', { wished_on: '2026-03-08', waiting: 1 }],
    ['join_request_waits_already', { waiting: 1, asked_today: JOIN_REQUESTS_A_DAY }],
    ['join_requests_used_up', { asked_today: JOIN_REQUESTS_A_DAY }],
  ])('is refused, by precedence: %s', (code, over) => {
    expect(() => mayAsk({ ...of, ...over })).toThrow(code)
  })
})
