import { describe, expect, it } from 'vitest'
import { closuresFrom, type Hours, hoursOn } from '../../src/shops/hours-rules'

const day = { opens: '09:00', closes: '21:00' }
const late = { opens: '18:00', closes: '02:00' }
const hours: Hours = {
  weekly: [null, day, day, day, day, late, late],
  closures: [
    { from_on: '2026-10-01', to_on: '2026-10-07' },
    { from_on: '2026-05-01', to_on: '2026-05-01' },
  ],
}
describe('a shop’s hours on a day', () => {
  it.each([
    ['a Monday off', '2026-03-02', null],
    ['a Tuesday', '2026-03-03', day],
    ['a Sunday past midnight', '2026-03-08', late],
    ['the day before a closure', '2026-09-30', day],
    ['its first day', '2026-10-01', null],
    ['its last day', '2026-10-07', null],
    ['the day after', '2026-10-08', day],
    ['a closure of one day', '2026-05-01', null],
  ])('are those of %s', (_, on, expected) => {
    expect(hoursOn(hours, on)).toEqual(expected)
  })
  it('name the closures that are not over, first one first', () => {
    expect(closuresFrom(hours, '2026-05-01').map(({ from_on }) => from_on)).toEqual([
      '2026-05-01',
      '2026-10-01',
    ])
    expect(closuresFrom(hours, '2026-10-07')).toHaveLength(1)
    expect(closuresFrom(hours, '2026-10-08')).toEqual([])
  })
})
