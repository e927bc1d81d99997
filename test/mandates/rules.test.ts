import { describe, expect, it } from 'vitest'
import { requireDivision } from '../../src/estates/rules'
import { paperFrom } from '../../src/mandates/paper-rules'
import { majorityDay, missingPapers, objectionEnds, requireShares } from '../../src/mandates/rules'

describe('of age', () => {
  it.each([
    ['2008-04-10', '2026-04-10'],
    ['2008-02-29', '2026-02-28'],
    ['2010-02-28', '2028-02-28'],
    ['2008-12-31', '2026-12-31'],
  ])('born on %s: from %s on', (born, day) => {
    expect(majorityDay(born)).toBe(day)
  })
})

describe('papers', () => {
  it('one of each line is needed, and a court’s ruling stands for kinship', () => {
    expect(missingPapers('death', [])).toHaveLength(3)
    expect(
      missingPapers('death', ['death_certificate', 'court_ruling', 'identity_document']),
    ).toEqual([])
    expect(missingPapers('incapacity', ['kinship_proof', 'identity_document'])).toEqual([
      ['court_ruling'],
    ])
  })
  const pdf = (inside: string) =>
    new TextEncoder().encode(`%PDF-1.7\n${inside}\n${'%'.repeat(60)}\n%%EOF`)
  it('a PDF that acts by itself is none, however it spells that', () => {
    expect(paperFrom(pdf('1 0 obj << /Type /Catalog >>')).media).toBe('application/pdf')
    for (const bad of [
      '/JavaScript (x)',
      '/J#53 1 0 R',
      '/Launch',
      '/EmbeddedFile',
      '/OpenAction 3 0 R',
    ])
      expect(() => paperFrom(pdf(bad))).toThrow('mandate_paper_unreadable')
    expect(() => paperFrom(new TextEncoder().encode(`<svg>${'x'.repeat(80)}`))).toThrow()
    expect(() => paperFrom(pdf('x').subarray(0, 70))).toThrow()
  })
})

describe('an objection', () => {
  it('of whoever is said to be dead ends it always; others give way to a court', () => {
    const papers = ['court_ruling'] as const
    expect(objectionEnds('account', { cause: 'death', papers })).toBe(true)
    expect(objectionEnds('companion', { cause: 'death', papers })).toBe(false)
    expect(objectionEnds('companion', { cause: 'death', papers: [] })).toBe(true)
    expect(objectionEnds('account', { cause: 'minority', papers })).toBe(false)
    expect(objectionEnds('account', { cause: 'minority', papers: [] })).toBe(true)
  })
})

describe('a division', () => {
  const of = { cards: ['a', 'b'], heirs: [1, 2] }
  it('gives each card once, to an heir there is', () => {
    expect(() =>
      requireDivision(
        [
          { card_id: 'a', n: 1 },
          { card_id: 'b', n: 2 },
        ],
        of,
      ),
    ).not.toThrow()
    for (const bad of [
      [{ card_id: 'a', n: 1 }],
      [
        { card_id: 'a', n: 1 },
        { card_id: 'a', n: 2 },
      ],
      [
        { card_id: 'a', n: 1 },
        { card_id: 'b', n: 3 },
      ],
      [
        { card_id: 'a', n: 1 },
        { card_id: 'c', n: 2 },
      ],
    ])
      expect(() => requireDivision(bad, of)).toThrow('estate_division_wrong')
  })
  it('shares make the whole, once a person', () => {
    const half = (phone_index: string) => ({ phone_index, share_bp: 5_000 })
    expect(() => requireShares([half('x'), half('y')])).not.toThrow()
    expect(() => requireShares([half('x'), half('x')])).toThrow('mandate_shares_wrong')
    expect(() => requireShares([half('x')])).toThrow('mandate_shares_wrong')
  })
})
