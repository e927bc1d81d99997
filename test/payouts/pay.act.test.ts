import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { settleCorrections } from '../../src/corrections/correct'
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { recordStillPaid } from '../../src/payouts/still-paid'
import type { PayoutRow } from '../../src/payouts/store'
import { type Row, type Statement, sql } from '../../src/platform/d1'
import { asked } from '../support/asked'
import { openTown, payDaily, type Town } from './support'

let town: Town
beforeEach(async () => {
  town = await openTown()
  await town.banks()
})
const clean = async () => expect((await checkBooks(town.db)).divergences).toEqual([])
const rows = <T extends object = Row>(statement: Statement) => asked<T>(town.db, statement)
const payable = () => town.balance(`payable:${town.shop.id}`)
const bankPaid = async () =>
  Number(
    (
      await rows<{ n: number }>(
        sql`SELECT coalesce(sum(amount_fen), 0) AS n FROM mock_bank_payouts WHERE state IN ('accepted', 'paid')`,
      )
    )[0]?.n,
  )
const at = (hour: string) => {
  const today = town.world.now().slice(0, 10)
  const target = epochMs(`${today}T${hour}:00.000Z`)
  const gap = target - epochMs(town.world.now())
  town.advance(gap > 0 ? gap : gap + DAY_MS)
}
const changeAccount = async (tail: string) =>
  town.call('POST', '/v1/merchants/me/settlement-account', {
    token: await town.owner(),
    body: { settlement_account_no: `622202000000${tail}` },
  })
const onDemand = async (key?: string) =>
  town.call('POST', '/v1/payouts', { token: await town.owner(), ...(key ? { key } : {}) })

