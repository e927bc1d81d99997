import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { DEV, migrationsIn, PRODUCT } from '../migration-files.ts'

/**
 * docs/schema.sql: the whole schema as it is now, read back from a database that had every migration. It makes an empty
 * city by itself; its first part alone is production's.
 */
export function schemaSql(): string {
  const product = partOf([PRODUCT])
  const both = partOf([PRODUCT, DEV])
  const dev = both.filter(({ tbl_name }) => !product.some((one) => one.tbl_name === tbl_name))
  return [
    '-- The whole schema, generated from migrations/ and migrations/dev/; do not edit. Read it; migrate with the migrations.',
    '',
    '-- — What every city has, production included —',
    '',
    ...sections(product),
    '-- — Only where a city is developed: the books of the mocks, and a clock that can be moved —',
    '',
    ...sections(dev),
  ].join('\n')
}

type Thing = { type: 'table' | 'index' | 'view' | 'trigger'; tbl_name: string; sql: string }
type Part = Thing & { rows: string[] }

function partOf(folders: string[]): Part[] {
  const database = new DatabaseSync(':memory:')
  for (const { path } of migrationsIn(folders)) database.exec(readFileSync(path, 'utf8'))
  const things = thingsIn(database).map((thing) => ({
    ...thing,
    rows: thing.type === 'table' ? tableRows(database, thing.tbl_name) : [],
  }))
  database.close()
  return things
}

/** A table with its indexes, what the migrations put into it, and its guards, which come after that. */
function sections(things: Part[]): string[] {
  const of = (type: Thing['type'], table?: string) =>
    things.filter((one) => one.type === type && (table === undefined || one.tbl_name === table))
  const said = (found: Part[]) => found.map(({ sql }) => `${sql};`)
  const tables = of('table').flatMap((table) => [
    `${table.sql};`,
    ...said(of('index', table.tbl_name)),
    ...table.rows,
    ...said(of('trigger', table.tbl_name)),
    '',
  ])
  const views = of('view').flatMap((view) => [
    `${view.sql};`,
    ...said(of('trigger', view.tbl_name)),
    '',
  ])
  return [...tables, ...views]
}

/** Everything that was made and still stands, in the order it was made in. */
export const thingsIn = (database: DatabaseSync): Thing[] =>
  database
    .prepare(
      `SELECT type, tbl_name, sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name <> 'd1_migrations' ORDER BY rowid`,
    )
    .all() as Thing[]

/** The rows that the migrations themselves put there, as statements; generated columns count themselves. */
export function tableRows(database: DatabaseSync, table: string): string[] {
  const columns = database
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => `"${name}"`)
  const rows = database.prepare(`SELECT ${columns} FROM "${table}"`).all()
  return rows.map(
    (row) =>
      `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')});`,
  )
}

const literal = (value: unknown): string =>
  value === null
    ? 'NULL'
    : typeof value === 'string'
      ? `'${value.replaceAll("'", "''")}'`
      : String(value)
