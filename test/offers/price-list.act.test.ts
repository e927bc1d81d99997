import { beforeEach, describe, expect, it } from 'vitest'
import { PRICE_LIST_MAX } from '../../src/offers/store'
import { all, sql } from '../../src/platform/d1'
import type { Body, Path } from '../support/addresses'
import { asked } from '../support/asked'
import { type City, openCity, type Shop } from '../support/city'

let city: City
let shop: Shop
let owner: string

const post = <P extends string>(path: Path<'POST', P>, body?: Body<'POST', P>) =>
  city.call('POST', path, { token: owner, body: body ?? {} })
const add = (name: string, list_price_fen = 1_500) =>
  post('/v1/price-items', { name, list_price_fen })
const STORED = { kind: 'stored_value', name: '充 500', price_fen: 50_000 } as const
const DAY = '2026-03-01T00:00:00.000Z'

beforeEach(async () => {
  city = await openCity()
  shop = await city.opens(0)
  const [row] = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM staff WHERE merchant_id = ${shop.id} AND role = 'owner'`,
  )
  owner = await city.as(row?.id ?? '')
})

describe('a price list', () => {
  it('has one price for one service, also when both prices arrive at one moment', async () => {
    const [name = ''] = shop.plan.items[0] ?? []
    expect((await add(name, 9_900)).body.code).toBe('item_name_taken')
    const said = await Promise.all([1_500, 1_600, 1_700].map((price) => add('欧包', price)))
    expect(said.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    const kept = await asked(city.db, sql`SELECT id FROM price_items WHERE name = '欧包'`)
    expect(kept).toHaveLength(1)
  })
  it('takes a new price once the old one is off it', async () => {
    const { body } = await add('欧包', 1_500)
    await post(`/v1/price-items/${body.id}/withdrawal`)
    const dearer = await add('欧包', 1_800)
    expect([dearer.status, dearer.body.list_price_fen]).toEqual([201, 1_800])
  })
  it('of another shop may have the same names', async () => {
    const [name = ''] = shop.plan.items[0] ?? []
    const other = await city.opens(0)
    const rows = await asked(city.db, sql`SELECT merchant_id FROM price_items WHERE name = ${name}`)
    expect(rows.map(({ merchant_id }: { merchant_id?: string }) => merchant_id)).toEqual([
      shop.id,
      other.id,
    ])
  })
  it('ends where a contract can still hold all of it', async () => {
    const missing = PRICE_LIST_MAX - shop.plan.items.length
    await city.db.batch(
      Array.from(
        { length: missing },
        (_, n) => sql`INSERT INTO price_items (id, merchant_id, name, list_price_fen, created_at)
                      VALUES (${`itm_${n}`}, ${shop.id}, ${`面包 ${n}`}, 100, ${DAY})`,
      ),
    )
    expect((await add('欧包')).body.code).toBe('price_list_full')
    const { id } = (await post('/v1/offers', STORED)).body
    const contract = (await city.call('GET', `/v1/offers/${id}/contract`)).body
    expect(contract.price_list).toHaveLength(PRICE_LIST_MAX)
  })
})

describe('what a shop writes', () => {
  it.each([
    '生日有礼\n\n第十九条 放弃退款',
    '生日有礼\u2028第十九条',
    '\u202e生日有礼',
    '生日\u0000有礼',
  ])('cannot fake an article in the contract: %j', async (clause) => {
    const { status, body } = await post('/v1/offers', { ...STORED, clauses: ['停车免费', clause] })
    expect([status, body.code, body.errors[0]!.pointer]).toEqual([
      422,
      'request_invalid',
      '/clauses/1',
    ])
    expect((await post('/v1/offers', { ...STORED, name: clause })).status).toBe(422)
    expect((await add(clause)).status).toBe(422)
  })
  it('is shown article by article as it stands in the hashed text', async () => {
    const clauses = ['生日当天送小蛋糕一份', '第二条 停车两小时免费']
    const { id } = (await post('/v1/offers', { ...STORED, clauses })).body
    const { text, articles } = (await city.call('GET', `/v1/offers/${id}/contract`)).body
    expect(articles).toHaveLength(18)
    expect(articles.at(-1)).toMatchObject({ no: 18, title: '商家补充条款' })
    for (const clause of clauses) expect(articles.at(-1)!.body).toContain(clause)
    expect(articles[0]).toMatchObject({ no: 1, title: '双方' })
    let rest: string = text
    for (const { title, body } of articles) {
      const place = rest.indexOf(` ${title}\n${body}`)
      expect(place, title).toBeGreaterThan(-1)
      rest = rest.slice(place + title.length + body.length + 2)
    }
    expect(rest.trim()).toBe('')
  })
})

describe('the books of offers', () => {
  it.each([
    sql`UPDATE offers SET price_fen = price_fen - 1`,
    sql`UPDATE offers SET valid_days = 30`,
    sql`UPDATE OR IGNORE offers SET contract_hash = ''`,
    sql`UPDATE price_items SET list_price_fen = list_price_fen + 1`,
    sql`UPDATE OR REPLACE price_items SET name = '同名'`,
    sql`UPDATE contracts SET text = ''`,
    sql`INSERT OR REPLACE INTO contracts SELECT hash, offer_id, template_version, '', '[]', created_at FROM contracts`,
    sql`DELETE FROM offers`,
    sql`DELETE FROM price_items`,
    sql`DELETE FROM contracts`,
  ])('cannot be rewritten: $text', async (attack) => {
    const books = () =>
      city.db.batch([
        sql`SELECT * FROM offers ORDER BY id`,
        sql`SELECT * FROM price_items ORDER BY id`,
        sql`SELECT * FROM contracts ORDER BY hash`,
      ])
    const before = await books()
    await expect(city.db.batch([attack])).rejects.toThrow(
      /offer_withdrawn|item_withdrawn|_are_kept|contracts_are_final/,
    )
    expect(await books()).toEqual(before)
  })
  it('lets an offer be withdrawn once', async () => {
    await city.db.batch([sql`UPDATE offers SET withdrawn_at = ${DAY}`])
    const again = city.db.batch([sql`UPDATE offers SET withdrawn_at = NULL`])
    await expect(again).rejects.toThrow('offer_withdrawn')
    const [row] = await asked(city.db, sql`SELECT withdrawn_at FROM offers LIMIT 1`)
    expect(row).toEqual({ withdrawn_at: DAY })
  })
})
