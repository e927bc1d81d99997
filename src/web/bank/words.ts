import { yuan } from '../../kernel/money'
import { type LocalDate, localDate } from '../../kernel/time'
import { readMerchantOperation } from '../../merchants/routes'
import type { Say } from '../around'
import type { Visit } from '../door'

/** The twelve ways in which bank, books and provider can disagree, as the bank's people say them. */
export const CLASS_WORDS: Record<string, [zh: string, en: string]> = {
  B1: ['只有我们记了', 'Only we booked it'],
  B2: ['银行来历不明', 'Unknown to us'],
  B3: ['金额不同', 'Amounts differ'],
  B4: ['方向相反', 'Opposite direction'],
  B5: ['银行记了两遍', 'Bank booked twice'],
  B6: ['我们记了两遍', 'We booked twice'],
  B7: ['时间差', 'Timing'],
  B8: ['退回或冲正', 'Returned or reversed'],
  B9: ['银行收费或结息', 'Bank fee or interest'],
  B10: ['记到别的账户', 'Wrong account'],
  B11: ['编号写错', 'Reference garbled'],
  B12: ['对账单接不上', 'Statement does not add up'],
}
export const classWord = (t: Say, name: string): string => {
  const [zh, en] = CLASS_WORDS[name] ?? [name, name]
  return `${name} ${t(zh, en)}`
}

export const STATE_WORDS: Record<string, [zh: string, en: string]> = {
  standing: ['没有结束的', 'Standing'],
  open: ['待处理', 'Open'],
  proposed: ['等复核', 'To be checked'],
  cleared: ['自动核销', 'Cleared itself'],
  resolved: ['两人解决', 'Resolved by two'],
}
export const stateWord = (t: Say, state: string): string => {
  const [zh, en] = STATE_WORDS[state] ?? [state, state]
  return t(zh, en)
}
const END_WORDS: Record<string, [zh: string, en: string]> = {
  match: ['确认就是这一笔', 'Confirm the match'],
  suspense: ['记入待查', 'Book to suspense'],
  make_good: ['补足缺口', 'Make good a shortfall'],
  give_back: ['待查的钱退回了原处', 'What was found went back'],
  note: ['写明原因，不动账', 'Explain, book nothing'],
}
export const endWord = (t: Say, end: string): string => {
  const [zh, en] = END_WORDS[end] ?? [end, end]
  return t(zh, en)
}

/** 2026-11-03 as it is said: 11月3日. The year is told where it is not this one. */
export function dayWord(t: Say, day: string, today = day): string {
  const [year = '', month, on] = day.split('-')
  const far = day.slice(0, 4) !== today.slice(0, 4)
  return t(`${far ? `${year}年` : ''}${Number(month)}月${Number(on)}日`, day)
}

/** With its sign, as a difference is said: +¥482.00, −¥18.00, ¥0.00. */
export const signed = (fen: number): string => `${fen > 0 ? '+' : ''}${yuan(fen)}`
/** A figure that may be missing. */
export const orNone = (fen: number | null | undefined, none = '—'): string =>
  typeof fen === 'number' ? yuan(fen) : none

/** Today in the bank's time zone, by the clock of the server. */
export const bankToday = ({ c }: Pick<Visit, 'c'>): LocalDate => localDate(c.var.world.now())

/** An official by name; to the one who looks, it is said that it was them. */
export const officialName = (
  t: Say,
  of: { id: string | null; name: string | null },
  me: string,
): string =>
  of.id === me && of.name ? t(`${of.name}（您本人）`, `${of.name} (you)`) : (of.name ?? '—')

/** The names of these shops; each is asked for once. */
export async function merchantNames(
  ask: Visit['ask'],
  ids: readonly (string | null | undefined)[],
): Promise<Names> {
  const known = [...new Set(ids.filter((id) => typeof id === 'string'))]
  const shops = await Promise.all(known.map((id) => ask(readMerchantOperation, { params: { id } })))
  return new Map(shops.map((shop) => [shop.id, shop.name]))
}
export type Names = ReadonlyMap<string, string>

/** The part of a page's address that a list is asked with; what is empty or not asked for is left out. */
export function askedIn(url: string, fields: readonly string[]): Record<string, string> {
  const said = new URL(url).searchParams
  const asked: Record<string, string> = {}
  for (const field of fields) {
    const value = said.get(field)
    if (value) asked[field] = value
  }
  return asked
}
/** An address with these questions; without the ones that are empty. */
export function hrefWith(path: string, asked: Record<string, string>): string {
  const { cursor: _cursor, ...lasting } = asked
  const said = new URLSearchParams(lasting).toString()
  return said ? `${path}?${said}` : path
}
