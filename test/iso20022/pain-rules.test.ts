import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PayoutMessage, writePain001 } from '../../src/iso20022/pain001'
import { readPain002 } from '../../src/iso20022/pain002'
import { readXml, type XmlNode } from '../../src/iso20022/xml'
import { codes, utf8 } from '../statements/support'

const payment = (nth: number, more: Partial<PayoutMessage['payments'][number]> = {}) => ({
  instruction_id: `01JDPYO${nth}`,
  end_to_end_id: `01JDPYO${nth}`,
  amount_fen: 12860,
  debtor: { name: '预付资金存管专户', account_no: '110200001234', bank_no: '102100099996' },
  creditor: { name: '海边咖啡 & 面包', account_no: '6222000012345678', bank_no: null },
  purpose: '放款 2026-11-23',
  ...more,
})
const message = (payments: PayoutMessage['payments']): PayoutMessage => ({
  message_id: '01JDMSG0000000000000000000',
  created_at: '2026-11-23T08:00:00.000Z',
  execute_on: '2026-11-24',
  initiator: '预付保',
  payments,
})
const other = { name: '存管专户二', account_no: '110200005678', bank_no: '102100099996' }

/** Every text of an XML document by its path, read with our own safe reader. */
function textsOf(xml: string): [string, string][] {
  const texts: [string, string][] = []
  const walk = (node: XmlNode) => {
    if (node.children.length === 0) texts.push([node.pointer.replace('/Document/', ''), node.text])
    node.children.forEach(walk)
  }
  readXml(utf8(xml), { open: () => 'take', take: walk, close: () => {} })
  return texts
}
const textAt = (xml: string, end: string) =>
  textsOf(xml)
    .filter(([path]) => path.endsWith(end))
    .map(([, text]) => text)
const written = (payments: PayoutMessage['payments'], version?: '001.03' | '001.09') => {
  const done = writePain001(message(payments), version)
  if (!done.ok) throw new Error(JSON.stringify(done.faults))
  return done
}

describe('payout instructions', () => {
  const payments = [payment(1), payment(2, { debtor: other, amount_fen: 1 }), payment(3)]

  it('are grouped by paying account, with counts and sums of each and of all', () => {
    const { xml, payment_count, total_fen } = written(payments)
    expect({ payment_count, total_fen }).toEqual({ payment_count: 3, total_fen: 25721 })
    expect(textAt(xml, 'NbOfTxs')).toEqual(['3', '2', '1'])
    expect(textAt(xml, 'CtrlSum')).toEqual(['257.21', '257.20', '0.01'])
    const batch = '01JDMSG0000000000000000000'
    expect(textAt(xml, 'PmtInfId')).toEqual([`${batch}-1`, `${batch}-2`])
    expect(textAt(xml, 'InstdAmt')).toEqual(['128.60', '128.60', '0.01'])
  })
  it('escape what XML would read as markup', () => {
    const { xml } = written([payment(1)])
    expect(xml).toContain('海边咖啡 &amp; 面包')
    expect(textAt(xml, 'Cdtr/Nm')).toEqual(['海边咖啡 & 面包'])
  })
  it('are written in both versions that banks take', () => {
    expect(textAt(written(payments).xml, 'ReqdExctnDt/Dt')).toEqual(['2026-11-24', '2026-11-24'])
    const { xml } = written(payments, '001.03')
    expect(xml).toContain('urn:iso:std:iso:20022:tech:xsd:pain.001.001.03')
    expect(textAt(xml, 'ReqdExctnDt')).toEqual(['2026-11-24', '2026-11-24'])
  })
  it('carry any text to the other side unchanged', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter(
        (each) =>
          each.trim() !== '' &&
          !/\p{Cc}/u.test(each) &&
          each.isWellFormed() &&
          [...each].length < 140,
      )
    fc.assert(
      fc.property(text, (purpose) => {
        expect(textAt(written([payment(1, { purpose })]).xml, 'Ustrd')).toEqual([purpose])
      }),
    )
  })
  it.each<[string, PayoutMessage, string]>([
    ['that are none', message([]), 'payouts_empty'],
    ['with a long id', message([payment(1, { instruction_id: 'x'.repeat(36) })]), 'id_too_long'],
    ['with a prefixed id', message([payment(1, { end_to_end_id: 'pyo_01JD' })]), 'id_too_long'],
    ['with an id told twice', message([payment(1), payment(1)]), 'id_twice'],
    ['of nothing', message([payment(1, { amount_fen: 0 })]), 'amount_not_positive'],
    ['of less than nothing', message([payment(1, { amount_fen: -5 })]), 'amount_not_positive'],
    ['of half a fen', message([payment(1, { amount_fen: 0.5 })]), 'amount_malformed'],
    ['to nobody', message([payment(1, { creditor: { ...other, name: ' ' } })]), 'value_missing'],
    [
      'to no account',
      message([payment(1, { creditor: { ...other, account_no: '<x>' } })]),
      'value_unknown',
    ],
    [
      'to no bank',
      message([payment(1, { creditor: { ...other, bank_no: '12' } })]),
      'value_unknown',
    ],
    [
      'with a control character',
      message([payment(1, { purpose: 'a\u0000b' })]),
      'value_unprintable',
    ],
    ['with half a character', message([payment(1, { purpose: 'a\ud800' })]), 'value_unprintable'],
    ['with a long purpose', message([payment(1, { purpose: '长'.repeat(141) })]), 'value_too_long'],
    ['for no day', { ...message([payment(1)]), execute_on: '2026-02-30' }, 'date_malformed'],
  ])('%s are not written', (_, wrong, code) => {
    expect(codes(writePain001(wrong))).toContain(code)
  })
})

