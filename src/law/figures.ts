import { fen, sumFen, yuan } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import { unitsUsed } from './allocation'
import type { ContractTerms, FeeFact, LotFacts } from './facts'
import { type DerivationLine, type RefundFigure, releasedFor } from './lots'
import { earnedDays, scheduledTerm } from './period'

const DIGITS = '〇一二三四五六七八九'
/** Below a hundred, as the law numbers its articles: 八, 十四, 二十二. */
const numeral = (n: number): string => {
  const tens = Math.trunc(n / 10)
  const head = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`
  return head + (n % 10 === 0 && tens > 0 ? '' : DIGITS[n % 10])
}
/** `法释〔2025〕4号第十八条`; several articles are joined by 、. */
export const ART = (...articles: number[]): string =>
  articles.map((n) => `法释〔2025〕4号第${numeral(n)}条`).join('、')
export type LotFigures = {
  /** 非因消费者原因 (§18, §22). */
  not_consumer_cause: RefundFigure
  /** 因消费者原因 (§19, §20, §22). */
  consumer_cause: RefundFigure
  used_units: number
  notices: Notice[]
}
export type Notice = { text: string; article: string }

/** Both ways of counting for one lot: lines that add up to the figure, each with its article, and what to know. */
export function figuresOf(lot: LotFacts, on: LocalDate, terms: ContractTerms): LotFigures {
  const notices: Notice[] = []
  notices.push(...lapse(lot, on))
  const used = usedOf(lot, on, notices)
  const paid = line('实际支付', 15, lot.paid_fen)
  const earlier = unlessZero('减去以前已退的', 15, -lot.refunded_fen)
  const fair = line(used.words_18, used.article_18, -used.value_18_fen)
  const listed = line(used.words_19, 19, -used.value_19_fen)
  return {
    not_consumer_cause: floored([paid, fair, ...earlier]),
    consumer_cause: floored(
      terms.own_wish_at_paid_price
        ? [paid, { ...fair, text: `${fair.text}（合同约定同样按优惠价）` }, ...earlier]
        : [paid, listed, ...earlier],
    ),
    used_units: used.units,
    notices,
  }
}

type Used = {
  units: number
  value_18_fen: number
  value_19_fen: number
  words_18: string
  words_19: string
  article_18: number
}

function usedOf(lot: LotFacts, on: LocalDate, notices: Notice[]): Used {
  if (lot.kind === 'period') return periodUsed(lot, on, notices)
  const units = Math.min(unitsUsed(lot.uses), lot.face_units)
  const value_18_fen = releasedFor(fen(lot.paid_fen), units, lot.face_units)
  const list_fen = sumFen(lot.uses.map((use) => listValue(use, lot)))
  const value_19_fen = Math.max(list_fen, value_18_fen)
  if (list_fen < value_18_fen)
    notices.push({
      text:
        lot.list_price_fen === null
          ? '没有给出打折前的单价，按实付的单价计'
          : '原价比实付的单价还低，按实付单价计',
      article: ART(18),
    })
  if (lot.list_price_unproven)
    notices.push({
      text: '打折前价格明显不合理，店家拿不出按它成交的记录，按当地同类市场价计',
      article: ART(19),
    })
  if (lot.discount_bp < 10_000 && lot.bonus_units > 0)
    notices.push({
      text: '打折与赠送金额并用时，司法解释没有写明怎么叠加；这里折扣与赠送比例都算',
      article: ART(18),
    })
  const what = lot.kind === 'count' ? `${units} 次` : `原价 ${yuan(units)}`
  const face = lot.kind === 'count' ? `${lot.face_units} 次` : `可购原价 ${yuan(lot.face_units)}`
  const basis = lot.list_price_unproven ? '市场价' : '打折前的原价'
  return {
    units,
    value_18_fen,
    value_19_fen,
    article_18: 18,
    words_18: `减去已用 ${what}，按实付 ${yuan(lot.paid_fen)} 对${face}的比例折算`,
    words_19: `减去已用 ${what}，按${basis}计算`,
  }
}

const listValue = (use: LotFacts['uses'][number], lot: LotFacts): number =>
  lot.list_price_unproven && use.market_value_fen !== null
    ? Math.min(use.market_value_fen, use.list_value_fen)
    : use.list_value_fen

/** §22: by days; days off do not count, and nothing counts after the shop stopped. A limited card may count visits. */
function periodUsed(lot: LotFacts, on: LocalDate, notices: Notice[]): Used {
  const by_days = daysUsed(lot, on)
  if (lot.visits === null || lot.visits.count_by === 'days') return by_days
  const by_visits = visitsUsed(lot, lot.visits)
  if (lot.visits.count_by === 'visits') return by_visits
  notices.push({ text: '限次的期限卡，合同没写按天还是按次，取对消费者有利的', article: ART(8) })
  return by_visits.value_18_fen < by_days.value_18_fen ? by_visits : by_days
}

function daysUsed(lot: LotFacts, on: LocalDate): Used {
  const stopped = lot.stopped_on !== null && lot.stopped_on < on ? lot.stopped_on : null
  const term = { starts_on: scheduledDates(lot).starts_on, face_units: lot.face_units }
  const days = earnedDays(term, stopped ?? on, lot.days_off)
  const value_18_fen = releasedFor(fen(lot.paid_fen), days, lot.face_units)
  const list_fen = days * (lot.list_price_fen ?? 0)
  const off = lot.days_off.length === 0 ? '' : '（停卡的日子不算）'
  const stop = stopped === null ? '' : `，店家自 ${stopped} 起停止服务`
  const passed = `减去已过 ${days} 天、共 ${lot.face_units} 天的部分${off}${stop}`
  return {
    units: days,
    value_18_fen,
    value_19_fen: Math.max(list_fen, value_18_fen),
    article_18: 22,
    words_18: passed,
    words_19:
      list_fen > value_18_fen
        ? `减去已过 ${days} 天${off}，按打折前每天 ${yuan(lot.list_price_fen ?? 0)} 计算`
        : passed,
  }
}

function visitsUsed(lot: LotFacts, visits: NonNullable<LotFacts['visits']>): Used {
  const used = Math.min(visits.used, visits.max)
  const value_18_fen = releasedFor(fen(lot.paid_fen), used, visits.max)
  const list_fen = used * (visits.list_price_fen ?? 0)
  const words = `减去已到店 ${used} 次、共 ${visits.max} 次的部分`
  return {
    units: used,
    value_18_fen,
    value_19_fen: Math.max(list_fen, value_18_fen),
    article_18: 18,
    words_18: words,
    words_19:
      list_fen > value_18_fen
        ? `减去已到店 ${used} 次，按打折前每次 ${yuan(visits.list_price_fen ?? 0)} 计算`
        : words,
  }
}

/** What an expiry means: stored value never lapses, a count card's is a dispute, a period's days are over (§22 ¶3). */
function lapse(lot: LotFacts, on: LocalDate): Notice[] {
  const ends_on = lot.kind === 'period' ? scheduledDates(lot).ends_on : lot.ends_on
  if (ends_on === null || ends_on >= on) return []
  const unused = unitsUsed(lot.uses) < lot.face_units
  if (lot.kind === 'stored_value' && unused)
    return [{ text: '储值余额不过期：有余额的卡应当可以激活、换卡或退款', article: ART(24) }]
  if (lot.kind === 'count' && unused) {
    const text =
      '次卡过了有效期不等于作废：没用的次数怎么退有争议，请先协商或调解；这里按没有过期计算'
    return [{ text, article: ART(8, 9) }]
  }
  if (lot.kind === 'period' && lot.stopped_on === null)
    return [{ text: '期限已满；因自己原因没有去用的日子，不能要求退', article: ART(22) }]
  return []
}

/** First and last day with days off left out. */
function scheduledDates(lot: LotFacts): { starts_on: LocalDate; ends_on: LocalDate | null } {
  const { starts_on, ends_on, face_units, days_off } = lot
  return scheduledTerm({ starts_on, ends_on, face_units }, days_off)
}

/** A membership fee runs by days on its own, whatever the cause. */
export function feeFigure(fee: FeeFact, on: LocalDate): RefundFigure {
  const days = earnedDays({ starts_on: fee.starts_on, face_units: fee.days }, on)
  return floored([
    line(`${fee.label}：实际支付`, 15, fee.paid_fen),
    line(
      `减去已过 ${days} 天、共 ${fee.days} 天的部分`,
      22,
      -releasedFor(fen(fee.paid_fen), days, fee.days),
    ),
    ...unlessZero('减去以前已退的', 15, -fee.refunded_fen),
  ])
}

export const line = (
  text: string,
  article: number | number[],
  amount_fen: number,
): DerivationLine => ({
  text,
  article: ART(...[article].flat()),
  amount_fen: fen(amount_fen === 0 ? 0 : amount_fen),
})
const unlessZero = (text: string, article: number, amount_fen: number): DerivationLine[] =>
  amount_fen === 0 ? [] : [line(text, article, amount_fen)]

/** Never below 0: the holder owes nothing more (§20). The lines still add up. */
function floored(lines: DerivationLine[]): RefundFigure {
  const sum = sumFen(lines.map(({ amount_fen }) => amount_fen))
  const floor = sum < 0 ? [line('算出来不够的部分，消费者不用补', 20, -sum)] : []
  return { amount_fen: fen(Math.max(sum, 0)), lines: [...lines, ...floor] }
}
