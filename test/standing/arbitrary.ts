import fc from 'fast-check'
import { plusDays } from '../../src/kernel/time'
import { type BankDay, type CardFacts, ENDINGS, type ShopFacts } from '../../src/standing/facts'

export const TODAY = '2026-06-02'
export const fen = fc.integer({ min: 0, max: 1e9 })
const often_none = fc.oneof(fc.constant(0), fen)

/** A closed day whose figures hang together: what is short is explained, or missing. */
type Day = Omit<BankDay, 'missing_fen' | 'coverage_bp'> & { explained_fen: number }
const bankOf = ({ explained_fen, ...day }: Day): BankDay => ({
  ...day,
  missing_fen: Math.max(
    day.cards_owed_fen - day.cards_covered_fen - day.transit_fen - explained_fen,
    0,
  ),
  coverage_bp: null,
})
const day: fc.Arbitrary<Day> = fc
  .record({
    business_day: fc.integer({ min: 0, max: 20 }).map((ago) => plusDays(TODAY, -ago)),
    cards_owed_fen: fen,
    covered: fc.oneof(fc.constant(1e9), fen),
    transit_fen: often_none,
    explained_fen: often_none,
    is_complete: fc.boolean(),
  })
  .map(({ covered, ...of }) => ({ ...of, cards_covered_fen: Math.min(covered, of.cards_owed_fen) }))

type Seen<F> = { facts: F; day: Day | null }
export const shopArbitrary: fc.Arbitrary<Seen<ShopFacts>> = fc
  .record({
    today: fc.constant(TODAY),
    owed_fen: fen,
    transit_fen: fen,
    advance_fen: often_none,
    ending: fc.constantFrom(...ENDINGS),
    day: fc.option(day, { nil: null }),
  })
  .map(({ day, ...of }) => ({ facts: { ...of, bank: day && bankOf(day) }, day }))
export const cardArbitrary: fc.Arbitrary<Seen<CardFacts>> = fc
  .record({
    owed_fen: fen,
    transit_fen: often_none,
    unchecked_fen: often_none,
    disputed_fen: often_none,
    refunding_fen: often_none,
    frozen: fc.boolean(),
    claim_short_fen: fc.option(fen, { nil: null }),
    shop: shopArbitrary,
  })
  .map(({ shop, ...of }) => ({ facts: { ...of, shop: shop.facts }, day: shop.day }))

/** The same shop on the same day with so much less at the bank. */
export const lessCover = (day: Day, less_fen: number): BankDay =>
  bankOf({ ...day, cards_covered_fen: Math.max(day.cards_covered_fen - less_fen, 0) })
