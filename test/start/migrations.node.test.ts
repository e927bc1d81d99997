import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databasePath } from '../../scripts/local-database'
import { migrate } from '../../scripts/migrate'
import { DEV, migrationsIn, PRODUCT } from '../../scripts/migration-files'
import { newState } from './support'

/** What wrangler says is read here, also where `npm test` asks it to say less. */
const WRANGLER = { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG: 'log' }

const ours = newState()
const theirs = newState()
afterAll(() => {
  ours.forget()
  theirs.forget()
})
const env = { ...process.env, ...WRANGLER }
const wrangler = (state: string) =>
  spawnSync(
    'node_modules/.bin/wrangler',
    ['d1', 'migrations', 'apply', 'yufubao', '--local', '--persist-to', state],
    // It draws its whole table again for every migration.
    { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 },
  )
function opened<T>(state: string, work: (database: DatabaseSync) => T): T {
  const file = databasePath(state)
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  try {
    return work(database)
  } finally {
    database.close()
  }
}
/** Everything but what workerd keeps for itself. */
const schemaIn = (state: string) =>
  opened(state, (database) =>
    database
      .prepare(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY type, name",
      )
      .all(),
  )
const appliedIn = (state: string) =>
  opened(state, (database) => database.prepare('SELECT id, name FROM d1_migrations').all())

describe('the local database', () => {
  beforeAll(() => {
    opened(ours.state, (database) => migrate(database, [PRODUCT]))
    const { status, stderr } = wrangler(theirs.state)
    expect(status, stderr).toBe(0)
  })

  it('lies where wrangler keeps it, and nowhere else', () => {
    const files = readdirSync(dirname(databasePath(theirs.state))).filter((name) =>
      /^[0-9a-f]+\.sqlite$/.test(name),
    )
    expect(files.map((name) => `${dirname(databasePath(theirs.state))}/${name}`)).toEqual([
      databasePath(theirs.state),
    ])
  })
  it('has the same schema, migrated by us or by wrangler', () => {
    expect(schemaIn(ours.state)).toEqual(schemaIn(theirs.state))
  })
  it('remembers the same migrations in D1’s own table', () => {
    expect(appliedIn(ours.state)).toEqual(appliedIn(theirs.state))
    expect(appliedIn(ours.state)).toHaveLength(migrationsIn([PRODUCT]).length)
  })
  it('leaves nothing for wrangler to do, and wrangler nothing for us but the mocks’ tables', () => {
    const dev = migrationsIn([DEV]).map(({ name }) => name)
    expect(opened(ours.state, (database) => migrate(database))).toEqual(dev)
    const { status, stdout, stderr } = wrangler(ours.state)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('No migrations to apply')
    expect(opened(theirs.state, (database) => migrate(database, [PRODUCT]))).toEqual([])
    expect(opened(theirs.state, (database) => migrate(database))).toEqual(dev)
  })
  it('stays as it was where a migration breaks off', () => {
    const { state, forget } = newState()
    mkdirSync(`${state}/sql`, { recursive: true })
    const broken = 'CREATE TABLE half (id TEXT) STRICT; INSERT INTO nowhere VALUES (1);'
    spawnSync('bash', ['-c', `printf '%s' "$1" > ${state}/sql/0001_break.sql`, 'bash', broken])
    opened(state, (database) => {
      expect(() => migrate(database, [`${state}/sql`])).toThrow(/0001_break.sql: no such table/)
      expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual(
        [],
      )
      expect(database.prepare('SELECT name FROM d1_migrations').all()).toEqual([])
    })
    forget()
  })
})
