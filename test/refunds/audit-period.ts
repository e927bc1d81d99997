import { audit } from './audit-shape'

/** 3,650 for 365 days from New Year's Day: ten yuan a day. */
const year = (more: object = {}) => ({
  kind: 'period',
  paid_on: '2026-01-01',
  paid_fen: 365_000,
  days: 365,
  ...more,
})
const D100 = '2026-04-11'
const on = (terminated_on: string, cause: string, ...lots: object[]) => ({
  cause,
  terminated_on,
  lots,
})
const paused = (from_on: string, to_on: string | null) => ({ from_on, to_on })
const same = (fen: number): [number, number, number] => [fen, fen, fen]
const visits = (more: object) => ({ max: 100, used: 10, ...more })

/** Period cards, by hand: whole days left ÷ all days; the last day itself is not yet used. */
export const PERIOD = [
  audit(
    'stopped after a hundred days: 3650 × 265/365',
    '22',
    on('2026-09-01', 'merchant', year({ stopped_on: D100 })),
    same(265_000),
  ),
  audit(
    'ended after a hundred days, own wish: the same share',
    '22',
    on(D100, 'consumer', year()),
    same(265_000),
  ),
  audit(
    'ended after a hundred days, nobody’s doing',
    '22',
    on(D100, 'neutral', year()),
    same(265_000),
  ),
  audit(
    'not begun: all of it',
    '22',
    on('2026-06-01', 'merchant', year({ starts_on: '2026-07-01' })),
    same(365_000),
  ),
  audit(
    'ended on its first day: nothing has passed',
    '22',
    on('2026-01-20', 'merchant', year({ starts_on: '2026-01-20' })),
    same(365_000),
  ),
  audit('one day left', '22', on('2026-12-31', 'merchant', year()), same(1_000)),
  audit('over, and not asked for in its time', '22', on('2027-01-01', 'consumer', year()), same(0)),
  audit(
    'over, but the shop had stopped after a hundred days',
    '22',
    on('2027-06-01', 'merchant', year({ stopped_on: D100 })),
    same(265_000),
  ),
  audit(
    'own wish after the shop had stopped: from the stop',
    '22',
    on('2026-09-01', 'consumer', year({ stopped_on: D100 })),
    same(265_000),
  ),
  audit(
    'the shop stopped before the first day',
    '22',
    on('2026-06-01', 'merchant', year({ starts_on: '2026-02-01', stopped_on: '2026-01-15' })),
    same(365_000),
  ),
  audit(
    'ten days paused',
    '22',
    on(D100, 'neutral', year({ paused: [paused('2026-02-01', '2026-02-10')] })),
    same(275_000),
  ),
  audit(
    'paused and never come back: ninety days passed',
    '22',
    on(D100, 'consumer', year({ paused: [paused('2026-04-01', null)] })),
    same(275_000),
  ),
  audit(
    'a pause after the end adds nothing',
    '22',
    on(D100, 'consumer', year({ paused: [paused('2026-05-01', '2026-05-10')] })),
    same(265_000),
  ),
  audit(
    'two pauses that overlap are fourteen days, not twenty',
    '22',
    on(
      D100,
      'consumer',
      year({ paused: [paused('2026-02-01', '2026-02-10'), paused('2026-02-05', '2026-02-14')] }),
    ),
    same(279_000),
  ),
  audit(
    'stopped in the middle of a pause',
    '22',
    on(
      '2026-09-01',
      'merchant',
      year({ stopped_on: D100, paused: [paused('2026-04-01', '2026-04-30')] }),
    ),
    same(275_000),
  ),
  audit(
    'paused for thirty days, asked on day 380: fifteen days left',
    '22',
    on('2027-01-16', 'merchant', year({ paused: [paused('2026-06-01', '2026-06-30')] })),
    same(15_000),
  ),
  audit(
    'a quarter for 1000, thirty of ninety days: floor(33333.33)',
    '22',
    on('2026-01-31', 'merchant', year({ paid_fen: 100_000, days: 90 })),
    same(66_667),
  ),
  audit(
    'a leap year: sixty of 366 days',
    '22',
    on('2028-03-01', 'merchant', year({ paid_on: '2028-01-01', paid_fen: 366_000, days: 366 })),
    same(306_000),
  ),
  audit(
    '2920 in place of 3650, a hundred days, the shop’s cause: 2920 × 265/365',
    '22',
    on(D100, 'merchant', year({ paid_fen: 292_000 })),
    same(212_000),
  ),
  audit('the third day, never come', '14', on('2026-01-04', 'cooling_off', year()), same(365_000)),
  audit(
    'the third day, had the same before',
    '22',
    on('2026-01-04', 'cooling_off', year({ had_same_before: true })),
    same(362_000),
  ),
  audit(
    'the ninth day: cooling off is over, eight days passed',
    '22',
    on('2026-01-09', 'cooling_off', year()),
    same(357_000),
  ),
  audit(
    'an earlier refund of 650',
    '15',
    on(D100, 'merchant', year({ refunded_fen: 65_000 })),
    same(200_000),
  ),
  audit(
    'ten of a hundred visits in a hundred days: the better way, by visits',
    '8',
    on(D100, 'merchant', year({ visits: visits({}) })),
    same(328_500),
  ),
  audit(
    'ninety of a hundred visits in a hundred days, the contract silent: by visits',
    '18',
    on(D100, 'merchant', year({ visits: visits({ used: 90 }) })),
    same(36_500),
  ),
  audit(
    'the contract counts by days',
    '15',
    on(D100, 'merchant', year({ visits: visits({ count_by: 'days' }) })),
    same(265_000),
  ),
  audit(
    'the contract counts by visits, ninety had',
    '15',
    on(D100, 'merchant', year({ visits: visits({ used: 90, count_by: 'visits' }) })),
    same(36_500),
  ),
  audit(
    'ten visits of fifty list price, own wish: 3650 − 500',
    '19',
    on(D100, 'consumer', year({ visits: visits({ list_price_fen: 5_000 }) })),
    [315_000, 328_500, 315_000],
  ),
]
