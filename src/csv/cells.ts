import { stopAt } from '../statements/faults'

/** One record of a CSV and the physical line on which it begins. */
export type CsvRecord = { line: number; cells: string[] }

const CELLS_MAX = 64
const CELL_CHARS_MAX = 1_000

/**
 * Splits a CSV by RFC 4180: cells in quotes may hold commas, line breaks and doubled quotes; lines end
 * in CRLF or LF. Blank lines say nothing. Stops the file where a quote is not closed, stands in the
 * middle of a bare cell, or is followed by more text.
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let [at, line] = [0, 1]
  while (at < text.length) {
    const record: CsvRecord = { line, cells: [] }
    let more = true
    while (more) {
      const cell = text[at] === '"' ? quotedCell(text, at, line) : bareCell(text, at, line)
      record.cells.push(cell.text)
      if (record.cells.length > CELLS_MAX) stopAt({ line, pointer: '' }, 'csv_cells_count')
      line += cell.lines
      at = cell.end
      more = text[at] === ','
      if (more) at += 1
    }
    at = pastBreak(text, at, line)
    line += 1
    if (record.cells.length > 1 || record.cells[0] !== '') yield record
  }
}

type Cell = { text: string; end: number; lines: number }

function bareCell(text: string, from: number, line: number): Cell {
  let end = from
  while (end < text.length && !',\n'.includes(text[end] ?? '')) end += 1
  const whole = text.slice(from, end)
  const cell = text[end] === ',' ? whole : whole.replace(/\r$/, '')
  if (cell.includes('"') || cell.includes('\r')) stopAt({ line, pointer: '' }, 'csv_malformed')
  return { text: checked(cell, line), end: from + cell.length, lines: 0 }
}

function quotedCell(text: string, from: number, line: number): Cell {
  let end = from + 1
  for (;;) {
    end = text.indexOf('"', end)
    if (end === -1) stopAt({ line, pointer: '' }, 'csv_malformed')
    if (text[end + 1] !== '"') break
    end += 2
    if (end - from > 3 * CELL_CHARS_MAX) stopAt({ line, pointer: '' }, 'value_too_long')
  }
  const cell = text.slice(from + 1, end).replaceAll('""', '"')
  const lines = cell.split('\n').length - 1
  return { text: checked(cell, line), end: end + 1, lines }
}

function pastBreak(text: string, at: number, line: number): number {
  if (at >= text.length) return at
  if (text[at] === '\n') return at + 1
  if (text.startsWith('\r\n', at)) return at + 2
  if (text[at] === '\r' && at + 1 === text.length) return at + 1
  return stopAt({ line, pointer: '' }, 'csv_malformed')
}

function checked(cell: string, line: number): string {
  if (cell.length > CELL_CHARS_MAX) stopAt({ line, pointer: '' }, 'value_too_long')
  return cell
}

/**
 * Programs for tables run what begins with one of these as a formula, so we write an apostrophe before
 * it (OWASP ASVS 5.0 V1.2.10) and take it away again when we read.
 */
const FORMULA = /^[=+\-@\t\r]/

export function csvCell(text: string): string {
  const safe = FORMULA.test(text) || /^'[=+\-@\t\r']/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvCellText(cell: string): string {
  const text = cell.trim()
  return /^'[=+\-@\t\r']/.test(text) ? text.slice(1) : text
}
