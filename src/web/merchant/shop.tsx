import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { type Body, key, list, number, page, text } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Facts, KIND_NAMES, Money, Notice } from '../ui/text'
import { fenIn } from '../ui/yuan'

/** The shop itself: what still misses before it may sell, its offers and prices, and where everything else is. */
page('GET', '/m/shop', 'staff', async ({ ask, t }) => {
  const me = await ask('readMe')
  const [shop, offers, items] = await Promise.all([
    ask('readMerchant', { params: { id: text(me, 'merchant_id') } }),
    ask('listOffers', { query: { limit: '100' } }),
    ask('listPriceItems', { query: { limit: '100' } }),
  ])
  const live = list(offers.data).filter(({ withdrawn_at }) => withdrawn_at === null)
  const priced = list(items.data).filter(({ withdrawn_at }) => withdrawn_at === null)
  const boss = me.role !== 'cashier'
  return (
    <Frame title={text(shop, 'name')}>
      <Standing shop={shop} offers={live.length} items={priced.length} />
      {boss ? (
        <div class="buttons">
          {LINKS.map(([href, zh, en]) => (
            <a class="button plain" href={href}>
              {t(zh, en)}
            </a>
          ))}
          <a class="button plain" href={`/s/${text(shop, 'code')}`}>
            {t('顾客看到的店铺页', 'What customers see')}
          </a>
        </div>
      ) : null}
      <h2>{t('在售的套餐', 'Offers on sale')}</h2>
      {live.map((offer) => (
        <Offer offer={offer} boss={boss} />
      ))}
      {boss ? (
        <p>
          <a class="button" href="/m/offers/new">
            {t('上架一个套餐', 'New offer')}
          </a>
        </p>
      ) : null}
      <h2>{t('价目表', 'Price list')}</h2>
      <Items items={priced} boss={boss} />
    </Frame>
  )
})
const LINKS = [
  ['/m/people', '店员和门店', 'Staff and shops'],
  ['/m/account', '结算账户和接口', 'Account and webhooks'],
  ['/m/changes', '变更、停业、暂停服务', 'Changes and closing'],
] as const

const Standing: FC<{ shop: Body; offers: number; items: number }> = ({ shop, offers, items }) => {
  const t = useSay()
  const missing = [
    ...(shop.admitted_at === null
      ? [t('银行还在核对结算账户、开立专户', 'The bank still checks the account and opens custody')]
      : []),
    ...(items === 0 ? [t('价目表还没有项目', 'The price list is empty')] : []),
    ...(offers === 0 ? [t('还没有上架套餐', 'No offer is on sale')] : []),
  ]
  const held = shop.sales_held_at !== null && shop.sales_lifted_at === null
  return (
    <section class="card">
      <Facts
        of={[
          [t('信用等级', 'Level'), text(shop, 'level')],
          [t('店铺码', 'Shop code'), <code>{text(shop, 'code')}</code>],
          ...(shop.custody_account_mask
            ? [[t('专户', 'Custody account'), text(shop, 'custody_account_mask')] as const]
            : []),
          ...(shop.settlement_account_mask
            ? [[t('结算账户', 'Settlement'), text(shop, 'settlement_account_mask')] as const]
            : []),
        ]}
      />
      {held ? (
        <Notice is="bad">
          {t('已暂停充值：', 'Sales are on hold: ')}
          {text(shop, 'sales_held_reason')}
        </Notice>
      ) : missing.length > 0 ? (
        <Notice is="warn">
          {t('还差：', 'Still missing: ')}
          {missing.join(t('；', '; '))}
        </Notice>
      ) : (
        <Notice is="safe">{t('可以卖卡。', 'Ready to sell.')}</Notice>
      )}
    </section>
  )
}
const Offer: FC<{ offer: Body; boss: boolean }> = ({ offer, boss }) => {
  const t = useSay()
  return (
    <article class="card">
      <div class="bar">
        <h3>{text(offer, 'name')}</h3>
        <strong>
          <Money fen={number(offer, 'price_fen')} />
        </strong>
      </div>
      <p class="note">
        {KIND_NAMES[text(offer, 'kind')]} {text(offer, 'service')}
        {offer.valid_days === null
          ? null
          : t(`，有效 ${number(offer, 'valid_days')} 天`, `, ${number(offer, 'valid_days')} days`)}
      </p>
      <div class="buttons">
        <a class="button plain" href={`/m/offers/${text(offer, 'id')}/contract`}>
          {t('看合同', 'Contract')}
        </a>
        {boss ? (
          <form method="post" action={`/m/offers/${text(offer, 'id')}/withdrawal`}>
            {key()}
            <button type="submit" class="danger block">
              {t('下架', 'Withdraw')}
            </button>
          </form>
        ) : null}
      </div>
    </article>
  )
}
const Items: FC<{ items: readonly Body[]; boss: boolean }> = ({ items, boss }) => {
  const t = useSay()
  return (
    <section class="card">
      <ul class="list">
        {items.map((item) => (
          <li>
            <span>
              {text(item, 'name')} <Money fen={number(item, 'list_price_fen')} />
            </span>
            {boss ? (
              <form method="post" action={`/m/price-items/${text(item, 'id')}/withdrawal`}>
                {key()}
                <button type="submit" class="link">
                  {t('去掉', 'Remove')}
                  <span class="skip">{text(item, 'name')}</span>
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {boss ? (
        <form method="post" action="/m/price-items">
          {key()}
          <Field name="name" label={t('新项目', 'New item')} required maxlength={20} />
          <Field
            name="list_price_fen"
            label={t('原价（元）', 'Price (yuan)')}
            inputmode="decimal"
            required
          />
          <button type="submit" class="plain">
            {t('加到价目表', 'Add')}
          </button>
        </form>
      ) : null}
    </section>
  )
}

page('GET', '/m/offers/:id/contract', 'staff', async ({ params, ask, t }) => {
  const contract = await ask('readContract', { params })
  return (
    <Frame title={t('套餐的合同', 'Contract of the offer')}>
      <p class="note">
        {t('合同指纹 ', 'Hash ')}
        <code>{text(contract, 'hash')}</code>
      </p>
      <pre tabindex={0}>{text(contract, 'text')}</pre>
      <p>
        <a class="button plain" href="/m/shop">
          {t('回到店', 'Back')}
        </a>
      </p>
    </Frame>
  )
})
page(
  'POST',
  '/m/price-items',
  'staff',
  async ({ c, form, ask }) => {
    const said = form.get('list_price_fen') ?? ''
    const body = { name: form.get('name')?.trim() ?? '', list_price_fen: fenIn(said) ?? said }
    await ask('addPriceItem', { body }, form.get('key') ?? undefined)
    return c.redirect('/m/shop', 303)
  },
  { again: '/m/shop' },
)
for (const [path, operation] of [
  ['offers', 'withdrawOffer'],
  ['price-items', 'withdrawPriceItem'],
] as const)
  page(
    'POST',
    `/m/${path}/:id/withdrawal`,
    'staff',
    async ({ c, params, form, ask }) => {
      await ask(operation, { params }, form.get('key') ?? undefined)
      return c.redirect('/m/shop', 303)
    },
    { again: '/m/shop' },
  )
