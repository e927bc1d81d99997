import { describe, expect, it } from 'vitest'
import {
  type CoverageFacts,
  type CoverageRow,
  coverageShown,
  measureCoverage,
} from '../../src/closes/rules'
import { addRows, presentSums } from '../../src/closes/sums'

const ZERO: CoverageFacts = {
  cards_count: 0,
  requirement_fen: 0,
  bank_fen: 0,
  custody_fen: 0,
  payable_fen: 0,
  paying_fen: 0,
  deposit_fen: 0,
  fees_held_fen: 0,
  suspense_in_fen: 0,
  suspense_out_fen: 0,
  advance_fen: 0,
  provider_owed_fen: 0,
  claims_fen: 0,
  paid_cards_fen: 0,
  paid_shop_fen: 0,
  due_fen: 0,
  breaks_count: 0,
  breaks_in_fen: 0,
  breaks_out_fen: 0,
}
/** A shop whose cards are owed 1,000 and whose account has them. */
const of = (facts: Partial<CoverageFacts>) =>
  measureCoverage({
    ...ZERO,
    requirement_fen: 1_000,
    custody_fen: 1_000,
    bank_fen: 1_000,
    ...facts,
  })
const row = (merchant_id: string, facts: Partial<CoverageRow>): CoverageRow => ({
  ...ZERO,
  day: '2026-11-30',
  district: '环翠区',
  form: 2,
  suspense_fen: 0,
  breaks_fen: 0,
  merchant_id,
  ...facts,
})

/** What a reader is told of such a shop beside its figures. */
const shown = (facts: Partial<CoverageFacts>, silent = 0) => {
  const row = { ...ZERO, requirement_fen: 1_000, custody_fen: 1_000, bank_fen: 1_000, ...facts }
  return {
    ...row,
    ...measureCoverage(row),
    ...coverageShown({ ...row, ...measureCoverage(row) }, silent),
  }
}

describe('what is told of coverage', () => {
  it.each([
    ['whole', {}, 0],
    ['breaks', { breaks_count: 1, bank_fen: 1_500, breaks_in_fen: 500 }, 0],
    ['silent', { breaks_count: 1, bank_fen: 1_500, breaks_in_fen: 500 }, 1],
    ['silent', { bank_fen: null }, 1],
    ['unexplained', { bank_fen: 1_500 }, 1],
    ['missing', { bank_fen: 500 }, 1],
    ['missing', { bank_fen: 999 }, 0],
  ] as const)('%s: the worst that holds', (state, facts, silent) => {
    expect(shown(facts, silent).state).toBe(state)
  })
  it('adds up to the fen, whatever stands on either side', () => {
    const sides = [0, 7, -7, 500, -500]
    for (const suspense_out_fen of sides)
      for (const breaks_out_fen of sides) {
        const facts = { suspense_in_fen: 40, breaks_in_fen: 3, suspense_out_fen, breaks_out_fen }
        const of = shown({ ...facts, deposit_fen: 11, fees_held_fen: 5, provider_owed_fen: 2 })
        expect(of.others_fen).toBe(18)
        expect(1_000 - of.others_fen - (of.unclear_fen ?? 0)).toBe(of.resource_fen)
        expect(of.unclear_fen).toBe(43 + Math.max(suspense_out_fen + breaks_out_fen, 0))
      }
  })
  it('says no difference and nothing unclear without a statement', () => {
    expect(shown({ bank_fen: null, paid_cards_fen: 3, paid_shop_fen: 4 }, 1)).toMatchObject({
      unclear_fen: null,
      difference_fen: null,
      paid_ahead_fen: 7,
    })
    expect(shown({ bank_fen: 900 }).difference_fen).toBe(-100)
  })
})

