import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { officialPhone } from '../../src/demo/cast'
import { confirmSilentClaims } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { atOnce, PIN, tally } from '../redemptions/support'
import { type Desk, good, openDesk } from './support'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])

describe(`a use without a code on ${ENGINE}`, () => {
  it('ties the cash share up and earns nothing until the holder agrees', async () => {
    const claim = good(await desk.claims({ amount_fen: 4_800 }))
    expect(claim).toMatchObject({ status: 'held', held_fen: 4_000, kind: 'claim' })
    expect(await desk.money()).toEqual({ escrow: 96_000, held: 4_000, payable: 0 })
    await clean()
    const done = good(await desk.act('holder', `/v1/holds/${claim.id}/confirmation`))
    expect(done).toMatchObject({ status: 'captured', resolved_by: 'holder', captured_units: 4_800 })
    expect(await desk.money()).toEqual({ escrow: 96_000, held: 0, payable: 4_000 })
    const receipt = await desk.call('GET', `/v1/redemptions/${done.redemption_id}`, {
      token: await desk.till(),
    })
    expect(receipt.body).toMatchObject({
      units: 4_800,
      released_fen: 4_000,
      balance_after_units: 115_200,
      escrow_after_fen: 96_000,
    })
    await clean()
  })
  it.each([
    [10_000, DAY_MS],
    [10_001, 3 * DAY_MS],
    [100_000, 3 * DAY_MS],
  ])(
    'of %i fen at list price is confirmed by silence after %i ms, not before',
    async (amount_fen, wait_ms) => {
      const claim = good(await desk.claims({ amount_fen }))
      desk.advance(wait_ms - 1)
      expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
      desk.advance(1)
      expect(await confirmSilentClaims(desk.world, 10)).toBe(1)
      expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
      const seen = await desk.call('GET', `/v1/holds/${claim.id}`, { token: await desk.till() })
      expect(seen.body).toMatchObject({ status: 'captured', resolved_by: 'silence' })
      await clean()
    },
  )
  it('of more than 1,000 yuan waits 15 working days, over the October holiday', async () => {
    // 2026-09-21 is a Monday; the 15th working day after it is 2026-10-19: off are 25–27 September and 1–7 October, worked is 10 October.
    desk.advance(Date.parse('2026-09-21T02:00:00.000Z') - Date.parse(desk.world.now()))
    const claim = good(await desk.claims({ amount_fen: 100_001 }))
    expect(claim.confirm_by).toBe('2026-10-19T16:00:00.000Z')
  })
  it('that is contested stops the clock and ties up only itself', async () => {
    const claim = good(await desk.claims({ amount_fen: 4_800 }))
    const contested = good(
      await desk.act('holder', `/v1/holds/${claim.id}/contest`, { reason: 'not_me' }),
    )
    expect(contested.message).toContain('还没有付给店家')
    desk.advance(5 * DAY_MS)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
    const { digits } = await desk.code(desk.card)
    expect((await desk.redeem({ code: digits, amount_fen: 12_000 })).status).toBe(201)
    expect(await desk.money()).toEqual({ escrow: 86_000, held: 4_000, payable: 10_000 })
    await clean()
    good(await desk.act('shop', `/v1/holds/${claim.id}/void`, { reason: '记错人了' }))
    expect(await desk.money()).toEqual({ escrow: 90_000, held: 0, payable: 10_000 })
    await clean()
  })
  it('can be agreed to after all, or settled in part by an official of the district', async () => {
    const first = good(await desk.claims({ amount_fen: 4_800 }))
    good(
      await desk.act('holder', `/v1/holds/${first.id}/contest`, {
        reason: 'quality',
        note: '面包是昨天的',
      }),
    )
    good(await desk.act('holder', `/v1/holds/${first.id}/confirmation`))
    const second = good(await desk.claims({ amount_fen: 2_400 }))
    good(await desk.act('holder', `/v1/holds/${second.id}/contest`, { reason: 'wrong_amount' }))
    const decide = async (district: string, phone: string) => {
      const body = {
        kind: 'regulator',
        role: 'supervisor',
        name: '调解员',
        phone,
        districts: [district],
      } as const
      const official = good(
        await desk.call('POST', '/v1/officials', { token: desk.operator, body }),
      )
      const token = await desk.as(official.id)
      const path = `/v1/holds/${second.id}/decision-preview?capture_units=1200` as const
      const preview = await desk.call('GET', path, { token })
      expect(preview.body.effect?.returned_units).toBe(
        district === desk.shop.plan.district ? 1_200 : undefined,
      )
      return desk.call('POST', `/v1/holds/${second.id}/decision`, {
        token,
        body: { capture_units: 1_200, reason: '双方认可用了一半' },
      })
    }
    const { district } = desk.shop.plan
    const elsewhere =
      ['huancui', 'wendeng', 'rongcheng', 'rushan'].find((other) => other !== district) ?? ''
    expect((await decide(elsewhere, officialPhone(21))).body.code).toBe('hold_not_found')
    expect(good(await decide(district, officialPhone(22)))).toMatchObject({
      status: 'captured',
      captured_units: 1_200,
      resolved_by: 'decision',
    })
    expect(await desk.money()).toEqual({ escrow: 95_000, held: 0, payable: 5_000 })
    await clean()
  })
  it('cannot be contested once the time is over, even before the clock has run', async () => {
    const claim = good(await desk.claims({ amount_fen: 4_800 }))
    desk.advance(DAY_MS)
    const late = await desk.act('holder', `/v1/holds/${claim.id}/contest`, { reason: 'other' })
    expect(late.body.code).toBe('contest_too_late')
  })
  it('is nobody else’s: another shop, another customer', async () => {
    expect((await desk.claims({ amount_fen: 100 }, 'other')).body.code).toBe('card_not_found')
    const claim = good(await desk.claims({ amount_fen: 100 }))
    const confirmed = await desk.act('stranger', `/v1/holds/${claim.id}/confirmation`)
    expect(confirmed.body.code).toBe('hold_not_found')
    const why = { reason: 'other' } as const
    const contested = await desk.act('stranger', `/v1/holds/${claim.id}/contest`, why)
    expect(contested.body.code).toBe('hold_not_found')
    const list = await desk.call('GET', '/v1/holds', { token: await desk.as(desk.wang.id) })
    expect(list.body.data).toEqual([])
    const own = await desk.call('GET', '/v1/holds?kind=claim&status=held', {
      token: await desk.as(desk.li.id),
    })
    expect(own.body.data).toHaveLength(1)
  })
  it('takes two round trips', async () => {
    const token = await desk.till()
    const sizes = await desk.trips(() =>
      desk.call('POST', '/v1/claims', { token, body: { card_id: desk.card, amount_fen: 4_800 } }),
    )
    expect(sizes).toHaveLength(2)
  })
})

