import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lotsAfter } from '../../src/cards/holding'
import { fen } from '../../src/kernel/money'
import { plusDays } from '../../src/kernel/time'
import type { Lot } from '../../src/law/lots'
import { type DaysOff, earnDays, isOff, nextEarnOn, scheduled } from '../../src/law/period'

const month = (over: Partial<Lot> = {}): Lot => ({
  id: 'lot_1',
  card_id: 'crd_1',
  offer_id: 'off_1',
  contract_hash: 'hash',
  paid_fen: fen(30_001),
  face_units: 30,
  used_units: 0,
  held_units: 0,
  released_fen: fen(0),
  refunded_fen: fen(0),
  refund_id: null,
  dispute_id: null,
  disputed_fen: fen(0),
  charged_back_fen: fen(0),
  difference_fen: fen(0),
  list_price_fen: fen(1_200),
  starts_on: '2026-03-01',
  ends_on: '2026-03-30',
  cool_off_ends_at: '2026-03-08T16:00:00.000Z',
  bought_at: '2026-03-01T02:00:00.000Z',
  ...over,
})
const SECOND = month({
  id: 'lot_2',
  starts_on: '2026-03-31',
  ends_on: '2026-04-29',
  bought_at: '2026-03-20T02:00:00.000Z',
})
const dates = (lots: readonly Lot[], off: DaysOff[]) =>
  scheduled(lots, off).map(({ starts_on, ends_on }) => [starts_on, ends_on])

describe('a pause', () => {
  it('moves the end of the running lot and everything behind it', () => {
    const off = [{ from_on: '2026-03-10', to_on: '2026-03-16' }]
    expect(dates([month(), SECOND], off)).toEqual([
      ['2026-03-01', '2026-04-06'],
      ['2026-04-07', '2026-05-06'],
    ])
  })
  it('ends when, counted day by day, the last day was served', () => {
    const off = fc.record({
      from: fc.integer({ min: -20, max: 60 }),
      days: fc.integer({ min: 0, max: 25 }),
    })
    fc.assert(
      fc.property(
        fc.array(off, { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (offs, days) => {
          const days_off = offs.map((one) => ({
            from_on: plusDays('2026-03-01', one.from),
            to_on: plusDays('2026-03-01', one.from + one.days - 1),
          }))
          let on = '2026-03-01'
          for (let left = isOff(on, days_off) ? days : days - 1; left > 0; ) {
            on = plusDays(on, 1)
            if (!isOff(on, days_off)) left -= 1
          }
          const expected = days_off.length === 0 ? plusDays('2026-03-01', days - 1) : on
          const [lot] = scheduled([month({ face_units: days, ends_on: expected })], days_off)
          expect(lot?.ends_on).toBe(expected)
        },
      ),
    )
  })
  it('counts a day once that is off for two reasons', () => {
    const off = [
      { from_on: '2026-03-10', to_on: '2026-03-16' },
      { from_on: '2026-03-14', to_on: '2026-03-20' },
    ]
    expect(dates([month()], off)).toEqual([['2026-03-01', '2026-04-10']])
  })
  it('without an end leaves the end unknown and the next lot not begun', () => {
    const off = [{ from_on: '2026-03-10', to_on: null }]
    expect(dates([month(), SECOND], off)).toEqual([
      ['2026-03-01', null],
      ['9999-12-31', null],
    ])
  })
  it('after the last day changes nothing', () => {
    expect(dates([month()], [{ from_on: '2026-03-31', to_on: null }])).toEqual([
      ['2026-03-01', '2026-03-30'],
    ])
  })
  it('delays nobody when the lot was refunded', () => {
    const off = [{ from_on: '2026-03-10', to_on: '2026-03-16' }]
    expect(dates([month({ refund_id: 'rfd_1' }), SECOND], off)).toEqual([
      ['2026-03-01', '2026-03-30'],
      ['2026-03-31', '2026-04-29'],
    ])
  })
})

describe('the next day to earn', () => {
  it.each([
    ['tomorrow while it runs', [month()], '2026-03-15', [], '2026-03-16'],
    ['the end of cooling-off', [month()], '2026-03-02', [], '2026-03-09'],
    ['the second day of a lot that has not begun', [SECOND], '2026-03-20', [], '2026-04-01'],
    [
      'the second day after a pause',
      [month({ used_units: 9 })],
      '2026-03-15',
      [{ from_on: '2026-03-10', to_on: '2026-03-20' }],
      '2026-03-22',
    ],
    ['never once all is earned', [month({ used_units: 30 })], '2026-03-31', [], null],
  ] as const)('is %s', (_when, lots, today, off, due) => {
    expect(nextEarnOn(lots, today, off)).toBe(due)
  })
})

const pause = fc
  .record({ from: fc.nat(80), days: fc.nat(20), open: fc.boolean() })
  .map(({ from, days, open }) => ({
    from_on: plusDays('2026-03-01', from),
    to_on: open && from > 60 ? null : plusDays('2026-03-01', from + days),
  }))

it('earns exactly the served days, however they are paused and whenever the job runs, and ends with the last fen', () => {
  fc.assert(
    fc.property(
      fc.array(pause, { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40 }),
      (off, gaps) => {
        let lots = scheduled([month(), SECOND], off)
        let on = '2026-03-01'
        let earned = 0
        for (const gap of gaps) {
          on = plusDays(on, gap)
          const uses = earnDays(lots, on, off)
          earned += uses.reduce((days, use) => days + use.units, 0)
          lots = lotsAfter(lots, uses)
        }
        let served = 0
        for (let day = '2026-03-01'; day < on; day = plusDays(day, 1))
          if (!isOff(day, off)) served += 1
        expect(earned).toBe(Math.min(served, 60))
        if (served >= 60) expect(lots.map((lot) => lot.released_fen)).toEqual([30_001, 30_001])
      },
    ),
  )
})

it('is never asked later than there is something to earn', () => {
  fc.assert(
    fc.property(fc.array(pause, { maxLength: 4 }), fc.nat(90), (off, n) => {
      const today = plusDays('2026-03-01', n)
      const first = scheduled([month(), SECOND], off)
      const lots = lotsAfter(first, earnDays(first, today, off))
      const due = nextEarnOn(lots, today, off)
      for (let day = plusDays(today, 1); day < (due ?? '2026-12-31'); day = plusDays(day, 1)) {
        expect(earnDays(lots, day, off)).toEqual([])
      }
    }),
  )
})
