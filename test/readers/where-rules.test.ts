import { describe, expect, it } from 'vitest'
import { whereOf } from '../../src/readers/where-rules'

const lot = { paid_fen: 50_000, released_fen: 4_000, refunded_fen: 6_000, difference_fen: 363 }
const figures = {
  owed_fen: 39_637,
  covered_fen: 30_000,
  transit_fen: 5_000,
  unchecked_fen: 4_000,
  short_fen: 637,
  business_day: null,
}

describe('where the money of a card is', () => {
  it('is told so that every fen paid is in one place', () => {
    const { paid_fen, ...places } = whereOf([lot], figures)
    expect(places).toEqual({
      held_fen: 30_000,
      waiting_fen: 9_000,
      missing_fen: 637,
      returned_fen: 6_000,
      released_fen: 4_363,
    })
    expect(Object.values(places).reduce((sum, fen) => sum + fen, 0)).toBe(paid_fen)
  })
  it('calls nothing held that the bank has not seen', () => {
    const unseen = { ...figures, covered_fen: 0, unchecked_fen: 34_000 }
    expect(whereOf([lot], unseen)).toMatchObject({ held_fen: 0, waiting_fen: 39_000 })
  })
  it('adds up all payments', () => {
    expect(whereOf([lot, lot], figures)).toMatchObject({ paid_fen: 100_000, returned_fen: 12_000 })
  })
})
