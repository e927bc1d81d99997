import { env } from 'cloudflare:workers'
import { d1 } from '../../src/engines/d1'
import type { Db } from '../../src/platform/d1'

export const ENGINE: string = 'D1'

type Bindings = { DB: D1Database; SCHEMA: string[]; TABLES: Record<string, string[]> }
/** How the whole schema measures, once this worker has made it. */
let whole: string | null = null
/**
 * A fresh, empty city on D1, as migrated. The tables in which something stood are dropped and made anew; everything is
 * where the schema is not what it was: at first, or after a test that took a guard away.
 */
export async function openStorage(): Promise<Db> {
  const { DB, SCHEMA, TABLES } = env as unknown as Bindings
  if (whole !== null && (await measured(DB)) === whole) await renewed(DB, TABLES)
  else {
    await emptied(DB)
    await DB.batch(SCHEMA.map((text) => DB.prepare(text)))
    whole = await measured(DB)
  }
  return d1(DB)
}

/** What stands there, by number and length of its texts. */
async function measured(DB: D1Database): Promise<string> {
  const { results } = await DB.prepare(
    `SELECT type, count(*) AS things, sum(length(name)) AS names, sum(length(sql)) AS texts FROM sqlite_master
      WHERE name NOT LIKE '_cf%' AND name NOT LIKE 'sqlite_%' GROUP BY type ORDER BY type`,
  ).all()
  return JSON.stringify(results)
}

/** D1 answers with a hundred columns at most. */
const COLUMNS = 90
async function renewed(DB: D1Database, tables: Bindings['TABLES']): Promise<void> {
  const names = Object.keys(tables)
  const asked: D1PreparedStatement[] = []
  for (let i = 0; i < names.length; i += COLUMNS) {
    const columns = names.slice(i, i + COLUMNS).map((name) => `EXISTS (SELECT 1 FROM "${name}")`)
    asked.push(DB.prepare(`SELECT json_array(${columns.join(', ')}) AS used`))
  }
  const [counted, ...found] = await DB.batch<{ name: string; used: string }>([
    DB.prepare('SELECT name FROM sqlite_sequence'),
    ...asked,
  ])
  const used = found.flatMap(({ results }) => JSON.parse(results[0]?.used ?? '[]') as number[])
  const counting = new Set(counted?.results.map(({ name }) => name))
  const stale = names.filter((name, i) => used[i] === 1 || counting.has(name))
  if (stale.length === 0) return
  const texts = [
    'PRAGMA defer_foreign_keys = on',
    ...stale.map((name) => `DROP TABLE "${name}"`),
    ...stale.flatMap((name) => tables[name] ?? []),
  ]
  await DB.batch(texts.map((text) => DB.prepare(text)))
}

/** Drops every view and table that stands there. */
export async function emptied(DB: D1Database): Promise<void> {
  const { results } = await DB.prepare(
    `SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf%'
     ORDER BY type DESC`,
  ).all<{ type: string; name: string }>()
  const drops = results.map(({ type, name }) => DB.prepare(`DROP ${type} IF EXISTS "${name}"`))
  if (drops.length > 0) await DB.batch([DB.prepare('PRAGMA defer_foreign_keys = on'), ...drops])
}
