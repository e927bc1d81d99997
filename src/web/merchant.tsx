import { key, list, number, page, text } from './door'
import { Frame } from './frame'
import { Grid } from './ui/table'
import { Facts, Money, When } from './ui/text'

page('GET', '/m', 'staff', async ({ ask }) => {
  const me = await ask('readMe')
  const sees_totals = me.role !== 'cashier'
  const day = sees_totals ? await ask('readMerchantDay') : null
  const items = list((await ask('listPriceItems', { query: { limit: '12' } })).data)
  return (
    <Frame title="收银台">
      <form method="post" action="/m/redemptions" class="card">
        {key()}
        <label for="code">顾客的消费码（扫码枪可直接扫）</label>
        <input id="code" name="code" required autocomplete="off" autofocus />
        <label for="yuan">金额（元）</label>
        <input id="yuan" name="yuan" inputmode="decimal" pattern="\d{1,6}(\.\d{1,2})?" />
        <label for="item">或一个项目</label>
        <select id="item" name="item_id">
          <option value="">—</option>
          {items.map((item) => (
            <option value={text(item, 'id')}>
              {text(item, 'name')} <Money fen={number(item, 'list_price_fen')} />
            </option>
          ))}
        </select>
        <label for="visits">或次数</label>
        <input id="visits" name="visits" inputmode="numeric" pattern="\d{1,2}" />
        <label>
          <input type="checkbox" name="repeat" value="yes" /> 一分钟内同样金额，确实再扣一次
        </label>
        <p>
          <button type="submit">核销</button>
        </p>
      </form>
      {day ? (
        <>
          <h2>今天</h2>
          <div class="card">
            <Facts
              of={[
                ['核销', `${number(day, 'uses_count')} 次`],
                ['今天放款', <Money fen={number(day, 'released_fen')} />],
                ['充值', <Money fen={number(day, 'paid_fen')} />],
                ['应付给本店', <Money fen={number(day, 'payable_fen')} />],
                ['顾客存着', <Money fen={number(day, 'owed_fen')} />],
              ]}
            />
          </div>
          <Grid
            caption="近 30 天"
            head={['日子', '核销', '放款', '充值']}
            rows={list(day.days)
              .reverse()
              .map((one) => [
                text(one, 'day'),
                number(one, 'uses_count'),
                <Money fen={number(one, 'released_fen')} />,
                <Money fen={number(one, 'paid_fen')} />,
              ])}
          />
        </>
      ) : (
        <p class="note">收银员看不到合计。</p>
      )}
    </Frame>
  )
})

page('POST', '/m/redemptions', 'staff', async ({ c, form, ask }) => {
  const [yuan, item_id, visits] = [
    form.get('yuan')?.trim(),
    form.get('item_id'),
    form.get('visits')?.trim(),
  ]
  const what = {
    ...(yuan ? { amount_fen: fenIn(yuan) } : {}),
    ...(item_id ? { item_id } : {}),
    ...(visits ? { visits: Number(visits) } : {}),
  }
  const repeat_confirmed = form.get('repeat') === 'yes'
  const use = await ask(
    'redeemByCode',
    { body: { code: form.get('code') ?? '', ...what, repeat_confirmed } },
    form.get('key') ?? undefined,
  )
  return c.redirect(`/m/redemptions/${text(use, 'id')}`, 303)
})

/** Yuan as typed to fen, digit by digit. */
function fenIn(yuan: string): number {
  const [whole = '0', cents = ''] = yuan.normalize('NFKC').split('.')
  return Number(whole) * 100 + Number(cents.padEnd(2, '0').slice(0, 2))
}

page('GET', '/m/redemptions/:id', 'staff', async ({ params, ask }) => {
  const use = await ask('readRedemption', { params })
  const waits = use.status === 'user_confirming'
  return (
    <Frame title="小票" refresh_s={waits ? 3 : undefined}>
      <p class={use.status === 'succeeded' ? 'safe' : 'warn'}>{text(use, 'message')}</p>
      <Facts
        of={[
          ['项目', text(use, 'label')],
          ['店家入账', <Money fen={number(use, 'released_fen')} />],
          ['时间', <When at={text(use, 'started_at')} />],
          ['编号', <code>{text(use, 'id')}</code>],
          ['卡', <a href={`/m/cards/${text(use, 'card_id')}`}>看这张卡</a>],
        ]}
      />
      {use.status === 'succeeded' && number(use, 'corrected_units') < number(use, 'units')
        ? correctionForm(text(use, 'id'))
        : null}
      <a class="button" href="/m">
        下一位
      </a>
    </Frame>
  )
})

/** A wrong amount is undone here: void today's, refund an older one or a part of it. */
const correctionForm = (id: string) => (
  <details>
    <summary>打错了？撤销或退回</summary>
    <form method="post" action={`/m/redemptions/${id}/corrections`} class="card">
      {key()}
      <label for="kind">怎么更正</label>
      <select id="kind" name="kind">
        <option value="void">撤销这一笔（当天）</option>
        <option value="refund">退回（店主或店长）</option>
      </select>
      <label for="units">只退一部分：储值写金额（元），次卡写次数；不写就是全部</label>
      <input id="units" name="units" inputmode="decimal" pattern="\d{1,6}(\.\d{1,2})?" />
      <label for="reason">原因</label>
      <input id="reason" name="reason" required minlength={2} maxlength={100} />
      <button type="submit">钱退回卡里</button>
    </form>
  </details>
)

page('POST', '/m/redemptions/:id/corrections', 'staff', async ({ c, params, form, ask }) => {
  const use = await ask('readRedemption', { params })
  const said = form.get('units')?.trim() ?? ''
  const units = use.unit === 'fen' ? fenIn(said) : Number(said)
  const kind = form.get('kind') ?? ''
  const body = { kind, reason: form.get('reason') ?? '', ...(said ? { units } : {}) }
  await ask('correctRedemption', { params, body }, form.get('key') ?? undefined)
  return c.redirect(`/m/redemptions/${params.id}`, 303)
})
