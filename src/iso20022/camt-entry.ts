import { type Fen, fen } from '../kernel/money'
import { type FaultList, inside, type Place, quoted } from '../statements/faults'
import type { BankLine, LineStatus } from '../statements/statement'
import { type Details, entryShares, type Share } from './camt-batch'
import {
  type Charges,
  chargesFrom,
  type Party,
  type Transaction,
  transactionKind,
} from './camt-transaction'
import {
  amountFrom,
  booleanFrom,
  child,
  children,
  dayFrom,
  directionFrom,
  firstText,
  signed,
  textAt,
} from './iso'
import type { XmlNode } from './xml'

/** What stands directly in an `Ntry`, as an element of its own, and the details that follow it. */
type EntryParts = {
  node: XmlNode
  details: Details[]
  entry_no: number
  own_account: string | null
}
/** A line before it has its number in the statement. */
type Draft = Omit<BankLine, 'line_no'>
export type Entry = {
  place: Place
  entry_no: number
  amount_fen: Fen
  sign: 1 | -1
  charges: Charges
  reference: string | null
  /** The line that the entry would be by itself. */
  draft: Draft
}

/** FUTR (announced for a later day) is told like PDNG: no balance contains it yet. */
const STATUS = new Map<string, LineStatus>([
  ['BOOK', 'booked'],
  ['PDNG', 'pending'],
  ['FUTR', 'pending'],
  ['INFO', 'info'],
])
const ONCE = ['Amt', 'CdtDbtInd', 'Sts', 'RvslInd', 'BookgDt', 'ValDt', 'AcctSvcrRef']

/**
 * The lines of one `Ntry`: one for an entry of its own; for a batch one per transaction, and one for
 * the bank's charge if only that explains the total. They sum up to the entry.
 */
export function entryLines(parts: EntryParts, faults: FaultList): Draft[] {
  const entry = entryOf(parts, faults)
  if (entry === null) return []
  return entryShares(parts.details, entry, faults).map((share) =>
    lineOf(share, entry, parts.own_account),
  )
}

function entryOf({ node, entry_no }: EntryParts, faults: FaultList): Entry | null {
  refuseTwice(node, faults)
  const amount = child(node, 'Amt')
  if (amount === undefined) faults.add(inside(node, 'Amt'), 'value_missing')
  const unsigned_fen = amount === undefined ? null : amountFrom(amount, faults)
  const sign = directionFrom(textAt(node, 'CdtDbtInd'), node, faults)
  const status = statusOf(node, faults)
  const draft = draftOf(node, faults)
  if (unsigned_fen === null || sign === null || status === null) return null
  const amount_fen = signed(sign, unsigned_fen)
  return {
    place: { line: node.line, pointer: node.pointer },
    entry_no,
    amount_fen,
    sign,
    charges: chargesFrom(node, faults),
    reference: draft.bank_reference,
    draft: { ...draft, entry_no, amount_fen, status },
  }
}

/** Whoever reads the other of two amounts or directions reads another entry: neither is believed. */
function refuseTwice(node: XmlNode, faults: FaultList): void {
  for (const name of ONCE) {
    const [, second] = children(node, name)
    if (second) faults.add(second, 'value_twice')
  }
}

/** Older versions write `<Sts>BOOK</Sts>`, newer ones `<Sts><Cd>BOOK</Cd></Sts>`; each is read in any. */
function statusOf(node: XmlNode, faults: FaultList): LineStatus | null {
  const text = firstText(node, ['Sts', 'Cd'], ['Sts'])
  const status = STATUS.get(text ?? '')
  if (status) return status
  const at = child(node, 'Sts') ?? inside(node, 'Sts')
  if (text === null) faults.add(at, 'value_missing')
  else faults.add(at, 'value_unknown', quoted(text))
  return null
}

function draftOf(node: XmlNode, faults: FaultList): Draft {
  return {
    entry_no: 0,
    file_line: node.line ?? 0,
    bank_reference: firstText(node, ['AcctSvcrRef'], ['NtryRef']),
    end_to_end_id: null,
    instruction_id: null,
    batch_id: null,
    batch_count: null,
    amount_fen: fen(0),
    booked_on: dayFrom(child(node, 'BookgDt'), faults),
    value_on: dayFrom(child(node, 'ValDt'), faults),
    status: 'info',
    is_reversal: booleanFrom(child(node, 'RvslInd'), false, faults),
    is_charge: false,
    charges_fen: fen(0),
    charges_apart_fen: fen(0),
    counterparty_name: null,
    counterparty_account: null,
    remittance: textAt(node, 'AddtlNtryInf'),
    kind: transactionKind(child(node, 'BkTxCd')),
  }
}

function lineOf(share: Share, { draft, reference }: Entry, own_account: string | null): Draft {
  const line = {
    ...draft,
    amount_fen: share.amount_fen,
    batch_id: share.batch_id,
    batch_count: share.count,
    is_charge: share.is_charge,
    charges_fen: share.charges.included_fen,
    charges_apart_fen: share.charges.apart_fen,
  }
  const { transaction } = share
  if (transaction === null) return line
  const other = counterparty(transaction, line, own_account)
  return {
    ...line,
    file_line: transaction.place.line ?? line.file_line,
    bank_reference: transaction.bank_reference ?? reference,
    end_to_end_id: transaction.end_to_end_id,
    instruction_id: transaction.instruction_id,
    counterparty_name: other.name,
    counterparty_account: other.account,
    remittance: transaction.remittance ?? line.remittance,
    kind: transaction.kind ?? line.kind,
  }
}

/**
 * The party that is not us. The account number tells it if it is there; else the direction: money in
 * comes from the debtor. A reversal keeps the roles of what it reverses (ISO 20022, RvslInd).
 */
function counterparty(transaction: Transaction, line: Draft, own_account: string | null): Party {
  const { debtor, creditor } = transaction
  if (own_account !== null && debtor.account === own_account) return creditor
  if (own_account !== null && creditor.account === own_account) return debtor
  const from_debtor = line.amount_fen >= 0 !== line.is_reversal
  return from_debtor ? debtor : creditor
}
