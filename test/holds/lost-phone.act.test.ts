import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { confirmSilentClaims } from '../../src/holds/clock'
import { DAY_MS } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import { type Desk, good, openDesk } from '../refunds/support'
import { LI, setPin } from '../refunds/whose-support'

let desk: Desk
let card: string
const claims = async () => {
  const body = { card_id: card, amount_fen: 5_000 }
  return String(good(await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', body)).id)
}
const freezes = async (id: string, reason: 'lost_phone' | 'other' = 'lost_phone') =>
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${id}/freeze`, { reason }))
const days = async (count: number) => {
  for (let i = 0; i < count; i++) {
    desk.advance(DAY_MS)
    await sendNotices(desk.world, 100)
    await confirmSilentClaims(desk.world, 100)
  }
}
const state = async (id: string) =>
  (await desk.rows(sql`SELECT status FROM holds WHERE id = ${id}`))[0]?.status

describe(`silence of somebody whose phone is lost, on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    await setPin(desk, { ...LI, id: desk.li.id })
  })

  it('is no consent: a claim is not paid by it while the card is reported lost', async () => {
    const claim = await claims()
    await sendNotices(desk.world, 100)
    await freezes(card)
    await days(10)
    expect(await state(claim)).toBe('held')
    const contest = { reason: 'not_me' } as const
    expect(
      (await desk.says(desk.li.id, 'POST', `/v1/holds/${claim}/contest`, contest)).status,
    ).toBe(200)
    expect((await checkBooks(desk.db)).divergences).toEqual([])
  })

  it('begins anew when the card is found, and can be contested until it is over', async () => {
    const claim = await claims()
    await sendNotices(desk.world, 100)
    await freezes(card)
    await days(10)
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/unfreeze`, { pin: PIN }))
    await confirmSilentClaims(desk.world, 100)
    expect(await state(claim)).toBe('held')
    await days(2)
    expect(await state(claim)).toBe('captured')
    expect(await desk.rows(sql`SELECT * FROM job_failures`)).toEqual([])
    expect((await checkBooks(desk.db)).divergences).toEqual([])
  })

  it('is none on their other cards either', async () => {
    const li = { ...desk.li, token: await desk.as(desk.li.id) }
    const { id: other } = await desk.buys(li, await desk.opens(1))
    const claim = await claims()
    await sendNotices(desk.world, 100)
    await freezes(other)
    await days(10)
    expect(await state(claim)).toBe('held')
  })
})
