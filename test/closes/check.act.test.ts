import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { type Counter, openCounter } from '../intake/support'

describe(`what anybody may know of the bank's last look, on ${ENGINE}`, () => {
  let bank: Counter
  const check = (code: string) => bank.call('GET', `/v1/shops/${code}/bank-check`)
  beforeAll(async () => {
    bank = await openCounter()
  })
  it('is nothing before the first day was closed', async () => {
    const { status, body } = await check(bank.shop.code)
    expect(status).toBe(200)
    expect(body).toMatchObject({ day: null, checked_at: null, coverage_bp: null })
  })
  it('is the newest sealed day, in small letters too, and no other figure of the shop', async () => {
    await bank.closes()
    const day = await bank.closes()
    const { body } = await check(bank.shop.code.toLowerCase())
    expect(body.day).toBe(day)
    expect(Object.keys(body).sort()).toEqual(
      ['checked_at', 'coverage_bp', 'day', 'object', 'transit_bp'].sort(),
    )
  })
  it('is not told of a shop that is not there', async () => {
    expect((await check('NOSUCH')).status).toBe(404)
  })
})
