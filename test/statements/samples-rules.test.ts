import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readStatements } from '../../src/intake/read'
import { codes, read, utf8 } from './support'

/** Files that other banks or libraries wrote (such as genkgo/camt's, MIT), from a folder of yours. */
const FOLDER = process.env.BANK_SAMPLES ?? ''
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => file.endsWith('.xml')) : []
const sample = (file: string) => readFileSync(`${FOLDER}/${file}`, 'utf8')
/** As if our bank had written it: amounts in CNY. */
const inCny = (text: string) =>
  utf8(text.replaceAll('Ccy="EUR"', 'Ccy="CNY"').replaceAll('<Ccy>EUR<', '<Ccy>CNY<'))

describe.skipIf(FILES.length === 0)('a statement that somebody else wrote', () => {
  it.each(FILES)('%s in euros is refused as not ours, and for no other shape', (file) => {
    const found = new Set(codes(readStatements(utf8(sample(file)))))
    expect(found).toContain('currency_not_cny')
    // Where no entry is ours, its sums are not, either.
    const shape = ['currency_not_cny', 'balance_missing', 'summary_differs']
    for (const code of found) expect(shape).toContain(code)
  })
  it.skipIf(!FILES.includes('fi-batch.v2.xml'))('with batches told as one is read', () => {
    const [statement] = read(readStatements(inCny(sample('fi-batch.v2.xml'))))
    const batches = statement?.lines.filter(({ batch_count }) => batch_count !== null)
    expect(batches?.map(({ amount_fen, batch_count }) => [amount_fen, batch_count])).toEqual([
      [-100_012, 4],
      [-400_000, 3],
      [200_000, 2],
      [50_000, 2],
      [300_000, 2],
    ])
  })
  it('with two statements is read', () => {
    const statements = read(readStatements(inCny(sample('camt053.v2.multi.statement.xml'))))
    expect(statements).toMatchObject([
      {
        account_no: 'NL26VAYB8060476890',
        sequence: 12312,
        is_copy: true,
        opening_fen: 1815,
        closing_fen: 2700,
        lines: [{ end_to_end_id: '000000001', amount_fen: 885, kind: '544' }],
      },
      { opening_fen: 2700, closing_fen: 2000, lines: [{ amount_fen: -700 }] },
    ])
  })
  it.each([
    // The closing balances of these are in kronor: what is wrong with them is wrong in the file.
    ['camt053.v2.minimal.xml', ['currency_not_cny', 'currency_not_cny', 'balance_missing']],
    // One transaction tells 105.750 where its entry tells 8.85.
    [
      'camt053.v3.xml',
      ['batch_total_differs', 'currency_not_cny', 'currency_not_cny', 'balance_missing'],
    ],
    // Page 2 of a statement: what is missing may be on page 1, so its balance is not asked for.
    ['camt053.v4.xml', ['currency_not_cny', 'currency_not_cny']],
  ])('%s is refused for just what is wrong in it', (file, expected) => {
    expect(codes(readStatements(inCny(sample(file))))).toEqual(expected)
  })
  it.each(['camt053.v2.minimal.xml', 'camt053.v4.xml'])(
    '%s is read once its balances are',
    (file) => {
      const mended = sample(file)
        .replace(
          '<Amt Ccy="SEK">27.00</Amt>\n                <CdtDbtInd>DBIT',
          '<Amt Ccy="CNY">27.00</Amt><CdtDbtInd>CRDT',
        )
        .replaceAll('Ccy="JPY"', 'Ccy="CNY"')
      const [statement] = read(readStatements(inCny(mended)))
      expect(statement?.lines).toMatchObject([
        { amount_fen: 885, booked_on: '2014-12-31', counterparty_name: 'NAME NAME' },
      ])
    },
  )
})
