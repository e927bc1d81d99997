import type { Db, Row, Statement } from '../platform/d1'
import { StorageError } from '../platform/storage-faults'
import { patiently } from './patience'
import { onlyReads } from './reads'

/** What is used of `Client` of @libsql/client: the package itself is no part of the product. */
export type LibsqlClient = {
  batch(
    statements: { sql: string; args: Statement['values'][number][] }[],
    mode: 'read' | 'write',
  ): Promise<{ rows: Iterable<object> }[]>
}

/** libSQL: a file beside the process, or a server that speaks its protocol. The client's batch is the transaction. */
export function libsql(client: LibsqlClient): Db {
  return {
    batch: (statements) =>
      patiently(async () => {
        if (statements.length === 0) return []
        const mode = statements.every(({ text }) => onlyReads(text)) ? 'read' : 'write'
        const asked = statements.map(({ text, values }) => ({ sql: text, args: [...values] }))
        const answers = await client.batch(asked, mode).catch(tell)
        return answers.map(({ rows }) => Array.from(rows, (row): Row => ({ ...row })))
      }),
  }
}

/** libSQL puts the code before what SQLite said, sometimes twice; here it comes after, as in every engine. */
function tell(error: unknown): never {
  const { code } = error as { code?: unknown }
  if (!(error instanceof Error) || typeof code !== 'string') throw error
  let said = error.message
  while (said.startsWith(`${code}: `)) said = said.slice(code.length + 2)
  throw new StorageError(said, primaryOf(code), error)
}

/** `SQLITE_CONSTRAINT_CHECK` is a kind of `SQLITE_CONSTRAINT`: the primary code is its first two words. */
const primaryOf = (code: string): string => /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code
