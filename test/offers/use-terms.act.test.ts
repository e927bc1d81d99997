import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { DAY_MS, HOUR_MS, plusMs } from '../../src/kernel/time'
import { type Counter, good, openCounter } from '../redemptions/support'
import { type Body, type BodyAt, type Method, mistaken, type Path } from '../support/addresses'

const STORED = { kind: 'stored_value', name: '充 500', price_fen: 50_000 } as const
const LESSONS = {
  kind: 'count',
  name: '私教 10 节',
  service: '私教',
  price_fen: 260_000,
  visits: 10,
  list_price_fen: 30_000,
} as const
const GYM = {
  kind: 'period',
  name: '月卡',
  service: '健身',
  price_fen: 30_000,
  days: 30,
  list_price_fen: 1_800,
  use_limit: 'limited',
} as const
let counter: Counter
let owner: string
beforeEach(async () => {
  counter = await openCounter()
  owner = await counter.till(counter.shop, 'owner')
})

const publish = (body: BodyAt<'POST /v1/offers'>) =>
  counter.call('POST', '/v1/offers', { token: owner, body })
/** Publishes an offer, reads its contract, pays for it: the card as its customers hold it. */
async function holds(body: BodyAt<'POST /v1/offers'>): Promise<string> {
  const { id, contract_hash, kind, price_fen } = good(await publish(body))
  counter.shop.offers.push({ id, contract_hash, kind, price_fen })
  return (await counter.buys(counter.li, counter.shop, counter.shop.offers.length - 1)).id
}
const asHolder = async <M extends Method, P extends string>(
  method: M,
  path: Path<M, P>,
  body?: Body<M, P>,
) => counter.call(method, path, { token: await counter.as(counter.li.id), body: body ?? {} })
const asShop = async <P extends string>(path: Path<'POST', P>) =>
  counter.call('POST', path, { token: await counter.till(), body: {} })
const clean = async () => expect((await checkBooks(counter.db)).divergences).toEqual([])

