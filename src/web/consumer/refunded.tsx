import type { FC } from 'hono/jsx'
import type { listCardsOperation, readCardOperation } from '../../readers/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Money, Notice } from '../ui/text'
import { waitingTone } from '../ui/tones'

type CardAnswer = AnswerFor<typeof readCardOperation, 'consumer'>
type CardsAnswer = AnswerFor<typeof listCardsOperation, 'consumer'>['data'][number] | CardAnswer

/** Whether the card's own answer offers this. */
export const mayDo = (card: CardsAnswer, act: CardAnswer['may'][number]): boolean =>
  card.may.includes(act)

/** What became of the payments that a refund has ended: how much is back, what still stays, and where to follow it. */
export const Refunded: FC<{ card: CardAnswer }> = ({ card }) => {
  const t = useSay()
  if (card.ended === null) return null
  const { refund_ids: refunds, is_running: runs, refunded_fen: back_fen } = card.ended
  const own = card.relation !== 'companion'
  return (
    <Notice is={waitingTone(runs)}>
      <p>
        {runs ? (
          <strong>{t('退款中：', 'Being refunded: ')}</strong>
        ) : (
          t('已经退完：', 'Refunded: ')
        )}
        {runs && back_fen === 0 ? (
          t('正在办，还没有到账。', 'under way, nothing has arrived yet.')
        ) : (
          <>
            {t('退回 ', 'back so far ')}
            <Money fen={back_fen} />
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
