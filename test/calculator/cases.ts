import { calculate } from '../../src/calculator/calculator'
import { NewCalculation } from '../../src/calculator/shape'
import { WEIHAI } from '../support/weihai'

type Said = Record<string, unknown>
/** Asks as the API does: through the strict schema. */
export const ask = (said: Said) => calculate(NewCalculation.parse(said), WEIHAI)
/** 充 1,000 送 200, with so much used at list price. */
export const bonusCard = (list_value_fen: number, more: Said = {}) => ({
  kind: 'stored_value',
  paid_on: '2026-03-02',
  paid_fen: 100_000,
  bonus_fen: 20_000,
  ...(list_value_fen === 0 ? {} : { uses: [{ list_value_fen }] }),
  ...more,
})
/** Ten visits for 1,000 yuan, 200 yuan each undiscounted. */
export const visitsCard = (visits: number, more: Said = {}) => ({
  kind: 'count',
  paid_on: '2026-03-02',
  paid_fen: 100_000,
  visits: 10,
  list_price_fen: 20_000,
  ...(visits === 0 ? {} : { uses: [{ visits }] }),
  ...more,
})
/** A year for 3,650 yuan. */
export const yearCard = (more: Said = {}) => ({
  kind: 'period',
  paid_on: '2026-01-01',
  paid_fen: 365_000,
  days: 365,
  ...more,
})
export const ends = (cause: string, lots: Said[], more: Said = {}) =>
  ask({ cause, terminated_on: '2026-06-01', lots, ...more })
