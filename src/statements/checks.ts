import { fen, yuan } from '../kernel/money'
import { exactSum } from './decimal'
import { FAULTS_LISTED, type Fault, type FaultList, faultAt, type Place } from './faults'
import type { BankLine, BankStatement, ControlSums } from './statement'

/** Sums the lines up, in one pass: in and out are both positive. */
export function controlSums(lines: BankLine[]): ControlSums {
  const sums = { booked_in: 0, booked_out: 0, pending_in: 0, pending_out: 0 }
  let booked_count = 0
  for (const { status, amount_fen } of lines) {
    if (status === 'booked') booked_count += 1
    if (status === 'info') continue
    const way = amount_fen < 0 ? 'out' : 'in'
    const key = `${status}_${way}` as const
    sums[key] = exactSum([sums[key], Math.abs(amount_fen)])
  }
  return {
    line_count: lines.length,
    booked_count,
    in_fen: fen(sums.booked_in),
    out_fen: fen(sums.booked_out),
    pending_in_fen: fen(sums.pending_in),
    pending_out_fen: fen(sums.pending_out),
  }
}

/** opening + Σ booked lines = closing, to the fen; pending and info lines are in no balance. */
export function checkBalance(statement: BankStatement, place: Place, faults: FaultList): void {
  const { opening_fen, closing_fen, sums } = statement
  if (opening_fen === null || closing_fen === null) {
    faults.add(place, 'balance_missing')
    return
  }
  const reached_fen = exactSum([opening_fen, sums.in_fen, -sums.out_fen])
  if (reached_fen === closing_fen) return
  const difference_fen = exactSum([closing_fen, -reached_fen])
  faults.add(place, 'balance_differs', `相差 ${yuan(difference_fen)}（期末减去算得的数）`)
}

/**
 * The same bank reference on two booked entries of a file may be a movement booked twice. It does not
 * stop the reading: the reconciliation must see such a line, not lose the day. The children of one
 * batch share their entry's reference, and a reversal may carry that of what it reverses.
 */
export function doubleFaults(statements: BankStatement[]): Fault[] {
  const seen = new Map<string, { statement: BankStatement; line: BankLine }>()
  const doubles: Fault[] = []
  for (const statement of statements)
    for (const line of statement.lines) {
      if (line.bank_reference === null || line.status !== 'booked') continue
      const key = `${statement.account_no}\n${line.bank_reference}\n${line.is_reversal}`
      const earlier = seen.get(key)
      if (earlier === undefined) seen.set(key, { statement, line })
      else if (earlier.statement !== statement || earlier.line.entry_no !== line.entry_no)
        doubles.push(doubleOf(earlier.line, line, statement.statement_id))
    }
  return doubles.slice(0, FAULTS_LISTED)
}

function doubleOf(earlier: BankLine, line: BankLine, statement_id: string): Fault {
  const same =
    earlier.amount_fen === line.amount_fen &&
    earlier.booked_on === line.booked_on &&
    earlier.end_to_end_id === line.end_to_end_id
  const place = { line: line.file_line, pointer: `/${statement_id}/${line.line_no}` }
  const words = `${line.bank_reference}（第 ${earlier.file_line} 行已有）`
  return faultAt(place, same ? 'line_repeated' : 'bank_reference_twice', words)
}
