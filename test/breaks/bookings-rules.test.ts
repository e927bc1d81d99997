import { describe, expect, it } from 'vitest'
import { breakBookings } from '../../src/breaks/views'

describe('what booking a break would change', () => {
  const one = {
    merchant_id: 'a',
    difference_fen: 48_200,
    other_merchant_id: null,
    other_difference_fen: 0,
  }
  it('is the custody of its shop, before and after; the mirror stands negative', () => {
    expect(breakBookings(one, [{ merchant_id: 'a', balance_fen: -100_000 }])).toEqual([
      { merchant_id: 'a', custody_fen: 100_000, difference_fen: 48_200, after_fen: 148_200 },
    ])
  })
  it('is of both shops where money lies with the wrong one', () => {
    const both = { ...one, difference_fen: -500, other_merchant_id: 'b', other_difference_fen: 500 }
    const mirrors = [{ merchant_id: 'b', balance_fen: 0 }]
    expect(breakBookings(both, mirrors).map(({ after_fen }) => after_fen)).toEqual([-500, 500])
  })
  it('is nothing where nothing differs or no shop is known', () => {
    expect(breakBookings({ ...one, difference_fen: 0 }, [])).toEqual([])
    expect(breakBookings({ ...one, merchant_id: null }, [])).toEqual([])
  })
})
