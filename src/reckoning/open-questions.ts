import type { Fen } from '../kernel/money'
import type { DerivationLine, Wording } from '../law/wording'
import type { Ending } from './facts'
import { QUESTIONS, type QuestionId } from './readings'
import {
  type Counted,
  giftsFen,
  possibleEndings,
  type Sum,
  shopCostsFen,
  sumCounted,
} from './reckon'

/** One open question of a case: each answer with the total it gives when everything else stays as in the main reading. */
export type OpenQuestion = Wording & {
  id: QuestionId
  article: string
  settled_by: string
  settled_by_en: string
  options: (Wording & { total_fen: Fen; is_main: boolean; lines: DerivationLine[] })[]
}

export function openQuestions(counted: Counted): OpenQuestion[] {
  const main = sumCounted(counted, counted.facts.cause, 'main')
  return [...causeOf(counted, main), ...readingsOf(counted, main)]
}

/** The same facts by every cause that is in question. */
function causeOf(counted: Counted, main: Sum): OpenQuestion[] {
  const endings = possibleEndings(counted.facts)
  if (endings.length < 2) return []
  const sums = endings.map((ending) => sumCounted(counted, ending, 'main'))
  if (sums.every(({ total_fen }) => total_fen === main.total_fen)) return []
  const id = endings.includes('void') ? 'minor' : 'cause'
  const options = sums.map((sum) => ({
    ...ENDINGS[sum.ending],
    total_fen: sum.total_fen,
    is_main: sum.ending === main.ending,
    lines: linesOf(sum),
  }))
  return [{ id, ...QUESTIONS[id], options }]
}
const ENDINGS: Record<Ending, Wording> = {
  cooling_off: { text: '冷静期', text_en: 'Cooling-off' },
  consumer: { text: '因消费者原因', text_en: 'The holder’s cause' },
  merchant: { text: '因店家原因', text_en: 'The shop’s cause' },
  neutral: { text: '不怪任何一方', text_en: 'Nobody’s cause' },
  void: { text: '合同无效、被撤销或不发生效力', text_en: 'The contract is void' },
}

/** Every reading that changes the total, against the one with most support. */
function readingsOf(counted: Counted, main: Sum): OpenQuestion[] {
  return idsOf(counted, main).flatMap((id) => {
    const other = sumCounted(counted, main.ending, id)
    if (other.total_fen === main.total_fen) return []
    const options = [
      { ...SUPPORTED, total_fen: main.total_fen, is_main: true, lines: linesOf(main) },
      { ...OTHERWISE, total_fen: other.total_fen, is_main: false, lines: linesOf(other) },
    ]
    return [{ id, ...QUESTIONS[id], options }]
  })
}
const SUPPORTED: Wording = { text: '这里采用的读法', text_en: 'The reading taken here' }
const OTHERWISE: Wording = { text: '另一种读法', text_en: 'The other reading' }

function idsOf({ facts, lots }: Counted, { way, ending }: Sum): QuestionId[] {
  const of_lots = lots.flatMap(({ ways }) => ways[way].others.map(({ id }) => id))
  const of_whole: QuestionId[] = [
    ...(facts.may_not_end === true && ending === 'consumer' ? (['own_wish_refused'] as const) : []),
    ...(way === 'consumer_cause' && lots.length > 1 ? (['per_top_up'] as const) : []),
    ...(giftsFen(facts) > 0 ? (['gifts'] as const) : []),
    ...(shopCostsFen(facts, way) > 0 ? (['shop_costs'] as const) : []),
  ]
  return [...new Set([...of_lots, ...of_whole])]
}

const linesOf = ({ lots, fees, lines }: Sum): DerivationLine[] => [
  ...[...lots, ...fees].flatMap(({ figure }) => figure.lines),
  ...lines,
]
