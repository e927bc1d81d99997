import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { migrationsIn, PRODUCT } from '../../scripts/migration-files'
import { libsql } from '../../src/engines/libsql'
import { all, refusalForFault, sql } from '../../src/platform/d1'
import { asked } from '../support/asked'
import { migrated } from '../support/schema'

const folder = mkdtempSync(join(tmpdir(), 'yufubao-libsql-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const STANDING = `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`

describe('libSQL', () => {
  it('takes every migration of production, and has what SQLite has', async () => {
    const files = migrationsIn([PRODUCT]).map(({ path }) => path)
    const client = createClient({ url: ':memory:' })
    for (const file of files) await client.executeMultiple(readFileSync(file, 'utf8'))
    const theirs = await all(libsql(client), { text: STANDING, values: [] })
    const sqlite = migrated(files)
    expect(theirs).toEqual(sqlite.prepare(STANDING).all())
    sqlite.close()
    client.close()
  })
  it('waits for another writer, and is told as busy when it does not let go', async () => {
    const url = `file:${join(folder, 'two.db')}`
    const [ours, theirs] = [createClient({ url }), createClient({ url })]
    await ours.executeMultiple(
      'PRAGMA journal_mode = WAL; CREATE TABLE sums (fen INTEGER); INSERT INTO sums VALUES (1)',
    )
    const db = libsql(ours)
    const more = sql`UPDATE sums SET fen = fen + 1`
    const sum = sql`SELECT fen FROM sums`

    const short = await theirs.transaction('write')
    await short.execute('UPDATE sums SET fen = fen + 10')
    setTimeout(() => void short.commit(), 30)
    expect(await asked(db, sum)).toEqual([{ fen: 1 }])
    await db.batch([more])
    expect(await asked(db, sum)).toEqual([{ fen: 12 }])

    const long = await theirs.transaction('write')
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const outcome = db.batch([more]).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    const error = await outcome
    vi.useRealTimers()
    expect(String(error)).toBe('StorageError: database is locked: SQLITE_BUSY')
    expect(refusalForFault(error)?.code).toBe('storage_busy')
    await long.rollback()
    await db.batch([more])
    expect(await asked(db, sum)).toEqual([{ fen: 13 }])
    for (const client of [ours, theirs]) client.close()
  })
})
