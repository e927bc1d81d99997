import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Frame } from '../frame'

/** No such shop with us: whoever reads this is about to pay, so the warning comes before any form. */
export const Red: FC<{ code: string }> = ({ code }) => {
  const t = useSay()
  return (
    <Frame
      sheet="public"
      title={t('这家店没有接入预付保，先别充值', 'Not with Yufubao: do not top up yet')}
    >
      <div class="stop">
        <p>
          <b>
            {t(
              '这个码不认识，钱不会进银行专户。',
              'We do not know this code: the money would not go to the bank.',
            )}
          </b>
        </p>
        <p>
          {t('店铺码', 'Shop code')} <code>{code}</code>
        </p>
      </div>
      <ul class="dots">
        <li>{t('付进去的钱，店家随时可以花掉。', 'The shop could spend what you pay at once.')}</li>
        <li>
          {t(
            '贴纸说是预付保的，扫出来却是这一页，那是假的。',
            'A sticker that says Yufubao but leads here is a fake.',
          )}
        </li>
        <li>{t('用一次付一次，最稳当。', 'Paying for each visit risks least.')}</li>
      </ul>
      <div class="buttons">
        <a class="button" href="/tips/new?kind=invite">
          {t('告诉它：来接入', 'Invite this shop')}
        </a>
        <a class="button plain" href="/tips/new?kind=report">
          {t('举报它', 'Report it')}
        </a>
      </div>
      <ul class="ways">
        <li>
          <a href="/s">{t('码输错了，再查一次', 'Mistyped? Look up again')}</a>
        </li>
        <li>
          <a href="/calculator">
            {t('已经充了？算算依法能退多少', 'Already paid? See what the law gives back')}
          </a>
        </li>
      </ul>
    </Frame>
  )
}
