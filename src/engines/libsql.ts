import type { Db, Row, Statement } from '../platform/d1'
import { StorageError } from '../platform/d1'
import { patiently } from './patience'
import { onlyReads } from './reads'

type LibsqlAnswer = { columns: string[]; rows: ArrayLike<unknown>[] }
/** What is used of `Client` of @libsql/client: the package itself is no part of the product. */
type LibsqlClient = {
  protocol: string
  batch(
    statements: { sql: string; args: Statement['values'][number][] }[],
    mode: 'read' | 'write',
  ): Promise<LibsqlAnswer[]>
  reconnect(): Promise<void> | void
}

/** libSQL: a file beside the process, or a server that speaks its protocol. The client's batch is the transaction. */
export function libsql(client: LibsqlClient): Db {
  const attempt = client.protocol === 'file' ? oneByOne(client) : client.batch.bind(client)
  return {
    batch: (statements) =>
      patiently(async () => {
        if (statements.length === 0) return []
        const mode = statements.every(({ text }) => onlyReads(text)) ? 'read' : 'write'
        const asked = statements.map(({ text, values }) => ({ sql: text, args: [...values] }))
        const answers = await attempt(asked, mode).catch(tell)
        return answers.map(rowsOf)
      }),
  }
}

/** Of two columns with one name the last counts, as in the other engines; the client itself keeps the first. */
const rowsOf = ({ columns, rows }: LibsqlAnswer): Row[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))

/**
 * Of a file, one batch after another (each is done before the next could begin anyway). A connection that was told
 * SQLITE_BUSY keeps its BEGIN in progress and can commit nothing any more (libsql 0.5): it is opened anew, while no other
 * batch is under way.
 */
function oneByOne(client: LibsqlClient): LibsqlClient['batch'] {
  let before: Promise<unknown> = Promise.resolve()
  return (...asked) => {
    const mine = before.then(async () => {
      try {
        return await client.batch(...asked)
      } catch (error) {
        if (codeOf(error)?.startsWith('SQLITE_BUSY')) await client.reconnect()
        throw error
      }
    })
    before = mine.catch(() => null)
    return mine
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** libSQL puts the code before what SQLite said, sometimes twice; here it comes after, as in every engine. */
function tell(error: unknown): never {
  const code = codeOf(error)
  if (!(error instanceof Error) || code === null) throw error
  let said = error.message
  while (said.startsWith(`${code}: `)) said = said.slice(code.length + 2)
  throw new StorageError(said, primaryOf(code), error)
}

/** `SQLITE_CONSTRAINT_CHECK` is a kind of `SQLITE_CONSTRAINT`: the primary code is its first two words. */
const primaryOf = (code: string): string => /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code
