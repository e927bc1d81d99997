import type { City } from '../kernel/city'
import { coveredTo } from '../kernel/city-cover'
import { insist } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'

export type Rate = { from: LocalDate; bp: number }
export type RateTable = {
  name: string
  source: string
  /** The last day for which the table is known. */
  known_to: LocalDate
  /** By day, basis points a year; never empty. */
  rates: readonly Rate[]
}
/** What interest is counted by where a contract says nothing (法释〔2025〕4号 §16). */
export type RateTables = { lpr_1y: RateTable; deposit_1y: RateTable }

/**
 * The city's own tables: 一年期贷款市场报价利率 (全国银行间同业拆借中心, the 20th of each month) and 一年定期存款基准利率
 * (中国人民银行).
 */
export const ratesOf = (city: City): RateTables => ({
  lpr_1y: tableOf(city, 'lpr_1y', '一年期贷款市场报价利率（LPR）'),
  deposit_1y: tableOf(city, 'deposit_1y', '一年定期存款基准利率'),
})

function tableOf(city: City, table: 'lpr_1y' | 'deposit_1y', name: string): RateTable {
  const rows = city.tables[table].get(table) ?? []
  const rates = rows.flatMap(({ from_on, value }, i) =>
    // Of two rows for one day the later one corrects the earlier one.
    value === null || rows[i + 1]?.from_on === from_on ? [] : [{ from: from_on, bp: value.bp }],
  )
  insist(rates.length > 0, `${city.code} has rates in ${table}`)
  return {
    name,
    source: rows.at(-1)?.source ?? '',
    known_to: coveredTo(city, table) ?? rates.at(-1)?.from ?? '',
    rates,
  }
}

/** The rate in force on a day; the first one we know for days before it. */
export function rateOn(table: RateTable, on: LocalDate): Rate {
  const [first] = table.rates
  const found = table.rates.findLast(({ from }) => from <= on) ?? first
  insist(found, `${table.name} has rates`)
  return found
}
