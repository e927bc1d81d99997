import { describe, expect, it } from 'vitest'
import { readCamt053 } from '../../src/iso20022/camt053'
import {
  balance,
  camt,
  codes,
  details,
  entry,
  namespace,
  only,
  read,
  stmt,
  tx,
  utf8,
  VERSIONS,
} from '../statements/support'

describe.each(VERSIONS)('camt.053.001.%s', (version) => {
  const status = version >= '07' ? '<Cd>BOOK</Cd>' : 'BOOK'
  const party = version >= '08' ? '<Pty><Nm>王小丽</Nm></Pty>' : '<Nm>王小丽</Nm>'
  const more = details(`<TxDtls><Refs><InstrId>I1</InstrId><EndToEndId>E1</EndToEndId></Refs>
    <RltdPties><Dbtr>${party}</Dbtr><DbtrAcct><Id><Othr><Id>6222 0000</Id></Othr></Id></DbtrAcct>
    </RltdPties><RmtInf><Ustrd>充值</Ustrd><Ustrd>会员卡</Ustrd></RmtInf></TxDtls>`)
  const domain = `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly>
    </Domn></BkTxCd>`

  it('is read into the one shape', () => {
    const file = camt(
      [stmt({ closing: '110.00', entries: [entry({ status, more: domain + more })] })],
      version,
    )
    expect(only(readCamt053(file))).toMatchObject({
      format: 'camt.053',
      version: `001.${version}`,
      account_no: '110200001234',
      statement_id: 'S-20261123',
      from_on: '2026-11-23',
      to_on: '2026-11-23',
      opening_fen: 10000,
      closing_fen: 11000,
      sums: { line_count: 1, booked_count: 1, in_fen: 1000, out_fen: 0 },
      lines: [
        {
          line_no: 1,
          entry_no: 1,
          bank_reference: 'BANK1',
          end_to_end_id: 'E1',
          instruction_id: 'I1',
          batch_id: null,
          amount_fen: 1000,
          booked_on: '2026-11-23',
          value_on: '2026-11-24',
          status: 'booked',
          is_reversal: false,
          counterparty_name: '王小丽',
          counterparty_account: '62220000',
          remittance: '充值 会员卡',
          kind: 'PMNT/RCDT/DMCT',
        },
      ],
    })
  })
})

describe('a camt.053 file', () => {
  it.each(['01', '14', '99'])('of version .001.%s is refused', (version) => {
    expect(codes(readCamt053(camt([stmt()], version)))).toEqual(['namespace_unsupported'])
  })
  it('of another message is refused', () => {
    const other = namespace('08').replace('053', '052')
    const file = `<Document xmlns="${other}"><BkToCstmrAcctRpt/></Document>`
    expect(codes(readCamt053(utf8(file)))).toEqual(['namespace_unsupported'])
    expect(codes(readCamt053(utf8('<a/>')))).toEqual(['file_format_unknown'])
  })
  it('is read with a prefix and in an envelope', () => {
    const inner = stmt().replace(/<(\/?)(\w)/g, '<$1n:$2')
    const file = `<m:Msg xmlns:m="urn:bank"><m:Head>x</m:Head><n:Document xmlns:n="${namespace('02')}">
      <n:BkToCstmrStmt>${inner}</n:BkToCstmrStmt></n:Document></m:Msg>`
    expect(only(readCamt053(utf8(file)))).toMatchObject({ version: '001.02', closing_fen: 10000 })
  })
  it('does not take elements of another namespace for its own', () => {
    const foreign = '<x:Ntry xmlns:x="urn:x"><x:Amt Ccy="CNY">5.00</x:Amt></x:Ntry>'
    const hidden = entry({ more: '' }).replace('<Amt', '<x:Amt xmlns:x="urn:x">9</x:Amt><Amt')
    const file = camt([stmt({ closing: '110.00', entries: [foreign, hidden] })])
    expect(only(readCamt053(file)).lines).toHaveLength(1)
    const inside = stmt().replaceAll('<Amt', '<x:Amt xmlns:x="urn:x" Ccy="USD">9</x:Amt><Amt')
    expect(only(readCamt053(camt([inside]))).opening_fen).toBe(10000)
  })
  it('gives every account and statement in it', () => {
    const file = camt([
      stmt({ account: 'A', id: '1', closing: '110.00', entries: [entry()] }),
      stmt({ account: 'B', id: '1', opening: '5.00', closing: '5.00' }),
      stmt({ account: 'A', id: '2', opening: '110.00', closing: '110.00' }),
    ])
    const accounts = read(readCamt053(file)).map((each) => [each.account_no, each.statement_id])
    expect(accounts).toEqual([
      ['A', '1'],
      ['B', '1'],
      ['A', '2'],
    ])
  })
  it('gives nothing when one statement of it is wrong', () => {
    const file = camt([stmt({ id: '1' }), stmt({ id: '2', closing: '100.01' })])
    expect(readCamt053(file)).toMatchObject({
      ok: false,
      fault_count: 1,
      faults: [{ code: 'balance_differs', pointer: '/Document/BkToCstmrStmt/Stmt[2]/Bal' }],
    })
  })
})

