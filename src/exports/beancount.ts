import { sumFen } from '../kernel/money'
import { plusDays } from '../kernel/time'
import { OPENING } from './account-rules'
import type { Booking, Source } from './source'
import { beancountName, cny, quoted, signedYuan } from './text-rules'

/**
 * The books for Beancount (beancount.github.io/docs/beancount_language_syntax.html). Balances are asserted on the morning
 * after the last day, to the fen: left to itself, Beancount would forgive one.
 */
export async function* writeBeancount(source: Source): AsyncGenerator<string> {
  const { from, to, ends_at } = source.span
  yield `; 预付保账簿 ${from} 至 ${to}（Asia/Shanghai），截至 ${ends_at} 入账\n; 资产为正，负债为负；金额单位元\n`
  yield `option "title" ${quoted(`预付保 ${from} 至 ${to}`)}\noption "operating_currency" "CNY"\n\n`
  yield* declarations(source)
  yield* openings(source)
  for await (const page of source.bookings()) yield page.map(transactionOf).join('')
  yield* closings(source)
}

const posting = (name: string, amount: string): string => `  ${name}  ${amount}\n`

async function* declarations({ openings, span }: Source): AsyncGenerator<string> {
  yield `${span.from} commodity CNY\n${span.from} open ${beancountName(OPENING)} CNY\n`
  for await (const page of openings())
    yield page.map(({ name }) => `${span.from} open ${beancountName(name)} CNY\n`).join('')
}

async function* openings({ openings, span }: Source): AsyncGenerator<string> {
  let opening_fen = sumFen([])
  yield `\n${span.from} * "opening balances"\n`
  for await (const page of openings()) {
    const held = page.filter(({ amount_fen }) => amount_fen !== 0)
    opening_fen = sumFen([opening_fen, ...held.map(({ amount_fen }) => amount_fen)])
    yield held.map(({ name, amount_fen }) => posting(beancountName(name), cny(amount_fen))).join('')
  }
  yield posting(beancountName(OPENING), cny(0 - opening_fen))
}

function transactionOf({ id, booked_on, reason, subject_id, event_at, legs }: Booking): string {
  const about = `  transfer: ${quoted(id)}\n  subject: ${quoted(subject_id)}\n  event_at: ${quoted(event_at)}\n`
  const postings = legs.map(({ name, amount_fen, card_id }) => {
    const card = card_id === null ? '' : `    card: ${quoted(card_id)}\n`
    return posting(beancountName(name), cny(amount_fen)) + card
  })
  return `\n${booked_on} * ${quoted(reason)}\n${about}${postings.join('')}`
}

async function* closings({ closings, span }: Source): AsyncGenerator<string> {
  const on = plusDays(span.to, 1)
  yield '\n'
  for await (const page of closings())
    yield page
      .map(({ name, amount_fen }) => {
        const exactly = `${signedYuan(amount_fen)} ~ 0.00 CNY`
        return `${on} balance ${beancountName(name)}  ${exactly}\n`
      })
      .join('')
}
