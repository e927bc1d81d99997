import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { closeHash, hashPage } from '../../src/closes/hash'
import { hashedRows } from '../../src/closes/rules'
import { coverageFrom, type InForceRow, inForce } from '../../src/closes/store'
import { localDate } from '../../src/kernel/time'
import { liftBankFaults, setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
import type { Path } from '../support/addresses'
import { asked } from '../support/asked'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
  await bank.closes()
  bank.advance(3 * 3_600_000)
})
const read = async <P extends string>(path: Path<'GET', P>) =>
  (await bank.says(bank.teller, 'GET', path)).body
const events = () =>
  bank.rows(
    sql`SELECT type, data FROM events WHERE type IN ('bank.close_amended', 'coverage.short', 'coverage.restored') ORDER BY seq`,
  )
/** The day is sealed with a fee in it; then the bank says that there was none. */
async function restated() {
  const day = localDate(bank.world.now())
  await setBankFault(bank.db, { day, kind: 'charge', account_no: bank.account_no, amount_fen: 500 })
  await bank.closes()
  const sealed = await read(`/v1/bank/closes/${day}`)
  await liftBankFaults(bank.db, day)
  const file = await bank.world.bank.statement({ day })
  const given = await bank.gives(bank.teller, file?.bytes ?? new Uint8Array(), { restates: true })
  if (given.status !== 201)
    await bank.gives(bank.checker, file?.bytes ?? new Uint8Array(), { restates: true })
  await bank.reconciles()
  return { day, sealed }
}

describe(`a sealed day that the bank tells anew on ${ENGINE}`, () => {
  it('has an amended close beside the old one, each with its hash, and says so', async () => {
    const { day, sealed } = await restated()
    expect(sealed.totals).toMatchObject({ coverage_bp: 9_833, missing_fen: 500 })
    expect(sealed.amended).toBeUndefined()
    const { amended, ...first } = await read(`/v1/bank/closes/${day}`)
    expect(first).toEqual(sealed)
    expect(amended).toMatchObject({ revision: 1, amends_hash: sealed.content_hash })
    expect(amended.totals).toMatchObject({ coverage_bp: 10_000, missing_fen: 0, breaks_count: 0 })
    expect([sealed.reading.state, amended.reading.state]).toEqual(['missing', 'whole'])
    const { content_hash, sealed_at: _at, reading: _reading, ...told } = amended
    const body = { ...told, day, bank: first.bank, previous_hash: first.previous_hash }
    expect(closeHash(body)).toBe(content_hash)
    const rows = await asked<InForceRow>(
      bank.db,
      sql`SELECT ${inForce} FROM bank_coverage k WHERE k.day = ${day} ORDER BY k.merchant_id`,
    )
    expect(hashPage('', hashedRows(rows.map(coverageFrom)))).toBe(amended.rows_hash)
    const { data } = await read(`/v1/bank/closes/${day}/merchants`)
    const mine = data.find((row) => row.merchant_id === bank.shop.id)
    expect(mine).toMatchObject({ bank_fen: 30_000, coverage_bp: 10_000 })
    const types = (await events()).map(({ type }) => type)
    expect(types).toEqual(['coverage.short', 'coverage.restored', 'bank.close_amended'])
  })
  it('is amended once for one telling, and again for the next', async () => {
    const { day } = await restated()
    await bank.reconciles()
    await bank.closes()
    expect(
      await bank.rows(sql`SELECT revision FROM bank_amended_closes WHERE day = ${day}`),
    ).toEqual([{ revision: 1 }])
  })
  it('keeps both: neither is changed or let go', async () => {
    const { day } = await restated()
    for (const change of [
      sql`UPDATE bank_amended_closes SET body = '{}' WHERE day = ${day}`,
      sql`DELETE FROM bank_amended_rows WHERE day = ${day}`,
      sql`INSERT INTO bank_amended_closes VALUES (${day}, 2, 'another', 'x', 'y', '{}', 9, 'z')`,
    ])
      await expect(bank.db.batch([change])).rejects.toThrow(/bank_day_is_sealed|bank_changed/)
  })
  it('was sealed without a statement, and is amended when the statement comes after all', async () => {
    const day = localDate(bank.world.now())
    await setBankFault(bank.db, { day, kind: 'omitted', account_no: bank.account_no })
    await bank.closes()
    expect((await read(`/v1/bank/closes/${day}`)).totals.coverage_bp).toBeNull()
    await liftBankFaults(bank.db, day)
    bank.advance(3_600_000)
    await bank.morning()
    bank.advance(3_600_000 * 12)
    await bank.closes()
    const { amended } = await read(`/v1/bank/closes/${day}`)
    expect(amended.totals).toMatchObject({
      coverage_bp: 10_000,
      stated_count: amended.totals.merchants_count,
    })
    expect(await bank.breaks()).toEqual([])
  })
})
