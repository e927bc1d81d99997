import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS } from '../../src/demo/cast'
import { confirmSilentClaims, expireBookings } from '../../src/holds/clock'
import { type HoldAction, type HoldKind, type HoldState, NEVER, TABLE } from '../../src/holds/rules'
import { DAY_MS, HOUR_MS, plusMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { AnyReply } from '../support/addresses'
import { type Desk, good, openDesk } from './support'

/** Brings a new hold of this kind to this state, through the API and the clock alone; null where it cannot be. */
async function bring(desk: Desk, kind: HoldKind, status: HoldState): Promise<string | null> {
  if (NEVER[kind].includes(status)) return null
  if (kind === 'claim') {
    const { id } = good(await desk.claims({ amount_fen: 1_200 }))
    if (status === 'contested')
      good(await desk.act('holder', `/v1/holds/${id}/contest`, { reason: 'other' }))
    if (status === 'captured') good(await desk.act('holder', `/v1/holds/${id}/confirmation`))
    if (status === 'voided') good(await desk.act('shop', `/v1/holds/${id}/void`, {}))
    return id
  }
  const starts_at = plusMs(desk.world.now(), HOUR_MS)
  const { id } = good(await desk.books({ amount_fen: 1_200, starts_at }))
  desk.advance(status === 'expired' ? 26 * HOUR_MS : HOUR_MS + 20 * 60_000)
  if (['recorded', 'contested', 'captured'].includes(status))
    good(await desk.act('shop', `/v1/bookings/${id}/capture`, {}))
  if (status === 'captured') good(await desk.act('holder', `/v1/holds/${id}/confirmation`))
  if (status === 'contested')
    good(await desk.act('holder', `/v1/holds/${id}/contest`, { reason: 'other' }))
  if (status === 'voided') good(await desk.act('shop', `/v1/holds/${id}/void`, {}))
  if (status === 'expired') await expireBookings(desk.world, 10)
  return id
}

/** What an action answers: a status below 400, or the refusal's code. The clock refuses by doing nothing. */
async function tries(
  desk: Desk,
  supervisor: string,
  id: string,
  action: HoldAction,
): Promise<string> {
  const as = async (reply: Promise<AnyReply>) => {
    const { status, body } = await reply
    return status < 400 ? 'ok' : body.code
  }
  const before = await statusOf(desk, id)
  if (action === 'silence' || action === 'expire') {
    desk.advance(4 * DAY_MS)
    await (action === 'silence' ? confirmSilentClaims : expireBookings)(desk.world, 10)
    return (await statusOf(desk, id)) === before ? 'nothing' : 'ok'
  }
  if (action === 'decide')
    return as(
      desk.call('POST', `/v1/holds/${id}/decision`, {
        token: await desk.as(supervisor),
        body: { capture_units: 600, came: true, reason: '一人一半' },
      }),
    )
  const acts = {
    confirm: () => desk.act('holder', `/v1/holds/${id}/confirmation`),
    contest: () => desk.act('holder', `/v1/holds/${id}/contest`, { reason: 'other' }),
    capture: async () =>
      desk.act('shop', `/v1/bookings/${id}/capture`, { code: await desk.shows() }),
    void_by_shop: () => desk.act('shop', `/v1/holds/${id}/void`, {}),
    void_by_holder: () => desk.act('holder', `/v1/bookings/${id}/cancellation`),
    no_show: () => desk.act('shop', `/v1/bookings/${id}/no-show`),
  }
  return as(acts[action]())
}
const statusOf = async (desk: Desk, id: string) =>
  (await desk.rows(sql`SELECT status FROM holds WHERE id = ${id}`))[0]?.status

for (const kind of ['claim', 'booking'] as const) {
  describe(`every (state, action) of a ${kind} on ${ENGINE}`, () => {
    it.each(Object.keys(TABLE[kind]) as HoldState[])('%s', async (status) => {
      for (const action of Object.keys(TABLE[kind][status]) as HoldAction[]) {
        const desk = await openDesk()
        const official = {
          ...OFFICIALS.supervisor,
          districts: [desk.shop.plan.district],
        }
        const { id: supervisor } = good(
          await desk.call('POST', '/v1/officials', { token: desk.operator, body: official }),
        )
        const id = await bring(desk, kind, status)
        if (id === null) return
        const verdict = TABLE[kind][status][action]
        const by_clock = action === 'silence' || action === 'expire'
        const expected = verdict !== 'ok' && by_clock ? 'nothing' : verdict
        expect(await tries(desk, supervisor, id, action), `${status} ${action}`).toBe(expected)
      }
    })
  })
}
