import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { confirmSilentClaims, expireBookings } from '../../src/holds/clock'
import { DAY_MS, HOUR_MS, plusMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import { type Desk, good, openDesk } from './support'

const clean = async (desk: Desk) => expect((await checkBooks(desk.db)).divergences).toEqual([])
const goTo = (desk: Desk, at: string) => desk.advance(Date.parse(at) - Date.parse(desk.world.now()))
const runClock = async (desk: Desk) => [
  await confirmSilentClaims(desk.world, 50),
  await expireBookings(desk.world, 50),
]
const statusOf = async (desk: Desk, id: string) =>
  good(await desk.call('GET', `/v1/holds/${id}`, { token: await desk.as(desk.li.id) })).status

describe(`seven weeks of one card, over the October holiday, on ${ENGINE}`, () => {
  it('three uses without a code wait as long as their amounts say, and the books are clean each week', async () => {
    const desk = await openDesk()
    await desk.setPin(desk.li)
    goTo(desk, '2026-09-22T02:00:00.000Z')
    const small = good(await desk.claims({ amount_fen: 9_600 }))
    const middle = good(await desk.claims({ amount_fen: 24_000 }))
    goTo(desk, '2026-09-23T02:00:00.000Z')
    const large = good(await desk.claims({ amount_fen: 80_000 + 1 }))
    expect(await runClock(desk)).toEqual([1, 0])
    expect([await statusOf(desk, small.id), await statusOf(desk, middle.id)]).toEqual([
      'captured',
      'held',
    ])
    expect(large.confirm_by).toBe('2026-09-26T02:00:00.000Z')
    await clean(desk)

    // Middle is contested in its last minute; the clock stops for it alone.
    goTo(desk, '2026-09-25T01:59:00.000Z')
    good(await desk.act('holder', `/v1/holds/${middle.id}/contest`, { reason: 'wrong_amount' }))
    goTo(desk, '2026-09-26T02:00:00.000Z')
    expect(await runClock(desk)).toEqual([1, 0])
    expect(await statusOf(desk, large.id)).toBe('captured')
    expect(await statusOf(desk, middle.id)).toBe('contested')
    await clean(desk)

    // Five weeks later nobody has done anything: it is still only tied up.
    goTo(desk, '2026-11-02T02:00:00.000Z')
    expect(await runClock(desk)).toEqual([0, 0])
    expect(await desk.money()).toMatchObject({ held: 20_000 })
    good(await desk.act('holder', `/v1/holds/${middle.id}/confirmation`, { pin: PIN }))
    expect((await desk.money()).held).toBe(0)
    await clean(desk)
  })
  it('1,200 yuan wait fifteen working days: to the end of 19 October, not a minute less', async () => {
    const desk = await openDesk([{ paid_fen: 150_000, face_units: 150_000 }])
    goTo(desk, '2026-09-21T02:00:00.000Z')
    const claim = good(await desk.claims({ amount_fen: 120_000 }))
    expect(claim.message).toBe(
      '这笔 ¥1,200.00 还没有付给店家。顾客在 10月20日 00:00 前没有异议就视为确认；记错了就撤销',
    )
    const seen = await desk.call('GET', `/v1/holds/${claim.id}`, {
      token: await desk.as(desk.li.id),
    })
    expect(seen.body.message).toBe(
      '这笔 ¥1,200.00 还没有付给店家。10月20日 00:00 前没有异议就视为确认；不对就请提出异议',
    )
    for (const day of ['2026-10-06', '2026-10-12', '2026-10-19']) {
      goTo(desk, `${day}T15:59:59.999Z`)
      expect(await runClock(desk), day).toEqual([0, 0])
    }
    desk.advance(1)
    expect(await runClock(desk)).toEqual([1, 0])
    expect((await desk.money()).payable).toBe(120_000)
    expect(await runClock(desk)).toEqual([0, 0])
    await clean(desk)
  })
  it('a month of bookings ends each in its own way, and what is left is exact', async () => {
    const desk = await openDesk()
    const at = (days: number) => plusMs(desk.world.now(), days * DAY_MS)
    const [came, part, late, gone, stays] = [
      good(await desk.books({ amount_fen: 3_333, starts_at: at(2) })),
      good(await desk.books({ amount_fen: 7_777, starts_at: at(4) })),
      good(await desk.books({ amount_fen: 1_111, starts_at: at(6) })),
      good(await desk.books({ amount_fen: 5_001, starts_at: at(8) })),
      good(await desk.books({ amount_fen: 2_003, starts_at: at(30) })),
    ]
    desk.advance(2 * DAY_MS)
    good(await desk.act('shop', `/v1/bookings/${came.id}/capture`, { code: await desk.shows() }))
    desk.advance(2 * DAY_MS - 2 * HOUR_MS)
    good(
      await desk.act('shop', `/v1/bookings/${part.id}/capture`, {
        units: 4_444,
        code: await desk.shows(),
      }),
    )
    good(await desk.act('holder', `/v1/bookings/${gone.id}/cancellation`))
    desk.advance(4 * DAY_MS)
    expect(await runClock(desk)).toEqual([0, 1])
    expect(await statusOf(desk, late.id)).toBe('expired')
    // 7,777 used of 120,000 for 100,000; 2,003 tied: each figure floored on running totals.
    const payable = Math.floor((7_777 * 100_000) / 120_000)
    const held = Math.floor((9_780 * 100_000) / 120_000) - payable
    expect(await desk.money()).toEqual({ escrow: 100_000 - payable - held, held, payable })
    expect(await statusOf(desk, stays.id)).toBe('held')
    await clean(desk)
  })
})

describe(`the books of holds on ${ENGINE}`, () => {
  it('name a hold whose use took more than was tied, and one that moved its money twice', async () => {
    const desk = await openDesk()
    const claim = good(await desk.claims({ amount_fen: 4_800 }))
    const done = good(await desk.act('holder', `/v1/holds/${claim.id}/confirmation`))
    await clean(desk)
    const lot_id = claim.lots[0]!.lot_id
    const forged = JSON.stringify([{ lot_id, units: 4_801, released_fen: 4_000 }])
    await desk.db.batch([
      sql`DROP TRIGGER holds_resolve_once`,
      sql`DROP TRIGGER holds_keep_their_terms`,
      sql`DROP TRIGGER holds_are_recorded_once`,
      sql`UPDATE holds SET shares = ${forged.replace('4801', '4799')}, held_fen = 3999 WHERE id = ${claim.id}`,
    ])
    const { divergences } = await checkBooks(desk.db)
    const named = new Set(divergences.map(({ check }) => check))
    expect(done.redemption_id).toMatch(/^rdm_/)
    for (const check of [
      'capture_takes_from_its_own_lots',
      'hold_moved_its_money_once',
      'claim_days_match_the_claims',
    ])
      expect([...named], check).toContain(check)
  })
})
