import { describe, expect, it } from 'vitest'
import { CLASS_NAMES } from '../../src/breaks/classes'
import { breakEnds, resolutionBookings } from '../../src/breaks/resolve-rules'
import { amountSum, type OpenLine, type OpenMovement } from '../../src/breaks/rules'
import { maskAccount, maskName, maskText } from '../../src/intake/mask'
import { type AccountFacts, reconcileAccount } from '../../src/reconciliation/account-rules'

const line = (seq: number, amount_fen: number, more: Partial<OpenLine> = {}): OpenLine => ({
  seq,
  merchant_id: 'm',
  booked_on: '2026-03-02',
  amount_fen,
  match_key: null,
  bank_reference: `R${seq}`,
  is_reversal: false,
  is_charge: false,
  batch_count: null,
  remittance: null,
  is_ours: false,
  has_twin: false,
  elsewhere: null,
  ...more,
})
const moved = (
  version: number,
  amount_fen: number,
  match_key: string,
  more = {},
): OpenMovement => ({
  merchant_id: 'm',
  account_version: version,
  match_key,
  reason: `reason_${version}`,
  amount_fen,
  day: '2026-03-02',
  has_twin: false,
  is_told_elsewhere: false,
  was_told: false,
  ...more,
})
/** An account whose statement of 2 March (and of 3 March, if asked) adds up with these lines. */
const account = (
  lines: OpenLine[],
  movements: OpenMovement[],
  more: Partial<AccountFacts> = {},
) => {
  const closing_fen = 1_000 + amountSum(lines.filter((one) => one.booked_on <= '2026-03-02'))
  const first = { sequence: 2, from_on: '2026-03-02', to_on: '2026-03-02' }
  return {
    merchant_id: 'm',
    as_of: '2026-03-02',
    lines,
    movements,
    statements: [{ ...first, opening_fen: 1_000, closing_fen }],
    is_from_the_start: true,
    first_on: '2026-03-02',
    moved: new Map([
      ['2026-03-01', 1_000],
      ['2026-03-02', amountSum(movements)],
    ]),
    missing_days: new Set<string>(),
    ledger_fen: 1_000 + amountSum(movements),
    open: [],
    resolved: new Set<string>(),
    ...more,
  }
}
const named = (seen: AccountFacts) => reconcileAccount(seen).breaks.map((one) => one.class)

