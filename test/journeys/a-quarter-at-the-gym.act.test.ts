import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { openWeeks, type Weeks } from './support'

/**
 * Ninety days for ¥900 at the gym: seven weeks of it by the clock, with a pause, days on which the gym is shut, visits
 * counted and not paid by, and a refund for health's sake in the end.
 */
describe(`a quarter at the gym, seven weeks of it, on ${ENGINE}`, () => {
  let gym: Weeks
  let card: string
  beforeAll(async () => {
    gym = await openWeeks(1)
    card = await gym.buysCard(0)
  })
  const payable = () => gym.balance(`payable:${gym.shop.id}`)
  const seen = () => gym.get(gym.li.id, `/v1/cards/${card}`)
  const visit = async () => {
    await gym.say(gym.li.id, `/v1/cards/${card}/pay-code-key`)
    const { digits } = await gym.get(gym.li.id, `/v1/cards/${card}/pay-code`)
    return gym.say(gym.shop.cashier_id, '/v1/redemptions', { code: digits })
  }
  it('begins on the day it was bought, and a visit pays nothing by itself', async () => {
    expect((await seen()).lots[0]).toMatchObject({ starts_on: '2026-03-02', ends_on: '2026-05-30' })
    const first = await visit()
    expect(first).toMatchObject({ status: 'succeeded', released_fen: 0 })
  })
  it('earns nothing within seven days; the night after, the days so far', async () => {
    await gym.until('2026-03-09T12:00')
    expect(await payable()).toBe(0)
    await gym.until('2026-03-10T12:00')
    expect((await seen()).lots[0]).toMatchObject({ used_units: 8, released_fen: 8_000 })
  })
  it('counts none of ten days away, and the end moves by ten', async () => {
    await gym.say(gym.li.id, `/v1/cards/${card}/pauses`, {
      from_on: '2026-03-12',
      days: 10,
      reason: '出差',
    })
    await gym.until('2026-03-15T12:00')
    expect(await seen()).toMatchObject({ paused: { to_on: '2026-03-21' } })
    const shut = await gym.says(gym.shop.cashier_id, 'POST', '/v1/redemptions', {
      code: await (async () => {
        await gym.say(gym.li.id, `/v1/cards/${card}/pay-code-key`)
        return (await gym.get(gym.li.id, `/v1/cards/${card}/pay-code`)).digits
      })(),
    })
    expect(shut.status).toBeGreaterThanOrEqual(400)
    await gym.until('2026-03-24T12:00')
    expect((await seen()).lots[0]).toMatchObject({ used_units: 12, ends_on: '2026-06-09' })
  })
  it('counts no day on which the gym is shut, from the 28th until it serves again on the 31st', async () => {
    const stop = await gym.say(gym.owner, '/v1/service-stops', {
      service: null,
      from_on: '2026-03-28',
      reason: '更换空调',
    })
    await gym.until('2026-03-31T09:00')
    await gym.say(gym.owner, `/v1/service-stops/${stop.id}/resume`)
    await gym.until('2026-04-20T12:00')
    const { lots, uses } = await seen()
    // 49 days since the first, ten paused, three shut.
    expect(lots[0]).toMatchObject({ used_units: 36, released_fen: 36_000, ends_on: '2026-06-12' })
    expect(uses.succeeded_count).toBe(1)
    await gym.clean()
  })
  it('gives back for health’s sake what is left of the days, by law and that day', async () => {
    const refund = await gym.say(gym.li.id, `/v1/cards/${card}/refunds`, { ground: 'health' })
    // ¥900 less 36 of 90 days is ¥540 for every cause (§22): a card for all visits has no price of a day to count by.
    expect(refund).toMatchObject({ undisputed_fen: 54_000, disputed_fen: 0 })
    await gym.until('2026-04-28T12:00')
    expect(await gym.get(gym.li.id, `/v1/refunds/${refund.id}`)).toMatchObject({
      status: 'done',
      decided_by: 'law',
      refunded_fen: 54_000,
    })
    const regulator = await gym.get(gym.supervisor, `/v1/cards/${card}`)
    expect(regulator).toMatchObject({ reader: 'regulator', escrow_fen: 0, released_fen: 36_000 })
    await gym.clean()
  })
})
