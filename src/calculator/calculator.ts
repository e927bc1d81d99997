import type * as z from 'zod'
import { sha256Now } from '../environment/crypto'
import { canonical, type Json } from '../kernel/canonical'
import type { City } from '../kernel/city'
import { sumFen } from '../kernel/money'
import { ART } from '../law/cite'
import { notice, wording } from '../law/wording'
import { type FullQuote, fullQuote } from '../reckoning/quote'
import type { Calculation } from './answer-shape'
import { factsFrom } from './facts'
import { figureSentence } from './sentence'
import type { NewCalculation } from './shape'
import { ENGINE_VERSION } from './version'

export type Calculated = z.input<typeof Calculation>

/** Answers what any holder of any prepaid card may ask: the law's figure, its range, its alternatives, every line of it. */
export function calculate(request: NewCalculation, city: City): Calculated {
  const { facts, overused } = factsFrom(request, city)
  return present(fullQuote(facts), { id: questionNumber(request), overused })
}

/** The number of a question: the same facts under the same version have the same one, whoever asks and whenever. */
const questionNumber = (request: NewCalculation): string => {
  const said = JSON.parse(JSON.stringify({ request, version: ENGINE_VERSION })) as Json
  return `rq_${sha256Now(canonical(said)).slice(0, 20)}`
}

function present(q: FullQuote, of: { id: string; overused: boolean }): Calculated {
  const over = of.overused ? [OVERUSED] : []
  const said = figureSentence(q)
  return {
    object: 'refund_calculation',
    id: of.id,
    engine_version: ENGINE_VERSION,
    cause: q.cause,
    principal_fen: q.principal_fen,
    interest_fen: q.interest_fen,
    costs_fen: q.costs_fen,
    total_fen: q.total_fen,
    range: q.range,
    undisputed_fen: q.at_least_fen,
    disputed_fen: q.disputed_fen,
    alternatives: {
      not_consumer_cause_fen: q.not_consumer_cause_fen,
      consumer_cause_fen: q.consumer_cause_fen,
    },
    lots: q.lots,
    fees: q.fees,
    lines: q.lines,
    lines_fen: sumFen(q.lines.map(({ amount_fen }) => amount_fen)),
    open: q.open,
    punitive: q.punitive,
    notices: [...q.notices, ...over],
    sentence: said.text,
    sentence_en: said.text_en,
  }
}
const OVERUSED = notice(
  wording(
    '用掉的比买的多，按全部用完计；超出的部分不用补',
    'More was used than bought: all counts as used, and nothing more is owed',
  ),
  ART(20),
)
