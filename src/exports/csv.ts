import { csvCell } from '../csv/cells'
import type { Source } from './source'
import { type Cell, ENTRY_COLUMNS, entryRows } from './table'
import { signedYuan } from './text-rules'

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
