import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sumFen } from '../../src/kernel/money'
import { cardStanding } from '../../src/standing/card-rules'
import {
  type BankDay,
  type CardFacts,
  type Ending,
  type State,
  TONES,
  type Tone,
} from '../../src/standing/facts'
import { PRAISE } from '../support/safe-words'
import { cardArbitrary, fen, lessCover, TODAY } from './arbitrary'

const BANK: BankDay = {
  business_day: '2026-06-01',
  cards_owed_fen: 100_000,
  cards_covered_fen: 100_000,
  transit_fen: 0,
  missing_fen: 0,
  is_complete: true,
  coverage_bp: 10_000,
}
const SHOP = {
  today: TODAY,
  owed_fen: 100_000,
  transit_fen: 0,
  advance_fen: 0,
  ending: 'none' as Ending,
  bank: BANK,
}
const CARD: CardFacts = {
  owed_fen: 27_400,
  transit_fen: 0,
  unchecked_fen: 0,
  disputed_fen: 0,
  refunding_fen: 0,
  frozen: false,
  claim_short_fen: null,
  shop: SHOP,
}
const shop = (of: Partial<CardFacts['shop']>, bank: Partial<BankDay> = {}) => ({
  ...SHOP,
  ...of,
  bank: { ...BANK, ...bank },
})
const TABLE: [string, CardFacts, State, Tone, string][] = [
  [
    'covered to the fen',
    CARD,
    'covered',
    'safe',
    '银行核对到6月1日：您的 ¥274.00 在专户里，没用的店家拿不走。',
  ],
  ['nothing left', { ...CARD, owed_fen: 0 }, 'empty', 'plain', '卡里没有余下的钱。'],
  [
    'just paid',
    { ...CARD, transit_fen: 27_400 },
    'transit',
    'plain',
    '卡里的 ¥274.00 还在支付机构，没到专户。',
  ],
  [
    'topped up again',
    { ...CARD, transit_fen: 20_000 },
    'transit',
    'plain',
    '卡里的 ¥274.00：¥74.00 在专户（银行核对到6月1日），¥200.00 还在支付机构，没到专户。',
  ],
  [
    'arrived after the closed day',
    { ...CARD, unchecked_fen: 7_400 },
    'unchecked',
    'plain',
    '卡里的 ¥274.00：¥200.00 在专户（银行核对到6月1日），¥74.00 银行下一次才核对到。',
  ],
  [
    'at a shop the bank never closed',
    { ...CARD, shop: { ...SHOP, bank: null } },
    'never_closed',
    'warn',
    '银行还没有核对过这家店的账。卡里的 ¥274.00 还没有银行的核对。',
  ],
  [
    'when the statement was not read whole',
    { ...CARD, shop: shop({}, { is_complete: false }) },
    'unread',
    'warn',
    '银行6月1日的账没有读全，够不够还不知道。卡里的 ¥274.00 还没有银行的核对。',
  ],
  [
    'when the last check is old',
    { ...CARD, shop: shop({ today: '2026-06-12' }) },
    'stale',
    'warn',
    '银行最近一次核对是6月1日，之后的还不知道。卡里的 ¥274.00 还没有银行的核对。',
  ],
  [
    'with an advance out',
    { ...CARD, shop: shop({ advance_fen: 20_000 }) },
    'advance',
    'warn',
    '还欠您 ¥54.80：店家预支没有还清，这部分没有钱对着。卡里的 ¥274.00：¥219.20 在专户（银行核对到6月1日）。',
  ],
  [
    'with an advance out that the bank saw as well',
    {
      ...CARD,
      shop: shop({ advance_fen: 20_000 }, { cards_covered_fen: 80_000 }),
    },
    'advance',
    'warn',
    '还欠您 ¥54.80：店家预支没有还清，这部分没有钱对着。卡里的 ¥274.00：¥219.20 在专户（银行核对到6月1日）。',
  ],
  [
    'with an advance out and the shop gone',
    { ...CARD, shop: shop({ advance_fen: 20_000, ending: 'runaway' }) },
    'short',
    'bad',
    '还欠您 ¥54.80：店家预支没有还清，这部分没有钱对着。主管部门已确认店家失联。卡里的 ¥274.00：¥219.20 在专户（银行核对到6月1日）。',
  ],
  [
    'with money missing at the bank',
    { ...CARD, shop: shop({}, { cards_covered_fen: 80_000, missing_fen: 20_000 }) },
    'short',
    'bad',
    '还欠您 ¥54.80：专户里缺这部分钱。卡里的 ¥274.00：¥219.20 在专户（银行核对到6月1日）。',
  ],
  [
    'with money missing and an advance out',
    {
      ...CARD,
      shop: shop({ advance_fen: 10_000 }, { cards_covered_fen: 80_000, missing_fen: 10_000 }),
    },
    'short',
    'bad',
    '还欠您 ¥54.80：专户里缺这部分钱。卡里的 ¥274.00：¥219.20 在专户（银行核对到6月1日）。',
  ],
  [
    'after an ending that left a part open',
    { ...CARD, owed_fen: 5_480, claim_short_fen: 5_480, shop: shop({ ending: 'ended' }) },
    'short',
    'bad',
    '还欠您 ¥54.80：专户里缺这部分钱。店家已经终止。',
  ],
  [
    'under dispute at the provider',
    { ...CARD, disputed_fen: 10_000 },
    'disputed',
    'warn',
    '卡里的 ¥274.00 在专户（银行核对到6月1日）。其中 ¥100.00 付款人正向支付机构要回，有结果前动不了。',
  ],
  [
    'closing with everything there',
    { ...CARD, shop: shop({ ending: 'closing' }) },
    'closing',
    'warn',
    '店家已宣布停业。卡里的 ¥274.00 在专户（银行核对到6月1日）。',
  ],
  [
    'reported as unreachable',
    { ...CARD, shop: shop({ ending: 'reported' }) },
    'reported',
    'warn',
    '店家疑似失联，已暂停售卡和出款，等主管部门确认。卡里的 ¥274.00 在专户（银行核对到6月1日）。',
  ],
  [
    'frozen and being refunded',
    { ...CARD, frozen: true, refunding_fen: 2_000 },
    'covered',
    'safe',
    '银行核对到6月1日：您的 ¥274.00 在专户里，没用的店家拿不走。其中 ¥20.00 正在退。卡已挂失，谁都用不了。',
  ],
]

