import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import {
  payPurchaseOperation,
  readPurchaseOperation,
  switchPaymentOperation,
} from '../../purchases/routes'
import { readCardOperation } from '../../readers/routes'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Standing } from '../figures/standing'
import { Frame } from '../frame'
import { Icon } from '../look/icon'
import { Methods, WALLETS } from '../shop/methods'
import { refusedAs } from '../shop/shop'
import { Amount, Facts, Notice, When } from '../ui/text'

type PurchaseAnswer = AnswerFor<typeof readPurchaseOperation, 'consumer'>
type CardAnswer = AnswerFor<typeof readCardOperation, 'consumer'>

/** How often an open outcome is asked about again, in seconds; the page says so. */
const ASK_AGAIN_S = 5
/** While the payer is at the wallet or the bank, on another page perhaps. */
const LOOK_AGAIN_S = 15

page(
  'GET',
  '/c/purchases/:id',
  'consumer',
  async ({ c, params, ask, t }) => {
    const order = await ask(readPurchaseOperation, { params })
    const open = order.status === 'processing'
    const checking = open && isAway(order)
    const card =
      order.status === 'paid'
        ? await ask(readCardOperation, { params: { id: order.card_id ?? '' } }).catch(
            refusedAs(null),
          )
        : null
    return (
      <Frame
        sheet="public"
        title={titleOf(order, t)}
        refresh_s={open ? (checking ? LOOK_AGAIN_S : ASK_AGAIN_S) : undefined}
      >
        <Outcome order={order} card={card} />
        {order.status === 'awaiting_payment' ? (
          <Payment order={order} dev={c.var.dev !== null} />
        ) : null}
      </Frame>
    )
  },
  { secret: true },
)
page(
  'POST',
  '/c/purchases/:id/switch',
  'consumer',
  async ({ c, params, form, ask }) => {
    const body = { payment_method: form.get('method') ?? '' }
    await ask(switchPaymentOperation, { params, body })
    return c.redirect(`/c/purchases/${params.id}`, 303)
  },
  { again: '/c/purchases/:id' },
)
page(
  'POST',
  '/c/purchases/:id',
  'consumer',
  async ({ c, params, form, ask }) => {
    const body = { payment_method: form.get('method') ?? '' }
    await ask(payPurchaseOperation, { params, body }, payingKey(form))
    // A form may not lead to a bank's address (CSP form-action): our own page carries the link to it.
    return c.redirect(`/c/purchases/${params.id}`, 303)
  },
  { again: '/c/purchases/:id' },
)

/** A form that came on from the offer's page has ordered under its key: paying takes one of its own, made from it. */
const payingKey = (form: URLSearchParams): string | undefined => {
  const sent = form.get('key')
  if (sent === null) return undefined
  return form.has('contract_hash') ? `pay-${sent}` : sent
}

/** The payer is wanted in their wallet or at their bank. */
const isAway = ({ payment }: PurchaseAnswer): boolean => payment?.state === 'requires_action'

const titleOf = (order: PurchaseAnswer, t: Say): string =>
  ({
    awaiting_payment: t('付款', 'Payment'),
    processing: isAway(order) ? t('去付款', 'Go and pay') : t('正在确认', 'Being confirmed'),
    paid: t('已付款', 'Paid'),
    failed: t('没有付成', 'Not paid'),
    expired: t('订单已过期', 'Order expired'),
  })[order.status] ?? t('付款', 'Payment')

/** What happened to the money comes first, then the sum and to whom. */
const Outcome: FC<{ order: PurchaseAnswer; card: CardAnswer | null }> = ({ order, card }) => {
  const t = useSay()
  const status = order.status
  const facts = (
    <div class="card">
      <p class="mute">{order.merchant_name}</p>
      <Amount fen={order.paid_fen} />
      <Facts of={factsOf(order, t)} />
    </div>
  )
  if (status === 'paid')
    return (
      <>
        <p role="status">
          <b>{t('已付款。', 'Paid.')}</b>
        </p>
        {card === null ? null : <Standing of={card.standing} />}
        {facts}
        <a class="button main" href={`/c/cards/${order.card_id ?? ''}`}>
          {t('打开这张卡', 'Open this card')}
        </a>
      </>
    )
  if (status === 'processing')
    return (
      <>
        <Confirming order={order} />
        {facts}
      </>
    )
  if (status === 'awaiting_payment') return facts
  return (
    <>
      <Notice is="bad" live>
        <b>{t('没有扣钱。', 'Nothing was charged. ')}</b>
        {status === 'expired'
          ? t('30 分钟内没有付款，这一单作废了。', 'It was not paid within 30 minutes and is void.')
          : t('支付机构取消了这一单。', 'The payment provider cancelled it.')}
      </Notice>
      {facts}
      <a class="button" href={`/c/offers/${order.offer_id}`}>
        {t('重新下单', 'Order again')}
      </a>
    </>
  )
}

