import { type Fen, fen, sumFen } from '../kernel/money'
import {
  DAY_MS,
  dayStart,
  epochMs,
  type Instant,
  type LocalDate,
  localDate,
  plusDays,
} from '../kernel/time'
import { all, type Db, type IdRow, type Statement } from '../platform/d1'
import { accountCard, accountName, type Name, outsideName, type View } from './account-rules'
import {
  type Archived,
  archivedRows,
  archivedSince,
  type Books,
  byShop,
  withArchived,
  withArchivedShops,
} from './archived'
import type { Span } from './span-rules'
import {
  type BalanceRow,
  cardPageQuery,
  idsFrom,
  idsUntil,
  listTransfers,
  lowestId,
  type Moment,
  merchantPageQuery,
  readCardBalances,
  readCardSums,
  readProviderBalances,
  readShopBalances,
  type TransferRow,
} from './store'

/** How much is in memory at a time. D1 lets one request ask about a thousand times. */
export type Sizes = { transfers: number; shops: number; cards: number }
const SIZES: Sizes = { transfers: 2_000, shops: 20, cards: 1_000 }
/** One statement looks for a shop's transfers among everybody's of so many days, and no more. */
const WINDOW_MS = 7 * DAY_MS

/** What an account has, by accountants' sign: assets above zero, liabilities below. */
type Balance = { name: Name; amount_fen: Fen }
/** One side of a transfer, by accountants' sign. */
export type Leg = { name: Name; amount_fen: Fen; card_id: string | null }
export type Booking = {
  id: string
  booked_on: LocalDate
  reason: string
  subject_id: string
  event_at: Instant
  created_at: Instant
  legs: readonly [Leg, Leg]
}
/** Everything a file is made of, read page by page; what is read twice is the same both times. */
export type Source = {
  view: View
  span: Span
  openings: () => AsyncGenerator<Balance[]>
  closings: () => AsyncGenerator<Balance[]>
  bookings: () => AsyncGenerator<Booking[]>
}

export function exportSource(books: Books, view: View, span: Span, sizes: Sizes = SIZES): Source {
  const { db } = books
  let read: Promise<Archived> | null = null
  const archived = () => {
    read ??= archivedSince(books, span)
    return read
  }
  const reader = { books, db, view, span, sizes, archived }
  return {
    view,
    span,
    openings: () => balances(reader, { at: span.starts_at, ends_at: span.ends_at }),
    closings: () => balances(reader, { at: span.ends_at, ends_at: span.ends_at }),
    bookings: () => bookings(reader),
  }
}
type Reader = {
  books: Books
  db: Db
  view: View
  span: Span
  sizes: Sizes
  archived: () => Promise<Archived>
}

async function* balances(reader: Reader, moment: Moment): AsyncGenerator<Balance[]> {
  const { view } = reader
  let inside_fen = fen(0)
  for await (const rows of balanceRows(reader, moment)) {
    const page = rows.map((row) => balanceFrom(row, view))
    inside_fen = sumFen([inside_fen, ...page.map(({ amount_fen }) => amount_fen)])
    yield page
  }
  // A transfer moves as much as it takes: what the shop has less than nothing is outside, whoever has it.
  if (view.merchant_id !== null)
    yield [{ name: outsideName(view.merchant_id), amount_fen: fen(0 - inside_fen) }]
}

const balanceFrom = (row: BalanceRow, view: View): Balance => ({
  name: accountName(row.account_id, row.shop, view),
  amount_fen: fen(0 - row.balance_fen),
})

async function* balanceRows(
  { books, db, view, sizes, archived }: Reader,
  moment: Moment,
): AsyncGenerator<BalanceRow[]> {
  const since = (await archived()).since(moment.at)
  const of_shops = await byShop(books, since)
  const { merchant_id } = view
  const shops = (after: string) => merchantPageQuery({ merchant_id, after, limit: sizes.shops })
  for await (const page of idsOf(db, shops)) {
    const own = withArchived(await all(db, readShopBalances(page, moment)), since)
    const sums = view.detail === 'shop' ? await all(db, readCardSums(page, moment)) : []
    const of_cards = withArchivedShops(sums, of_shops)
    // Shop by shop, so that the file is the same however many shops a page has.
    yield page.flatMap((id) => [...own, ...of_cards].filter(({ shop }) => shop === id))
  }
  const cards = (after: string) => cardPageQuery({ merchant_id, after, limit: sizes.cards })
  if (view.detail === 'card')
    for await (const page of idsOf(db, cards))
      yield withArchived(await all(db, readCardBalances(page, moment)), since)
  if (merchant_id === null) yield withArchived(await all(db, readProviderBalances(moment)), since)
}

/** Pages of ids, each behind the last of the page before. */
async function* idsOf(db: Db, page: (after: string) => Statement<IdRow>): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const ids = (await all(db, page(after))).map(({ id }) => id)
    if (ids.length === 0) return
    yield ids
    after = ids.at(-1) ?? ''
  }
}

/** What moved out day by day, each of them in memory at a time, and then what is here page by page. */
async function* bookings(reader: Reader): AsyncGenerator<Booking[]> {
  const { view, span } = reader
  const { through } = await reader.archived()
  let starts_at = span.starts_at
  while (through !== null && localDate(starts_at) <= through && starts_at < span.ends_at) {
    const next = dayStart(plusDays(localDate(starts_at), 1))
    const of_day = { ...span, starts_at, ends_at: next < span.ends_at ? next : span.ends_at }
    const rows = await archivedRows(reader.books, view, await reader.archived(), of_day)
    for await (const page of keptRows(reader, of_day)) rows.push(...page)
    rows.sort((a, b) => (a.id < b.id ? -1 : 1))
    if (rows.length > 0) yield rows.map((row) => bookingFrom(row, view))
    starts_at = of_day.ends_at
  }
  for await (const page of keptRows(reader, { ...span, starts_at }))
    yield page.map((row) => bookingFrom(row, view))
}

async function* keptRows({ db, view, sizes }: Reader, span: Span): AsyncGenerator<TransferRow[]> {
  const last = idsUntil(span.ends_at)
  let after = idsFrom(span.starts_at)
  for (let window_ms = epochMs(span.starts_at); after < last; window_ms += WINDOW_MS) {
    const window_ends = lowestId(window_ms + WINDOW_MS)
    const until = window_ends < last ? window_ends : last
    for (let full = true; full; ) {
      const limit = sizes.transfers
      const asked = listTransfers({ merchant_id: view.merchant_id, span, after, until, limit })
      const rows = await all(db, asked)
      if (rows.length > 0) yield rows
      full = rows.length === limit
      after = full ? (rows.at(-1)?.id ?? until) : until
    }
  }
}

/** Money goes from one account to another; seen by accountants, the account it comes from is debited. */
function bookingFrom(row: TransferRow, view: View): Booking {
  const { id, reason, subject_id, event_at, created_at } = row
  const leg = (account_id: string, card_shop: string | null, amount_fen: number): Leg => {
    const name = accountName(account_id, card_shop, view)
    const is_outside = view.merchant_id !== null && name[1] === outsideName(view.merchant_id)[1]
    return {
      name,
      amount_fen: fen(amount_fen),
      card_id: is_outside ? null : accountCard(account_id),
    }
  }
  const legs = [
    leg(row.from_account_id, row.from_card_shop, row.amount_fen),
    leg(row.to_account_id, row.to_card_shop, -row.amount_fen),
  ] as const
  return { id, booked_on: localDate(created_at), reason, subject_id, event_at, created_at, legs }
}
