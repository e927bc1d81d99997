import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

export const migrationFiles = () =>
  readdirSync('migrations')
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => `migrations/${file}`)

/** A database in memory to which these migrations were applied in order. */
export function migrated(files: string[]): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  for (const file of files) database.exec(readFileSync(file, 'utf8'))
  return database
}

type Named = { type: string; name: string; sql: string }
/** Triggers last: what the migrations themselves put into the tables is not an act. */
const ORDER = ['table', 'index', 'view', 'trigger']
const literal = (value: unknown): string =>
  value === null
    ? 'NULL'
    : typeof value === 'string'
      ? `'${value.replaceAll("'", "''")}'`
      : String(value)

/**
 * The statements that make an empty city at once: what stands in a database after every migration, read back from it
 * instead of replayed. `test/platform/schema.d1.test.ts` holds it against the migrations on D1.
 */
export function schemaStatements(): string[] {
  const database = migrated(migrationFiles())
  const made = database
    .prepare(
      `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .all() as Named[]
  const of = (type: string) => made.filter((one) => one.type === type)
  // Without the columns that count themselves (generated ones).
  const columnsOf = database.prepare('SELECT name FROM pragma_table_info(?)')
  const rows = of('table').flatMap(({ name }) => {
    const columns = columnsOf.all(name).map((column) => `"${column.name}"`)
    return database
      .prepare(`SELECT ${columns} FROM "${name}"`)
      .all()
      .map(
        (row) => `INSERT INTO "${name}" (${columns}) VALUES (${Object.values(row).map(literal)})`,
      )
  })
  const texts = ORDER.flatMap((type) => [
    ...(type === 'trigger' ? rows : []),
    ...of(type).map(({ sql }) => sql),
  ])
  database.close()
  return texts
}
