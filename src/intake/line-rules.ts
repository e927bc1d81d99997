import type { LocalDate } from '../kernel/time'
import type { BankLine, BankStatement } from '../statements/statement'
import { maskAccount, maskName, maskText } from './mask'

/** One line on its way into `bank_lines`: the values in the order of `LINE_COLUMNS`. */
export type LineValues = readonly (string | number | null)[]
export const LINE_COLUMNS = [
  'account_no',
  'merchant_id',
  'statement_id',
  'line_key',
  'booked_on',
  'amount_fen',
  'match_key',
  'bank_reference',
  'is_reversal',
  'is_charge',
  'batch_count',
  'counterparty',
  'counterparty_account',
  'remittance',
  'file_line',
  'state',
] as const

/**
 * The lines of a statement as they are stored: people masked, and two keys each. `line_key` tells the same movement
 * when it is told again in another file; the n-th line alike within one statement is the n-th movement, never a copy.
 */
export function* lineValues(statement: BankStatement, merchant_id: string): Generator<LineValues> {
  const alike = new Map<string, number>()
  for (const line of statement.lines) {
    const booked_on = bookedOn(line, statement)
    const base = keyBase(line, booked_on)
    const n = (alike.get(base) ?? 0) + 1
    alike.set(base, n)
    yield [
      statement.account_no,
      merchant_id,
      statement.statement_id,
      n === 1 ? base : `${base}|${n}`,
      booked_on,
      line.amount_fen,
      matchKeyOf(line),
      line.bank_reference,
      line.is_reversal ? 1 : 0,
      line.is_charge ? 1 : 0,
      line.batch_count,
      maskName(line.counterparty_name),
      maskAccount(line.counterparty_account),
      maskText(line.remittance),
      line.file_line,
      line.status === 'booked' ? 'open' : 'announced',
    ]
  }
}

/** Without a day of its own a line belongs to the last day that the statement tells of. */
const bookedOn = (line: BankLine, { from_on, to_on }: BankStatement): LocalDate =>
  line.booked_on ?? to_on ?? from_on ?? '0000-00-00'

function keyBase(line: BankLine, booked_on: LocalDate): string {
  const { status, bank_reference, is_reversal } = line
  const head = `${booked_on}|${status}|${is_reversal ? 'R' : ''}`
  if (bank_reference !== null) return `${head}|${bank_reference}`
  const { amount_fen, instruction_id, end_to_end_id, remittance } = line
  return `${head}|~|${[amount_fen, instruction_id, end_to_end_id, maskText(remittance)].join('|')}`
}

/**
 * The instruction of ours that a line answers to. A bank that carries out an instruction repeats it; money that came
 * back names the payment only as its end-to-end id.
 */
function matchKeyOf(line: BankLine): string | null {
  if (line.instruction_id !== null) return line.instruction_id
  if (line.end_to_end_id === null) return null
  return line.amount_fen > 0 && !line.is_reversal
    ? `return:${line.end_to_end_id}`
    : line.end_to_end_id
}

/** The statement with nobody's name in it, for a page that waits for the others. */
export const masked = (statement: BankStatement): BankStatement => ({
  ...statement,
  lines: statement.lines.map((line) => ({
    ...line,
    counterparty_name: maskName(line.counterparty_name),
    counterparty_account: maskAccount(line.counterparty_account),
    remittance: maskText(line.remittance),
  })),
})
