import { describe, expect, it } from 'vitest'
import { type DeskFacts, daysUnclosed, verdictOn } from '../../src/closes/desk-rules'
import { booksEquation } from '../../src/ledger/equation-rules'

const at = (hour: string) => `2026-03-02T${hour}:00.000Z`
const well: DeskFacts = {
  differs_fen: 0,
  unexplained_fen: 0,
  breaks_standing: 0,
  days_unclosed: 0,
  missing_fen: 0,
  newest_close: '2026-03-01',
}

describe('the desk of the bank', () => {
  it.each<[string, Partial<DeskFacts>, string, string]>([
    ['nothing is the matter', {}, 'ties_out', 'safe'],
    ['the provider was never read', { unexplained_fen: null }, 'ties_out', 'safe'],
    ['the books differ', { differs_fen: 1 }, 'broken', 'bad'],
    ['the provider differs', { unexplained_fen: -1 }, 'broken', 'bad'],
    ['money is missing', { missing_fen: 5 }, 'ties_out', 'bad'],
    ['breaks stand', { breaks_standing: 2 }, 'breaks_standing', 'warn'],
    [
      'breaks stand and money is missing',
      { breaks_standing: 2, missing_fen: 5 },
      'breaks_standing',
      'bad',
    ],
    ['a day is not closed in time', { days_unclosed: 1 }, 'ties_out', 'warn'],
    ['no day was ever closed', { newest_close: null }, 'never_closed', 'warn'],
  ])('says so when %s', (_name, more, state, tone) => {
    expect(verdictOn({ ...well, ...more })).toEqual({ state, tone })
  })
  it.each([
    ['nothing to close yet', null, null, 0, null],
    ['closed until the day before yesterday', '2026-02-28', '2026-02-01', 0, null],
    ['closed yesterday', '2026-03-01', '2026-02-01', 0, null],
    ['two days behind', '2026-02-26', '2026-02-01', 2, '2026-02-27'],
    ['never closed', null, '2026-02-27', 2, '2026-02-27'],
  ])('counts the days that are not closed: %s', (_name, newest_sealed, first_day, count, since) => {
    const tally = daysUnclosed(at('01:00'), { newest_sealed, first_day })
    expect([tally.count, tally.since]).toEqual([count, since])
  })
})

describe('the equation of the books', () => {
  const lines = [
    { account: 'custody', balance_fen: -700 },
    { account: 'psp', balance_fen: -300 },
    { account: 'escrow', balance_fen: 600 },
    { account: 'held', balance_fen: 50 },
    { account: 'refunding', balance_fen: 20 },
    { account: 'disputed', balance_fen: 30 },
    { account: 'payable', balance_fen: 200 },
    { account: 'deposit', balance_fen: 150 },
    { account: 'advance', balance_fen: -50 },
    { account: 'interest', balance_fen: 0 },
  ]
  it('has what is held on one side and whose it is on the other', () => {
    const of = booksEquation(lines)
    const plain = (terms: typeof of.held) => terms.map(({ term, fen }) => ({ term, fen }))
    expect({ ...of, held: plain(of.held), owed: plain(of.owed) }).toEqual({
      held: [
        { term: 'custody', fen: 700 },
        { term: 'transit', fen: 300 },
      ],
      owed: [
        { term: 'consumers', fen: 600 },
        { term: 'held', fen: 100 },
        { term: 'payable', fen: 200 },
        { term: 'paying', fen: 0 },
        { term: 'deposit', fen: 150 },
        { term: 'advance', fen: -50 },
      ],
      held_fen: 1_000,
      owed_fen: 1_000,
      differs_fen: 0,
    })
    expect(of.owed.at(-1)).toMatchObject({ is_less: true, size_fen: 50 })
  })
  it('hides no kind of account that it has no name for, and no fen of a difference', () => {
    const of = booksEquation([...lines, { account: 'something-new', balance_fen: 7 }])
    const term = 'something-new'
    expect(of.owed.at(-1)).toEqual({ term, fen: 7, is_less: false, size_fen: 7 })
    expect(of.differs_fen).toBe(-7)
  })
})
