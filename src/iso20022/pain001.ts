import type { Instant, LocalDate } from '../kernel/time'
import { decimalFromFen, exactSum } from '../statements/decimal'
import { FaultList, type Place } from '../statements/faults'
import { type Failed, orFault } from './document'
import { isDay } from './iso'
import { element, isPlain } from './xml-out'

/** `bank_no` is the 12-digit CNAPS number (联行号); null when the bank finds it by the account. */
type PayoutParty = { name: string; account_no: string; bank_no: string | null }
/** One payment; its two ids come back in pain.002 and camt.053, so they are bare ids of ours. */
type PayoutPayment = {
  instruction_id: string
  end_to_end_id: string
  amount_fen: number
  debtor: PayoutParty
  creditor: PayoutParty
  purpose: string
}
export type PayoutMessage = {
  message_id: string
  created_at: Instant
  execute_on: LocalDate
  initiator: string
  payments: PayoutPayment[]
}
/** .03 is what most banks take, .09 is the current one; both say the same. */
type Pain001Version = '001.03' | '001.09'
type Pain001 = { ok: true; xml: string; payment_count: number; total_fen: number } | Failed

const PAYMENTS_MAX = 5_000
/** ISO 20022 `Max35Text`, kept to the characters that every clearing system carries. */
const ID = /^[A-Za-z0-9][A-Za-z0-9+\-/?:(). ,]{0,34}$/

/**
 * Writes payments as one pain.001 message: one `PmtInf` per paying account, named
 * `<message_id>-<n>`, with counts and control sums over each and over all. Every payment is booked by
 * itself (`BtchBookg` false), so that the statement shows it by its own id. All or nothing: ids of
 * more than 35 characters or told twice, texts of more than 140, control characters and amounts that
 * are not positive are faults, each with the payment's number.
 */
export function writePain001(message: PayoutMessage, version: Pain001Version = '001.09'): Pain001 {
  return orFault(() => {
    const faults = new FaultList()
    checkMessage(message, faults)
    if (faults.count > 0) return { ok: false, faults: faults.listed, fault_count: faults.count }
    const total_fen = exactSum(message.payments.map((payment) => payment.amount_fen))
    const xml = documentOf(message, version)
    return { ok: true, xml, payment_count: message.payments.length, total_fen }
  })
}

function checkMessage(message: PayoutMessage, faults: FaultList): void {
  const { payments } = message
  const at = (field: string): Place => ({ line: null, pointer: `/${field}` })
  if (payments.length === 0) faults.add(at('payments'), 'payouts_empty')
  if (payments.length > PAYMENTS_MAX) faults.add(at('payments'), 'file_too_long')
  // `-5000` behind it must still fit: a message may pay from as many accounts as it has payments.
  const message_id = `${message.message_id}-${payments.length}`
  if (!ID.test(message_id)) faults.add(at('message_id'), 'id_too_long')
  if (!isDay(message.execute_on)) faults.add(at('execute_on'), 'date_malformed')
  if (Number.isNaN(Date.parse(message.created_at))) faults.add(at('created_at'), 'date_malformed')
  checkText(message.initiator, at('initiator'), faults)
  const told = { instruction_id: new Set<string>(), end_to_end_id: new Set<string>() }
  for (const [index, payment] of payments.entries()) checkPayment(payment, index + 1, told, faults)
}

function checkPayment(
  payment: PayoutPayment,
  nth: number,
  told: Record<'instruction_id' | 'end_to_end_id', Set<string>>,
  faults: FaultList,
): void {
  const at = (field: string): Place => ({ line: nth, pointer: `/payments/${nth}/${field}` })
  for (const field of ['instruction_id', 'end_to_end_id'] as const) {
    const id = payment[field]
    if (!ID.test(id)) faults.add(at(field), 'id_too_long')
    if (told[field].has(id)) faults.add(at(field), 'id_twice', id.slice(0, 35))
    told[field].add(id)
  }
  if (!Number.isSafeInteger(payment.amount_fen)) faults.add(at('amount_fen'), 'amount_malformed')
  else if (payment.amount_fen <= 0) faults.add(at('amount_fen'), 'amount_not_positive')
  checkText(payment.purpose, at('purpose'), faults)
  for (const role of ['debtor', 'creditor'] as const) {
    const { name, account_no, bank_no } = payment[role]
    checkText(name, at(`${role}/name`), faults)
    const account_fits = /^[A-Za-z0-9-]{1,34}$/.test(account_no)
    if (!account_fits) faults.add(at(`${role}/account_no`), 'value_unknown')
    const bank_fits = bank_no === null || /^\d{12}$/.test(bank_no)
    if (!bank_fits) faults.add(at(`${role}/bank_no`), 'value_unknown')
  }
}

