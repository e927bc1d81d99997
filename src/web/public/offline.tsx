import { page } from '../door'
import { Frame } from '../frame'
import { hotlineIn } from '../ui/places'
import { Notice } from '../ui/text'

/** What a phone keeps and shows when it reaches nobody: true of every card, and of nobody's in particular. */
page('GET', '/offline', 'public', async ({ t, city }) => (
  <Frame title={t('现在连不上网', 'No network just now')}>
    <Notice is="warn">
      {t(
        '没有连上网，这一页是手机里存着的，不是现在的情况。',
        'There is no connection. Your phone kept this page; it is not how things stand now.',
      )}
    </Notice>
    <section class="card">
      <h2>{t('在店里要付钱', 'In the shop, about to pay')}</h2>
      <p>
        {t(
          '请店员用“手机尾号加支付密码”核销，您的手机不用联网。',
          'Ask for “phone digits and PIN”: the shop can do it, your phone needs no network.',
        )}
      </p>
    </section>
    <section class="card">
      <h2>{t('刚刚付了钱，不知道成了没有', 'Just paid, and not sure it went through')}</h2>
      <p>
        {t(
          '别再付一次。办成没有，连上网看卡里的记录；等不及可以问店员。',
          'Do not pay again. Once online, look at the card’s history; or ask the shop.',
        )}
      </p>
    </section>
    <div class="buttons">
      <a class="button" href="/c">
        {t('再试一次', 'Try again')}
      </a>
      <a class="button plain" href={`tel:${hotlineIn(city)}`}>
        {t(`打 ${hotlineIn(city)}`, `Call ${hotlineIn(city)}`)}
      </a>
    </div>
  </Frame>
))
