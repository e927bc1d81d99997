import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BankDay,
  type Ending,
  type ShopFacts,
  type State,
  TONES,
  type Tone,
} from '../../src/standing/facts'
import { shopStanding } from '../../src/standing/shop-rules'
import { PRAISE } from '../support/safe-words'
import { fen, lessCover, shopArbitrary } from './arbitrary'

const BANK: BankDay = {
  business_day: '2026-06-01',
  cards_owed_fen: 100_000,
  cards_covered_fen: 100_000,
  transit_fen: 0,
  missing_fen: 0,
  is_complete: true,
  coverage_bp: 10_000,
}
const SHOP: ShopFacts = {
  today: '2026-06-02',
  owed_fen: 100_000,
  transit_fen: 0,
  advance_fen: 0,
  ending: 'none' as Ending,
  bank: BANK,
}
const shop = (of: Partial<ShopFacts>, bank: Partial<BankDay> = {}): ShopFacts => ({
  ...SHOP,
  ...of,
  bank: { ...BANK, ...bank },
})

const TABLE: [string, ShopFacts, State, Tone, number | null, string][] = [
  [
    'covered to the fen',
    SHOP,
    'covered',
    'safe',
    10_000,
    '银行核对到6月1日：顾客没用的钱，专户里够；用一次才放一次给店家。',
  ],
  [
    'with one fen missing',
    shop({}, { cards_covered_fen: 99_999, missing_fen: 1, coverage_bp: 9_999 }),
    'short',
    'bad',
    9_999,
    '顾客没用的每 100 元里，有钱对着的只有 99.99 元（银行核对到6月1日）。',
  ],
  [
    'at four fifths because of an advance',
    shop({ advance_fen: 20_000 }, { cards_covered_fen: 80_000, coverage_bp: 8_000 }),
    'advance',
    'warn',
    8_000,
    '顾客没用的每 100 元里，有钱对着的只有 80.00 元（银行核对到6月1日）。店家有预支没有还。',
  ],
  [
    'with an advance taken after the closed day',
    shop({ advance_fen: 20_000 }),
    'advance',
    'warn',
    10_000,
    '顾客没用的每 100 元里，有钱对着的只有 80.00 元（银行核对到6月1日）。店家有预支没有还。',
  ],
  [
    'with money still at the provider',
    shop(
      { transit_fen: 20_000 },
      { cards_covered_fen: 80_000, transit_fen: 20_000, coverage_bp: 8_000 },
    ),
    'transit',
    'plain',
    8_000,
    '顾客没用的每 100 元里，80.00 元在专户（银行核对到6月1日），其余还没到专户。',
  ],
  [
    'never closed',
    { ...SHOP, bank: null },
    'never_closed',
    'warn',
    null,
    '银行还没有核对过这家店的账。',
  ],
  [
    'without cards at the closed day',
    shop({}, { cards_owed_fen: 0, cards_covered_fen: 0, coverage_bp: null }),
    'unchecked',
    'plain',
    null,
    '现在的卡都是银行上次核对以后买的，下一次才核对到。',
  ],
  [
    'without any card',
    { ...SHOP, owed_fen: 0, bank: null },
    'empty',
    'plain',
    null,
    '银行还没有核对过这家店的账。现在没有顾客存着的钱。',
  ],
  [
    'not read whole',
    shop({}, { is_complete: false }),
    'unread',
    'warn',
    null,
    '银行6月1日的账没有读全，够不够还不知道。',
  ],
  [
    'gone with an advance out',
    shop({ advance_fen: 20_000, ending: 'runaway' }),
    'short',
    'bad',
    10_000,
    '主管部门已确认店家失联。顾客没用的每 100 元里，有钱对着的只有 80.00 元（银行核对到6月1日）。店家有预支没有还。',
  ],
]

describe('the sentence about a shop', () => {
  it.each(TABLE)('%s', (_what, facts, state, tone, coverage_bp, sentence) => {
    const said = shopStanding(facts)
    expect([said.state, said.tone, said.figures.coverage_bp, said.sentence]).toEqual([
      state,
      tone,
      coverage_bp,
      sentence,
    ])
    expect(said.sentence_en).not.toMatch(/[一-鿿]/)
  })

  it('is good news only where the closed day of the bank covers every card', () => {
    fc.assert(
      fc.property(shopArbitrary, ({ facts }) => {
        const { tone, sentence, sentence_en } = shopStanding(facts)
        const words = sentence + sentence_en
        if (tone !== 'safe') expect(words).not.toMatch(/专户里够|released use by use/)
        expect(words).not.toMatch(PRAISE)
        if (tone !== 'safe') return
        expect(facts.bank?.cards_covered_fen).toBe(facts.bank?.cards_owed_fen)
        expect([facts.ending, facts.bank?.is_complete]).toEqual(['none', true])
        expect(Math.min(facts.advance_fen, facts.owed_fen - facts.transit_fen)).toBeLessThanOrEqual(
          0,
        )
      }),
      { numRuns: 1_000 },
    )
  })
  it('never gives better news for less cover or more advance', () => {
    const rank = (facts: ShopFacts) => TONES.indexOf(shopStanding(facts).tone)
    fc.assert(
      fc.property(shopArbitrary, fen, ({ facts, day }, less) => {
        const now = rank(facts)
        const advance = { ...facts, advance_fen: facts.advance_fen + less }
        expect(rank(advance)).toBeGreaterThanOrEqual(now)
        if (day === null) return
        expect(rank({ ...facts, bank: lessCover(day, less) })).toBeGreaterThanOrEqual(now)
      }),
      { numRuns: 1_000 },
    )
  })
})