function checkText(text: string, place: Place, faults: FaultList): void {
  if (text.trim() === '') faults.add(place, 'value_missing')
  if ([...text].length > 140) faults.add(place, 'value_too_long')
  if (!isPlain(text)) faults.add(place, 'value_unprintable')
}

function documentOf(message: PayoutMessage, version: Pain001Version): string {
  const groups = Map.groupBy(message.payments, (payment) => payment.debtor.account_no)
  const batches = [...groups.values()].map((payments, index) =>
    batchOf({ message, payments, version, batch_id: `${message.message_id}-${index + 1}` }),
  )
  const header = element('GrpHdr', [
    element('MsgId', message.message_id),
    element('CreDtTm', message.created_at),
    ...controls(message.payments),
    element('InitgPty', [element('Nm', message.initiator)]),
  ])
  const namespace = `urn:iso:std:iso:20022:tech:xsd:pain.001.${version}`
  const document = element('Document', [element('CstmrCdtTrfInitn', [header, ...batches])], {
    xmlns: namespace,
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}\n`
}

type Batch = {
  message: PayoutMessage
  payments: PayoutPayment[]
  version: Pain001Version
  batch_id: string
}

function batchOf({ message, payments, version, batch_id }: Batch): string {
  const { execute_on } = message
  const [first] = payments
  const debtor = first?.debtor ?? { name: '', account_no: '', bank_no: null }
  return element('PmtInf', [
    element('PmtInfId', batch_id),
    element('PmtMtd', 'TRF'),
    element('BtchBookg', 'false'),
    ...controls(payments),
    element('ReqdExctnDt', version === '001.03' ? execute_on : [element('Dt', execute_on)]),
    element('Dbtr', [element('Nm', debtor.name)]),
    element('DbtrAcct', accountOf(debtor)),
    element('DbtrAgt', agentOf(debtor)),
    ...payments.map(paymentOf),
  ])
}

function controls(payments: PayoutPayment[]): string[] {
  const sum_fen = exactSum(payments.map((payment) => payment.amount_fen))
  return [element('NbOfTxs', String(payments.length)), element('CtrlSum', decimalFromFen(sum_fen))]
}

function paymentOf({
  instruction_id,
  end_to_end_id,
  amount_fen,
  creditor,
  purpose,
}: PayoutPayment) {
  const amount = element('InstdAmt', decimalFromFen(amount_fen), { Ccy: 'CNY' })
  const agent = creditor.bank_no === null ? [] : [element('CdtrAgt', agentOf(creditor))]
  return element('CdtTrfTxInf', [
    element('PmtId', [element('InstrId', instruction_id), element('EndToEndId', end_to_end_id)]),
    element('Amt', [amount]),
    ...agent,
    element('Cdtr', [element('Nm', creditor.name)]),
    element('CdtrAcct', accountOf(creditor)),
    element('RmtInf', [element('Ustrd', purpose)]),
  ])
}

const accountOf = ({ account_no }: PayoutParty) => [
  element('Id', [element('Othr', [element('Id', account_no)])]),
  element('Ccy', 'CNY'),
]

/** `DbtrAgt` is mandatory: ISO's word for a bank that goes without saying is NOTPROVIDED. */
function agentOf({ bank_no }: PayoutParty): string[] {
  const unknown = [element('Othr', [element('Id', 'NOTPROVIDED')])]
  if (bank_no === null) return [element('FinInstnId', unknown)]
  const system = element('ClrSysId', [element('Cd', 'CNAPS')])
  const member = element('ClrSysMmbId', [system, element('MmbId', bank_no)])
  return [element('FinInstnId', [member])]
}
