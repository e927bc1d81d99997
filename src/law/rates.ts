import type { LocalDate } from '../kernel/time'

export type Rate = { from: LocalDate; bp: number }
export type RateTable = {
  name: string
  source: string
  known_to: LocalDate
  rates: readonly Rate[]
}

/** 一年期贷款市场报价利率: 全国银行间同业拆借中心, published on the 20th of each month; basis points a year. */
export const LPR_1Y: RateTable = {
  name: '一年期贷款市场报价利率（LPR）',
  source: '全国银行间同业拆借中心公告',
  known_to: '2026-11-20',
  rates: [
    { from: '2013-10-25', bp: 571 },
    { from: '2014-11-22', bp: 551 },
    { from: '2015-03-02', bp: 530 },
    { from: '2015-05-11', bp: 505 },
    { from: '2015-06-29', bp: 480 },
    { from: '2015-08-26', bp: 455 },
    { from: '2015-10-26', bp: 430 },
    { from: '2018-04-09', bp: 431 },
    { from: '2019-08-20', bp: 425 },
    { from: '2019-09-20', bp: 420 },
    { from: '2019-11-20', bp: 415 },
    { from: '2020-02-20', bp: 405 },
    { from: '2020-04-20', bp: 385 },
    { from: '2021-12-20', bp: 380 },
    { from: '2022-01-20', bp: 370 },
    { from: '2022-08-22', bp: 365 },
    { from: '2023-06-20', bp: 355 },
    { from: '2023-08-21', bp: 345 },
    { from: '2024-07-22', bp: 335 },
    { from: '2024-10-21', bp: 310 },
    { from: '2025-05-20', bp: 300 },
  ],
}

/** 一年定期存款基准利率: 中国人民银行, unchanged since 2015-10-24; basis points a year. */
export const DEPOSIT_1Y: RateTable = {
  name: '一年定期存款基准利率',
  source: '中国人民银行公告',
  known_to: '2026-11-20',
  rates: [
    { from: '2011-07-07', bp: 350 },
    { from: '2012-06-08', bp: 325 },
    { from: '2012-07-06', bp: 300 },
    { from: '2014-11-22', bp: 275 },
    { from: '2015-03-01', bp: 250 },
    { from: '2015-05-11', bp: 225 },
    { from: '2015-06-28', bp: 200 },
    { from: '2015-08-26', bp: 175 },
    { from: '2015-10-24', bp: 150 },
  ],
}

/** The rate in force on a day; the first one we know for days before it. */
export function rateOn(table: RateTable, on: LocalDate): Rate {
  const [first] = table.rates
  const found = table.rates.filter(({ from }) => from <= on).at(-1) ?? first
  if (!found) throw new Error(`${table.name} has no rates`)
  return found
}