describe('a balance', () => {
  it('opens with PRCD where OPBD is missing', () => {
    const balances = balance('PRCD', '7.00') + balance('CLBD', '7.00') + balance('CLAV', '3.00')
    expect(only(readCamt053(camt([stmt({ balances })])))).toMatchObject({
      opening_fen: 700,
      available_fen: 300,
    })
  })
  it('is negative when it is a debit', () => {
    const balances = balance('OPBD', '7.00', { direction: 'DBIT' }) + balance('CLBD', '3.00')
    const file = camt([stmt({ balances, entries: [entry()] })])
    expect(only(readCamt053(file))).toMatchObject({ opening_fen: -700, closing_fen: 300 })
  })
  it('of a page in between is left out', () => {
    const interim = balance('OPBD', '50.00', { more: '<SubTp><Cd>INTM</Cd></SubTp>' })
    const balances = balance('OPBD', '7.00') + interim + balance('CLBD', '7.00')
    expect(only(readCamt053(camt([stmt({ balances })]))).opening_fen).toBe(700)
  })
  it.each([
    ['missing', balance('OPBD', '7.00'), ['balance_missing']],
    [
      'told twice',
      balance('OPBD', '1.00') + balance('OPBD', '2.00') + balance('CLBD', '2.00'),
      ['value_twice'],
    ],
    [
      'in dollars',
      (balance('OPBD', '1.00') + balance('CLBD', '1.00')).replaceAll('CNY', 'USD'),
      ['currency_not_cny', 'currency_not_cny', 'balance_missing'],
    ],
  ])('that is %s is a fault', (_, balances, expected) => {
    expect(codes(readCamt053(camt([stmt({ balances })])))).toEqual(expect.arrayContaining(expected))
  })
})

