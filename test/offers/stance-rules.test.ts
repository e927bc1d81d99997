import { describe, expect, it } from 'vitest'
import { shopStance } from '../../src/offers/stance-rules'

describe('how a shop stands for a buyer', () => {
  it.each([
    ['AAA', 'safe', 1, 'normal'],
    ['A', 'plain', 2, 'normal'],
    ['B', 'safe', 2, 'normal'],
    ['C', 'safe', 3, 'take_care'],
    ['AAA', 'warn', 3, 'take_care'],
    ['D', 'safe', 4, 'not_now'],
    ['AAA', 'bad', 5, 'not_now'],
    ['unheard of', 'safe', 3, 'take_care'],
  ] as const)('is the worse of level %s and tone %s: %i bars, %s', (level, tone, bars, word) => {
    expect(shopStance({ may_sell: true, level, tone })).toEqual({ bars, word })
  })
  it('is on hold where nothing may be sold, however good the record', () => {
    expect(shopStance({ may_sell: false, level: 'AAA', tone: 'safe' })).toEqual({
      bars: 5,
      word: 'on_hold',
    })
  })
})
