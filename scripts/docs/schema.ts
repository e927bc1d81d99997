import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { TABLE_WRITERS } from '../../test/support/rooms'
import { allMigrations } from '../migration-files'

type Thing = { name: string; type: 'table' | 'view' | 'trigger' | 'index'; sql: string }
type Column = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number }
type Reference = { from: string; table: string; to: string | null }

/** docs/SCHEMA.md: every table with its room, columns, named constraints, indexes and guarding triggers. */
export function schemaPage(): string {
  const database = new DatabaseSync(':memory:')
  const files = allMigrations()
  const texts = files.map(({ path }) => readFileSync(path, 'utf8'))
  for (const text of texts) database.exec(text)
  const tables = things(database, "type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")
  const page = [
    '# Schema',
    '',
    'Generated from `migrations/` and `migrations/dev/`, which production never has; do not edit. A table is written by',
    'its own room only. The same as SQL: [schema.sql](schema.sql).',
    '',
    '| migration | why |',
    '|---|---|',
    ...files.map(({ path }, i) => {
      const name = path.replace('migrations/', '')
      return `| ${name} | ${headerOf(texts[i] ?? '')} |`
    }),
    '',
    ...tables.flatMap((table) => sectionOf(database, table)),
  ].join('\n')
  database.close()
  return page
}

/** The comment lines a migration begins with. */
function headerOf(sql: string): string {
  const lines = sql.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('--'))
  return cell(
    lines
      .slice(0, end)
      .map((line) => line.slice(2).trim())
      .join(' '),
  )
}

type PragmaRow = ReturnType<ReturnType<DatabaseSync['prepare']>['all']>[number]
const textOrNone = (value: PragmaRow[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
const columnFrom = (row: PragmaRow): Column => ({
  name: String(row.name),
  type: String(row.type),
  notnull: Number(row.notnull),
  dflt_value: textOrNone(row.dflt_value),
  pk: Number(row.pk),
})
const referenceFrom = (row: PragmaRow): Reference => ({
  from: String(row.from),
  table: String(row.table),
  to: textOrNone(row.to),
})

function sectionOf(database: DatabaseSync, { name, type, sql }: Thing): string[] {
  const columns = database.prepare('SELECT * FROM pragma_table_info(?)').all(name).map(columnFrom)
  if (type === 'view') {
    return [`## ${name} (view)`, '', columns.map((column) => `\`${column.name}\``).join(', '), '']
  }
  const references = database
    .prepare('SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq')
    .all(name)
    .map(referenceFrom)
  const parts = [
    constraintsOf(sql),
    things(database, "type = 'index' AND sql IS NOT NULL AND tbl_name = ?", name).map(indexLine),
    things(database, "type = 'trigger' AND tbl_name = ?", name).map(triggerLine),
  ]
  return [
    `## ${name}`,
    '',
    `Room: \`${TABLE_WRITERS[name] ?? '?'}\``,
    '',
    '| column | type | null | default | key | refers to |',
    '|---|---|---|---|---|---|',
    ...columns.map((column) => columnLine(column, references)),
    '',
    ...parts.flatMap((lines) => (lines.length > 0 ? [...lines, ''] : [])),
  ]
}

function columnLine(column: Column, references: Reference[]): string {
  const reference = references.find(({ from }) => from === column.name)
  const cells = [
    column.name,
    column.type,
    column.notnull || column.pk ? '' : 'yes',
    column.dflt_value ?? '',
    column.pk ? String(column.pk) : '',
    reference ? `${reference.table}.${reference.to ?? 'id'}` : '',
  ]
  return `| ${cells.map(cell).join(' | ')} |`
}

const constraintsOf = (sql: string): string[] =>
  [...sql.matchAll(/CONSTRAINT (\w+)\s+(CHECK|UNIQUE|PRIMARY KEY|FOREIGN KEY|REFERENCES)/g)].map(
    ([, name, kind]) => `- constraint \`${name}\` (${kind})`,
  )

const indexLine = ({ name, sql }: Thing): string => {
  const on = sql.slice(sql.indexOf('(')).replace(/\s+/g, ' ').trim()
  return `- index \`${name}\`${/UNIQUE/.test(sql) ? ', unique' : ''}: \`${on}\``
}

const triggerLine = ({ name, sql }: Thing): string => {
  const raised = [...sql.matchAll(/RAISE\s*\(\s*ABORT\s*,\s*'(\w+)'/g)].map((match) => match[1])
  const codes = [...new Set(raised)].map((code) => `\`${code}\``).join(', ')
  return `- trigger \`${name}\`${codes ? ` → ${codes}` : ''}`
}

const things = (database: DatabaseSync, where: string, ...values: string[]): Thing[] =>
  database
    .prepare(`SELECT name, type, sql FROM sqlite_schema WHERE ${where} ORDER BY name`)
    .all(...values) as Thing[]

const cell = (text: string): string => text.replaceAll('|', '\\|')
