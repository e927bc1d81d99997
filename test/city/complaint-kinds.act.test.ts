import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { mistaken } from '../support/addresses'
import { openCity } from '../support/city'

it(`the responsibility list names an office that exists, and no clock beyond the law’s, on ${ENGINE}`, async () => {
  const city = await openCity()
  const facts = async (table: string) =>
    (await city.call('GET', `/v1/city/facts?limit=100&table=${table}`)).body.data
  const [kind] = await facts('complaint_kind')
  const row = {
    table: 'complaint_kind',
    key: 'gift_refused',
    from_on: '2026-04-01',
    source: '本市责任清单 2026 年版',
  } as const
  const value = { ...kind?.value, name: '赠送不给' }
  const says = (also: object) =>
    city.call('POST', '/v1/city/proposals', {
      token: city.operator,
      body: mistaken({ ...row, value: { ...value, ...also } }),
    })
  expect((await says({})).status).toBe(201)
  expect((await says({ unit: 'nobody' })).body.code).toBe('unit_unknown')
  expect((await says({ finish_days: 40, extend_days: 6 })).body.code).toBe('request_invalid')
  expect((await says({ accept_days: 8 })).body.code).toBe('request_invalid')
  expect((await facts('unit')).map((one) => one.key)).toContain('market')
})
