import type { FC } from 'hono/jsx'
import { spoken, spokenEn } from '../../kernel/time'
import {
  acceptRefundOperation,
  contestRefundOperation,
  listRefundsOperation,
  readRefundOperation,
} from '../../refunds/routes'
import { actPage } from '../act-page'
import { type Say, useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Words } from '../ui/form'
import { More } from '../ui/table'
import { Amount, Empty, Facts, Money, Notice, When } from '../ui/text'

type RefundAnswer = AnswerFor<typeof readRefundOperation, 'staff'>

const STATUS: Record<string, readonly [string, string]> = {
  asked: ['等您答复', 'Waits for you'],
  contested: ['等调解', 'In mediation'],
  decided: ['正在退', 'Being paid'],
  done: ['已办完', 'Done'],
  withdrawn: ['已撤回', 'Withdrawn'],
}
const stateOf = (refund: RefundAnswer, t: Say) => t(...(STATUS[refund.status] ?? ['', '']))

/** Refunds that wait for an answer first, each with the hour by which silence pays. */
page('GET', '/m/refunds', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [asked, others] = await Promise.all([
    ask(listRefundsOperation, {
      query: { is_asked: 'true', limit: '50', cursor: c.req.query('asked') },
    }),
    ask(listRefundsOperation, { query: { is_asked: 'false', limit: '20', cursor } }),
  ])
  const count = asked.totals.asked_count
  const shown = [...asked.data, ...others.data]
  return (
    <Frame title={t('退款', 'Refunds')}>
      <p>
        <a class="inline" href="/m/disputes">
          {t('付款争议', 'Payment disputes')}
        </a>
        {' · '}
        <a class="inline" href="/m/complaints">
          {t('投诉', 'Complaints')}
        </a>
      </p>
      {count === 0 ? (
        <Notice is="safe">{t('没有等您答复的退款。', 'No refund waits for you.')}</Notice>
      ) : (
        <Notice is="warn">
          {t(
            `${count} 笔等您答复。不答复，到期就自动退给顾客。`,
            `${count} wait for your answer; silence pays them.`,
          )}
        </Notice>
      )}
      <More
        of={asked}
        href="/m/refunds"
        name="asked"
        word={t('其余等您答复的', 'Others that wait')}
      />
      {shown.map((refund) => (
        <article class="card">
          <div class="between">
            <h2>{t(refund.ground_text, refund.ground_text_en)}</h2>
            <span class="tag">{stateOf(refund, t)}</span>
          </div>
          <p>
            {t('有争议的差额 ', 'Disputed ')}
            <strong>
              <Money fen={refund.disputed_fen} />
            </strong>
            {refund.status === 'asked' && refund.contest_by !== null
              ? t(
                  `；最晚 ${spoken(refund.contest_by)} 答复${refund.contest_by_is_provisional === true ? '（暂定，放假安排公布后可能推迟）' : ''}`,
                  `; answer by ${spokenEn(refund.contest_by)}${refund.contest_by_is_provisional === true ? ' (may still move later)' : ''}`,
                )
              : null}
          </p>
          <a class="button plain" href={`/m/refunds/${refund.id}`}>
            {refund.status === 'asked' ? t('看了再答复', 'Look and answer') : t('看一看', 'See')}
          </a>
        </article>
      ))}
      {shown.length === 0 ? <Empty>{t('还没有退款。', 'No refunds yet.')}</Empty> : null}
      <More of={others} href="/m/refunds" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/m/refunds/:id', 'staff', async ({ params, ask, t }) => {
  const refund = await ask(readRefundOperation, { params })
  return (
    <Frame title={t('一笔退款', 'A refund')}>
      <section class="card">
        <div class="between">
          <span class="mute">{t('有争议的差额', 'Disputed difference')}</span>
          <span class="tag">{stateOf(refund, t)}</span>
        </div>
        <Amount fen={refund.disputed_fen} />
        <p role="status">{t(refund.message, refund.message_en)}</p>
        <Facts
          of={[
            [t('顾客的原因', 'Reason given'), t(refund.ground_text, refund.ground_text_en)],
            ...(refund.note === null ? [] : [[t('顾客说', 'Note'), refund.note] as const]),
            [
              t('没有争议、已经在退', 'Undisputed, on its way'),
              <Money fen={refund.undisputed_fen} />,
            ],
            [t('已退到顾客', 'Refunded'), <Money fen={refund.refunded_fen} />],
            [t('申请时间', 'Asked at'), <When at={refund.requested_at} />],
            ...(refund.decided_reason === null
              ? []
              : [[t('处理意见', 'Decision'), refund.decided_reason] as const]),
          ]}
        />
      </section>
      {refund.status === 'asked' ? <Answer refund={refund} /> : null}
      {refund.contest_reason === null ? null : (
        <section class="card">
          <h2>{t('您的异议', 'Your objection')}</h2>
          <p>{refund.contest_reason}</p>
          <p class="note">{refund.contest_proof}</p>
        </section>
      )}
      <div class="buttons">
        <a class="button plain" href={`/m/cards/${refund.card_id}`}>
          {t('看这张卡', 'See the card')}
        </a>
        <a class="button plain" href="/m/refunds">
          {t('全部退款', 'All refunds')}
        </a>
      </div>
    </Frame>
  )
})
const Answer: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  const here = `/m/refunds/${refund.id}`
  return (
    <div class="halves">
      <form method="post" action={`${here}/acceptance`} class="card">
        {key()}
        <h2>{t('同意', 'Agree')}</h2>
        <p>
          {t('差额 ', 'The difference of ')}
          <Money fen={refund.disputed_fen} />
          {t(' 也退给顾客，从专户出，不用您另付。', ' goes to the customer, out of custody.')}
        </p>
        <button type="submit">{t('同意退', 'Agree')}</button>
      </form>
      <form method="post" action={`${here}/contest`} class="card">
        {key()}
        <h2>{t('有异议', 'Object')}</h2>
        <p>
          {t(
            '写明为什么是顾客自己的原因，附上凭据；由调解决定差额归谁。',
            'Say why it is the customer’s own cause, with proof; mediation decides.',
          )}
        </p>
        <Words name="reason" label={t('理由', 'Reason')} required maxlength={500} />
        <Words
          name="proof"
          label={t('凭据（记录、聊天、照片编号）', 'Proof (records, messages, photo numbers)')}
          required
          maxlength={1000}
        />
        <button type="submit" class="danger">
          {t('提出异议', 'Object')}
        </button>
      </form>
    </div>
  )
}
const toRefund = ({ id }: { id: string }) => `/m/refunds/${id}`
actPage('/m/refunds/:id/acceptance', 'staff', {
  act: acceptRefundOperation,
  says: ({ params }) => ({ params }),
  leads: toRefund,
  again: '/m/refunds/:id',
})
actPage('/m/refunds/:id/contest', 'staff', {
  act: contestRefundOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      reason: form.get('reason')?.trim() ?? '',
      proof: form.get('proof')?.trim() ?? '',
    },
  }),
  leads: toRefund,
  again: '/m/refunds/:id',
})
