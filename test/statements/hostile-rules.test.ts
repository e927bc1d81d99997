import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStatements } from '../../src/intake/read'
import { readCamt053 } from '../../src/iso20022/camt053'
import { readPain002 } from '../../src/iso20022/pain002'
import { FILE_LIMITS } from '../../src/statements/bytes'
import { FAULTS } from '../../src/statements/faults'
import { camt, codes, entry, namespace, only, stmt, utf8 } from './support'

const good = () => stmt({ closing: '110.00', entries: [entry()] })
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const DOCUMENT = text(camt([good()]))
const wrapped = (inside: string) => DOCUMENT.replace('<Bal>', `${inside}<Bal>`)

describe('hostile XML', () => {
  const nested = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
  it.each<[string, string, string]>([
    [
      'a DOCTYPE',
      DOCUMENT.replace('<Document', '<!DOCTYPE Document><Document'),
      'xml_doctype_refused',
    ],
    [
      'a billion laughs',
      DOCUMENT.replace('<Document', `<!DOCTYPE d [${nested}]><Document`),
      'xml_doctype_refused',
    ],
    [
      'an external entity',
      DOCUMENT.replace(
        '<Document',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document',
      ),
      'xml_doctype_refused',
    ],
    ['an entity that nobody declared', DOCUMENT.replace('S-2026', '&x;'), 'xml_malformed'],
    ['a depth bomb', wrapped('<a>'.repeat(10_000)), 'xml_too_deep'],
    [
      'an attribute bomb',
      wrapped(`<a ${Array.from({ length: 5000 }, (_, n) => `a${n}=""`).join(' ')}/>`),
      'xml_too_wide',
    ],
    ['a long attribute', wrapped(`<a a="${'x'.repeat(20_000)}"/>`), 'xml_too_wide'],
    ['a long name', wrapped(`<${'a'.repeat(200)}/>`), 'xml_too_wide'],
    ['a long text', wrapped(`<a>${'x'.repeat(20_000)}</a>`), 'xml_text_too_long'],
    [
      'a balance of ten thousand elements',
      wrapped(`<Bal>${'<a/>'.repeat(10_000)}</Bal>`),
      'xml_too_wide',
    ],
    ['ten thousand balances', wrapped('<Bal/>'.repeat(10_000)), 'xml_too_wide'],
    ['a tag that is not closed', DOCUMENT.replace('</Stmt>', ''), 'xml_malformed'],
    ['half of itself', DOCUMENT.slice(0, DOCUMENT.length / 2), 'xml_malformed'],
    ['a second root', `${DOCUMENT}<a/>`, 'xml_malformed'],
    [
      'an attribute told twice',
      DOCUMENT.replace('Ccy="CNY"', 'Ccy="CNY" Ccy="USD"'),
      'xml_malformed',
    ],
    ['a prefix that nobody declared', wrapped('<x:a/>'), 'xml_malformed'],
    ['a control character', wrapped('<a>\u0001</a>'), 'xml_malformed'],
    ['UTF-16', DOCUMENT.replace('UTF-8', 'UTF-16'), 'encoding_unknown'],
  ])('with %s is refused', (_, file, code) => {
    expect(codes(readStatements(utf8(file)))).toEqual([code])
  })
  it('is refused where the bytes are not what it declares', () => {
    const bytes = utf8(DOCUMENT)
    bytes[bytes.length - 30] = 0xff
    expect(codes(readCamt053(bytes))).toEqual(['encoding_contradicts'])
  })
  it('is read in GBK when it says so', () => {
    const file = utf8(DOCUMENT.replace('UTF-8', 'GBK').replace('S-20261123', '%%'))
    const at = file.indexOf(37)
    file.set([0xd5, 0xcb], at)
    expect(only(readCamt053(file)).statement_id).toBe('账')
  })
  it('keeps the five entities of XML and a comment as what they are', () => {
    const file = DOCUMENT.replace('S-20261123', 'A &amp; &#x42;<!-- c --> <![CDATA[<C>]]>')
    expect(only(readCamt053(utf8(file))).statement_id).toBe('A & B <C>')
  })
})

