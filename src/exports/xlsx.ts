import type { Source } from './source'
import { type Cell, CLOSING_COLUMNS, closingRows, ENTRY_COLUMNS, entryRows } from './table'
import { SHEET_ENDS, sheetBegins, sheetRow, workbookParts } from './xlsx-parts-rules'
import { type Piece, zipped } from './zip'

/** A sheet has 1,048,576 rows and no more; what goes beyond goes on in another sheet. */
const ROWS_MAX = 1_000_000

/**
 * The entries and the closing balances as an Excel workbook (ECMA-376, one fixed format): ids are texts, amounts are
 * numbers, the header stays in sight. It is compressed as it is read.
 */
export const writeXlsx = (source: Source, rows_max = ROWS_MAX): AsyncGenerator<Uint8Array> =>
  zipped(piecesOf(source, rows_max), source.span.ends_at)

async function* piecesOf(source: Source, rows_max: number): AsyncGenerator<Piece> {
  const names: string[] = []
  const entries = { name: '分录', columns: ENTRY_COLUMNS, rows: entryRows(source), rows_max }
  yield* sheets(entries, names)
  const closing = {
    name: '期末余额',
    columns: CLOSING_COLUMNS,
    rows: closingRows(source),
    rows_max,
  }
  yield* sheets(closing, names)
  for (const [path, text] of workbookParts(names)) yield { path, text }
}

type Table = {
  name: string
  columns: readonly string[]
  rows: AsyncGenerator<Cell[][]>
  rows_max: number
}
/** As many sheets as the table needs, each with its header; their names are added to `names`. */
async function* sheets(table: Table, names: string[]): AsyncGenerator<Piece> {
  const { name, columns, rows, rows_max } = table
  const first = names.length
  const path = () => `xl/worksheets/sheet${names.length}.xml`
  const begins = (): Piece => {
    const nth = names.length - first + 1
    names.push(nth === 1 ? name : `${name} ${nth}`)
    return { path: path(), text: sheetBegins(columns) }
  }
  yield begins()
  let row = 1
  for await (const page of rows) {
    for (let at = 0; at < page.length; ) {
      if (row > rows_max) {
        yield { path: path(), text: SHEET_ENDS }
        yield begins()
        row = 1
      }
      const fitting = page.slice(at, at + rows_max - row + 1)
      const text = fitting.map((cells) => sheetRow(cells, ++row)).join('')
      yield { path: path(), text }
      at += fitting.length
    }
  }
  yield { path: path(), text: SHEET_ENDS }
}
