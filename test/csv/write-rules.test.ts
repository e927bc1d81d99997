import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRecords } from '../../src/csv/cells'
import { readCsv } from '../../src/csv/read'
import { writeCsv } from '../../src/csv/write'
import { readCamt053 } from '../../src/iso20022/camt053'
import { fen } from '../../src/kernel/money'
import { controlSums } from '../../src/statements/checks'
import type { BankLine, BankStatement } from '../../src/statements/statement'
import { camt, details, entry, only, stmt, tx, utf8 } from '../statements/support'

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((each) => each.replace(/\p{Cc}/gu, '').trim())
  .map((each) => (each === '' ? null : each))
const word = fc.option(fc.stringMatching(/^[A-Z0-9]{1,12}$/))
const amount = fc.integer({ min: 1, max: 10 ** 12 })
const draft = fc.record({
  bank_reference: word,
  end_to_end_id: word,
  instruction_id: word,
  batch_id: fc.constantFrom(null, 'P1', 'P2'),
  batch_count: fc.option(fc.nat(500)),
  amount_fen: fc
    .oneof(
      amount,
      amount.map((each) => -each),
    )
    .map(fen),
  booked_on: fc.constantFrom('2026-11-23', '2024-02-29'),
  value_on: fc.option(fc.constant('2026-11-24')),
  status: fc.constantFrom('booked' as const, 'pending' as const, 'info' as const),
  is_reversal: fc.boolean(),
  is_charge: fc.boolean(),
  charges_fen: fc.integer({ min: -500, max: 500 }).map(fen),
  charges_apart_fen: fc.nat(500).map(fen),
  counterparty_name: text,
  counterparty_account: word,
  remittance: fc.oneof(text, fc.constantFrom('=1+1', '@x', "'=x", '"', 'a,b', '-5', "'", "''x")),
  kind: fc.constantFrom(null, 'PMNT/RCDT/DMCT'),
})

function statementOf(
  drafts: Omit<BankLine, 'line_no' | 'entry_no' | 'file_line'>[],
  opening_fen: number,
) {
  const lines: BankLine[] = []
  for (const each of drafts) {
    const before = lines.at(-1)
    const follows =
      each.batch_id !== null &&
      before?.batch_id === each.batch_id &&
      before.bank_reference === each.bank_reference
    const entry_no = (before?.entry_no ?? 0) + (follows ? 0 : 1)
    lines.push({ ...each, line_no: lines.length + 1, entry_no, file_line: 0 })
  }
  const booked = lines.filter((line) => line.status === 'booked')
  const closing_fen = booked.reduce((sum, line) => sum + line.amount_fen, opening_fen)
  const statement: BankStatement = {
    format: 'csv',
    version: null,
    account_no: '110200001234',
    currency: 'CNY',
    statement_id: 'S1',
    sequence: 7,
    pages: { first: 1, last: 1, is_last: true, is_complete: true },
    is_copy: false,
    from_on: '2026-11-23',
    to_on: '2026-11-23',
    opening_fen: fen(opening_fen),
    closing_fen: fen(closing_fen),
    available_fen: null,
    lines,
    sums: controlSums(lines),
  }
  return statement
}

describe('a statement written as CSV', () => {
  it('comes back as it was, whatever its texts', () => {
    fc.assert(
      fc.property(
        fc.array(draft, { maxLength: 12 }),
        fc.integer({ min: -(10 ** 9), max: 10 ** 12 }),
        (drafts, opening_fen) => {
          const statement = statementOf(drafts, opening_fen)
          const back = only(readCsv(utf8(writeCsv([statement]))))
          const lines = back.lines.map((line) => ({ ...line, file_line: 0 }))
          expect({ ...back, lines }).toEqual(statement)
        },
      ),
      { numRuns: 300 },
    )
  })
  it('says of a camt.053 what its lines say', () => {
    const batch = details(tx({ amount: '4.00' }), tx({ id: 'E2', amount: '6.00' }))
    const entries = [entry({ more: batch, reversal: 'true' }), entry({ reference: 'R2' })]
    const statement = only(readCamt053(camt([stmt({ closing: '120.00', entries })])))
    const back = only(readCsv(utf8(writeCsv([statement]))))
    const bare = (lines: BankLine[]) => lines.map((line) => ({ ...line, file_line: 0 }))
    expect(bare(back.lines)).toEqual(bare(statement.lines))
  })
  it('never begins a cell with a formula', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t'), text, (sign, rest) => {
        const statement = statementOf([{ ...SOME, remittance: `${sign}${rest ?? ''}` }], 0)
        for (const { cells } of csvRecords(writeCsv([statement])))
          for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t]/)
      }),
      { examples: [['=', ',-']] },
    )
  })
})

const SOME: Omit<BankLine, 'line_no' | 'entry_no' | 'file_line'> = {
  bank_reference: null,
  end_to_end_id: null,
  instruction_id: null,
  batch_id: null,
  batch_count: null,
  amount_fen: fen(-100),
  booked_on: '2026-11-23',
  value_on: null,
  status: 'booked',
  is_reversal: false,
  is_charge: false,
  charges_fen: fen(-5),
  charges_apart_fen: fen(0),
  counterparty_name: null,
  counterparty_account: null,
  remittance: null,
  kind: null,
}
