import type { FC } from 'hono/jsx'
import type { readRefundQuoteOperation } from '../../refunds/routes'
import { useSay } from '../around'
import { BothLanguages, OpenQuestions } from '../calculator/derivation'
import type { AnswerFor } from '../door'
import { Money, Notice } from '../ui/text'

type RefundQuoteAnswer = AnswerFor<typeof readRefundQuoteOperation, 'consumer'>

/** Where the law can be read in two ways: both sums, what would settle it, and what may be claimed beyond. */
export const Readings: FC<{ quote: RefundQuoteAnswer }> = ({ quote }) => {
  const t = useSay()
  if (quote.open.length === 0) return null
  const { low_fen, high_fen } = quote.range
  return (
    <section>
      <h2>{t('两种读法', 'Two readings')}</h2>
      <p>
        {t('各种读法下，最少 ', 'By every reading from ')}
        <Money fen={low_fen} />
        {t('，最多 ', ' to ')}
        <Money fen={high_fen} />
        {t('；现在退的是 ', '; what is paid now: ')}
        <strong>
          <Money fen={quote.total_fen} />
        </strong>
      </p>
      <OpenQuestions answer={quote} full />
      {quote.beyond ? (
        <Notice is="warn">
          <p>
            <BothLanguages of={quote.beyond} />
          </p>
        </Notice>
      ) : null}
    </section>
  )
}
