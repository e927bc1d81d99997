import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Money, Notice } from '../ui/text'

/** What open uses tie up, beside every figure of a refund: it comes on top when they are decided for the holder. */
export const Contested: FC<{ fen: number; own_fen?: number }> = ({ fen, own_fen = fen }) => {
  const t = useSay()
  if (fen === 0 && own_fen === 0) return null
  return (
    <Notice is="warn">
      {t('受争议的金额和等结清的占用：', 'Contested or not settled yet: ')}
      <strong>
        <Money fen={fen} />
      </strong>
      {own_fen === fen ? null : (
        <>
          {t('（您自己不想用了，是 ', ' (by your own wish ')}
          <Money fen={own_fen} />
          {t('）', ')')}
        </>
      )}
      {t(
        '，没有算在上面；有结果归您的，再退给您。',
        ', not in the figure above; what is decided for you comes on top.',
      )}
    </Notice>
  )
}
