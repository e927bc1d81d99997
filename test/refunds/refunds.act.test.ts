import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { BodyAt, Query } from '../support/addresses'
import { type Desk, good, openDesk } from './support'

let desk: Desk
let card: string
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
type Asked = BodyAt<'POST /v1/cards/:id/refunds'>
const asks = (ground: Asked['ground'], more: Partial<Asked> = {}) =>
  desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground, ...more })
const read = async (id: string, who = desk.li.id) =>
  good(await desk.says(who, 'GET', `/v1/refunds/${id}`))

describe(`a refund of 充1000送200 on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    await desk.uses(card, 60_000)
  })

  it('pays what nobody can dispute at once and the difference when the shop agrees', async () => {
    const refund = good(await asks('shop_moved', { expected_fen: 50_000 }))
    expect(refund).toMatchObject({
      status: 'asked',
      undisputed_fen: 40_000,
      disputed_fen: 10_000,
      on_the_way_fen: 40_000,
      waits_for: 'shop',
    })
    const count = async (query: string) => {
      const list = good(await desk.says(desk.owner, 'GET', `/v1/refunds?${query}`))
      return [list.data.length, list.totals.asked_count]
    }
    expect(await count('is_asked=true&limit=1')).toEqual([1, 1])
    expect(await count('is_asked=false')).toEqual([0, 1])
    expect(await desk.balance(`refunding:${card}`)).toBe(40_000)
    expect(await desk.balance(`escrow:${card}`)).toBe(10_000)
    await clean()
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ status: 'asked', refunded_fen: 40_000 })
    const agreed = good(await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/acceptance`))
    expect(agreed).toMatchObject({ basis: 'not_consumer_cause', on_the_way_fen: 10_000 })
    expect(await count('is_asked=false')).toEqual([1, 0])
    await desk.tick()
    const done = await read(refund.id)
    expect(done).toMatchObject({ status: 'done', refunded_fen: 50_000, difference_fen: 0 })
    expect(done.message).toContain('已退 ¥500.00')
    for (const account of [`refunding:${card}`, `escrow:${card}`])
      expect(await desk.balance(account)).toBe(0)
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(50_000)
    await clean()
  })

  it('gives the difference to the shop when it is the holder’s own wish, and not before the money is sent', async () => {
    const refund = good(await asks('own_wish'))
    expect(refund).toMatchObject({
      status: 'decided',
      basis: 'consumer_cause',
      withdrawable: 'all',
    })
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(50_000)
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({
      status: 'done',
      refunded_fen: 40_000,
      difference_fen: 10_000,
    })
    expect(await desk.balance(`payable:${desk.shop.id}`)).toBe(60_000)
    await clean()
  })

  it('lets silence pay after five working days, over the weekend and not a minute before', async () => {
    const refund = good(await asks('service_not_delivered'))
    // Monday 2 March: five working days end with Monday 9 March.
    expect(refund.contest_by).toBe('2026-03-09T16:00:00.000Z')
    desk.advance(Date.parse(refund.contest_by!) - Date.parse(desk.world.now()) - MINUTE_MS)
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ status: 'asked' })
    desk.advance(MINUTE_MS)
    const late = await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/contest`, {
      reason: '顾客自己不想来',
      proof: '聊天记录三条',
    })
    expect(late.body.code).toBe('refund_not_waiting_for_shop')
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ decided_by: 'silence', refunded_fen: 50_000 })
    await clean()
  })

  it('goes to a mediator when contested; what is not awarded is the shop’s', async () => {
    const refund = good(await asks('service_not_delivered'))
    const contested = good(
      await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/contest`, {
        reason: '顾客自己不想来了',
        proof: '聊天记录三条，约课记录',
      }),
    )
    expect(contested).toMatchObject({ status: 'contested', waits_for: 'mediator' })
    const decide = (awarded_fen: number) =>
      desk.says(desk.supervisor, 'POST', `/v1/refunds/${refund.id}/decision`, {
        awarded_fen,
        reason: '双方各有责任，差额对半',
      })
    const preview = async (query: Query) => {
      const path = `/v1/refunds/${refund.id}/decision-preview${query}` as const
      return good(await desk.says(desk.supervisor, 'GET', path))
    }
    expect(await preview('')).toMatchObject({
      choices: { all_fen: 10_000, half_fen: 5_000, none_fen: 0 },
      effect: null,
    })
    expect((await preview('?awarded_fen=2500')).effect).toEqual({
      awarded_fen: 2_500,
      difference_fen: 7_500,
    })
    expect((await preview('?awarded_fen=10001')).effect).toBeNull()
    expect((await decide(10_001)).body.code).toBe('refund_award_exceeds_dispute')
    good(await decide(5_000))
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({
      status: 'done',
      basis: 'awarded',
      refunded_fen: 45_000,
      difference_fen: 5_000,
    })
    await clean()
  })

  it('tells the authority after ten days and pays the holder after fifteen', async () => {
    const refund = good(await asks('misled'))
    good(
      await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/contest`, {
        reason: '说的和卖的一样',
        proof: '价目表照片和合同',
      }),
    )
    await desk.days(11)
    expect((await read(refund.id)).escalated_at).not.toBeNull()
    await desk.days(5)
    expect(await read(refund.id)).toMatchObject({ decided_by: 'deadline', refunded_fen: 50_000 })
    await clean()
  })

  it('can be withdrawn whole before it is sent, and the card lives on', async () => {
    const refund = good(await asks('shop_moved'))
    const blocked = await desk.says(desk.li.id, 'GET', `/v1/cards/${card}`)
    expect(blocked.body.remaining_units).toBe(0)
    good(await desk.says(desk.li.id, 'POST', `/v1/refunds/${refund.id}/withdrawal`))
    expect((await desk.says(desk.li.id, 'GET', `/v1/cards/${card}`)).body).toMatchObject({
      remaining_units: 60_000,
      protected_fen: 50_000,
    })
    desk.advance(DAY_MS)
    await desk.uses(card, 60_000)
    expect(await desk.balance(`escrow:${card}`)).toBe(0)
    await desk.tick()
    await clean()
  })

  it('once sent, only the disputed part can be given up', async () => {
    const refund = good(await asks('shop_moved'))
    await desk.tick()
    const given = good(await desk.says(desk.li.id, 'POST', `/v1/refunds/${refund.id}/withdrawal`))
    expect(given).toMatchObject({ status: 'done', decided_by: 'holder', difference_fen: 10_000 })
    const again = await desk.says(desk.li.id, 'POST', `/v1/refunds/${refund.id}/withdrawal`)
    expect(again.body.code).toBe('refund_not_withdrawable')
    await clean()
  })

  it('refuses a figure that changed, a second refund, and one that gives nothing', async () => {
    expect((await asks('shop_moved', { expected_fen: 50_001 })).body.code).toBe(
      'refund_figure_changed',
    )
    expect((await asks('cooling_off')).body.code).toBe('cooling_off_not_applicable')
    await desk.uses(card, 50_000)
    expect((await asks('own_wish')).body.code).toBe('refund_gives_nothing')
    good(await asks('shop_moved'))
    expect((await asks('shop_moved')).body.code).toBe('nothing_to_refund')
    await clean()
  })

  it('is nobody else’s to see or to move', async () => {
    const refund = good(await asks('shop_moved'))
    const wang = await desk.joins(HOLDERS.wang.phone)
    const other = await desk.opens(2)
    for (const [who, path] of [
      [wang.id, `/v1/refunds/${refund.id}`],
      [other.cashier_id, `/v1/refunds/${refund.id}`],
    ] as const)
      expect((await desk.says(who, 'GET', path)).status).toBeGreaterThanOrEqual(403)
    const stolen = await desk.says(wang.id, 'POST', `/v1/cards/${card}/refunds`, {
      ground: 'shop_moved',
    })
    expect(stolen.status).toBe(404)
    const cashier = await desk.says(
      desk.shop.cashier_id,
      'POST',
      `/v1/refunds/${refund.id}/acceptance`,
    )
    expect(cashier.status).toBe(403)
  })

  it('is made good to the provider out of custody, whether settled before or after', async () => {
    const refund = good(await asks('shop_moved'))
    await desk.tick()
    expect(await desk.balance('psp:stripe')).toBe(-60_000)
    await clean()
    await desk.banks()
    await desk.tick()
    expect((await read(refund.id)).refunded_fen).toBe(40_000)
    expect(await desk.balance('psp:stripe')).toBe(0)
    expect(await desk.balance(`custody:${desk.shop.id}`)).toBe(-60_000)
    const [bank] = await desk.rows(
      sql`SELECT custody_account_no AS no FROM merchants WHERE id = ${desk.shop.id}`,
    )
    const held = await desk.world.bank.balanceOf({ account_no: String(bank?.no) })
    expect(held.balance_fen).toBe(60_000)
    await clean()
  })

  it('leaves alone what an open hold ties, and gives it back when the hold is void', async () => {
    const claim = good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', {
        card_id: card,
        amount_fen: 12_000,
      }),
    )
    const refund = good(await asks('shop_closed'))
    // 600 used and 120 held of 1,200 bought for 1,000: 400 nobody disputes of the rest, less what is held.
    expect(refund).toMatchObject({ undisputed_fen: 28_000, disputed_fen: 12_000 })
    good(await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/acceptance`))
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({
      status: 'decided',
      waits_for: 'hold',
      refunded_fen: 40_000,
    })
    good(await desk.says(desk.shop.cashier_id, 'POST', `/v1/holds/${claim.id}/void`))
    await desk.tick()
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 50_000 })
    await clean()
  })
})