describe(`what a shop may start by itself on ${ENGINE}`, () => {
  it('is three a card and day, three open at most', async () => {
    for (let i = 1; i <= 3; i++) good(await desk.claims({ amount_fen: 100 * i }))
    expect((await desk.claims({ amount_fen: 100 })).body.code).toBe('card_has_open_claims')
    const [first] = (await desk.call('GET', '/v1/holds', { token: await desk.till() })).body.data
    good(await desk.act('shop', `/v1/holds/${first!.id}/void`, {}))
    expect((await desk.claims({ amount_fen: 100 })).body).toMatchObject({
      code: 'claims_limit_reached',
      status: 429,
    })
    desk.advance(DAY_MS)
    expect((await desk.claims({ amount_fen: 100 })).status).toBe(201)
  })
  it('ends at the day’s ceiling, also when many are started at one moment', async () => {
    const cards = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        desk.holds({ lots: [{ paid_fen: 100_000, face_units: 100_000 }], service: `第${i}张` }),
      ),
    )
    const token = await desk.till()
    const replies = await atOnce(30, (i) =>
      desk.call('POST', '/v1/claims', {
        token,
        key: `burst-${i}`,
        body: { card_id: cards[i]!, amount_fen: 100 },
      }),
    )
    expect(tally(replies)).toEqual({ '201': 20, claims_limit_reached: 10 })
    const [day] = await desk.rows(sql`SELECT count, fen FROM claim_days`)
    expect(day).toMatchObject({ count: 20, fen: 2_000 })
    await clean()
  })
  it('is nothing while its sales are held', async () => {
    good(
      await desk.call('POST', `/v1/merchants/${desk.shop.id}/sales-hold`, {
        token: desk.operator,
        body: { reason: '疑似要关门' },
      }),
    )
    expect((await desk.claims({ amount_fen: 100 })).body.code).toBe('claims_while_held')
  })
})

describe(`a claim under any race on ${ENGINE}`, () => {
  it('resolves once: confirm × contest × void × silence', async () => {
    for (let round = 0; round < 3; round++) {
      desk.advance(DAY_MS)
      const claim = good(await desk.claims({ amount_fen: 1_200 + round }))
      desk.advance(DAY_MS - MINUTE_MS)
      const [holder, shop] = [await desk.as(desk.li.id), await desk.till(desk.shop, 'owner')]
      desk.advance(round === 2 ? MINUTE_MS : 0)
      const hold = `/v1/holds/${claim.id}` as const
      const voids = () => desk.call('POST', `${hold}/void`, { token: shop, body: {} })
      const body = { reason: 'other' } as const
      const replies = await Promise.all([
        desk.call('POST', `${hold}/confirmation`, { token: holder }),
        voids(),
        desk.call('POST', `${hold}/contest`, { token: holder, body }),
        voids(),
        confirmSilentClaims(desk.world, 10).then(() => null),
        confirmSilentClaims(desk.world, 10).then(() => null),
      ])
      const ends = replies.filter(
        (reply) => reply?.status === 200 && ['captured', 'voided'].includes(reply.body.status),
      )
      const seen = good(await desk.call('GET', `/v1/holds/${claim.id}`, { token: holder }))
      expect(ends.length).toBeLessThanOrEqual(1)
      expect(['captured', 'voided']).toContain(seen.status)
      expect((await desk.money()).held).toBe(0)
      await clean()
    }
  })
  it('and uses by code at the same moment never overdraw', async () => {
    const claim = good(await desk.claims({ amount_fen: 60_000 }))
    await desk.setPin(desk.li)
    const { digits } = await desk.code(desk.card)
    const replies = await Promise.all([
      desk.act('holder', `/v1/holds/${claim.id}/confirmation`, { pin: PIN }),
      desk.redeem({ code: digits, amount_fen: 15_000 }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([200, 201])
    expect(await desk.money()).toEqual({ escrow: 37_500, held: 0, payable: 62_500 })
    desk.advance(HOUR_MS)
    await clean()
  })
})
