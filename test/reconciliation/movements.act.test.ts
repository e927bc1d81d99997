import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { fundRefunds } from '../../src/custody/refunds'
import { dayStart, localDate } from '../../src/kernel/time'
import { liftBankFaults, setBankFault } from '../../src/mocks/bank-faults'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import { advanceRefunds } from '../../src/refunds/clock'
import { sendRefunds } from '../../src/remittances/send'
import { depositedBy } from '../ends/support'
import { type Counter, openCounter } from '../intake/support'
import { payDaily } from '../payouts/support'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
})
const reasons = async () =>
  (await bank.rows(sql`SELECT DISTINCT reason, state FROM bank_movements ORDER BY 1`)).map(
    ({ reason, state }) => `${reason} ${state}`,
  )
const at = (hour: string) =>
  bank.advance(
    Date.parse(dayStart(localDate(bank.world.now()))) + clock(hour) - Date.parse(bank.world.now()),
  )
const clock = (hour: string) => {
  const [hours = 0, minutes = 0] = hour.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

describe(`every kind of movement on ${ENGINE}`, () => {
  it('is matched: settled, deposited, paid out, returned, refunded and made good to the provider', async () => {
    await bank.closes()
    at('10:00')
    const { teller: typist, checker } = bank
    await depositedBy(bank, { typist, checker, merchant_id: bank.shop.id, amount_fen: 50_000 })
    const account = await bank.call('POST', '/v1/merchants/me/settlement-account', {
      token: await bank.owner(),
      body: { settlement_account_no: '6222020000002222' },
    })
    expect(account.status, account.text).toBe(200)
    await bank.paysOut(5_000)
    const asked = await bank.says(bank.li.id, 'POST', `/v1/cards/${bank.card}/refunds`, {
      ground: 'shop_moved',
    })
    expect(asked.status, asked.text).toBe(201)
    const deps = bank.stripe_mock_deps
    for (let i = 0; i < 3; i++) {
      if (deps) await settleDueAsyncPayments(deps)
      if (deps) await deliverDueWebhooks(deps)
      for (const job of [advanceRefunds, sendRefunds, fundRefunds]) await job(bank.world, 100)
      bank.advance(60_000)
    }
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
    at('12:00')
    await bank.asksBank()
    await bank.closes()
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
    expect(await reasons()).toEqual([
      'deposit_received matched',
      'fee_advanced matched',
      'payout_paid matched',
      'payout_returned matched',
      'provider_settled matched',
      'refund_funded matched',
    ])
  })
  it('before the first statement is what its opening balance stands for', async () => {
    await bank.paysOut(5_000)
    bank.advance(4 * 86_400_000)
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
    expect((await reasons()).every((one) => one.endsWith('baseline'))).toBe(true)
  })
  it('about midnight is timing, and clears itself the next day', async () => {
    await bank.closes()
    at('23:57')
    await bank.uses(4_000)
    await payDaily(bank.world, 10)
    await bank.asksBank()
    bank.advance(11 * 60_000)
    await bank.asksBank()
    await bank.morning()
    expect(await bank.breaks()).toMatchObject([{ class: 'B7', difference_fen: -4_000 }])
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
  })
  it('is judged again when the file of its day comes late', async () => {
    await bank.closes()
    at('12:00')
    const day = localDate(bank.world.now())
    await bank.paysOut(5_000)
    await setBankFault(bank.db, { day, kind: 'missing' })
    await bank.closes()
    at('13:00')
    await bank.reconciles()
    await bank.closes()
    expect((await bank.breaks()).map((one) => one.class)).toEqual(['B12'])
    await liftBankFaults(bank.db, day)
    const [entry] = await bank.rows(
      sql`SELECT seq, account_no FROM mock_bank_entries ORDER BY seq DESC LIMIT 1`,
    )
    const of = { entry_seq: Number(entry?.seq), account_no: String(entry?.account_no) }
    await setBankFault(bank.db, { day, kind: 'garbled', ...of })
    await bank.closes()
    expect((await bank.breaks()).map((one) => one.class)).toEqual(['B11'])
  })
})
