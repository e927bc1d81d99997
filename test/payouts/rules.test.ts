import { describe, expect, it } from 'vitest'
import { instantAt } from '../../src/kernel/time'
import {
  advanceCeiling,
  advanceRepayment,
  decideAdvance,
  type Position,
  termsOn,
} from '../../src/payouts/advance-rules'
import {
  nextRunFor,
  PAYOUT_CALENDARS,
  PAYOUT_CRONS,
  payoutArrival,
  runFor,
} from '../../src/payouts/cut-off'
import {
  changeBy,
  decidePayout,
  type News,
  nextPayout,
  type PayoutState,
  type Sent,
  type Till,
} from '../../src/payouts/rules'

/** A moment of 10 March 2026 by the clock of Shanghai. */
const at = (time: string, day = '2026-03-10') => instantAt(Date.parse(`${day}T${time}+08:00`))
const TILL: Till = {
  admitted_at: at('08:00', '2026-01-01'),
  payouts_held_at: null,
  missing_fen: 0,
  payable_fen: 5_000,
  custody_fen: 50_000,
  outstanding_fen: 0,
  earned_fen: 0,
  waiting_fen: 0,
  reserved_fen: 0,
  frozen_fen: 0,
  reserved_before_fen: 0,
  withheld_from_version: null,
  before_withheld_fen: 0,
  open_count: 0,
  failures: 0,
  last_failed_at: null,
  on_demand_today: 0,
  payable_version: 7,
  covered_version: 4,
}
const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'none'
  } catch (error) {
    return String((error as { code?: string }).code ?? error)
  }
}

describe('the hours of payouts', () => {
  it.each([
    ['15:59:59.999', '16:05', '2026-03-10'],
    ['16:00:00.000', '22:05', '2026-03-10'],
    ['21:59:59.999', '22:05', '2026-03-10'],
    ['22:00:00.000', '16:05', '2026-03-11'],
    ['00:00:00.000', '16:05', '2026-03-10'],
  ])('carry a use of %s at %s on %s at the latest', (used, run, day) => {
    expect(runFor(at(used)).run_at).toBe(at(run, day))
  })
  it('are kept after the cut-off until the run has been', () => {
    expect(nextRunFor(at('15:59'), at('16:03')).run_at).toBe(at('16:05'))
    expect(nextRunFor(at('15:59'), at('16:30')).run_at).toBe(at('22:05'))
    expect(nextRunFor(at('15:59'), at('23:00')).run_at).toBe(at('16:05', '2026-03-11'))
  })
  it('are the hours at which the jobs run', () => {
    const utc = PAYOUT_CALENDARS.at(-1)?.runs.map(
      ({ runs_at_min }) => `${runs_at_min % 60} ${Math.floor(runs_at_min / 60) - 8} * * *`,
    )
    expect(utc).toEqual([...PAYOUT_CRONS])
  })
  it('name the arrival ten minutes after the bank was told', () => {
    expect(payoutArrival(at('16:05'))).toBe(at('16:15'))
  })
  it('are told only when nothing keeps the money back', () => {
    const next = (change: Partial<Till>) =>
      nextPayout(at('10:00'), { ...TILL, ...change }, at('11:00'))
    expect(next({})).toMatchObject({ run_at: at('16:05') })
    expect(next({ last_failed_at: at('09:00') })).toMatchObject({
      run_at: at('16:05', '2026-03-11'),
    })
    expect(next({ last_failed_at: at('09:00', '2026-03-09') })).toMatchObject({
      run_at: at('16:05'),
    })
    expect(next({ failures: 3 })).toBe('account')
    expect(next({ waiting_fen: 1 })).toBe('correction')
    expect(next({ custody_fen: 4_999 })).toBe('custody')
  })
})

