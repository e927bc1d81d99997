import { describe, expect, it } from 'vitest'
import { lotsElsewhere, type PlaceFacts, placeAmong } from '../../src/shops/place-rules'

const shop = (id: string, over: Partial<PlaceFacts> = {}): PlaceFacts => ({
  id,
  name: `${id} 店`,
  closed: 0,
  theirs: null,
  ...over,
})
describe('the place of a use', () => {
  it.each([
    ['the one stated', [shop('a')], 'a', 'a'],
    ['the one its staff works at', [shop('a', { theirs: 'a' })], null, 'a'],
    ['the one stated, also by who works there', [shop('a', { theirs: 'a' })], 'a', 'a'],
    ['the only one there is', [shop('a')], null, 'a'],
    ['unknown among several', [shop('a'), shop('b')], null, undefined],
    ['unknown where there is none', [], null, undefined],
  ])('is %s', (_, seen, stated, id) => {
    expect(placeAmong(seen, stated)?.id).toBe(id)
  })
  it.each([
    ['shop_not_found', [], 'a'],
    ['shop_closed', [shop('a', { closed: 1 })], 'a'],
    ['shop_closed', [shop('a', { closed: 1, theirs: 'a' })], null],
    ['staff_of_another_shop', [shop('a', { theirs: 'b' })], 'a'],
  ])('is refused: %s', (code, seen, stated) => {
    expect(() => placeAmong(seen, stated)).toThrow(code)
  })
})

describe('lots for other shops', () => {
  const lots = [
    { id: 'lot_1', offer_id: 'off_1' },
    { id: 'lot_2', offer_id: 'off_2' },
    { id: 'lot_3', offer_id: 'off_3' },
  ]
  const acceptance = { off_1: ['a', 'b'], off_2: ['b'] }
  it.each([
    ['a', ['lot_2']],
    ['b', []],
    ['c', ['lot_1', 'lot_2']],
    [null, ['lot_1', 'lot_2']],
  ])('at %s are %o', (place_id, expected) => {
    expect(lotsElsewhere(lots, acceptance, place_id)).toEqual(expected)
  })
})