describe(`terms of use in an offer on ${ENGINE}`, () => {
  it('are shown to the shop and to the public, and stand in the hashed contract', async () => {
    const offer = good(await publish({ ...LESSONS, no_show_bp: 3_000, free_cancel_hours: 12 }))
    expect(offer).toMatchObject({ no_show_bp: 3_000, free_cancel_hours: 12, visits_max: null })
    const shelf = await counter.call('GET', `/v1/shops/${counter.shop.code}/offers`)
    const shown = shelf.body.data.find(({ id }: { id: string }) => id === offer.id)
    expect(shown).toEqual({ ...offer, cool_off_days: 7 })
    const contract = good(await counter.call('GET', `/v1/offers/${offer.id}/contract`))
    expect(contract.hash).toBe(offer.contract_hash)
    expect(contract.text).toContain('商家按所预约的 30% 结清，不足一次的不扣')
  })
  it('that are not stated leave contract and hash as they were', async () => {
    const plain = good(await publish(LESSONS))
    expect(plain).toMatchObject({ no_show_bp: 0, pauses_max: 2, pause_days_max: 30 })
    const stated = good(await publish({ ...LESSONS, no_show_bp: 1_000 }))
    expect(stated.contract_hash).not.toBe(plain.contract_hash)
    expect(good(await publish(LESSONS)).contract_hash).toBe(plain.contract_hash)
  })
  it.each([
    ['pauses on a count card', { ...LESSONS, pauses_max: 1 }, 'request_invalid'],
    ['no-show on a period card', { ...GYM, no_show_bp: 100 }, 'request_invalid'],
    ['more than half', { ...STORED, no_show_bp: 5_001 }, 'request_invalid'],
    ['hours without a share', { ...STORED, free_cancel_hours: 3 }, 'offer_terms_inconsistent'],
    [
      'a limit on an unlimited card',
      { ...GYM, use_limit: 'unlimited', visits_max: 9 },
      'offer_terms_inconsistent',
    ],
    ['a pause as long as the card', { ...GYM, pause_days_min: 30 }, 'offer_terms_inconsistent'],
  ])('are refused when they do not fit: %s', async (_, body, code) => {
    const before = await counter.everything()
    const reply = await publish(mistaken(body))
    expect([reply.status, reply.body.code]).toEqual([422, code])
    expect(await counter.everything()).toEqual(before)
  })
  it('decide what a booking costs that nobody came to', async () => {
    const card_id = await holds({ ...STORED, no_show_bp: 2_500, free_cancel_hours: 5 })
    const starts_at = plusMs(counter.world.now(), DAY_MS)
    const booking = good(
      await asHolder('POST', '/v1/bookings', { card_id, amount_fen: 10_001, starts_at }),
    )
    expect(booking).toMatchObject({
      no_show_bp: 2_500,
      free_cancel_until: plusMs(starts_at, -5 * HOUR_MS),
    })
    counter.advance(DAY_MS + HOUR_MS)
    const ended = good(await asShop(`/v1/bookings/${booking.id}/no-show`))
    expect(ended).toMatchObject({ recorded_units: 2_500, recorded_as: 'no_show', status: 'held' })
    expect(await counter.balance(`held:${card_id}`)).toBe(2_500)
    await clean()
  })
  it('decide how often and how long a period card may be paused', async () => {
    const card_id = await holds({ ...GYM, pauses_max: 1, pause_days_max: 6, pause_days_min: 4 })
    const pause = (days: number) =>
      asHolder('POST', `/v1/cards/${card_id}/pauses`, {
        from_on: '2026-03-05',
        days,
        reason: '出差',
      })
    expect((await pause(3)).body.code).toBe('pause_too_short')
    expect((await pause(7)).body.code).toBe('pause_days_used_up')
    expect(good(await pause(6))).toMatchObject({ from_on: '2026-03-05', to_on: '2026-03-10' })
    const again = await asHolder('POST', `/v1/cards/${card_id}/pauses`, {
      from_on: '2026-03-15',
      days: 4,
      reason: '出差',
    })
    expect(again.body.code).toBe('pauses_used_up')
  })
  it('may say that a period card is not paused', async () => {
    const card_id = await holds({ ...GYM, pauses_max: 0 })
    const body = { from_on: '2026-03-05', days: 5, reason: '出差' }
    const reply = await asHolder('POST', `/v1/cards/${card_id}/pauses`, body)
    expect(reply.body.code).toBe('pause_not_in_contract')
  })
  it('decide how many visits a limited period card has', async () => {
    const card_id = await holds({ ...GYM, visits_max: 2 })
    const comes = async () => {
      counter.advance(HOUR_MS)
      return counter.redeem({ code: (await counter.code(card_id)).digits })
    }
    expect((await comes()).status).toBe(201)
    expect((await comes()).status).toBe(201)
    expect((await comes()).body.code).toBe('visits_used_up')
    await clean()
  })
  it('are stated by the gym and the piano school of the demo', async () => {
    const said = async (n: number) => {
      const { code, offers } = await counter.opens(n)
      const shelf = good(await counter.call('GET', `/v1/shops/${code}/offers`)).data
      expect(shelf).toHaveLength(offers.length)
      return shelf
    }
    expect(await said(1)).toMatchObject([
      { kind: 'period', pauses_max: 1, pause_days_max: 20, pause_days_min: 5 },
      { kind: 'count', no_show_bp: 5_000, free_cancel_hours: 12 },
    ])
    const [piano] = await said(3)
    expect(piano).toMatchObject({ no_show_bp: 5_000, free_cancel_hours: 24 })
    const contract = good(await counter.call('GET', `/v1/offers/${piano!.id}/contract`))
    expect(contract.text).toContain('名师课 90 分钟：原价 ¥360.00，抵 2 次。')
  })
})
