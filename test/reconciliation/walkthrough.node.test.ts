import { beforeAll, describe, expect, it } from 'vitest'
import { type Month, playBankMonth } from '../../scripts/docs/bank-month'

describe('a month of the bank with its mistakes in it', () => {
  let month: Month
  beforeAll(async () => {
    month = await playBankMonth()
  })

  it('names exactly the injected faults, each by its class and day', () => {
    const injected = month.injected.flatMap(({ is, day }) => (is === null ? [] : [`${is} ${day}`]))
    expect(injected).toHaveLength(14)
    expect(month.found.map((one) => `${one.class} ${one.day}`).sort()).toEqual(injected.sort())
  })
  it('has every class in it that a bank can cause', () => {
    const classes = new Set(month.found.map((one) => one.class))
    expect([...classes].sort()).toEqual(
      ['B1', 'B10', 'B11', 'B12', 'B2', 'B3', 'B4', 'B5', 'B7', 'B8', 'B9'].sort(),
    )
  })
  it('ends with nothing standing, every day sealed, and clean books', () => {
    expect(month.found.filter(({ state }) => state === 'open' || state === 'proposed')).toEqual([])
    expect(month.days.filter(({ sealed_at }) => sealed_at === null)).toEqual([])
    expect(month.closes).toHaveLength(27)
    expect(month.books).toMatchObject({ result: 'clean', divergences: [] })
  })
  it('is played alike each time', async () => {
    expect((await playBankMonth()).closes.at(-1)).toEqual(month.closes.at(-1))
  })
})
