import { describe, expect, it } from 'vitest'
import { cardEnd, cardUsage, holderMay, isOver, shopMay } from '../../src/readers/may-rules'

const card = {
  status: 'active',
  kind: 'stored_value',
  remaining_units: 100,
  sales_held: false,
} as const

describe('what may be done with a card', () => {
  it.each<[string, Parameters<typeof holderMay>[0], string[], string[]]>([
    [
      'a card with money in it',
      card,
      ['show_code', 'book', 'freeze', 'pay_by_pin', 'refund', 'top_up'],
      ['freeze'],
    ],
    [
      'one with nothing left',
      { ...card, remaining_units: 0 },
      ['freeze', 'pay_by_pin', 'top_up'],
      ['freeze'],
    ],
    ['a frozen one', { ...card, status: 'frozen' }, ['unfreeze', 'refund', 'top_up'], []],
    [
      'a card of days',
      { ...card, kind: 'period' },
      ['freeze', 'pause', 'refund', 'top_up'],
      ['freeze', 'pause'],
    ],
    [
      'a closed one at a shop that may not sell',
      { ...card, status: 'closed', sales_held: true },
      [],
      [],
    ],
  ])('%s', (_name, seen, own, companions) => {
    expect(holderMay(seen, 'holder')).toEqual(own)
    expect(holderMay(seen, 'companion')).toEqual(companions)
  })
  it('the shop sets sums aside on a card in use, never on one of days', () => {
    expect(shopMay(card)).toEqual(['claim'])
    expect(shopMay({ ...card, kind: 'period' })).toEqual([])
    expect(shopMay({ ...card, status: 'frozen' })).toEqual([])
  })
  it('is over when closed, or empty and owed nothing', () => {
    expect(isOver({ ...card, remaining_units: 0, owed_fen: 1 })).toBe(false)
    expect(isOver({ ...card, remaining_units: 0, owed_fen: 0 })).toBe(true)
    expect(isOver({ ...card, status: 'closed', owed_fen: 1 })).toBe(true)
  })
})

describe('what became of its payments', () => {
  const lot = { refund_id: null, refunded_fen: 0, escrow_fen: 500, used_units: 3, released_fen: 30 }
  it('is nothing where no refund has ended one', () => {
    expect(cardEnd([lot])).toBeNull()
  })
  it('is what is back, refund by refund, and whether more is to come', () => {
    const back = { ...lot, refund_id: 'rfd_1', refunded_fen: 100, escrow_fen: 0 }
    expect(cardEnd([lot, back, back])).toEqual({
      refund_ids: ['rfd_1'],
      refunded_fen: 200,
      is_running: false,
    })
    const running = { ...back, refund_id: 'rfd_2', escrow_fen: 1 }
    expect(cardEnd([back, running])).toMatchObject({
      refund_ids: ['rfd_1', 'rfd_2'],
      is_running: true,
    })
  })
  it('counts all uses', () => {
    expect(cardUsage([lot, lot])).toEqual({ used_units: 6, released_fen: 60 })
  })
})
