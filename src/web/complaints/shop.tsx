import { listComplaintsOperation } from '../../complaints/desk-routes'
import { answerComplaintOperation, readComplaintOperation } from '../../complaints/routes'
import { ANSWERS } from '../../complaints/words'
import { listMediationProposalsOperation } from '../../mediations/routes'
import { actPage } from '../act-page'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Rows } from '../look/rows'
import { Choice, Words } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Money, Notice } from '../ui/text'
import { ClockFacts, Listed, Matter, Proposals, Steps } from './parts'

page('GET', '/m/complaints', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const [open, all] = await Promise.all([
    ask(listComplaintsOperation, { query: { selection: 'open', limit: '50' } }),
    ask(listComplaintsOperation, {
      query: { selection: 'ended', limit: '20', ...(cursor ? { cursor } : {}) },
    }),
  ])
  return (
    <Frame title={t('投诉', 'Complaints')}>
      {open.data.length === 0 ? (
        <Notice is="safe">{t('没有没办完的投诉。', 'No complaint is open.')}</Notice>
      ) : (
        <section class="card">
          <h2>{t('没办完的', 'Open')}</h2>
          <Rows>
            {open.data.map((one) => (
              <Listed of={one} href={`/m/complaints/${one.id}`} />
            ))}
          </Rows>
        </section>
      )}
      {all.data.length === 0 ? (
        <Empty>{t('还没有办结的。', 'None was closed yet.')}</Empty>
      ) : (
        <section class="card">
          <h2>{t('办结的', 'Closed')}</h2>
          <Rows>
            {all.data.map((one) => (
              <Listed of={one} href={`/m/complaints/${one.id}`} />
            ))}
          </Rows>
        </section>
      )}
      <More of={all} href="/m/complaints" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/m/complaints/:id', 'staff', async ({ params, ask, t }) => {
  const [of, proposals] = await Promise.all([
    ask(readComplaintOperation, { params }),
    ask(listMediationProposalsOperation, { query: { complaint_id: params.id, limit: '20' } }),
  ])
  return (
    <Frame title={t('一件投诉', 'A complaint')}>
      {of.is_frozen ? (
        <Notice is="warn">
          <Money fen={of.reserved_fen} />
          {t(
            ' 没办完前先不出款；其余照常。改正了用“更正”退回，就不再留。',
            ' is kept from payouts until it is closed; the rest is paid as ever.',
          )}
        </Notice>
      ) : null}
      <ClockFacts of={of} />
      <Matter of={of} />
      <Proposals of={proposals.data} base="/m/mediations" />
      {of.may.includes('answer') ? (
        <form method="post" action={`/m/complaints/${of.id}/answer`} class="card">
          {key()}
          <h2>{t('答复', 'Answer')}</h2>
          <Choice
            name="answer"
            label={t('您的态度', 'Your position')}
            of={Object.entries(ANSWERS).map(([code, [zh, en]]) => [code, t(zh, en)] as const)}
          />
          <Words
            name="words"
            label={t('说明和凭据', 'Explanation and proof')}
            required
            minlength={2}
            maxlength={500}
          />
          <button type="submit">{t('答复', 'Answer')}</button>
        </form>
      ) : null}
      <Steps of={of} />
    </Frame>
  )
})
actPage('/m/complaints/:id/answer', 'staff', {
  act: answerComplaintOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      answer: (form.get('answer') ?? '') as keyof typeof ANSWERS,
      words: (form.get('words') ?? '').trim(),
    },
  }),
  leads: ({ id }) => `/m/complaints/${id}`,
  again: '/m/complaints/:id',
})