describe('a file', () => {
  it.each(['<', 'x'])('beyond its limits is refused before it is read (%s)', (letter) => {
    const large = new Uint8Array(FILE_LIMITS.bytes + 1).fill(letter.charCodeAt(0))
    expect(codes(readStatements(large))).toEqual(['file_too_large'])
    expect(codes(readStatements(new Uint8Array()))).toEqual(['file_empty'])
  })
  it('of too many lines is refused', () => {
    const file = camt([stmt({ entries: [entry(), entry(), entry()] })])
    expect(codes(readCamt053(file, { ...FILE_LIMITS, lines: 2 }))).toEqual(['file_too_long'])
    expect(
      codes(
        readCamt053(camt([stmt({ entries: ['<Ntry/>', '<Ntry/>', '<Ntry/>'] })]), {
          ...FILE_LIMITS,
          lines: 2,
        }),
      ),
    ).toEqual(['file_too_long'])
    expect(codes(readCamt053(camt([good(), good()]), { ...FILE_LIMITS, statements: 1 }))).toEqual([
      'file_too_long',
    ])
  })
  it('lists 200 faults and counts the rest', () => {
    const wrong = Array.from({ length: 300 }, () => entry({ amount: '-1' }))
    const reading = readCamt053(camt([stmt({ entries: wrong })]))
    expect(reading).toMatchObject({ ok: false, fault_count: 300 })
    expect(codes(reading)).toHaveLength(200)
  })
  it('whose sums no safe integer holds is a fault, not an exception', () => {
    const huge = entry({ amount: '90071992547409.91' })
    expect(codes(readCamt053(camt([stmt({ entries: [huge, huge] })])))).toEqual([
      'amount_too_large',
    ])
  })
})

describe('whatever the bytes', () => {
  const isTyped = (reading: { ok: boolean; faults?: { code: string; detail: string }[] }) => {
    if (reading.ok) return
    expect(reading.faults?.length).toBeGreaterThan(0)
    for (const fault of reading.faults ?? []) expect(Object.keys(FAULTS)).toContain(fault.code)
  }
  it('random bytes give typed faults and never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        isTyped(readStatements(bytes))
        isTyped(readCamt053(bytes))
        isTyped(readPain002(bytes))
      }),
      { numRuns: 500 },
    )
  })
  it('a good file with some bytes or pieces changed is read or refused, and never throws', () => {
    const csv =
      '行别,账号,记账日期,借贷,金额\n期初,1,2026-11-23,贷,1\n明细,1,2026-11-23,借,1\n期末,1,2026-11-23,贷,0\n'
    const piece = fc.constantFrom(
      '',
      '<',
      '>',
      '&',
      '"',
      ',',
      '\n',
      '0',
      '9'.repeat(18),
      '</Ntry>',
      '<Ntry>',
      '中',
      '\0',
    )
    fc.assert(
      fc.property(
        fc.constantFrom(DOCUMENT, csv),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(20), piece), { maxLength: 4 }),
        (whole, edits) => {
          let file = whole
          for (const [at, length, replacement] of edits)
            file = file.slice(0, at) + replacement + file.slice(at + length)
          isTyped(readStatements(utf8(file)))
        },
      ),
      { numRuns: 1_000 },
    )
  })
  it('elements of the message in any order and place never throw', () => {
    const names =
      'Document BkToCstmrStmt Stmt Ntry NtryDtls TxDtls Btch Bal Amt Sts CdtDbtInd Acct Id Chrgs Rcrd'.split(
        ' ',
      )
    const { xml } = fc.letrec<{ xml: string }>((tie) => ({
      xml: fc.oneof(
        { maxDepth: 8 },
        fc.constantFrom('', '1.00', 'CRDT', 'BOOK', '9'.repeat(16), 'constructor', '__proto__'),
        fc
          .tuple(fc.constantFrom(...names), fc.array(tie('xml'), { maxLength: 4 }))
          .map(([name, inside]) => `<${name} Ccy="CNY">${inside.join('')}</${name}>`),
      ),
    }))
    fc.assert(
      fc.property(xml, (inside) => {
        const open = `<Document xmlns="${namespace('08')}"><BkToCstmrStmt><Stmt>`
        const file = `${open}${inside}</Stmt></BkToCstmrStmt></Document>`
        isTyped(readCamt053(utf8(file)))
        isTyped(readPain002(utf8(file)))
      }),
      { numRuns: 500 },
    )
  })
})
