import { describe, expect, it } from 'vitest'
import { declineInWords } from '../../src/purchases/rules'

describe('declineInWords', () => {
  it('says first that no money was taken, and repeats no word it does not know', () => {
    expect(declineInWords('insufficient_funds')).toMatch(/^没有扣钱。.*余额不足/)
    expect(declineInWords('<script>')).not.toContain('script')
    expect(declineInWords(null)).toMatch(/^没有扣钱。/)
  })
})
