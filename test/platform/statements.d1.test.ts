import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Noted } from '../support/statements'
import { openStorage } from '../support/storage.workerd'

const { DB, STATEMENTS } = env as unknown as { DB: D1Database; STATEMENTS: Noted[] }
const PAGE = 100

/** Whether D1 takes a statement: read, planned, not run. */
const planned = ([text, values]: Noted) =>
  DB.prepare(`EXPLAIN ${text}`).bind(...Array.from({ length: values }, () => null))

async function refusedBy(statements: Noted[]): Promise<string[]> {
  try {
    await DB.batch(statements.map(planned))
    return []
  } catch (error) {
    const [one] = statements
    if (statements.length === 1) return [`${error}: ${one?.[0]}`]
    const half = statements.length >> 1
    return [
      ...(await refusedBy(statements.slice(0, half))),
      ...(await refusedBy(statements.slice(half))),
    ]
  }
}

describe('what ran on node:sqlite', () => {
  // In a whole run the statements of node:sqlite are there before D1 is asked; alone there is nothing to ask.
  it.skipIf(STATEMENTS.length === 0)('is taken by D1, statement by statement', async () => {
    await openStorage()
    // D1's own table, which is there wherever migrations were applied.
    await DB.exec('CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER, name TEXT)')
    const refused: string[] = []
    for (let at = 0; at < STATEMENTS.length; at += PAGE)
      refused.push(...(await refusedBy(STATEMENTS.slice(at, at + PAGE))))
    expect(refused).toEqual([])
  })
  it('is refused where D1 would refuse it', async () => {
    await openStorage()
    expect(await refusedBy([['SELECT 1', 0]])).toEqual([])
    const narrow: Noted[] = [
      ['SELECT 1', 0],
      ['SELECT sqlite_version()', 0],
      [`SELECT ${Array.from({ length: 101 }, () => '?')}`, 101],
    ]
    expect((await refusedBy(narrow)).join()).toMatch(/sqlite_version.*too many SQL variables/s)
  })
})
