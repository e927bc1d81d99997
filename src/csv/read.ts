import { orFault } from '../iso20022/document'
import { signed } from '../iso20022/iso'
import type { Fen } from '../kernel/money'
import { decodeCsv, FILE_LIMITS, type FileLimits, refuseSize } from '../statements/bytes'
import { controlSums } from '../statements/checks'
import { exactSum } from '../statements/decimal'
import { FaultList, stopAt } from '../statements/faults'
import { joinPages, type Page } from '../statements/pages'
import type { BankLine, BankStatement, Reading } from '../statements/statement'
import { csvRecords } from './cells'
import { RECORDS, STATUSES } from './columns'
import { CsvRow, columnPlaces } from './row'

/**
 * Reads our CSV (docs/bank-files.md): a header, then per account a 期初 row, its 明细 rows and a 期末
 * row. UTF-8 or GBK, told apart by the bytes. Gives every statement, or every fault with its line and
 * column and no statement at all; it never throws for what a file contains.
 */
export function readCsv(bytes: Uint8Array, limits = FILE_LIMITS): Reading {
  return orFault(() => new CsvReader(limits).read(bytes))
}

/** The statement that is being read, and the balance after its latest booked row. */
type OpenStatement = { statement: BankStatement; running_fen: Fen; last: BankLine | null }
const CURRENCIES = ['CNY', 'RMB', '人民币']
const BLANK = { format: 'csv', version: null, currency: 'CNY', is_copy: false } as const
const ONE_PAGE = { first: 1, last: 1, is_last: true, is_complete: true }

class CsvReader {
  private readonly faults = new FaultList()
  private readonly pages: Page[] = []
  private open: OpenStatement | null = null
  private line_count = 0

  constructor(private readonly limits: FileLimits) {}

  read(bytes: Uint8Array): Reading {
    refuseSize(bytes, this.limits)
    const records = csvRecords(decodeCsv(bytes))
    const header = records.next().value
    if (header === undefined) stopAt({ line: null, pointer: '' }, 'file_empty')
    const columns = columnPlaces(header, this.faults)
    if (columns === null) return joinPages([], this.faults)
    for (const record of records) {
      const row = new CsvRow(record, columns, this.faults)
      if (record.cells.length === header.cells.length) this.row(row)
      else this.faults.add({ line: row.line, pointer: `/${row.line}` }, 'csv_cells_count')
    }
    this.endsWell(this.pages.length)
    return joinPages(this.pages, this.faults)
  }

  private endsWell(statements: number): void {
    const place = { line: null, pointer: '/期末' }
    if (this.open !== null || statements === 0) this.faults.add(place, 'balance_missing')
  }

  private row(row: CsvRow): void {
    const currency = row.text('currency') ?? 'CNY'
    if (!CURRENCIES.includes(currency)) this.faults.add(row.at('currency'), 'currency_not_cny')
    const word = row.required('record')
    const record = word === '' ? null : row.choice('record', RECORDS, 'line')
    if (record === null) return
    if ((record === 'opening') !== (this.open === null)) {
      this.faults.add(row.at('record'), 'csv_record_order')
      return
    }
    if (this.pages.length >= this.limits.statements) stopAt(row.at('record'), 'file_too_long')
    if (this.open === null) this.open = opened(row)
    else this.within(row, this.open, record)
  }

  private within(row: CsvRow, open: OpenStatement, record: 'opening' | 'line' | 'closing'): void {
    if (row.required('account_no') !== open.statement.account_no)
      this.faults.add(row.at('account_no'), 'account_differs')
    if (record === 'line') this.line(row, open)
    else this.closing(row, open)
  }

  private line(row: CsvRow, open: OpenStatement): void {
    this.line_count += 1
    if (this.line_count > this.limits.lines) stopAt(row.at('record'), 'file_too_long')
    const line = lineOf(row, open)
    if (line.amount_fen === 0) this.faults.add(row.at('amount'), 'amount_not_positive')
    if (line.booked_on === null && line.status === 'booked') row.required('booked_on')
    open.statement.lines.push(line)
    open.last = line
    if (line.status !== 'booked') return
    const running_fen = exactSum([open.running_fen, line.amount_fen])
    const told_fen = row.text('balance') === null ? null : row.signedAmount('balance')
    if (told_fen !== null && told_fen !== running_fen)
      this.faults.add(row.at('balance'), 'running_balance_differs')
    open.running_fen = told_fen ?? running_fen
  }

  private closing(row: CsvRow, { statement }: OpenStatement): void {
    const to_on = row.day('booked_on')
    if (to_on === null) row.required('booked_on')
    const { account_no, from_on } = statement
    const closed: BankStatement = {
      ...statement,
      statement_id: statement.statement_id || `${account_no}/${from_on}/${to_on}`,
      to_on,
      closing_fen: signed(row.sign(), amountOf(row)),
      sums: controlSums(statement.lines),
    }
    this.pages.push({ statement: closed, place: row.at('amount') })
    this.open = null
  }
}

function opened(row: CsvRow): OpenStatement {
  const opening_fen = signed(row.sign(), amountOf(row))
  const from_on = row.day('booked_on')
  if (from_on === null) row.required('booked_on')
  const statement: BankStatement = {
    ...BLANK,
    account_no: row.required('account_no'),
    statement_id: row.text('statement_id') ?? '',
    sequence: row.count('sequence'),
    pages: ONE_PAGE,
    from_on,
    to_on: null,
    opening_fen,
    closing_fen: null,
    available_fen: null,
    lines: [],
    sums: controlSums([]),
  }
  return { statement, running_fen: opening_fen, last: null }
}

function lineOf(row: CsvRow, { statement, last }: OpenStatement): BankLine {
  const batch_id = row.text('batch_id')
  const bank_reference = row.text('bank_reference')
  // Rows that follow each other with one batch number and one reference are one entry of the bank.
  const follows =
    batch_id !== null && last?.batch_id === batch_id && last.bank_reference === bank_reference
  const entry_no = (last?.entry_no ?? 0) + (follows ? 0 : 1)
  return {
    line_no: statement.lines.length + 1,
    entry_no,
    file_line: row.line,
    bank_reference,
    end_to_end_id: row.text('end_to_end_id'),
    instruction_id: row.text('instruction_id'),
    batch_id,
    batch_count: row.count('batch_count'),
    amount_fen: signed(row.sign(), amountOf(row)),
    booked_on: row.day('booked_on'),
    value_on: row.day('value_on'),
    status: row.choice('status', STATUSES, 'booked'),
    is_reversal: row.yes('is_reversal'),
    is_charge: row.yes('is_charge'),
    charges_fen: row.signedAmount('charges'),
    charges_apart_fen: row.signedAmount('charges_apart'),
    counterparty_name: row.text('counterparty_name'),
    counterparty_account: row.text('counterparty_account'),
    remittance: row.text('remittance'),
    kind: row.text('kind'),
  }
}

function amountOf(row: CsvRow): Fen {
  row.required('amount')
  return row.amount('amount')
}
