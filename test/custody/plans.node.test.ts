import type { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { readPositions, readStrayPayments, readStrayRefunds } from '../../src/custody/third-store'
import type { Statement } from '../../src/platform/d1'
import { listOverdue, listUnsettled } from '../../src/purchases/store'
import { migrated, migrationFiles } from '../support/schema'

const plan = (db: DatabaseSync, { text, values }: Statement): string[] =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${text}`)
    .all(...values)
    .map((row) => String(row.detail))

it('an order is found by its payment, and by its state only while it is open', () => {
  const db = migrated(migrationFiles())
  const at = '2026-03-02T00:00:00.000Z'
  const asked = [
    readStrayPayments('stripe', at),
    readStrayRefunds('stripe', at),
    readPositions('stripe'),
  ].flatMap((one) => plan(db, one).filter((step) => /^(SEARCH|SCAN) u\b/.test(step)))
  expect(asked.length).toBeGreaterThan(3)
  for (const step of asked)
    expect(step).toMatch(/provider_ref=\?|sqlite_autoindex_purchases|PRIMARY KEY/)
  for (const one of [listOverdue(at, 10), listUnsettled(at, 10, at)])
    expect(plan(db, one).join('\n')).toContain('purchases_open')
})
