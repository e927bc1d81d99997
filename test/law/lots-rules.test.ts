import { describe, expect, it } from 'vitest'
import { fen } from '../../src/kernel/money'
import {
  coolOffEndsAt,
  type Lot,
  type LotUse,
  releasedFor,
  remainingUnits,
  useLots,
} from '../../src/law/lots'
import { earnDays, earnedDays, lotDates } from '../../src/law/period'
import { refundNow } from '../support/refund-oracle'
import { CALENDAR } from '../support/weihai'

const TODAY = '2026-11-23'

const aLot = (over: Partial<Lot> = {}): Lot => ({
  id: 'lot_1',
  card_id: 'crd_1',
  offer_id: 'off_1',
  contract_hash: 'hash',
  paid_fen: fen(100_000),
  face_units: 120_000,
  used_units: 0,
  held_units: 0,
  released_fen: fen(0),
  refunded_fen: fen(0),
  refund_id: null,
  dispute_id: null,
  disputed_fen: fen(0),
  charged_back_fen: fen(0),
  difference_fen: fen(0),
  list_price_fen: fen(1),
  starts_on: '2026-01-01',
  ends_on: null,
  cool_off_ends_at: '2026-01-08T16:00:00.000Z',
  bought_at: '2026-01-01T02:00:00.000Z',
  ...over,
})

const afterUse = (lots: readonly Lot[], uses: readonly LotUse[]): Lot[] =>
  lots.map((lot) => {
    const use = uses.find(({ lot_id }) => lot_id === lot.id)
    if (use === undefined) return lot
    return { ...lot, used_units: use.used_units_after, released_fen: use.released_fen_after }
  })

/** A lot already used to a given point, as the books would show it. */
const usedLot = (used_units: number, over: Partial<Lot> = {}): Lot => {
  const lot = aLot({ ...over, used_units })
  return { ...lot, released_fen: releasedFor(lot.paid_fen, used_units, lot.face_units) }
}

describe('using lots', () => {
  it('takes the oldest payment first, whatever order it is given', () => {
    const old = aLot({ id: 'lot_a', face_units: 50, bought_at: '2026-01-01T00:00:00.000Z' })
    const young = aLot({ id: 'lot_b', face_units: 50, bought_at: '2026-02-01T00:00:00.000Z' })
    const uses = useLots([young, old], 70, TODAY)
    expect(uses.map(({ lot_id, units }) => [lot_id, units])).toEqual([
      ['lot_a', 50],
      ['lot_b', 20],
    ])
  })

  it('lets the id decide between payments of the same moment', () => {
    const uses = useLots([aLot({ id: 'lot_b' }), aLot({ id: 'lot_a' })], 1, TODAY)
    expect(uses.map(({ lot_id }) => lot_id)).toEqual(['lot_a'])
  })

  it.each([
    ['a lapsed lot', { ends_on: '2026-11-22' }, 0],
    ['a lot on its last day', { ends_on: TODAY }, 10],
    ['a lot that has not begun', { starts_on: '2026-11-24' }, 0],
    ['a lot that begins today', { starts_on: TODAY }, 10],
    ['a refunded lot', { refund_id: 'rfd_1' }, 0],
    ['a lot without a term', { ends_on: null }, 10],
  ])('counts for %s: %o → %i units', (_, over, units) => {
    const lots = [aLot({ face_units: 10, ...over })]
    expect(remainingUnits(lots, TODAY)).toBe(units)
    if (units === 0) {
      expect(() => useLots(lots, 1, TODAY)).toThrow('redemption_exceeds_balance')
    } else {
      expect(useLots(lots, 1, TODAY)).toHaveLength(1)
    }
  })

  it('refuses one unit more than is left', () => {
    expect(() => useLots([usedLot(119_999)], 2, TODAY)).toThrow('redemption_exceeds_balance')
  })

  it.each([0, -1, 1.5, Number.NaN])('takes %d units for a bug', (units) => {
    expect(() => useLots([aLot()], units, TODAY)).toThrow('insisted in vain')
  })

  it('may free no whole fen for a tiny use', () => {
    const uses = useLots([aLot({ paid_fen: fen(1), face_units: 100 })], 1, TODAY)
    expect(uses).toMatchObject([{ units: 1, released_fen: 0 }])
  })
})

