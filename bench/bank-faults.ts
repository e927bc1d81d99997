import { type FaultKind, setBankFault } from '../src/mocks/bank-faults'
import type { openBankCity } from './bank-city'

type City = Awaited<ReturnType<typeof openBankCity>>
/** What the report must call each fault of one entry in the end; a pushed entry clears itself. */
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
const DAYS = 8
const AGES_DAYS = 2

/** Numbers below `n` from a seed (mulberry32): the same faults on every run. */
function dice(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
}

/** Two clean days, then eight on which the bank is wrong at random, then two to age; what was injected, what was found. */
export async function injectFaults(city: City) {
  const roll = dice(20_261_123)
  const injected: string[] = []
  const days_ms: number[] = []
  const close = async () => {
    const { ms } = await city.closes()
    days_ms.push(ms)
  }
  await close()
  for (let no = 0; no < 2; no++) {
    await live(city, no)
    await close()
  }
  const clean_day_breaks = found(city, "state <> 'nothing'").length
  for (let no = 2; no < 2 + DAYS; no++) {
    const day = await live(city, no)
    await break_(city, { day, roll, injected, is_last: no === 1 + DAYS })
    await close()
  }
  for (let i = 0; i < AGES_DAYS; i++) await close()
  const standing = found(city, "state IN ('open', 'proposed')")
  return { clean_day_breaks, injected: injected.sort(), found: standing.sort(), days_ms }
}

async function live(city: City, no: number): Promise<string> {
  city.advance(4 * 3_600_000)
  for (let i = 0; i < 2; i++) await city.paysOut((shop) => 1_001 + 97 * no + 13 * i + 7 * shop)
  return city.opened.world.now().slice(0, 10)
}

type Wrong = { day: string; roll: (n: number) => number; injected: string[]; is_last: boolean }
async function break_(city: City, { day, roll, injected, is_last }: Wrong): Promise<void> {
  const entries = city.database
    .prepare('SELECT seq, account_no FROM mock_bank_entries ORDER BY seq DESC LIMIT ?')
    .all(city.shops.length * 2) as { seq: number; account_no: string }[]
  const { db } = city.opened.world
  for (const { seq, account_no } of entries) {
    const [kind, is] = OF_ENTRY[roll(OF_ENTRY.length * 4)] ?? [null, null]
    if (kind === null || (kind === 'pushed' && is_last)) continue
    const other_account_no = city.shops.find((shop) => shop.account_no !== account_no)?.account_no
    await setBankFault(db, {
      day,
      kind,
      entry_seq: seq,
      account_no,
      other_account_no: other_account_no ?? null,
    })
    if (is !== null) injected.push(`${is} ${day}`)
  }
  for (const { account_no } of city.shops) {
    const [kind, is] = OF_ACCOUNT[roll(OF_ACCOUNT.length * 5)] ?? [null, null]
    if (kind === null) continue
    await setBankFault(db, { day, kind, account_no, amount_fen: 500_003 })
    injected.push(`${is} ${day}`)
  }
}

const found = ({ database }: City, where: string): string[] =>
  (
    database
      .prepare(`SELECT class || ' ' || day AS name FROM bank_breaks WHERE ${where}`)
      .all() as {
      name: string
    }[]
  ).map(({ name }) => name)
