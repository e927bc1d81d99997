import { FILE_LIMITS, type FileLimits } from '../statements/bytes'
import { FaultList, inside, type Place, quoted, stopAt } from '../statements/faults'
import { type Failed, type IsoPlan, orFault, readIso } from './document'
import { child, children, firstText, textAt } from './iso'
import type { XmlNode } from './xml'

/**
 * What the bank says of a payment. `settled`: the money has left the account; `accepted`: the bank will
 * do it; `pending`: it has not decided; `rejected`: it will not. `partly` is only said of a group.
 */
type PaymentState = 'pending' | 'accepted' | 'settled' | 'rejected' | 'partly'
/** ISO 20022 ExternalPaymentTransactionStatus1Code and ExternalPaymentGroupStatus1Code. */
const STATES = new Map<string, PaymentState>([
  ['RCVD', 'pending'],
  ['PDNG', 'pending'],
  ['PATC', 'pending'],
  ['ACTC', 'accepted'],
  ['ACCP', 'accepted'],
  ['ACFC', 'accepted'],
  ['ACSP', 'accepted'],
  ['ACWC', 'accepted'],
  ['ACWP', 'accepted'],
  ['ACSC', 'settled'],
  ['ACCC', 'settled'],
  ['RJCT', 'rejected'],
  ['CANC', 'rejected'],
  ['BLCK', 'rejected'],
  ['PART', 'partly'],
])

/** A status with the bank's reason: an ISO code (`AC04`: account closed) and words. */
type Judgement = {
  state: PaymentState
  iso_status: string
  reason_code: string | null
  reason_text: string | null
}
type PaymentReport = Judgement & {
  instruction_id: string | null
  end_to_end_id: string | null
  batch_id: string | null
  bank_reference: string | null
}
type StatusReport = {
  version: string
  message_id: string | null
  original_message_id: string
  /** Holds for every payment of the message that is not told by itself or by its batch. */
  group: Judgement | null
  batches: (Judgement & { batch_id: string })[]
  payments: PaymentReport[]
}
type StatusReading = { ok: true; reports: StatusReport[] } | Failed

/**
 * Reads a payment status report (pain.002.001.03 to .15): a group, batches and single payments. A
 * payment without a status of its own has its batch's, else the group's. An unknown status is a fault:
 * whether money moved is never guessed. All or nothing; it never throws for what a file contains.
 */
export function readPain002(bytes: Uint8Array, limits = FILE_LIMITS): StatusReading {
  return orFault(() => {
    const reader = new StatusReader(limits)
    readIso(bytes, reader, limits)
    return reader.reading()
  })
}

/** What an element says of a status; the status itself may be missing and is then the one above. */
type Said = { place: Place; status: string | null } & Pick<Judgement, 'reason_code' | 'reason_text'>
type Payment = Omit<PaymentReport, keyof Judgement | 'batch_id'> & { said: Said }
type OpenBatch = { place: Place; nodes: XmlNode[]; payments: Payment[] }
const BATCH_ELEMENTS = 200

class StatusReader implements IsoPlan {
  readonly versions = /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.(001\.(?:0[3-9]|1[0-5]))$/
  readonly parts = {
    Document: { enter: ['CstmrPmtStsRpt'], take: [] },
    CstmrPmtStsRpt: { enter: ['OrgnlPmtInfAndSts'], take: ['GrpHdr', 'OrgnlGrpInfAndSts'] },
    OrgnlPmtInfAndSts: {
      enter: [],
      take: 'OrgnlPmtInfId PmtInfSts StsRsnInf TxInfAndSts'.split(' '),
    },
  }
  private readonly faults = new FaultList()
  private readonly reports: StatusReport[] = []
  private report: StatusReport | null = null
  private batch: OpenBatch | null = null
  private payment_count = 0

  constructor(private readonly limits: FileLimits) {}

  reading(): StatusReading {
    const { faults, reports } = this
    if (faults.count > 0) return { ok: false, faults: faults.listed, fault_count: faults.count }
    return { ok: true, reports }
  }

  begins(name: string, place: Place, version: string): void {
    if (name === 'Document') {
      const blank = { message_id: null, original_message_id: '', group: null }
      this.report = { version, ...blank, batches: [], payments: [] }
    }
    if (name === 'OrgnlPmtInfAndSts') this.batch = { place, nodes: [], payments: [] }
  }

