import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { officialPhone } from '../../src/demo/cast'
import { all, sql } from '../../src/platform/d1'
import type { BodyAt } from '../support/addresses'
import { type City, openCity, type Shop } from '../support/city'

let city: City
let shop: Shop
let colleague: string
beforeEach(async () => {
  city = await openCity()
  shop = await city.opens()
  colleague = await enters(officialPhone(77))
})

async function enters(phone: string): Promise<string> {
  const body = { kind: 'operator', role: 'operator', name: '同事', districts: [], phone } as const
  const made = await city.call('POST', '/v1/officials', { token: city.operator, body })
  return city.as(String(made.body.id))
}
const says = (token: string, level: BodyAt<'POST /v1/merchants/:id/level'>['level']) =>
  city.call('POST', `/v1/merchants/${shop.id}/level`, {
    token,
    body: { level, reason: '两年没有投诉' },
  })
const answers = (token: string, proposal_id: string, agreed = true) =>
  city.call('POST', `/v1/merchants/${shop.id}/level/confirmation`, {
    token,
    body: { proposal_id, agreed, note: '看过经营记录' },
  })
const level = async () =>
  (await city.call('GET', `/v1/merchants/${shop.id}/level`, { token: city.operator })).body

describe(`a shop's level on ${ENGINE}`, () => {
  it('rises only when another person agrees, and nothing changes before', async () => {
    const { body } = await says(city.operator, 'AAA')
    expect(body).toMatchObject({ level: 'A', waiting: { level: 'AAA', is_own: true } })
    expect((await level()).level).toBe('A')
    const own = await answers(city.operator, body.waiting!.id)
    expect([own.status, own.body.code]).toEqual([403, 'level_needs_another_person'])
    expect((await answers(colleague, body.waiting!.id)).body).toMatchObject({
      level: 'AAA',
      waiting: null,
    })
    const again = await answers(colleague, body.waiting!.id)
    expect(again.body.code).toBe('level_proposal_not_waiting')
  })

  it('that waits is listed for every operator, and whose it is', async () => {
    const { body } = await says(city.operator, 'AA')
    const list = async (token: string) =>
      (await city.call('GET', '/v1/level-proposals?limit=1', { token })).body.data
    const { id, proposed_at, reason } = body.waiting!
    const seen = { object: 'level_proposal', id, merchant_id: shop.id, level: 'AA', reason }
    expect(await list(city.operator)).toEqual([{ ...seen, proposed_at, is_own: true }])
    expect(await list(colleague)).toEqual([{ ...seen, proposed_at, is_own: false }])
    await answers(colleague, id)
    expect(await list(colleague)).toEqual([])
  })

  it('is not raised by the same telephone under another id', async () => {
    const { body } = await says(colleague, 'AA')
    const [first] = await all(
      city.db,
      sql<{ id: string }>`SELECT id FROM officials WHERE name = '同事'`,
    )
    const path = `/v1/officials/${first?.id}/disabling` as const
    expect((await city.call('POST', path, { token: city.operator })).status).toBe(201)
    const twin = await answers(await enters(officialPhone(77)), body.waiting!.id)
    expect(twin.body.code).toBe('level_needs_another_person')
    expect((await level()).level).toBe('A')
  })

  it('falls at once by one person’s word, and takes a waiting raise with it', async () => {
    const { body } = await says(city.operator, 'AA')
    expect((await says(city.operator, 'C')).body).toMatchObject({ level: 'C', waiting: null })
    const late = await answers(colleague, body.waiting!.id)
    expect(late.body.code).toBe('level_proposal_not_waiting')
    expect((await level()).level).toBe('C')
  })

  it('does not rise while the shop is held, and a colleague may refuse', async () => {
    const { body } = await says(city.operator, 'AA')
    await city.call('POST', `/v1/merchants/${shop.id}/sales-hold`, {
      token: city.operator,
      body: { reason: '疑似要关门' },
    })
    expect((await answers(colleague, body.waiting!.id)).body.code).toBe('level_not_while_held')
    expect((await answers(colleague, body.waiting!.id, false)).body).toMatchObject({
      level: 'A',
      waiting: null,
    })
  })

  it('is raised once when two colleagues agree at one moment', async () => {
    const other = await enters(officialPhone(78))
    const { body } = await says(city.operator, 'AA')
    const both = await Promise.all([
      answers(colleague, body.waiting!.id),
      answers(other, body.waiting!.id),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('cannot be typed into the table by anybody', async () => {
    const typed = city.db.batch([
      sql`UPDATE merchants SET level = 'AAA', version = version + 1 WHERE id = ${shop.id}`,
    ])
    await expect(typed).rejects.toThrow('level_needs_another_person')
  })
})
