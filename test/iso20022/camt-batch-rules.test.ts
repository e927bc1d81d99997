import { describe, expect, it } from 'vitest'
import { joinStatements } from '../../src/intake/read'
import { readCamt053 } from '../../src/iso20022/camt053'
import { balance, camt, codes, details, entry, only, read, stmt, tx } from '../statements/support'

const one = (more: string, { amount = '10.00', closing = '110.00', direction = 'CRDT' } = {}) =>
  readCamt053(
    camt([
      stmt({
        closing,
        entries: [entry({ amount, more, direction: direction as 'CRDT', reference: 'R' })],
      }),
    ]),
  )
const lines = (...args: Parameters<typeof one>) => only(one(...args)).lines
const charge = (amount: string, included?: boolean) =>
  `<Chrgs><Rcrd><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>${
    included === undefined ? '' : `<ChrgInclInd>${included}</ChrgInclInd>`
  }</Rcrd></Chrgs>`
const batch = (inside: string) => `<Btch>${inside}</Btch>`

describe('a batch', () => {
  it('becomes one line per transaction, which sum up to the entry', () => {
    const told = details(
      batch('<PmtInfId>P1</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="CNY">10.00</TtlAmt>'),
      tx({ id: 'E1', amount: '4.00' }),
      tx({ id: 'E2', amount: '6.00' }),
    )
    expect(lines(told)).toMatchObject([
      {
        line_no: 1,
        entry_no: 1,
        end_to_end_id: 'E1',
        batch_id: 'P1',
        bank_reference: 'R',
        amount_fen: 400,
      },
      {
        line_no: 2,
        entry_no: 1,
        end_to_end_id: 'E2',
        batch_id: 'P1',
        bank_reference: 'R',
        amount_fen: 600,
      },
    ])
  })
  it('of batches gives every transaction its own batch', () => {
    const told =
      details(batch('<PmtInfId>P1</PmtInfId>'), tx({ id: 'E1', amount: '4.00' })) +
      details(batch('<PmtInfId>P2</PmtInfId>'), tx({ id: 'E2', amount: '5.00' })) +
      details(tx({ id: 'E3', amount: '1.00' }))
    expect(lines(told).map((line) => line.batch_id)).toEqual(['P1', 'P2', 'R'])
  })
  it('may hold transactions of both directions', () => {
    const back = '<CdtDbtInd>DBIT</CdtDbtInd>'
    const told = details(tx({ amount: '12.00' }), tx({ id: 'E2', amount: '2.00', more: back }))
    expect(lines(told).map((line) => line.amount_fen)).toEqual([1200, -200])
  })
  it.each([
    ['no amount', tx()],
    ['all of it', tx({ amount: '10.00' })],
    ['nothing at all', tx({ amount: '0.00' })],
  ])('of many told as one transaction with %s is one line for all of them', (_name, told) => {
    const header = batch('<PmtInfId>P1</PmtInfId><NbOfTxs>4</NbOfTxs>')
    expect(lines(details(header, told))).toMatchObject([
      { amount_fen: 1000, batch_id: 'P1', batch_count: 4, end_to_end_id: null },
    ])
  })
  it('of two headers, each with one transaction for all of it, is two lines', () => {
    const of = (id: string, count: number, amount: string) =>
      details(
        batch(
          `<PmtInfId>${id}</PmtInfId><NbOfTxs>${count}</NbOfTxs><TtlAmt Ccy="CNY">${amount}</TtlAmt>`,
        ),
        tx(),
      )
    expect(lines(of('P1', 2, '4.00') + of('P2', 3, '6.00'))).toMatchObject([
      { amount_fen: 400, batch_count: 2 },
      { amount_fen: 600, batch_count: 3 },
    ])
  })
  it('of one transaction that tells 0.00 moved what its entry moved', () => {
    const told = details(tx({ id: 'E1', amount: '0.00' }))
    expect(lines(told)).toMatchObject([
      { amount_fen: 1000, end_to_end_id: 'E1', batch_count: null },
    ])
  })
  it('whose header stands beside its transactions is not counted twice', () => {
    const told =
      details(batch('<NbOfTxs>2</NbOfTxs><TtlAmt Ccy="CNY">10.00</TtlAmt>')) +
      details(tx({ amount: '4.00' })) +
      details(tx({ id: 'E2', amount: '6.00' }))
    expect(lines(told).map((line) => line.amount_fen)).toEqual([400, 600])
  })
  it('without its transactions is one line that says how many', () => {
    const total = '<PmtInfId>P1</PmtInfId><NbOfTxs>25</NbOfTxs>'
    const expected = [{ amount_fen: 1000, batch_id: 'P1', batch_count: 25 }]
    expect(lines(details(batch(total)))).toMatchObject(expected)
    const with_total = `${total}<TtlAmt Ccy="CNY">10.00</TtlAmt><CdtDbtInd>CRDT</CdtDbtInd>`
    expect(lines(details(batch(with_total)))).toMatchObject(expected)
  })
  it('whose transactions tell no amount is one line of all of them', () => {
    expect(lines(details(tx(), tx({ id: 'E2' })))).toMatchObject([
      { amount_fen: 1000, batch_id: 'R', batch_count: 2, end_to_end_id: null },
    ])
  })
  it('reads the amount of .001.02 from the amount details', () => {
    const told = (amount: string) =>
      tx({ more: `<AmtDtls><TxAmt><Amt Ccy="CNY">${amount}</Amt></TxAmt></AmtDtls>` })
    expect(lines(details(told('3.00'), told('7.00'))).map((line) => line.amount_fen)).toEqual([
      300, 700,
    ])
  })
  it.each<[string, string, string]>([
    [
      'does not sum up',
      details(tx({ amount: '4.00' }), tx({ amount: '5.00' })),
      'batch_total_differs',
    ],
    ['of one tells another amount', details(tx({ amount: '4.00' })), 'batch_total_differs'],
    ['tells only some amounts', details(tx({ amount: '4.00' }), tx()), 'batch_amount_missing'],
    [
      'counts wrongly',
      details(batch('<NbOfTxs>3</NbOfTxs>'), tx({ amount: '4.00' })),
      'batch_count_differs',
    ],
    [
      'totals wrongly',
      details(batch('<TtlAmt Ccy="CNY">9</TtlAmt>'), tx({ amount: '10.00' })),
      'batch_total_differs',
    ],
    ['has two headers', details(batch(''), batch(''), tx({ amount: '10.00' })), 'value_twice'],
  ])('that %s is a fault', (_, told, code) => {
    expect(codes(one(told))).toContain(code)
  })
})

