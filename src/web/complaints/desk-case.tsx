import type { FC } from 'hono/jsx'
import { listCityFactsOperation } from '../../city/routes'
import {
  acceptComplaintOperation,
  assignComplaintOperation,
  callBackComplaintOperation,
  closeComplaintOperation,
  extendComplaintOperation,
  refuseComplaintOperation,
  returnComplaintOperation,
} from '../../complaints/desk-routes'
import { readComplaintEvidenceOperation } from '../../complaints/evidence'
import { readComplaintOperation } from '../../complaints/routes'
import { CALL_RESULTS, OUTCOMES, REFUSAL_GROUNDS } from '../../complaints/words'
import { listMediationProposalsOperation } from '../../mediations/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field, Words } from '../ui/form'
import { Grid } from '../ui/table'
import { Facts, Money, Notice, When } from '../ui/text'
import { ClockFacts, Matter, Proposals, Steps } from './parts'

type Case = AnswerFor<typeof readComplaintOperation, 'regulator'>
type EvidenceAnswer = AnswerFor<typeof readComplaintEvidenceOperation, 'regulator'>
type Options = readonly (readonly [string, string])[]

page('GET', '/r/complaints/:id', 'regulator', async ({ params, ask, t, today }) => {
  const [of, evidence, proposals, units] = await Promise.all([
    ask(readComplaintOperation, { params }),
    ask(readComplaintEvidenceOperation, { params }),
    ask(listMediationProposalsOperation, { query: { complaint_id: params.id, limit: '20' } }),
    ask(listCityFactsOperation, { query: { table: 'unit', on: today, limit: '100' } }),
  ])
  const offices = units.data.flatMap(({ key: code, value }) =>
    value === null
      ? []
      : [[code, t(String(value.name ?? code), String(value.name_en ?? code))] as const],
  )
  const way = of.way === 'report' ? t('举报', 'report') : t('投诉', 'complaint')
  return (
    <Frame title={`${of.merchant_name}：${way}`}>
      <ClockFacts of={of} />
      <Matter of={of} />
      <Acts of={of} offices={offices} />
      {of.way === 'complaint' && of.status === 'accepted' && of.card_id !== null ? (
        <p>
          <a class="button" href={`/r/cards/${of.card_id}/mediation`}>
            {t('提出调解方案', 'Propose a settlement')}
          </a>
        </p>
      ) : null}
      <Proposals of={proposals.data} base="/r/mediations" />
      <EvidencePart of={evidence} />
      <Steps of={of} />
      <p>
        <a class="button plain" href={`/r/shops/${of.merchant_id}`}>
          {t('看这家店', 'See the shop')}
        </a>
      </p>
    </Frame>
  )
})

const EvidencePart: FC<{ of: EvidenceAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('平台上的事实（遮名）', 'Facts on record, without names')}</h2>
      {of.filer_works_here || of.filer_works_in_trade ? (
        <Notice is="warn">
          {of.filer_works_here
            ? t('投诉人也是这家店的人。', 'Who filed it works at this shop, too.')
            : t(
                '投诉人也是同行业另一家店的人。',
                'Who filed it works at another shop of this trade.',
              )}
        </Notice>
      ) : null}
      {of.card_id === null ? (
        <p>
          {t('举报没有当事人，不看任何人的卡。', 'A report has no party: nobody’s card is read.')}
        </p>
      ) : (
        <>
          <Facts of={[[t('卡里没用的', 'Left on the card'), <Money fen={of.escrow_fen} />]]} />
          <Grid
            caption={t('付款', 'Payments')}
            show_caption
            head={[t('时间', 'When'), t('实付', 'Paid')]}
            rows={of.payments.map((one) => [<When at={one.at} />, <Money fen={one.paid_fen} />])}
          />
          <Grid
            caption={t('核销', 'Uses')}
            show_caption
            head={[
              t('时间', 'When'),
              t('项目', 'What'),
              t('有争议', 'In question'),
              t('店家挣的', 'Earned'),
            ]}
            words={[1, 2]}
            rows={of.uses.map((one) => [
              <When at={one.at} />,
              one.label,
              one.is_in_question ? t('是', 'yes') : '',
              <Money fen={one.left_fen} />,
            ])}
          />
          {of.earlier.map((one) => (
            <p class="note">
              {t('同一个人以前的投诉：', 'An earlier complaint of theirs: ')}
              <a class="inline" href={`/r/complaints/${one.id}`}>
                <When at={one.filed_at} />
              </a>
            </p>
          ))}
        </>
      )}
    </section>
  )
}

const choices = (
  of: Readonly<Record<string, readonly [string, string]>>,
  t: ReturnType<typeof useSay>,
) => Object.entries(of).map(([code, [zh, en]]) => [code, t(zh, en)] as const)

const Noted: FC<{ name: string; id: string; optional?: boolean }> = ({ name, id, optional }) => {
  const t = useSay()
  return (
    <Words
      id={`${id}-${name}`}
      name={name}
      label={optional ? t('说明（可以不填）', 'Note (optional)') : t('说明', 'Note')}
      required={!optional}
      maxlength={500}
    />
  )
}

