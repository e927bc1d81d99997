import { fen, sumFen, yuan } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import { ART, type Place } from '../law/cite'
import { releasedFor } from '../law/lots'
import { earnedDays } from '../law/period'
import {
  type DerivationLine,
  line,
  type Notice,
  notice,
  plain,
  type RefundFigure,
  wording,
} from '../law/wording'
import { unitsUsed } from './allocation'
import type { ContractTerms, FeeFact, LotFacts, Way } from './facts'
import type { QuestionId } from './readings'
import { lotUsed } from './used'
import { scheduledDates } from './used-days'
import { allUsed, type OtherReading, type Valued } from './valued'

/** One way of counting a lot: what it gives, and what it would give if an open question were read otherwise. */
export type WayFigure = {
  figure: RefundFigure
  others: { id: QuestionId; figure: RefundFigure }[]
  /** What the contract gives beyond the text, with both sums: to be told where this way is taken. */
  said?: Notice
  /** The same without the floor of §20: what would be owed to the shop is below 0. */
  unfloored_fen: number
}
type LotFigures = {
  ways: Record<Way, WayFigure>
  used_units: number
  notices: Notice[]
}

/** Every way of counting for one lot: lines that add up to the figure, each with its article, and what to know. */
export function lotFigures(lot: LotFacts, on: LocalDate, terms: ContractTerms): LotFigures {
  const used = lotUsed(lot, on)
  const by = (way: Way): WayFigure => ({
    figure: figureOf(lot, used.ways[way]),
    others: [...used.others[way], ...lateFor(lot, on, way)].map(({ id, valued }) => ({
      id,
      figure: figureOf(lot, valued),
    })),
    unfloored_fen: lot.paid_fen - used.ways[way].value_fen - lot.refunded_fen,
  })
  const not_consumer_cause = by('not_consumer_cause')
  const by_text = by('consumer_cause')
  const consumer_cause = terms.own_wish_at_paid_price
    ? agreed(lot, by_text, {
        ...not_consumer_cause,
        figure: figureOf(lot, atPaidPrice(used.ways.not_consumer_cause)),
      })
    : by_text
  return {
    ways: { not_consumer_cause, consumer_cause, void: by('void') },
    used_units: used.units,
    notices: [...lapse(lot, on), ...used.notices],
  }
}

/** The own wish as the contract counts it, and what the text alone would have given at worst, which is less (§19 ¶3). */
function agreed(lot: LotFacts, by_text: WayFigure, way: WayFigure): WayFigure {
  const least = [by_text.figure, ...by_text.others.map(({ figure }) => figure)].sort(
    (a, b) => a.amount_fen - b.amount_fen,
  )[0]
  if (least === undefined || least.amount_fen >= way.figure.amount_fen) return way
  const [better, worse] = [yuan(way.figure.amount_fen), yuan(least.amount_fen)]
  const said = wording(
    `${lot.label}：自己要退的，合同也按实付的价算，是 ${better}；只看法条、按打折前的价格算，可能只有 ${worse}。合同对您更有利，按合同`,
    `${lot.label}: by own wish the contract gives ${better}; the text alone may give ${worse}. The better one holds`,
  )
  return { ...way, said: notice(said, ART([19, 3], [19, 1])) }
}

const atPaidPrice = (valued: Valued): Valued => ({
  ...valued,
  said: wording(
    `${valued.said.text}（合同约定自己要退也这样算）`,
    `${valued.said.text_en} (the contract keeps the price paid)`,
  ),
  article: byDays(valued) ? ART([22, 1], [19, 3]) : [19, 3],
})
const byDays = ({ article }: Valued): boolean => Array.isArray(article) && article[0] === 22

const figureOf = (lot: LotFacts, valued: Valued): RefundFigure =>
  floored(
    [
      line(wording('实际支付', 'Really paid'), [15, 1], lot.paid_fen),
      line(valued.said, valued.article, -valued.value_fen, valued.sum),
    ],
    lot.refunded_fen,
  )

