import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { runEndings } from '../../src/ends/run'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { ACCOUNT, gives, joins, LI, setPin } from '../refunds/whose-support'

let desk: Desk
let other: string
const incident = async () => {
  const reported = good(
    await desk.says(desk.supervisor, 'POST', '/v1/incidents', {
      merchant_id: desk.shop.id,
      reason: '门店关门，电话不通',
      evidence: '网格员连续三天上门，均无人',
    }),
  )
  good(await desk.says(other, 'POST', `/v1/incidents/${reported.id}/confirmation`))
  while ((await runEndings(desk.world, 100)) > 0);
  return String(reported.id)
}
const seen = async (id: string) =>
  good(await desk.says(desk.supervisor, 'GET', `/v1/endings/${id}`))
const events = async (type: string) =>
  (await desk.rows(sql`SELECT data FROM events WHERE type = ${type} ORDER BY seq`)).map(
    ({ data }) => JSON.parse(String(data)),
  )
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])

describe(`an ending counts what arrived on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
    other = good(
      await desk.call('POST', '/v1/officials', {
        token: desk.operator,
        body: {
          ...OFFICIALS.supervisor_second,
          districts: [desk.shop.plan.district],
        },
      }),
    ).id as string
  })

  it('is not done when refunds are opened, but when the money is there', async () => {
    await desk.buysCard()
    await desk.banks()
    const id = await incident()
    expect(await seen(id)).toMatchObject({
      phase: 'done',
      progress_bp: 2_000,
      opened_fen: 100_000,
      on_the_way_fen: 100_000,
      arrived_fen: 0,
      arrived_count: 0,
    })
    expect((await seen(id)).message).toContain('在路上')
    await desk.tick()
    expect(await seen(id)).toMatchObject({ progress_bp: 10_000, arrived_fen: 100_000 })
    expect((await seen(id)).message).toContain('全部到账')
    await clean()
  })

  it('turns back when a refund fails afterwards', async () => {
    await desk.buysCard(1, 'pm_card_refundFail')
    const id = await incident()
    await desk.tick()
    expect((await seen(id)).progress_bp).toBe(10_000)
    await desk.banks()
    await desk.tick()
    expect(await seen(id)).toMatchObject({
      progress_bp: 2_000,
      waiting_fen: 100_000,
      arrived_fen: 0,
      arrived_count: 0,
    })
    await clean()
  })

  it('a transferred card of a shop that is gone waits for its holder, not for its payer', async () => {
    const li = { id: desk.li.id, ...LI }
    const wang = await joins(desk, HOLDERS.wang.phone)
    await setPin(desk, li)
    const card = await desk.buysCard()
    await desk.banks()
    await gives(desk, card, li, wang)
    const id = await incident()
    expect(await seen(id)).toMatchObject({ progress_bp: 2_000, waiting_fen: 100_000 })
    const [refund] = good(await desk.says(wang.id, 'GET', '/v1/refunds')).data
    expect(refund).toMatchObject({ origin: 'incident', waits_for: 'account' })
    good(await desk.says(wang.id, 'POST', `/v1/refunds/${refund!.id}/account`, ACCOUNT))
    for (let i = 0; i < 3; i++) {
      await desk.tick()
      desk.advance(HOUR_MS)
    }
    expect(await seen(id)).toMatchObject({ progress_bp: 10_000, arrived_fen: 100_000 })
    await clean()
  })

  it('tells each part once, that it is paid once, and that it is done once', async () => {
    const card = await desk.buysCard()
    await desk.buysCard()
    await desk.banks()
    const refund = good(
      await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }),
    )
    expect(refund.parts).toHaveLength(2)
    await desk.tick()
    const parts = await events('refund.part_paid')
    expect(new Set(parts.map(({ part_id }) => part_id)).size).toBe(2)
    expect(parts).toHaveLength(2)
    expect(await events('refund.paid')).toMatchObject([{ refunded_fen: 200_000 }])
    expect(await events('refund.done')).toHaveLength(1)
  })
})
