import type { Fen } from '../kernel/money'
import { exactSum, fenFromDecimal } from '../statements/decimal'
import { type FaultList, inside, quoted } from '../statements/faults'
import type { BankLine, BankStatement } from '../statements/statement'
import { accountNumber } from './camt-transaction'
import {
  amountFrom,
  booleanFrom,
  child,
  children,
  countFrom,
  dayFrom,
  directionFrom,
  firstText,
  signed,
  textAt,
} from './iso'
import type { XmlNode } from './xml'

/** What a `Stmt` says of itself beside its entries: its small elements, in one made-up node. */
type Header = { head: XmlNode; group: XmlNode | undefined; version: string }

/** A statement of no lines yet. Missing balances are a matter of the whole, once pages are joined. */
export function statementFrom({ head, group, version }: Header, faults: FaultList): BankStatement {
  const account_no = accountNumber(child(head, 'Acct'))
  if (account_no === null) faults.add(inside(head, 'Acct'), 'value_missing')
  const statement_id = textAt(head, 'Id')
  if (statement_id === null) faults.add(inside(head, 'Id'), 'value_missing')
  refuseOtherCurrency(child(head, 'Acct', 'Ccy'), faults)
  const copy = textAt(head, 'CpyDplctInd')
  return {
    format: 'camt.053',
    version,
    account_no: account_no ?? '',
    currency: 'CNY',
    statement_id: statement_id ?? '',
    sequence: countFrom(child(head, 'ElctrncSeqNb') ?? child(head, 'LglSeqNb'), faults),
    pages: pagesOf(child(head, 'StmtPgntn') ?? child(group, 'MsgPgntn'), faults),
    is_copy: copy !== null,
    from_on: dayFrom(child(head, 'FrToDt', 'FrDtTm') ?? child(head, 'FrToDt', 'FrDt'), faults),
    to_on: dayFrom(child(head, 'FrToDt', 'ToDtTm') ?? child(head, 'FrToDt', 'ToDt'), faults),
    ...balancesOf(children(head, 'Bal'), faults),
    lines: [],
    sums: NO_SUMS,
  }
}

const ZERO = exactSum([])
const NO_SUMS = {
  line_count: 0,
  booked_count: 0,
  in_fen: ZERO,
  out_fen: ZERO,
  pending_in_fen: ZERO,
  pending_out_fen: ZERO,
}

function refuseOtherCurrency(currency: XmlNode | undefined, faults: FaultList): void {
  const told = currency?.text.trim() ?? 'CNY'
  if (currency && told !== 'CNY') faults.add(currency, 'currency_not_cny', quoted(told))
}

/** `StmtPgntn` (which .001.02 does not have) of the statement, else `MsgPgntn` of the message it came in. */
function pagesOf(pagination: XmlNode | undefined, faults: FaultList): BankStatement['pages'] {
  const number = countFrom(child(pagination, 'PgNb'), faults) ?? 1
  const is_last = booleanFrom(child(pagination, 'LastPgInd'), true, faults)
  return { first: number, last: number, is_last, is_complete: number === 1 && is_last }
}

/**
 * Opening is OPBD, else PRCD (the previous closing, the same figure by definition); closing is CLBD.
 * Balances marked as interim (SubTp INTM, ITBD) belong to a page and not to the statement.
 */
function balancesOf(balances: XmlNode[], faults: FaultList) {
  const told = new Map<string, Fen>()
  for (const balance of balances) {
    const code = firstText(balance, ['Tp', 'CdOrPrtry', 'Cd']) ?? ''
    const interim = firstText(balance, ['Tp', 'SubTp', 'Cd'], ['Tp', 'SubTp', 'Prtry']) === 'INTM'
    if (interim || !['OPBD', 'PRCD', 'CLBD', 'CLAV'].includes(code)) continue
    const amount_fen = balanceOf(balance, faults)
    const earlier_fen = told.get(code)
    if (earlier_fen !== undefined && earlier_fen !== amount_fen) faults.add(balance, 'value_twice')
    if (amount_fen !== null) told.set(code, amount_fen)
  }
  return {
    opening_fen: told.get('OPBD') ?? told.get('PRCD') ?? null,
    closing_fen: told.get('CLBD') ?? null,
    available_fen: told.get('CLAV') ?? null,
  }
}

function balanceOf(balance: XmlNode, faults: FaultList): Fen | null {
  const amount = child(balance, 'Amt')
  if (amount === undefined) {
    faults.add(inside(balance, 'Amt'), 'value_missing')
    return null
  }
  const amount_fen = amountFrom(amount, faults)
  const sign = directionFrom(textAt(balance, 'CdtDbtInd'), balance, faults)
  return amount_fen === null || sign === null ? null : signed(sign, amount_fen)
}

/** Checks `TxsSummry` against the entries: all of them, or only the booked ones, as banks differ. */
export function checkSummary(head: XmlNode, lines: BankLine[], faults: FaultList): void {
  const summary = child(head, 'TxsSummry')
  if (summary === undefined) return
  const all = entriesOf(lines)
  const booked = entriesOf(lines.filter((line) => line.status === 'booked'))
  const groups = {
    TtlNtries: () => true,
    TtlCdtNtries: (amount_fen: number) => amount_fen > 0,
    TtlDbtNtries: (amount_fen: number) => amount_fen < 0,
  }
  for (const [name, belongs] of Object.entries(groups)) {
    const told = child(summary, name)
    if (told === undefined) continue
    const fits = [all, booked].some((entries) => agrees(told, entries.filter(belongs), faults))
    if (!fits) faults.add(told, 'summary_differs')
  }
}

function entriesOf(lines: BankLine[]): number[] {
  const entries = new Map<number, number>()
  for (const { entry_no, amount_fen } of lines)
    entries.set(entry_no, exactSum([entries.get(entry_no) ?? 0, amount_fen]))
  return [...entries.values()]
}

function agrees(told: XmlNode, amounts: number[], faults: FaultList): boolean {
  const count = countFrom(child(told, 'NbOfNtries'), faults)
  const sum = textAt(told, 'Sum')
  const sum_fen = exactSum(amounts.map((amount_fen) => Math.abs(amount_fen)))
  if (count !== null && count !== amounts.length) return false
  return sum === null || fenFromDecimal(sum) === sum_fen
}
