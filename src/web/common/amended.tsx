import type { FC } from 'hono/jsx'
import type { readBankCloseOperation } from '../../closes/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Notice, When } from '../ui/text'

type Close = AnswerFor<typeof readBankCloseOperation>

/** The figures of a closed day as they are now: those of the newest amended close, or of the one that was sealed. */
export const figuresInForce = (close: Close): Close => ({ ...close, ...close.amended })

/** Says that the bank told a sealed day anew; both closes stay, each with its hash. */
export const AmendedMark: FC<{ close: Close }> = ({ close }) => {
  const t = useSay()
  const { amended } = close
  if (amended === undefined) return null
  const shops = amended.merchants.length
  const no = amended.revision
  return (
    <Notice is="warn">
      <p>
        <strong>
          {t(
            `银行后来更正了这一天：第 ${no} 份更正封账，涉及 ${shops} 家店。`,
            `The bank told this day anew: amended close ${no}, ${shops} shops.`,
          )}
        </strong>{' '}
        <When at={amended.sealed_at} />
        {t('。下面是更正后的数；原来的一份不变。', '. Below is the amended one; the first stays.')}
      </p>
      <p class="small">
        {t('原来的哈希', 'First')} <code>{close.content_hash}</code>
      </p>
      <p class="small">
        {t('更正的哈希', 'Amended')} <code>{amended.content_hash}</code>
      </p>
    </Notice>
  )
}