/** Nobody knows yet: the page asks again by itself, and says not to pay twice. */
const Confirming: FC<{ order: PurchaseAnswer }> = ({ order }) => {
  const t = useSay()
  const { state, action_url, wallet } = order.payment ?? {}
  const there = {
    wechat_pay: t('在微信里付', 'pay in WeChat'),
    alipay: t('在支付宝里付', 'pay in Alipay'),
    other: t('到发卡银行确认是您本人', 'show your bank that it is you'),
  }[wallet ?? 'other']
  if (state === 'requires_action')
    return (
      <>
        <Notice is="warn" live>
          <b>{t('还没有扣钱，差一步。', 'Nothing was charged yet: one step is missing.')}</b>
          <p>
            {t(
              `点“去付款”，${there}；付完回到这一页，${LOOK_AGAIN_S} 秒内自己变成“已付款”。`,
              `Tap “Go and pay”, ${there}, and come back: within ${LOOK_AGAIN_S} seconds this says “Paid”.`,
            )}
          </p>
        </Notice>
        {action_url ? (
          <a class="button main" href={action_url}>
            {t('去付款', 'Go and pay')}
          </a>
        ) : null}
        <Instead order={order} />
        <p class="small mute">
          {t(
            '不想付了，什么都不用做：没有扣钱，30 分钟后这一单自己作废。',
            'Changed your mind? Do nothing: nothing is charged and the order ends by itself after 30 minutes.',
          )}
        </p>
      </>
    )
  return (
    <Notice is="warn" live>
      <b>
        {t('正在向银行确认，请别重复付款。', 'We are asking the bank. Please do not pay again.')}
      </b>
      <p>
        {t(
          `一般 10 秒内有结果，本页每 ${ASK_AGAIN_S} 秒自己再问一次。关掉也行，付成的卡在“我的卡”里。`,
          `Usually within 10 seconds; this page asks again every ${ASK_AGAIN_S} seconds. You may close it.`,
        )}
      </p>
    </Notice>
  )
}

/** Who cannot pay where they were sent takes another way on the same order: a button each. */
const Instead: FC<{ order: PurchaseAnswer }> = ({ order }) => {
  const t = useSay()
  const others = WALLETS.filter(({ value }) => value !== order.payment?.wallet)
  return (
    <div class="card col">
      <h2>{t('那里付不了？', 'Cannot pay there?')}</h2>
      <p>
        {t(
          '换一种方式，还是这一单，只扣一次。换了以后，原来的付款页就不能再付。',
          'Take another way: it stays one order and is charged once. The page you were sent to no longer takes the money.',
        )}
      </p>
      {others.map(({ value, icon, zh, en }) => (
        <form method="post" action={`/c/purchases/${order.id}/switch`}>
          {key()}
          <button type="submit" class="plain" name="method" value={value}>
            <Icon is={icon} />
            {t(`改用${zh}`, `Use ${en} instead`)}
          </button>
        </form>
      ))}
    </div>
  )
}

const factsOf = (order: PurchaseAnswer, t: Say) => [
  [
    t('付给', 'Goes to'),
    t('存管银行专户，不是店家', 'the custody account at the bank, not the shop'),
  ] as const,
  ...(order.status === 'awaiting_payment'
    ? [[t('最晚', 'At the latest'), <When at={order.expires_at} />] as const]
    : []),
  ...(order.paid_at === null
    ? []
    : [[t('付款时间', 'Paid at'), <When at={order.paid_at} />] as const]),
  [t('订单号', 'Order'), <code>{order.id.slice(-8)}</code>] as const,
]

const Payment: FC<{ order: PurchaseAnswer; dev: boolean }> = ({ order, dev }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/purchases/${order.id}`} class="card">
      {key()}
      <Methods dev={dev} />
      <button type="submit" class="main">
        <Icon is="lock" />
        {t(`付 ${yuan(order.paid_fen)} 到银行专户`, `Pay ${yuan(order.paid_fen)} into custody`)}
      </button>
      <p class="small mute">
        {t(
          '只点一次。点两次也只扣一次。还没付就可以不付，没有任何费用。',
          'Clicking twice charges once. You may still leave: it costs nothing.',
        )}
      </p>
    </form>
  )
}
