import { refuse } from '../../kernel/refusals'
import { page } from '../door'
import { Frame } from '../frame'
import { Code128, Digits } from '../look/code128'
import { Face } from '../look/face'
import { Icon } from '../look/icon'
import { Qr } from '../ui/qr'

const DIGITS = '815031522191121206'
/** Development only: the page that is held out to a shop, with a code that is nobody's. */
page('GET', '/dev/design/pay', 'public', async ({ c, t }) => {
  if (!c.var.dev) refuse('not_found')
  const title = t('样子：消费码', 'The look: pay code')
  return (
    <Frame title={title} tone="pay" sheet="pay" heading="own">
      <Face
        shop={{ name: t('福来家常菜', 'Fulai Kitchen'), sector: 'restaurant', code: 'FLJC8W2K' }}
        note={t('这个码只在这家店能用', 'Good at this shop only')}
        title="h1"
        low
      />
      <section class="code" aria-label={t('消费码', 'Pay code')}>
        <Qr value={DIGITS} label={t('消费码，给店员扫', 'Pay code, to be scanned')} />
        <Code128 digits={DIGITS} label={t('条形码，和二维码是同一个码', 'The same as bars')} />
        <Digits of={DIGITS} />
        <div class="drain" />
        <p class="mute small">
          {t(
            '三个三个念给店员听。每 30 秒换一次，用一次就作废。',
            'Read out in threes. Changes every 30 seconds, good for one use.',
          )}
        </p>
      </section>
      <div class="buttons">
        <a class="button plain" href="/dev/design/pay">
          <Icon is="refresh-cw" />
          {t('换一个码', 'New code')}
        </a>
      </div>
    </Frame>
  )
})
