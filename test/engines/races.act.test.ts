import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { type Db, sql, storageFaultIn } from '../../src/platform/d1'
import { BREAD, openCounter } from '../redemptions/support'
import { asked } from '../support/asked'

/** Everybody at once, as no counter ever sees it: the money moves once, as far as it goes, and everybody is answered. */
const times = <T>(n: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)))

it(`takes one code once of two hundred keys, and one key fifty times as once, on ${ENGINE}`, async () => {
  const counter = await openCounter()
  const card = await counter.holds({ lots: [BREAD] })
  await counter.key(card)
  const { digits } = await counter.code(card)
  const use = { code: digits, amount_fen: 12_000 }
  const uses = await times(200, (i) => counter.redeem(use, { key: `one-code-${i}` }))
  const tally = new Map<string, number>()
  for (const { status, text } of uses) {
    const code = status === 201 ? 'done' : (JSON.parse(text) as { code: string }).code
    tally.set(code, (tally.get(code) ?? 0) + 1)
  }
  expect(Object.fromEntries(tally)).toEqual({ done: 1, code_used: 199 })
  expect(await counter.balance(`escrow:${card}`)).toBe(90_000)

  counter.advance(60_000)
  const next = { code: (await counter.code(card)).digits, amount_fen: 6_000 }
  const twins = await times(50, () => counter.redeem(next, { key: 'one-key' }))
  expect(new Set(twins.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  const other = await counter.redeem({ ...next, amount_fen: 1 }, { key: 'one-key' })
  expect([twins[0]?.status, other.status]).toEqual([201, 422])
  expect(await counter.balance(`escrow:${card}`)).toBe(85_000)
  expect((await checkBooks(counter.db)).divergences).toEqual([])
})

it(`lets two hundred transfers through as far as the money goes, on ${ENGINE}`, async () => {
  const { db } = await openCounter()
  await db.batch([
    sql`INSERT INTO ledger_accounts (id, floor_fen) VALUES ('psp:t', NULL), ('escrow:a', 0), ('payable:m', 0)`,
    moves('fund', ['psp:t', 'escrow:a'], 100_000),
  ])
  const faults = await times(200, (i) =>
    db.batch([moves(`t${i}`, ['escrow:a', 'payable:m'], 1_000)]).then(() => null, storageFaultIn),
  )
  expect([faults.filter((one) => one === null).length, new Set(faults)]).toEqual([
    100,
    new Set([null, 'guard']),
  ])
  expect([await balance(db, 'escrow:a'), await balance(db, 'payable:m')]).toEqual([0, 100_000])
})

const moves = (id: string, [from, to]: [string, string], fen: number) =>
  sql`INSERT INTO ledger_transfers (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
      VALUES (${id}, ${from}, ${to}, ${fen}, 'moved', 's', 'n', 'n')`
const balance = async (db: Db, id: string) => {
  const [row] = await asked(db, sql`SELECT balance_fen FROM ledger_accounts WHERE id = ${id}`)
  return row?.balance_fen
}
