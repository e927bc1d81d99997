import { describe, expect, it } from 'vitest'
import { captureEffect, holdMay, holdShare, waitsFor } from '../../src/holds/may-rules'

type Hold = Parameters<typeof holdMay>[0]
const NOW = '2026-03-02T01:00:00.000Z'
const booking: Hold = {
  kind: 'booking',
  status: 'held',
  expires_at: '2026-03-02T02:00:00.000Z',
  recorded_as: null,
  units: 5,
  recorded_units: null,
  no_show_bp: 3_000,
}
const claim: Hold = { ...booking, kind: 'claim', expires_at: null, no_show_bp: 0 }

describe('what each side may do about a hold', () => {
  it.each<[string, Hold, string, string[], string[], string[]]>([
    ['a claim', claim, 'holder', ['confirm', 'contest'], ['void_by_shop'], []],
    [
      'a contested claim',
      { ...claim, status: 'contested' },
      'mediator',
      ['confirm'],
      ['void_by_shop'],
      ['decide'],
    ],
    ['a booking', booking, 'visit', ['void_by_holder'], ['capture', 'no_show', 'void_by_shop'], []],
    [
      'a booking the shop recorded',
      { ...booking, recorded_as: 'no_show', recorded_units: 1 },
      'holder',
      ['confirm', 'contest'],
      ['capture', 'void_by_shop'],
      [],
    ],
    ['a booking whose hour is over', { ...booking, expires_at: NOW }, 'nobody', [], [], []],
    ['a settled one', { ...claim, status: 'captured' }, 'nobody', [], [], []],
  ])('%s', (_name, hold, waits, holder, shop, official) => {
    expect(waitsFor(hold, NOW)).toBe(waits)
    expect(holdMay(hold, 'consumer', NOW)).toEqual(holder)
    expect(holdMay(hold, 'staff', NOW)).toEqual(shop)
    expect(holdMay(hold, 'regulator', NOW)).toEqual(official)
    expect(holdMay(hold, 'bank', NOW)).toEqual([])
  })
  it('costs at most the contract’s share, of what was asked for', () => {
    expect(holdShare(booking)).toEqual({ claimed_units: 5, no_show_units: 1 })
    expect(holdShare({ ...booking, recorded_units: 2 }).claimed_units).toBe(2)
  })
  it.each<[Hold, number, ReturnType<typeof captureEffect>]>([
    [claim, 0, { capture_units: 0, returned_units: 5, needs_came: false }],
    [claim, 5, { capture_units: 5, returned_units: 0, needs_came: false }],
    [claim, 6, null],
    [{ ...claim, recorded_units: 2 }, 3, null],
    [booking, 1, { capture_units: 1, returned_units: 4, needs_came: false }],
    [booking, 2, { capture_units: 2, returned_units: 3, needs_came: true }],
  ])('a decision over %j for %i', (hold, units, effect) => {
    expect(captureEffect(hold, units)).toEqual(effect)
  })
})
