import { describe, expect, it } from 'vitest'
import { visitsOnCard } from '../../src/redemptions/rules'

const listed = (id: string, name: string, visits?: number) => [
  { id, name, list_price_fen: 100, ...(visits === undefined ? {} : { visits }) },
]
describe('the weight of an item on a count card', () => {
  it.each([
    ['today’s, where no contract names it', 3, [], 3],
    ['today’s, whatever else the contract names', 3, [listed('itm_2', '单人课', 1)], 3],
    ['the contract’s, by the name', 5, [listed('itm_0', '双人课', 2)], 2],
    ['the contract’s, by the id', 5, [listed('itm_1', '双人课（旧名）', 2)], 2],
    [
      'the least of several contracts',
      5,
      [listed('itm_0', '双人课', 4), listed('itm_1', '双人课', 2)],
      2,
    ],
    ['today’s, where it is less', 1, [listed('itm_0', '双人课', 2)], 1],
    ['the contract’s, where today’s list has none', null, [listed('itm_1', '双人课', 2)], 2],
    ['none, where nobody states one', null, [], null],
    ['none, where the contract lists it without', 2, [listed('itm_0', '双人课')], null],
    [
      'none, where one contract of two lists it without',
      2,
      [listed('itm_0', '双人课'), listed('itm_1', '双人课', 2)],
      null,
    ],
  ])('is %s', (_, visits, lists, weight) => {
    expect(visitsOnCard({ id: 'itm_1', name: '双人课', list_price_fen: 100, visits }, lists)).toBe(
      weight,
    )
  })
})
