import { readdirSync, readFileSync } from 'node:fs'
import { PUBLISHED_VIEWS, READS_DECLARED, ROOMS_BELOW, TABLE_WRITERS, VIEW_OWNERS } from './rooms'
import { migrated, migrationFiles } from './schema'
import { tablesRead } from './sql-reads'
import { sqlTexts } from './sql-texts'

/** One reading of a table or view, in a source file, a view or a trigger. */
export type SqlRead = {
  file: string
  line: number
  /** The room that reads; '' for a file that belongs to none. */
  room: string
  table: string
  /** The room that the table or view belongs to. */
  owner: string
  /** The view or trigger in whose body it stands; null in a source file. */
  inside: string | null
}

const ownerOf = (table: string): string | undefined => TABLE_WRITERS[table] ?? VIEW_OWNERS[table]
const isKnown = (name: string): boolean => ownerOf(name) !== undefined
const roomOf = (file: string): string => (file.split('/').length > 2 ? file.split('/')[1]! : '')
const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

/** What one source file reads. Pure: the text is given. */
export function readsInSource(file: string, source: string): SqlRead[] {
  return sqlTexts(source).flatMap(({ text, at }) =>
    tablesRead(text, isKnown).map((read) => ({
      file,
      line: lineAt(source, at + read.at),
      room: roomOf(file),
      table: read.table,
      owner: ownerOf(read.table)!,
      inside: null,
    })),
  )
}

/** What the body of one view or trigger reads, which belongs to `room` and was made in this migration. */
export function readsInBody(
  { name, sql, room }: { name: string; sql: string; room: string },
  file: string,
  migration: string,
): SqlRead[] {
  const begins = migration.lastIndexOf(sql)
  return tablesRead(sql, isKnown)
    .filter(({ table }) => table !== name)
    .map((read) => ({
      file,
      line: begins < 0 ? 1 : lineAt(migration, begins + read.at),
      room,
      table: read.table,
      owner: ownerOf(read.table)!,
      inside: name,
    }))
}

let known: SqlRead[] | undefined
/** Every reading in `src` and in the views and triggers that stand after the last migration. */
export function sqlReads(): SqlRead[] {
  known ??= [...sourceReads(), ...schemaReads()]
  return known
}

function sourceReads(): SqlRead[] {
  return readdirSync('src', { recursive: true })
    .map((file) => `src/${file}`)
    .filter((file) => /\.tsx?$/.test(file))
    .sort()
    .flatMap((file) => readsInSource(file, readFileSync(file, 'utf8')))
}

type Body = { type: 'view' | 'trigger'; name: string; tbl_name: string; sql: string }
function schemaReads(): SqlRead[] {
  const files = migrationFiles()
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
  const database = migrated(files)
  const bodies = database
    .prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')",
    )
    .all() as Body[]
  database.close()
  return bodies.flatMap(({ type, name, tbl_name, sql }) => {
    const file = files.findLast((one) => texts.get(one)!.includes(sql)) ?? files.at(-1)!
    const room = ownerOf(type === 'view' ? name : tbl_name) ?? ''
    return readsInBody({ name, sql, room }, file, texts.get(file)!)
  })
}

/** A room reads its own tables, those of rooms below it, and the views that their owner publishes. */
export function isUpward(
  { room, table, owner }: SqlRead,
  published: Readonly<Record<string, string>> = PUBLISHED_VIEWS,
): boolean {
  if (room === '' || room === owner || table in published) return false
  return !(ROOMS_BELOW[room] ?? []).includes(owner)
}

export const readName = (read: SqlRead): string => `${read.inside ?? read.file} reads ${read.table}`
/** The upward reads that nobody has given a reason for. `npm run check` counts them. */
export const upwardReads = (reads: SqlRead[] = sqlReads()): SqlRead[] =>
  reads.filter((read) => isUpward(read) && !(readName(read) in READS_DECLARED))

/** One line for each offender: where it stands, what it reads and whose that is. */
export const offence = ({ file, line, room, table, owner, inside }: SqlRead): string =>
  `${file}:${line}: ${inside ? `${inside} of ` : ''}${room} reads ${table} of ${owner}`