const report = (inside: string, { version = '10', group = '' } = {}) =>
  utf8(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt>
  <GrpHdr><MsgId>BANK9</MsgId></GrpHdr>
  <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>
  ${inside}</CstmrPmtStsRpt></Document>`)
const batch = (inside: string) =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>M1-1</OrgnlPmtInfId>${inside}</OrgnlPmtInfAndSts>`
const told = (status: string, more = '') =>
  `<TxInfAndSts><OrgnlInstrId>I1</OrgnlInstrId><OrgnlEndToEndId>E1</OrgnlEndToEndId>${
    status && `<TxSts>${status}</TxSts>`
  }${more}</TxInfAndSts>`
const reason =
  '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>账户已</AddtlInf><AddtlInf>销户</AddtlInf></StsRsnInf>'
const reported = (file: Uint8Array) => {
  const reading = readPain002(file)
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
  return reading.reports[0]
}

describe('a status report', () => {
  it.each(['03', '09', '10', '14'])(
    'of version .001.%s is read, with the reason of a refusal',
    (version) => {
      const inside = batch(told('RJCT', `${reason}<AcctSvcrRef>B7</AcctSvcrRef>`))
      expect(reported(report(inside, { version, group: '<GrpSts>PART</GrpSts>' }))).toMatchObject({
        version: `001.${version}`,
        message_id: 'BANK9',
        original_message_id: 'M1',
        group: { state: 'partly' },
        payments: [
          {
            instruction_id: 'I1',
            end_to_end_id: 'E1',
            batch_id: 'M1-1',
            bank_reference: 'B7',
            state: 'rejected',
            iso_status: 'RJCT',
            reason_code: 'AC04',
            reason_text: '账户已 销户',
          },
        ],
      })
    },
  )
  it.each([
    ['RCVD', 'pending'],
    ['PDNG', 'pending'],
    ['ACCP', 'accepted'],
    ['ACSP', 'accepted'],
    ['ACSC', 'settled'],
    ['RJCT', 'rejected'],
  ])('says %s is %s', (status, state) => {
    expect(reported(report(batch(told(status))))?.payments[0]?.state).toBe(state)
  })
  it('gives a payment without a status that of its batch, else of the group', () => {
    const by_batch = reported(report(batch(`<PmtInfSts>ACSP</PmtInfSts>${told('')}`)))
    expect(by_batch).toMatchObject({
      batches: [{ batch_id: 'M1-1' }],
      payments: [{ state: 'accepted' }],
    })
    const by_group = reported(report(batch(told('')), { group: '<GrpSts>RJCT</GrpSts>' }))
    expect(by_group?.payments[0]?.state).toBe('rejected')
    expect(reported(report('', { group: '<GrpSts>ACTC</GrpSts>' }))?.group?.state).toBe('accepted')
  })
  it.each<[string, Uint8Array, string]>([
    ['with a status nobody knows', report(batch(told('DONE'))), 'value_unknown'],
    ['with a status of a wrong kind', report(batch(told('constructor'))), 'value_unknown'],
    ['with a payment of no status', report(batch(told(''))), 'value_missing'],
    [
      'with a payment under PART without a status',
      report(batch(told('')), { group: '<GrpSts>PART</GrpSts>' }),
      'value_missing',
    ],
    [
      'with a payment that nobody can find',
      report(batch('<TxInfAndSts><TxSts>ACSC</TxSts></TxInfAndSts>')),
      'value_missing',
    ],
    [
      'that settles what it rejects',
      report(batch(told('ACSC')), { group: '<GrpSts>RJCT</GrpSts>' }),
      'status_contradicts',
    ],
    ['that says nothing', report(''), 'value_missing'],
    [
      'of no message',
      utf8('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"/>'),
      'value_missing',
    ],
    [
      'of another kind',
      utf8('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>'),
      'namespace_unsupported',
    ],
  ])('%s is refused', (_, file, code) => {
    expect(codes(readPain002(file))).toContain(code)
  })
})
