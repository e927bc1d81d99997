import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { lockFor } from '../../scripts/host/lock'
import { applyMissing, readSchema, rehearse } from '../../scripts/host/schema'

const folder = mkdtempSync(join(tmpdir(), 'yufubao-schema-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const FIRST = { name: '0001_a.sql', text: 'CREATE TABLE a (id TEXT PRIMARY KEY) STRICT' }
const SECOND = { name: '0002_b.sql', text: 'ALTER TABLE a ADD COLUMN b TEXT' }
const BROKEN = { name: '0003_c.sql', text: 'CREATE TABLE c (id TEXT); CREATE TABLE a (id TEXT)' }
function begun(name: string): { file: string; database: DatabaseSync } {
  const file = join(folder, name)
  const database = new DatabaseSync(file)
  applyMissing(database, [FIRST])
  return { file, database }
}

describe('the tables of a host', () => {
  it('are brought forward, and each step is remembered', () => {
    const { database } = begun('forward.sqlite')
    const { missing, unknown } = readSchema(database, [FIRST, SECOND])
    expect([missing, unknown]).toEqual([[SECOND], []])
    applyMissing(database, missing)
    expect(readSchema(database, [FIRST, SECOND]).missing).toEqual([])
  })
  it('are not touched by an older build', () => {
    const { database } = begun('newer.sqlite')
    applyMissing(database, [SECOND])
    expect(readSchema(database, [FIRST]).unknown).toEqual([SECOND.name])
  })
  it('are tried on a copy first, which leaves nothing', async () => {
    const { file, database } = begun('rehearsed.sqlite')
    expect(await rehearse(file, [SECOND])).toBeNull()
    expect(await rehearse(file, [SECOND, BROKEN])).toContain(
      'migration 0003_c.sql: table a already',
    )
    expect(await rehearse(file, [], async () => 'books mismatch')).toBe('books mismatch')
    expect(readSchema(database, [FIRST, SECOND]).missing).toEqual([SECOND])
    expect(readdirSync(folder).filter((name) => name.includes('rehearsal'))).toEqual([])
  })
  it('are refused when a row would lead to nothing', async () => {
    const { file } = begun('loose.sqlite')
    const text = "CREATE TABLE d (a TEXT REFERENCES a (id)); INSERT INTO d VALUES ('nobody')"
    const loose = { name: '0004_d.sql', text }
    expect(await rehearse(file, [loose])).toContain('FOREIGN KEY constraint failed')
  })
})

describe('the lock of a database', () => {
  it('is one process’s, and says whose', () => {
    const file = join(folder, 'locked.sqlite')
    const first = lockFor(file, 'serve')
    const second = lockFor(file, 'serve')
    if (!('lock' in first)) throw new Error('nobody else had it')
    expect(second).toMatchObject({ holder: { pid: process.pid, what: 'serve' } })
    first.lock.release()
    const third = lockFor(file, 'serve')
    expect(third).toHaveProperty('lock')
    if ('lock' in third) third.lock.release()
  })
})
