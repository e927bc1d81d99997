import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { localDate } from '../../src/kernel/time'
import { type FaultKind, setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from './support'

const OF_ENTRY: [FaultKind, string | null][] = [
  ['dropped', 'B1'],
  ['pushed', null],
  ['doubled', 'B5'],
  ['fen_more', 'B3'],
  ['fen_less', 'B3'],
  ['sign_flipped', 'B4'],
  ['garbled', 'B11'],
  ['reversed', 'B8'],
  ['bounced', 'B8'],
  ['wrong_account', 'B10'],
]
const OF_ACCOUNT: [FaultKind, string][] = [
  ['unknown_credit', 'B2'],
  ['interest', 'B9'],
  ['charge', 'B9'],
  ['control', 'B12'],
]
const DAYS = 10

/** Numbers below `n` from a seed: the same run every time (mulberry32). */
function dice(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
}

type Run = { bank: Counter; roll: (n: number) => number; injected: string[]; other_no: string }
/** Payouts of a day, each of an amount of its own, and what the bank will tell wrongly of them. */
async function liveOneDay({ bank, roll, injected, other_no }: Run, no: number): Promise<void> {
  bank.advance(3 * 3_600_000)
  const day = localDate(bank.world.now())
  for (let i = 0; i < 3; i++) await bank.paysOut(101 + 31 * no + 7 * i)
  const kind = roll(10)
  if (kind === 0) {
    injected.push(`B12 ${day}`)
    return setBankFault(bank.db, { day, kind: 'missing' })
  }
  if (kind === 1) return setBankFault(bank.db, { day, kind: 'batched' })
  if (kind === 2) return setBankFault(bank.db, { day, kind: 'reordered' })
  const entries = await bank.rows(
    sql`SELECT seq, account_no FROM mock_bank_entries ORDER BY seq DESC LIMIT 3`,
  )
  for (const { seq, account_no } of entries) {
    const [fault, is] = OF_ENTRY[roll(OF_ENTRY.length * 2)] ?? [null, null]
    if (fault === null || (fault === 'pushed' && no === DAYS)) continue
    const of = { entry_seq: Number(seq), account_no: String(account_no) }
    await setBankFault(bank.db, { day, kind: fault, ...of, other_account_no: other_no })
    if (is !== null) injected.push(`${is} ${day}`)
  }
  const [fault, is] = OF_ACCOUNT[roll(OF_ACCOUNT.length * 2)] ?? [null, null]
  if (fault === null) return
  await setBankFault(bank.db, { day, kind: fault, account_no: bank.account_no, amount_fen: 50_001 })
  injected.push(`${is} ${day}`)
}

async function report(seed: number): Promise<{ injected: string[]; found: string[] }> {
  const bank = await openCounter()
  await bank.banks()
  await bank.closes()
  const [other] = await bank.rows(
    sql`SELECT custody_account_no AS no FROM merchants WHERE id <> ${bank.shop.id} AND custody_account_no IS NOT NULL`,
  )
  const run = { bank, roll: dice(seed), injected: [], other_no: String(other?.no) } as Run
  for (let no = 1; no <= DAYS; no++) {
    await liveOneDay(run, no)
    await bank.closes()
  }
  for (let i = 0; i < 3; i++) await bank.closes()
  const found = (await bank.breaks()).map(({ class: is, day }) => `${is} ${day}`)
  return { injected: run.injected.sort(), found: found.sort() }
}

describe(`random faults of the bank on ${ENGINE}`, () => {
  for (const seed of [1, 2, 3, 4, 5, 6])
    it(`are found, each once and by its class, and nothing else (seed ${seed})`, async () => {
      const { injected, found } = await report(seed)
      expect(injected.length).toBeGreaterThan(3)
      expect(found).toEqual(injected)
    })
})
