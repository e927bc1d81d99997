/** One line of the table by which a shop is scored. Points are whole hundredths of a point of the thousand. */
export type Indicator = {
  code: string
  sign: 1 | -1
  /** Of the first of its figure; what comes after counts less by `taper`. */
  points: number
  /** Up to so many of the figure, one mark after another, each counts `percent`; the last row holds for all beyond. */
  taper: readonly { upto: number; percent: number }[]
  /** After so many days a mark counts half. */
  half_life_days: number
  /** All marks together never count more. */
  cap: number
  zh: string
  en: string
}

const FULL = [{ upto: Number.POSITIVE_INFINITY, percent: 100 }] as const
const thinning = (first: number, second: number) => [
  { upto: first, percent: 100 },
  { upto: second, percent: 50 },
  { upto: 2 * second, percent: 25 },
  { upto: Number.POSITIVE_INFINITY, percent: 10 },
]

/** The table, with its version: a change is a new version, and old scores keep theirs. Nobody's law: the platform's choice. */
export const TABLE_VERSION = '2026-11'
export const BASE_SCORE = 700
export const INDICATORS: readonly Indicator[] = [
  {
    code: 'released_month',
    ...{ sign: 1, points: 15, taper: thinning(200, 800), half_life_days: 360, cap: 12_000 },
    ...{
      zh: '一个月里顾客确认用掉的钱（百元）',
      en: 'money confirmed as used in a month, ¥100 each',
    },
  },
  {
    code: 'quiet_month',
    ...{ sign: 1, points: 600, taper: thinning(6, 24), half_life_days: 720, cap: 8_000 },
    ...{ zh: '整月没有投诉、异议、退付', en: 'a whole month without complaint, contest or bounce' },
  },
  {
    code: 'rated_well_month',
    ...{ sign: 1, points: 500, taper: thinning(4, 12), half_life_days: 360, cap: 4_000 },
    ...{ zh: '一个月的评价平均 4 星以上', en: 'ratings of a month at four stars or above' },
  },
  {
    code: 'patrol_ok',
    ...{ sign: 1, points: 400, taper: thinning(4, 12), half_life_days: 360, cap: 2_500 },
    ...{ zh: '巡查正常', en: 'a patrol found all in order' },
  },
  {
    code: 'made_good',
    ...{ sign: 1, points: 300, taper: thinning(3, 9), half_life_days: 360, cap: 1_500 },
    ...{ zh: '投诉谈成或改正', en: 'a complaint settled or made good' },
  },
  {
    code: 'red_listed',
    ...{ sign: 1, points: 5_000, taper: FULL, half_life_days: 720, cap: 5_000 },
    ...{ zh: '列入红名单', en: 'on the red list' },
  },
  {
    code: 'complaint',
    ...{ sign: -1, points: 600, taper: FULL, half_life_days: 180, cap: 15_000 },
    ...{ zh: '被投诉', en: 'a complaint' },
  },
  {
    code: 'report_founded',
    ...{ sign: -1, points: 6_000, taper: FULL, half_life_days: 720, cap: 30_000 },
    ...{ zh: '举报查实', en: 'a report that became a case' },
  },
  {
    code: 'contested_use',
    ...{ sign: -1, points: 500, taper: FULL, half_life_days: 180, cap: 12_000 },
    ...{ zh: '核销有异议', en: 'a contested use' },
  },
  {
    code: 'refund_request',
    ...{ sign: -1, points: 100, taper: FULL, half_life_days: 90, cap: 8_000 },
    ...{ zh: '顾客要求退款', en: 'a refund request' },
  },
  {
    code: 'payout_bounce',
    ...{ sign: -1, points: 800, taper: FULL, half_life_days: 180, cap: 6_000 },
    ...{ zh: '出款被退', en: 'a payout sent back' },
  },
  {
    code: 'bank_break',
    ...{ sign: -1, points: 500, taper: FULL, half_life_days: 180, cap: 5_000 },
    ...{ zh: '对账差异', en: 'a bank difference' },
  },
  {
    code: 'rated_badly_month',
    ...{ sign: -1, points: 1_500, taper: FULL, half_life_days: 360, cap: 6_000 },
    ...{ zh: '一个月的评价平均不到 3 星', en: 'ratings of a month below three stars' },
  },
  {
    code: 'patrol_closed',
    ...{ sign: -1, points: 8_000, taper: FULL, half_life_days: 180, cap: 20_000 },
    ...{ zh: '巡查时关着门', en: 'a patrol found the door closed' },
  },
  {
    code: 'patrol_sale_sign',
    ...{ sign: -1, points: 4_000, taper: FULL, half_life_days: 180, cap: 8_000 },
    ...{ zh: '门口有转让招租', en: 'a patrol found a sale sign' },
  },
  {
    code: 'off_escrow_sale_reported',
    ...{ sign: -1, points: 15_000, taper: FULL, half_life_days: 720, cap: 40_000 },
    ...{ zh: '绕开存管卖卡', en: 'cards sold outside escrow' },
  },
  {
    code: 'licence_lapsed',
    ...{ sign: -1, points: 10_000, taper: FULL, half_life_days: 360, cap: 10_000 },
    ...{ zh: '执照过期', en: 'a licence lapsed' },
  },
  {
    code: 'court_enforcement_listed',
    ...{ sign: -1, points: 20_000, taper: FULL, half_life_days: 720, cap: 30_000 },
    ...{ zh: '被法院列入执行', en: 'listed for enforcement by a court' },
  },
  {
    code: 'black_listed',
    ...{ sign: -1, points: 40_000, taper: FULL, half_life_days: 720, cap: 60_000 },
    ...{ zh: '列入黑名单', en: 'on the black list' },
  },
]

export const indicatorOf = (code: string): Indicator | undefined =>
  INDICATORS.find((one) => one.code === code)
