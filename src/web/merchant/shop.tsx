import type { FC } from 'hono/jsx'
import { readMeOperation } from '../../identity/routes'
import { readMerchantOperation } from '../../merchants/routes'
import {
  addPriceItemOperation,
  listOffersOperation,
  readContractOperation,
  withdrawOfferOperation,
  withdrawPriceItemOperation,
} from '../../offers/routes'
import { missingToSell } from '../../offers/stance-rules'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { priceList } from '../till/what'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Facts, kindName, Money, maskText, Notice } from '../ui/text'
import { fenIn } from '../ui/yuan'

type MerchantAnswer = AnswerFor<typeof readMerchantOperation, 'staff'>
type OfferAnswer = AnswerFor<typeof listOffersOperation, 'staff'>['data'][number]
type PriceItemAnswer = Awaited<ReturnType<typeof priceList>>[number]

/** The shop itself: what still misses before it may sell, its offers and prices, and where everything else is. */
page('GET', '/m/shop', 'staff', async ({ c, ask, t }) => {
  const me = await ask(readMeOperation)
  const [shop, offers, items] = await Promise.all([
    ask(readMerchantOperation, { params: { id: me.merchant_id } }),
    ask(listOffersOperation, {
      query: { is_live: 'true', limit: '100', cursor: c.req.query('cursor') },
    }),
    priceList(ask),
  ])
  const live = offers.data
  const boss = me.role !== 'cashier'
  return (
    <Frame title={shop.name}>
      <Standing shop={shop} has_offers={live.length > 0} has_items={items.length > 0} />
      {boss ? (
        <div class="buttons">
          {LINKS.map(([href, zh, en]) => (
            <a class="button plain" href={href}>
              {t(zh, en)}
            </a>
          ))}
          <a class="button plain" href={`/s/${shop.code}`}>
            {t('顾客看到的店铺页', 'What customers see')}
          </a>
        </div>
      ) : null}
      <h2>{t('在售的套餐', 'Offers on sale')}</h2>
      {live.map((offer) => (
        <Offer offer={offer} boss={boss} />
      ))}
      <More of={offers} href="/m/shop" word={t('其余的套餐', 'More offers')} />
      {boss ? (
        <p>
          <a class="button" href="/m/offers/new">
            {t('上架一个套餐', 'New offer')}
          </a>
        </p>
      ) : null}
      <h2>{t('价目表', 'Price list')}</h2>
      <Items items={items} boss={boss} />
    </Frame>
  )
})
const LINKS = [
  ['/m/people', '店员和门店', 'Staff and shops'],
  ['/m/terminals', '收银机', 'Terminals'],
  ['/m/apps', '应用', 'Apps'],
  ['/m/listings', '红黑名单', 'Red and black list'],
  ['/m/court-orders', '法院冻结', 'Frozen by courts'],
  ['/m/credit', '信用', 'Credit'],
  ['/m/marks', '被标记的使用', 'Marked uses'],
  ['/m/hours', '营业时间', 'Opening hours'],
  ['/m/photo', '门面照片', 'Picture of the front'],
  ['/m/account', '结算账户和接口', 'Account and webhooks'],
  ['/m/changes', '变更、停业、暂停服务', 'Changes and closing'],
] as const

const MISSING: Record<ReturnType<typeof missingToSell>[number], readonly [string, string]> = {
  admission: [
    '银行还在核对结算账户、开立专户',
    'The bank still checks the account and opens custody',
  ],
  items: ['价目表还没有项目', 'The price list is empty'],
  offers: ['还没有上架套餐', 'No offer is on sale'],
}
type StandingProps = { shop: MerchantAnswer; has_offers: boolean; has_items: boolean }
const Standing: FC<StandingProps> = ({ shop, has_offers, has_items }) => {
  const t = useSay()
  const { admitted_at } = shop
  const missing = missingToSell({ admitted_at, has_items, has_offers }).map((one) =>
    t(...MISSING[one]),
  )
  const own = shop.reader === 'merchant' ? shop : null
  const held = shop.sales_held_at !== null && shop.sales_lifted_at === null
  return (
    <section class="card">
      <Facts
        of={[
          [t('信用等级', 'Level'), shop.level],
          [t('店铺码', 'Shop code'), <code>{shop.code}</code>],
          ...(own?.custody_account_mask
            ? [[t('专户', 'Custody account'), maskText(own.custody_account_mask, t)] as const]
            : []),
          ...(own?.settlement_account_mask
            ? [[t('结算账户', 'Settlement'), maskText(own.settlement_account_mask, t)] as const]
            : []),
        ]}
      />
      {held ? (
        <Notice is="bad">
          {t('已暂停充值：', 'Sales are on hold: ')}
          {shop.sales_held_reason}
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
const Offer: FC<{ offer: OfferAnswer; boss: boolean }> = ({ offer, boss }) => {
  const t = useSay()
  return (
    <article class="card">
      <div class="between">
        <h3>{offer.name}</h3>
        <strong>
          <Money fen={offer.price_fen} />
        </strong>
      </div>
      <p class="note">
        {kindName(offer.kind, t)} {offer.service}
        {offer.valid_days === null
          ? null
          : t(`，有效 ${offer.valid_days} 天`, `, ${offer.valid_days} days`)}
      </p>
      <div class="buttons">
        <a class="button plain" href={`/m/offers/${offer.id}/contract`}>
          {t('看合同', 'Contract')}
        </a>
        {boss ? (
          <form method="post" action={`/m/offers/${offer.id}/withdrawal`}>
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
const Items: FC<{ items: readonly PriceItemAnswer[]; boss: boolean }> = ({ items, boss }) => {
  const t = useSay()
  return (
    <section class="card">
      <ul class="list">
        {items.map((item) => (
          <li>
            <span>
              {item.name} <Money fen={item.list_price_fen} />
            </span>
            {boss ? (
              <form method="post" action={`/m/price-items/${item.id}/withdrawal`}>
                {key()}
                <button type="submit" class="link">
                  {t('去掉', 'Remove')}
                  <span class="skip">{item.name}</span>
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
          <Field
            name="visits"
            label={t('用次卡时扣几次（可以不写）', 'Visits it takes of a count card')}
            hint={t('不写：这一项不能用次卡', 'Empty: not for count cards')}
            inputmode="numeric"
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
  const contract = await ask(readContractOperation, { params })
  return (
    <Frame title={t('套餐的合同', 'Contract of the offer')}>
      <p class="note">
        {t('合同指纹 ', 'Hash ')}
        <code>{contract.hash}</code>
      </p>
      <pre tabindex={0} lang="zh-CN">
        {contract.text}
      </pre>
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
    const visits = form.get('visits')?.trim() ?? ''
    const body = {
      name: form.get('name')?.trim() ?? '',
      list_price_fen: fenIn(said) ?? said,
      ...(visits === '' ? {} : { visits: Number(visits) }),
    }
    await ask(addPriceItemOperation, { body }, form.get('key') ?? undefined)
    return c.redirect('/m/shop', 303)
  },
  { again: '/m/shop' },
)
for (const [path, act] of [
  ['offers', withdrawOfferOperation],
  ['price-items', withdrawPriceItemOperation],
] as const)
  actPage(`/m/${path}/:id/withdrawal`, 'staff', {
    act,
    says: ({ params }) => ({ params }),
    leads: '/m/shop',
    again: '/m/shop',
  })