describe('one account', () => {
  it('matches one line with several entries, and several lines with one entry', () => {
    const seen = account(
      [
        line(1, 500, { match_key: 'stl' }),
        line(2, -60, { match_key: 'p' }),
        line(3, -40, { match_key: 'p' }),
      ],
      [moved(1, 497, 'stl'), moved(2, 3, 'stl'), moved(3, -100, 'p')],
    )
    const { matches, breaks } = reconcileAccount(seen)
    expect(breaks).toEqual([])
    expect(matches.map(({ lines, movements }) => [lines.length, movements.length])).toEqual([
      [1, 2],
      [2, 1],
    ])
  })
  it('matches a batch by its count and sum, and only by both', () => {
    const entries = [moved(1, -30, 'a'), moved(2, -20, 'b')]
    expect(named(account([line(1, -50, { batch_count: 2 })], entries))).toEqual([])
    const of_three = account([line(1, -50, { batch_count: 3 })], entries)
    expect(named(of_three)).toEqual(['B2', 'B7', 'B7'])
  })
  it('matches by the bank’s reference where that is what we know', () => {
    const seen = account([line(1, 900, { match_key: 'deposit-x' })], [moved(1, 900, 'ref:R1')])
    expect(named(seen)).toEqual([])
  })
  it('lets lines that undo each other answer to nothing, and a twice-told twin undone to its one', () => {
    const bounced = [
      line(1, -50, { match_key: 'p', is_ours: true }),
      line(2, 50, { match_key: 'return:p', is_ours: true }),
    ]
    expect(named(account(bounced, []))).toEqual([])
    const undone = [
      line(1, -50, { match_key: 'p' }),
      line(2, -50, { match_key: 'p' }),
      line(3, 50, { match_key: 'p', is_reversal: true }),
    ]
    expect(named(account(undone, [moved(1, -50, 'p')]))).toEqual([])
  })
  it('takes our own instruction that the ledger lacks as timing today, as another status tomorrow', () => {
    const lines = [line(1, -50, { match_key: 'p', is_ours: true })]
    expect(named(account(lines, []))).toEqual(['B7'])
    expect(named(account(lines, [], { as_of: '2026-03-03' }))).toEqual(['B8'])
  })
  it('judges no entry of a day that no statement tells of', () => {
    const late = moved(1, -50, 'p', { day: '2026-03-03' })
    expect(reconcileAccount({ ...account([], [late]), ledger_fen: 1_000 }).breaks).toEqual([])
  })
  it('takes the opening balance for all that was before the first statement', () => {
    const early = moved(1, 1_000, 'x', { day: '2026-03-01' })
    const judged = reconcileAccount({ ...account([], [early]), ledger_fen: 1_000 })
    expect(judged).toMatchObject({ breaks: [], baseline: [early] })
  })
  it('names a first opening, a chain and a sequence that do not fit', () => {
    const seen = account([], [])
    const [first] = seen.statements
    const start = { ...seen, moved: new Map([['2026-03-01', 900]]), ledger_fen: 900 }
    expect(reconcileAccount(start).breaks).toMatchObject([{ class: 'B12', difference_fen: 100 }])
    const next = { sequence: 4, from_on: '2026-03-04', to_on: '2026-03-04', opening_fen: 1_000 }
    const gap = { ...seen, statements: [first, { ...next, closing_fen: 1_000 }] as never }
    expect(reconcileAccount(gap).breaks).toMatchObject([{ class: 'B12', difference_fen: 0 }])
    const excused = { ...gap, missing_days: new Set(['2026-03-03']) }
    expect(reconcileAccount(excused).breaks).toEqual([])
  })
  it('names one fen that nothing explains, under one name from day to day', () => {
    const short = account([], [], { ledger_fen: 1_001 })
    const [found] = reconcileAccount(short).breaks
    expect(found).toMatchObject({ class: 'B12', difference_fen: -1, subject: 'eq:m:2026-03-02' })
    const open = [{ subject: 'eq:m:2026-02-01', day: '2026-02-01', difference_fen: -1 }]
    const [later] = reconcileAccount({ ...short, open }).breaks
    expect(later).toMatchObject({ subject: 'eq:m:2026-02-01', day: '2026-02-01' })
  })
  it('names the garbled one among lines of the same amount by the nearer day', () => {
    const seen = account(
      [line(1, -50, { match_key: '???' })],
      [moved(1, -50, 'a', { day: '2026-03-01' }), moved(2, -50, 'b')],
      { first_on: '2026-03-01' },
    )
    const statements = [{ ...seen.statements[0], from_on: '2026-03-01' }] as never
    const { breaks } = reconcileAccount({ ...seen, statements })
    const garbled = breaks.find((one) => one.class === 'B11')
    expect(garbled?.movements.map(({ match_key }) => match_key)).toEqual(['b'])
  })
})
describe('a break', () => {
  it('has ends that fit its class, and bookings that bring both accounts to the bank’s figure', () => {
    const of = { lines: '[1]', difference_fen: 5 }
    const ends = CLASS_NAMES.map((is) => breakEnds({ class: is, ...of }).join())
    expect(ends.filter((end) => end === 'suspense')).toHaveLength(10)
    expect(breakEnds({ class: 'B7', ...of })).toEqual([])
    expect(breakEnds({ class: 'B11', ...of })).toEqual(['match'])
    expect(breakEnds({ class: 'B12', lines: '[]', difference_fen: 0 })).toEqual(['note'])
    const both = {
      merchant_id: 'a',
      difference_fen: 5,
      other_merchant_id: 'b',
      other_difference_fen: -5,
    }
    expect(resolutionBookings(both)).toEqual([
      { merchant_id: 'a', difference_fen: 5 },
      { merchant_id: 'b', difference_fen: -5 },
    ])
  })
})
describe('a counterparty', () => {
  it('is masked, and stays what it is when masked again', () => {
    expect([maskName('王小丽'), maskName('威海海边咖啡有限公司'), maskName('')]).toEqual([
      '王**',
      '威海****',
      null,
    ])
    expect([maskAccount('6222021234567890123'), maskAccount('12345678')]).toEqual([
      '622202****0123',
      '****78',
    ])
    expect(maskText('王 13800000000 退款 2026')).toBe('王 138****00 退款 2026')
    for (const mask of [maskName, maskAccount, maskText]) {
      const once = mask('622202123456789012')
      expect(mask(once)).toBe(once)
    }
  })
})
