import type { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'

/** What of a city must be the same after a copy was brought back. Sums in fen. */
const Totals = z.strictObject({
  journal_rows: z.int(),
  transfers: z.int(),
  accounts: z.int(),
  /** Of all balances together: always nought. */
  balance_fen: z.int(),
  /** What stands in escrow for all holders. */
  escrow_fen: z.int(),
  last_journal_id: z.string().nullable(),
  last_content_hash: z.string().nullable(),
})

type Totals = z.output<typeof Totals>
export const Manifest = z.strictObject({
  object: z.literal('backup'),
  name: z.string(),
  made_at: z.string(),
  version: z.string(),
  last_migration: z.string().nullable(),
  /** The database as one file. */
  database: z.strictObject({ bytes: z.int(), sha256: z.string() }),
  /** Gzipped and, where a key is named, sealed; in the order in which they are put together. */
  parts: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  is_sealed: z.boolean(),
  /** The last day that was closed, and the hash everybody may have kept of it. */
  sealed_day: z.strictObject({ day: z.string(), content_hash: z.string() }).nullable(),
  totals: Totals,
})
export type Manifest = z.output<typeof Manifest>

const number = (row: Record<string, unknown> | undefined, name: string) => Number(row?.[name] ?? 0)
const text = (row: Record<string, unknown> | undefined, name: string) =>
  row?.[name] == null ? null : String(row[name])

/** Read from a copy that nobody writes. */
export function readTotals(database: DatabaseSync): Totals {
  const accounts = database
    .prepare(
      `SELECT count(*) AS n, coalesce(sum(balance_fen), 0) AS sum_fen,
              coalesce(sum(iif(id LIKE 'escrow:%', balance_fen, 0)), 0) AS escrow_fen FROM ledger_accounts`,
    )
    .get()
  const journal = database.prepare('SELECT count(*) AS n FROM journal').get()
  const last = database
    .prepare('SELECT id, content_hash FROM journal ORDER BY id DESC LIMIT 1')
    .get()
  const transfers = database.prepare('SELECT count(*) AS n FROM ledger_transfers').get()
  return {
    journal_rows: number(journal, 'n'),
    transfers: number(transfers, 'n'),
    accounts: number(accounts, 'n'),
    balance_fen: number(accounts, 'sum_fen'),
    escrow_fen: number(accounts, 'escrow_fen'),
    last_journal_id: text(last, 'id'),
    last_content_hash: text(last, 'content_hash'),
  }
}

export function readSealedDay(database: DatabaseSync): Manifest['sealed_day'] {
  const row = database
    .prepare(
      "SELECT day, content_hash FROM bank_closes WHERE phase = 'sealed' ORDER BY day DESC LIMIT 1",
    )
    .get()
  return row ? { day: String(row.day), content_hash: String(row.content_hash) } : null
}

export const readLastMigration = (database: DatabaseSync): string | null =>
  text(database.prepare('SELECT max(name) AS name FROM d1_migrations').get(), 'name')
