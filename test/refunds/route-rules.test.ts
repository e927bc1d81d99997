import { describe, expect, it } from 'vitest'
import { firstPartState, lotBelonging, payersBeside, refundRoute } from '../../src/refunds/route'

const [A, B, C] = ['csm_a', 'csm_b', 'csm_c']
describe('to whom a refund goes', () => {
  it.each([
    ['the payer holds the card', A, A, 'original'],
    ['the card was given away', A, B, 'bank'],
    ['the card was given on', A, C, 'bank'],
    ['the new holder topped it up', B, B, 'original'],
    ['the card came back to its payer', A, A, 'original'],
  ])('%s', (_what, payer_id, holder_id, route) => {
    expect(refundRoute({ payer_id, holder_id })).toBe(route)
  })
  it('waits for an account only where one is needed and none is known', () => {
    expect(firstPartState('original', false)).toBe('created')
    expect(firstPartState('bank', false)).toBe('awaiting_account')
    expect(firstPartState('bank', true)).toBe('created')
  })
  it('names each payer who gets nothing once, and never the holder', () => {
    const purchases = { l1: { payer_id: A }, l2: { payer_id: A }, l3: { payer_id: B } }
    const of = ['l1', 'l2', 'l3'].map((lot) => lotBelonging({ purchases, holder_id: B }, lot))
    expect(payersBeside(of)).toEqual([A])
    expect(() => lotBelonging({ purchases, holder_id: B }, 'l4')).toThrow('a lot has a purchase')
  })
})
