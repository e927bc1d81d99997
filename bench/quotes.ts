import { configuredCity } from '../src/city/cities'
import type { Facts, LotFacts } from '../src/reckoning/facts'
import { cityRates } from '../src/reckoning/interest'
import { openQuote } from '../src/reckoning/quote'

const LOT: LotFacts = {
  label: '一笔',
  kind: 'stored_value',
  paid_on: '2026-01-05',
  paid_fen: 100_000,
  face_units: 120_000,
  bonus_units: 20_000,
  discount_bp: 10_000,
  list_price_fen: 1,
  starts_on: '2026-01-05',
  ends_on: null,
  uses: [],
  days_off: [],
  stopped_on: null,
  visits: null,
  refunded_fen: 0,
  had_same_before: false,
  list_price_unproven: false,
}
const uses = (n: number, units: number) =>
  Array.from({ length: n }, (_, i) => ({
    on: `2026-02-${String(1 + (i % 28)).padStart(2, '0')}`,
    units,
    list_value_fen: units,
    market_value_fen: null,
  }))
const RATES = cityRates(configuredCity('weihai'))
const LOTS: LotFacts[] = [
  { ...LOT, uses: uses(12, 4_000) },
  {
    ...LOT,
    kind: 'count',
    face_units: 10,
    list_price_fen: 20_000,
    bonus_units: 0,
    uses: uses(4, 1),
  },
  {
    ...LOT,
    kind: 'period',
    face_units: 365,
    paid_fen: 365_000,
    list_price_fen: 1_500,
    days_off: [{ from_on: '2026-02-10', to_on: '2026-02-19' }],
  },
]

/** Quotes of one to three lots of the three kinds, by every cause, with interest; a second of them, after warming up. */
export function quotesPerSecond(): number {
  const all: Facts[] = (['cooling_off', 'consumer', 'merchant', 'neutral'] as const).flatMap(
    (cause) =>
      [1, 2, 3].map((n) => ({
        cause,
        terminated_on: '2026-04-01',
        refunded_on: '2026-04-12',
        lots: LOTS.slice(0, n),
        fees: [],
        gifts: [],
        shop_claims: [],
        costs: [],
        terms: {
          cooling_off_days: null,
          own_wish_at_paid_price: false,
          interest_bp: null,
          interest_from: 'termination' as const,
          promised_fen: null,
        },
        supervised_bp: null,
        rates: RATES,
      })),
  )
  const run = (ms: number) => {
    const until = performance.now() + ms
    let n = 0
    while (performance.now() < until) {
      for (const facts of all) openQuote(facts)
      n += all.length
    }
    return n
  }
  run(300)
  return run(1_000)
}
