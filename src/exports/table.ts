import { csvCell } from '../csv/cells'
import type { Fen } from '../kernel/money'
import type { Name } from './account-rules'
import type { Booking, Leg, Source } from './source'
import { hledgerName, signedYuan } from './text-rules'

/** A cell is a text, an amount of money, or a count of things. */
export type Cell = string | { amount_fen: Fen } | { count: number }

export const ENTRY_COLUMNS = [
  '记录',
  '日期',
  '划转编号',
  '科目',
  '对方科目',
  '金额（元）',
  '事由',
  '事项编号',
  '卡号',
  '发生时间（UTC）',
  '入账时间（UTC）',
] as const
export const CLOSING_COLUMNS = ['日期', '科目', '期末余额（元）'] as const

/** One row for each account's opening balance, then one for each entry: an account's rows add up to what it holds. */
export async function* entryRows({ openings, bookings, span }: Source): AsyncGenerator<Cell[][]> {
  for await (const page of openings())
    yield page.map(({ name, amount_fen }) => opening(span.from, name, amount_fen))
  for await (const page of bookings()) yield page.flatMap(entriesOf)
}

const opening = (from: string, name: Name, amount_fen: Fen): Cell[] => {
  const account = hledgerName(name)
  return ['期初', from, '', account, '', { amount_fen }, 'opening balances', '', '', '', '']
}

const entriesOf = (booking: Booking): Cell[][] => {
  const [from, to] = booking.legs
  return [entry(booking, from, to), entry(booking, to, from)]
}
const entry = (booking: Booking, own: Leg, other: Leg): Cell[] => [
  '分录',
  booking.booked_on,
  booking.id,
  hledgerName(own.name),
  hledgerName(other.name),
  { amount_fen: own.amount_fen },
  booking.reason,
  booking.subject_id,
  own.card_id ?? '',
  booking.event_at,
  booking.created_at,
]

export async function* closingRows({ closings, span }: Source): AsyncGenerator<Cell[][]> {
  for await (const page of closings())
    yield page.map(({ name, amount_fen }) => [span.to, hledgerName(name), { amount_fen }])
}

/**
 * The entries as CSV (RFC 4180): UTF-8 with a BOM and CRLF, so that every table program shows the Chinese. A text that a
 * program would run as a formula gets an apostrophe; an amount is a number, minus sign and all.
 */
export async function* writeCsv(source: Source): AsyncGenerator<string> {
  yield `\uFEFF${ENTRY_COLUMNS.map(csvCell).join(',')}\r\n`
  for await (const page of entryRows(source)) yield page.map(csvRow).join('')
}

export const csvRow = (cells: readonly Cell[]): string => `${cells.map(written).join(',')}\r\n`
function written(cell: Cell): string {
  if (typeof cell === 'string') return csvCell(cell)
  return 'count' in cell ? String(cell.count) : signedYuan(cell.amount_fen)
}
