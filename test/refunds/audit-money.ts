import { audit, used } from './audit-shape'

const lot = (more: object = {}) => ({
  kind: 'stored_value',
  paid_on: '2026-01-05',
  paid_fen: 100_000,
  ...more,
})
const plus200 = (list_value_fen: number, more: object = {}) =>
  lot({ bonus_fen: 20_000, uses: used(list_value_fen), ...more })
const fee = (more: object = {}) => ({
  label: '会员费',
  paid_on: '2026-01-01',
  paid_fen: 36_500,
  days: 365,
  ...more,
})
const by = (cause: string, ...lots: object[]) => ({ cause, lots })
const YEAR = { refunded_on: '2027-06-01' }
const MONTH = { refunded_on: '2026-07-01' }
const WHOLE: [number, number, number] = [100_000, 100_000, 100_000]
const signed = (paid_on: string, cause: string) => ({ ...by(cause, lot({ paid_on })), ...YEAR })
const TWO = [
  lot({ bonus_fen: 20_000 }),
  lot({ paid_on: '2026-02-05', paid_fen: 200_000, bonus_fen: 100_000 }),
]

/** Several payments, oldest first. */
export const LOTS = [
  audit(
    '1500 over 1000+200 and 2000+1000',
    '18',
    { ...by('merchant', ...TWO), uses: used(150_000) },
    [180_000, 180_000, 170_000],
  ),
  audit(
    'the same, said the other way round',
    '18',
    { ...by('merchant', ...[...TWO].reverse()), uses: used(150_000) },
    [180_000, 180_000, 170_000],
  ),
  audit(
    '600 said of the first, 700 of neither: 100 reach the second',
    '18',
    {
      ...by('merchant', lot({ bonus_fen: 20_000, uses: used(60_000) }), TWO[1] ?? {}),
      uses: used(70_000),
    },
    [193_334, 193_334, 190_000],
  ),
  audit(
    'an old one used and a new one untouched, cooling off: each by its own day',
    '14',
    {
      ...by(
        'cooling_off',
        plus200(60_000),
        lot({ paid_on: '2026-05-29', paid_fen: 50_000, bonus_fen: 10_000 }),
      ),
    },
    [90_000, 100_000, 90_000],
  ),
  audit(
    'what one was overdrawn by is not taken from the other',
    '20',
    by('consumer', plus200(110_000), lot({ paid_on: '2026-02-05', paid_fen: 50_000 })),
    [50_000, 58_334, 50_000],
  ),
  audit(
    'a stored, a count and a period lot together',
    '15',
    by(
      'merchant',
      plus200(60_000),
      {
        kind: 'count',
        paid_on: '2026-01-05',
        paid_fen: 100_000,
        visits: 10,
        list_price_fen: 20_000,
        uses: [{ visits: 4 }],
      },
      {
        kind: 'period',
        paid_on: '2026-01-01',
        paid_fen: 365_000,
        days: 365,
        stopped_on: '2026-04-11',
      },
    ),
    [375_000, 375_000, 325_000],
  ),
]

