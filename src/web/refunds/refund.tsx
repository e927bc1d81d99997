import type { FC } from 'hono/jsx'
import { readRefundOperation } from '../../refunds/routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { PartsBar } from '../look/flow'
import { Disc, Icon } from '../look/icon'
import { ReadAloud } from '../ui/island'
import { useHotline } from '../ui/places'
import { Steps } from '../ui/steps'
import { Amount, Facts, Money, Tag } from '../ui/text'
import { AccountForm, Withdraw } from './refund-forms'
import { currentTurn, refundSteps } from './refund-steps'

type RefundAnswer = AnswerFor<typeof readRefundOperation, 'consumer'>
/** How often a refund on its way is asked about again, in seconds. */
const ASK_AGAIN_S = 20

page('GET', '/c/refunds/:id', 'consumer', async ({ params, ask, t }) => {
  const refund = await ask(readRefundOperation, { params })
  const { merchant_name: shop, waits_for } = refund
  const title = t(`${shop}的退款`, `Refund: ${shop}`)
  return (
    <Frame
      title={title}
      wide
      heading="own"
      refresh_s={waits_for === 'bank' ? ASK_AGAIN_S : undefined}
    >
      <div class="with">
        <Disc is="undo-2" />
        <div>
          <h1>{title}</h1>
          <p class="small mute">
            {t(`原因：${refund.ground_text}`, `Reason: ${refund.ground_text_en}`)}
          </p>
        </div>
      </div>
      <div class="two">
        <div class="col">
          <Total refund={refund} />
          {waits_for === 'account' ? <AccountForm refund={refund} /> : null}
          <section class="card">
            <h2>{t('走到哪一步', 'How far it is')}</h2>
            <Steps of={refundSteps(refund, t)} />
          </section>
        </div>
        <div class="col">
          <Objection refund={refund} />
          <Parts refund={refund} />
          <Ways refund={refund} />
        </div>
      </div>
    </Frame>
  )
})

/** One total, and where its parts are: they add up to it. */
const Total: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  const { tone, icon, word } = currentTurn(refund, t)
  const sum = (fen: number | null, zh: string, en: string) =>
    fen ? [[t(zh, en), <Money fen={fen} />] as const] : []
  return (
    <section class="card">
      <div class="between">
        <p class="mute">{t('一共退您', 'Refunded in all')}</p>
        <Tag is={tone ?? ''} icon={icon}>
          {word}
        </Tag>
      </div>
      <Amount fen={refund.total_fen} />
      <PartsBar
        total_fen={refund.total_fen}
        back_fen={refund.refunded_fen}
        held_fen={refund.on_the_way_fen}
        waiting_fen={refund.waiting_fen}
        missing_fen={refund.uncovered_fen}
      />
      <Facts
        of={[
          ...sum(refund.refunded_fen, '已经到账', 'Arrived'),
          ...sum(refund.on_the_way_fen, '正在退', 'On its way'),
          ...sum(refund.waiting_fen, '先留着，等答复', 'Kept until there is an answer'),
          ...sum(refund.uncovered_fen, '还欠您', 'Still owed to you'),
          ...sum(refund.contested_fen, '另有没结清的占用', 'Besides: uses not settled yet'),
          ...sum(refund.freed_fen, '其中结清后归您、另外退的', 'Of them decided for you, on top'),
        ]}
      />
      <p role="status">{t(refund.message, refund.message_en)}</p>
    </section>
  )
}

/** What the shop says against it, and what was decided; before that, what an objection would take. */
const Objection: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  const number = useHotline()
  if (refund.contested_at === null && refund.status !== 'asked') return null
  const said: (readonly [string, string])[] = [
    ...(refund.contest_reason ? [[t('理由', 'Reason'), refund.contest_reason] as const] : []),
    ...(refund.contest_proof ? [[t('凭据', 'Proof'), refund.contest_proof] as const] : []),
    ...(refund.decided_reason ? [[t('结果', 'Decision'), refund.decided_reason] as const] : []),
  ]
  return (
    <section class="card">
      <h2>
        {refund.contested_at === null
          ? t('店家要是有异议', 'If the shop objects')
          : t('店家的异议', 'What the shop says')}
      </h2>
      {said.length > 0 ? (
        <Facts of={said} />
      ) : (
        <p>
          {t(
            '它得写明理由、拿出凭据，您都看得见。谈不拢，由调解员处理。',
            'It has to give its reason and proof, and you see both. A mediator decides what stays open.',
          )}
        </p>
      )}
      <a class="button plain" href={`tel:${number}`}>
        <Icon is="phone" />
        {t(`打 ${number}`, `Call ${number}`)}
      </a>
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
  if (refund.parts.length === 0) return null
  return (
    <section class="card">
      <h2>{t('一笔一笔', 'Piece by piece')}</h2>
      <Facts
        of={refund.parts.map((one) => [
          `${t(...(ROUTE[one.route] ?? ['', '']))} · ${t(...(STATE[one.unclear_since ? 'unclear' : one.state] ?? ['', '']))}`,
          <Money fen={one.amount_fen} />,
        ])}
      />
    </section>
  )
}

const Ways: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  const ended = refund.origin === 'incident' || refund.origin === 'closure'
  return (
    <>
      <div class="buttons">
        <a class="button plain" href={`/c/cards/${refund.card_id}`}>
          {t('看这张卡', 'See the card')}
        </a>
        {ended ? (
          <a class="button plain" href={`/c/endings/${refund.origin_id ?? ''}`}>
            {t('店的善后进度', 'How the shop is wound up')}
          </a>
        ) : null}
        <ReadAloud />
      </div>
      <Withdraw refund={refund} />
    </>
  )
}
