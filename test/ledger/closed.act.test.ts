import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE, openStorage } from '#storage'
import { type Db, type Statement, sql } from '../../src/platform/d1'
import { asked } from '../support/asked'

const plain = (text: string): Statement => ({ text, values: [] })

/** Every way the reference knows to move money without inserting a transfer, and a few of our own. */
const ATTACKS = [
  "UPDATE ledger_accounts SET balance_fen = 5 WHERE id = 'escrow:a'",
  "UPDATE OR IGNORE ledger_accounts SET balance_fen = 5 WHERE id = 'escrow:a'",
  "UPDATE OR REPLACE ledger_accounts SET balance_fen = 5, version = 2 WHERE id = 'escrow:a'",
  "UPDATE ledger_accounts SET version = version + 1 WHERE id = 'escrow:a'",
  "UPDATE ledger_accounts SET floor_fen = -99999 WHERE id = 'escrow:a'",
  "UPDATE ledger_accounts SET id = 'escrow:z' WHERE id = 'escrow:b'",
  "INSERT INTO ledger_entries VALUES ('escrow:a', 2, 't1', 1000, 2000)",
  "INSERT INTO ledger_entries VALUES ('escrow:b', 1, 't1', 1000, 1000)",
  "REPLACE INTO ledger_entries VALUES ('escrow:a', 1, 't1', 1000, 5000)",
  "INSERT OR REPLACE INTO ledger_entries VALUES ('psp:t', 1, 't1', -1000, 5000)",
  'DELETE FROM ledger_entries',
  'UPDATE ledger_entries SET balance_after_fen = 7',
  "INSERT OR IGNORE INTO ledger_transfers VALUES ('t2', 'escrow:a', 'escrow:b', 1001, 'r', 's', 'n', 'n')",
  "REPLACE INTO ledger_transfers VALUES ('t1', 'psp:t', 'escrow:a', 9, 'r', 's', 'n', 'n')",
  'DELETE FROM ledger_transfers',
  'UPDATE ledger_transfers SET amount_fen = 1',
  "INSERT INTO ledger_transfers VALUES ('t3', 'escrow:a', 'escrow:b', -5, 'r', 's', 'n', 'n')",
  "INSERT OR IGNORE INTO ledger_transfers VALUES ('t3', 'escrow:a', 'escrow:b', 0, 'r', 's', 'n', 'n')",
  "INSERT INTO ledger_transfers VALUES ('t3', 'escrow:a', 'nowhere', 5, 'r', 's', 'n', 'n')",
  "INSERT INTO ledger_transfers VALUES ('t3', 'escrow:a', 'escrow:b', 1001, 'r', 's', 'n', 'n')",
  "INSERT INTO ledger_transfers VALUES ('t3', 'escrow:a', 'escrow:b', 1.5, 'r', 's', 'n', 'n')",
  "INSERT INTO ledger_transfers VALUES ('t3', 'escrow:a', 'escrow:b', 'NaN', 'r', 's', 'n', 'n')",
  "INSERT INTO ledger_transfers VALUES ('t3', 'escrow:a', 'escrow:a', 5, 'r', 's', 'n', 'n')",
  "INSERT INTO ledger_transfers VALUES ('t3', 'psp:t', 'escrow:a', 9223372036854775807, 'r', 's', 'n', 'n')",
  "INSERT INTO ledger_accounts VALUES ('escrow:x', 50, 0, 0)",
  "INSERT INTO ledger_accounts VALUES ('escrow:x', 0, 0, 3)",
  "REPLACE INTO ledger_accounts VALUES ('escrow:a', 0, 0, 0)",
  "INSERT INTO ledger_accounts VALUES ('escrow:a', 0, 0, 0) ON CONFLICT (id) DO UPDATE SET balance_fen = 9",
  'DELETE FROM ledger_accounts',
]
const PRAGMAS = [
  '',
  'PRAGMA ignore_check_constraints = 1',
  'PRAGMA recursive_triggers = 1',
  'PRAGMA foreign_keys = 0',
]

describe(`the closed ledger on ${ENGINE}`, () => {
  let db: Db
  beforeAll(async () => {
    db = await openStorage()
    await db.batch([
      sql`INSERT INTO ledger_accounts (id, floor_fen) VALUES ('psp:t', NULL), ('escrow:a', 0), ('escrow:b', 0)`,
      sql`INSERT INTO ledger_transfers VALUES ('t1', 'psp:t', 'escrow:a', 1000, 'r', 's', 'n', 'n')`,
    ])
  })
  const books = async () =>
    JSON.stringify([
      await asked(db, sql`SELECT * FROM ledger_accounts ORDER BY id`),
      await asked(db, sql`SELECT * FROM ledger_entries ORDER BY account_id, account_version`),
      await asked(db, sql`SELECT * FROM ledger_transfers ORDER BY id`),
    ])

  it.each(PRAGMAS.flatMap((pragma) => ATTACKS.map((attack) => [attack, pragma] as const)))(
    'leaves the books as they were: %s %s',
    async (attack, pragma) => {
      const before = await books()
      // Some engines refuse the PRAGMA itself; then the attack is tried without it, which is weaker.
      if (pragma) await db.batch([plain(pragma)]).catch(() => undefined)
      await db.batch([plain(attack)]).catch(() => undefined)
      if (pragma)
        await db
          .batch([plain(pragma.replace(/= [01]$/, (end) => (end === '= 1' ? '= 0' : '= 1')))])
          .catch(() => undefined)
      expect(await books()).toBe(before)
    },
  )

  it('still moves money by inserting a transfer', async () => {
    await db.batch([
      sql`INSERT INTO ledger_transfers VALUES ('t9', 'escrow:a', 'escrow:b', 400, 'r', 's', 'n', 'n')`,
    ])
    expect(
      await asked(db, sql`SELECT id, balance_fen, version FROM ledger_accounts ORDER BY id`),
    ).toEqual([
      { id: 'escrow:a', balance_fen: 600, version: 2 },
      { id: 'escrow:b', balance_fen: 400, version: 1 },
      { id: 'psp:t', balance_fen: -1000, version: 1 },
    ])
  })
})
