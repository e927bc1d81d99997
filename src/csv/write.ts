import { insist } from '../kernel/refusals'
import { decimalFromFen } from '../statements/decimal'
import type { BankLine, BankStatement } from '../statements/statement'
import { csvCell } from './cells'
import { ANSWERS, COLUMNS, type Column, DIRECTIONS, RECORDS, STATUSES } from './columns'

type Cells = Partial<Record<Column, string | null>>

/**
 * Writes complete statements as our CSV (docs/bank-files.md), which `readCsv` reads back: UTF-8 text
 * with a BOM and CRLF, so that every table program shows the Chinese; cells that a program would run
 * as a formula get an apostrophe.
 */
export function writeCsv(statements: BankStatement[]): string {
  const columns = Object.values(COLUMNS).map(([name]) => name)
  const rows = statements.flatMap((statement) => [
    rowOf(balanceCells('opening', statement)),
    ...lineRows(statement),
    rowOf(balanceCells('closing', statement)),
  ])
  return `\uFEFF${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

function balanceCells(record: 'opening' | 'closing', statement: BankStatement): Cells {
  const { account_no, statement_id, sequence, from_on, to_on } = statement
  const opening = record === 'opening'
  const balance_fen = opening ? statement.opening_fen : statement.closing_fen
  insist(balance_fen !== null, 'only a complete statement is written')
  return {
    record: RECORDS[record][0],
    account_no,
    currency: 'CNY',
    statement_id,
    sequence: sequence === null ? null : String(sequence),
    booked_on: opening ? from_on : to_on,
    ...movement(balance_fen),
  }
}

function lineRows({ account_no, opening_fen, lines }: BankStatement): string[] {
  let running_fen: number = opening_fen ?? 0
  return lines.map((line) => {
    if (line.status === 'booked') running_fen += line.amount_fen
    const balance = line.status === 'booked' ? signedDecimal(running_fen) : null
    return rowOf({ ...lineCells(line), account_no, balance })
  })
}

function lineCells(line: BankLine): Cells {
  const { charges_fen, charges_apart_fen, batch_count, ...texts } = line
  return {
    record: RECORDS.line[0],
    currency: 'CNY',
    booked_on: line.booked_on,
    value_on: line.value_on,
    ...movement(line.amount_fen),
    status: STATUSES[line.status][0],
    is_reversal: yesNo(line.is_reversal),
    bank_reference: texts.bank_reference,
    instruction_id: texts.instruction_id,
    end_to_end_id: texts.end_to_end_id,
    batch_id: texts.batch_id,
    batch_count: batch_count === null ? null : String(batch_count),
    is_charge: yesNo(line.is_charge),
    charges: charges_fen === 0 ? null : signedDecimal(charges_fen),
    charges_apart: charges_apart_fen === 0 ? null : signedDecimal(charges_apart_fen),
    counterparty_name: texts.counterparty_name,
    counterparty_account: texts.counterparty_account,
    remittance: texts.remittance,
    kind: texts.kind,
  }
}

const movement = (amount_fen: number): Cells => ({
  direction: DIRECTIONS[amount_fen < 0 ? 'out' : 'in'][0],
  amount: decimalFromFen(amount_fen),
})
const signedDecimal = (amount_fen: number) =>
  `${amount_fen < 0 ? '-' : ''}${decimalFromFen(amount_fen)}`
const yesNo = (yes: boolean) => ANSWERS[yes ? 'yes' : 'no'][0]

function rowOf(cells: Cells): string {
  const columns = Object.keys(COLUMNS).filter((name): name is Column => name in COLUMNS)
  return columns.map((column) => csvCell(cells[column] ?? '')).join(',')
}