describe(`the shop's money on ${ENGINE}`, () => {
  it('is paid the same day, and every use says by which payout and when', async () => {
    at('07:50') // 15:50 in Shanghai
    const use = await town.uses(4_800)
    const waits = await town.mine(`/v1/redemptions/${use.id}/payout`)
    expect(waits).toMatchObject({ state: 'waiting', payout_id: null })
    expect(waits.message).toContain('今天 16:05 出款')
    at('08:05')
    expect(await payDaily(town.world, 100)).toBe(1)
    expect(await payDaily(town.world, 100)).toBe(0)
    await town.asksBank()
    expect(await town.mine(`/v1/redemptions/${use.id}/payout`)).toMatchObject({ state: 'paying' })
    town.advance(15 * MINUTE_MS)
    await town.asksBank()
    const paid = await town.mine(`/v1/redemptions/${use.id}/payout`)
    expect(paid).toMatchObject({ state: 'paid', amount_fen: use.released_fen })
    const detail = await town.mine(`/v1/payouts/${paid.payout_id}`)
    expect(detail).toMatchObject({ state: 'paid', amount_fen: use.released_fen, uses_count: 1 })
    expect(
      detail.lines.reduce((sum: number, line: { amount_fen: number }) => sum + line.amount_fen, 0),
    ).toBe(detail.amount_fen)
    expect([await payable(), await bankPaid()]).toEqual([0, use.released_fen])
    await clean()
  })
  it('is paid on demand, at most five times a day, from one yuan on', async () => {
    await town.uses(50)
    expect((await onDemand()).body.code).toBe('payout_nothing_to_pay')
    for (let i = 0; i < 5; i++) {
      await town.uses(1_000 + i)
      expect((await onDemand()).status).toBe(201)
      expect((await onDemand()).body.code).toBe('payout_already_open')
      await town.asksBank()
      town.advance(15 * MINUTE_MS)
      await town.asksBank()
    }
    await town.uses(2_000)
    expect((await onDemand()).body.code).toBe('payout_too_often')
    await clean()
  })
  it('comes back when the bank rejects it, and is not sent again the same day', async () => {
    expect((await changeAccount('1111')).status).toBe(200)
    const use = await town.uses(4_800)
    at('08:05')
    await payDaily(town.world, 100)
    await town.asksBank()
    expect(await payable()).toBe(use.released_fen)
    expect(await town.mine(`/v1/redemptions/${use.id}/payout`)).toMatchObject({ state: 'returned' })
    expect(await payDaily(town.world, 100)).toBe(0)
    expect((await changeAccount('8888')).status).toBe(200)
    expect(await payDaily(town.world, 100)).toBe(1)
    await town.asksBank()
    town.advance(15 * MINUTE_MS)
    await town.asksBank()
    expect([await payable(), await bankPaid()]).toEqual([0, use.released_fen])
    await clean()
  })
  it('that was paid and returned the next day is owed again', async () => {
    await changeAccount('2222')
    const use = await town.uses(4_800)
    at('08:05')
    await payDaily(town.world, 100)
    await town.asksBank()
    town.advance(15 * MINUTE_MS)
    await town.asksBank()
    expect(await payable()).toBe(0)
    town.advance(DAY_MS + 2 * HOUR_MS)
    await town.asksBank()
    expect(await payable()).toBe(use.released_fen)
    await clean()
  })
  it('that stays paid is asked about in one act with all others, and each is put off by itself', async () => {
    const acts = () =>
      rows<{ operation: string; answer: string }>(
        sql`SELECT operation, answer FROM journal WHERE operation IN ('recordPayout', 'recordStillPaid') ORDER BY seq`,
      )
    for (const fen of [4_800, 3_600]) {
      await town.uses(fen)
      expect((await onDemand()).status).toBe(201)
      await town.asksBank()
      town.advance(15 * MINUTE_MS)
      await town.asksBank()
    }
    const before = await acts()
    const paid = await rows<{ id: string; version: number; paid_at: string }>(
      sql`SELECT id, version, paid_at FROM payouts WHERE state = 'paid' ORDER BY id`,
    )
    expect(paid).toHaveLength(2)
    town.advance(DAY_MS + 2 * HOUR_MS)
    await town.asksBank()
    await town.asksBank()
    const after = await acts()
    expect(after.slice(before.length)).toEqual([
      { operation: 'recordStillPaid', answer: '{"paid":2}' },
    ])
    const put_off = await rows(
      sql`SELECT id, version, state, next_check_at FROM payouts ORDER BY id`,
    )
    expect(put_off).toEqual(
      paid.map(({ id, version, paid_at }) => ({
        id,
        version: version + 1,
        state: 'paid',
        next_check_at: plusMs(paid_at, 3 * DAY_MS + HOUR_MS),
      })),
    )
    town.advance(7 * DAY_MS)
    await town.asksBank()
    expect(await rows(sql`SELECT next_check_at FROM payouts`)).toEqual([
      { next_check_at: null },
      { next_check_at: null },
    ])
    await clean()
  })
  it('that another run recorded first is left as it is', async () => {
    await town.uses(4_800)
    await onDemand()
    await town.asksBank()
    town.advance(15 * MINUTE_MS)
    await town.asksBank()
    const seen = await rows<PayoutRow>(sql`SELECT * FROM payouts`)
    town.advance(DAY_MS)
    await Promise.all([
      recordStillPaid(town.world, seen),
      recordStillPaid(town.world, seen),
      recordStillPaid(
        town.world,
        seen.map((payout) => ({ ...payout, version: 1 })),
      ),
    ])
    expect(await rows(sql`SELECT version FROM payouts`)).toEqual([
      { version: Number(seen[0]?.version) + 1 },
    ])
    const told = await rows(
      sql`SELECT answer FROM journal WHERE operation = 'recordStillPaid' ORDER BY answer`,
    )
    expect(told).toEqual([{ answer: '{"paid":0}' }, { answer: '{"paid":1}' }])
  })
  it('is paid once when the bank gives no answer', async () => {
    await changeAccount('3333')
    const use = await town.uses(4_800)
    at('08:05')
    await payDaily(town.world, 100)
    for (let i = 0; i < 6; i++) {
      await town.asksBank()
      town.advance(20 * MINUTE_MS)
    }
    expect([await payable(), await bankPaid()]).toEqual([0, use.released_fen])
    expect(await rows(sql`SELECT count(*) AS n FROM mock_bank_payouts`)).toEqual([{ n: 1 }])
    await clean()
  })
  it.each(['before', 'after'] as const)(
    'is paid once when we die %s writing the outcome down',
    async (when) => {
      const use = await town.uses(4_800)
      at('08:05')
      let hits = 0
      town.faulty.next = (statements) => {
        const hit =
          hits < 2 && statements.some(({ text }) => /INTO payouts|UPDATE payouts/.test(text))
        if (hit) hits += 1
        return hit ? when : null
      }
      await payDaily(town.world, 100)
      await town.asksBank()
      town.faulty.next = () => null
      for (let i = 0; i < 4; i++) {
        town.advance(20 * MINUTE_MS)
        await payDaily(town.world, 100)
        await town.asksBank()
      }
      expect([await payable(), await bankPaid()]).toEqual([0, use.released_fen])
      await clean()
    },
  )
  it('is paid once by two runs at the same moment', async () => {
    const use = await town.uses(4_800)
    at('08:05')
    await Promise.all([payDaily(town.world, 100), payDaily(town.world, 100), onDemand()])
    await Promise.all([town.asksBank(), town.asksBank()])
    town.advance(15 * MINUTE_MS)
    await Promise.all([town.asksBank(), town.asksBank()])
    expect([await payable(), await bankPaid()]).toEqual([0, use.released_fen])
    expect(await rows(sql`SELECT count(*) AS n FROM payouts`)).toEqual([{ n: 1 }])
    await clean()
  })
  it('waits while a holder waits for a correction', async () => {
    const use = await town.uses(4_800)
    at('08:05')
    await payDaily(town.world, 100)
    await town.asksBank()
    town.advance(15 * MINUTE_MS)
    await town.asksBank()
    const wrong = await town.call('POST', `/v1/redemptions/${use.id}/corrections`, {
      token: await town.owner(),
      body: { kind: 'refund', reason: '打错了' },
    })
    expect(wrong.body.status).toBe('awaiting_funds')
    await town.uses(2_400)
    expect(await payDaily(town.world, 100)).toBe(0)
    expect((await onDemand()).body.code).toBe('payout_waits_for_correction')
    await town.uses(9_600)
    expect(await settleCorrections(town.world, 100)).toBe(1)
    expect(await payDaily(town.world, 100)).toBe(1)
    await clean()
  })
  it('is nobody else’s business', async () => {
    const use = await town.uses(4_800)
    const token = await town.stranger()
    expect((await town.call('GET', `/v1/redemptions/${use.id}/payout`, { token })).status).toBe(404)
    expect((await town.call('GET', '/v1/payouts', { token })).body.data).toEqual([])
  })
})

