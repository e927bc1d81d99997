import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { devSignIn } from '../../src/demo/people'
import { confirmSilentClaims, recountSilence } from '../../src/holds/clock'
import { noticeText } from '../../src/notify/words'
import { sql } from '../../src/platform/d1'
import { paySilentRefunds, recountContests } from '../../src/refunds/clock'
import { type Desk, good, openDesk } from '../holds/support'
import type { BodyAt } from '../support/addresses'

/** A year's holidays made up for this test: the State Council's own are not out when it is told. */
const MADE_UP = {
  table: 'holidays',
  key: '2027',
  value: {
    announced_on: '2026-12-21',
    off: [['2027-01-01', '2027-01-05']],
    worked: ['2027-01-09'],
  },
  source: '（测试用的安排，不是国务院的通知）',
} as const
let desk: Desk
const until = (at: string) => desk.advance(Date.parse(at) - Date.parse(desk.world.now()))
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
const told = async (type: string) =>
  (await desk.rows(sql`SELECT data FROM events WHERE type = ${type}`)).map(
    ({ data }) => JSON.parse(String(data)) as Record<string, unknown>,
  )
/** Two officials: one enters the year, the other agrees. */
async function entersTheYear(body: BodyAt<'POST /v1/city/proposals'> = MADE_UP) {
  const [operator] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  const maker = await devSignIn(desk.client, String(operator?.id))
  const phone = `136000${String(10_000 + (await desk.rows(sql`SELECT id FROM officials`)).length)}`
  const made = good(
    await desk.call('POST', '/v1/officials', {
      token: maker,
      body: { kind: 'operator', role: 'operator', name: '复核员', phone, districts: [] },
    }),
  )
  const entered = good(await desk.call('POST', '/v1/city/proposals', { token: maker, body }))
  good(
    await desk.call('POST', `/v1/city/proposals/${entered.id}/decision`, {
      token: await devSignIn(desk.client, String(made.id)),
      body: { agreed: true, note: '已对照通知原文' },
    }),
  )
}
/** What the platform's own page says waits for somebody. */
async function troubles() {
  const [operator] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  const token = await devSignIn(desk.client, String(operator?.id))
  return good(await desk.call('GET', '/v1/operations/health', { token })).troubles
}
const hold = async (id: string) =>
  good(await desk.call('GET', `/v1/holds/${id}`, { token: await desk.till(desk.shop, 'owner') }))

