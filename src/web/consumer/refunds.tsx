import type { FC } from 'hono/jsx'
import { spoken, spokenEn } from '../../kernel/time'
import { listRefundsOperation, readRefundOperation } from '../../refunds/routes'
import { type Say, useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { ReadAloud } from '../ui/island'
import { type Step, Steps } from '../ui/steps'
import { Grid, More } from '../ui/table'
import { Amount, Empty, Facts, Money, Notice, When } from '../ui/text'
import { AccountForm, Withdraw } from './refund-forms'

type RefundAnswer = AnswerFor<typeof readRefundOperation, 'consumer'>

const WAITS: Record<string, readonly [string, string]> = {
  shop: ['等店家答复', 'Waits for the shop'],
  mediator: ['等调解', 'Waits for mediation'],
  account: ['等您填账户', 'Waits for your account'],
  bank: ['银行正在退', 'The bank is sending it'],
  hold: ['等占用结清', 'Waits for an open use'],
  funds: ['专户的钱不够，按比例先退', 'Paid pro rata for now'],
  nobody: ['办完了', 'Done'],
}
const stateOf = (refund: RefundAnswer, t: Say): string =>
  refund.status === 'withdrawn'
    ? t('已撤回', 'Withdrawn')
    : t(...(WAITS[refund.waits_for] ?? ['', '']))

page('GET', '/c/refunds', 'consumer', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const refunds = await ask(listRefundsOperation, {
    query: { limit: '20', ...(cursor ? { cursor } : {}) },
  })
  const rows = refunds.data
  return (
    <Frame title={t('我的退款', 'My refunds')}>
      {rows.length === 0 ? (
        <Empty>
          <p>
            {t(
              '还没有退款。哪张卡不想用了，打开那张卡，点“退款”。',
              'No refunds yet. Open a card and choose “Refund”.',
            )}
          </p>
          <p>
            <a class="button" href="/c">
              {t('看我的卡', 'My cards')}
            </a>
          </p>
        </Empty>
      ) : null}
      {rows.map((refund) => (
        <article class="card">
          <div class="between">
            <h2>{refund.merchant_name}</h2>
            <span class="tag">{stateOf(refund, t)}</span>
          </div>
          <p>{refund.message}</p>
          <p class="small mute">
            <When at={refund.requested_at} /> · {refund.ground_text}
          </p>
          <a class="button plain" href={`/c/refunds/${refund.id}`}>
            {t('看进度', 'See progress')}
          </a>
        </article>
      ))}
      <More of={refunds} href="/c/refunds" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/c/refunds/:id', 'consumer', async ({ params, ask, t }) => {
  const refund = await ask(readRefundOperation, { params })
  const waits = refund.waits_for
  return (
    <Frame
      title={t(`退款：${refund.merchant_name}`, `Refund: ${refund.merchant_name}`)}
      refresh_s={waits === 'bank' ? 20 : undefined}
    >
      <section class="card">
        <div class="between">
          <span class="mute">{t('已经退回', 'Refunded so far')}</span>
          <span class="tag">{stateOf(refund, t)}</span>
        </div>
        <Amount fen={refund.refunded_fen} />
        <p role="status">{refund.message}</p>
        <Steps of={stepsOf(refund, t)} />
      </section>
      <Clock refund={refund} />
      {waits === 'account' ? <AccountForm refund={refund} /> : null}
      <Sums refund={refund} />
      <Parts refund={refund} />
      <Withdraw refund={refund} />
      <div class="buttons">
        <a class="button plain" href={`/c/cards/${refund.card_id}`}>
          {t('看这张卡', 'See the card')}
        </a>
        {refund.origin === 'incident' || refund.origin === 'closure' ? (
          <a class="button plain" href={`/c/endings/${refund.origin_id ?? ''}`}>
            {t('店的善后进度', 'How the shop is wound up')}
          </a>
        ) : null}
        <ReadAloud />
      </div>
    </Frame>
  )
})

/** Four steps everybody can name; the present one carries the date by which it ends. */
function stepsOf(refund: RefundAnswer, t: Say): Step[] {
  const done = refund.status === 'done'
  const open = refund.status === 'asked' || refund.status === 'contested'
  const at = (moment: string | null) =>
    moment === null ? undefined : t(spoken(moment), spokenEn(moment))
  const by = (refund.status === 'contested' ? refund.decide_by : refund.contest_by) ?? ''
  if (refund.status === 'withdrawn')
    return [{ label: t('已申请', 'Asked'), note: at(refund.requested_at), state: 'done' }]
  const shop: Step = {
    label: refund.status === 'contested' ? t('调解', 'Mediation') : t('店家确认', 'Shop answers'),
    note: open
      ? t(`最晚 ${spoken(by)}`, `by ${spokenEn(by)}`)
      : (at(refund.decided_at) ?? t('不需要', 'not needed')),
    state: open ? 'now' : 'done',
  }
  return [
    { label: t('已申请', 'Asked'), note: at(refund.requested_at), state: 'done' },
    shop,
    { label: t('银行退回', 'Bank sends'), state: done ? 'done' : open ? 'later' : 'now' },
    { label: t('到账', 'Arrived'), note: at(refund.done_at), state: done ? 'done' : 'later' },
  ]
}

/** The deadline that works for the holder, in bold. */
const Clock: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  if (refund.status === 'asked' && refund.contest_by !== null)
    return (
      <Notice is="safe">
        <p>
          {t('店家到 ', 'If the shop does not answer by ')}
          <strong>{t(spoken(refund.contest_by), spokenEn(refund.contest_by))}</strong>
          {refund.contest_by_is_provisional ? t('（暂定）', ' (provisional)') : null}
          {t(
            ' 还不答复，系统就自动退给您，不用您再操作。',
            ', the money goes back to you by itself.',
          )}
        </p>
      </Notice>
    )
  if (refund.status !== 'contested') return null
  return (
    <Notice is="warn">
      <p>
        {t('店家有异议：', 'The shop objects: ')}
        {refund.contest_reason}
      </p>
      {refund.contest_proof === null ? null : (
        <p>
          {t('店家的凭据：', 'Its proof: ')}
          {refund.contest_proof}
        </p>
      )}
      <p>
        {t('调解最迟 ', 'Mediation ends by ')}
        <strong>
          <When at={refund.decide_by ?? ''} />
        </strong>
        {t('；到时没有结果，差额退给您。', '; without a result the difference is yours.')}
      </p>
    </Notice>
  )
}

