import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { holderPhone } from '../../src/demo/cast'
import { DAY_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { Body, BodyAt, Path } from '../support/addresses'
import { type Counter, good, openCounter, PIN } from './support'

/** Ten lessons and one more for ¥2,600: floor(260,000 × used ÷ 11) is never even. */
const LESSONS = {
  kind: 'count',
  name: '私教 10 节',
  service: '私教',
  price_fen: 260_000,
  visits: 10,
  bonus_visits: 1,
  list_price_fen: 30_000,
} as const
let counter: Counter
beforeEach(async () => {
  counter = await openCounter()
})
const asOwner = async <P extends string>(path: Path<'POST', P>, body?: Body<'POST', P>) =>
  counter.call('POST', path, { token: await counter.till(counter.shop, 'owner'), body: body ?? {} })
const lists = async (name: string, visits?: number) =>
  good(await asOwner('/v1/price-items', { name, list_price_fen: 30_000, visits }))
const buys = async (offer: BodyAt<'POST /v1/offers'> = LESSONS): Promise<string> => {
  const { id, contract_hash, kind, price_fen } = good(await asOwner('/v1/offers', offer))
  counter.shop.offers.push({ id, contract_hash, kind, price_fen })
  return (await counter.buys(counter.li, counter.shop, counter.shop.offers.length - 1)).id
}
const uses = async (card: string, body: Omit<BodyAt<'POST /v1/redemptions'>, 'code'>) => {
  counter.advance(2 * MINUTE_MS)
  const { digits } = await counter.code(card)
  return counter.redeem({ code: digits, ...body })
}
const confirmed = async ({ id }: { id: string }) =>
  good(
    await counter.call('POST', `/v1/redemptions/${id}/confirmation`, {
      token: await counter.as(counter.li.id),
      body: { pin: PIN },
    }),
  )
const lotOf = async (card: string) =>
  (
    await counter.rows(
      sql`SELECT used_units, released_fen, held_units FROM lots WHERE card_id = ${card}`,
    )
  )[0]
const clean = async () => expect((await checkBooks(counter.db)).divergences).toEqual([])

describe(`services of different weight on a count card, on ${ENGINE}`, () => {
  it('take their visits times the quantity, and the receipt names both', async () => {
    await counter.setPin(counter.li)
    const pair = await lists('双人课', 2)
    const card = await buys()
    const waits = good(await uses(card, { item_id: pair.id, quantity: 2 }))
    expect(waits).toMatchObject({ status: 'user_confirming', unit: 'visit', units: 4 })
    const receipt = await confirmed(waits)
    expect(receipt).toMatchObject({
      item_id: pair.id,
      label: '双人课 × 2（4 次）',
      units: 4,
      released_fen: Math.trunc((260_000 * 4) / 11),
      balance_after_units: 7,
      message: '已用 4 次，还剩 7 次',
    })
    await clean()
  })
  it('are on the price list, in the contract and its hash, and not in that of another kind', async () => {
    const before = good(await asOwner('/v1/offers', LESSONS))
    const item = await lists('双人课', 2)
    expect(item.visits).toBe(2)
    expect((await lists('毛巾')).visits).toBeNull()
    const offer = good(await asOwner('/v1/offers', LESSONS))
    expect(offer.contract_hash).not.toBe(before.contract_hash)
    const contract = good(await counter.call('GET', `/v1/offers/${offer.id}/contract`))
    expect(contract.text).toContain('双人课：原价 ¥300.00，抵 2 次。\n毛巾：原价 ¥300.00。')
    expect(contract.text).toContain('写明抵几次的，用一次扣所写的次数')
    const listed = contract.price_list.filter(({ name }: { name: string }) =>
      /双人课|毛巾/.test(name),
    )
    expect(listed).toMatchObject([{ visits: 2 }, {}])
    expect(listed[1]).not.toHaveProperty('visits')
    const stored = good(
      await asOwner('/v1/offers', { kind: 'stored_value', name: '充 500', price_fen: 50_000 }),
    )
    const other = good(await counter.call('GET', `/v1/offers/${stored.id}/contract`))
    expect(other.text).not.toContain('抵 2 次')
    expect(JSON.stringify(other.price_list)).not.toContain('visits')
  })
  it('keep the weight of the card’s contract after the shop made it heavier', async () => {
    const pair = await lists('双人课', 2)
    const card = await buys()
    good(await asOwner(`/v1/price-items/${pair.id}/withdrawal`))
    const heavier = await lists('双人课', 5)
    await counter.setPin(counter.li)
    const receipt = await confirmed(good(await uses(card, { item_id: heavier.id })))
    expect(receipt).toMatchObject({ units: 2, label: '双人课（2 次）' })
    const newer = await counter.joins(holderPhone(9))
    counter.shop.offers.push(good(await asOwner('/v1/offers', LESSONS)))
    const last = counter.shop.offers.length - 1
    const theirs = (await counter.buys(newer, counter.shop, last)).id
    const { digits } = await counter.code(theirs, { ...newer, phone: holderPhone(9) })
    const waits = good(await counter.redeem({ code: digits, item_id: heavier.id }))
    expect(waits.units).toBe(5)
    await clean()
  })
  it('are lighter for everybody once the shop made them lighter', async () => {
    const pair = await lists('双人课', 3)
    const card = await buys()
    good(await asOwner(`/v1/price-items/${pair.id}/withdrawal`))
    const lighter = await lists('双人课', 1)
    await counter.setPin(counter.li)
    expect(good(await uses(card, { item_id: lighter.id })).units).toBe(1)
  })
  it('are not bought by a count card when the shop, or the card’s contract, gives them no weight', async () => {
    const towel = await lists('毛巾')
    const card = await buys()
    const before = await counter.everything()
    const reply = await uses(card, { item_id: towel.id })
    expect([reply.status, reply.body.code]).toEqual([422, 'redemption_unit_mismatch'])
    good(await asOwner(`/v1/price-items/${towel.id}/withdrawal`))
    const weighed = await lists('毛巾', 1)
    expect((await uses(card, { item_id: weighed.id })).body.code).toBe('redemption_unit_mismatch')
    expect((await counter.everything()).lots).toEqual(before.lots)
    expect((await uses(card, { visits: 1 })).status).toBe(202)
  })
  it('are refused beyond what is left, and of another shop are not found', async () => {
    const pair = await lists('双人课', 2)
    const card = await buys()
    const reply = await uses(card, { item_id: pair.id, quantity: 6 })
    expect(reply.body).toMatchObject({
      code: 'redemption_exceeds_balance',
      detail: '没有扣钱。这张卡还剩 11 次',
    })
    const foreign = good(
      await counter.call('POST', '/v1/price-items', {
        token: await counter.till(counter.other, 'owner'),
        body: { name: '双人课', list_price_fen: 100, visits: 1 },
      }),
    )
    expect((await uses(card, { item_id: foreign.id })).body.code).toBe('item_not_found')
    expect(await lotOf(card)).toMatchObject({ used_units: 0 })
  })
  it.each([0, 51, 1.5])('are refused with a weight of %d', async (visits) => {
    const reply = await asOwner('/v1/price-items', { name: '怪课', list_price_fen: 1, visits })
    expect([reply.status, reply.body.code]).toEqual([422, 'request_invalid'])
  })
  it('count alike at the counter by PIN, in a claim and in a booking', async () => {
    await counter.setPin(counter.li)
    const pair = await lists('双人课', 2)
    const card = await buys({ ...LESSONS, price_fen: 60_000, list_price_fen: 10_000 })
    good(
      await counter.call('PUT', `/v1/cards/${card}/counter-pin`, {
        token: await counter.as(counter.li.id),
        body: { enabled: true, pin: PIN },
      }),
    )
    const at_counter = good(
      await counter.call('POST', '/v1/counter/redemptions', {
        token: await counter.till(),
        body: { card_id: card, phone_tail: '0001', pin: PIN, item_id: pair.id },
      }),
    )
    expect(at_counter).toMatchObject({ units: 2, label: '双人课（2 次）' })
    const claim = good(
      await counter.call('POST', '/v1/claims', {
        token: await counter.till(),
        body: { card_id: card, item_id: pair.id },
      }),
    )
    expect(claim).toMatchObject({ unit: 'visit', units: 2, item_id: pair.id })
    const starts_at = plusMs(counter.world.now(), DAY_MS)
    const booking = good(
      await counter.call('POST', '/v1/bookings', {
        token: await counter.as(counter.li.id),
        body: { card_id: card, item_id: pair.id, quantity: 2, starts_at },
      }),
    )
    expect(booking).toMatchObject({ units: 4, label: '双人课 × 2（4 次）' })
    expect(await lotOf(card)).toMatchObject({ used_units: 2, held_units: 6 })
    counter.advance(DAY_MS)
    const captured = good(
      await counter.call('POST', `/v1/bookings/${booking.id}/capture`, {
        token: await counter.till(),
        body: { units: 2, code: (await counter.code(card)).digits },
      }),
    )
    const receipt = good(
      await counter.call('GET', `/v1/redemptions/${captured.redemption_id}`, {
        token: await counter.till(),
      }),
    )
    expect(receipt.label).toBe('双人课 × 2（4 次），实用 2 次')
    await clean()
  })
  it('release floor(paid × used ÷ face) after any mix of weights, to the last fen', async () => {
    const weights = [1, 2, 3, 5]
    const items = new Map<number, string>()
    for (const visits of weights) items.set(visits, (await lists(`课${visits}`, visits)).id)
    const card = await buys({ ...LESSONS, price_fen: 9_973, visits: 23, list_price_fen: 1_000 })
    let used = 0
    let seed = 20_261_123
    for (let i = 0; used < 24 && i < 60; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      const visits = weights[seed % weights.length] ?? 1
      const body = { item_id: items.get(visits), repeat_confirmed: true }
      if (i % 9 === 8) counter.advance(DAY_MS)
      const reply = await uses(card, body)
      if (used + visits > 24) {
        expect(reply.body.code).toBe('redemption_exceeds_balance')
        continue
      }
      expect(reply.status).toBe(201)
      used += visits
      expect(await lotOf(card)).toMatchObject({
        used_units: used,
        released_fen: Math.trunc((9_973 * used) / 24),
      })
    }
    expect([used, await counter.balance(`payable:${counter.shop.id}`)]).toEqual([24, 9_973])
    expect(await counter.balance(`escrow:${card}`)).toBe(0)
    await clean()
  })
})
