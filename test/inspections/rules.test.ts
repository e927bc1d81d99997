import { expect, it } from 'vitest'
import { factsFound, isTimely, patrolWithin, roundedPlace } from '../../src/inspections/rules'

const CALM = { sale_sign: false, staff_present: true, stock_present: true, sold_outside: false }
it.each([
  ['open', {}, ['patrol_ok']],
  ['open', { sale_sign: true }, ['patrol_sale_sign']],
  ['open', { sold_outside: true }, ['off_escrow_sale_reported']],
  ['closed', { sale_sign: true }, ['patrol_closed', 'patrol_sale_sign']],
  ['closed', {}, ['patrol_closed']],
  ['refurbishing', {}, ['refurbishment_declared']],
] as const)('a door that is %s with %o says %o', (found, more, facts) => {
  expect(factsFound(found, { ...CALM, ...more })).toEqual(facts)
})
it('takes what a phone saw up to three days ago, and a clock a few minutes ahead', () => {
  const now = '2026-03-10T04:00:00.000Z'
  expect(isTimely('2026-03-07T04:00:00.000Z', now)).toBe(true)
  expect(isTimely('2026-03-07T03:59:59.000Z', now)).toBe(false)
  expect(isTimely('2026-03-10T04:09:00.000Z', now)).toBe(true)
  expect(isTimely('2026-03-10T04:11:00.000Z', now)).toBe(false)
})
it('keeps a place to a thousandth of a degree', () => {
  expect([37.50954, -122.11651, 0].map(roundedPlace)).toEqual([37_510, -122_117, 0])
})
it('sends to red today and to calm within a week', () => {
  expect([1, 7, 30, 60, 90].map(patrolWithin)).toEqual([0, 1, 7, 7, 7])
})