const Sums: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  const sum = (fen: number | null, zh: string, en: string) =>
    fen ? [[t(zh, en), <Money fen={fen} />] as const] : []
  return (
    <section class="card">
      <h2>{t('这笔退款', 'This refund')}</h2>
      <Facts
        of={[
          [t('原因', 'Reason'), refund.ground_text],
          ...sum(refund.undisputed_fen, '没有争议、马上退的', 'Undisputed'),
          ...sum(refund.disputed_fen, '要问店家的差额', 'Asked of the shop'),
          ...sum(refund.awarded_fen, '调解给您的', 'Awarded to you'),
          ...sum(
            refund.contested_fen,
            '受争议的金额和等结清的占用',
            'Contested or not settled yet',
          ),
          ...sum(refund.freed_fen, '其中结清后归您、另外退的', 'Of it decided for you, on top'),
          ...sum(refund.on_the_way_fen, '正在退', 'On its way'),
          ...sum(refund.uncovered_fen, '还欠您', 'Still owed to you'),
          ...(refund.decided_reason === null
            ? []
            : [[t('处理意见', 'Decision'), refund.decided_reason] as const]),
        ]}
      />
    </section>
  )
}
const ROUTE: Record<string, readonly [string, string]> = {
  original: ['原路退回', 'the way you paid'],
  bank: ['您的银行账户', 'your bank account'],
}
const STATE: Record<string, readonly [string, string]> = {
  created: ['即将退出', 'about to go'],
  awaiting_account: ['等收款账户', 'waits for an account'],
  sent: ['银行正在退', 'on its way'],
  unclear: ['没有回音，正在查问', 'no answer yet, being asked'],
  succeeded: ['已到账', 'arrived'],
  failed: ['没退成，另行退', 'failed, another way'],
  withdrawn: ['已撤回', 'withdrawn'],
}
const Parts: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  const parts = refund.parts
  if (parts.length === 0) return null
  return (
    <Grid
      caption={t('一笔一笔', 'Piece by piece')}
      show_caption
      head={[t('走哪条路', 'Route'), t('到哪一步', 'State'), t('金额', 'Amount')]}
      words={[1]}
      rows={parts.map((one) => [
        t(...(ROUTE[one.route] ?? ['', ''])),
        t(...(STATE[one.unclear_since ? 'unclear' : one.state] ?? ['', ''])),
        <Money fen={one.amount_fen} />,
      ])}
    />
  )
}