describe('an entry', () => {
  const line = (part: Parameters<typeof entry>[0], closing = '100.00') =>
    only(readCamt053(camt([stmt({ closing, entries: [entry(part)] })]))).lines[0]

  it('that is pending or for information is in no balance', () => {
    expect(line({ status: 'PDNG' })).toMatchObject({ status: 'pending', amount_fen: 1000 })
    expect(line({ status: '<Cd>FUTR</Cd>' })).toMatchObject({ status: 'pending' })
    expect(line({ status: 'INFO', direction: 'DBIT' })).toMatchObject({
      status: 'info',
      amount_fen: -1000,
    })
  })
  it('that reverses moves as its own direction says', () => {
    expect(line({ reversal: 'true', direction: 'DBIT' }, '90.00')).toMatchObject({
      is_reversal: true,
      amount_fen: -1000,
    })
    expect(line({ reversal: '1' }, '110.00')).toMatchObject({ is_reversal: true, amount_fen: 1000 })
    expect(line({ reversal: '0' }, '110.00')).toMatchObject({ is_reversal: false })
  })
  it('names the other side: by our account number, else by the direction', () => {
    const parties = (debtor: string, creditor: string) =>
      details(
        tx({
          more: `<RltdPties><Dbtr><Nm>付方</Nm></Dbtr><DbtrAcct><Id><IBAN>${debtor}</IBAN></Id></DbtrAcct>
        <Cdtr><Nm>收方</Nm></Cdtr><CdtrAcct><Id><IBAN>${creditor}</IBAN></Id></CdtrAcct></RltdPties>`,
        }),
      )
    expect(line({ more: parties('X', 'Y') }, '110.00')?.counterparty_name).toBe('付方')
    expect(
      line({ more: parties('X', 'Y'), direction: 'DBIT' }, '90.00')?.counterparty_account,
    ).toBe('Y')
    const returned = line({ more: parties('X', 'Y'), reversal: 'true' }, '110.00')
    expect(returned?.counterparty_name).toBe('收方')
    const ours = line({ more: parties('110200001234', 'Y') }, '110.00')
    expect(ours?.counterparty_name).toBe('收方')
  })
  it('turns a time with an offset into the day in Shanghai', () => {
    const at = entry().replace('<Dt>2026-11-23</Dt>', '<DtTm>2026-11-23T17:00:00Z</DtTm>')
    const file = camt([stmt({ closing: '110.00', entries: [at] })])
    expect(only(readCamt053(file)).lines[0]?.booked_on).toBe('2026-11-24')
  })
  it.each<[string, string, string]>([
    ['no amount', entry().replace(/<Amt.*?<\/Amt>/, ''), 'value_missing'],
    [
      'two amounts',
      entry().replace('<CdtDbtInd>', '<Amt Ccy="CNY">1</Amt><CdtDbtInd>'),
      'value_twice',
    ],
    ['another currency', entry({ currency: 'USD' }), 'currency_not_cny'],
    ['tenths of a fen', entry({ amount: '1.001' }), 'amount_finer_than_fen'],
    ['a float', entry({ amount: '1e2' }), 'amount_malformed'],
    ['no direction', entry().replace(/<CdtDbtInd>.*?<\/CdtDbtInd>/, ''), 'value_missing'],
    ['a direction nobody knows', entry().replace('CRDT', 'BOTH'), 'value_unknown'],
    ['a status nobody knows', entry({ status: 'constructor' }), 'value_unknown'],
    ['a day that no calendar has', entry({ booked: '2026-02-30' }), 'date_malformed'],
    ['a reversal that is perhaps', entry({ reversal: 'maybe' }), 'value_unknown'],
  ])('with %s is a fault on its line', (_, wrong, code) => {
    const reading = readCamt053(camt([stmt({ entries: [entry({ status: 'INFO' }), wrong] })]))
    expect(codes(reading)).toContain(code)
    if (!reading.ok) expect(reading.faults[0]?.pointer).toMatch(/Stmt\/Ntry\[2\]/)
    if (!reading.ok) expect(reading.faults[0]?.line).toBeGreaterThan(9)
  })
  it('lists every fault of the file at once', () => {
    const wrong = [entry({ amount: 'x' }), entry({ amount: 'y' }), entry({ booked: 'z' })]
    expect(readCamt053(camt([stmt({ entries: wrong })]))).toMatchObject({
      ok: false,
      fault_count: 4,
    })
  })
})

describe('a bank reference told twice', () => {
  it('is a warning, so that the reconciliation sees it', () => {
    const twice = [entry(), entry(), entry({ amount: '5.00' })]
    const reading = readCamt053(camt([stmt({ closing: '125.00', entries: twice })]))
    expect(reading).toMatchObject({
      ok: true,
      warnings: [{ code: 'line_repeated' }, { code: 'bank_reference_twice' }],
    })
  })
  it('is none for a line that was announced and is then booked', () => {
    const file = camt([stmt({ closing: '110.00', entries: [entry({ status: 'PDNG' }), entry()] })])
    expect(readCamt053(file)).toMatchObject({ ok: true, warnings: [] })
  })
  it('is none within one batch, nor for a reversal of it', () => {
    const batch = details(tx({ amount: '4.00' }), tx({ id: 'E2', amount: '6.00' }))
    const back = entry({ reversal: 'true', direction: 'DBIT' })
    const file = camt([stmt({ entries: [entry({ more: batch }), back] })])
    expect(readCamt053(file)).toMatchObject({ ok: true, warnings: [] })
  })
})
