import { isDay, signed } from '../iso20022/iso'
import { type Fen, fen } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import { fenFromDecimal } from '../statements/decimal'
import { type FaultList, type Place, quoted } from '../statements/faults'
import { type CsvRecord, csvCellText } from './cells'
import { ANSWERS, COLUMNS, type Column, choiceNamed, DIRECTIONS, REQUIRED } from './columns'

/** Where each column stands, or null after faults about the header. */
export function columnPlaces(header: CsvRecord, faults: FaultList): Map<Column, number> | null {
  const names = new Map<string, string>(
    Object.entries(COLUMNS).flatMap(([column, words]) => words.map((word) => [word, column])),
  )
  const [columns, before] = [new Map<Column, number>(), faults.count]
  for (const [index, cell] of header.cells.entries()) {
    const word = cell.replace(/\s/g, '').toLowerCase()
    const place = { line: header.line, pointer: `/${header.line}/${quoted(cell)}` }
    const column = names.get(word)
    if (column === undefined) faults.add(place, 'csv_header_unknown', quoted(cell))
    else if (!isColumn(column)) continue
    else if (columns.has(column)) faults.add(place, 'csv_header_twice', quoted(cell))
    else columns.set(column, index)
  }
  for (const column of REQUIRED)
    if (!columns.has(column))
      faults.add({ line: header.line, pointer: '/' }, 'csv_header_missing', COLUMNS[column][0])
  return faults.count > before ? null : columns
}

const isColumn = (name: string): name is Column => name in COLUMNS

/** One row, read by column; every fault points to its line and column. */
export class CsvRow {
  constructor(
    private readonly record: CsvRecord,
    private readonly columns: Map<Column, number>,
    private readonly faults: FaultList,
  ) {}

  get line(): number {
    return this.record.line
  }

  at(column: Column): Place {
    return { line: this.record.line, pointer: `/${this.record.line}/${COLUMNS[column][0]}` }
  }

  text(column: Column): string | null {
    const index = this.columns.get(column)
    const text = csvCellText((index === undefined ? null : this.record.cells[index]) ?? '')
    if (hasControls(text)) this.faults.add(this.at(column), 'value_unprintable')
    return text === '' ? null : text
  }

  required(column: Column): string {
    const text = this.text(column)
    if (text === null) this.faults.add(this.at(column), 'value_missing')
    return text ?? ''
  }

  /** Null when the cell is empty, or after a fault. */
  day(column: Column): LocalDate | null {
    const text = this.text(column)
    if (text === null) return null
    const [, year, month = '', day = ''] =
      /^(\d{4})(?:-(\d\d)-(\d\d)|\/(\d{1,2})\/(\d{1,2})|(\d\d)(\d\d))$/
        .exec(text)
        ?.filter((part) => part !== undefined) ?? []
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    if (isDay(iso)) return iso
    this.faults.add(this.at(column), 'date_malformed', quoted(text))
    return null
  }

  /** Unsigned; zero when the cell is empty or after a fault. */
  amount(column: Column): Fen {
    const text = this.text(column)
    const amount = text === null ? fen(0) : fenFromDecimal(text)
    if (typeof amount === 'number') return amount
    this.faults.add(this.at(column), amount, quoted(text ?? ''))
    return fen(0)
  }

  /** Like `amount`, but a minus may stand before it: an overdrawn balance, a charge given back. */
  signedAmount(column: Column): Fen {
    const text = this.text(column)
    if (text === null || !text.startsWith('-')) return this.amount(column)
    const amount = fenFromDecimal(text.slice(1))
    if (typeof amount === 'number') return signed(-1, amount)
    this.faults.add(this.at(column), amount, quoted(text))
    return fen(0)
  }

  count(column: Column): number | null {
    const text = this.text(column)
    if (text === null) return null
    if (/^\d{1,15}$/.test(text)) return Number(text)
    this.faults.add(this.at(column), 'number_malformed', quoted(text))
    return null
  }

  choice<Choice extends string>(
    column: Column,
    words: Record<Choice, readonly string[]>,
    otherwise: NoInfer<Choice>,
  ): Choice {
    const text = this.text(column)
    if (text === null) return otherwise
    const choice = choiceNamed(words, text)
    if (choice === null) this.faults.add(this.at(column), 'value_unknown', quoted(text))
    return choice ?? otherwise
  }

  yes(column: Column): boolean {
    return this.choice(column, ANSWERS, 'no') === 'yes'
  }

  /** 贷 is 1, 借 is −1. There is no default: a wrong direction is twice the amount. */
  sign(): 1 | -1 {
    this.required('direction')
    return this.choice('direction', DIRECTIONS, 'in') === 'in' ? 1 : -1
  }
}

/** Tab and line breaks may stand in a text; other control characters never do. */
const hasControls = (text: string) =>
  [...text].some((letter) => (letter < ' ' && !'\t\r\n'.includes(letter)) || letter === '\x7F')
