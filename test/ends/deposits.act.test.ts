import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { OFFICIALS, officialPhone } from '../../src/demo/cast'
import { tellDeposits } from '../../src/ends/deposit'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { approves, clerk, depositedBy, showsOnStatement } from './support'

let desk: Desk
let bank: string
let other: string
const types = (who: string, amount_fen: number, key?: string) =>
  desk.says(who, 'POST', `/v1/merchants/${desk.shop.id}/deposits`, { amount_fen }, key)
const deposits = async (amount_fen: number) =>
  depositedBy(desk, { typist: bank, checker: other, merchant_id: desk.shop.id, amount_fen })
const list = async () =>
  good(await desk.says(bank, 'GET', `/v1/merchants/${desk.shop.id}/deposits`)).data
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
    bank = await clerk(desk, OFFICIALS.teller.phone)
    other = await clerk(desk, OFFICIALS.checker.phone)
  })

  it('typed by one clerk move nothing: not the bank, not the ledger', async () => {
    const typed = good(await types(bank, 1_000_000_000))
    expect(typed).toMatchObject({ state: 'created', counts: false, is_waiting: true, is_own: true })
    await tellDeposits(desk.world, 10)
    expect([await atTheBank(), await inTheLedger()]).toEqual([[], 0])
    const own = await approves(desk, bank, typed.id)
    expect([own.status, own.body.code]).toEqual([409, 'deposit_needs_another_person'])
    expect([await atTheBank(), await inTheLedger()]).toEqual([[], 0])
    expect(good(await approves(desk, other, typed.id))).toMatchObject({ is_waiting: false })
    expect([await atTheBank(), await inTheLedger()]).toEqual([[1_000_000_000], 1_000_000_000])
    await clean()
  })

  it('are not agreed to by the same telephone under another id', async () => {
    const typed = good(await types(bank, 500_000))
    good(await desk.call('POST', `/v1/officials/${bank}/disabling`, { token: desk.operator }))
    const twin = await clerk(desk, OFFICIALS.teller.phone)
    const own = await approves(desk, twin, typed.id)
    expect(own.body.code).toBe('deposit_needs_another_person')
    expect(await inTheLedger()).toBe(0)
    // Nor past the act: the rule stands in the table itself.
    const forged = sql`UPDATE deposits SET state = 'agreed', decided_by = ${twin}, decided_at = 'now', version = 2
                        WHERE id = ${typed.id}`
    await expect(desk.rows(forged)).rejects.toThrow('deposit_needs_another_person')
  })

  it('are agreed to or refused once, whoever is first', async () => {
    const third = await clerk(desk, officialPhone(23))
    const typed = good(await types(bank, 500_000))
    const said = await Promise.all([
      approves(desk, other, typed.id),
      approves(desk, third, typed.id),
      approves(desk, bank, typed.id, false),
      approves(desk, third, typed.id, false),
    ])
    const done = said.filter(({ status }) => status === 200)
    expect(done).toHaveLength(1)
    for (const late of said.filter(({ status }) => status !== 200))
      expect(late.body.code).toBe('deposit_not_waiting')
    const booked = done[0]?.body.state === 'refused' ? [] : [500_000]
    expect(await atTheBank()).toEqual(booked)
    expect(await inTheLedger()).toBe(booked[0] ?? 0)
    await clean()
  })

  it('may be withdrawn by whoever typed them, and are nobody’s to agree to then', async () => {
    const typed = good(await types(bank, 500_000))
    expect(good(await approves(desk, bank, typed.id, false)).state).toBe('refused')
    expect((await approves(desk, other, typed.id)).body.code).toBe('deposit_not_waiting')
    expect((await approves(desk, other, 'dep_00000000000000000000000000')).status).toBe(404)
    expect([await atTheBank(), await inTheLedger()]).toEqual([[], 0])
  })

  it('count when the bank’s statement shows them, and not before', async () => {
    const id = await deposits(500_000)
    expect(await list()).toMatchObject([{ id, state: 'received', counts: false }])
    await showsOnStatement(desk)
    expect(await list()).toMatchObject([{ id, counts: true, typed_by: '柜员', decided_by: '柜员' }])
  })

  it('lift neither what may be advanced nor what may be paid out', async () => {
    const card = await desk.buysCard()
    await desk.raises(desk.shop.id, 'AAA')
    const position = async () => good(await desk.says(desk.owner, 'GET', '/v1/advances/me'))
    const before = await position()
    await deposits(1_000_000_000)
    expect(await position()).toEqual(before)
    expect(before.available_fen).toBe(0)
    const early = await desk.says(desk.owner, 'POST', '/v1/advances', { amount_fen: 1_000 })
    expect(early.body.code).toBe('advance_exceeds_ceiling')
    // What was earned waits for the provider's money, which a deposit is not.
    await desk.uses(card, 10_000)
    const paid = await desk.says(desk.owner, 'POST', '/v1/payouts')
    expect(paid.body.code).toBe('payout_waits_for_custody')
    const shop = good(await desk.call('GET', '/v1/bank/overview', { token: await desk.as(bank) }))
    expect(shop.totals.protection_bp).toBe(10_000)
    await clean()
  })

  it('keys equal in 52 characters are two deposits', async () => {
    const same = 'k'.repeat(52)
    const one = good(await types(bank, 500_000, `${same}-1`))
    const two = good(await types(bank, 200_000, `${same}-2`))
    for (const { id } of [one, two]) good(await approves(desk, other, id))
    expect(await atTheBank()).toEqual([500_000, 200_000])
    expect(await inTheLedger()).toBe(700_000)
    await clean()
  })

  it('two clerks with one key make two deposits, one clerk twice makes one', async () => {
    const typed = []
    for (const who of [bank, other, bank]) typed.push(good(await types(who, 500_000, 'one')))
    expect((await types(bank, 700_000, 'one')).body.code).toBe('idempotency_key_reused')
    expect(typed[2]?.id).toBe(typed[0]?.id)
    good(await approves(desk, other, typed[0]!.id))
    good(await approves(desk, bank, typed[1]!.id))
    expect(await atTheBank()).toEqual([500_000, 500_000])
    expect(await inTheLedger()).toBe(1_000_000)
    await clean()
  })

  it('are booked once whatever gets lost', async () => {
    const credit = desk.world.bank.creditCustody
    const lost = async () => {
      throw new Error('bank: no answer (timeout)')
    }
    desk.world.bank.creditCustody = lost
    await deposits(500_000)
    expect(await list()).toMatchObject([{ state: 'agreed', counts: false }])
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
