import { type Fen, fen, yuan } from '../kernel/money'
import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import type { Cause, Facts } from './facts'
import { ART, line, type Notice } from './figures'
import type { DerivationLine } from './lots'
import { DEPOSIT_1Y, LPR_1Y, type RateTable, rateOn } from './rates'

export type Interest = {
  amount_fen: Fen
  rate_bp: number
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
): Interest {
  const { rate_bp, words, article, notices } = rateFor(principal.signed_on, facts)
  const from = facts.terms.interest_from === 'payment' ? principal.paid_on : facts.terminated_on
  const days = Math.max(daysBetween(from, facts.refunded_on), 0)
  const amount = (BigInt(principal.amount_fen) * BigInt(rate_bp) * BigInt(days)) / 3_650_000n
  const amount_fen = fen(Number(amount))
  if (amount_fen === 0) return { amount_fen, rate_bp, lines: [], notices }
  const span = `${from} 至 ${plusDays(facts.refunded_on, -1)} 共 ${days} 天`
  const text = `${principal.label}：利息，本金 ${yuan(principal.amount_fen)}，${words}年利率 ${percent(rate_bp)}，${span}`
  return { amount_fen, rate_bp, lines: [line(text, article, amount_fen)], notices }
}

type Choice = { rate_bp: number; words: string; article: number; notices: Notice[] }
function rateFor(signed_on: LocalDate, { cause, terms, supervised_bp }: Facts): Choice {
  if (terms.interest_bp !== null)
    return { rate_bp: terms.interest_bp, words: '按合同约定，', article: 16, notices: [] }
  const table = tableFor(cause)
  const { bp } = rateOn(table, signed_on)
  const notices = [...silentOn(cause), ...unknownTo(table, signed_on)]
  if (supervised_bp !== null && supervised_bp > bp)
    return { rate_bp: supervised_bp, words: '按监管账户的实际利率，', article: 16, notices }
  return { rate_bp: bp, words: `按合同成立时的${table.name}，`, article: 16, notices }
}

const tableFor = (cause: Cause): RateTable => (cause === 'merchant' ? LPR_1Y : DEPOSIT_1Y)
const silentOn = (cause: Cause): Notice[] =>
  cause === 'neutral'
    ? [{ text: '不怪任何一方时利率没有写明，先按一年定期存款基准利率计', article: ART(16) }]
    : []
const unknownTo = (table: RateTable, on: LocalDate): Notice[] =>
  on > table.known_to || on < (table.rates[0]?.from ?? on)
    ? [{ text: `${on} 的${table.name}不在本表内，用了最近一次的数`, article: ART(16) }]
    : []
const percent = (bp: number): string =>
  `${Math.trunc(bp / 100)}.${String(bp % 100).padStart(2, '0')}%`
