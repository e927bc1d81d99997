import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENGINE, openStorage } from '#storage'
import { instantAt, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { pastBalanceColumn } from '../../src/ledger/past'
import { type Db, type Statement, sql } from '../../src/platform/d1'
import { asked } from '../support/asked'

const BEGAN_MS = Date.parse('2026-03-02T00:00:00.000Z')
/** Entry by entry from the newest, as one would by hand. */
const walked = (account: string, end: string): Statement =>
  sql`SELECT coalesce((SELECT e.balance_after_fen FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
       WHERE e.account_id = ${account} AND t.created_at < ${end} ORDER BY e.account_version DESC LIMIT 1), 0) AS fen`
const found = (account: string, end: string): Statement =>
  sql`SELECT ${pastBalanceColumn(sql`${account}`, { end: sql`${end}`, soon: sql`${plusMs(end, 10 * MINUTE_MS)}` })} AS fen`

/** Accounts with as many entries as asked for; acts at once write their moments some minutes out of order. */
async function history(db: Db, entries: readonly number[]): Promise<void> {
  const late_min = fc.sample(fc.integer({ min: 0, max: 4 }), { seed: 5, numRuns: 1_000 })
  const statements = [sql`INSERT INTO ledger_accounts (id, floor_fen) VALUES ('psp:t', NULL)`]
  for (const [of, count] of entries.entries()) {
    statements.push(sql`INSERT INTO ledger_accounts (id, floor_fen) VALUES (${`payable:${of}`}, 0)`)
    for (let n = 0; n < count; n++) {
      const at = instantAt(BEGAN_MS + (n * 3 - (late_min[n] ?? 0)) * MINUTE_MS)
      statements.push(
        sql`INSERT INTO ledger_transfers VALUES (${`t${of}-${n}`}, 'psp:t', ${`payable:${of}`}, ${n + 1}, 'r', 's', ${at}, ${at})`,
      )
    }
  }
  for (let i = 0; i < statements.length; i += 50) await db.batch(statements.slice(i, i + 50))
}

describe(`what an account held long ago, on ${ENGINE}`, () => {
  it('is what walking its entries says, however many there are, at every moment', async () => {
    const db = await openStorage()
    const counts = [0, 1, 15, 16, 17, 18, 31, 33, 130, 300]
    await history(db, counts)
    for (const [of] of counts.entries())
      for (let minute = -5; minute < 920; minute += 29) {
        const end = instantAt(BEGAN_MS + minute * MINUTE_MS + 1)
        const [a, b] = await db.batch([walked(`payable:${of}`, end), found(`payable:${of}`, end)])
        expect(b, `${counts[of]} entries, minute ${minute}`).toEqual(a)
      }
    expect(await asked(db, found('payable:of-nobody', instantAt(BEGAN_MS)))).toEqual([{ fen: 0 }])
  })
  it('reads a few entries, not all that came later', async () => {
    const db = await openStorage()
    const { text, values } = found('payable:9', instantAt(BEGAN_MS))
    const plan = await asked<{ detail: string }>(db, { text: `EXPLAIN QUERY PLAN ${text}`, values })
    const steps = plan.map(({ detail }) => detail).filter((step) => /^(SCAN|SEARCH)/.test(step))
    const scans = new Set(steps.filter((step) => step.startsWith('SCAN')))
    expect([...scans].sort()).toEqual(['SCAN CONSTANT ROW', 'SCAN found'])
    expect(steps).toContain('SEARCH v USING PRIMARY KEY (account_id=? AND account_version=?)')
  })
})