describe('days of a period card', () => {
  const lot = aLot({
    paid_fen: fen(365_000),
    face_units: 365,
    starts_on: '2026-01-01',
    ends_on: '2026-12-31',
    cool_off_ends_at: '2026-01-08T16:00:00.000Z',
  })

  it.each([
    ['2025-12-31', 0],
    ['2026-01-01', 0],
    ['2026-01-02', 1],
    ['2026-04-11', 100],
    ['2026-12-31', 364],
    ['2027-01-01', 365],
    ['2030-01-01', 365],
  ])('by %s, %i are over', (on, days) => {
    expect(earnedDays(lot, on)).toBe(days)
  })

  it('keeps §22’s example: 3,650 yuan for 365 days, stopped after 100, gives back 2,650', () => {
    const [used] = afterUse([lot], earnDays([lot], '2026-04-11'))
    expect(refundNow(used!, 'period').not_consumer_cause.amount_fen).toBe(265_000)
  })

  it.each([
    ['2026-01-08', 0],
    ['2026-01-09', 8],
  ])('earns nothing in cooling-off time and catches up after it: %s → %i', (on, days) => {
    const units = earnDays([lot], on).map((use) => use.units)
    expect(units).toEqual(days === 0 ? [] : [days])
  })

  it('earns each day once, and the last day although the card has lapsed', () => {
    const [almost] = afterUse([lot], earnDays([lot], '2026-12-31'))
    const [done] = afterUse([almost!], earnDays([almost!], '2027-02-01'))
    expect(done).toMatchObject({ used_units: 365, released_fen: 365_000 })
    expect(earnDays([done!], '2027-02-02')).toEqual([])
  })

  it('stands still once refunded', () => {
    expect(earnDays([{ ...lot, refund_id: 'rfd_1' }], '2026-06-01')).toEqual([])
  })
})

describe('dates of a new lot', () => {
  it.each([
    ['stored_value', null, '2026-11-23', null],
    ['count', 365, '2026-11-23', '2027-11-22'],
    ['period', 30, '2027-01-01', '2027-01-30'],
  ] as const)('a %s lot of %o days runs from %s to %s', (kind, valid_days, starts_on, ends_on) => {
    const lots = [aLot({ ends_on: '2026-12-31' })]
    expect(lotDates({ kind, lots, valid_days, bought_on: TODAY })).toEqual({ starts_on, ends_on })
  })

  it('does not wait for a period lot that was refunded or is over', () => {
    const lots = [
      aLot({ ends_on: '2026-12-31', refund_id: 'rfd_1' }),
      aLot({ ends_on: '2026-10-31' }),
    ]
    const dates = lotDates({ kind: 'period', lots, valid_days: 30, bought_on: TODAY })
    expect(dates.starts_on).toBe(TODAY)
  })

  it('cools off until the end of the seventh day after payment, in Shanghai', () => {
    // Sunday the 29th is a day off: its last day is the Monday (民法典 §203).
    expect(coolOffEndsAt('2026-11-22T15:59:59.999Z', 7, CALENDAR)).toBe('2026-11-30T16:00:00.000Z')
    expect(coolOffEndsAt('2026-11-22T16:00:00.000Z', 7, CALENDAR)).toBe('2026-11-30T16:00:00.000Z')
  })
})

describe('the refund of a lot, both ways', () => {
  it.each([
    // 充1000送200, consumed at list price → §18, §19 (reference figures)
    [0, 100_000, 100_000],
    [30_000, 75_000, 70_000],
    [60_000, 50_000, 40_000],
    [100_000, 16_667, 0],
    [110_000, 8_334, 0],
    [120_000, 0, 0],
  ])('after %i fen of 充1000送200: §18 %i, §19 %i', (used, by_18, by_19) => {
    const { not_consumer_cause, consumer_cause } = refundNow(usedLot(used), 'stored_value')
    expect([not_consumer_cause.amount_fen, consumer_cause.amount_fen]).toEqual([by_18, by_19])
  })

  it.each([
    [4, 60_000, 20_000],
    [5, 50_000, 0],
    [6, 40_000, 0],
  ])('ten visits for 1,000 yuan at 200 list, %i used: §18 %i, §19 %i', (used, by_18, by_19) => {
    const lot = usedLot(used, { face_units: 10, list_price_fen: fen(20_000) })
    const { not_consumer_cause, consumer_cause } = refundNow(lot, 'count')
    expect([not_consumer_cause.amount_fen, consumer_cause.amount_fen]).toEqual([by_18, by_19])
  })

  it('derives §20: the excess over the payment is not owed', () => {
    const lot = usedLot(6, { face_units: 10, list_price_fen: fen(20_000) })
    expect(refundNow(lot, 'count').consumer_cause.lines).toEqual([
      { text: '您实际支付', article: '法释〔2025〕4号第十五条', amount_fen: 100_000 },
      {
        text: '减去已用 6 次（共 10 次），按打折前的原价计算',
        article: '法释〔2025〕4号第十九条',
        amount_fen: -120_000,
      },
      {
        text: '按原价超出的部分，您不用补',
        article: '法释〔2025〕4号第二十条',
        amount_fen: 20_000,
      },
    ])
  })

  it('leaves out what is nothing', () => {
    const { not_consumer_cause, consumer_cause } = refundNow(aLot(), 'stored_value')
    expect(not_consumer_cause.lines).toHaveLength(1)
    expect(consumer_cause.lines).toHaveLength(1)
  })
})