/** What may be done about it now, each its own form; nothing else is shown. */
const Acts: FC<{ of: Case; offices: Options }> = ({ of, offices }) => {
  const t = useSay()
  const here = `/r/complaints/${of.id}`
  const outcomes = Object.entries(OUTCOMES).filter(([code]) =>
    of.way === 'report'
      ? ['case_opened', 'no_case', 'passed_on'].includes(code)
      : ['made_good', 'not_settled', 'unfounded'].includes(code),
  )
  return (
    <>
      {of.may.includes('accept') ? (
        <form method="post" action={`${here}/acceptance`} class="card">
          {key()}
          <h2>{t('受理', 'Accept')}</h2>
          <button type="submit">{t('受理', 'Accept')}</button>
        </form>
      ) : null}
      {of.may.includes('refuse') ? (
        <form method="post" action={`${here}/refusal`} class="card">
          {key()}
          <h2>{t('不予受理', 'Do not accept')}</h2>
          <Choice name="ground" label={t('依据', 'Ground')} of={choices(REFUSAL_GROUNDS, t)} />
          <Noted name="note" id="refusal" />
          <button type="submit" class="danger">
            {t('不予受理', 'Do not accept')}
          </button>
        </form>
      ) : null}
      {of.may.includes('close') ? (
        <form method="post" action={`${here}/closure`} class="card">
          {key()}
          <h2>{t('办结', 'Close')}</h2>
          <Choice
            name="outcome"
            label={t('结果', 'Outcome')}
            of={outcomes.map(([code, [zh, en]]) => [code, t(zh, en)] as const)}
          />
          <Noted name="note" id="closure" />
          <button type="submit">{t('办结', 'Close')}</button>
        </form>
      ) : null}
      <LaterActs of={of} offices={offices} />
    </>
  )
}

/** What is done once it is at an office, or closed. */
const LaterActs: FC<{ of: Case; offices: Options }> = ({ of, offices }) => {
  const t = useSay()
  const here = `/r/complaints/${of.id}`
  return (
    <>
      {of.may.includes('extend') ? (
        <form method="post" action={`${here}/extension`} class="card">
          {key()}
          <h2>{t('延长一次', 'Extend once')}</h2>
          <Noted name="reason" id="extension" />
          <button type="submit" class="plain">
            {t('延长', 'Extend')}
          </button>
        </form>
      ) : null}
      {of.may.includes('return') ? (
        <form method="post" action={`${here}/return`} class="card">
          {key()}
          <h2>{t('不归本单位，退回', 'Not ours: give it back')}</h2>
          <Noted name="reason" id="return" />
          <button type="submit" class="plain">
            {t('退回', 'Give back')}
          </button>
        </form>
      ) : null}
      {of.may.includes('assign') ? (
        <form method="post" action={`${here}/assignment`} class="card">
          {key()}
          <h2>{t('交给另一个单位', 'Give it to another office')}</h2>
          <Choice name="unit" label={t('单位', 'Office')} of={offices} />
          <Field name="note" label={t('说明（可以不填）', 'Note (optional)')} maxlength={500} />
          <button type="submit">{t('交办', 'Assign')}</button>
        </form>
      ) : null}
      {of.may.includes('call_back') ? (
        <form method="post" action={`${here}/callback`} class="card">
          {key()}
          <h2>{t('回访', 'Call back')}</h2>
          <Choice name="result" label={t('结果', 'Result')} of={choices(CALL_RESULTS, t)} />
          <Noted name="note" id="callback" optional />
          <button type="submit">{t('登记回访', 'Record')}</button>
        </form>
      ) : null}
    </>
  )
}

const shown = {
  leads: ({ id }: { id: string }) => `/r/complaints/${id}`,
  again: '/r/complaints/:id',
}
const typed = (form: URLSearchParams, name: string): string => (form.get(name) ?? '').trim()
const noted = (form: URLSearchParams) => {
  const note = typed(form, 'note')
  return note === '' ? {} : { note }
}
actPage('/r/complaints/:id/acceptance', 'regulator', {
  act: acceptComplaintOperation,
  says: ({ params }) => ({ params }),
  ...shown,
})
actPage('/r/complaints/:id/refusal', 'regulator', {
  act: refuseComplaintOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      ground: typed(form, 'ground') as keyof typeof REFUSAL_GROUNDS,
      note: typed(form, 'note'),
    },
  }),
  ...shown,
})
actPage('/r/complaints/:id/closure', 'regulator', {
  act: closeComplaintOperation,
  says: ({ params, form }) => ({
    params,
    body: { outcome: typed(form, 'outcome') as keyof typeof OUTCOMES, note: typed(form, 'note') },
  }),
  ...shown,
})
actPage('/r/complaints/:id/extension', 'regulator', {
  act: extendComplaintOperation,
  says: ({ params, form }) => ({ params, body: { reason: typed(form, 'reason') } }),
  ...shown,
})
actPage('/r/complaints/:id/return', 'regulator', {
  act: returnComplaintOperation,
  says: ({ params, form }) => ({ params, body: { reason: typed(form, 'reason') } }),
  ...shown,
})
actPage('/r/complaints/:id/assignment', 'regulator', {
  act: assignComplaintOperation,
  says: ({ params, form }) => ({ params, body: { unit: typed(form, 'unit'), ...noted(form) } }),
  ...shown,
})
actPage('/r/complaints/:id/callback', 'regulator', {
  act: callBackComplaintOperation,
  says: ({ params, form }) => ({
    params,
    body: { result: typed(form, 'result') as keyof typeof CALL_RESULTS, ...noted(form) },
  }),
  ...shown,
})
