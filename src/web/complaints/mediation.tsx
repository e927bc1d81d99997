import type { FC } from 'hono/jsx'
import {
  acceptMediationAsHolderOperation,
  acceptMediationAsShopOperation,
  declineMediationOperation,
  proposeMediationOperation,
  readMediationProposalOperation,
  readMediationRangeOperation,
  recordConfirmationOperation,
  withdrawMediationOperation,
} from '../../mediations/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Field, Words } from '../ui/form'
import { Amount, Facts, Money, Notice, When } from '../ui/text'
import { fenIn } from '../ui/yuan'

type Proposal = AnswerFor<typeof readMediationProposalOperation, 'consumer'>

/** A proposal as either side and the mediator read it: the sum, the law's range, whose word is awaited. */
const Shown: FC<{ of: Proposal }> = ({ of }) => {
  const t = useSay()
  const word = (at: string | null) => (at === null ? t('还没有', 'not yet') : <When at={at} />)
  return (
    <section class="card">
      <span class="mute">{t('方案：退给顾客', 'Proposed: back to the customer')}</span>
      <Amount fen={of.agreed_fen} />
      <p role="status">{t(of.message, of.message_en)}</p>
      <Facts
        of={[
          [t('店', 'Shop'), of.merchant_name],
          [t('调解', 'Mediated by'), of.unit_name],
          [
            t('法律算的范围', 'What the law gives'),
            <>
              <Money fen={of.low_fen} /> – <Money fen={of.high_fen} />
            </>,
          ],
          [t('调解员的意见', 'The mediator’s view'), of.words],
          [t('顾客同意', 'The holder’s yes'), word(of.holder_accepted_at)],
          [t('店家同意', 'The shop’s yes'), word(of.shop_accepted_at)],
          [t('最迟答复', 'Answer by'), <When at={of.answer_by} />],
          ...(of.decline_words === null
            ? []
            : [[t('不同意的话', 'Why not'), of.decline_words] as const]),
          ...(of.confirm_by === null
            ? []
            : [
                [
                  t('司法确认最迟', 'A court may confirm until'),
                  <When at={of.confirm_by} />,
                ] as const,
              ]),
          ...(of.court_no === null ? [] : [[t('确认案号', 'Court number'), of.court_no] as const]),
        ]}
      />
    </section>
  )
}

/** Yes and no of one side. */
const Answering: FC<{ of: Proposal; here: string }> = ({ of, here }) => {
  const t = useSay()
  return (
    <>
      {of.may.includes('accept') ? (
        <form method="post" action={`${here}/acceptance`} class="card">
          {key()}
          <p>
            {t(
              '双方都同意，协议就生效：合同解除，这笔钱马上按原路退。同意以后不能反悔。',
              'Once both agree it holds: the contract ends and the sum is refunded at once. It cannot be taken back.',
            )}
          </p>
          <button type="submit">{t('同意', 'Agree')}</button>
        </form>
      ) : null}
      {of.may.includes('decline') ? (
        <form method="post" action={`${here}/decline`} class="card">
          {key()}
          <Words name="words" label={t('为什么（可以不填）', 'Why (optional)')} maxlength={500} />
          <button type="submit" class="plain">
            {t('不同意', 'Do not agree')}
          </button>
        </form>
      ) : null}
      {of.status === 'agreed' ? (
        <p>
          <a class="button" href={`${here}/packet`}>
            {t('协议书和司法确认材料', 'The agreement, and papers for the court')}
          </a>
        </p>
      ) : null}
    </>
  )
}

page('GET', '/c/mediations/:id', 'consumer', async ({ params, ask, t }) => {
  const of = await ask(readMediationProposalOperation, { params })
  return (
    <Frame title={t('调解方案', 'A settlement')}>
      <Shown of={of} />
      <Answering of={of} here={`/c/mediations/${of.id}`} />
      {of.complaint_id === null ? null : (
        <p>
          <a class="button plain" href={`/c/complaints/${of.complaint_id}`}>
            {t('看投诉', 'See the complaint')}
          </a>
        </p>
      )}
    </Frame>
  )
})
page('GET', '/m/mediations/:id', 'staff', async ({ params, ask, t }) => {
  const of = await ask(readMediationProposalOperation, { params })
  return (
    <Frame title={t('调解方案', 'A settlement')}>
      <Shown of={of} />
      <Answering of={of} here={`/m/mediations/${of.id}`} />
    </Frame>
  )
})
page('GET', '/r/mediations/:id', 'regulator', async ({ params, ask, t }) => {
  const of = await ask(readMediationProposalOperation, { params })
  const here = `/r/mediations/${of.id}`
  return (
    <Frame title={t('调解方案', 'A settlement')}>
      <Shown of={of} />
      {of.may.includes('withdraw') ? (
        <form method="post" action={`${here}/withdrawal`} class="card">
          {key()}
          <button type="submit" class="plain">
            {t('收回方案', 'Take it back')}
          </button>
        </form>
      ) : null}
      {of.may.includes('record_confirmation') ? (
        <form method="post" action={`${here}/confirmation`} class="card">
          {key()}
          <Field
            name="court_no"
            label={t('法院确认的案号', 'Court number')}
            required
            maxlength={60}
          />
          <button type="submit">{t('登记', 'Record')}</button>
        </form>
      ) : null}
      {of.status === 'agreed' ? (
        <p>
          <a class="button plain" href={`${here}/packet`}>
            {t('协议书和司法确认材料', 'The agreement, and papers for the court')}
          </a>
        </p>
      ) : null}
    </Frame>
  )
})

