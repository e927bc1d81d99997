import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { client, type Yufubao } from '../../src/client/client'
import { BASE_URL } from '../support/wire'
import { openTill, type Till } from './support'

let till: Till
let owner: Yufubao<'staff'>
const ITEMS = 11
beforeAll(async () => {
  till = await openTill()
  owner = till.cashier.as('staff', await till.till(till.shop, 'owner'))
  const { data } = await owner.must('GET /v1/price-items')
  for (let n = data.length; n < ITEMS; n++)
    await owner.must('POST /v1/price-items', {
      body: { name: `面包 ${n}`, list_price_fen: 100 + n },
    })
})
beforeEach(() => {
  till.wire.sent = []
})
const ITEMS_OF = 'GET /v1/price-items'
const two = { query: { limit: 2 } }

describe('a list', () => {
  it('is walked to its end, a page at a time, each item once', async () => {
    const seen: string[] = []
    const asked_at: number[] = []
    for await (const { id } of owner.each(ITEMS_OF, two)) {
      seen.push(id)
      asked_at.push(till.wire.sent.length)
    }
    expect(new Set(seen).size).toBe(ITEMS)
    expect(till.wire.sent).toHaveLength(6)
    // No page is asked for before the last item of the one before it was taken.
    expect(asked_at).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6])
  })
  it('goes on over a page that was lost on the way', async () => {
    till.wire.mishaps = [null, 'lost_after', 'lost_before']
    let count = 0
    for await (const _item of owner.each(ITEMS_OF, two)) count += 1
    expect(count).toBe(ITEMS)
    expect(till.wire.sent).toHaveLength(8)
  })
  it('is left in the middle without another request', async () => {
    for await (const _item of owner.each(ITEMS_OF, two)) if (till.wire.sent.length === 2) break
    expect(till.wire.sent).toHaveLength(2)
  })
  it('stops when it is given up, between two items as well', async () => {
    const given_up = new AbortController()
    const seen: string[] = []
    const walk = async () => {
      for await (const { id } of owner.each(ITEMS_OF, two, { signal: given_up.signal })) {
        seen.push(id)
        if (seen.length === 3) given_up.abort(new Error('closed'))
      }
    }
    await expect(walk()).rejects.toThrow('closed')
    expect(seen).toHaveLength(3)
    expect(till.wire.sent).toHaveLength(2)
  })
  it('says so when it is refused', async () => {
    const walk = till.holder.each('GET /v1/cards', { query: { cursor: '???' } })
    await expect(walk.next()).rejects.toMatchObject({
      outcome: { problem: { code: 'cursor_invalid' } },
    })
  })
  it('that does not go on ends in an error and not in a circle', async () => {
    const one = { object: 'list', data: [1], has_more: true, next_cursor: 'same' }
    const circle = client({
      base: BASE_URL,
      fetch: async () => Response.json(one, { headers: { 'X-Request-Id': 'req_1' } }),
    })
    const walk = async () => {
      for await (const _item of circle.each('GET /dev/people'));
    }
    await expect(walk()).rejects.toThrow('does not go on')
  })
})
