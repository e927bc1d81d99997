import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { type Body, number, part } from '../door'
import { Money, Notice } from '../ui/text'

/** Whether the card's own answer offers this. */
export const mayDo = (card: Body, act: string): boolean =>
  Array.isArray(card.may) && card.may.includes(act)

/** What became of the payments that a refund has ended: how much is back, what still stays, and where to follow it. */
export const Refunded: FC<{ card: Body }> = ({ card }) => {
  const t = useSay()
  if (card.ended === null) return null
  const ended = part(card, 'ended')
  const refunds = Array.isArray(ended.refund_ids) ? ended.refund_ids.map(String) : []
  const runs = ended.is_running === true
  const back_fen = number(ended, 'refunded_fen')
  const own = card.relation !== 'companion'
  return (
    <Notice is={runs ? 'warn' : 'safe'}>
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
