import type { listCaseEntriesOperation, listCasesOperation } from '../../cases/routes'
import type { AnswerFor } from '../door'
import { type Next, type Signal, signalNext } from '../regulator/signal'

type Reason = AnswerFor<typeof listCasesOperation, 'regulator'>['data'][number]['reasons'][number]
/** Where a reason of a case is dealt with; null where it is the case’s own page. */
export const reasonNext = ({
  kind,
  subject_id,
}: Pick<Reason, 'kind' | 'subject_id'>): Next | null =>
  signalNext({ kind: kind as Signal['kind'], subject_id })

type Entry = AnswerFor<typeof listCaseEntriesOperation, 'regulator'>['data'][number]
type Words = readonly [zh: string, en: string]

export const OUTCOME_WORDS: Record<string, Words> = {
  handled: ['处理了', 'handled'],
  false_alarm: ['误报', 'nothing was the matter'],
  referred: ['移送别的单位', 'handed on'],
  shop_ended: ['店已终止，钱已退完', 'the shop has ended'],
  faded: ['两周没有新的事，自行了结', 'two weeks of nothing'],
}
export const FINDING_WORDS: Record<string, Words> = {
  open: ['照常营业', 'open as usual'],
  closed: ['关着门', 'found closed'],
  sale_sign: ['贴着转让或清仓', 'a sale sign'],
  moved: ['搬走了', 'moved away'],
  talked: ['约谈过', 'talked to'],
}
const KIND_WORDS: Record<Entry['kind'], Words> = {
  opened: ['立案', 'Opened'],
  rose: ['升级', 'Rose'],
  fell: ['降级', 'Fell'],
  reasons_changed: ['多了一条理由', 'Another reason'],
  assigned: ['派给', 'Given to'],
  noted: ['记一笔', 'Note'],
  visited: ['上门', 'Visit'],
  extended: ['延期到', 'Extended to'],
  closed: ['办结', 'Closed'],
}
/** A line of a case’s history: what happened, and what it was about. */
export function entryWords({ kind, level, detail }: Entry): Words {
  const [zh, en] = KIND_WORDS[kind]
  if (kind === 'opened' || kind === 'rose' || kind === 'fell')
    return [`${zh}（${level ?? ''} 级）`, `${en} (level ${level ?? ''})`]
  if (kind === 'reasons_changed' || kind === 'noted') return [zh, en]
  const words = { closed: OUTCOME_WORDS, visited: FINDING_WORDS }[kind as 'closed' | 'visited']
  const [said_zh, said_en] = words?.[detail ?? ''] ?? [detail ?? '', detail ?? '']
  return [`${zh}：${said_zh}`, `${en}: ${said_en}`]
}
