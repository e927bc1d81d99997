import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLAIM_LIMITS, type ClaimLimits, claimCeiling, claimLimitsOn } from '../../src/holds/limits'
import {
  cancelUnits,
  holdTable,
  noShowUnits,
  silenceAgain,
  silenceEnds,
  silenceOverAt,
  stateAt,
  strictestTerms,
  takenLabel,
} from '../../src/holds/rules'
import { calendarFrom } from '../../src/kernel/calendar'
import { REFUSALS } from '../../src/kernel/refusals'
import { epochMs, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { CALENDAR } from '../support/weihai'

const NOW = '2026-11-23T08:30:00.000Z'

describe('the table of what may be done', () => {
  it('names every pair once, and only refusals that exist', () => {
    const pairs = holdTable()
    expect(pairs).toHaveLength(2 * 5 * 9)
    expect(new Set(pairs.map((p) => `${p.kind} ${p.status} ${p.action}`)).size).toBe(pairs.length)
    for (const { verdict } of pairs) if (verdict !== 'ok') expect(REFUSALS).toHaveProperty(verdict)
  })
  it('leaves nothing to be done once a hold is over', () => {
    const over = holdTable().filter(
      ({ status }) => !['held', 'recorded', 'contested'].includes(status),
    )
    expect(over.filter(({ verdict }) => verdict === 'ok')).toEqual([])
  })
  it('lets every open hold come to an end by somebody', () => {
    for (const status of ['held', 'recorded', 'contested'])
      for (const kind of ['claim', 'booking']) {
        const open = holdTable().filter((p) => p.kind === kind && p.status === status)
        if (open.length > 0) expect(open.some(({ verdict }) => verdict === 'ok')).toBe(true)
      }
  })
})

describe('the state that counts', () => {
  const booking = { kind: 'booking', status: 'held', expires_at: NOW, recorded_as: null } as const
  it('of a booking is expired from its hour on, before the clock has run', () => {
    expect(stateAt(booking, plusMs(NOW, -1))).toBe('held')
    expect(stateAt(booking, NOW)).toBe('expired')
    expect(stateAt({ ...booking, status: 'captured' }, NOW)).toBe('captured')
  })
  it('of a booking the shop recorded is held like a claim, past its hour, too', () => {
    expect(stateAt({ ...booking, recorded_as: 'no_show' }, NOW)).toBe('recorded')
  })
  it('of a claim never expires', () => {
    expect(stateAt({ ...booking, kind: 'claim', expires_at: null }, NOW)).toBe('held')
  })
})

const silenceEndsAt = (fen: number, from: string) => silenceEnds(CALENDAR, fen, from).confirm_by

describe('silence', () => {
  it.each([
    [1, '2026-11-24T08:30:00.000Z'],
    [10_000, '2026-11-24T08:30:00.000Z'],
    [10_001, '2026-11-26T08:30:00.000Z'],
    [100_000, '2026-11-26T08:30:00.000Z'],
    [100_001, '2026-12-14T16:00:00.000Z'],
  ])('over %i fen at list price ends at %s', (list_value_fen, ends_at) => {
    expect(silenceEndsAt(list_value_fen, NOW)).toBe(ends_at)
  })
  it('that reaches beyond the known holidays is provisional, and is over for nobody', () => {
    const asked_at = '2026-12-14T02:00:00.000Z'
    const silence = silenceEnds(CALENDAR, 100_001, asked_at)
    expect(silence).toEqual({
      confirm_by: '2027-01-05T16:00:00.000Z',
      provisional_after: '2026-12-31',
    })
    const told = { asked_at, told_at: asked_at }
    expect(silenceOverAt({ ...silence, ...told })).toBeNull()
    expect(silenceOverAt({ ...silence, provisional_after: null, ...told })).toBe(silence.confirm_by)
    expect(silenceEnds(CALENDAR, 100_000, asked_at).provisional_after).toBeNull()
  })
  it('is counted anew when the holidays are known, and moves only later', () => {
    const asked_at = '2026-12-14T02:00:00.000Z'
    const was = silenceEnds(CALENDAR, 100_001, asked_at)
    const knowing = (off: [string, string][], worked: string[] = []) =>
      calendarFrom(new Map([...CALENDAR.years, ['2027', { off, worked }]]))
    expect(silenceAgain(knowing([['2027-01-01', '2027-01-05']]), was, asked_at)).toEqual({
      confirm_by: '2027-01-07T16:00:00.000Z',
      provisional_after: null,
    })
    const earlier = knowing([['2027-01-01', '2027-01-01']], ['2027-01-02', '2027-01-03'])
    expect(silenceAgain(earlier, was, asked_at)).toEqual({ ...was, provisional_after: null })
  })
  it('over more money never ends earlier', () => {
    const amount = fc.integer({ min: 1, max: 10_000_000 })
    fc.assert(
      fc.property(amount, amount, fc.nat(700 * 24 * 60), (a, b, minutes) => {
        const from = plusMs('2025-01-01T00:00:00.000Z', minutes * MINUTE_MS)
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        expect(epochMs(silenceEndsAt(more, from))).toBeGreaterThanOrEqual(
          epochMs(silenceEndsAt(less, from)),
        )
      }),
    )
  })
})

describe('a receipt', () => {
  const cut = { unit: 'visit', units: 2, item_id: null, label: '剪发 2 次' } as const
  const cake = { unit: 'fen', units: 12_800, item_id: 'itm_1', label: '生日蛋糕' } as const
  it.each([
    [cut, 2, '剪发 2 次'],
    [cut, 1, '剪发 2 次，实用 1 次'],
    [cake, 12_800, '生日蛋糕'],
    [cake, 9_600, '生日蛋糕，实收 ¥96.00'],
    [{ ...cake, item_id: null, label: '消费 ¥128.00' }, 9_600, '消费 ¥96.00'],
  ])('names what was really taken: %#', (hold, units, label) => {
    expect(takenLabel(hold, units)).toBe(label)
  })
})

describe('the terms of a booking', () => {
  it('of several contracts are the kinder ones, of none there are none', () => {
    const terms = [
      { no_show_bp: 3_000, free_cancel_hours: 2 },
      { no_show_bp: 1_000, free_cancel_hours: 24 },
    ]
    expect(strictestTerms(terms)).toEqual({ no_show_bp: 1_000, free_cancel_hours: 2 })
    expect(strictestTerms([])).toEqual({ no_show_bp: 0, free_cancel_hours: 0 })
  })
  it('never take more than was booked, and round in favour of the holder', () => {
    const units = fc.integer({ min: 1, max: 10_000_000 })
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 10_000 }), (booked, no_show_bp) => {
        const booking = { starts_at: plusMs(NOW, -15 * MINUTE_MS), units: booked, no_show_bp }
        const taken = noShowUnits(booking, NOW)
        expect(taken).toBeLessThanOrEqual(booked)
        expect(taken * 10_000).toBeLessThanOrEqual(booked * no_show_bp)
        expect((taken + 1) * 10_000).toBeGreaterThan(booked * no_show_bp)
        const free_cancel_until = plusMs(NOW, -1)
        expect(cancelUnits({ ...booking, free_cancel_until }, NOW)).toBe(taken)
        expect(cancelUnits({ ...booking, free_cancel_until: NOW }, NOW)).toBe(0)
      }),
    )
  })
})

describe('what a shop may start by itself', () => {
  const limits = claimLimitsOn('2026-11-23')
  it.each([
    [
      { uses_count: 0, released_fen: 0 },
      { count_max: 20, fen_max: 200_000 },
    ],
    [
      { uses_count: 300, released_fen: 3_000_000 },
      { count_max: 20, fen_max: 200_000 },
    ],
    [
      { uses_count: 1_500, released_fen: 30_000_000 },
      { count_max: 100, fen_max: 2_000_000 },
    ],
    [
      { uses_count: -5, released_fen: -5 },
      { count_max: 20, fen_max: 200_000 },
    ],
  ])('after %o is %o', (usual, ceiling) => {
    expect(claimCeiling(limits, usual)).toEqual(ceiling)
  })
  it('has a source, reasons, and days in order', () => {
    const days = CLAIM_LIMITS.map(({ in_force_from }) => in_force_from)
    expect(days).toEqual([...days].sort())
    for (const { reasons, source } of CLAIM_LIMITS satisfies readonly ClaimLimits[]) {
      expect(reasons.length).toBeGreaterThan(0)
      expect(source).not.toBe('')
    }
  })
})
