import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { chargeFees } from '../../src/custody/fees'
import { finishSettlements, settleIntoCustody } from '../../src/custody/settle'
import { DAY_MS, HOUR_MS } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import { openTown, type Town } from '../payouts/support'

let town: Town
beforeEach(async () => {
  town = await openTown()
})
const clean = async () => expect((await checkBooks(town.db)).divergences).toEqual([])
const custody = () => town.balance(`custody:${town.shop.id}`)
const paid = async () =>
  Number(
    (
      await all(
        town.db,
        sql<{ n: number }>`SELECT sum(paid_fen) AS n FROM purchases WHERE status = 'paid'`,
      )
    )[0]?.n,
  )
const bankFen = async () => {
  const [m] = await all(
    town.db,
    sql<{ no: string }>`SELECT custody_account_no AS no FROM merchants WHERE id = ${town.shop.id}`,
  )
  return (await town.world.bank.balanceOf({ account_no: m?.no ?? '' })).balance_fen
}

describe(`consumers' money on its way to the bank on ${ENGINE}`, () => {
  it('is in transit first, then in custody at gross, as the bank’s own books say', async () => {
    const gross = await paid()
    expect([await custody(), await town.balance('psp:stripe')]).toEqual([0, -gross])
    await settleIntoCustody(town.world, 100)
    expect(await custody()).toBe(0)
    await town.banks()
    expect([await custody(), await town.balance('psp:stripe')]).toEqual([-gross, 0])
    expect(await bankFen()).toBe(gross)
    await clean()
  })
  it('arrives once by two runs at the same moment, and by a third', async () => {
    town.advance(3 * DAY_MS)
    await Promise.all([settleIntoCustody(town.world, 100), settleIntoCustody(town.world, 100)])
    await finishSettlements(town.world, 100)
    await settleIntoCustody(town.world, 100)
    expect(await bankFen()).toBe(await paid())
    await clean()
  })
  it.each(['before', 'after'] as const)(
    'arrives once when we die %s writing the bank’s word down',
    async (when) => {
      town.advance(3 * DAY_MS)
      let once = true
      town.faulty.next = (statements) => {
        const hit = once && statements.some(({ text }) => /UPDATE settlements/.test(text))
        if (hit) once = false
        return hit ? when : null
      }
      await settleIntoCustody(town.world, 100)
      town.faulty.next = () => null
      town.advance(HOUR_MS)
      await settleIntoCustody(town.world, 100)
      expect(await bankFen()).toBe(await paid())
      expect(await custody()).toBe(-(await paid()))
      await clean()
    },
  )
  it('pays its fee from what the shop earned, never from what is owed to holders', async () => {
    await town.banks()
    const [s] = await all(
      town.db,
      sql<{ fee: number }>`SELECT sum(fee_fen) AS fee FROM settlements`,
    )
    expect(s?.fee).toBeGreaterThan(0)
    await chargeFees(town.world, 100)
    expect((await town.mine('/v1/fees/me')).outstanding_fen).toBe(s?.fee)
    const escrow = await town.balance(`escrow:${town.card}`)
    await town.uses(10_000)
    const payable = await town.balance(`payable:${town.shop.id}`)
    await chargeFees(town.world, 100)
    await Promise.all([chargeFees(town.world, 100), chargeFees(town.world, 100)])
    expect(await town.balance(`payable:${town.shop.id}`)).toBe(payable - (s?.fee ?? 0))
    expect(await town.balance(`escrow:${town.card}`)).toBe(escrow - payable)
    expect((await town.mine('/v1/fees/me')).outstanding_fen).toBe(0)
    expect(await bankFen()).toBe((await paid()) - (s?.fee ?? 0))
    await clean()
  })
  it('is parked with its reason when the bill differs, and moves nothing', async () => {
    const settled = town.world.payments.settled.bind(town.world.payments)
    Object.assign(town.world.payments, {
      settled: async (page: Parameters<typeof settled>[0]) => {
        const seen = await settled(page)
        return {
          ...seen,
          items: seen.items.map((item) => ({
            ...item,
            gross_fen: item.gross_fen - 1,
            net_fen: item.net_fen - 1,
          })),
        }
      },
    })
    await town.banks()
    expect([await custody(), await bankFen()]).toEqual([0, 0])
    const parked = await town.call('GET', '/v1/custody/parked', { token: await town.boss() })
    expect(parked.body.data).toMatchObject([
      { reason: 'amount_differs', reason_text: '金额与订单不符' },
    ])
    await clean()
  })
  it('is shown to the bank with its difference, and to no other shop', async () => {
    await town.banks()
    const seen = await town.call('GET', `/v1/custody/merchants/${town.shop.id}`, {
      token: await town.boss(),
    })
    expect(seen.body).toMatchObject({
      ledger_fen: await paid(),
      bank_fen: await paid(),
      difference_fen: 0,
      in_transit_fen: 0,
    })
    const own = await town.mine('/v1/custody/settlements')
    expect(own.data).toMatchObject([{ status: 'settled', gross_fen: await paid() }])
    const none = await town.call('GET', '/v1/custody/settlements', {
      token: await town.stranger(),
    })
    expect(none.body.data).toEqual([])
  })
})