describe('coverage is gross', () => {
  it('is rounded down, and is never of nothing', () => {
    expect(measureCoverage(ZERO).coverage_bp).toBeNull()
    const three = { ...ZERO, requirement_fen: 3 }
    expect(measureCoverage({ ...three, bank_fen: 2 }).coverage_bp).toBe(6_666)
    expect(measureCoverage({ ...three, bank_fen: -2 }).coverage_bp).toBe(0)
    expect(measureCoverage({ ...three, bank_fen: null }).coverage_bp).toBeNull()
  })
  it('never makes up for a fee with money of unknown origin', () => {
    expect(of({ bank_fen: 500, breaks_out_fen: -500 }).coverage_bp).toBe(5_000)
    const both = of({ bank_fen: 1_000, breaks_out_fen: -500, breaks_in_fen: 500 })
    expect(both).toMatchObject({ coverage_bp: 5_000, short_fen: 500, missing_fen: 500 })
  })
  it('never hides a fee behind a payout that the bank has not carried out yet', () => {
    const unshown = { bank_fen: 1_000, breaks_in_fen: 885, breaks_out_fen: -885 }
    expect(of(unshown)).toMatchObject({ coverage_bp: 1_150, short_fen: 885, missing_fen: 885 })
  })
  it('never hides a fee behind a payout that is under way', () => {
    const under_way = { custody_fen: 1_885, paying_fen: 885, bank_fen: 1_000, breaks_out_fen: -885 }
    expect(of(under_way)).toMatchObject({ coverage_bp: 5_305, short_fen: 885, missing_fen: 885 })
  })
  it('owes no more what the statement shows as paid under our own instruction', () => {
    const paid = { custody_fen: 1_885, paying_fen: 885, paid_shop_fen: 885, breaks_out_fen: -885 }
    expect(of(paid)).toMatchObject({ owed_fen: 1_000, coverage_bp: 10_000, missing_fen: 0 })
    const and_fee = { ...paid, bank_fen: 115, breaks_out_fen: -1_770 }
    expect(of(and_fee)).toMatchObject({ coverage_bp: 1_150, missing_fen: 885 })
  })
  it('keeps what two people booked as too much and as too little apart', () => {
    const both = { suspense_in_fen: 300, suspense_out_fen: -300 }
    expect(of(both)).toMatchObject({ coverage_bp: 7_000, missing_fen: 300, in_transit_fen: 0 })
  })
  it('lets other money make a loss good, and no more than the loss', () => {
    const lost = { custody_fen: 1_500, breaks_out_fen: -500, suspense_out_fen: 500 }
    expect(of(lost)).toMatchObject({ coverage_bp: 10_000, missing_fen: 0 })
    const more = {
      bank_fen: 1_000,
      custody_fen: 1_600,
      breaks_out_fen: -600,
      suspense_out_fen: 700,
    }
    expect(of(more).coverage_bp).toBe(9_000)
  })
  it('counts nothing that belongs to somebody else', () => {
    for (const name of ['deposit_fen', 'fees_held_fen', 'provider_owed_fen'] as const)
      expect(of({ [name]: 400 }).coverage_bp, name).toBe(6_000)
  })
  it('is never above the whole, whatever the bank has', () => {
    expect(of({ bank_fen: 90_000_000 })).toMatchObject({ coverage_bp: 10_000, covered_fen: 1_000 })
  })
  it('names what is in transit, released early or due tomorrow, and leaves it out of the cover', () => {
    const transit = of({ custody_fen: 700, bank_fen: 700 })
    expect(transit).toMatchObject({ coverage_bp: 7_000, in_transit_fen: 300, missing_fen: 0 })
    const early = of({ custody_fen: 800, bank_fen: 800, advance_fen: 200 })
    expect(early).toMatchObject({ coverage_bp: 8_000, short_fen: 200, missing_fen: 0 })
    const due = of({ bank_fen: 900, due_fen: 100, breaks_out_fen: -100 })
    expect(due).toMatchObject({ coverage_bp: 9_000, short_fen: 100, missing_fen: 0 })
    const fee = of({ custody_fen: 700, bank_fen: 600, breaks_out_fen: -100 })
    expect(fee).toMatchObject({ coverage_bp: 6_000, in_transit_fen: 300, missing_fen: 100 })
  })
})

describe('coverage of many shops', () => {
  it('is Σ covered ÷ Σ owed: one shop’s surplus never hides another’s shortfall', () => {
    const rich = row('a', { requirement_fen: 1_000, bank_fen: 1_500, breaks_in_fen: 0 })
    const poor = row('b', { requirement_fen: 1_000, bank_fen: 500, breaks_out_fen: -500 })
    const { totals, districts } = addRows(addRows({}, [rich]), [poor])
    expect(presentSums(totals)).toMatchObject({
      coverage_bp: 7_500,
      shops_short: 1,
      short_fen: 500,
      bank_fen: 2_000,
    })
    expect(districts.环翠区).toEqual(totals)
  })
  it('is nobody’s word while one of them has no statement', () => {
    const there = row('a', { requirement_fen: 1_000, bank_fen: 1_000 })
    const silent = row('b', { requirement_fen: 1_000, bank_fen: null })
    expect(presentSums(addRows({}, [there, silent]).totals)).toMatchObject({
      coverage_bp: null,
      bank_fen: null,
      stated_count: 1,
      merchants_count: 2,
      shops_short: 0,
    })
  })
})

describe('whatever the figures are', () => {
  /** The same run every time. */
  function* figures(count: number): Generator<CoverageFacts> {
    let state = 7
    const roll = (n: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % n
    }
    for (let i = 0; i < count; i++) {
      const [payable_fen, paying_fen] = [roll(500), roll(500)]
      yield {
        ...ZERO,
        requirement_fen: roll(2_000),
        bank_fen: roll(4_000),
        custody_fen: roll(4_000),
        payable_fen,
        paying_fen,
        paid_shop_fen: roll(paying_fen + 1),
        deposit_fen: roll(300),
        fees_held_fen: roll(50),
        provider_owed_fen: roll(300),
        suspense_in_fen: roll(300),
        suspense_out_fen: -roll(300),
        breaks_in_fen: roll(300),
        breaks_out_fen: -roll(300),
        advance_fen: roll(300),
      }
    }
  }
  it('money nobody can explain never helps, and missing money is never made up for', () => {
    for (const facts of figures(2_000)) {
      const of = measureCoverage(facts)
      expect(of.covered_fen).toBeLessThanOrEqual(of.owed_fen)
      expect(of.covered_fen).toBeGreaterThanOrEqual(0)
      expect(of.coverage_bp ?? 0).toBeLessThanOrEqual(10_000)
      expect(of.missing_fen).toBeLessThanOrEqual(of.short_fen)
      const bank_fen = facts.bank_fen ?? 0
      const more = { ...facts, bank_fen: bank_fen + 77, breaks_in_fen: facts.breaks_in_fen + 77 }
      expect(measureCoverage(more).covered_fen).toBe(of.covered_fen)
      const kept = {
        ...facts,
        bank_fen: bank_fen + 77,
        suspense_in_fen: facts.suspense_in_fen + 77,
      }
      expect(measureCoverage(kept).short_fen).toBe(of.short_fen)
      const less = { ...more, bank_fen: bank_fen, breaks_out_fen: facts.breaks_out_fen - 77 }
      expect(measureCoverage(less).covered_fen).toBeLessThanOrEqual(of.covered_fen)
    }
  })
})
