import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { tellDeposits } from '../../src/ends/deposit'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
const clerk = async (phone: string) =>
  good(
    await desk.call('POST', '/v1/officials', {
      token: desk.operator,
      body: { kind: 'bank', role: 'bank', name: '柜员', phone },
    }),
  ).id as string
const deposits = (who: string, amount_fen: number, key: string) =>
  desk.says(who, 'POST', `/v1/merchants/${desk.shop.id}/deposits`, { amount_fen }, key)
const atTheBank = async () =>
  (
    await desk.rows(
      sql`SELECT amount_fen FROM mock_bank_entries WHERE reference = '保证金' ORDER BY seq`,
    )
  ).map(({ amount_fen }) => amount_fen)
const inTheLedger = () => desk.balance(`deposit:${desk.shop.id}`)
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])

describe(`deposits on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openDesk()
  })

  it('keys equal in 52 characters are two deposits', async () => {
    const bank = await clerk('13600000021')
    const same = 'k'.repeat(52)
    expect((await deposits(bank, 500_000, `${same}-1`)).status).toBe(201)
    expect((await deposits(bank, 200_000, `${same}-2`)).status).toBe(201)
    expect(await atTheBank()).toEqual([500_000, 200_000])
    expect(await inTheLedger()).toBe(700_000)
    await clean()
  })

  it('two clerks with one key make two deposits, one clerk twice makes one', async () => {
    const [a, b] = [await clerk('13600000021'), await clerk('13600000022')]
    for (const who of [a, b, a]) expect((await deposits(who, 500_000, 'one')).status).toBe(201)
    expect((await deposits(a, 700_000, 'one')).body.code).toBe('idempotency_key_reused')
    expect(await atTheBank()).toEqual([500_000, 500_000])
    expect(await inTheLedger()).toBe(1_000_000)
    await clean()
  })

  it('counts when the bank has booked it, and is booked once whatever gets lost', async () => {
    const bank = await clerk('13600000021')
    const credit = desk.world.bank.creditCustody
    const lost = async () => {
      throw new Error('bank: no answer (timeout)')
    }
    desk.world.bank.creditCustody = lost
    const said = good(await deposits(bank, 500_000, 'lost'))
    expect(said).toMatchObject({ state: 'created', amount_fen: 500_000 })
    expect(await inTheLedger()).toBe(0)
    desk.world.bank.creditCustody = async (order) => {
      await credit(order)
      return lost()
    }
    desk.advance(HOUR_MS)
    await tellDeposits(desk.world, 10)
    expect(await inTheLedger()).toBe(0)
    desk.world.bank.creditCustody = credit
    desk.advance(HOUR_MS)
    await tellDeposits(desk.world, 10)
    await tellDeposits(desk.world, 10)
    expect(await atTheBank()).toEqual([500_000])
    expect(await inTheLedger()).toBe(500_000)
    await clean()
  })
})
