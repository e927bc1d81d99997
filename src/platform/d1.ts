import { log } from '../environment/log'
import { REFUSALS, Refusal, type RefusalCode } from '../kernel/refusals'

type Value = string | number | null
export type Row = Record<string, unknown>
declare const row: unique symbol
/**
 * One parameterised statement, and the row it answers with. Text comes from source code only; data is always bound.
 * The row's type stands at the statement (`sql<CardRow>`), is inferred wherever the rows arrive, and is held to the
 * database column by column when a test first runs the statement.
 */
export type Statement<R = void> = {
  readonly text: string
  readonly values: readonly Value[]
  /** The pieces of its own text, by which a test finds the place in the source that promised its row. */
  readonly pieces?: readonly string[]
  readonly [row]?: (read: never) => R
}

/** Of a thing of which nothing else is asked. */
export type IdRow = { id: string }

/** How we touch storage: one round trip runs every statement or none (D1's batch is the transaction). */
export interface Db {
  batch(statements: readonly Statement[]): Promise<Row[][]>
  /** How large it is, where it may not grow for ever. */
  stored?(): Promise<Stored>
}
/** Bytes on the disk, indexes included, and how many there may be. Nought: the engine did not say. */
export type Stored = { bytes: number; limit_bytes: number }

/** Builds a statement: a value becomes a bound `?`, a statement inside another is spliced in with its values. */
export function sql<R = void>(
  text: TemplateStringsArray,
  ...parts: (Value | Statement)[]
): Statement<NoInfer<R>> {
  const template = templateOf(text)
  const { pieces, limits } = template
  const marks: Mark[] = []
  const values: Value[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? null
    if (part !== null && typeof part === 'object') {
      marks.push(part.text)
      for (const value of part.values) values.push(value)
    } else if (limits[i] && isCount(part)) marks.push(part)
    else {
      marks.push('?')
      values.push(part)
    }
  }
  return { text: textFrom(template, marks), values, pieces }
}

/** What stands for a part of a template in its text: `?`, the text of a statement, or a limit itself. */
type Mark = string | number
type Template = {
  readonly pieces: readonly string[]
  /** Behind which pieces a count stands that is written out. */
  readonly limits: readonly boolean[]
  readonly made: { marks: readonly Mark[]; text: string }[]
}
/**
 * SQLite plans by the size of a LIMIT, and prepares a statement anew each time one is bound (a tenth of all it did in a
 * city's nights): so it stands in the text, in digits and nothing else.
 */
const LIMIT = /\bLIMIT $/
const isCount = (value: Value): value is number => Number.isSafeInteger(value) && Number(value) >= 0
/** So many texts of one template are kept; what is asked in more forms than that is put together each time. */
const TEXTS_KEPT = 8

const templates = new WeakMap<readonly string[], Template>()
function templateOf(text: readonly string[]): Template {
  const known = templates.get(text)
  if (known) return known
  const pieces = unindented(text)
  const template = { pieces, limits: pieces.map((piece) => LIMIT.test(piece)), made: [] }
  templates.set(text, template)
  return template
}

/** The same string each time the same is put together, so that engines find a statement by its address. */
function textFrom({ pieces, made }: Template, marks: readonly Mark[]): string {
  const known = made.find((one) => one.marks.every((mark, i) => mark === marks[i]))
  if (known) return known.text
  const text = pieces.map((piece, i) => `${piece}${marks[i] ?? ''}`).join('')
  if (made.length < TEXTS_KEPT) made.push({ marks, text })
  return text
}

/** The source's line breaks and indentation, as one space each: a statement is sent whole every time it runs. */
export const unindented = (text: readonly string[]): string[] =>
  text.map((piece) => piece.replace(/\s*\n\s*/g, ' '))

/** Statements by name, or groups of them, and what each of them answers with, under the same name. */
export type Reads = { readonly [name: string]: Statement<object> | Reads | undefined }
export type RowsRead<R extends Reads> = RowsIn<R>
type RowsIn<S> =
  S extends Statement<infer R>
    ? R[]
    : S extends undefined
      ? undefined
      : { [N in keyof S]: RowsIn<S[N]> }

/** The first of the rows, if there is one. */
export async function one<R extends object>(db: Db, statement: Statement<R>): Promise<R | null> {
  return (await all(db, statement))[0] ?? null
}

export async function all<R extends object>(db: Db, statement: Statement<R>): Promise<R[]> {
  const { rows } = await readAll(db, { rows: statement as Statement<object> })
  return rows as R[]
}

/** One moment for all of them: the rows of each statement under its name. */
export async function readAll<const R extends Reads>(db: Db, reads: R): Promise<RowsRead<R>> {
  return named(reads, await db.batch(readStatements(reads)))
}
/** The same behind writes, in one batch with them. */
export async function writeAndRead<const R extends Reads>(
  db: Db,
  writes: readonly Statement[],
  reads: R,
): Promise<RowsRead<R>> {
  const rows = await db.batch([...writes, ...readStatements(reads)])
  return named(reads, rows.slice(writes.length))
}
const isStatement = (one: Statement<object> | Reads): one is Statement<object> =>
  typeof one.text === 'string'
