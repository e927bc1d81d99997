import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { earnPeriodDays } from '../../src/cards/earn'
import { tellServiceStops } from '../../src/care/stops'
import { DAY_MS, HOUR_MS, localDate, MINUTE_MS, plusDays } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { BREAD, good } from '../redemptions/support'
import { type Care, openCare, YEAR } from './support'

let care: Care
let card: string
beforeEach(async () => {
  care = await openCare()
  card = await care.holds({ lots: [BREAD] })
})
const today = () => localDate(care.world.now())
const clean = async () => expect((await checkBooks(care.db)).divergences).toEqual([])
const code = async (of = card, who = care.li) => {
  good(await care.says(who, 'POST', `/v1/cards/${of}/pay-code-key`))
  return good(await care.says(who, 'GET', `/v1/cards/${of}/pay-code`)).digits as string
}
const year = () => care.holds({ lots: [YEAR], kind: 'period', service: '健身' })
const nights = async (n: number) => {
  for (let i = 0; i < n; i++) {
    care.advance(DAY_MS)
    await earnPeriodDays(care.world, 100)
  }
}
const used = async (of: string) =>
  Number((await care.rows(sql`SELECT sum(used_units) AS n FROM lots WHERE card_id = ${of}`))[0]?.n)

describe(`a period card on ${ENGINE}`, () => {
  it('pauses by its contract: nothing is earned meanwhile, everything behind moves on', async () => {
    const gym = await year()
    await nights(10)
    const before = await used(gym)
    const pause = (from_on: string, days: number | null) =>
      care.says(care.li, 'POST', `/v1/cards/${gym}/pauses`, { from_on, days, reason: '出差' })
    expect((await pause(plusDays(today(), -1), 5)).body.code).toBe('pause_must_not_be_past')
    expect((await pause(today(), 2)).body.code).toBe('pause_too_short')
    expect((await pause(today(), 31)).body.code).toBe('pause_days_used_up')
    const first = good(await pause(today(), 10))
    expect((await pause(plusDays(today(), 3), 5)).body.code).toBe('card_already_paused')
    expect((await care.sees(care.li, gym)).body.paused).toMatchObject({ from_on: today() })
    await nights(5)
    expect(await used(gym)).toBe(before)
    good(await care.says(care.li, 'POST', `/v1/pauses/${first.id}/resume`))
    await nights(4)
    expect(await used(gym)).toBe(before + 4)
    const [lot] = (await care.sees(care.li, gym)).body.lots
    expect(lot!.ends_on).toBe('2027-03-06')
    good(await pause(plusDays(today(), 1), 20))
    await nights(25)
    expect((await pause(plusDays(today(), 1), 3)).body.code).toBe('pauses_used_up')
    await clean()
  })
  it('is not earned nor sold while the shop does not serve, and every holder is told once', async () => {
    const gym = await year()
    await nights(8)
    const before = await used(gym)
    const owner = await care.till(care.shop, 'owner')
    const stop = good(
      await care.call('POST', '/v1/service-stops', {
        token: owner,
        body: { service: null, from_on: today(), reason: '装修' },
      }),
    )
    expect(await tellServiceStops(care.world, 10)).toBe(1)
    expect(await tellServiceStops(care.world, 10)).toBe(0)
    expect(
      await care.rows(sql`SELECT subject_id FROM events WHERE type = 'service.stopped'`),
    ).toEqual([{ subject_id: gym }])
    await nights(6)
    expect(await used(gym)).toBe(before)
    expect((await care.sees(care.li, gym)).body.stopped).toMatchObject({
      from_on: stop.from_on,
      to_on: null,
    })
    good(
      await care.call('POST', `/v1/service-stops/${stop.id}/resume`, {
        token: await care.till(care.shop, 'owner'),
      }),
    )
    const running = await care.call('GET', '/v1/service-stops?is_running=true', {
      token: await care.till(care.shop, 'owner'),
    })
    expect(running.body.data).toEqual([])
    await nights(3)
    expect(await used(gym)).toBe(before + 3)
    await clean()
  })
  it('records who came, once a visit, and not on days off', async () => {
    const gym = await year()
    const came = async () => care.redeem({ code: await code(gym) })
    const first = good(await came())
    expect(first).toMatchObject({
      unit: 'visit',
      units: 1,
      released_fen: 0,
      message: '今天第 1 次到店；本卡到 2027-03-01',
    })
    care.advance(10 * MINUTE_MS)
    expect((await came()).body.code).toBe('same_visit_just_recorded')
    care.advance(HOUR_MS)
    expect(good(await came()).message).toContain('第 2 次')
    expect(
      (
        await care.says(care.li, 'POST', `/v1/cards/${gym}/pauses`, {
          from_on: today(),
          days: 5,
          reason: '出差',
        })
      ).body.code,
    ).toBe('pause_must_not_be_past')
    good(
      await care.says(care.li, 'POST', `/v1/cards/${gym}/pauses`, {
        from_on: plusDays(today(), 1),
        days: 5,
        reason: '出差',
      }),
    )
    care.advance(DAY_MS)
    expect((await came()).body.code).toBe('period_not_running')
    expect((await care.redeem({ code: await code(card) })).body.code).toBe(
      'redemption_unit_mismatch',
    )
    await clean()
  })
  it('with a number of visits ends at it', async () => {
    const gym = await year()
    await care.rows(sql`DROP TRIGGER offers_keep_their_promises`)
    await care.rows(sql`DROP TRIGGER offers_are_withdrawn_once`)
    await care.rows(sql`UPDATE offers SET visits_max = 2`)
    for (const expected of [201, 201, 409]) {
      care.advance(HOUR_MS)
      expect((await care.redeem({ code: await code(gym) })).status).toBe(expected)
    }
  })
  it('with a number of visits goes by days, and says what visits would give beyond', async () => {
    const gym = await year()
    await care.rows(sql`DROP TRIGGER offers_keep_their_promises`)
    await care.rows(sql`DROP TRIGGER offers_are_withdrawn_once`)
    await care.rows(sql`UPDATE offers SET visits_max = 10`)
    expect((await care.redeem({ code: await code(gym) })).status).toBe(201)
    await nights(100)
    const quote = async (cause: string) =>
      good(await care.says(care.li, 'GET', `/v1/cards/${gym}/refund-quote?cause=${cause}`))
    for (const cause of ['merchant', 'consumer']) {
      const now = await quote(cause)
      const by_days = YEAR.paid_fen - Math.floor((YEAR.paid_fen * 100) / 365)
      const by_visits = YEAR.paid_fen - YEAR.paid_fen / 10
      expect([now.total_fen, now.range]).toEqual([
        by_days,
        { low_fen: by_days, high_fen: by_visits },
      ])
      expect(now.open).toMatchObject([{ id: 'limited_agreed_by_days' }])
      expect(now.open[0]!.options.map((one: { total_fen: number }) => one.total_fen)).toEqual([
        by_days,
        by_visits,
      ])
      expect(now.beyond!.amount_fen).toBe(by_visits - by_days)
    }
    // Nine more visits: the days are the better of the two, and nothing is open.
    for (let i = 0; i < 9; i++) {
      care.advance(HOUR_MS)
      expect((await care.redeem({ code: await code(gym) })).status).toBe(201)
    }
    const now = await quote('merchant')
    expect([now.range.low_fen, now.range.high_fen, now.open, now.beyond]).toEqual([
      now.total_fen,
      now.total_fen,
      [],
      null,
    ])
  })
})
