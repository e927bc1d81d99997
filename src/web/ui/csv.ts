import { csvCell } from '../../csv/cells'

/** Rows as a spreadsheet opens them: UTF-8 with a mark, CRLF, and no cell that runs as a formula. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`
