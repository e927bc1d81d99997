import { type Body, key, list, number, page, text } from './door'
import { Frame } from './frame'
import { Qr } from './ui/qr'
import { Grid } from './ui/table'
import { Facts, KIND_NAMES, Money, unitsOf, When } from './ui/text'

page('GET', '/c', 'consumer', async ({ ask }) => {
  const cards = list((await ask('listCards', { query: { limit: '50' } })).data)
  return (
    <Frame title="我的卡">
      {cards.length === 0 ? (
        <p class="card">还没有卡。到店里扫一扫墙上的店铺码，就能办卡。</p>
      ) : null}
      {cards.map((card) => (
        <article class="card">
          <h2>{text(card, 'shop_name')}</h2>
          <p class="amount">{unitsOf(text(card, 'unit'), number(card, 'remaining_units'))}</p>
          <p class="note">
            {KIND_NAMES[text(card, 'kind')]} {text(card, 'service')}，受保护余额{' '}
            <Money fen={number(card, 'protected_fen')} />
            ，在银行专户或正划往专户
          </p>
          <a class="button" href={`/c/cards/${text(card, 'id')}`}>
            打开
          </a>
        </article>
      ))}
      <h2>去一家店办卡</h2>
      <form method="post" action="/c/shop">
        <label for="code">店铺码</label>
        <input id="code" name="code" required autocomplete="off" />
        <p>
          <button type="submit">看看这家店</button>
        </p>
      </form>
    </Frame>
  )
})
page('POST', '/c/shop', 'public', async ({ c, form }) =>
  c.redirect(`/s/${encodeURIComponent(form.get('code')?.trim() ?? '')}`, 303),
)

page('GET', '/c/cards/:id', 'consumer', async ({ params, ask }) => {
  const card = await ask('readCard', { params })
  const uses = list((await ask('listRedemptions', { query: { card_id: params.id } })).data)
  const refund = card.refund_now as Body
  const shop = card.shop as Body
  const unit = text(card, 'unit')
  return (
    <Frame title={text(shop, 'name')}>
      <div class="card">
        <p class="amount">{unitsOf(unit, number(card, 'remaining_units'))}</p>
        <p class="safe">
          受保护余额 <Money fen={number(card, 'protected_fen')} />
          ：在银行专户（{text(card, 'custody_account_mask')}）或正划往专户，店家拿不走
        </p>
        {unit === 'day' ? null : (
          <form method="post" action={`/c/cards/${params.id}/code`}>
            {key()}
            <button type="submit">出示消费码</button>
          </form>
        )}
      </div>
      {uses
        .filter(({ status }) => status === 'user_confirming')
        .map((use) => (
          <Confirm use={use} />
        ))}
      <h2>现在退，能拿回</h2>
      <div class="card">
        <Facts
          of={[
            ['不是您的原因', <Money fen={number(refund, 'not_consumer_cause_fen')} />],
            ['您自己不想用了', <Money fen={number(refund, 'consumer_cause_fen')} />],
          ]}
        />
        <details>
          <summary>怎么算的</summary>
          {list(refund.lots).map((lot) => (
            <>
              {(['not_consumer_cause', 'consumer_cause'] as const).map((cause) => (
                <Grid
                  caption="逐行计算"
                  head={[cause === 'consumer_cause' ? '您自己的原因' : '不是您的原因', '金额']}
                  rows={list((lot[cause] as Body).lines).map((line) => [
                    `${text(line, 'text')}（${text(line, 'article')}）`,
                    <Money fen={number(line, 'amount_fen')} />,
                  ])}
                />
              ))}
            </>
          ))}
        </details>
      </div>
      <h2>用过的</h2>
      <Grid
        caption="最近的核销"
        head={['什么时候', '什么', '状态']}
        rows={uses.map((use) => [
          <When at={text(use, 'started_at')} />,
          text(use, 'label'),
          text(use, 'message'),
        ])}
      />
      <h2>每一笔充值</h2>
      <Grid
        caption="每一笔充值"
        head={['付款日', '实付', '还在专户']}
        rows={list(card.lots).map((lot) => [
          <When at={text(lot, 'bought_at')} />,
          <Money fen={number(lot, 'paid_fen')} />,
          <Money fen={number(lot, 'escrow_fen')} />,
        ])}
      />
    </Frame>
  )
})

const Confirm = ({ use }: { use: Body }) => (
  <form method="post" action={`/c/redemptions/${text(use, 'id')}`} class="warn">
    <p>
      {text(use, 'shop_name')}要扣 {unitsOf(text(use, 'unit'), number(use, 'units'))}，还没有扣钱。
    </p>
    {key()}
    <label for="pin">支付密码（6 位）</label>
    <input id="pin" name="pin" inputmode="numeric" type="password" autocomplete="off" />
    <p>
      <button type="submit" name="do" value="confirm">
        确认付款
      </button>{' '}
      <button type="submit" name="do" value="cancel" class="plain">
        不是我，取消
      </button>
    </p>
  </form>
)
page('POST', '/c/redemptions/:id', 'consumer', async ({ c, params, form, ask }) => {
  const confirms = form.get('do') === 'confirm'
  const done = await (confirms
    ? ask(
        'confirmRedemption',
        { params, body: { pin: form.get('pin') ?? '' } },
        form.get('key') ?? undefined,
      )
    : ask('cancelRedemption', { params }, form.get('key') ?? undefined))
  return c.redirect(`/c/cards/${text(done, 'card_id')}`, 303)
})

page('POST', '/c/cards/:id/code', 'consumer', async ({ c, params, form, ask }) => {
  await ask('issuePayCodeKey', { params }, form.get('key') ?? undefined)
  return c.redirect(`/c/cards/${params.id}/code`, 303)
})
page('GET', '/c/cards/:id/code', 'consumer', async ({ params, ask }) => {
  const code = await ask('readPayCode', { params })
  return (
    <Frame
      title={`这个码只在${text(code, 'shop_name')}能用`}
      refresh_s={number(code, 'refresh_after_s')}
    >
      <div class="code">
        <Qr value={text(code, 'qr')} label="消费码二维码" />
        <p class="digits">{text(code, 'digits_spoken')}</p>
      </div>
      <p class="note">每 30 秒换一次，用一次就作废。把屏幕调亮，给店员扫。</p>
      <a class="button" href={`/c/cards/${params.id}`}>
        用好了，看余额
      </a>
    </Frame>
  )
})
