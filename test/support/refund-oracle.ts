import { type Fen, fen, sumFen } from '../../src/kernel/money'
import type { Lot } from '../../src/law/lots'
import type { CardKind } from '../../src/law/offer-terms'

type DerivationLine = { text: string; article: string; amount_fen: Fen }
type RefundFigure = { amount_fen: Fen; lines: DerivationLine[] }

/** A second way to count what a lot gives back, written apart from the law's engine and compared with it. */
type RefundNow = {
  lot_id: string
  /** 非因消费者原因: paid less what the shop earned at the price really paid. */
  not_consumer_cause: RefundFigure
  /** 因消费者原因: paid less the list price of what was used, never below 0. */
  consumer_cause: RefundFigure
}

/**
 * What a lot gives back if it ended now, by both ways of counting (法释〔2025〕4号 §15, §18–§20, §22).
 */
export function refundNow(lot: Lot, kind: CardKind): RefundNow {
  const used = usedInWords(lot, kind)
  const paid: DerivationLine = {
    text: '您实际支付',
    article: '法释〔2025〕4号第十五条',
    amount_fen: lot.paid_fen,
  }
  const earlier = lineUnlessZero(-lot.refunded_fen, '减去以前已退给您的', '法释〔2025〕4号第十五条')
  const released = lineUnlessZero(
    -lot.released_fen,
    `减去${used}，按您实付的优惠比例折算`,
    kind === 'period' ? '法释〔2025〕4号第二十二条' : '法释〔2025〕4号第十八条',
  )
  const list_value_fen = fen(lot.used_units * lot.list_price_fen)
  const listed = lineUnlessZero(
    -list_value_fen,
    `减去${used}，按打折前的原价计算`,
    '法释〔2025〕4号第十九条',
  )
  const floor = lineUnlessZero(
    Math.max(list_value_fen + lot.refunded_fen - lot.paid_fen, 0),
    '按原价超出的部分，您不用补',
    '法释〔2025〕4号第二十条',
  )
  return {
    lot_id: lot.id,
    not_consumer_cause: figure([paid, ...released, ...earlier]),
    consumer_cause: figure([paid, ...listed, ...earlier, ...floor]),
  }
}

function usedInWords(lot: Lot, kind: CardKind): string {
  if (kind === 'count') return `已用 ${lot.used_units} 次（共 ${lot.face_units} 次）`
  if (kind === 'period') return `已过 ${lot.used_units} 天（共 ${lot.face_units} 天）`
  return '已消费的部分'
}

const lineUnlessZero = (amount: number, text: string, article: string): DerivationLine[] =>
  amount === 0 ? [] : [{ text, article, amount_fen: fen(amount) }]

const figure = (lines: DerivationLine[]): RefundFigure => ({
  amount_fen: sumFen(lines.map((line) => line.amount_fen)),
  lines,
})
