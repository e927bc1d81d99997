import type { LocalDate } from '../kernel/time'

export type StatementLine = {
  account_no: string
  booked_on: LocalDate
  amount_fen: number
  bank_reference: string
  instruction_id: string
  end_to_end_id: string
  batch_count: number | null
  is_reversal: boolean
  is_charge: boolean
  counterparty_name: string
  counterparty_account: string
  remittance: string
}
export type AccountDay = {
  account_no: string
  statement_id: string
  sequence: number
  day: LocalDate
  opening_fen: number
  lines: StatementLine[]
}

const COLUMNS =
  '行别,账号,对账单号,期号,记账日期,借贷,金额,冲正,银行流水号,指令号,端到端号,批次号,批次笔数,银行收费,对方户名,对方账号,附言'

/** A statement file as this bank writes it: one statement after the other, UTF-8, balances and lines in yuan. */
export function statementCsv(days: readonly AccountDay[]): Uint8Array {
  const rows = days.flatMap((day) => [balanceRow('期初', day), ...lineRows(day), closingRow(day)])
  return new TextEncoder().encode(`${[COLUMNS, ...rows].join('\r\n')}\r\n`)
}

const closingRow = (day: AccountDay): string =>
  balanceRow('期末', {
    ...day,
    opening_fen: day.lines.reduce((sum, line) => sum + line.amount_fen, day.opening_fen),
  })

function balanceRow(record: string, of: AccountDay): string {
  const { account_no, statement_id, sequence, day, opening_fen } = of
  const head = record === '期初' ? [statement_id, String(sequence)] : ['', '']
  return cells([record, account_no, ...head, day, ...money(opening_fen), ...BLANKS])
}
const BLANKS = Array.from({ length: 10 }, () => '')

const lineRows = ({ lines }: AccountDay): string[] =>
  lines.map((line) =>
    cells([
      '明细',
      line.account_no,
      '',
      '',
      line.booked_on,
      ...money(line.amount_fen),
      line.is_reversal ? '是' : '否',
      line.bank_reference,
      line.instruction_id,
      line.end_to_end_id,
      line.batch_count === null ? '' : line.bank_reference,
      line.batch_count === null ? '' : String(line.batch_count),
      line.is_charge ? '是' : '否',
      line.counterparty_name,
      line.counterparty_account,
      line.remittance,
    ]),
  )

/** 贷 into the account, 借 out of it; yuan with two digits, made from fen without a fraction in between. */
function money(amount_fen: number): [string, string] {
  const digits = String(Math.abs(amount_fen)).padStart(3, '0')
  return [amount_fen < 0 ? '借' : '贷', `${digits.slice(0, -2)}.${digits.slice(-2)}`]
}

const cells = (values: readonly string[]): string =>
  values
    .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',')
