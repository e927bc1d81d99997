import { beforeEach, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { LINTER_VERSION } from '../../src/clauses/read'
import { all, sql } from '../../src/platform/d1'
import type { BodyAt } from '../support/addresses'
import { type City, openCity, type Shop } from '../support/city'

const TEN_CAKES = {
  kind: 'count',
  name: '蛋糕 10 次',
  service: '蛋糕一角',
  price_fen: 20_000,
  visits: 10,
  list_price_fen: 2_600,
} as const
let city: City
let shop: Shop
let owner: string
beforeEach(async () => {
  city = await openCity()
  shop = await city.opens(0)
  const [row] = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM staff WHERE merchant_id = ${shop.id} AND role = 'owner'`,
  )
  owner = await city.as(row?.id ?? '')
})
const preview = (body: BodyAt<'POST /v1/offer-previews'>, token = owner) =>
  city.call('POST', '/v1/offer-previews', { token, body, key: null })
const publish = (body: BodyAt<'POST /v1/offers'>) =>
  city.call('POST', '/v1/offers', { token: owner, body })
const offers = () => all(city.db, sql<{ n: number }>`SELECT count(*) AS n FROM offers`)

it(`shows before publishing what would be published, and writes nothing, on ${ENGINE}`, async () => {
  const before = await offers()
  const { status, body } = await preview({ ...TEN_CAKES, clauses: ['请提前一天预订'] })
  expect([status, body]).toMatchObject([
    200,
    { object: 'offer_preview', may_publish: true, fault: null, same_name_on_sale: false },
  ])
  expect(body.clauses).toMatchObject({ verdict: 'clear', linter_version: LINTER_VERSION })
  expect(await offers()).toEqual(before)
  const published = await publish({ ...TEN_CAKES, clauses: ['请提前一天预订'] })
  const contract = await city.call('GET', `/v1/offers/${published.body.id}/contract`)
  expect(body.contract_text).toBe(contract.body.text)
  expect(published.body.linter_version).toBe(LINTER_VERSION)
})

it(`says what publishing refuses in the very words of the refusal on ${ENGINE}`, async () => {
  for (const wrong of [
    { ...TEN_CAKES, clauses: ['请提前一天预订', '余额过期作废'] },
    { ...TEN_CAKES, price_fen: 200_000 },
  ]) {
    const [shown, refused] = [await preview(wrong), await publish(wrong)]
    expect(refused.status).toBe(422)
    expect(shown.body).toMatchObject({
      may_publish: false,
      contract_text: null,
      fault: { code: refused.body.code, detail: refused.body.detail },
    })
  }
  const { body } = await preview({ ...TEN_CAKES, clauses: ['请提前一天预订', '余额过期作废'] })
  expect(body.fault!.pointers).toEqual(['/clauses/1'])
  expect(body.clauses.sentences.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
    'clear',
    'void',
  ])
})

it(`warns of a second offer of the same name, until the first is withdrawn, on ${ENGINE}`, async () => {
  const { body: first } = await publish(TEN_CAKES)
  expect((await preview(TEN_CAKES)).body).toMatchObject({
    same_name_on_sale: true,
    may_publish: true,
  })
  await city.call('POST', `/v1/offers/${first.id}/withdrawal`, { token: owner, body: {} })
  expect((await preview(TEN_CAKES)).body.same_name_on_sale).toBe(false)
})

it(`is for those who may publish on ${ENGINE}`, async () => {
  const cashier = await city.as(shop.cashier_id)
  expect((await preview(TEN_CAKES, cashier)).status).toBe(403)
  expect(
    (await city.call('POST', '/v1/offer-previews', { body: TEN_CAKES, key: null })).status,
  ).toBe(401)
})
