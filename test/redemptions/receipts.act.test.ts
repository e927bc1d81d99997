import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { Path } from '../support/addresses'
import { BREAD, type Counter, good, type LotPlan, openCounter } from './support'

let counter: Counter
beforeAll(async () => {
  counter = await openCounter()
})
const newCard = (service: string, lots: LotPlan[] = [BREAD]) => counter.holds({ lots, service })
const use = async (card: string, what: object) => {
  counter.advance(MINUTE_MS)
  return counter.redeem({ code: (await counter.code(card)).digits, ...what })
}
const get = <P extends string>(path: Path<'GET', P>, token: string) =>
  counter.call('GET', path, { token })
const idsOf = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id)

describe(`receipts on ${ENGINE}`, () => {
  it('are seen by the holder and the shop, and by nobody else', async () => {
    const card = await newCard('甲')
    const receipt = good(await use(card, { amount_fen: 100 }))
    const path = `/v1/redemptions/${receipt.id}` as const
    for (const token of [
      counter.li.token,
      await counter.till(),
      await counter.till(counter.shop, 'owner'),
    ])
      expect((await get(path, token)).body).toEqual(receipt)
    for (const token of [counter.wang.token, await counter.till(counter.other)]) {
      const reply = await get(path, token)
      expect([reply.status, reply.body.code]).toEqual([404, 'redemption_not_found'])
      expect((await get(`/v1/redemptions?card_id=${card}`, token)).body.data).toEqual([])
    }
    expect((await get(path, counter.operator)).status).toBe(403)
    expect((await get(path, '')).status).toBe(401)
  })
  it('are listed newest first, page by page', async () => {
    const card = await newCard('乙')
    const ids: string[] = []
    for (const amount_fen of [101, 102, 103]) ids.push(good(await use(card, { amount_fen })).id)
    for (const token of [counter.li.token, await counter.till()]) {
      const first = good(await get(`/v1/redemptions?card_id=${card}&limit=2`, token))
      expect(first).toMatchObject({ object: 'list', has_more: true })
      const path = `/v1/redemptions?card_id=${card}&limit=2&cursor=${first.next_cursor}` as const
      const last = good(await get(path, token))
      expect(last).toMatchObject({ has_more: false, next_cursor: null })
      expect([...idsOf(first), ...idsOf(last)]).toEqual(ids.toReversed())
    }
  })
  it('are found by the till’s own number after a lost answer, in this shop only', async () => {
    const card = await newCard('丙')
    const receipt = good(await use(card, { amount_fen: 100, out_no: 'T3-42' }))
    const path = '/v1/redemptions?out_no=T3-42'
    expect((await get(path, await counter.till())).body.data).toEqual([receipt])
    expect((await get(path, await counter.till(counter.other))).body.data).toEqual([])
    expect((await get('/v1/redemptions?out_no=T3-43', await counter.till())).body.data).toEqual([])
  })
  it('are asked for by card or by number', async () => {
    for (const query of ['', '?card_id=crd_1', '?out_no=1&card_id=2', '?cursor=%20'] as const)
      expect((await get(`/v1/redemptions${query}`, counter.li.token)).status).toBe(422)
  })
})

describe(`the price of an item on ${ENGINE}`, () => {
  const listed = async (name: string, list_price_fen: number) => {
    const token = await counter.till(counter.shop, 'owner')
    const body = { name, list_price_fen }
    return String(good(await counter.call('POST', '/v1/price-items', { token, body })).id)
  }
  const withdrawn = async (id: string) => {
    const token = await counter.till(counter.shop, 'owner')
    return good(await counter.call('POST', `/v1/price-items/${id}/withdrawal`, { token }))
  }
  const toast = async () => {
    const { data } = good(await get('/v1/price-items', await counter.till()))
    return data.find(({ name }: { name: string }) => name === '吐司')
  }
  const units = async (card: string, what: object) => good(await use(card, what)).units

  it('is the list price, times how many', async () => {
    const receipt = good(
      await use(await newCard('丁'), { item_id: (await toast())!.id, quantity: 3 }),
    )
    expect(receipt).toMatchObject({ label: '吐司 × 3', units: 5_400, released_fen: 4_500 })
  })
  it('never rises above the contract, and falls with the list (法释 §12)', async () => {
    const old = await toast()
    await withdrawn(old!.id)
    const dearer = await listed('吐司', 2_500)
    const card = await newCard('戊')
    expect((await use(card, { item_id: old!.id })).body.code).toBe('item_not_found')
    expect(await units(card, { item_id: dearer })).toBe(1_800)
    await withdrawn(dearer)
    const cheaper = await listed('吐司', 1_500)
    expect(await units(card, { item_id: cheaper })).toBe(1_500)
    await withdrawn(cheaper)
    await listed('吐司', 1_800)
  })
  it('is no longer held by a lot that has ended', async () => {
    const contract_hash = 'c'.repeat(64)
    await counter.db.batch([
      sql`INSERT INTO contracts (hash, offer_id, template_version, text, price_list, created_at)
          VALUES (${contract_hash}, ${counter.shop.offers[0]?.id ?? ''}, 'v1', '合同', '[]', ${counter.world.now()})`,
    ])
    const ended = { paid_fen: 10_000, face_units: 10_000, ends_on: '2026-03-01' }
    const runs = { paid_fen: 10_000, face_units: 10_000, contract_hash }
    await withdrawn((await toast())!.id)
    const dearer = await listed('吐司', 2_500)
    expect(await units(await newCard('己', [ended, runs]), { item_id: dearer })).toBe(2_500)
    const still = { ...ended, ends_on: '2026-03-02' }
    expect(await units(await newCard('辛', [still, runs]), { item_id: dearer })).toBe(1_800)
  })
  it('is not known for another shop’s item', async () => {
    const token = await counter.till(counter.other)
    const { data } = good(await get('/v1/price-items', token))
    const reply = await use(await newCard('庚'), { item_id: data[0]!.id })
    expect(reply.body.code).toBe('item_not_found')
  })
})
