import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { confirmSilentClaims } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, localDate, plusDays } from '../../src/kernel/time'
import { useTallyStatements } from '../../src/merchants/tally'
import { sql } from '../../src/platform/d1'
import { atOnce, tally } from '../redemptions/support'
import { type Desk, good, openDesk } from './support'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
const cards = (n: number, paid_fen: number) =>
  Promise.all(
    Array.from({ length: n }, (_, i) =>
      desk.holds({ lots: [{ paid_fen, face_units: paid_fen }], service: `第${i}张` }),
    ),
  )
/** What the shop's customers used by code yesterday, as the roll-up of the day says it. */
const usedYesterday = async (released_fen: number) => {
  const { district, sector } = desk.shop.plan
  const day = plusDays(localDate(desk.world.now()), -1)
  await desk.db.batch(
    useTallyStatements({ merchant_id: desk.shop.id, district, sector, day, released_fen }).slice(
      1,
      2,
    ),
  )
}

describe(`the day of a shop that starts uses by itself on ${ENGINE}`, () => {
  it('says when to come back: at midnight in Asia/Shanghai', async () => {
    const [card = ''] = await cards(1, 300_000)
    good(await desk.claims({ card_id: card, amount_fen: 150_000 }))
    const over = await desk.claims({ card_id: card, amount_fen: 50_001 })
    expect(over.body.code).toBe('claims_limit_reached')
    // It is 09:00; fifteen hours are left of the day.
    expect(over.headers.get('Retry-After')).toBe(String((15 * HOUR_MS) / 1000))
    desk.advance(15 * HOUR_MS)
    expect((await desk.claims({ card_id: card, amount_fen: 50_001 })).status).toBe(201)
    await clean()
  })
  it('refuses under a key today, and takes the same key tomorrow', async () => {
    const [card = ''] = await cards(1, 300_000)
    const ask = async () =>
      desk.call('POST', '/v1/claims', {
        token: await desk.till(),
        key: 'one-key',
        body: { card_id: card, amount_fen: 200_001 },
      })
    expect((await ask()).body.code).toBe('claims_limit_reached')
    await usedYesterday(100_000_000)
    expect((await ask()).status).toBe(201)
  })
  it('holds against cash, too, when many are started at one moment', async () => {
    const ids = await cards(8, 100_000)
    const token = await desk.till()
    const replies = await atOnce(8, (i) =>
      desk.call('POST', '/v1/claims', { token, body: { card_id: ids[i]!, amount_fen: 60_000 } }),
    )
    expect(tally(replies)).toEqual({ '201': 3, claims_limit_reached: 5 })
    for (const { status, headers } of replies)
      if (status === 429) expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0)
    const days = await desk.rows(sql`SELECT count, fen, fen_max FROM claim_days`)
    expect(days).toEqual([{ count: 3, fen: 180_000, fen_max: 200_000 }])
    await clean()
  })
  it('grows with what customers use, twice an average day', async () => {
    const [card = ''] = await cards(1, 1_000_000)
    await usedYesterday(30 * 200_000)
    good(await desk.claims({ card_id: card, amount_fen: 400_000 }))
    expect((await desk.claims({ card_id: card, amount_fen: 1 })).body.code).toBe(
      'claims_limit_reached',
    )
  })
  it('does not grow with what the shop itself started: the ceiling cannot lift itself', async () => {
    const ids = await cards(20, 2_000_000)
    for (let day = 0; day < 20; day++) {
      good(await desk.claims({ card_id: ids[day]!, amount_fen: 100_000 }))
      good(await desk.claims({ card_id: ids[day]!, amount_fen: 100_000 }))
      desk.advance(DAY_MS)
    }
    desk.advance(3 * DAY_MS)
    expect(await confirmSilentClaims(desk.world, 100)).toBe(40)
    // What silence confirmed is in yesterday's roll-up now: 40,000 yuan, which twice over 30 days would be 2,666.
    desk.advance(DAY_MS)
    const card = ids[1]!
    expect((await desk.claims({ card_id: card, amount_fen: 200_001 })).body.code).toBe(
      'claims_limit_reached',
    )
    expect((await desk.claims({ card_id: card, amount_fen: 200_000 })).status).toBe(201)
    await clean()
  })
  it('takes two round trips to say no', async () => {
    const [card = ''] = await cards(1, 300_000)
    const token = await desk.till()
    const sizes = await desk.trips(() =>
      desk.call('POST', '/v1/claims', { token, body: { card_id: card, amount_fen: 200_001 } }),
    )
    expect(sizes.length).toBeLessThanOrEqual(2)
  })
  it('is one card’s three at most, when eight are started at one moment', async () => {
    const token = await desk.till()
    const replies = await atOnce(8, (i) =>
      desk.call('POST', '/v1/claims', { token, body: { card_id: desk.card, amount_fen: 100 + i } }),
    )
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(await desk.rows(sql`SELECT count(*) AS n FROM holds`)).toEqual([{ n: 3 }])
    await clean()
  })
})

describe(`open bookings of one card on ${ENGINE}`, () => {
  it('are ten at most, when fourteen are made at one moment', async () => {
    const starts_at = new Date(Date.parse(desk.world.now()) + HOUR_MS).toISOString()
    for (let i = 0; i < 8; i++) good(await desk.books({ amount_fen: 100, starts_at }))
    const replies = await atOnce(6, () => desk.books({ amount_fen: 100, starts_at }))
    expect(tally(replies)).toEqual({ '201': 2, bookings_limit_reached: 4 })
    await clean()
  })
})
