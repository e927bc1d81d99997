import type { RefundFigure } from '../cards/refund-figure'
import { isRefundable } from '../refunds/open'
import { quoteFor } from '../refunds/rules'
import { usedColumn, usedFrom } from '../refunds/used'

const NOTHING = {
  not_consumer_cause_fen: 0,
  consumer_cause_fen: 0,
  contested: { not_consumer_cause_fen: 0, consumer_cause_fen: 0 },
  lots: [],
}

/** What a card would give back today, both ways: the very quotes that a refund is opened by. */
const refundNowOf: RefundFigure['of'] = ({ card, row }, on) => {
  const used = usedFrom(row)
  const lots = card.lots.filter(isRefundable)
  if (lots.length === 0) return NOTHING
  const by = (cause: 'merchant' | 'consumer') => quoteFor({ cause, lots, card, used, on })
  const [fair, listed] = [by('merchant'), by('consumer')]
  return {
    not_consumer_cause_fen: fair.principal_fen,
    consumer_cause_fen: listed.principal_fen,
    contested: {
      not_consumer_cause_fen: fair.contested_fen,
      consumer_cause_fen: listed.contested_fen,
    },
    lots: lots.map(({ id }, i) => ({
      lot_id: id,
      not_consumer_cause: fair.lots[i]?.principal ?? { amount_fen: 0, lines: [] },
      consumer_cause: listed.lots[i]?.principal ?? { amount_fen: 0, lines: [] },
    })),
  }
}

/** The same, for the room of cards to show. */
export const refundFigure: RefundFigure = { column: usedColumn, of: refundNowOf }