describe(`a period of working days beyond the known holidays on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
    const { digits } = await desk.code(desk.card)
    expect((await desk.redeem({ code: digits, amount_fen: 12_000 })).status).toBe(201)
    until('2026-12-14T02:00:00.000Z')
  })

  it('ends provisionally for a holder who is to speak, and silence is no consent meanwhile', async () => {
    const claim = good(await desk.claims({ amount_fen: 100_001 }))
    expect(claim).toMatchObject({
      confirm_by: '2027-01-05T16:00:00.000Z',
      confirm_by_is_provisional: true,
    })
    expect(claim.message).toContain('暂定')
    until('2027-01-20T02:00:00.000Z')
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
    await expect(
      desk.db.batch([
        sql`UPDATE holds SET status = 'captured', resolved_by = 'silence', version = version + 1 WHERE id = ${claim.id}`,
      ]),
    ).rejects.toThrow(/hold_deadline_provisional/)
    expect(await troubles()).toContainEqual(
      expect.objectContaining({ kind: 'silence_waiting', count: 1, money_fen: claim.held_fen }),
    )
    const late = await desk.act('holder', `/v1/holds/${claim.id}/contest`, { reason: 'not_me' })
    expect(late.status, late.text).toBe(200)
    await clean()
  })

  it('moves later when two officials enter the year, and both sides are told', async () => {
    const claim = good(await desk.claims({ amount_fen: 100_001 }))
    expect(await recountSilence(desk.world, 10)).toBe(0)
    await entersTheYear()
    expect(await recountSilence(desk.world, 10)).toBe(1)
    expect(await recountSilence(desk.world, 10)).toBe(0)
    expect(await hold(claim.id)).toMatchObject({
      confirm_by: '2027-01-07T16:00:00.000Z',
      confirm_by_is_provisional: false,
    })
    const [data] = await told('hold.deadline_moved')
    expect(noticeText('hold.deadline_moved', data)).toBe(
      '【预付保】¥1,000.01还没付给店家。放假安排已公布，期限推迟到1月8日 00:00，有异议请登录预付保',
    )
    until('2027-01-07T15:59:59.000Z')
    expect(await confirmSilentClaims(desk.world, 10)).toBe(0)
    desk.advance(2_000)
    expect(await confirmSilentClaims(desk.world, 10)).toBe(1)
    expect(await hold(claim.id)).toMatchObject({ status: 'captured', resolved_by: 'silence' })
    await clean()
  })

  it('never moves earlier: what the holder was told stands', async () => {
    const claim = good(await desk.claims({ amount_fen: 100_001 }))
    const value = {
      ...MADE_UP.value,
      off: [['2027-01-01', '2027-01-01']],
      worked: ['2027-01-02', '2027-01-03'],
    } as const
    await entersTheYear({ ...MADE_UP, value })
    expect(await recountSilence(desk.world, 10)).toBe(1)
    expect(await hold(claim.id)).toMatchObject({
      confirm_by: '2027-01-05T16:00:00.000Z',
      confirm_by_is_provisional: false,
    })
    expect(await told('hold.deadline_moved')).toEqual([])
    await clean()
  })

  it('that was decided before stays as it was', async () => {
    const claim = good(await desk.claims({ amount_fen: 100_001 }))
    good(await desk.act('holder', `/v1/holds/${claim.id}/contest`, { reason: 'not_me' }))
    await entersTheYear()
    expect(await recountSilence(desk.world, 10)).toBe(0)
    expect(await hold(claim.id)).toMatchObject({ confirm_by: '2027-01-05T16:00:00.000Z' })
  })

  it('of a shop that is asked about a refund moves later with notice, while it is not over', async () => {
    const refund = await asksBack('2026-12-28T02:00:00.000Z')
    expect(refund).toMatchObject({
      contest_by: '2027-01-05T16:00:00.000Z',
      contest_by_is_provisional: true,
    })
    expect(refund.message).toContain('暂定')
    await entersTheYear()
    expect(await recountContests(desk.world, 10)).toBe(1)
    expect(await recountContests(desk.world, 10)).toBe(0)
    const [data] = await told('refund.deadline_moved')
    expect(data).toMatchObject({ contest_by: '2027-01-07T16:00:00.000Z' })
    expect(noticeText('refund.deadline_moved', data)).toContain('店家答复的期限推迟到1月8日 00:00')
    until('2027-01-06T02:00:00.000Z')
    expect(await paySilentRefunds(desk.world, 10)).toBe(0)
    until('2027-01-07T16:00:00.000Z')
    expect(await paySilentRefunds(desk.world, 10)).toBe(1)
    await clean()
  })

  it('of a shop that is asked about a refund is no later for a table that is missing', async () => {
    const refund = await asksBack('2026-12-28T02:00:00.000Z')
    until(refund.contest_by!)
    expect(await paySilentRefunds(desk.world, 10)).toBe(1)
    await entersTheYear()
    expect(await recountContests(desk.world, 10)).toBe(0)
    await clean()
  })

  it('is fixed for everybody else: a known end does not move, nor the fifteenth day', async () => {
    const claim = good(await desk.claims({ amount_fen: 10_000 }))
    const later = '2027-06-01T00:00:00.000Z'
    const known = sql`UPDATE holds SET confirm_by = ${later}, version = version + 1 WHERE id = ${claim.id}`
    await expect(desk.db.batch([known])).rejects.toThrow(/hold_already_recorded/)
    const refund = await asksBack('2026-12-15T02:00:00.000Z')
    expect(refund.contest_by_is_provisional).toBe(false)
    for (const column of ['contest_by', 'decide_by'])
      await expect(
        desk.db.batch([
          {
            text: `UPDATE refunds SET ${column} = ?, version = version + 1 WHERE id = ?`,
            values: [later, refund.id],
          },
        ]),
      ).rejects.toThrow(/refund_is_fixed/)
  })
})

/** The holder wants out for the shop's cause: some of it is the shop's to contest. */
async function asksBack(at: string) {
  until(at)
  const path = `/v1/cards/${desk.card}/refunds` as const
  return good(await desk.act('holder', path, { ground: 'service_not_delivered', note: '约不上' }))
}
