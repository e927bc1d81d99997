import { env } from 'cloudflare:workers'
import { d1 } from '../../src/engines/d1'
import type { Db } from '../../src/platform/d1'

export const ENGINE: string = 'D1'

/** A fresh, empty city on D1: whatever stood there is dropped, then made anew in one batch, as migrated. */
export async function openStorage(): Promise<Db> {
  const { DB, SCHEMA } = env as unknown as { DB: D1Database; SCHEMA: string[] }
  await emptied(DB)
  await DB.batch(SCHEMA.map((text) => DB.prepare(text)))
  return d1(DB)
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