describe('the sentence about a card', () => {
  it.each(TABLE)('%s', (_what, facts, state, tone, sentence) => {
    const said = cardStanding(facts)
    expect([said.state, said.tone, said.sentence]).toEqual([state, tone, sentence])
    expect(said.sentence_en).not.toMatch(/[一-鿿]/)
  })

  it('accounts for every fen: in custody, on the way, not checked, still owed', () => {
    fc.assert(
      fc.property(cardArbitrary, ({ facts }) => {
        const { figures } = cardStanding(facts)
        const { owed_fen, covered_fen, transit_fen, unchecked_fen, short_fen } = figures
        const parts = [covered_fen, transit_fen, unchecked_fen, short_fen]
        expect(sumFen(parts)).toBe(owed_fen)
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
  it('speaks of safety only where the closed day of the bank has all of it', () => {
    fc.assert(
      fc.property(cardArbitrary, ({ facts }) => {
        const { tone, sentence, sentence_en, figures, state } = cardStanding(facts)
        if (tone === 'safe' || PRAISE.test(sentence + sentence_en)) {
          expect(figures.covered_fen).toBe(facts.owed_fen)
          expect(facts.shop.bank?.is_complete).toBe(true)
          expect([facts.shop.ending, facts.disputed_fen, state]).toEqual(['none', 0, 'covered'])
          expect(sentence).toContain('银行核对到')
        }
        if (figures.short_fen > 0) expect(sentence).toMatch(/^还欠您 ¥/)
      }),
      { numRuns: 1_000 },
    )
  })
  it('never gives better news for less cover, more advance or more in dispute', () => {
    const rank = (tone: Tone) => TONES.indexOf(tone)
    fc.assert(
      fc.property(cardArbitrary, fen, ({ facts, day }, less) => {
        const now = cardStanding(facts)
        const { shop } = facts
        const worse: CardFacts[] = [
          { ...facts, shop: { ...shop, advance_fen: shop.advance_fen + less } },
          { ...facts, disputed_fen: facts.disputed_fen + less },
          ...(day === null ? [] : [{ ...facts, shop: { ...shop, bank: lessCover(day, less) } }]),
        ]
        for (const then of worse.map(cardStanding)) {
          expect(rank(then.tone)).toBeGreaterThanOrEqual(rank(now.tone))
          expect(then.figures.short_fen).toBeGreaterThanOrEqual(now.figures.short_fen)
        }
      }),
      { numRuns: 1_000 },
    )
  })
  it('bears a gap like every other card: the parts never exceed what is there', () => {
    const others = fc.array(fc.integer({ min: 1, max: 1e7 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(others, fen, (cards, advance_fen) => {
        const owed_fen = sumFen(cards)
        const parts = cards.map((owed) =>
          cardStanding({
            ...CARD,
            owed_fen: owed,
            shop: shop({ owed_fen, advance_fen }, { cards_owed_fen: owed_fen }),
          }),
        )
        const there_fen = sumFen(parts.map(({ figures }) => figures.covered_fen))
        expect(there_fen).toBeLessThanOrEqual(Math.max(owed_fen - advance_fen, 0))
        expect(there_fen).toBeGreaterThan(Math.max(owed_fen - advance_fen, 0) - cards.length)
      }),
    )
  })
})
