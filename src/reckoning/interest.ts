import type { City } from '../kernel/city'
import { coveredTo } from '../kernel/city-cover'
import { type Fen, fen, yuan } from '../kernel/money'
import { insist } from '../kernel/refusals'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import { ART } from '../law/cite'
import {
  type DerivationLine,
  labelsInEnglish,
  line,
  type Notice,
  notice,
  plain,
  wording,
} from '../law/wording'
import type { Ending, Facts } from './facts'

export type Interest = {
  amount_fen: Fen
  lines: DerivationLine[]
  notices: Notice[]
}

/**
 * Interest on one principal (法释〔2025〕4号 §16, §17): the agreed rate; else, for the shop's cause, the one-year LPR
 * of the day the contract was made, for the holder's cause the deposit benchmark of that day; money supervised on
 * the authority's order may be asked for at its real rate. It runs from the end of the contract to the day before
 * the money comes back, or from the payment where that was agreed. Simple interest, 365 days, whole fen, rounded down.
 */
export function interestOn(
  principal: { label: string; amount_fen: number; paid_on: LocalDate; signed_on: LocalDate },
  facts: Facts,
  ending: Ending = facts.cause,
): Interest {
  const early = facts.terms.interest_from === 'payment'
  const from = early ? principal.paid_on : facts.terminated_on
  const days = Math.max(daysBetween(from, facts.refunded_on), 0)
  // No day, no interest: no rate is asked for what no rate can change.
  if (days === 0) return { amount_fen: fen(0), lines: [], notices: silentOn(facts, ending) }
  const { rate_bp, words, words_en, notices } = rateFor(principal.signed_on, facts, ending)
  const amount = (BigInt(principal.amount_fen) * BigInt(rate_bp) * BigInt(days)) / 3_650_000n
  const amount_fen = fen(Number(amount))
  if (amount_fen === 0) return { amount_fen, lines: [], notices }
  const last_on = plusDays(facts.refunded_on, -1)
  const of = yuan(principal.amount_fen)
  const said = wording(
    `${principal.label}：利息，本金 ${of}，${words}年利率 ${percent(rate_bp)}，${from} 至 ${last_on} 共 ${days} 天`,
    `${labelsInEnglish(principal.label)}: interest on ${of}, ${words_en} ${percent(rate_bp)} a year, ${from} to ${last_on}, ${days} days`,
  )
  const sum = `${plain(principal.amount_fen)} × ${percent(rate_bp)} × ${days} ÷ 365 = ${plain(amount_fen)}`
  const article = ART([16, words === SUPERVISED ? 2 : 1], [17, early ? 2 : 1])
  return { amount_fen, lines: [line(said, article, amount_fen, sum)], notices }
}

const SUPERVISED = '按监管账户的实际利率，'
type Choice = { rate_bp: number; words: string; words_en: string; notices: Notice[] }
function rateFor(signed_on: LocalDate, facts: Facts, ending: Ending): Choice {
  const { terms, supervised_bp, rates } = facts
  if (terms.interest_bp !== null)
    return {
      rate_bp: terms.interest_bp,
      words: '按合同约定，',
      words_en: 'as agreed,',
      notices: [],
    }
  insist(rates, 'where days bear interest, the rates are given')
  const table = ending === 'merchant' ? rates.lpr_1y : rates.deposit_1y
  const { bp } = rateOn(table, signed_on)
  const notices = [...silentOn(facts, ending), ...unknownTo(table, signed_on)]
  if (supervised_bp !== null && supervised_bp > bp) {
    const words_en = 'at the real rate of the supervised account,'
    return { rate_bp: supervised_bp, words: SUPERVISED, words_en, notices }
  }
  const words_en = `at the ${ending === 'merchant' ? 'one-year LPR' : 'one-year deposit benchmark'} of the day of the contract,`
  return { rate_bp: bp, words: `按合同成立时的${table.name}，`, words_en, notices }
}

const silentOn = ({ terms }: Facts, ending: Ending): Notice[] =>
  (ending === 'neutral' || ending === 'void') && terms.interest_bp === null ? [SILENT] : []
const SILENT = notice(
  wording(
    '不怪任何一方时利率没有写明，先按一年定期存款基准利率计',
    'Where nobody is the cause the text names no rate; the one-year deposit benchmark is taken',
  ),
  ART([16, 1]),
)
const unknownTo = (table: RateTable, on: LocalDate): Notice[] =>
  on > table.known_to || on < (table.rates[0]?.from ?? on)
    ? [
        notice(
          wording(
            `${on} 的${table.name}不在本表内，用了最近一次的数`,
            `The rate of ${on} is not in the table; the nearest one is used`,
          ),
          ART([16, 1]),
        ),
      ]
    : []
const percent = (bp: number): string =>
  `${Math.trunc(bp / 100)}.${String(bp % 100).padStart(2, '0')}%`

type Rate = { from: LocalDate; bp: number }
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
export const cityRates = (city: City): RateTables => ({
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