describe(`an advance on ${ENGINE}`, () => {
  const asks = async (amount_fen: number) =>
    town.call('POST', '/v1/advances', { token: await town.owner(), body: { amount_fen } })
  it('follows the level, never above its ceiling, and lowers the protection rate openly', async () => {
    const none = await town.mine('/v1/advances/me')
    expect((await asks(none.ceiling_fen + 1)).body.code).toBe('advance_exceeds_ceiling')
    await town.raises(town.shop.id, 'AAA')
    const { ceiling_fen } = await town.mine('/v1/advances/me')
    expect(ceiling_fen).toBeGreaterThan(0)
    expect((await asks(ceiling_fen + 1)).body.code).toBe('advance_exceeds_ceiling')
    expect((await asks(ceiling_fen)).status).toBe(201)
    expect((await asks(1)).body.code).toBe('advance_exceeds_ceiling')
    await onDemand()
    await town.asksBank()
    town.advance(15 * MINUTE_MS)
    await town.asksBank()
    const own = await town.call('GET', `/v1/merchants/${town.shop.id}`, {
      token: await town.owner(),
    })
    expect(own.body.protection_bp).toBeLessThan(10_000)
    await clean()
    await town.uses(20_000)
    at('08:05')
    await payDaily(town.world, 100)
    const { outstanding_fen } = await town.mine('/v1/advances/me')
    expect(outstanding_fen).toBeLessThan(ceiling_fen)
    await clean()
  })
  it('is not given while sales are held, nor twice at one moment beyond the ceiling', async () => {
    await town.raises(town.shop.id, 'AAA')
    const { ceiling_fen } = await town.mine('/v1/advances/me')
    const replies = await Promise.all([asks(ceiling_fen), asks(ceiling_fen), asks(ceiling_fen)])
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    await town.call('POST', `/v1/merchants/${town.shop.id}/sales-hold`, {
      token: await town.boss(),
      body: { reason: '疑似要关门' },
    })
    expect((await asks(1)).body.code).toBe('advance_not_while_held')
    await clean()
  })
})