describe('charges', () => {
  it('of a transaction are taken off it where the entry is net of them', () => {
    const told = details(
      tx({ amount: '4.00', more: charge('0.10') }),
      tx({ id: 'E2', amount: '6.00', more: charge('0.20', true) }),
    )
    expect(lines(told, { amount: '9.70', closing: '109.70' })).toMatchObject([
      { amount_fen: 390, charges_fen: 10 },
      { amount_fen: 580, charges_fen: 20 },
    ])
  })
  it('of the entry are a line of their own where they explain its total', () => {
    const told =
      charge('0.30', true) + details(tx({ amount: '4.00' }), tx({ id: 'E2', amount: '6.00' }))
    expect(lines(told, { amount: '9.70', closing: '109.70' })).toMatchObject([
      { amount_fen: 400, is_charge: false },
      { amount_fen: 600, is_charge: false },
      { amount_fen: -30, is_charge: true, entry_no: 1, end_to_end_id: null },
    ])
  })
  it('of both explain it together', () => {
    const told =
      charge('0.30') + details(tx({ amount: '4.00', more: charge('0.10') }), tx({ amount: '6.00' }))
    const amounts = lines(told, { amount: '9.60', closing: '109.60' }).map(
      (line) => line.amount_fen,
    )
    expect(amounts).toEqual([390, 600, -30])
  })
  it('make an outgoing entry larger', () => {
    const told = charge('0.30') + details(tx({ amount: '10.00' }))
    const out = { amount: '10.30', closing: '89.70', direction: 'DBIT' }
    expect(lines(told, out)).toMatchObject([
      { amount_fen: -1030, charges_fen: 30, end_to_end_id: 'E1' },
    ])
  })
  it('booked apart explain nothing and are only told', () => {
    const apart = charge('0.30', false)
    expect(lines(apart)).toMatchObject([
      { amount_fen: 1000, charges_fen: 0, charges_apart_fen: 30 },
    ])
    const told = apart + details(tx({ amount: '4.00' }), tx({ amount: '6.00' }))
    expect(codes(one(told, { amount: '9.70', closing: '109.70' }))).toContain('batch_total_differs')
  })
  it('of .001.02 are read without records', () => {
    const told = '<Chrgs><Amt Ccy="CNY">0.30</Amt></Chrgs>'
    expect(lines(told)).toMatchObject([{ charges_fen: 30 }])
  })
})

