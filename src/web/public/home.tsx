import { page } from '../door'
import { Frame } from '../frame'
import { CodeForm } from '../shop/shop-code'
import { devPeople } from './dev-people'
import { TELLING_REFRESH_S, TellingLine } from './telling'

/** What this is, in one screen: for somebody of seventy who stands in a shop and is asked to top up a card. */
page('GET', '/', 'public', async ({ c, t, ask }) => {
  const telling = c.var.dev?.telling ?? null
  const people = c.var.dev ? await devPeople(ask, telling !== null) : null
  return (
    <Frame
      sheet="public"
      refresh_s={telling ? TELLING_REFRESH_S : undefined}
      scripted
      title={t('预付卡，由银行存管', 'Prepaid cards, kept by a bank')}
    >
      {telling ? <TellingLine telling={telling} /> : null}
      <ol class="promise">
        <li>
          <b>{t('充值的钱进银行专户', 'Your money goes to a bank')}</b>
          {t(
            '先由支付机构收下，再划进银行专户，不直接给店家。',
            'Through the payment provider into a bank account, not straight to the shop.',
          )}
        </li>
        <li>
          <b>{t('用一次，放一次', 'Used once, released once')}</b>
          {t(
            '店家提前支取了多少、还差多少，扫店铺码看得到。',
            'What a shop was paid early, and what is missing, stands behind its code.',
          )}
        </li>
        <li>
          <b>{t('不用了，依法退', 'Not wanted any more: refunded by law')}</b>
          {t('该退多少当场算清，原路退回。', 'The sum is worked out at once and goes back.')}
        </li>
      </ol>
      <section class="card">
        <h2>{t('充值以前，先查这家店', 'Check the shop before you pay')}</h2>
        <CodeForm t={t} />
      </section>
      <div class="buttons">
        <a class="button plain" href="/sign-in?as=consumer">
          {t('登录，看我的卡', 'Sign in to my cards')}
        </a>
        <a class="button plain" href="/calculator">
          {t('算算能退多少', 'What can I get back?')}
        </a>
      </div>
      <ul class="ways">
        <li>
          <a href="/tips/new">{t('这家店没有接入，告诉我们', 'A shop that has not joined')}</a>
        </li>
        <li>
          <a href="/join">{t('我是店家，想接入', 'I have a shop and want to join')}</a>
        </li>
        <li>
          <a href="/sign-in?as=staff">{t('店家、银行、监管登录', 'Shops, bank, regulator')}</a>
        </li>
      </ul>
      {people}
    </Frame>
  )
})
