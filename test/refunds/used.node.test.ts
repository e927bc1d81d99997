import { expect, it } from 'vitest'
import { sql } from '../../src/platform/d1'
import { usedColumn } from '../../src/refunds/used'
import { migrated, migrationFiles } from '../support/schema'

it('counts the uses of one card without reading those of the city', () => {
  const { text } = sql`EXPLAIN QUERY PLAN SELECT ${usedColumn} FROM cards c WHERE c.id = 'crd_1'`
  const database = migrated(migrationFiles())
  const plan = database
    .prepare(text)
    .all()
    .map(({ detail }) => String(detail))
  database.close()
  const through = plan.filter((line) => /^SCAN (?!\w+ VIRTUAL|CONSTANT|\(subquery)/.test(line))
  expect(through).toEqual([])
  expect(plan.join('\n')).toMatch(/SEARCH r USING INDEX redemptions_weighed \(card_id=\?\)/)
})
