import { describe, expect, it } from 'vitest'
import { isLargeSum, missingToSell, pricePerUse } from '../../src/offers/stance-rules'

describe('what an offer comes to', () => {
  it.each([
    ['stored_value', 100_000, 120_000, 'list_value', 8_333],
    ['stored_value', 100_000, 100_000, 'list_value', 10_000],
    ['count', 38_000, 11, 'visit', 3_454],
    ['count', 100, 1, 'visit', 100],
    ['period', 36_500, 365, 'day', 100],
    ['period', 1, 365, 'day', 0],
  ] as const)('%s of %i fen for %i: %s, rounded down', (kind, price_fen, face_units, of, per) => {
    expect(pricePerUse({ kind, price_fen, face_units })).toEqual({ of, price_fen: per })
  })
  it('is large from ¥1,000 on', () => {
    expect([99_999, 100_000].map(isLargeSum)).toEqual([false, true])
  })
})

describe('what a shop lacks before it may sell', () => {
  it.each([
    [{ admitted_at: null, has_items: false, has_offers: false }, ['admission', 'items', 'offers']],
    [{ admitted_at: '2026-03-02', has_items: true, has_offers: false }, ['offers']],
    [{ admitted_at: '2026-03-02', has_items: true, has_offers: true }, []],
  ])('%j', (shop, missing) => {
    expect(missingToSell(shop)).toEqual(missing)
  })
})
