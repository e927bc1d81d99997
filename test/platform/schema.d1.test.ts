import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { emptied, openStorage } from '../support/storage.workerd'

const { DB, MIGRATIONS } = env as unknown as { DB: D1Database; MIGRATIONS: D1Migration[] }

/** Everything that stands in the database: what was made, and every row. */
async function standing() {
  const { results } = await DB.prepare(
    `SELECT type, name, sql FROM sqlite_master
     WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf%' AND name <> 'd1_migrations' ORDER BY type, name`,
  ).all<{ type: string; name: string; sql: string }>()
  const tables = results.filter(({ type }) => type === 'table')
  const rows = await DB.batch(tables.map(({ name }) => DB.prepare(`SELECT * FROM "${name}"`)))
  return { made: results, rows: rows.map((one, i) => [tables[i]!.name, one.results]) }
}

it('starts each test on D1 with what the migrations leave there, one after another', async () => {
  await openStorage()
  const copied = await standing()
  await emptied(DB)
  await applyD1Migrations(DB, MIGRATIONS)
  const migrated = await standing()
  expect(copied).toEqual(migrated)
  expect(migrated.made.filter(({ type }) => type === 'trigger').length).toBeGreaterThan(100)
})