describe('a payout', () => {
  it('takes all that is payable and covers every entry since the last one', () => {
    expect(decidePayout('daily', TILL, '2026-03-10')).toEqual({
      amount_fen: 5_000,
      advance_repaid_fen: 0,
      reserved_before_fen: 0,
      reserved_fen: 0,
      covers_from_version: 4,
      covers_to_version: 7,
    })
  })
  it('repays an advance from what was earned, and covers its own repayment', () => {
    const till = { ...TILL, payable_fen: 12_000, outstanding_fen: 10_000, earned_fen: 5_001 }
    expect(decidePayout('on_demand', till, '2026-03-10')).toEqual({
      amount_fen: 9_500,
      advance_repaid_fen: 2_500,
      reserved_before_fen: 0,
      reserved_fen: 0,
      covers_from_version: 4,
      covers_to_version: 8,
    })
  })
  it('leaves what is in question behind, as the beginning of the next', () => {
    const till = { ...TILL, reserved_fen: 1_200, reserved_before_fen: 700 }
    expect(decidePayout('daily', till, '2026-03-10')).toMatchObject({
      amount_fen: 3_800,
      reserved_before_fen: 700,
      reserved_fen: 1_200,
    })
    const withheld = { withheld_from_version: 6, before_withheld_fen: 1_000 }
    expect(decidePayout('daily', { ...till, ...withheld }, '2026-03-10')).toMatchObject({
      amount_fen: 500,
      covers_to_version: 5,
    })
    const none = { ...withheld, withheld_from_version: 5 }
    expect(codeOf(() => decidePayout('daily', { ...till, ...none }, '2026-03-10'))).toBe(
      'payout_waits_for_marks',
    )
  })
  it.each<[string, 'daily' | 'on_demand', Partial<Till>]>([
    ['merchant_not_yet_admitted', 'daily', { admitted_at: null }],
    ['payout_already_open', 'daily', { open_count: 1 }],
    ['payout_too_often', 'on_demand', { on_demand_today: 5 }],
    ['none', 'daily', { on_demand_today: 5 }],
    ['payout_waits_for_correction', 'on_demand', { waiting_fen: 1 }],
    ['payout_needs_another_account', 'on_demand', { failures: 3 }],
    ['payout_needs_another_account', 'daily', { failures: 1, last_failed_at: at('09:00') }],
    ['none', 'on_demand', { failures: 1, last_failed_at: at('09:00') }],
    ['none', 'daily', { failures: 2, last_failed_at: at('23:59', '2026-03-09') }],
    ['payout_nothing_to_pay', 'on_demand', { payable_fen: 99 }],
    ['none', 'daily', { payable_fen: 1 }],
    ['payout_nothing_to_pay', 'daily', { payable_fen: 0 }],
    ['payout_waits_for_custody', 'daily', { custody_fen: 4_999 }],
    ['none', 'daily', { custody_fen: 5_000 }],
  ])('answers %s for %s with %o', (code, kind, change) => {
    expect(codeOf(() => decidePayout(kind, { ...TILL, ...change }, '2026-03-10'))).toBe(code)
  })
})

describe('what the bank says', () => {
  const now = at('16:30')
  const of = (state: PayoutState): Sent => ({
    state,
    created_at: at('16:05'),
    sent_at: state === 'created' || state === 'unclear' ? null : at('16:06'),
    paid_at: state === 'paid' ? at('16:15') : null,
  })
  const STATES: PayoutState[] = ['created', 'unclear', 'sent', 'paid', 'rejected', 'returned']
  const NEWS = ['no_answer', 'unknown', 'accepted', 'paid', 'rejected', 'returned'] as const
  /** One row a state, one word a kind of news: the state after it and the way of the money; `!` is for a person. */
  const TABLE: Record<PayoutState, string> = {
    created:
      'unclear ! sent paid:paying_to_custody rejected:paying_to_payable returned:paying_to_payable',
    unclear:
      'unclear ! sent paid:paying_to_custody rejected:paying_to_payable returned:paying_to_payable',
    sent: '! ! sent paid:paying_to_custody rejected:paying_to_payable returned:paying_to_payable',
    paid: '! ! ! paid ! returned:custody_to_payable',
    rejected: '- - - - - -',
    returned: '- - - - - -',
  }
  it.each(STATES)('moves a payout that is %s as the table says', (state) => {
    const row = NEWS.map((said) => {
      try {
        const news: News =
          said === 'no_answer' ? { state: said, at: null } : { state: said, at: now }
        const change = changeBy(of(state), news, now)
        if (change === null) return '-'
        return change.state + (change.move === null ? '' : `:${change.move}`)
      } catch {
        return '!'
      }
    })
    expect(row.join(' ')).toBe(TABLE[state])
  })
  it('about a payment is asked for twice more, for what may come back', () => {
    const paid = (when: string, day: string) =>
      changeBy(of('paid'), { state: 'paid', at: null }, at(when, day))?.next_check_at
    expect(paid('16:15', '2026-03-10')).toBe(at('17:15', '2026-03-11'))
    expect(paid('18:00', '2026-03-11')).toBe(at('17:15', '2026-03-13'))
    expect(paid('18:00', '2026-03-13')).toBeNull()
  })
})

