import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tableRows, thingsIn } from '../../scripts/docs/schema-sql.ts'
import { allMigrations } from '../../scripts/migration-files.ts'

export const migrationFiles = () => allMigrations().map(({ path }) => path)

/** A database in memory to which these migrations were applied in order. */
export function migrated(files: string[]): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  for (const file of files) database.exec(readFileSync(file, 'utf8'))
  return database
}

/** Triggers last: what the migrations themselves put into the tables is not an act. */
const ORDER = ['table', 'index', 'view', 'trigger']

/** Each table with everything of its own: its rows, its indexes, its guards. */
export function schemaOfTables(): Record<string, string[]> {
  const database = migrated(migrationFiles())
  const made = thingsIn(database)
  const tables = made.filter(({ type }) => type === 'table')
  const found = tables.map(({ tbl_name, sql }) => {
    const own = made.filter((one) => one.tbl_name === tbl_name)
    const of = (type: string) => own.filter((one) => one.type === type).map((one) => one.sql)
    const texts = [sql, ...tableRows(database, tbl_name), ...of('index'), ...of('trigger')]
    return [tbl_name, texts] as const
  })
  database.close()
  return Object.fromEntries(found)
}

/**
 * The statements that make an empty city at once: what stands in a database after every migration, read back from it
 * instead of replayed. `test/platform/schema.d1.test.ts` holds it against the migrations on D1.
 */
export function schemaStatements(): string[] {
  const database = migrated(migrationFiles())
  const made = thingsIn(database)
  const of = (type: string) => made.filter((one) => one.type === type)
  const rows = of('table').flatMap(({ tbl_name }) => tableRows(database, tbl_name))
  const texts = ORDER.flatMap((type) => [
    ...(type === 'trigger' ? rows : []),
    ...of(type).map(({ sql }) => sql),
  ])
  database.close()
  return texts
}
