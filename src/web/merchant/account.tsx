import { changeSettlementAccountOperation } from '../../accounts/routes'
import { readMeOperation } from '../../identity/routes'
import { readMerchantOperation } from '../../merchants/routes'
import { AccountsComing, accountsFor } from '../common/nominations'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Facts } from '../ui/text'

/** Where the shop's money goes. */
page('GET', '/m/account', 'staff', async ({ ask, t }) => {
  const me = await ask(readMeOperation)
  const shop = await ask(readMerchantOperation, { params: { id: me.merchant_id } })
  const waiting = await accountsFor(ask)
  const own = shop.reader === 'merchant' ? shop : null
  return (
    <Frame title={t('结算账户和接口', 'Account and webhooks')}>
      <section class="card">
        <h2>{t('结算账户', 'Settlement account')}</h2>
        <Facts
          of={[
            [t('钱付到', 'Money goes to'), own?.settlement_account_mask],
            [t('顾客的钱在', 'Customers’ money is in'), own?.custody_account_mask || '—'],
          ]}
        />
        <AccountsComing at="/m/security" of={waiting} />
        <form method="post" action="/m/account">
          {key()}
          <Field
            name="settlement_account_no"
            label={t('换一个账户（店的对公或经营者账户）', 'Another account of the shop')}
            hint={t(
              '银行核对户名、另一个人同意、满 24 小时后生效；在那之前照旧付到原账户。',
              'Counts when the bank has checked the name, another person agrees and a day has passed.',
            )}
            inputmode="numeric"
            autocomplete="off"
            required
          />
          <button type="submit" class="plain">
            {t('请银行核对并更换', 'Check and change')}
          </button>
        </form>
      </section>
      <p>
        <a class="button plain" href="/m/webhooks">
          {t('事件推送和密钥（给收银系统）', 'Webhooks and keys (for a POS system)')}
        </a>
      </p>
    </Frame>
  )
})
page(
  'POST',
  '/m/account',
  'staff',
  async ({ c, form, ask }) => {
    const body = {
      settlement_account_no: (form.get('settlement_account_no') ?? '').replace(/\s/g, ''),
    }
    await ask(changeSettlementAccountOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/m/account', 303)
  },
  { again: '/m/account' },
)
