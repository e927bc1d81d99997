import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { type LedgerTransferRow, ledgerRowsIn } from '../ledger/archived'
import { openSegment } from '../platform/archived'
import { all } from '../platform/d1'
import type { World } from '../platform/world'
import type { View } from './account-rules'
import type { Span } from './span-rules'
import { type BalanceRow, readCardShops, readPieces, type TransferRow } from './store'

/** Where history is read from: the database, and what moved out of it. */
export type Books = Pick<World, 'db' | 'archive' | 'secrets'>
const PIECES_AT_ONCE = 100
const CARDS_AT_ONCE = 1_000
const LAST_DAY: LocalDate = '9999-12-31'

/** What moved out since two moments, account by account, and what moved out later than with its own day. */
export type Archived = {
  /** By what the balance of an account today is more than it was before `at`, as far as that moved out. */
  since: (at: Instant) => ReadonlyMap<string, number>
  late: readonly LedgerTransferRow[]
  /** The newest day of which something moved out, if that is not before the span. */
  through: LocalDate | null
}

/** Reads what moved out since a span began, once, segment by segment. */
export async function archivedSince(books: Books, span: Span): Promise<Archived> {
  const of_start = new Map<string, number>()
  const of_end = new Map<string, number>()
  const late: LedgerTransferRow[] = []
  let through: LocalDate | null = null
  const from = localDate(span.starts_at)
  for await (const { day, transfers } of pieces(books, { from, to: LAST_DAY })) {
    through = day
    for (const transfer of transfers) {
      if (transfer.created_at < span.starts_at) continue
      move(of_start, transfer)
      if (transfer.created_at >= span.ends_at) move(of_end, transfer)
      else if (localDate(transfer.created_at) !== day) late.push(transfer)
    }
  }
  return { since: (at) => (at === span.starts_at ? of_start : of_end), late, through }
}
function move(sums: Map<string, number>, of: LedgerTransferRow): void {
  const { from_account_id: from, to_account_id: to, amount_fen } = of
  sums.set(from, (sums.get(from) ?? 0) - amount_fen)
  sums.set(to, (sums.get(to) ?? 0) + amount_fen)
}

type Piece = { day: LocalDate; transfers: LedgerTransferRow[] }
async function* pieces(
  books: Books,
  { from, to }: { from: LocalDate; to: LocalDate },
): AsyncGenerator<Piece> {
  for (let after = 0; ; ) {
    const page = await all(books.db, readPieces({ from, to, after, limit: PIECES_AT_ONCE }))
    for (const row of page)
      yield { day: row.day, transfers: ledgerRowsIn(await openSegment(books, row)).transfers }
    const last = page.at(-1)
    if (!last) return
    after = last.no
  }
}

/** Transfers of one day that moved out, of everybody or touching one shop, as the database lists its own. */
export async function archivedRows(
  books: Books,
  { merchant_id }: Pick<View, 'merchant_id'>,
  { late }: Archived,
  span: Span,
): Promise<TransferRow[]> {
  const day = localDate(span.starts_at)
  const gone = [...late]
  for await (const { transfers } of pieces(books, { from: day, to: day })) gone.push(...transfers)
  const own = gone.filter(({ created_at: at }) => at >= span.starts_at && at < span.ends_at)
  const shops = await cardShops(
    books,
    own.flatMap((one) => [one.from_account_id, one.to_account_id]),
  )
  const shopOf = (account_id: string) => shops.get(ownerOf(account_id)) ?? null
  return own
    .map((one) => ({
      ...one,
      from_card_shop: shopOf(one.from_account_id),
      to_card_shop: shopOf(one.to_account_id),
    }))
    .filter(
      ({ from_card_shop, from_account_id, to_card_shop, to_account_id }) =>
        merchant_id === null ||
        (from_card_shop ?? ownerOf(from_account_id)) === merchant_id ||
        (to_card_shop ?? ownerOf(to_account_id)) === merchant_id,
    )
}

const less = (row: BalanceRow, fen = 0): BalanceRow => ({
  ...row,
  balance_fen: row.balance_fen - fen,
})
/** Balances as the database makes them, less what moved out since. */
export const withArchived = (
  rows: readonly BalanceRow[],
  since: ReadonlyMap<string, number>,
): BalanceRow[] => rows.map((row) => less(row, since.get(row.account_id)))
/** The same of what a shop's cards have together, kind by kind. */
export const withArchivedShops = (
  rows: readonly BalanceRow[],
  of_shops: ReadonlyMap<string, number>,
): BalanceRow[] =>
  rows.map((row) => less(row, of_shops.get(`${kindOf(row.account_id)}:${row.shop}`)))
/** What moved on cards' accounts, by kind and shop: `<kind>:<shop>`. */
export async function byShop(
  books: Books,
  since: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const shops = await cardShops(books, [...since.keys()])
  const sums = new Map<string, number>()
  for (const [id, fen] of since) {
    const key = `${kindOf(id)}:${shops.get(ownerOf(id))}`
    sums.set(key, (sums.get(key) ?? 0) + fen)
  }
  return sums
}
async function cardShops(books: Books, accounts: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(accounts.map(ownerOf))]
  const shops = new Map<string, string>()
  for (let i = 0; i < ids.length; i += CARDS_AT_ONCE) {
    const page = JSON.stringify(ids.slice(i, i + CARDS_AT_ONCE))
    for (const { id, merchant_id } of await all(books.db, readCardShops(page)))
      shops.set(id, merchant_id)
  }
  return shops
}
const kindOf = (account_id: string): string => account_id.slice(0, account_id.indexOf(':'))
const ownerOf = (account_id: string): string => account_id.slice(account_id.indexOf(':') + 1)