/** Interest, by hand: principal × rate × days ÷ 365, floored, for each lot. */
export const INTEREST = [
  audit(
    'the shop’s cause, signed at 3.35%: 500 for a year',
    '16',
    { ...by('merchant', plus200(60_000, { paid_on: '2024-08-01' })), ...YEAR },
    [50_000, 50_000, 40_000],
    { interest: 1_675 },
  ),
  audit(
    'own wish: the deposit rate 1.50% on 400',
    '16',
    { ...by('consumer', plus200(60_000)), ...YEAR },
    [40_000, 50_000, 40_000],
    { interest: 600 },
  ),
  audit(
    'thirty days at 3.00% on 500: 123.28',
    '17',
    { ...by('merchant', plus200(60_000)), ...MONTH },
    [50_000, 50_000, 40_000],
    { interest: 123 },
  ),
  audit('signed the day LPR became 3.00%', '16', signed('2025-05-20', 'merchant'), WHOLE, {
    interest: 3_000,
  }),
  audit('signed the day before, at 3.10%', '16', signed('2025-05-19', 'merchant'), WHOLE, {
    interest: 3_100,
  }),
  audit('signed on 2024-10-20, at 3.35%', '16', signed('2024-10-20', 'merchant'), WHOLE, {
    interest: 3_350,
  }),
  audit('signed on 2023-07-01, at 3.55%', '16', signed('2023-07-01', 'merchant'), WHOLE, {
    interest: 3_550,
  }),
  audit('signed in 2013, own wish: 3.00%', '16', signed('2013-06-01', 'consumer'), WHOLE, {
    interest: 3_000,
  }),
  audit(
    'the contract’s own rate, 4.00%',
    '16',
    { ...by('consumer', lot()), ...YEAR, terms: { interest_bp: 400 } },
    WHOLE,
    { interest: 4_000 },
  ),
  audit(
    'the contract’s own rate, though lower than LPR',
    '16',
    { ...by('merchant', lot()), ...YEAR, terms: { interest_bp: 100 } },
    WHOLE,
    { interest: 1_000 },
  ),
  audit(
    'by contract from the day of payment: 157 days',
    '17',
    { ...by('merchant', lot()), refunded_on: '2026-06-11', terms: { interest_from: 'payment' } },
    WHOLE,
    { interest: 1_290 },
  ),
  audit('no day of return stated: no interest yet', '17', by('merchant', lot()), WHOLE),
  audit(
    'returned on the day it ended',
    '17',
    { ...by('merchant', lot()), refunded_on: '2026-06-01' },
    WHOLE,
  ),
  audit(
    '366 days are 366 days of a 365-day year',
    '17',
    { ...by('merchant', lot()), terminated_on: '2027-03-01', refunded_on: '2028-03-01' },
    WHOLE,
    { interest: 3_008 },
  ),
  audit(
    'two payments, each at its own day’s rate: 917 + 821',
    '16',
    {
      ...by('merchant', lot({ paid_on: '2024-08-01' }), lot({ paid_on: '2025-06-01' })),
      refunded_on: '2026-09-09',
    },
    [200_000, 200_000, 200_000],
    { interest: 1_738 },
  ),
  audit(
    'nothing to give back bears no interest',
    '17',
    { ...by('consumer', plus200(110_000)), ...YEAR },
    [0, 8_334, 0],
  ),
]

/** Fees, costs and what the shop would like to keep. */
export const AROUND = [
  audit(
    'a membership fee on its own: 184 of 365 days left',
    '15',
    { ...by('merchant', lot()), terminated_on: '2026-07-01', fees: [fee()] },
    [118_400, 118_400, 118_400],
  ),
  audit(
    'own wish: the fee by its days, the card at list price',
    '19',
    { ...by('consumer', plus200(60_000)), terminated_on: '2026-04-11', fees: [fee()] },
    [66_500, 76_500, 66_500],
  ),
  audit(
    'a fee whose year is over',
    '22',
    { ...by('merchant', lot()), terminated_on: '2027-02-01', fees: [fee()] },
    WHOLE,
  ),
  audit(
    'a fee of which 100 came back before',
    '15',
    {
      ...by('merchant', lot()),
      terminated_on: '2026-07-01',
      fees: [fee({ refunded_fen: 10_000 })],
    },
    [108_400, 108_400, 108_400],
  ),
  audit(
    'the shop pays what its doing cost',
    '15',
    { ...by('merchant', lot()), costs: [{ label: '交通', amount_fen: 2_000 }] },
    WHOLE,
    { costs: 2_000 },
  ),
  audit(
    'own wish: own costs',
    '15',
    { ...by('consumer', lot()), costs: [{ label: '交通', amount_fen: 2_000 }] },
    WHOLE,
  ),
  audit(
    'force majeure: no costs',
    '15',
    { ...by('neutral', lot()), costs: [{ label: '交通', amount_fen: 2_000 }] },
    WHOLE,
  ),
  audit(
    'a handling fee is not taken off',
    '9',
    { ...by('consumer', lot()), shop_claims: [{ label: '手续费', amount_fen: 10_000 }] },
    WHOLE,
  ),
]
