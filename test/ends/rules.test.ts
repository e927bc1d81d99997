import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceCover, NOTICE_DAYS, shareShort } from '../../src/ends/rules'
import { sumFen } from '../../src/kernel/money'
import { claimShare } from '../../src/standing/share-rules'

const fen = (max: number) => fc.integer({ min: 0, max })

describe('what a share leaves open', () => {
  it.each([
    [1_000, 1_000, 0],
    [1_000, 999, 1],
    [1_000, 0, 1_000],
    [0, 0, 0],
  ])('of %i with %i covered is %i', (owed_fen, covered_fen, short) => {
    expect(shareShort({ owed_fen, covered_fen })).toBe(short)
  })
})

describe('an advance that was not repaid', () => {
  it.each([
    [{ payable_fen: 500, deposit_fen: 300, advance_fen: 0 }, [0, 0, 0]],
    [{ payable_fen: 500, deposit_fen: 300, advance_fen: 400 }, [400, 0, 0]],
    [{ payable_fen: 500, deposit_fen: 300, advance_fen: 700 }, [500, 200, 0]],
    [{ payable_fen: 500, deposit_fen: 300, advance_fen: 1_000 }, [500, 300, 200]],
  ])('%j is borne by the shop first, then the deposit', (estate, [payable, deposit, short]) => {
    expect(advanceCover(estate)).toEqual({
      payable_used_fen: payable,
      deposit_used_fen: deposit,
      shortfall_fen: short,
    })
  })
  it('is borne exactly once, whatever it is', () => {
    fc.assert(
      fc.property(fen(1e9), fen(1e9), fen(1e9), (payable_fen, deposit_fen, advance_fen) => {
        const cover = advanceCover({ payable_fen, deposit_fen, advance_fen })
        const sum = cover.payable_used_fen + cover.deposit_used_fen + cover.shortfall_fen
        expect(sum).toBe(advance_fen)
        if (cover.shortfall_fen > 0) expect(cover.deposit_used_fen).toBe(deposit_fen)
      }),
    )
  })
})

describe('what is there', () => {
  it('is shared out to the last fen by the largest remainder, and nobody gets more than is owed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (claims, part) => {
          const all = sumFen(claims)
          const pool = Math.floor(all * part)
          const shares = claims.map((claim) => claimShare(claim, pool, all))
          const rest = pool - sumFen(shares.map(({ covered_fen }) => covered_fen))
          expect(rest).toBeGreaterThanOrEqual(0)
          // There are always enough claims with a remainder for the rest: one fen each is all it takes.
          expect(shares.filter(({ remainder }) => remainder > 0).length).toBeGreaterThanOrEqual(
            rest,
          )
          for (const [i, { covered_fen, remainder }] of shares.entries())
            expect(covered_fen + (remainder > 0 ? 1 : 0)).toBeLessThanOrEqual(claims[i] ?? 0)
        },
      ),
    )
  })
  it('gives thirty days of notice', () => expect(NOTICE_DAYS).toBe(30))
})
