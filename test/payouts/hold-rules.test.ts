import { describe, expect, it } from 'vitest'
import { payoutStop } from '../../src/payouts/hold'

const FREE = { payouts_held_at: null, missing_fen: 0 }
describe('what holds a payout', () => {
  it.each([
    ['nothing', FREE, null],
    ['an authority', { ...FREE, payouts_held_at: '2026-03-10T00:00:00.000Z' }, 'payouts_held'],
    ['cards short of one fen', { ...FREE, missing_fen: 1 }, 'payout_waits_for_cover'],
    [
      'both: the authority is named',
      { payouts_held_at: '2026-03-10T00:00:00.000Z', missing_fen: 1 },
      'payouts_held',
    ],
  ])('%s', (_who, facts, stop) => {
    expect(payoutStop(facts)).toBe(stop)
  })
})
