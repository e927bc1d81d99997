import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalFromFen, exactSum, fenFromDecimal } from '../../src/statements/decimal'

describe('a decimal amount', () => {
  it.each([
    ['0', 0],
    ['12', 1200],
    ['12.3', 1230],
    ['105.750', 10575],
    ['0.01000', 1],
    ['007.00', 700],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s is %i fen, exactly', (text, amount_fen) => {
    expect(fenFromDecimal(text)).toBe(amount_fen)
  })
  it.each([
    ['0.001', 'amount_finer_than_fen'],
    ['1.00001', 'amount_finer_than_fen'],
    ['90071992547409.92', 'amount_too_large'],
    ['9999999999999999.99', 'amount_too_large'],
    ['1.000000', 'amount_malformed'],
    ['12345678901234567.00', 'amount_malformed'],
    ['', 'amount_malformed'],
    ['.5', 'amount_malformed'],
    ['5.', 'amount_malformed'],
    ['-1.00', 'amount_malformed'],
    ['+1.00', 'amount_malformed'],
    ['1,286.50', 'amount_malformed'],
    ['1e3', 'amount_malformed'],
    ['0x10', 'amount_malformed'],
    ['１２', 'amount_malformed'],
    ['1.00\n', 'amount_malformed'],
    ['NaN', 'amount_malformed'],
  ])('%j is refused as %s', (text, code) => {
    expect(fenFromDecimal(text)).toBe(code)
  })
  it('comes back as it went out, for every safe amount', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (amount_fen) => {
        expect(fenFromDecimal(decimalFromFen(amount_fen))).toBe(amount_fen)
      }),
    )
  })
  it('stops a sum that a safe integer cannot hold', () => {
    expect(() => exactSum([Number.MAX_SAFE_INTEGER, 1])).toThrow('amount_too_large')
  })
})
