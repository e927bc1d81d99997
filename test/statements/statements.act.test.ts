import { expect, it } from 'vitest'
import { readStatements } from '../../src/intake/read'
import { writePain001 } from '../../src/iso20022/pain001'
import { readPain002 } from '../../src/iso20022/pain002'
import { camt, codes, details, entry, only, stmt, tx, utf8 } from './support'

const GBK = [0xbc, 0xc7, 0xd5, 0xcb, 0xc8, 0xd5, 0xc6, 0xda]

it('reads a GBK file', () => {
  const file = utf8(
    'record,account_no,%%%%%%%%,direction,amount\nopening,1,2026-11-23,c,1\nclosing,1,2026-11-23,c,1\n',
  )
  file.set(GBK, file.indexOf(37))
  expect(only(readStatements(file)).closing_fen).toBe(100)
})

it('reads camt.053 in slices that cut characters in two', () => {
  const texts = Array.from({ length: 1_200 }, (_, nth) =>
    entry({
      reference: `R${nth}`,
      more: details(tx({ more: '<RmtInf><Ustrd>充值会员卡</Ustrd></RmtInf>' })),
    }),
  )
  const statement = only(readStatements(camt([stmt({ closing: '12100.00', entries: texts })])))
  expect(statement.lines).toHaveLength(1_200)
  expect(new Set(statement.lines.map((line) => line.remittance))).toEqual(new Set(['充值会员卡']))
})

it('refuses entities and broken bytes with a typed fault', () => {
  expect(codes(readStatements(utf8('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')))).toEqual([
    'xml_doctype_refused',
  ])
  expect(codes(readStatements(Uint8Array.of(0x3c, 0x61, 0x3e, 0xff, 0x3c)))).toEqual([
    'encoding_contradicts',
  ])
  expect(codes(readStatements(Uint8Array.of(0xff, 0xff)))).toEqual(['encoding_unknown'])
})

it('writes payments and reads what becomes of them', () => {
  const party = { name: '专户', account_no: '1102', bank_no: null }
  const payment = {
    instruction_id: 'I1',
    end_to_end_id: 'E1',
    amount_fen: 1,
    debtor: party,
    creditor: party,
    purpose: '放款',
  }
  const written = writePain001({
    message_id: 'M1',
    created_at: '2026-11-23T08:00:00.000Z',
    execute_on: '2026-11-24',
    initiator: '预付保',
    payments: [payment],
  })
  expect(written).toMatchObject({ ok: true, total_fen: 1 })
  const report = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
    <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><GrpSts>ACSC</GrpSts></OrgnlGrpInfAndSts>
    </CstmrPmtStsRpt></Document>`
  expect(readPain002(utf8(report))).toMatchObject({
    ok: true,
    reports: [{ group: { state: 'settled' } }],
  })
})