page('GET', '/r/cards/:id/mediation', 'regulator', async ({ params, ask, t }) => {
  const range = await ask(readMediationRangeOperation, { params })
  return (
    <Frame title={t('提出调解方案', 'Propose a settlement')}>
      {range.open_mediation_id === null ? null : (
        <Notice is="warn">
          <a class="inline" href={`/r/mediations/${range.open_mediation_id}`}>
            {t('已有一份等双方答复的方案', 'A proposal waits for answers')}
          </a>
        </Notice>
      )}
      <form method="post" action={`/r/cards/${params.id}/mediation`} class="card">
        {key()}
        <p>
          {t('没有争议、至少该退 ', 'Nobody disputes ')}
          <Money fen={range.low_fen} />
          {t('；店家的原因，最多退 ', '; where the shop is the cause, at most ')}
          <Money fen={range.high_fen} />
          {t('。方案须在两者之间。', '. The proposal lies between.')}
        </p>
        <Field
          name="amount"
          label={t('退给顾客（元）', 'Back to the customer (yuan)')}
          hint={t('不填就按最多的', 'Empty: the most')}
          inputmode="decimal"
        />
        <Words name="words" label={t('意见', 'Your view')} required minlength={2} maxlength={500} />
        <button type="submit">{t('提出，等双方答复', 'Propose to both')}</button>
      </form>
    </Frame>
  )
})
const typed = (form: URLSearchParams, name: string): string => (form.get(name) ?? '').trim()
actPage('/r/cards/:id/mediation', 'regulator', {
  act: proposeMediationOperation,
  says: ({ params, form }) => {
    const amount = fenIn(typed(form, 'amount'))
    const sum = amount === null ? {} : { agreed_fen: amount }
    return { params, body: { words: typed(form, 'words'), ...sum } }
  },
  leads: (_params, { id }) => `/r/mediations/${id}`,
  again: '/r/cards/:id/mediation',
})

const decline = (form: URLSearchParams) => {
  const words = typed(form, 'words')
  return words === '' ? {} : { words }
}
const consumer = {
  leads: ({ id }: { id: string }) => `/c/mediations/${id}`,
  again: '/c/mediations/:id',
}
const staff = {
  leads: ({ id }: { id: string }) => `/m/mediations/${id}`,
  again: '/m/mediations/:id',
}
const regulator = {
  leads: ({ id }: { id: string }) => `/r/mediations/${id}`,
  again: '/r/mediations/:id',
}
actPage('/c/mediations/:id/acceptance', 'consumer', {
  act: acceptMediationAsHolderOperation,
  says: ({ params }) => ({ params }),
  ...consumer,
})
actPage('/c/mediations/:id/decline', 'consumer', {
  act: declineMediationOperation,
  says: ({ params, form }) => ({ params, body: decline(form) }),
  ...consumer,
})
actPage('/m/mediations/:id/acceptance', 'staff', {
  act: acceptMediationAsShopOperation,
  says: ({ params }) => ({ params }),
  ...staff,
})
actPage('/m/mediations/:id/decline', 'staff', {
  act: declineMediationOperation,
  says: ({ params, form }) => ({ params, body: decline(form) }),
  ...staff,
})
actPage('/r/mediations/:id/withdrawal', 'regulator', {
  act: withdrawMediationOperation,
  says: ({ params }) => ({ params }),
  ...regulator,
})
actPage('/r/mediations/:id/confirmation', 'regulator', {
  act: recordConfirmationOperation,
  says: ({ params, form }) => ({ params, body: { court_no: typed(form, 'court_no') } }),
  ...regulator,
})
