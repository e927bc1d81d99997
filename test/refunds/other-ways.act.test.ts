import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import type { BodyAt } from '../support/addresses'
import { type Desk, good, openDesk } from './support'
import { LI, setPin } from './whose-support'

let desk: Desk
let card: string
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
type Asked = BodyAt<'POST /v1/cards/:id/refunds'>
const asks = (ground: Asked['ground'], more: Partial<Asked> = {}) =>
  desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground, ...more })
const read = async (id: string, who = desk.li.id) =>
  good(await desk.says(who, 'GET', `/v1/refunds/${id}`))

describe(`a refund that takes another way on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
  })

  it('waits for a slow provider and asks until it knows', async () => {
    card = await desk.buysCard(1, 'pm_card_pendingRefund')
    const refund = good(await asks('cooling_off'))
    expect(refund).toMatchObject({ undisputed_fen: 100_000, disputed_fen: 0, basis: 'cooling_off' })
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({
      status: 'decided',
      on_the_way_fen: 100_000,
      waits_for: 'bank',
    })
    desk.advance(HOUR_MS)
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    await clean()
  })

  it('comes back when the provider fails after all, and reaches the holder’s own account', async () => {
    card = await desk.buysCard(1, 'pm_card_refundFail')
    const refund = good(await asks('cooling_off'))
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    await desk.banks()
    await desk.tick()
    const back = await read(refund.id)
    expect(back).toMatchObject({ status: 'decided', refunded_fen: 0, waits_for: 'account' })
    await clean()
    await desk.tick()
    await setPin(desk, { ...LI, id: desk.li.id })
    const account = (no: string) =>
      desk.says(desk.li.id, 'POST', `/v1/refunds/${refund.id}/account`, {
        account_no: no,
        holder: '李明',
        pin: PIN,
      })
    // The shop's own settlement account (src/demo/shops.ts): a refund is for whoever bought.
    expect((await account('6217000000000011')).body.code).toBe('refund_account_is_the_shops')
    expect((await account('622202000000000000')).body.code).toBe('refund_account_not_verified')
    const named = await account('6222020000001234')
    expect(good(named).account_mask).toBe('尾号 1234')
    for (let i = 0; i < 6; i++) {
      desk.advance(HOUR_MS)
      await desk.tick()
    }
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    const text = JSON.stringify(await desk.rows(sql`SELECT * FROM refunds`))
    expect(text).not.toContain('6222020000001234')
    expect(text).not.toContain('李明')
    await clean()
  })

  it('is sent once, whatever is lost on the way', async () => {
    card = await desk.buysCard()
    const refund = good(await asks('cooling_off'))
    for (const fault of ['before', 'after', 'before', 'after'] as const) {
      let left = 2 + (fault === 'after' ? 1 : 0)
      desk.faulty.next = () => (left-- === 0 ? fault : null)
      await desk.tick().catch(() => null)
      desk.faulty.next = () => null
      desk.advance(6 * HOUR_MS)
    }
    desk.advance(2 * DAY_MS)
    await desk.tick()
    expect(await read(refund.id)).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    const given = await desk.rows(
      sql`SELECT count(*) AS n FROM mock_stripe_objects WHERE id LIKE 're_%'`,
    )
    expect(given[0]?.n).toBe(1)
    await clean()
  })

  it('is decided once when a use races with it', async () => {
    card = await desk.buysCard()
    desk.advance(2 * MINUTE_MS)
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
    const { digits } = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/pay-code`))
    const [use, refund] = await Promise.all([
      desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', {
        code: digits,
        amount_fen: 12_000,
      }),
      asks('shop_moved'),
    ])
    expect(refund.status).toBe(201)
    const used_fen = use.status === 201 ? 10_000 : 0
    await desk.tick()
    good(
      await desk
        .says(desk.owner, 'POST', `/v1/refunds/${refund.body.id}/acceptance`)
        .then((reply) => (used_fen === 0 ? { ...reply, status: 200 } : reply)),
    )
    await desk.tick()
    expect((await read(refund.body.id)).refunded_fen).toBe(100_000 - used_fen)
    await clean()
  })
})
