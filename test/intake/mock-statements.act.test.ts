import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { readStatements } from '../../src/intake/read'
import { type LocalDate, localDate, plusDays } from '../../src/kernel/time'
import { type FaultKind, setBankFault } from '../../src/mocks/bank-faults'
import { all, sql } from '../../src/platform/d1'
import type { BankLine, BankStatement } from '../../src/statements/statement'
import { openTown, payDaily, type Town } from '../payouts/support'

let town: Town
let day: LocalDate
let account: string
beforeEach(async () => {
  town = await openTown()
  await town.uses(20_000)
  await town.banks()
  await payDaily(town.world, 10)
  await town.asksBank()
  day = localDate(town.world.now())
  const [row] = await all(
    town.db,
    sql<{ no: string }>`SELECT account_no AS no FROM mock_bank_entries LIMIT 1`,
  )
  account = row?.no ?? ''
  town.advance(2 * 86_400_000)
})
const told = async (on: LocalDate): Promise<BankStatement> => {
  const file = await town.world.bank.statement({ day: on })
  const reading = readStatements(file?.bytes ?? new Uint8Array())
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
  const mine = reading.statements.filter(({ account_no }) => account_no === account)
  const last = mine.at(-1)
  if (last === undefined) throw new Error('no statement')
  return last
}
const amounts = (lines: BankLine[]): number[] => lines.map(({ amount_fen }) => amount_fen)
const entry = async (way: 'in' | 'out') => {
  const sign = way === 'in' ? sql`amount_fen > 0` : sql`amount_fen < 0`
  const [row] = await all(
    town.db,
    sql<{ seq: number }>`SELECT seq FROM mock_bank_entries WHERE ${sign} LIMIT 1`,
  )
  return row?.seq ?? 0
}

describe(`the mock bank's statements on ${ENGINE}`, () => {
  it('tell every movement of the day once, between balances that follow each other', async () => {
    const today = await told(day)
    expect(amounts(today.lines)).toEqual([30_000, -20_000])
    expect(today).toMatchObject({ opening_fen: 0, closing_fen: 10_000, from_on: day, to_on: day })
    expect(await told(plusDays(day, 1))).toMatchObject({ opening_fen: 10_000, closing_fen: 10_000 })
    expect((await told(plusDays(day, 1))).sequence).toBe(Number(today.sequence) + 1)
  })
  it('are not ready while the day goes on', async () => {
    expect(await town.world.bank.statement({ day: localDate(town.world.now()) })).toBeNull()
  })
  const SHOWN: [FaultKind, number[], number][] = [
    ['dropped', [30_000], 30_000],
    ['doubled', [30_000, -20_000, -20_000], -10_000],
    ['fen_more', [30_000, -19_999], 10_001],
    ['sign_flipped', [30_000, 20_000], 50_000],
    ['garbled', [30_000, -20_000], 10_000],
    ['pushed', [30_000], 30_000],
    ['reversed', [30_000, -20_000, 20_000], 30_000],
    ['bounced', [30_000, -20_000, 20_000], 30_000],
  ]
  for (const [kind, lines, closing_fen] of SHOWN)
    it(`show an entry that is ${kind}, and go on from there`, async () => {
      await setBankFault(town.db, { day, kind, entry_seq: await entry('out') })
      const today = await told(day)
      expect(amounts(today.lines)).toEqual(lines)
      expect(today.closing_fen).toBe(closing_fen)
      const next = await told(plusDays(day, 1))
      expect(next.opening_fen).toBe(closing_fen)
      expect(next.closing_fen).toBe(kind === 'pushed' ? 10_000 : closing_fen)
    })
  it('tell what came back, though nobody asked for it', async () => {
    const owner = { token: await town.owner(), body: { settlement_account_no: '6222020000002222' } }
    expect((await town.call('POST', '/v1/merchants/me/settlement-account', owner)).status).toBe(200)
    await town.asksBank()
    await town.uses(3_000)
    await payDaily(town.world, 10)
    await town.asksBank()
    const paid = localDate(town.world.now())
    town.advance(3 * 86_400_000)
    const [back] = (await told(plusDays(paid, 1))).lines
    const [out] = (await told(paid)).lines
    expect(out).toMatchObject({ amount_fen: -3_000 })
    expect(back).toMatchObject({ amount_fen: 3_000, instruction_id: null })
    expect(back?.end_to_end_id).toBe(out?.instruction_id)
  })
  it('may be missing, out of order, told again a day later, or without a line that was booked', async () => {
    await setBankFault(town.db, { day, kind: 'reordered' })
    expect(amounts((await told(day)).lines)).toEqual([-20_000, 30_000])
    const next = plusDays(day, 1)
    await setBankFault(town.db, { day: next, kind: 'reissued' })
    const again = readStatements(
      (await town.world.bank.statement({ day: next }))?.bytes ?? new Uint8Array(),
    )
    expect(again.ok && again.statements.map(({ from_on }) => from_on)).toContain(day)
    await setBankFault(town.db, { day, kind: 'missing' })
    expect(await town.world.bank.statement({ day })).toBeNull()
  })
})
