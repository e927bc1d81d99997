import { describe, expect, it } from 'vitest'
import { readCode, walletOf } from '../../src/redemptions/pay-code'

describe('another wallet’s payment code at our till', () => {
  it.each([
    ['134567890123456789', '微信支付'],
    ['10 0000 0000 0000 0000', '微信支付'],
    ['１５0000000000000000', '微信支付'],
    ['280000000000000000', '支付宝'],
    ['3012345678901234', '支付宝'],
    ['250000000000000000000000', '支付宝'],
    // Nobody's: too short, too long, a beginning that neither has.
    ['160000000000000000', null],
    ['13456789012345678', null],
    ['2500000000000000000000000', null],
    ['240000000000000000', null],
    ['310000000000000000', null],
    ['', null],
    ['微信', null],
  ])('%s is %s', (text, wallet) => expect(walletOf(text)).toBe(wallet))

  it('is never taken for one of ours', () => {
    for (const text of ['134567890123456789', '280000000000000000'])
      expect(readCode(text)).toBeNull()
    expect(walletOf('811234567891234567')).toBeNull()
  })
})
