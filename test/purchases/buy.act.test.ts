import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { BAKERY } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { type BodyAt, mistaken } from '../support/addresses'
import { CARD_200, HASH, openShop, SHOP, type Shop } from './shop'

type Wish = BodyAt<'POST /v1/purchases'>
const wish = (over: Partial<Wish> = {}): Wish => ({
  offer_id: CARD_200,
  contract_hash: HASH,
  contract_accepted: true,
  ...over,
})

describe(`POST /v1/purchases on ${ENGINE}`, () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await openShop()
  })
  const buy = (body: Wish, token = shop.li, key?: string) =>
    shop.call('POST', '/v1/purchases', { token, body, ...(key ? { key } : {}) })

  it('commits our own order and asks no provider', async () => {
    const reply = await buy(wish())
    expect(reply.status).toBe(201)
    expect(reply.body).toEqual({
      id: expect.stringMatching(/^pur_/),
      object: 'purchase',
      status: 'awaiting_payment',
      paid_fen: 20_000,
      offer_id: CARD_200,
      merchant_id: SHOP,
      merchant_name: BAKERY.name,
      contract_hash: HASH,
      card_id: null,
      lot_id: null,
      payment: null,
      reason: null,
      attempts: 0,
      accepted_at: '2026-03-02T01:00:00.000Z',
      expires_at: '2026-03-02T01:30:00.000Z',
      paid_at: null,
    })
    expect(await shop.see(shop.li, reply.body.id)).toEqual(reply.body)
    expect(await shop.charged()).toBe(0)
  })
  it('answers one key with one order', async () => {
    const [first, second] = [await buy(wish(), shop.li, 'k'), await buy(wish(), shop.li, 'k')]
    expect(second.text).toBe(first.text)
    const list = await shop.call('GET', '/v1/purchases', { token: shop.li })
    expect(list.body.data).toHaveLength(1)
  })
  it('takes no order without the contract that is on sale', async () => {
    const stale = await buy(wish({ contract_hash: 'b'.repeat(64) }))
    expect([stale.status, stale.body.code]).toEqual([422, 'contract_not_accepted'])
    const unread = await buy(wish({ contract_accepted: mistaken(false) }))
    expect([unread.status, unread.body.errors[0]!.pointer]).toEqual([422, '/contract_accepted'])
  })
  it('takes no order for a shop on hold, an offer withdrawn or unknown', async () => {
    const unknown = await buy(wish({ offer_id: `off_${'0'.repeat(26)}` }))
    expect([unknown.status, unknown.body.code]).toEqual([404, 'offer_not_found'])
    await shop.db.batch([
      sql`UPDATE merchants SET sales_held_at = '2026-03-01T00:00:00.000Z', version = version + 1`,
    ])
    expect((await buy(wish())).body.code).toBe('sales_on_hold')
    await shop.db.batch([sql`UPDATE offers SET withdrawn_at = '2026-03-01T00:00:00.000Z'`])
    expect((await buy(wish())).body.code).toBe('offer_withdrawn')
  })
  it('shows an order to nobody but its buyer', async () => {
    const id = await shop.order(shop.li)
    const reply = await shop.call('GET', `/v1/purchases/${id}`, { token: shop.wang })
    expect([reply.status, reply.body.code]).toEqual([404, 'purchase_not_found'])
    expect((await shop.pay(shop.wang, id, 'pm_card_visa')).body.code).toBe('purchase_not_found')
    const list = await shop.call('GET', '/v1/purchases', { token: shop.wang })
    expect(list.body.data).toEqual([])
    expect((await shop.call('GET', `/v1/purchases/${id}`, {})).status).toBe(401)
  })
  it('lists the newest first, page by page', async () => {
    const ids = [await shop.order(shop.li), await shop.order(shop.li), await shop.order(shop.li)]
    const first = await shop.call('GET', '/v1/purchases?limit=2', { token: shop.li })
    const next = `/v1/purchases?limit=2&cursor=${first.body.next_cursor}` as const
    const second = await shop.call('GET', next, { token: shop.li })
    const listed = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id)
    expect(listed).toEqual(ids.reverse())
  })
})
