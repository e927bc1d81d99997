import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../scripts/migrate'
import { DEV, migrationsIn, PRODUCT } from '../../scripts/migration-files'

type Thing = { type: string; name: string; tbl_name: string; sql: string }
const IS_DEV = /^(?:mock|dev)_/
const NAMES_DEV = /\b(?:mock|dev)_\w+/

function standing(database: DatabaseSync): Thing[] {
  const text = `SELECT type, name, tbl_name, sql FROM sqlite_schema
                WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name <> 'd1_migrations' ORDER BY type, name`
  return (database.prepare(text).all() as Thing[]).map((row) => ({ ...row }))
}
function migrated(folders: string[]): Thing[] {
  const database = new DatabaseSync(':memory:')
  migrate(database, folders)
  return standing(database)
}

const production = migrated([PRODUCT])
const local = migrated([PRODUCT, DEV])

describe('what production has', () => {
  it('is no table of a mock nor of the movable clock, and nothing that speaks of one', () => {
    expect(production.length).toBeGreaterThan(200)
    expect(production.filter(({ name, sql }) => IS_DEV.test(name) || NAMES_DEV.test(sql))).toEqual(
      [],
    )
  })
  it('is what a city on this machine has, without theirs', () => {
    expect(local.filter(({ tbl_name }) => !IS_DEV.test(tbl_name))).toEqual(production)
    expect(local.length).toBeGreaterThan(production.length)
  })
  it('is spoken of by nothing of theirs: either part stands alone', () => {
    expect(migrated([DEV])).toEqual(local.filter(({ tbl_name }) => IS_DEV.test(tbl_name)))
    const tables = production.filter(({ type }) => type === 'table').map(({ name }) => name)
    const words = new RegExp(
      `\\b(?:FROM|JOIN|INTO|UPDATE|REFERENCES|ON)\\s+(?:${tables.join('|')})\\b`,
    )
    expect(local.filter(({ tbl_name, sql }) => IS_DEV.test(tbl_name) && words.test(sql))).toEqual(
      [],
    )
  })
  it('stays whole where everything was applied from one folder, by number', () => {
    const database = new DatabaseSync(':memory:')
    migrate(database, [])
    const before = migrationsIn([PRODUCT, DEV]).sort((a, b) => (a.name < b.name ? -1 : 1))
    const remember = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)')
    for (const { name, path } of before) {
      database.exec(readFileSync(path, 'utf8'))
      remember.run(name)
    }
    expect(standing(database)).toEqual(local)
    expect(migrate(database)).toEqual([])
    // Such a database in production is made as others are by the command in DEPLOY.md.
    const command = /--command "((?:DROP TABLE IF EXISTS \w+;? ?)+)"/.exec(
      readFileSync('docs/DEPLOY.md', 'utf8').replace(/\s*\n\s*/g, ' '),
    )?.[1]
    database.exec(`PRAGMA foreign_keys = ON; ${command}`)
    expect(standing(database)).toEqual(production)
  })
})
