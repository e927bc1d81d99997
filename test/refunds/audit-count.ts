import { audit } from './audit-shape'

const lot = (more: object) => ({
  kind: 'count',
  paid_on: '2026-01-05',
  paid_fen: 100_000,
  visits: 10,
  list_price_fen: 20_000,
  ...more,
})
const ten = (visits: number, more: object = {}) => lot({ uses: [{ visits }], ...more })
const untouched = (more: object = {}) => lot({ uses: [], ...more })
/** 900 for three lessons of 300 and one on top. */
const lessons = (visits: number, more: object = {}) =>
  ten(visits, { paid_fen: 90_000, visits: 3, bonus_visits: 1, list_price_fen: 30_000, ...more })
const by = (cause: string, ...lots: object[]) => ({ cause, lots })

/** Count cards, by hand: used ÷ (bought + given), or the list price of each visit. */
export const COUNT = [
  audit(
    'ten visits of 200 for 1000, none used',
    '18',
    by('merchant', untouched()),
    [100_000, 100_000, 100_000],
  ),
  audit('four used: 1000 × 6/10', '18', by('merchant', ten(4)), [60_000, 60_000, 20_000]),
  audit(
    'four used, own wish: 1000 − 4 × 200',
    '19',
    by('consumer', ten(4)),
    [20_000, 60_000, 20_000],
  ),
  audit('five used, own wish', '19', by('consumer', ten(5)), [0, 50_000, 0]),
  audit('six used, own wish: never a debt of 200', '20', by('consumer', ten(6)), [0, 40_000, 0]),
  audit('all ten used', '18', by('merchant', ten(10)), [0, 0, 0]),
  audit(
    'seven visits, three used: floor(42857.14)',
    '18',
    by('merchant', ten(3, { visits: 7 })),
    [57_143, 57_143, 40_000],
  ),
  audit('买三送一, one used: 900 × 3/4', '18', by('neutral', lessons(1)), [67_500, 67_500, 60_000]),
  audit('买三送一, two used', '18', by('merchant', lessons(2)), [45_000, 45_000, 30_000]),
  audit(
    '买三送一, two used, own wish: 900 − 600',
    '19',
    by('consumer', lessons(2)),
    [30_000, 45_000, 30_000],
  ),
  audit(
    '买三送一, three used: the one on top is still worth 225',
    '18',
    by('merchant', lessons(3)),
    [22_500, 22_500, 0],
  ),
  audit('买三送一, all four used', '18', by('merchant', lessons(4)), [0, 0, 0]),
  audit(
    'a heavy class takes two: three of ten',
    '18',
    by('merchant', lot({ uses: [{ visits: 2 }, { visits: 1 }] })),
    [70_000, 70_000, 40_000],
  ),
  audit(
    'classes of different list price, own wish: 1000 − 300 − 100',
    '19',
    by(
      'consumer',
      lot({
        uses: [
          { visits: 1, list_price_fen: 30_000 },
          { visits: 1, list_price_fen: 10_000 },
        ],
      }),
    ),
    [60_000, 80_000, 60_000],
  ),
  audit(
    'sold at its list price: no discount to take back',
    '19',
    by('consumer', ten(3, { list_price_fen: 10_000 })),
    [70_000, 70_000, 70_000],
  ),
  audit(
    'a list price under the price paid leaves the price paid',
    '19',
    by('consumer', ten(3, { list_price_fen: 8_000 })),
    [70_000, 70_000, 70_000],
  ),
  audit(
    'a list price of 500 nobody paid: the market’s 150, said with the use',
    '19',
    by(
      'consumer',
      lot({
        list_price_fen: 50_000,
        list_price_unproven: true,
        uses: [{ visits: 4, market_price_fen: 15_000 }],
      }),
    ),
    [40_000, 60_000, 40_000],
  ),
  audit(
    '72 lessons for 7200, nine had, lapsed: no forfeit',
    '15',
    by(
      'consumer',
      ten(9, { paid_fen: 720_000, visits: 72, list_price_fen: 12_000, ends_on: '2026-04-01' }),
    ),
    [612_000, 630_000, 612_000],
  ),
  audit(
    'the third day, none used',
    '14',
    { ...by('cooling_off', untouched()), terminated_on: '2026-01-08' },
    [100_000, 100_000, 100_000],
  ),
  audit(
    'the seventh day, none used',
    '14',
    { ...by('cooling_off', untouched()), terminated_on: '2026-01-12' },
    [100_000, 100_000, 100_000],
  ),
  audit(
    'the third day, one visit had',
    '15',
    { ...by('cooling_off', ten(1)), terminated_on: '2026-01-08' },
    [80_000, 90_000, 80_000],
  ),
  audit(
    'the third day, 买三送一, one had',
    '15',
    { ...by('cooling_off', lessons(1)), terminated_on: '2026-01-08' },
    [60_000, 67_500, 60_000],
  ),
  audit(
    'a month late for cooling off, four used: own wish',
    '19',
    by('cooling_off', ten(4)),
    [20_000, 60_000, 20_000],
  ),
  audit(
    'an earlier refund of 200, four used',
    '15',
    by('merchant', ten(4, { refunded_fen: 20_000 })),
    [40_000, 40_000, 0],
  ),
  audit(
    'five for 500, then five for 400; seven used, the older first',
    '18',
    {
      ...by(
        'merchant',
        lot({ paid_fen: 50_000, visits: 5, list_price_fen: 12_000 }),
        lot({ paid_on: '2026-02-05', paid_fen: 40_000, visits: 5, list_price_fen: 12_000 }),
      ),
      uses: [{ visits: 7 }],
    },
    [24_000, 24_000, 16_000],
  ),
]
