import type { ArchivePort } from '../environment/ports'
import { type Db, one, sql } from '../platform/d1'

/** An object store in the database itself, where a developer or a test can look into it. It keeps what it has. */
export const mockArchive = (db: Db): ArchivePort => ({
  name: 'mock',
  async put(name, content) {
    await db.batch([
      sql`INSERT INTO mock_archive_objects (name, content) VALUES (${name}, ${content}) ON CONFLICT (name) DO NOTHING`,
    ])
  },
  async get(name) {
    const row = await one(
      db,
      sql<{ content: string }>`SELECT content FROM mock_archive_objects WHERE name = ${name}`,
    )
    return row?.content ?? null
  },
})
