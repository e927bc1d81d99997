import { expect, it } from 'vitest'
import { lastOver, quarterPeriod, quartersUpTo } from '../../src/quarters/rules'

it.each([
  ['2026-03-31', ['2026Q1', '2025Q4', '2025Q3', '2025Q2', '2025Q1', '2024Q4']],
  ['2026-04-01', ['2026Q2', '2026Q1', '2025Q4', '2025Q3', '2025Q2', '2025Q1']],
  ['2026-12-31', ['2026Q4', '2026Q3', '2026Q2', '2026Q1', '2025Q4', '2025Q3']],
])('the quarters to choose from on %s, each a period that has begun', (today, quarters) => {
  expect(quartersUpTo(today)).toEqual(quarters)
  expect(lastOver(today)).toBe(quarters[1])
  expect(quarters.every((one) => quarterPeriod(one).from_on <= today)).toBe(true)
  expect(quarterPeriod(lastOver(today)).to_on < today).toBe(true)
})
