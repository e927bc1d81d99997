import { yuan } from '../kernel/money'
import { type Wording, wording } from '../law/wording'
import type { Ending } from '../reckoning/facts'
import type { FullQuote } from '../reckoning/quote'

const WHY: Record<Ending, Wording> = {
  cooling_off: wording('冷静期退款', 'cooling-off'),
  consumer: wording('您自己要退', 'your own wish'),
  merchant: wording('店家的原因', 'the shop’s cause'),
  neutral: wording('不怪任何一方', 'nobody’s cause'),
  void: wording('合同无效', 'a void contract'),
}

/** The one sentence a person takes away. It never says more than is proved: a range where the text or a fact is open. */
export function figureSentence(q: FullQuote): Wording {
  const why = WHY[q.cause]
  const interest = q.interest_fen > 0 ? `，含利息 ${yuan(q.interest_fen)}` : ''
  const interest_en = q.interest_fen > 0 ? `, ${yuan(q.interest_fen)} of it interest` : ''
  const { low_fen, high_fen } = onceEnded(q)
  const open = low_fen !== high_fen
  const sum = open ? `${yuan(low_fen)} 至 ${yuan(high_fen)}` : yuan(q.total_fen)
  const sum_en = open ? `${yuan(low_fen)} to ${yuan(high_fen)}` : yuan(q.total_fen)
  const main = open ? `，最有依据的是 ${yuan(q.total_fen)}` : ''
  const main_en = open ? `, ${yuan(q.total_fen)} having most support` : ''
  const due = q.cause === 'consumer' ? '合同解除后应退' : '依法应退'
  const due_en = q.cause === 'consumer' ? 'due once the contract ends:' : 'due by law:'
  const tail = tailOf(q)
  const refused = mayBeRefused(q) ? REFUSED : NOTHING
  return wording(
    `按「${why.text}」，${due} ${sum}${main}${interest}${refused.text}。${tail.text}`,
    `By ${why.text_en}, ${due_en} ${sum_en}${main_en}${interest_en}${refused.text_en}. ${tail.text_en}`,
  )
}
/** A court that does not let it end gives nothing; this is the range once it has ended, which is what is said first. */
function onceEnded(q: FullQuote): { low_fen: number; high_fen: number } {
  const { low_fen, high_fen } = q.range
  if (!mayBeRefused(q)) return { low_fen, high_fen }
  const is_open_else = q.open.length > 1
  return { low_fen: is_open_else ? Math.min(q.at_least_fen, q.total_fen) : q.total_fen, high_fen }
}
const mayBeRefused = ({ open }: Pick<FullQuote, 'open'>): boolean =>
  open.some(({ id }) => id === 'own_wish_refused')
const REFUSED = wording(
  '；合同没有写、店家也不同意的，法院可能不准解除，那就不退',
  '; where neither contract nor shop allows it a court may refuse, and then nothing comes back',
)
const NOTHING = wording('', '')

/** What holds whoever is the cause, and what hangs on it. */
function tailOf(q: FullQuote): Wording {
  const at_least = q.at_least_fen
  const most = Math.max(q.principal_fen, q.not_consumer_cause_fen, q.consumer_cause_fen)
  const { low_fen, high_fen } = onceEnded(q)
  if (at_least === most && low_fen === high_fen)
    return wording('不管是谁的原因，都是这个数。', 'Whoever is the cause, it is this sum.')
  const gap = most - at_least
  const hangs = q.open.length > 0 || gap !== q.disputed_fen
  const what = hangs ? '还要看原因和没有定下来的事' : '要看是谁的原因'
  const what_en = hangs ? 'on the cause and on what is open' : 'on whose cause it is'
  if (at_least === 0)
    return wording(
      `不管是谁的原因都要退的，现在还证明不了；${yuan(gap)} ${what}。`,
      `Nothing is proved yet whoever is the cause; ${yuan(gap)} hangs ${what_en}.`,
    )
  return wording(
    `其中 ${yuan(at_least)} 不管是谁的原因都要退，另外 ${yuan(gap)} ${what}。`,
    `Of it ${yuan(at_least)} comes back whoever is the cause; ${yuan(gap)} hangs ${what_en}.`,
  )
}
