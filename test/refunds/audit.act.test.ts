import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { mistaken } from '../support/addresses'
import { openWorld, type TestWorld } from '../support/world'

const T = '2026-06-01'
const lot = (more: object) => ({ paid_on: '2026-01-05', paid_fen: 100_000, ...more })
const stored = (uses: object[], more: object = {}) => lot({ kind: 'stored_value', uses, ...more })
const count = (uses: object[], more: object = {}) =>
  lot({ kind: 'count', visits: 10, list_price_fen: 20_000, uses, ...more })
const year = (more: object = {}) => ({
  kind: 'period',
  paid_on: '2026-01-01',
  paid_fen: 365_000,
  days: 365,
  ...more,
})
const used = (list_value_fen: number) => [{ list_value_fen }]
const BONUS = { bonus_fen: 20_000 }

/** Worked by hand from the articles, asked as a stranger would: what comes back, by §18 and by §19, in fen. */
const CASES: [string, object, number, number, number][] = [
  [
    '充1000送200, 300 used, own wish: 1000 − 300',
    { cause: 'consumer', lots: [stored(used(30_000), BONUS)] },
    70_000,
    75_000,
    70_000,
  ],
  [
    '1000 used, the shop’s cause: 1000 − 1000 × 1000/1200',
    { cause: 'merchant', lots: [stored(used(100_000), BONUS)] },
    16_667,
    16_667,
    0,
  ],
  [
    '1100 used, own wish: never below nothing (§20)',
    { cause: 'consumer', lots: [stored(used(110_000), BONUS)] },
    0,
    8_334,
    0,
  ],
  [
    '八折, 500 of list value used: 400 were paid for it',
    { cause: 'merchant', lots: [stored(used(50_000), { discount_bp: 8_000 })] },
    60_000,
    60_000,
    50_000,
  ],
  [
    '八折, 400 charged is 500 of list value',
    { cause: 'consumer', lots: [stored([{ charged_fen: 40_000 }], { discount_bp: 8_000 })] },
    50_000,
    60_000,
    50_000,
  ],
  [
    '八折 and 200 on top: half of 1,500 used',
    { cause: 'merchant', lots: [stored(used(75_000), { discount_bp: 8_000, ...BONUS })] },
    50_000,
    50_000,
    25_000,
  ],
  [
    'four of ten visits',
    { cause: 'merchant', lots: [count([{ visits: 4 }])] },
    60_000,
    60_000,
    20_000,
  ],
  [
    'five of ten visits at ¥200 each, own wish',
    { cause: 'consumer', lots: [count([{ visits: 5 }])] },
    0,
    50_000,
    0,
  ],
  [
    'three lessons and one on top, one used: 900 × 3/4',
    {
      cause: 'neutral',
      lots: [
        count([{ visits: 1 }], {
          paid_fen: 90_000,
          visits: 3,
          bonus_visits: 1,
          list_price_fen: 30_000,
        }),
      ],
    },
    67_500,
    67_500,
    60_000,
  ],
  [
    'a year, the shop stopped after a hundred days',
    { cause: 'merchant', terminated_on: '2026-09-01', lots: [year({ stopped_on: '2026-04-11' })] },
    265_000,
    265_000,
    265_000,
  ],
  [
    'a year with ten days paused, a hundred days on',
    {
      cause: 'neutral',
      terminated_on: '2026-04-11',
      lots: [year({ paused: [{ from_on: '2026-02-01', to_on: '2026-02-10' }] })],
    },
    275_000,
    275_000,
    275_000,
  ],
  [
    'a year that is over',
    { cause: 'consumer', terminated_on: '2027-06-01', lots: [year()] },
    0,
    0,
    0,
  ],
  [
    'a limited year, ten of a hundred visits in a hundred days: the better way of counting',
    {
      cause: 'merchant',
      terminated_on: '2026-04-11',
      lots: [year({ visits: { max: 100, used: 10 } })],
    },
    328_500,
    328_500,
    328_500,
  ],
  [
    'the seventh day, untouched',
    { cause: 'cooling_off', terminated_on: '2026-01-12', lots: [count([])] },
    100_000,
    100_000,
    100_000,
  ],
  [
    'the third day, one visit had',
    { cause: 'cooling_off', terminated_on: '2026-01-07', lots: [count([{ visits: 1 }])] },
    80_000,
    90_000,
    80_000,
  ],
  [
    'two payments, the older one first',
    {
      cause: 'merchant',
      lots: [
        lot({ kind: 'stored_value', ...BONUS }),
        lot({ kind: 'stored_value', paid_on: '2026-03-01', paid_fen: 50_000 }),
      ],
      uses: used(140_000),
    },
    30_000,
    30_000,
    30_000,
  ],
  [
    'a membership fee of its own: 184 of 365 days left',
    {
      cause: 'merchant',
      terminated_on: '2026-07-01',
      lots: [stored([])],
      fees: [{ label: '会员费', paid_on: '2026-01-01', paid_fen: 36_500, days: 365 }],
    },
    118_400,
    118_400,
    118_400,
  ],
  [
    'a list price nobody ever paid: the market’s',
    {
      cause: 'consumer',
      lots: [
        count([{ visits: 4, market_price_fen: 15_000 }], {
          list_price_fen: 50_000,
          list_price_unproven: true,
        }),
      ],
    },
    40_000,
    60_000,
    40_000,
  ],
  [
    '¥100 given back before',
    { cause: 'merchant', lots: [stored(used(60_000), { ...BONUS, refunded_fen: 10_000 })] },
    40_000,
    40_000,
    30_000,
  ],
  [
    'seventy-two lessons, nine used, lapsed: no forfeit',
    {
      cause: 'consumer',
      lots: [count([{ visits: 9 }], { visits: 72, list_price_fen: 2_000, ends_on: '2026-04-01' })],
    },
    82_000,
    87_500,
    82_000,
  ],
  [
    'gifts and handling fees are not deducted',
    {
      cause: 'consumer',
      lots: [stored(used(20_000))],
      gifts: [{ label: '水壶', value_fen: 5_000 }],
      shop_claims: [{ label: '手续费', amount_fen: 10_000 }],
    },
    80_000,
    80_000,
    80_000,
  ],
  [
    'the contract counts at the price paid',
    {
      cause: 'consumer',
      lots: [stored(used(60_000), BONUS)],
      terms: { own_wish_at_paid_price: true },
    },
    50_000,
    50_000,
    50_000,
  ],
]

describe(`the public calculator on ${ENGINE}`, () => {
  let city: TestWorld
  beforeAll(async () => {
    city = await openWorld()
  })
  it.each(CASES)('%s', async (_name, said, principal, by_18, by_19) => {
    const reply = await city.call('POST', '/v1/refund-calculations', {
      key: null,
      body: mistaken({ terminated_on: T, ...said }),
    })
    expect(reply.status, reply.text).toBe(200)
    const { principal_fen, alternatives, lots, fees, lines, total_fen } = reply.body
    expect([
      principal_fen,
      alternatives.not_consumer_cause_fen,
      alternatives.consumer_cause_fen,
    ]).toEqual([principal, by_18, by_19])
    // The derivation is the figure: every line of it together.
    type Line = { amount_fen: number; article: string }
    const all: Line[] = [
      ...[...lots, ...fees].flatMap((one: { principal: { lines: Line[] } }) => one.principal.lines),
      ...lines,
    ]
    expect(all.reduce((sum, line) => sum + line.amount_fen, 0)).toBe(total_fen)
    for (const { article } of all) expect(article).toMatch(/^法释〔2025〕4号第.+条/)
  })
})
