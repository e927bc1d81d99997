import { beforeAll, expect, it } from 'vitest'
import { type Counter, openCounter } from '../intake/support'
import type { Query } from '../support/addresses'

let bank: Counter
beforeAll(async () => {
  bank = await openCounter()
  await bank.banks()
  bank.advance(3 * 3_600_000)
  await bank.paysOut(12_345)
})

it('lists payouts by their state, and refuses a state that is none', async () => {
  const token = await bank.owner()
  const statesOf = async (query: Query): Promise<string[]> => {
    const { body } = await bank.call('GET', `/v1/payouts${query}`, { token })
    return body.data.map(({ state }: { state: string }) => state)
  }
  const all = await statesOf('')
  expect(all).toContain('paid')
  for (const state of ['created', 'sent', 'paid', 'rejected'])
    expect(await statesOf(`?state=${state}`)).toEqual(all.filter((one) => one === state))
  const lost = await bank.call('GET', '/v1/payouts?state=lost', { token })
  expect(lost.status).toBe(422)
})
