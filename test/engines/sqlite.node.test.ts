import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { soleWriterDb, sqliteDb } from '../../src/engines/sqlite'
import { type Db, refusalForFault, sql, storageFaultIn } from '../../src/platform/d1'
import { asked } from '../support/asked'

let folder: string
let ours: DatabaseSync
let theirs: DatabaseSync
let db: Db

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yufubao-engines-'))
  ours = new DatabaseSync(join(folder, 'a.sqlite'))
  ours.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE sums (id INTEGER PRIMARY KEY, fen INTEGER, note TEXT)',
  )
  ours.exec("INSERT INTO sums VALUES (1, 100, '')")
  theirs = new DatabaseSync(join(folder, 'a.sqlite'))
  db = sqliteDb(ours)
})
afterEach(() => {
  vi.useRealTimers()
  theirs.close()
  ours.close()
  rmSync(folder, { recursive: true })
})

const SUM = sql`SELECT fen FROM sums WHERE id = 1`
const WITH_SUM = sql`WITH one AS (SELECT fen FROM sums WHERE id = 1) SELECT fen FROM one`
const MORE = sql`UPDATE sums SET fen = fen + 1 WHERE id = 1`
const LONG = sql`INSERT INTO sums (fen, note) VALUES (5, hex(zeroblob(100000)))`
const faultOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error) => storageFaultIn(error),
  )

describe('reads of a file', () => {
  it.each([
    ['one', [SUM]],
    ['one under WITH', [WITH_SUM]],
    ['several', [SUM, WITH_SUM]],
  ])('%s: go on while another process writes', async (_how, reads) => {
    theirs.exec('BEGIN IMMEDIATE; UPDATE sums SET fen = 7')
    expect(await db.batch(reads)).toEqual(reads.map(() => [{ fen: 100 }]))
    theirs.exec('COMMIT')
    expect(await db.batch(reads)).toEqual(reads.map(() => [{ fen: 7 }]))
  })
  it('see one moment, whoever writes between two of them', async () => {
    ours.function('meanwhile', () => {
      theirs.exec('UPDATE sums SET fen = fen + 1')
      return 0
    })
    const during = sql`SELECT fen + meanwhile() AS fen FROM sums`
    expect(await db.batch([during, SUM])).toEqual([[{ fen: 100 }], [{ fen: 100 }]])
    expect(await asked(db, SUM)).toEqual([{ fen: 101 }])
  })
})

describe('writes to a file', () => {
  it('wait for the other process, and lose nothing of either', async () => {
    theirs.exec('BEGIN IMMEDIATE; UPDATE sums SET fen = fen + 10')
    setTimeout(() => theirs.exec('COMMIT'), 30)
    await Promise.all([db.batch([MORE]), db.batch([MORE, SUM])])
    expect(await asked(db, SUM)).toEqual([{ fen: 112 }])
  })
  it('are told as busy, after some seconds, while it does not let go', async () => {
    vi.useFakeTimers()
    theirs.exec('BEGIN IMMEDIATE')
    const outcome = db.batch([MORE]).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    const error = await outcome
    expect(String(error)).toBe('StorageError: database is locked: SQLITE_BUSY')
    expect(refusalForFault(error)).toMatchObject({
      code: 'storage_busy',
      details: { retry_after_s: 2 },
    })
    theirs.exec('ROLLBACK')
    await db.batch([MORE])
    expect(await asked(db, SUM)).toEqual([{ fen: 101 }])
  })
  it('are told as full on a full disk, leave nothing behind, and go on when there is room', async () => {
    ours.exec('PRAGMA max_page_count = 10')
    const error = await db.batch([MORE, LONG]).catch((reason: unknown) => reason)
    expect(String(error)).toBe('StorageError: database or disk is full: SQLITE_FULL')
    expect(refusalForFault(error)).toMatchObject({ code: 'storage_full' })
    expect(await asked(db, SUM)).toEqual([{ fen: 100 }])
    ours.exec('PRAGMA max_page_count = 1000')
    await db.batch([MORE, LONG])
    expect(await asked(db, SUM)).toEqual([{ fen: 101 }])
  })
  it.each([
    ['SELEC', 'near "SELEC": syntax error: SQLITE_ERROR'],
    ['SELECT * FROM nowhere', 'no such table: nowhere: SQLITE_ERROR'],
    ['INSERT INTO sums VALUES (1, 1, 1)', 'UNIQUE constraint failed: sums.id: SQLITE_CONSTRAINT'],
  ])('tell an error by its own code: %s', async (text, said) => {
    await expect(db.batch([{ text, values: [] }])).rejects.toThrow(said)
    await expect(db.batch([MORE, { text, values: [] }])).rejects.toThrow(said)
    expect(await asked(db, SUM)).toEqual([{ fen: 100 }])
  })
})

describe('the only writer of a file', () => {
  it('shows nothing to others before it settles, and all of it after', async () => {
    const sole = soleWriterDb(ours)
    const [seen] = [sqliteDb(theirs)]
    await sole.batch([MORE])
    await sole.batch([MORE, SUM])
    expect(await asked(sole, SUM)).toEqual([{ fen: 102 }])
    expect(await asked(seen, SUM)).toEqual([{ fen: 100 }])
    sole.settle()
    expect(await asked(seen, SUM)).toEqual([{ fen: 102 }])
    sole.settle()
  })
  it('takes back the batch that failed and no other', async () => {
    const sole = soleWriterDb(ours)
    await sole.batch([MORE])
    const twice = sql`INSERT INTO sums VALUES (1, 0, '')`
    expect(await faultOf(sole.batch([MORE, twice]))).toBe('guard')
    await sole.batch([MORE])
    sole.settle()
    expect(await asked(sqliteDb(theirs), SUM)).toEqual([{ fen: 102 }])
  })
  it('tells a full disk as itself', async () => {
    const sole = soleWriterDb(ours)
    await sole.batch([MORE])
    ours.exec('PRAGMA max_page_count = 10')
    expect(await faultOf(sole.batch([LONG]))).toBe('full')
  })
})
