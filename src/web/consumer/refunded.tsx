import type { FC } from 'hono/jsx'
import type { listCardsOperation, readCardOperation } from '../../readers/routes'
import { useSay } from '../around'
import type { SeenOf } from '../door'
import { Money, Notice } from '../ui/text'

type CardsAnswer =
  | SeenOf<typeof listCardsOperation, 'consumer'>['data'][number]
  | SeenOf<typeof readCardOperation, 'consumer'>
type CardAnswer = SeenOf<typeof readCardOperation, 'consumer'>

/** A card that is used up, or whose payments went into a refund: nothing of it can be spent. */
export const nothingLeft = (card: CardsAnswer): boolean => card.remaining_units === 0

/** What became of the payments that a refund has ended: how much is back, what still stays, and where to follow it. */
export const Refunded: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  const ended = card.lots.filter((lot) => lot.refund_id !== null)
  const refunds = [...new Set(ended.map((lot) => lot.refund_id ?? ''))]
  if (refunds.length === 0) return null
  const sum = (field: 'escrow_fen' | 'refunded_fen') =>
    ended.reduce((fen, lot) => fen + lot[field], 0)
  const runs = sum('escrow_fen') > 0
  const own = card.relation !== 'companion'
  return (
    <Notice is={runs ? 'warn' : 'safe'}>
      <p>
        {runs ? (
          <strong>{t('退款中：', 'Being refunded: ')}</strong>
        ) : (
          t('已经退完：', 'Refunded: ')
        )}
        {runs && sum('refunded_fen') === 0 ? (
          t('正在办，还没有到账。', 'under way, nothing has arrived yet.')
        ) : (
          <>
            {t('退回 ', 'back so far ')}
            <Money fen={sum('refunded_fen')} />
            {runs ? t('，其余正在办。', '; the rest is under way.') : '。'}
          </>
        )}
      </p>
      {own
        ? refunds.map((id, i) => (
            <p>
              <a class="inline" href={`/c/refunds/${id}`}>
                {t('看退款进度', 'See the refund')}
                {refunds.length > 1 ? ` ${i + 1}` : ''}
              </a>
            </p>
          ))
        : null}
    </Notice>
  )
}
