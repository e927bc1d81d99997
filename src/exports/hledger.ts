import { sumFen } from '../kernel/money'
import { OPENING } from './account-rules'
import type { Booking, Source } from './source'
import { cny, hledgerName, hledgerTag, plainLine } from './text-rules'

/**
 * The books as an hledger journal (hledger.org/hledger.html), good under `hledger check --strict`: accounts and commodity
 * declared, what there was on the first day, every transfer, and what every account must hold on the last day.
 */
export async function* writeHledger(source: Source): AsyncGenerator<string> {
  const { from, to, ends_at } = source.span
  yield `; 预付保账簿 ${from} 至 ${to}（Asia/Shanghai），截至 ${ends_at} 入账\n`
  yield '; 资产为正，负债为负；金额单位元\ncommodity 1000.00 CNY\n\n'
  yield* declarations(source)
  yield* openings(source)
  for await (const page of source.bookings()) yield page.map(transactionOf).join('')
  yield* closings(source)
}

const posting = (name: string, amount: string): string => `    ${name}  ${amount}\n`

async function* declarations(source: Source): AsyncGenerator<string> {
  yield `account ${hledgerName(OPENING)}\n`
  for await (const page of source.openings())
    yield page.map(({ name }) => `account ${hledgerName(name)}\n`).join('')
}

async function* openings({ openings, span }: Source): AsyncGenerator<string> {
  let opening_fen = sumFen([])
  yield `\n${span.from} opening balances\n`
  for await (const page of openings()) {
    const held = page.filter(({ amount_fen }) => amount_fen !== 0)
    opening_fen = sumFen([opening_fen, ...held.map(({ amount_fen }) => amount_fen)])
    yield held.map(({ name, amount_fen }) => posting(hledgerName(name), cny(amount_fen))).join('')
  }
  yield posting(hledgerName(OPENING), cny(0 - opening_fen))
}

function transactionOf({ id, booked_on, reason, subject_id, event_at, legs }: Booking): string {
  const tags = `subject:${hledgerTag(subject_id)}, event_at:${hledgerTag(event_at)}`
  const postings = legs.map(({ name, amount_fen, card_id }) => {
    const card = card_id === null ? '' : `  ; card:${hledgerTag(card_id)}`
    return posting(hledgerName(name), `${cny(amount_fen)}${card}`)
  })
  return `\n${booked_on} (${plainLine(id)}) ${plainLine(reason)}  ; ${tags}\n${postings.join('')}`
}

async function* closings({ closings, span }: Source): AsyncGenerator<string> {
  yield `\n${span.to} closing balances\n`
  for await (const page of closings())
    yield page
      .map(({ name, amount_fen }) => posting(hledgerName(name), `${cny(0)} = ${cny(amount_fen)}`))
      .join('')
}
