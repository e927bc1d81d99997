import { type Fen, fen } from '../kernel/money'
import { exactSum } from '../statements/decimal'
import type { FaultList, Place } from '../statements/faults'
import {
  amountFrom,
  booleanFrom,
  child,
  children,
  directionFrom,
  firstText,
  signed,
  textAt,
} from './iso'
import type { XmlNode } from './xml'

/** Charges in fen, from the account's side: what the bank takes is positive. */
export type Charges = { included_fen: Fen; apart_fen: Fen }
export type Party = { name: string | null; account: string | null }

/** One `TxDtls` of an entry, before the entry's own amount and direction are known. */
export type Transaction = {
  place: Place
  amount_fen: Fen | null
  /** Its own direction; null means the entry's. */
  sign: 1 | -1 | null
  charges: Charges
  bank_reference: string | null
  end_to_end_id: string | null
  instruction_id: string | null
  batch_id: string | null
  debtor: Party
  creditor: Party
  remittance: string | null
  kind: string | null
}

export function transactionFrom(node: XmlNode, faults: FaultList): Transaction {
  const refs = child(node, 'Refs')
  const direction = textAt(node, 'CdtDbtInd')
  return {
    place: { line: node.line, pointer: node.pointer },
    amount_fen: amountOfTransaction(node, faults),
    sign: direction === null ? null : directionFrom(direction, node, faults),
    charges: chargesFrom(node, faults),
    bank_reference: firstText(refs, ['AcctSvcrRef'], ['TxId'], ['ClrSysRef']),
    end_to_end_id: provided(textAt(refs, 'EndToEndId')),
    instruction_id: provided(textAt(refs, 'InstrId')),
    batch_id: textAt(refs, 'PmtInfId'),
    debtor: partyOf(node, 'Dbtr'),
    creditor: partyOf(node, 'Cdtr'),
    remittance: remittanceOf(node) ?? textAt(node, 'AddtlTxInf'),
    kind: transactionKind(child(node, 'BkTxCd')),
  }
}

/** `PMNT/RCDT/DMCT`, else the bank's own code; null when the bank gives none. */
export function transactionKind(code: XmlNode | undefined): string | null {
  const domain = child(code, 'Domn')
  if (domain === undefined) return textAt(code, 'Prtry', 'Cd')
  const parts = [['Cd'], ['Fmly', 'Cd'], ['Fmly', 'SubFmlyCd']]
  return parts.map((path) => textAt(domain, ...path) ?? '').join('/')
}

/**
 * Sums the `Chrgs` of an entry or a transaction. In .001.02 each is a charge of its own; newer ones
 * list `Rcrd`s. A charge is inside the amount unless `ChrgInclInd` says that it is not. Charges in
 * another currency cannot explain a difference in CNY and are left out.
 */
export function chargesFrom(node: XmlNode, faults: FaultList): Charges {
  const charges = { included_fen: fen(0), apart_fen: fen(0) }
  for (const told of children(node, 'Chrgs')) {
    const records = children(told, 'Rcrd')
    for (const record of records.length > 0 ? records : [told]) {
      const amount = child(record, 'Amt') ?? child(record, 'TtlChrgsAndTaxAmt')
      if (amount?.attributes.get('Ccy') !== 'CNY') continue
      const sign = textAt(record, 'CdtDbtInd') === 'CRDT' ? -1 : 1
      const included = booleanFrom(child(record, 'ChrgInclInd'), true, faults)
      const charge_fen = signed(sign, amountFrom(amount, faults) ?? fen(0))
      const field = included ? 'included_fen' : 'apart_fen'
      charges[field] = exactSum([charges[field], charge_fen])
    }
  }
  return charges
}

/**
 * What the transaction moved on this account: `Amt` (which .001.02 does not have), else `AmtDtls/TxAmt`. Null when
 * the bank tells none in CNY: an instructed amount in another currency is not what moved here.
 */
function amountOfTransaction(node: XmlNode, faults: FaultList): Fen | null {
  const told = [child(node, 'Amt'), child(node, 'AmtDtls', 'TxAmt', 'Amt')]
  const amount = told.find((each) => each?.attributes.get('Ccy') === 'CNY')
  return amount === undefined ? null : amountFrom(amount, faults)
}

/** Older versions name the party itself, newer ones a choice of `Pty` and `Agt`; each is read in any. */
function partyOf(node: XmlNode, role: 'Dbtr' | 'Cdtr'): Party {
  const parties = child(node, 'RltdPties')
  const direct = [['Nm'], ['Pty', 'Nm'], ['Agt', 'FinInstnId', 'Nm']]
  const names = [role, `Ultmt${role}`].flatMap((who) => direct.map((path) => [who, ...path]))
  return {
    name: firstText(parties, ...names),
    account: accountNumber(child(parties, `${role}Acct`)),
  }
}

export function accountNumber(account: XmlNode | undefined): string | null {
  const number = firstText(account, ['Id', 'IBAN'], ['Id', 'Othr', 'Id'], ['Prxy', 'Id'])
  return number?.replaceAll(' ', '') ?? null
}

function remittanceOf(node: XmlNode): string | null {
  const info = child(node, 'RmtInf')
  const free = children(info, 'Ustrd').map((each) => each.text.trim())
  const structured = children(info, 'Strd').flatMap((each) => [
    textAt(each, 'CdtrRefInf', 'Ref') ?? '',
    ...children(each, 'AddtlRmtInf').map((more) => more.text.trim()),
  ])
  const texts = [...free, ...structured].filter((text) => text !== '')
  return texts.length === 0 ? null : texts.join(' ')
}

const provided = (id: string | null) => (id === 'NOTPROVIDED' ? null : id)