describe('an advance', () => {
  const terms = termsOn('2026-03-10')
  const position: Position = {
    level: 'AAA',
    owed_fen: 100_000,
    custody_fen: 100_000,
    payable_fen: 0,
    paying_fen: 0,
    outstanding_fen: 0,
    payouts_held_at: null,
    frozen_fen: 0,
    missing_fen: 0,
  }
  const available = (change: Partial<Position>) =>
    advanceCeiling({ ...position, ...change }, terms).available_fen
  it('follows the level', () => {
    const levels = ['AAA', 'AA', 'A', 'B', 'C', 'D', 'unheard of']
    expect(levels.map((level) => available({ level }))).toEqual([20_000, 10_000, 0, 0, 0, 0, 0])
  })
  it('leaves four fifths of what is owed at the bank, whatever is due to the shop', () => {
    expect(available({ custody_fen: 95_000 })).toBe(15_000)
    expect(available({ custody_fen: 95_000, payable_fen: 4_000, paying_fen: 1_000 })).toBe(10_000)
    expect(available({ custody_fen: 10_000 })).toBe(0)
    expect(available({ owed_fen: 100_001, custody_fen: 100_000 })).toBe(19_999)
  })
  it('counts what is outstanding, and takes nothing back by itself', () => {
    expect(available({ outstanding_fen: 12_000, custody_fen: 88_000 })).toBe(8_000)
    const late = { ...position, level: 'A', outstanding_fen: 12_000, custody_fen: 88_000 }
    expect(advanceCeiling(late, terms)).toEqual({ available_fen: 0, ceiling_fen: 12_000 })
    expect(available({ missing_fen: 1 })).toBe(0)
  })
  it.each([
    ['none', 20_000, {}],
    ['advance_exceeds_ceiling', 20_001, {}],
    ['advance_not_while_held', 1, { sales_held_at: at('09:00') }],
    ['payout_waits_for_correction', 1, { waiting_fen: 1 }],
    ['merchant_not_yet_admitted', 1, { admitted_at: null }],
    ['payout_waits_for_cover', 1, { missing_fen: 1 }],
    ['payouts_held', 1, { payouts_held_at: at('09:00') }],
  ])('answers %s to %i fen with %o', (code, asked_fen, change) => {
    const shop = { ...position, admitted_at: TILL.admitted_at, sales_held_at: null, waiting_fen: 0 }
    expect(codeOf(() => decideAdvance(asked_fen, { ...shop, ...change }, terms))).toBe(code)
  })
  it('is repaid by half of what is earned, never more than is outstanding, never from a loss', () => {
    expect(advanceRepayment(5_001, 100_000, terms)).toBe(2_500)
    expect(advanceRepayment(5_001, 100, terms)).toBe(100)
    expect(advanceRepayment(-500, 100, terms)).toBe(0)
    expect(advanceRepayment(500, 0, terms)).toBe(0)
  })
})