/** Visits that had expired before anybody asked: by own wish courts give back nothing, a part or all of them. */
const lateFor = (lot: LotFacts, on: LocalDate, way: Way): OtherReading[] =>
  way === 'consumer_cause' && lot.shares_and_keeps !== true && lapse(lot, on).includes(DISPUTED)
    ? [{ id: 'expired', valued: allUsed(lot) }]
    : []

/** What an expiry means: stored value never lapses, a count card's is a dispute, a period's days are over (§22 ¶3). */
function lapse(lot: LotFacts, on: LocalDate): Notice[] {
  const ends_on = lot.kind === 'period' ? scheduledDates(lot).ends_on : lot.ends_on
  if (ends_on === null || ends_on >= on) return []
  const unused = unitsUsed(lot.uses) < lot.face_units
  if (lot.kind === 'stored_value' && unused) return [STAYS]
  if (lot.kind === 'count' && unused) return [DISPUTED]
  if (lot.kind === 'period' && lot.visits === null && lot.stopped_on === null) return [OVER]
  return lot.kind === 'period' && lot.visits !== null ? [DISPUTED] : []
}
const STAYS = notice(
  wording(
    '储值余额不过期：有余额的卡应当可以激活、换卡或退款',
    'Stored value does not lapse: the card is activated, replaced or refunded',
  ),
  ART([24, 1]),
)
const DISPUTED = notice(
  wording(
    '次卡过了有效期不等于作废：没用的次数怎么退有争议，请先协商或调解；这里按没有过期计算',
    'An expired count card is not void: what remains is disputed; counted here as not expired',
  ),
  ART(8, [9, 1, 1]),
)
const OVER = notice(
  wording(
    '期限已满；因自己原因没有去用的日子，不能要求退',
    'The term is over; days not used by the holder’s own choice are not refunded',
  ),
  ART([22, 3]),
)

/** A membership fee runs by days on its own, whatever the cause; no longer than the shop served (§22 ¶2). */
export function feeFigure(fee: FeeFact, on: LocalDate): RefundFigure {
  const stopped = fee.stopped_on != null && fee.stopped_on < on ? fee.stopped_on : null
  const days = earnedDays({ starts_on: fee.starts_on, face_units: fee.days }, stopped ?? on)
  const value_fen = releasedFor(fen(fee.paid_fen), days, fee.days)
  const stop =
    stopped === null
      ? ['', '']
      : [`，店家自 ${stopped} 起停止服务`, `, the shop stopped on ${stopped}`]
  const article: Place = stopped === null ? [22, 1] : [22, 2]
  return floored(
    [
      line(wording(`${fee.label}：实际支付`, `${fee.label}: really paid`), [15, 1], fee.paid_fen),
      line(
        wording(
          `减去已过 ${days} 天、共 ${fee.days} 天的部分${stop[0]}`,
          `Less ${days} of ${fee.days} days${stop[1]}`,
        ),
        article,
        -value_fen,
        days === 0 ? null : `${plain(fee.paid_fen)} × ${days} ÷ ${fee.days} = ${plain(value_fen)}`,
      ),
    ],
    fee.refunded_fen,
  )
}

/**
 * Never below 0: what was used at list price beyond the payment is nobody's debt (§20), and what was refunded too much
 * before is not asked back here (§15). The lines still add up.
 */
function floored(counted: DerivationLine[], refunded_fen: number): RefundFigure {
  const before = sumFen(counted.map(({ amount_fen }) => amount_fen))
  const excess = before < 0 ? [line(NO_MORE, 20, -before)] : []
  const earlier =
    refunded_fen === 0
      ? []
      : [line(wording('减去以前已退的', 'Less what was refunded before'), [15, 1], -refunded_fen)]
  const over = refunded_fen - Math.max(before, 0)
  const kept = refunded_fen > 0 && over > 0 ? [line(TOO_MUCH, [15, 1], over)] : []
  const lines = [...counted, ...excess, ...earlier, ...kept]
  return { amount_fen: sumFen(lines.map(({ amount_fen }) => amount_fen)), lines }
}
const NO_MORE = wording(
  '算出来不够的部分，消费者不用补',
  'What is missing is not owed by the consumer',
)
const TOO_MUCH = wording(
  '以前退的已经超过这样算出来的数，不再退',
  'More was refunded before than this comes to; nothing more is due',
)
