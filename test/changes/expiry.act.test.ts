import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { tellExpiries } from '../../src/changes/expiry'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { mistaken } from '../support/addresses'

let desk: Desk
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
const told = async (type: string) =>
  (await desk.rows(sql`SELECT data FROM events WHERE type = ${type} ORDER BY seq`)).map(
    ({ data }) => JSON.parse(String(data)) as { units: number; ends_on: string },
  )
/** Ten haircuts within sixty days, for ¥300. */
async function holds(more: object): Promise<{ card: string; lot: string; contract: string }> {
  const offer = good(
    await desk.says(desk.owner, 'POST', '/v1/offers', {
      kind: 'count',
      name: '剪发 10 次',
      service: '剪发',
      price_fen: 30_000,
      visits: 10,
      list_price_fen: 3_800,
      valid_days: 60,
      clauses: [],
      ...more,
    }),
  )
  const contract = good(await desk.says(desk.li.id, 'GET', `/v1/offers/${offer.id}/contract`))
  desk.shop.offers.push({ ...offer, contract_hash: contract.hash })
  const card = await desk.buysCard(desk.shop.offers.length - 1)
  await desk.visits(card, 4)
  const [lot] = await desk.rows(sql`SELECT id FROM lots WHERE card_id = ${card}`)
  return { card, lot: String(lot?.id), contract: String(contract.text) }
}
const nights = async (n: number) => {
  for (let i = 0; i < n; i++) {
    desk.advance(DAY_MS)
    await tellExpiries(desk.world, 10)
    await tellExpiries(desk.world, 10)
  }
}

describe(`the end of a count card on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk(2)
  })
  it('is told thirty and seven days before, and after it; nothing is the shop’s by itself', async () => {
    const { card } = await holds({})
    await nights(28)
    expect(await told('card.lot_expiring')).toEqual([])
    await nights(3)
    expect(await told('card.lot_expiring')).toMatchObject([{ units: 6, ends_on: '2026-04-30' }])
    await nights(23)
    expect(await told('card.lot_expiring')).toHaveLength(2)
    await nights(8)
    expect(await told('card.lot_expired')).toMatchObject([{ units: 6 }])
    expect(await desk.balance(`escrow:${card}`)).toBe(18_000)
    const refund = good(
      await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }),
    )
    expect(refund.undisputed_fen).toBe(14_800)
    await clean()
  })
  it('gives back what is left by itself where the contract promised it', async () => {
    const { card, contract } = await holds({ expiry_refund: true })
    expect(contract).toContain('自动退给您，不用申请')
    await nights(61)
    const [refund] = good(await desk.says(desk.li.id, 'GET', '/v1/refunds')).data
    expect(refund).toMatchObject({
      origin: 'expiry',
      basis: 'not_consumer_cause',
      on_the_way_fen: 18_000,
    })
    await desk.tick()
    expect(await desk.balance(`escrow:${card}`)).toBe(0)
    await clean()
  })
  it('may be moved on by the shop, also afterwards, and is told anew', async () => {
    const { card, lot } = await holds({})
    await nights(62)
    const extend = (ends_on: string) =>
      desk.says(desk.owner, 'POST', `/v1/cards/${card}/extensions`, { lot_id: lot, ends_on })
    expect((await extend('2026-04-01')).body.code).toBe('extension_not_possible')
    expect((await extend('2036-04-01')).body.code).toBe('extension_not_possible')
    good(await extend('2026-06-30'))
    await desk.visits(card, 2)
    await nights(40)
    expect((await told('card.lot_expiring')).map(({ ends_on }) => ends_on)).toContain('2026-06-30')
    expect(await desk.balance(`escrow:${card}`)).toBe(12_000)
    await clean()
  })
  it('cannot be promised for other cards', async () => {
    const wrong = mistaken({
      kind: 'stored_value',
      name: '充 100',
      price_fen: 10_000,
      expiry_refund: true,
      clauses: [],
    })
    const offer = await desk.says(desk.owner, 'POST', '/v1/offers', wrong)
    expect(offer.status).toBe(422)
  })
})
