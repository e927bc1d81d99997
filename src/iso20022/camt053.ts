import { FILE_LIMITS, type FileLimits } from '../statements/bytes'
import { FaultList, inside, type Place, stopAt } from '../statements/faults'
import { joinPages, type Page } from '../statements/pages'
import type { BankLine, Reading } from '../statements/statement'
import type { Details } from './camt-batch'
import { entryLines } from './camt-entry'
import { checkSummary, statementFrom } from './camt-statement'
import { accountNumber, transactionFrom } from './camt-transaction'
import { type IsoPlan, orFault, readIso } from './document'
import { child } from './iso'
import type { XmlNode } from './xml'

/** A statement has some ten elements of its own and a handful of balances; an entry has about as many. */
const HEAD_ELEMENTS = 200
const OF_STATEMENT =
  'Id StmtPgntn ElctrncSeqNb LglSeqNb FrToDt CpyDplctInd Acct Bal TxsSummry'.split(' ')
const OF_ENTRY =
  'NtryRef Amt CdtDbtInd RvslInd Sts BookgDt ValDt AcctSvcrRef BkTxCd Chrgs AddtlNtryInf'.split(' ')

/**
 * Reads an ISO 20022 bank statement (camt.053.001.02 to .13): several statements, accounts and pages
 * in one file, batches with or without their transactions, reversals, pending entries and charges.
 * Gives every statement of the file, or every fault with its line and path and no statement at all;
 * it never throws for what a file contains. All amounts must be in CNY.
 */
export function readCamt053(bytes: Uint8Array, limits = FILE_LIMITS): Reading {
  return orFault(() => {
    const reader = new CamtReader(limits)
    readIso(bytes, reader, limits)
    return reader.reading()
  })
}

type OpenEntry = { place: Place; nodes: XmlNode[]; details: Details[] }

class CamtReader implements IsoPlan {
  readonly versions = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.(001\.(?:0[2-9]|1[0-3]))$/
  readonly parts = {
    Document: { enter: ['BkToCstmrStmt'], take: [] },
    BkToCstmrStmt: { enter: ['Stmt'], take: ['GrpHdr'] },
    Stmt: { enter: ['Ntry'], take: OF_STATEMENT },
    Ntry: { enter: ['NtryDtls'], take: OF_ENTRY },
    NtryDtls: { enter: [], take: ['Btch', 'TxDtls'] },
  }
  private readonly faults = new FaultList()
  private readonly pages: Page[] = []
  private version = ''
  private group: XmlNode | undefined
  private head: XmlNode | null = null
  private lines: BankLine[] = []
  private line_count = 0
  private entry_no = 0
  private entry: OpenEntry | null = null

  constructor(private readonly limits: FileLimits) {}

  reading(): Reading {
    if (this.pages.length === 0)
      this.faults.add({ line: null, pointer: '/Document/BkToCstmrStmt/Stmt' }, 'value_missing')
    return joinPages(this.pages, this.faults)
  }

  begins(name: string, place: Place, version: string): void {
    this.version = version
    if (name === 'BkToCstmrStmt') this.group = undefined
    if (name === 'Stmt') this.beginStatement(place)
    if (name === 'Ntry') this.entry = { place, nodes: [], details: [] }
    if (name === 'NtryDtls') {
      if ((this.entry?.details.length ?? 0) >= this.limits.lines) stopAt(place, 'file_too_long')
      this.entry?.details.push({ batch: null, transactions: [] })
    }
  }

  takes(node: XmlNode, above: string): void {
    if (above === 'BkToCstmrStmt') this.group = node
    if (above === 'Stmt') keep(this.head?.children, node)
    if (above === 'Ntry') keep(this.entry?.nodes, node)
    if (node.name === 'Btch') this.heads(node)
    if (node.name === 'TxDtls') this.transaction(node)
  }

  ends(name: string): void {
    if (name === 'Ntry') this.endEntry()
    if (name === 'Stmt') this.endStatement()
  }

  private beginStatement(place: Place): void {
    if (this.pages.length >= this.limits.statements) stopAt(place, 'file_too_long')
    this.head = { ...place, name: 'Stmt', text: '', attributes: new Map(), children: [] }
    this.lines = []
    this.entry_no = 0
  }

  private heads(node: XmlNode): void {
    const details = this.entry?.details.at(-1)
    if (details === undefined) return
    if (details.batch !== null) this.faults.add(node, 'value_twice')
    details.batch = node
  }

  private transaction(node: XmlNode): void {
    this.count(1, node)
    this.entry?.details.at(-1)?.transactions.push(transactionFrom(node, this.faults))
  }

  /** A transaction counts while it is read, an entry when it has ended: neither fills the memory. */
  private count(lines: number, place: Place): void {
    this.line_count += lines
    if (this.line_count > this.limits.lines) stopAt(place, 'file_too_long')
  }

  private endEntry(): void {
    const { entry } = this
    if (entry === null) return
    this.entry_no += 1
    const node = { ...entry.place, name: 'Ntry', text: '', attributes: new Map() }
    const own_account = accountNumber(child(this.head ?? undefined, 'Acct'))
    const parts = { details: entry.details, entry_no: this.entry_no, own_account }
    const drafts = entryLines({ ...parts, node: { ...node, children: entry.nodes } }, this.faults)
    const told = entry.details.reduce((sum, each) => sum + each.transactions.length, 0)
    this.count(Math.max(0, Math.max(1, drafts.length) - told), entry.place)
    for (const draft of drafts) this.lines.push({ line_no: this.lines.length + 1, ...draft })
    this.entry = null
  }

  private endStatement(): void {
    const { head, group, version, lines } = this
    if (head === null) return
    const statement = statementFrom({ head, group, version }, this.faults)
    if (statement.pages.is_complete) checkSummary(head, lines, this.faults)
    this.pages.push({ statement: { ...statement, lines }, place: inside(head, 'Bal') })
    this.head = null
  }
}

function keep(nodes: XmlNode[] | undefined, node: XmlNode): void {
  nodes?.push(node)
  if ((nodes?.length ?? 0) > HEAD_ELEMENTS) stopAt(node, 'xml_too_wide')
}