/** The statements in the order of their names, those of a group where the group stands. */
export const readStatements = (reads: Reads): Statement<object>[] =>
  Object.values(reads).flatMap((one) =>
    one === undefined ? [] : isStatement(one) ? [one] : readStatements(one),
  )
/** Gives the rows of a batch their names back. */
export const named = <R extends Reads>(reads: R, rows: readonly Row[][]): RowsRead<R> =>
  namedFrom(reads, rows.values()) as RowsRead<R>

function namedFrom(reads: Reads, rows: Iterator<Row[]>): Record<string, unknown> {
  const entries = Object.entries(reads).flatMap(([name, one]) => {
    if (one === undefined) return []
    const found = isStatement(one) ? (rows.next().value ?? []) : namedFrom(one, rows)
    return [[name, found] as const]
  })
  return Object.fromEntries(entries)
}

/**
 * Why storage did not do what it was asked: a guard of ours (constraint or trigger), somebody else writing, no room
 * left, or a line that broke with the outcome open.
 */
type StorageFault = 'guard' | 'busy' | 'full' | 'lost'

/** How every engine ends what it says: SQLite's own sentence, a colon, the name of its result code. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  /** `code` is SQLite's primary result code by name, `SQLITE_BUSY` for instance. */
  constructor(said: string, code: string, cause: unknown) {
    super(`${said}: ${code}`, { cause })
  }
}

/** SQLite names its codes in each engine, a shard's are ours; the other words are D1's own (Cloudflare, D1 → Debug, error list). */
const SIGNS: [StorageFault, RegExp][] = [
  ['guard', /: SQLITE_CONSTRAINT\b/],
  ['busy', /: (?:SQLITE_(?:BUSY|LOCKED)|SHARD_(?:OVERLOADED|NOT_MIGRATED))\b|D1 DB is overloaded/],
  ['full', /: SQLITE_FULL\b|Exceeded maximum DB size/],
  ['lost', /: SHARD_LOST\b|connection lost|Network|reset|transient|response lost/i],
]

/** What kind of fault an error of any engine is, or null if it is something else: a statement that is wrong, say. */
export function storageFaultIn(error: unknown): StorageFault | null {
  const said = textOf(error)
  return SIGNS.find(([, sign]) => sign.test(said))?.[0] ?? null
}

/** The refusal that a named CHECK or RAISE(ABORT,'name') stands for, or null if the error is something else. */
export function refusalNamedIn(error: unknown): Refusal | null {
  const named =
    /(?:^|CHECK constraint failed: |D1_ERROR: )([a-z][a-z_]+): SQLITE_CONSTRAINT\b/.exec(
      textOf(error),
    )
  const name = named?.[1]
  return name && name in REFUSALS ? new Refusal(name as RefusalCode) : null
}

const RETRY_AFTER_S = 2
/**
 * What is told of storage that is busy or full: the same request may come again. It is logged here, because nobody logs
 * a refusal. Null: the error is something else.
 */
export function refusalForFault(error: unknown): Refusal | null {
  const fault = storageFaultIn(error)
  if (fault !== 'busy' && fault !== 'full') return null
  log(`storage_${fault}`, { error: textOf(error) })
  return fault === 'busy'
    ? new Refusal('storage_busy', { retry_after_s: RETRY_AFTER_S })
    : new Refusal('storage_full')
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A value as it is kept: the row, what its place is bound to (mostly the same row), and the sealed text, if there is any. */
export type SealedRow = { id: string; bound_id: string; sealed: string | null }
export type Reseal = { id: string; before: string; after: string }
/**
 * A column of sealed values, declared by the room that writes it, so that the master key can be changed: how its values
 * are opened, read in the order of their ids, and written again under another key (only where nothing changed meanwhile).
 */
export type SealedColumn = {
  /** `table.column`, and `:kind` where its values are bound in more than one way */
  readonly name: string
  /** How many rows a batch takes, where they are large. */
  readonly page?: number
  readonly purpose: string
  readonly placeOf: (bound_id: string) => string
  readonly readAfter: (last_id: string, limit: number) => Statement<SealedRow>
  readonly reseal: (of: Reseal) => Statement
}

type Swap = { before: string; after: string }
/** Key and nonce are within: no other sealed text begins like it. */
const beginnings = ({ before, after }: Swap): Swap => ({
  before: before.slice(0, 200),
  after: after.slice(0, 200),
})
/** Lets sealed values that may not change change their key, around what is between, in one batch. */
export const swappingStatements = (
  swaps: readonly Swap[],
  between: readonly Statement[],
): Statement[] => [
  sql`INSERT INTO seal_swaps (sealed_before, sealed_after)
      SELECT value ->> 'before', value ->> 'after' FROM json_each(${JSON.stringify(swaps.map(beginnings))})`,
  ...between,
  sql`DELETE FROM seal_swaps`,
]
