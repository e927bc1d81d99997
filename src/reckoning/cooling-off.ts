import { nextWorkday } from '../kernel/calendar'
import { type LocalDate, plusDays } from '../kernel/time'
import { ART, CIVIL_CODE } from '../law/cite'
import { line, type Notice, notice, type RefundFigure, wording } from '../law/wording'
import type { ContractTerms, Facts, LotFacts } from './facts'
import { localCoolingOff } from './region'

const COOLING_OFF_DAYS = 7
type CoolingOff = { figure: RefundFigure | null; notices: Notice[] }

/**
 * §14: seven days from payment, the day of payment not counted (民法典 §201), a last day off moved on (§203), for a lot
 * that nobody has used and the like of which the holder had not had before. Better terms and a place's own right hold.
 */
export function coolingOff(lot: LotFacts, facts: Facts): CoolingOff {
  if (lot.paid_fen === 0) return { figure: null, notices: [] }
  const by_law = lastDay(lot.paid_on, daysBy(facts.terms), facts)
  const touched = lot.uses.length > 0 || (lot.visits?.used ?? 0) > 0 || lot.used_unknown === true
  const had_same = lot.had_same_before || lot.had_same_elsewhere === true
  const in_time = facts.terminated_on <= by_law.on
  if (in_time && !touched && !had_same)
    return { figure: wholeOf(lot, ART([14, 1])), notices: by_law.moved }
  const local = localCoolingOff(facts.region ?? null, lot.paid_on)
  const by_place = local === null ? null : lastDay(lot.paid_on, local.days, facts)
  if (local !== null && by_place !== null && !touched && facts.terminated_on <= by_place.on) {
    const text = `${lot.label}：当地规定 ${local.days} 天内没有兑付过的可以退卡`
    const text_en = `${lot.label}: the place gives ${local.days} days for an unused card`
    return {
      figure: wholeOf(lot, local.source),
      notices: [notice(wording(text, text_en), local.source), ...by_place.moved],
    }
  }
  if (facts.cause !== 'cooling_off') return { figure: null, notices: [] }
  return { figure: null, notices: [refused(lot, facts, { in_time, touched, last_on: by_law.on })] }
}

function lastDay(paid_on: LocalDate, days: number, { calendar }: Facts) {
  const on = plusDays(paid_on, days)
  const moved_to = calendar ? nextWorkday(calendar, on) : on
  if (moved_to === on) return { on, moved: [] }
  const text = `第 ${days} 天 ${on} 是休息日，最后一天顺延到 ${moved_to}`
  const text_en = `Day ${days}, ${on}, is a day off; the last day moves to ${moved_to}`
  return { on: moved_to, moved: [notice(wording(text, text_en), CIVIL_CODE([203, 1]))] }
}
/** Better terms hold, worse ones do not (§14 ¶2). */
const daysBy = (terms: ContractTerms): number =>
  Math.max(terms.cooling_off_days ?? 0, COOLING_OFF_DAYS)

function refused(
  lot: LotFacts,
  { terms }: Facts,
  { in_time, touched, last_on }: { in_time: boolean; touched: boolean; last_on: LocalDate },
): Notice {
  const days = daysBy(terms)
  const [why, why_en, article] = !in_time
    ? [
        `已过 ${days} 天冷静期（最后一天是 ${last_on}）`,
        `the ${days} days are over (last day ${last_on})`,
        ART([14, 1]),
      ]
    : touched
      ? [
          '冷静期内已经用过，用掉的部分要扣',
          'used within those days, so what was used is deducted',
          ART([14, 1], [15, 1]),
        ]
      : [
          '付款前已经从店家或别家得到过同样的商品或服务',
          'the holder had had the same from this or another shop before',
          lot.had_same_before ? ART([14, 1, 1]) : ART([14, 1, 2]),
        ]
  return notice(
    wording(
      `${lot.label}：${why}，不适用无理由全退，按因消费者原因计算`,
      `${lot.label}: ${why_en}; counted as the holder’s own wish`,
    ),
    article,
  )
}

const wholeOf = (lot: LotFacts, article: string): RefundFigure => {
  const left = lot.paid_fen - lot.refunded_fen
  const text = wording(
    '冷静期内没有用过，付的本金全退',
    'Unused within the cooling-off days: all that was paid comes back',
  )
  const earlier = wording('减去以前已退的', 'Less what was refunded before')
  const lines = [line(text, article, lot.paid_fen)]
  if (lot.refunded_fen > 0) lines.push(line(earlier, [15, 1], -lot.refunded_fen))
  return { amount_fen: line(text, article, left).amount_fen, lines }
}
