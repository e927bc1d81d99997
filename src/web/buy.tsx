import { type Body, key, list, number, page, text } from './door'
import { Frame } from './frame'
import { Facts, KIND_NAMES, Money } from './ui/text'

page('GET', '/s/:code', 'public', async ({ params, ask }) => {
  const shop = await ask('readShop', { params })
  return (
    <Frame title={text(shop, 'name')}>
      <p class="safe">{text(shop, 'notice')}</p>
      <Facts
        of={[
          ['行业', text(shop, 'sector_name')],
          ['地区', text(shop, 'district_name')],
          ['信用等级', text(shop, 'level')],
        ]}
      />
      <h2>可以办的卡</h2>
      {list(shop.offers).map((offer) => (
        <article class="card">
          <h3>{text(offer, 'name')}</h3>
          <p class="amount">
            <Money fen={number(offer, 'price_fen')} />
          </p>
          <p class="note">
            {KIND_NAMES[text(offer, 'kind')]} {text(offer, 'service')}
          </p>
          <a class="button" href={`/c/offers/${text(offer, 'id')}`}>
            看合同，再决定
          </a>
        </article>
      ))}
    </Frame>
  )
})

page('GET', '/c/offers/:id', 'consumer', async ({ params, ask }) => {
  const contract = await ask('readContract', { params })
  return (
    <Frame title={`${text(contract, 'shop_name')}的合同`}>
      <p class="note">付款前请读一读。每一笔充值都留着它签下的这一份。</p>
      <pre tabindex={0}>{text(contract, 'text')}</pre>
      <form method="post" action={`/c/offers/${params.id}`}>
        {key()}
        <input type="hidden" name="contract_hash" value={text(contract, 'hash')} />
        <label>
          <input type="checkbox" name="accepted" value="yes" required /> 我读过并同意这份合同
        </label>
        <p>
          <button type="submit">去付款</button>
        </p>
      </form>
    </Frame>
  )
})
page('POST', '/c/offers/:id', 'consumer', async ({ c, params, form, ask }) => {
  const body = {
    offer_id: params.id,
    contract_hash: form.get('contract_hash'),
    contract_accepted: form.get('accepted') === 'yes',
  }
  const order = await ask('buyOffer', { body }, form.get('key') ?? undefined)
  return c.redirect(`/c/purchases/${text(order, 'id')}`, 303)
})

const METHODS: [string, string][] = [
  ['pm_card_visa', '银行卡'],
  ['pm_card_authenticationRequired', '银行卡（要验证身份）'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', '银行卡（余额不足）'],
  ['pm_mock_wechat', '微信支付（稍后到账）'],
]
page('GET', '/c/purchases/:id', 'consumer', async ({ c, params, ask }) => {
  const order = await ask('readPurchase', { params })
  const status = text(order, 'status')
  return (
    <Frame title={text(order, 'shop_name')} refresh_s={status === 'processing' ? 5 : undefined}>
      <p class="amount">
        <Money fen={number(order, 'paid_fen')} />
      </p>
      <p class={status === 'paid' ? 'safe' : 'warn'}>{sentenceOf(order)}</p>
      {status === 'paid' ? (
        <a class="button" href={`/c/cards/${text(order, 'card_id')}`}>
          打开这张卡
        </a>
      ) : null}
      {status === 'awaiting_payment' && c.var.dev ? (
        <form method="post" action={`/c/purchases/${params.id}`}>
          {key()}
          <label for="method">用什么付（示范环境，不扣真钱）</label>
          <select id="method" name="method">
            {METHODS.map(([value, name]) => (
              <option value={value}>{name}</option>
            ))}
          </select>
          <p>
            <button type="submit">付款</button>
          </p>
        </form>
      ) : null}
    </Frame>
  )
})
page(
  'POST',
  '/c/purchases/:id',
  'consumer',
  async ({ c, params, form, ask }) => {
    const order = await ask(
      'payPurchase',
      { params, body: { payment_method: form.get('method') ?? '' } },
      form.get('key') ?? undefined,
    )
    const { action_url } = (order.payment ?? {}) as Body
    return c.redirect(
      typeof action_url === 'string' ? action_url : `/c/purchases/${params.id}`,
      303,
    )
  },
  { again: '/c/purchases/:id' },
)

function sentenceOf(order: Body): string {
  const status = text(order, 'status')
  if (status === 'paid') return '已付款，钱正划往银行专户，店家拿不走'
  if (status === 'processing') return '正在向银行确认，请别重复付款'
  if (status === 'awaiting_payment') return '还没有扣钱'
  return '没有扣钱。这笔购卡已结束，可以重新下单'
}
