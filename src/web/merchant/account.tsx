import { key, list, page, text } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Facts, Notice, Tag } from '../ui/text'

/** Where the shop's money goes, and the addresses its own programs listen at. */
page('GET', '/m/account', 'staff', async ({ ask, t }) => {
  const me = await ask('readMe')
  const [shop, endpoints] = await Promise.all([
    ask('readMerchant', { params: { id: text(me, 'merchant_id') } }),
    ask('listWebhookEndpoints', { query: { limit: '20' } }),
  ])
  return (
    <Frame title={t('结算账户和接口', 'Account and webhooks')}>
      <section class="card">
        <h2>{t('结算账户', 'Settlement account')}</h2>
        <Facts
          of={[
            [t('钱付到', 'Money goes to'), text(shop, 'settlement_account_mask')],
            [t('顾客的钱在', 'Customers’ money is in'), text(shop, 'custody_account_mask') || '—'],
          ]}
        />
        <form method="post" action="/m/account">
          {key()}
          <Field
            name="settlement_account_no"
            label={t('换一个账户（店的对公或经营者账户）', 'Another account of the shop')}
            hint={t(
              '银行核对户名后生效，只影响以后的出款。',
              'Takes effect when the bank has checked the name; later payouts only.',
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
      <section class="card">
        <h2>{t('事件推送（给收银系统）', 'Webhooks (for a POS system)')}</h2>
        {list(endpoints.data).map((one) => (
          <article>
            <p>
              <code>{text(one, 'url')}</code>{' '}
              {one.disabled_at === null ? (
                <Tag is="safe">{t('在用', 'on')}</Tag>
              ) : (
                <Tag is="warn">{t('已停', 'off')}</Tag>
              )}
            </p>
            <form
              method="post"
              action={`/m/webhooks/${text(one, 'id')}/${one.disabled_at === null ? 'disable' : 'enable'}`}
            >
              {key()}
              <button type="submit" class="link">
                {one.disabled_at === null ? t('停用', 'Disable') : t('启用', 'Enable')}
                <span class="skip">{text(one, 'url')}</span>
              </button>
            </form>
          </article>
        ))}
        <form method="post" action="/m/webhooks">
          {key()}
          <Field name="url" label={t('推送地址（https）', 'Address (https)')} type="url" required />
          <button type="submit" class="plain">
            {t('登记', 'Add')}
          </button>
        </form>
        <p>
          <a class="inline" href="/docs">
            {t('接口文档', 'API reference')}
          </a>
        </p>
      </section>
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
    await ask('changeSettlementAccount', { body }, form.get('key') ?? undefined)
    return c.redirect('/m/account', 303)
  },
  { again: '/m/account' },
)
/** The secret is told once, on the page that answers the form; no address leads to it again. */
page(
  'POST',
  '/m/webhooks',
  'staff',
  async ({ form, ask, t }) => {
    const body = { url: form.get('url')?.trim() ?? '', types: ['*'] }
    const made = await ask('addWebhookEndpoint', { body }, form.get('key') ?? undefined)
    return (
      <Frame title={t('推送地址已登记', 'Webhook added')}>
        <Notice is="warn" live>
          {t(
            '密钥只在这里给一次，请马上抄到您的系统里。',
            'The secret is shown only here: copy it now.',
          )}
        </Notice>
        <section class="card">
          <Facts
            of={[
              [t('地址', 'Address'), <code>{text(made, 'url')}</code>],
              [t('密钥', 'Secret'), <code>{text(made, 'secret')}</code>],
            ]}
          />
        </section>
        <a class="button" href="/m/account">
          {t('抄好了', 'Copied')}
        </a>
      </Frame>
    )
  },
  { again: '/m/account', secret: true },
)
for (const [act, operation] of [
  ['disable', 'disableWebhookEndpoint'],
  ['enable', 'enableWebhookEndpoint'],
] as const)
  page(
    'POST',
    `/m/webhooks/:id/${act}`,
    'staff',
    async ({ c, params, form, ask }) => {
      await ask(operation, { params }, form.get('key') ?? undefined)
      return c.redirect('/m/account', 303)
    },
    { again: '/m/account' },
  )
