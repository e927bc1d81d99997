import { audit, used } from './audit-shape'

const lot = (more: object) => ({
  kind: 'stored_value',
  paid_on: '2026-01-05',
  paid_fen: 100_000,
  ...more,
})
const plus200 = (list_value_fen: number, more: object = {}) =>
  lot({ bonus_fen: 20_000, uses: used(list_value_fen), ...more })
const eight = (more: object) => lot({ discount_bp: 8_000, ...more })
const by = (cause: string, ...lots: object[]) => ({ cause, lots })
const promised = (terms: object, cause = 'consumer') => ({ ...by(cause, plus200(60_000)), terms })

/** Stored value, by hand: 充1000送200 is r = 1000/1200; the price of what was used is floored, so the rest is the consumer's. */
export const STORED = [
  audit('充1000送200, nothing used', '18', by('merchant', plus200(0)), [100_000, 100_000, 100_000]),
  audit('300 used: 1000 − 250', '18', by('merchant', plus200(30_000)), [75_000, 75_000, 70_000]),
  audit(
    '300 used, own wish: 1000 − 300',
    '19',
    by('consumer', plus200(30_000)),
    [70_000, 75_000, 70_000],
  ),
  audit('600 used: 1000 − 500', '18', by('neutral', plus200(60_000)), [50_000, 50_000, 40_000]),
  audit('600 used, own wish', '19', by('consumer', plus200(60_000)), [40_000, 50_000, 40_000]),
  audit('1000 used: 1000 − 833.33', '18', by('merchant', plus200(100_000)), [16_667, 16_667, 0]),
  audit('1000 used, own wish', '19', by('consumer', plus200(100_000)), [0, 16_667, 0]),
  audit('1100 used: 1000 − 916.66', '18', by('merchant', plus200(110_000)), [8_334, 8_334, 0]),
  audit(
    '1100 used, own wish: the 100 over is nobody’s debt',
    '20',
    by('consumer', plus200(110_000)),
    [0, 8_334, 0],
  ),
  audit('all 1200 used', '18', by('merchant', plus200(120_000)), [0, 0, 0]),
  audit(
    'one fen used: floor(0.83) = 0',
    '18',
    by('merchant', plus200(1)),
    [100_000, 100_000, 99_999],
  ),
  audit(
    'no bonus, no discount, 123.45 of 500 used',
    '18',
    by('merchant', lot({ paid_fen: 50_000, uses: used(12_345) })),
    [37_655, 37_655, 37_655],
  ),
  audit(
    '充100送100, 150 used',
    '18',
    by('merchant', lot({ paid_fen: 10_000, bonus_fen: 10_000, uses: used(15_000) })),
    [2_500, 2_500, 0],
  ),
  audit(
    '充300送38, 100 used: floor(30000 × 10000 / 33800) = 8875',
    '18',
    by('merchant', lot({ paid_fen: 30_000, bonus_fen: 3_800, uses: used(10_000) })),
    [21_125, 21_125, 20_000],
  ),
  audit(
    'the same 100 in three uses is the same 100',
    '18',
    by('merchant', lot({ paid_fen: 30_000, bonus_fen: 3_800, uses: used(3_333, 3_333, 3_334) })),
    [21_125, 21_125, 20_000],
  ),
  audit(
    '八折, 500 of list value used: 400 were paid',
    '18',
    by('merchant', eight({ uses: used(50_000) })),
    [60_000, 60_000, 50_000],
  ),
  audit(
    '八折, own wish',
    '19',
    by('consumer', eight({ uses: used(50_000) })),
    [50_000, 60_000, 50_000],
  ),
  audit(
    '八折, said as 400 charged',
    '19',
    by('consumer', eight({ uses: [{ charged_fen: 40_000 }] })),
    [50_000, 60_000, 50_000],
  ),
  audit(
    '八折, all 1250 of list value used, own wish',
    '20',
    by('consumer', eight({ uses: used(125_000) })),
    [0, 0, 0],
  ),
  audit(
    '八折 and 送200: 750 list = 600 charged = 500 paid',
    '18',
    by('merchant', eight({ bonus_fen: 20_000, uses: used(75_000) })),
    [50_000, 50_000, 25_000],
  ),
  audit(
    '八折 and 送200, own wish',
    '19',
    by('consumer', eight({ bonus_fen: 20_000, uses: used(75_000) })),
    [25_000, 50_000, 25_000],
  ),
  audit(
    'past its printed end: stored value does not lapse',
    '24',
    by('consumer', lot({ ends_on: '2026-03-01', uses: used(30_000) })),
    [70_000, 70_000, 70_000],
  ),
  audit(
    'an earlier refund of 100',
    '15',
    by('merchant', plus200(60_000, { refunded_fen: 10_000 })),
    [40_000, 40_000, 30_000],
  ),
  audit(
    'an earlier refund of more than was due',
    '20',
    by('merchant', plus200(60_000, { refunded_fen: 60_000 })),
    [0, 0, 0],
  ),
  audit(
    'the list price was never charged: the market’s 550',
    '19',
    by(
      'consumer',
      lot({
        bonus_fen: 20_000,
        list_price_unproven: true,
        uses: [{ list_value_fen: 60_000, market_value_fen: 55_000 }],
      }),
    ),
    [45_000, 50_000, 45_000],
  ),
  audit(
    'a market price under what was paid is the price that counts: 1000 − 400',
    '19',
    by(
      'consumer',
      lot({
        bonus_fen: 20_000,
        list_price_unproven: true,
        uses: [{ list_value_fen: 60_000, market_value_fen: 40_000 }],
      }),
    ),
    [60_000, 50_000, 60_000],
  ),
  audit(
    'a market price changes nothing where the shop proves its list price',
    '19',
    by(
      'consumer',
      lot({ bonus_fen: 20_000, uses: [{ list_value_fen: 60_000, market_value_fen: 55_000 }] }),
    ),
    [40_000, 50_000, 40_000],
  ),
  audit(
    'the contract counts own wish at the price paid',
    '19',
    promised({ own_wish_at_paid_price: true }),
    [50_000, 50_000, 50_000],
  ),
  audit(
    'the contract promises more',
    '15',
    promised({ promised_fen: 80_000 }),
    [80_000, 50_000, 40_000],
  ),
  audit(
    'the contract promises less: the law holds',
    '9',
    promised({ promised_fen: 10_000 }),
    [40_000, 50_000, 40_000],
  ),
  audit(
    'a gift and a commission change nothing',
    '21',
    {
      ...by('consumer', plus200(60_000)),
      gifts: [{ label: '水壶', value_fen: 5_000 }],
      shop_claims: [{ label: '员工提成', amount_fen: 10_000 }],
    },
    [40_000, 50_000, 40_000],
  ),
]
