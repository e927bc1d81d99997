import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { holderPhone } from '../../src/demo/cast'
import { MINUTE_MS } from '../../src/kernel/time'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
const shop = async () =>
  good(await desk.says(desk.supervisor, 'GET', `/v1/supervision/shops/${desk.shop.id}`))
const kinds = async () => (await shop()).signals.map((one: { kind: string }) => one.kind)
const asks = async (card: string, holder = desk.li.id) =>
  good(
    await desk.says(holder, 'POST', `/v1/cards/${card}/refunds`, {
      ground: 'service_not_delivered',
      note: '约了三次都没人',
    }),
  )

describe(`what two sides do not agree about, on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
  })
  it('is a use that the holder contests, and a refund that the shop contests', async () => {
    const card = await desk.buysCard()
    await desk.uses(card, 60_000)
    expect(await kinds()).toEqual([])
    const body = { card_id: card, amount_fen: 4_800 }
    const claim = good(await desk.says(desk.owner, 'POST', '/v1/claims', body))
    const why = { reason: 'quality', note: '面包是昨天的' } as const
    good(await desk.says(desk.li.id, 'POST', `/v1/holds/${claim.id}/contest`, why))
    expect(await shop()).toMatchObject({
      urgency: 3,
      signals: [{ kind: 'use_contested', subject_id: claim.id, money_fen: 4_000, cards_count: 1 }],
    })
    const decision = { capture_units: 0, reason: '面包确实隔夜' }
    good(await desk.says(desk.supervisor, 'POST', `/v1/holds/${claim.id}/decision`, decision))
    const refund = await asks(card)
    expect(await kinds()).toEqual([])
    good(
      await desk.says(desk.owner, 'POST', `/v1/refunds/${refund.id}/contest`, {
        reason: '顾客自己不想来了',
        proof: '聊天记录三条',
      }),
    )
    const [signal] = (await shop()).signals
    expect(signal).toMatchObject({ kind: 'refund_contested', money_fen: refund.disputed_fen })
    expect(signal!.message).toMatch(/^退款有争议，2026-03-\d\d 前要裁定$/)
    const briefing = good(await desk.says(desk.supervisor, 'GET', '/v1/supervision/briefing'))
    expect(briefing.deadlines).toMatchObject({ contested_uses: 0, refunds_to_decide: 0 })
    desk.advance(13 * 24 * 60 * MINUTE_MS)
    const later = good(await desk.says(desk.supervisor, 'GET', '/v1/supervision/briefing'))
    expect(later.deadlines).toMatchObject({ refunds_to_decide: 1 })
  })
  it('is a run on the shop once three of its cards, and half of them, ask at once', async () => {
    const holders = [holderPhone(11), holderPhone(12), holderPhone(13)]
    const cards: { id: string; holder: string }[] = []
    const joins = async (phone: string) => {
      const holder = await desk.joins(phone)
      const { id } = await desk.buys(holder, desk.shop, 1)
      cards.push({ id, holder: holder.id })
    }
    for (const phone of holders) await joins(phone)
    const asksFor = (n: number) => asks(cards[n]!.id, cards[n]!.holder)
    // Past the days in which anybody may simply think better of it.
    desk.advance(8 * 24 * 60 * MINUTE_MS)
    for (const { id, holder } of cards) {
      good(await desk.says(holder, 'POST', `/v1/cards/${id}/pay-code-key`))
      const { digits: code } = good(await desk.says(holder, 'GET', `/v1/cards/${id}/pay-code`))
      const use = { code, amount_fen: 20_000 }
      good(await desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', use))
    }
    await asksFor(0)
    await asksFor(1)
    expect(await kinds()).toEqual([])
    await asksFor(2)
    const seen = await shop()
    expect(seen).toMatchObject({ urgency: 4, stake_fen: seen.owed_fen })
    expect(seen.signals).toMatchObject([{ kind: 'refund_run', cards_count: 3 }])
    expect(seen.signals[0]!.message).toContain('3 张卡同时要求退款')
    // Four more cards that ask for nothing: three are not half of them any more.
    for (const i of [24, 25, 26, 27]) await joins(holderPhone(i))
    expect(await kinds()).toEqual([])
  })
  it('is a payout that did not arrive, until a later one does', async () => {
    const card = await desk.buysCard()
    await desk.banks()
    await desk.uses(card, 20_000)
    const pays = async () => {
      await payDaily(desk.world, 10)
      for (let i = 0; i < 3; i++) {
        await settlePayouts(desk.world, 10)
        desk.advance(10 * MINUTE_MS)
      }
    }
    await pays()
    const [paid] = await desk.rows(sql`SELECT state, amount_fen FROM payouts`)
    expect(paid).toMatchObject({ state: 'paid' })
    expect(await kinds()).toEqual([])
    await desk.db.batch([
      sql`UPDATE payouts SET state = 'returned', reason = '账户已销户', ended_at = ${desk.world.now()}, version = version + 1`,
    ])
    expect((await shop()).signals).toMatchObject([
      { kind: 'payout_rejected', urgency: 2, message: '最近一笔出款没有付成：账户已销户' },
    ])
    const [operator] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    const health = async () =>
      good(await desk.says(String(operator?.id), 'GET', '/v1/operations/health')).troubles
    expect(await health()).toContainEqual(
      expect.objectContaining({ kind: 'payouts_rejected', count: 1, money_fen: paid?.amount_fen }),
    )
    desk.advance(24 * 60 * MINUTE_MS)
    await desk.uses(card, 20_000)
    await pays()
    expect(await desk.rows(sql`SELECT state FROM payouts ORDER BY id`)).toMatchObject([
      { state: 'returned' },
      { state: 'paid' },
    ])
    expect(await kinds()).toEqual([])
    expect(JSON.stringify(await health())).not.toContain('payouts_rejected')
  })
})