describe('pages', () => {
  const pageOf = (nth: number, last: boolean) =>
    `<StmtPgntn><PgNb>${nth}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn>`
  const [opening, closing] = [balance('OPBD', '100.00'), balance('CLBD', '120.00')]
  const first = stmt({
    head: pageOf(1, false),
    balances: opening,
    entries: [entry({ reference: 'A' })],
  })
  const second = stmt({
    head: pageOf(2, true),
    balances: closing,
    entries: [entry({ reference: 'B' })],
  })

  it('of one file become one statement, whatever their order', () => {
    expect(only(readCamt053(camt([second, first])))).toMatchObject({
      pages: { first: 1, last: 2, is_complete: true },
      opening_fen: 10000,
      closing_fen: 12000,
      lines: [
        { line_no: 1, entry_no: 1, bank_reference: 'A' },
        { line_no: 2, entry_no: 2, bank_reference: 'B' },
      ],
    })
  })
  it('of several files are joined later, and only then checked', () => {
    const [one_page] = read(readCamt053(camt([first])))
    const [other] = read(readCamt053(camt([second])))
    expect(one_page?.pages.is_complete).toBe(false)
    expect(only(joinStatements([other!, one_page!]))).toMatchObject({
      pages: { is_complete: true },
      sums: { in_fen: 2000 },
    })
    const wrong = { ...other!, closing_fen: other!.opening_fen }
    expect(codes(joinStatements([one_page!, wrong]))).toEqual(['balance_missing'])
  })
  it('of the message count where the statement has none (.001.02)', () => {
    const group = '<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>'
    const file = camt([stmt({ balances: opening })], '02', group)
    expect(only(readCamt053(file)).pages).toMatchObject({ first: 1, is_complete: false })
  })
  it('told twice or missing are faults', () => {
    expect(codes(readCamt053(camt([first, first])))).toContain('page_twice')
    expect(codes(readCamt053(camt([stmt(), stmt()])))).toContain('page_twice')
    const ended = stmt({ head: pageOf(1, true) })
    expect(codes(readCamt053(camt([ended, second])))).toContain('page_twice')
    const third = stmt({ head: pageOf(3, true), balances: closing })
    expect(codes(readCamt053(camt([first, third])))).toContain('page_missing')
  })
})

describe('a summary', () => {
  const summary = (count: number, sum: string) =>
    `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></TtlNtries>
    <TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>10.00</Sum></TtlCdtNtries></TxsSummry>`
  const file = (head: string) =>
    camt([
      stmt({
        head,
        closing: '107.00',
        entries: [entry(), entry({ amount: '3', direction: 'DBIT' })],
      }),
    ])

  it('must agree with the entries', () => {
    expect(readCamt053(file(summary(2, '13.00'))).ok).toBe(true)
    expect(codes(readCamt053(file(summary(3, '13.00'))))).toEqual(['summary_differs'])
    expect(codes(readCamt053(file(summary(2, '13.01'))))).toEqual(['summary_differs'])
  })
})
