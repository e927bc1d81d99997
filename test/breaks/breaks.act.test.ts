import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { localDate, plusDays } from '../../src/kernel/time'
import { type FaultKind, liftBankFaults, setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
import { good } from '../support/addresses'

let bank: Counter
let day: string
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
  await bank.closes()
  bank.advance(3 * 3_600_000)
  day = localDate(bank.world.now())
  await bank.paysOut(12_345)
})
const payout = async () => {
  const [row] = await bank.rows(
    sql`SELECT seq, account_no FROM mock_bank_entries WHERE amount_fen < 0 ORDER BY seq DESC LIMIT 1`,
  )
  return { entry_seq: Number(row?.seq), account_no: String(row?.account_no) }
}
const classes = async () => (await bank.breaks()).map((one) => one.class)

describe(`the three-way reconciliation on ${ENGINE}`, () => {
  it('finds nothing on clean days, and matches every movement', async () => {
    expect(await bank.breaks()).toEqual([])
    await bank.closes()
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
    expect(await bank.rows(sql`SELECT DISTINCT state FROM bank_lines`)).toEqual([
      { state: 'matched' },
    ])
    const movements = await bank.rows(sql`SELECT DISTINCT state FROM bank_movements`)
    expect(movements).toEqual([{ state: 'matched' }])
    const done = await bank.rows(sql`SELECT DISTINCT phase, has_file FROM bank_days`)
    expect(done).toEqual([{ phase: 'done', has_file: 1 }])
  })

  it('tells how long what stands has stood and how much it is, and lists the oldest or the largest first', async () => {
    const [list, ages] = ['/v1/bank/breaks', '/v1/bank/break-ages'] as const
    const asks = async (query: string) =>
      good(await bank.says(bank.teller, 'GET', `${list}?${query}` as typeof list)).data
    await setBankFault(bank.db, { day, kind: 'fen_more', ...(await payout()) })
    await bank.closes()
    bank.advance(3 * 3_600_000)
    day = localDate(bank.world.now())
    await bank.paysOut(2_000)
    await setBankFault(bank.db, { day, kind: 'doubled', ...(await payout()) })
    await bank.closes()
    const newest = await asks('order=newest')
    expect(newest.map((one) => Math.abs(one.total_difference_fen))).toEqual([2_000, 1])
    expect((await asks('order=oldest')).map(({ id }) => id)).toEqual(
      newest.map(({ id }) => id).reverse(),
    )
    const path = `${list}?order=largest&limit=1` as typeof list
    const first = good(await bank.says(bank.teller, 'GET', path))
    expect(first.data.map(({ id }) => id)).toEqual([newest[0]?.id])
    const next = `${list}?order=largest&limit=1&cursor=${first.next_cursor}` as typeof list
    const second = good(await bank.says(bank.teller, 'GET', next))
    expect(second.data.map(({ id }) => id)).toEqual([newest[1]?.id])
    expect(second.has_more).toBe(false)
    const { count, bands } = good(await bank.says(bank.teller, 'GET', ages))
    const sum = (field: 'count' | 'both_fen' | 'in_fen' | 'out_fen') =>
      bands.reduce((all, band) => all + band[field], 0)
    expect([count, sum('count'), sum('both_fen')]).toEqual([2, 2, 2_001])
    expect(sum('in_fen') - sum('out_fen')).toBe(2_001)
    bank.advance(40 * 86_400_000)
    const later = good(await bank.says(bank.teller, 'GET', ages)).bands
    expect(later.map((band) => band.count)).toEqual([0, 0, 0, 0, 2])
    expect((await bank.call('GET', ages, { token: await bank.owner() })).status).toBe(403)
  })

  /** What a fault of an entry is called on its own day, and from the next day on; and what it amounts to. */
  const OF_ENTRY: [FaultKind, string[], string[], number][] = [
    ['dropped', ['B7'], ['B1'], 12_345],
    ['pushed', ['B7'], [], 0],
    ['doubled', ['B5'], ['B5'], -12_345],
    ['fen_more', ['B3'], ['B3'], 1],
    ['fen_less', ['B3'], ['B3'], -1],
    ['sign_flipped', ['B4'], ['B4'], 24_690],
    ['garbled', ['B11'], ['B11'], 0],
    ['reversed', ['B8'], ['B8'], 12_345],
    ['bounced', ['B8'], ['B8'], 12_345],
  ]
  for (const [kind, at_once, next_day, difference_fen] of OF_ENTRY)
    it(`names an entry that is ${kind} once, as ${next_day[0] ?? 'nothing'} in the end`, async () => {
      await setBankFault(bank.db, { day, kind, ...(await payout()) })
      await bank.closes()
      expect(await classes()).toEqual(at_once)
      await bank.closes()
      expect(await classes()).toEqual(next_day)
      const [left] = await bank.breaks()
      if (left) expect(left).toMatchObject({ day, difference_fen, merchant_id: bank.shop.id })
      await bank.closes()
      expect(await classes()).toEqual(next_day)
    })
  it('names a line on another shop’s account once, for both', async () => {
    const [other] = await bank.rows(
      sql`SELECT id, custody_account_no AS no FROM merchants WHERE id <> ${bank.shop.id} AND custody_account_no IS NOT NULL`,
    )
    const knob = { day, kind: 'wrong_account' as const, other_account_no: String(other?.no) }
    await setBankFault(bank.db, { ...knob, ...(await payout()) })
    for (let i = 0; i < 2; i++) {
      await bank.closes()
      expect(await bank.breaks()).toMatchObject([
        { class: 'B10', merchant_id: other?.id, other_merchant_id: bank.shop.id },
      ])
    }
  })
  const OF_ACCOUNT: [FaultKind, string][] = [
    ['unknown_credit', 'B2'],
    ['interest', 'B9'],
    ['charge', 'B9'],
    ['control', 'B12'],
  ]
  for (const [kind, is] of OF_ACCOUNT)
    it(`names ${kind} as ${is}`, async () => {
      const { account_no } = await payout()
      await setBankFault(bank.db, { day, kind, account_no, amount_fen: 777 })
      await bank.closes()
      const difference_fen = kind === 'charge' ? -777 : 777
      expect(await bank.breaks()).toMatchObject([{ class: is, difference_fen }])
      await bank.closes()
      expect(await classes()).toEqual([is])
    })
  for (const kind of ['reordered', 'batched'] as const)
    it(`takes lines that are ${kind} as they are`, async () => {
      await setBankFault(bank.db, { day, kind })
      await bank.closes()
      expect(await bank.breaks()).toEqual([])
    })
  it('knows a day that is told again, and a file that is missing until it comes', async () => {
    await bank.closes()
    await setBankFault(bank.db, { day: plusDays(day, 1), kind: 'reissued' })
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
    const missing = localDate(bank.world.now())
    bank.advance(3 * 3_600_000)
    await bank.paysOut(2_222)
    await setBankFault(bank.db, { day: missing, kind: 'missing' })
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
    bank.advance(7 * 3_600_000)
    await bank.reconciles()
    expect(await bank.breaks()).toMatchObject([{ class: 'B12', day: missing, merchant_id: null }])
    await bank.closes()
    expect(await classes()).toEqual(['B12'])
    await liftBankFaults(bank.db, missing)
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
  })
  it('takes a statement the bank tells anew, and is right again; what people resolved stays', async () => {
    await setBankFault(bank.db, { day, kind: 'fen_more', ...(await payout()) })
    await bank.closes()
    expect(await classes()).toEqual(['B3'])
    await liftBankFaults(bank.db, day)
    const anew = (await bank.world.bank.statement({ day }))?.bytes ?? new Uint8Array()
    // The day is sealed: one person brings the file, another brings it again, and says that it is told anew.
    expect((await bank.gives(bank.teller, anew)).body.code).toBe('bank_file_needs_second')
    expect((await bank.gives(bank.checker, anew)).body.code).toBe('bank_statement_contradicts')
    const told = await bank.gives(bank.checker, anew, { restates: true })
    expect(told.status, told.text).toBe(201)
    await bank.reconciles()
    expect(await bank.breaks()).toEqual([])
    expect(
      await bank.rows(sql`SELECT count(*) AS n FROM bank_lines WHERE state = 'withdrawn'`),
    ).toEqual([{ n: 1 }])
    await bank.closes()
    expect(await bank.breaks()).toEqual([])
  })
  it('that is missing at the bank stays named however long it stands', async () => {
    await setBankFault(bank.db, { day, kind: 'dropped', ...(await payout()) })
    for (let i = 0; i < 16; i++) await bank.closes()
    expect(await bank.breaks()).toMatchObject([{ class: 'B1', day, difference_fen: 12_345 }])
  })
  it('names what the ledger booked twice', async () => {
    const [paid] = await bank.rows(
      sql`SELECT subject_id, amount_fen, event_at FROM ledger_transfers WHERE reason = 'payout_paid' LIMIT 1`,
    )
    const m = bank.shop.id
    const now = bank.world.now()
    await bank.db.batch([
      sql`INSERT INTO ledger_transfers (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
          VALUES ('trf_twice', ${`advance:${m}`}, ${`custody:${m}`}, ${Number(paid?.amount_fen)}, 'payout_paid',
                  ${String(paid?.subject_id)}, ${now}, ${now})`,
    ])
    await bank.closes()
    expect(await bank.breaks()).toMatchObject([{ class: 'B6', difference_fen: 12_345 }])
    await bank.closes()
    expect(await classes()).toEqual(['B6'])
  })
})
