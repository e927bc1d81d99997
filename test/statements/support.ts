import { expect } from 'vitest'
import type { BankStatement, Reading } from '../../src/statements/statement'

export const utf8 = (text: string) => new TextEncoder().encode(text)
/** All published versions that are read: `02` … `13`. */
export const VERSIONS = Array.from({ length: 12 }, (_, at) => String(at + 2).padStart(2, '0'))

type EntryPart = {
  amount?: string
  currency?: string
  direction?: 'CRDT' | 'DBIT'
  status?: string
  reversal?: string
  reference?: string
  booked?: string
  value?: string
  /** Further elements of the entry, such as `<Chrgs>` or `<NtryDtls>`. */
  more?: string
}
type StatementPart = {
  id?: string
  account?: string
  opening?: string
  closing?: string
  /** Replaces both balances. */
  balances?: string
  head?: string
  entries?: string[]
}

export function entry(part: EntryPart = {}): string {
  const { amount = '10.00', currency = 'CNY', direction = 'CRDT', status = 'BOOK' } = part
  const reversal = part.reversal === undefined ? '' : `<RvslInd>${part.reversal}</RvslInd>`
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${reversal}
    <Sts>${status}</Sts><BookgDt><Dt>${part.booked ?? '2026-11-23'}</Dt></BookgDt>
    <ValDt><Dt>${part.value ?? '2026-11-24'}</Dt></ValDt>
    <AcctSvcrRef>${part.reference ?? 'BANK1'}</AcctSvcrRef>${part.more ?? ''}</Ntry>`
}

export const balance = (code: string, amount: string, { direction = 'CRDT', more = '' } = {}) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry>${more}</Tp><Amt Ccy="CNY">${amount}</Amt>
  <CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>2026-11-23</Dt></Dt></Bal>`

export function stmt(part: StatementPart = {}): string {
  const { opening = '100.00', closing = '100.00' } = part
  const balances = part.balances ?? balance('OPBD', opening) + balance('CLBD', closing)
  return `<Stmt><Id>${part.id ?? 'S-20261123'}</Id>${part.head ?? ''}
    <FrToDt><FrDtTm>2026-11-22T16:00:00Z</FrDtTm><ToDtTm>2026-11-23T15:59:59Z</ToDtTm></FrToDt>
    <Acct><Id><Othr><Id>${part.account ?? '110200001234'}</Id></Othr></Id></Acct>
    ${balances}${part.entries?.join('') ?? ''}</Stmt>`
}

export const namespace = (version: string) =>
  `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}`

export const camt = (statements: string[], version = '08', group = '') =>
  utf8(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${namespace(version)}"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-24T01:00:00Z</CreDtTm>${group}</GrpHdr>
${statements.join('')}</BkToCstmrStmt></Document>`)

/** One transaction of an entry. */
export const tx = (parts: { id?: string; amount?: string; more?: string; batch?: string } = {}) =>
  `<TxDtls><Refs>${parts.batch ? `<PmtInfId>${parts.batch}</PmtInfId>` : ''}<EndToEndId>${parts.id ?? 'E1'}</EndToEndId></Refs>${
    parts.amount ? `<Amt Ccy="CNY">${parts.amount}</Amt>` : ''
  }${parts.more ?? ''}</TxDtls>`
export const details = (...inside: string[]) => `<NtryDtls>${inside.join('')}</NtryDtls>`

/** The statements of a file that must be right. */
export function read(reading: Reading): BankStatement[] {
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
  return reading.statements
}
export const only = (reading: Reading): BankStatement => {
  const statements = read(reading)
  expect(statements).toHaveLength(1)
  return statements[0]!
}
/** The codes of a file that must be wrong, in order. */
export const codes = (reading: { ok: boolean; faults?: { code: string }[] }) =>
  reading.ok ? ['read'] : (reading.faults?.map((fault) => fault.code) ?? [])