  takes(node: XmlNode): void {
    const { report, batch } = this
    if (report && node.name === 'GrpHdr') report.message_id = textAt(node, 'MsgId')
    if (report && node.name === 'OrgnlGrpInfAndSts') this.group(node, report)
    if (batch && node.name === 'TxInfAndSts') this.payment(node, batch)
    else if (batch) batch.nodes.push(node)
    if ((batch?.nodes.length ?? 0) > BATCH_ELEMENTS) stopAt(node, 'xml_too_wide')
  }

  ends(name: string): void {
    const { report, batch } = this
    if (name === 'OrgnlPmtInfAndSts' && report && batch) this.endBatch(report, batch)
    if (name === 'Document' && report) this.endDocument(report)
  }

  private group(node: XmlNode, report: StatusReport): void {
    const id = textAt(node, 'OrgnlMsgId')
    if (report.original_message_id !== '') this.faults.add(node, 'value_twice')
    if (id === null) this.faults.add(inside(node, 'OrgnlMsgId'), 'value_missing')
    report.original_message_id = id ?? ''
    report.group = this.judged(saidOf(node, 'GrpSts'), null)
  }

  private payment(node: XmlNode, batch: OpenBatch): void {
    this.payment_count += 1
    if (this.payment_count > this.limits.lines) stopAt(node, 'file_too_long')
    const ids = {
      instruction_id: provided(textAt(node, 'OrgnlInstrId')),
      end_to_end_id: provided(textAt(node, 'OrgnlEndToEndId')),
      bank_reference: textAt(node, 'AcctSvcrRef'),
    }
    if (ids.instruction_id === null && ids.end_to_end_id === null)
      this.faults.add(inside(node, 'OrgnlEndToEndId'), 'value_missing')
    batch.payments.push({ ...ids, said: saidOf(node, 'TxSts') })
  }

  private endBatch(report: StatusReport, { place, nodes, payments }: OpenBatch): void {
    const node = { ...place, name: '', text: '', attributes: new Map(), children: nodes }
    const batch_id = textAt(node, 'OrgnlPmtInfId')
    const judgement = this.judged(saidOf(node, 'PmtInfSts'), report.group)
    if (batch_id === null) this.faults.add(inside(place, 'OrgnlPmtInfId'), 'value_missing')
    if (batch_id !== null && judgement !== null) report.batches.push({ batch_id, ...judgement })
    for (const { said, ...ids } of payments) {
      const own = this.judged(said, judgement)
      if (own === null) this.faults.add(inside(said.place, 'TxSts'), 'value_missing')
      else report.payments.push({ ...ids, batch_id, ...own })
    }
    this.batch = null
  }

  private endDocument(report: StatusReport): void {
    const place = { line: null, pointer: '/Document/CstmrPmtStsRpt/OrgnlGrpInfAndSts' }
    if (report.original_message_id === '') this.faults.add(place, 'value_missing')
    else if (report.group === null && report.payments.length + report.batches.length === 0)
      this.faults.add(inside(place, 'GrpSts'), 'value_missing')
    this.reports.push(report)
    this.report = null
  }

  /**
   * A status of its own, else the one above. Below a rejected group nothing can be anything else: such a
   * report contradicts itself and is not believed. `PART` above says nothing of the one below.
   */
  private judged({ place, status, ...reason }: Said, above: Judgement | null): Judgement | null {
    if (status === null) return above?.state === 'partly' ? null : above
    const state = STATES.get(status)
    if (state === undefined) {
      this.faults.add(place, 'value_unknown', quoted(status))
      return null
    }
    if (above?.state === 'rejected' && state !== 'rejected')
      this.faults.add(place, 'status_contradicts')
    return { state, iso_status: status, ...reason }
  }
}

function saidOf(node: XmlNode, status: 'GrpSts' | 'PmtInfSts' | 'TxSts'): Said {
  const reasons = children(node, 'StsRsnInf')
  const codes = reasons.map((each) => firstText(each, ['Rsn', 'Cd'], ['Rsn', 'Prtry']))
  const words = reasons.flatMap((each) =>
    children(each, 'AddtlInf').map((info) => info.text.trim()),
  )
  return {
    place: child(node, status) ?? inside(node, status),
    status: textAt(node, status),
    reason_code: codes.find((code) => code !== null) ?? null,
    reason_text: words.filter((word) => word !== '').join(' ') || null,
  }
}

const provided = (id: string | null) => (id === 'NOTPROVIDED' ? null : id)
