import { yuan } from '../kernel/money'
import { type Sentence, sentence } from '../kernel/sentence'
import { type LocalDate, spokenDay } from '../kernel/time'
import type { Knowledge } from './cover-rules'
import type { Ending, Tone } from './facts'

/** What a shop's end means, before any figure. */
export const ENDING_WORDS: Record<Ending, readonly Sentence[]> = {
  none: [],
  closing: [sentence('店家已宣布停业。', 'The shop is closing down.')],
  reported: [
    sentence(
      '店家疑似失联，已暂停售卡和出款，等主管部门确认。',
      'The shop may be unreachable; sales and payouts have stopped until officials confirm.',
    ),
  ],
  runaway: [
    sentence(
      '主管部门已确认店家失联。',
      'The authority has confirmed that the shop is unreachable.',
    ),
  ],
  ended: [sentence('店家已经终止。', 'The shop has ended.')],
}

/** What the bank's figure does not say. */
export function unknownWords(of: Knowledge, day: LocalDate | null): readonly Sentence[] {
  const on = day === null ? '' : spokenDay(day)
  if (of === 'never_closed')
    return [sentence('银行还没有核对过这家店的账。', 'The bank has not checked this shop yet.')]
  if (of === 'unread')
    return [
      sentence(
        `银行${on}的账没有读全，够不够还不知道。`,
        `The bank’s statement of ${day} was not read whole: the cover is not known.`,
      ),
    ]
  return of === 'stale'
    ? [
        sentence(
          `银行最近一次核对是${on}，之后的还不知道。`,
          `The bank last checked on ${day}; nothing is known since.`,
        ),
      ]
    : []
}

/** Of each hundred yuan, how much: `80.00`. */
export const perHundred = (bp: number): string => yuan(bp).slice(1)

/**
 * The word over what a card is owed: protected only where the bank's closed day shows all of it, and no money on the
 * card where nothing of it is there.
 */
export const leadWord = (of: { tone: Tone; owed_fen: number; short_fen: number }): Sentence => {
  if (of.tone === 'safe') return sentence('受保护余额', 'Protected balance')
  return of.owed_fen > 0 && of.short_fen === of.owed_fen
    ? sentence('还欠您', 'Still owed to you')
    : sentence('卡里的钱', 'Money on the card')
}
/** How a shop ends, in a word beside a shop's name. */
export const ENDING_TAGS: Record<Exclude<Ending, 'none'>, Sentence> = {
  closing: sentence('宣布停业', 'Closing down'),
  reported: sentence('疑似失联', 'May be unreachable'),
  runaway: sentence('店失联', 'Unreachable'),
  ended: sentence('店已终止', 'Ended'),
}

/** Where paid money is, under each place of a drawing whose figures add up. */
export const WHERE_WORDS = {
  paid: sentence('您付了', 'You paid'),
  held: sentence('在专户', 'In custody'),
  waiting: sentence('等银行核对', 'Not checked yet'),
  missing: sentence('专户里缺', 'Missing there'),
  returned: sentence('已退您', 'Back to you'),
  released: sentence('已给店家', 'To the shop'),
} as const
/** The same to somebody who looks after the card of another: they paid nothing and get nothing back. */
export const THEIR_WHERE_WORDS = {
  ...WHERE_WORDS,
  paid: sentence('一共付了', 'Paid in all'),
  returned: sentence('已退付款人', 'Back to the payer'),
} as const

/**
 * The word beside a shop's cover: enough only where the bank's closed day shows all of it; null where there is nothing to
 * compare.
 */
export const coverTag = (of: { tone: Tone; coverage_bp: number | null }): Sentence | null => {
  if (of.coverage_bp === null) return null
  if (of.tone === 'safe') return sentence('够', 'All there')
  return of.coverage_bp < 10_000
    ? sentence('不全够', 'Not all there')
    : sentence('请看日期', 'Mind the date')
}
/** What stands over the figure of a shop's cover. */
export const COVER_WORDS = {
  asked: sentence('钱够不够退', 'Is the money there?'),
  of_hundred: sentence(
    '顾客没用的每 100 元里，专户里有',
    'Of each ¥100 not yet used, the custody account holds',
  ),
  not_now: sentence('今天先别在这里充值。', 'Do not top up here today.'),
  less: sentence('少充一点，用完再充。', 'Top up little, and again when it is used.'),
} as const
