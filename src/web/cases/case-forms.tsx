import type { FC } from 'hono/jsx'
import {
  assignCaseOperation,
  closeCaseOperation,
  extendCaseOperation,
  noteCaseOperation,
  recordCaseVisitOperation,
} from '../../cases/act-routes'
import type { listCaseHandlersOperation, readCaseOperation } from '../../cases/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Effect } from '../look/desk'
import { Choice, Words } from '../ui/form'
import { FINDING_WORDS, OUTCOME_WORDS } from './case-words'

type Case = AnswerFor<typeof readCaseOperation, 'regulator'>
type Handler = AnswerFor<typeof listCaseHandlersOperation, 'regulator'>['handlers'][number]

/** What may be done about a case now: the effect of each stands before its button. */
export const Acts: FC<{ of: Case; handlers: readonly Handler[] }> = ({ of, handlers }) => {
  const t = useSay()
  if (!of.may.assign) return null
  return (
    <section class="card noprint">
      <h2>{t('现在能做的', 'What may be done')}</h2>
      <Assign of={of} handlers={handlers} />
      <Visit of={of} />
      <Note of={of} />
      {of.may.extend ? <Extend of={of} /> : null}
      <Close of={of} />
    </section>
  )
}

const Assign: FC<{ of: Case; handlers: readonly Handler[] }> = ({ of, handlers }) => {
  const t = useSay()
  return (
    <>
      {of.is_mine ? null : (
        <form method="post" action={`/r/cases/${of.id}/assignment`}>
          {key()}
          <Effect>{t('您来办：到期日不变。', 'You take it; it stays due on the same day.')}</Effect>
          <button type="submit" data-key="a">
            {t('我来办', 'Take it')}
          </button>
        </form>
      )}
      <details>
        <summary>{t('派给别人', 'Give it to somebody')}</summary>
        <form method="post" action={`/r/cases/${of.id}/assignment`}>
          {key()}
          <Choice
            name="assignee_id"
            label={t('派给', 'To')}
            hint={t('马上收到短信。', 'Told at once by message.')}
            of={handlers.map(({ id, name, open_count }) => [
              id,
              t(`${name}（手里 ${open_count} 件）`, `${name} (${open_count} open)`),
            ])}
          />
          <Words name="note" id="assign-note" label={t('交代', 'Note')} maxlength={500} />
          <button type="submit" class="plain">
            {t('派出去', 'Give it')}
          </button>
        </form>
      </details>
    </>
  )
}

const Visit: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  return (
    <details id="visit">
      <summary>{t('记一次上门', 'Record a visit')}</summary>
      <form method="post" action={`/r/cases/${of.id}/visits`}>
        {key()}
        <Choice
          name="found"
          label={t('看到什么', 'What was found')}
          of={Object.entries(FINDING_WORDS).map(([code, words]) => [code, t(...words)])}
        />
        <Words
          name="note"
          id="visit-note"
          label={t('怎么样', 'How it was')}
          required
          maxlength={1_000}
        />
        <button type="submit" data-key="v">
          {t('记下', 'Record')}
        </button>
      </form>
    </details>
  )
}

const Note: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  return (
    <details>
      <summary>{t('记一笔', 'Write a note')}</summary>
      <form method="post" action={`/r/cases/${of.id}/notes`}>
        {key()}
        <Words name="note" label={t('内容', 'Note')} required maxlength={1_000} />
        <button type="submit" class="plain">
          {t('记下', 'Write')}
        </button>
      </form>
    </details>
  )
}

const Extend: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  return (
    <details>
      <summary>{t('延期', 'Extend')}</summary>
      <form method="post" action={`/r/cases/${of.id}/extension`}>
        {key()}
        <Effect>
          {t(
            '再给同一级别的工作日；只能延一次，理由留在经过里。',
            'The level’s working days once more; once only, and the reason stays.',
          )}
        </Effect>
        <Words name="reason" label={t('理由', 'Reason')} required minlength={5} maxlength={1_000} />
        <button type="submit" class="plain">
          {t('延期', 'Extend')}
        </button>
      </form>
    </details>
  )
}

const Close: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  const { outcomes } = of.may
  return (
    <details>
      <summary>{t('办结', 'Close')}</summary>
      {outcomes.length === 0 ? (
        <p class="note">
          {t(
            '现在还不能办结：先接过来；失联或停业在办的先办完。',
            'Not yet: take it first; a report or closure that runs is finished first.',
          )}
        </p>
      ) : (
        <form method="post" action={`/r/cases/${of.id}/closing`}>
          {key()}
          <Effect>
            <p>
              {t(
                '办结后不能改。到过橙色的案件，先有人上门才能说“处理了”或“误报”。',
                'It cannot be changed. From orange on somebody has to have been there.',
              )}
            </p>
            <p>
              {t(
                '这两种会告诉预警，同样的理由一段时间里说得轻；变重了会重新立案。',
                'The warning hears it and makes less of the same reasons for a while; worse opens it again.',
              )}
            </p>
          </Effect>
          <Choice
            name="outcome"
            label={t('结果', 'Outcome')}
            of={outcomes.map((outcome) => [outcome, t(...(OUTCOME_WORDS[outcome] ?? ['', '']))])}
          />
          <Words
            name="note"
            id="close-note"
            label={t('怎么处理的', 'How')}
            required
            minlength={5}
            maxlength={1_000}
          />
          <button type="submit" class="danger">
            {t('办结', 'Close')}
          </button>
        </form>
      )}
    </details>
  )
}

const toCase = ({ id }: { id: string }) => `/r/cases/${id}`
const said = (form: URLSearchParams, name: string): string => form.get(name)?.trim() ?? ''
const again = '/r/cases/:id'

actPage('/r/cases/:id/assignment', 'regulator', {
  act: assignCaseOperation,
  says: ({ params, form }) => {
    const [assignee_id, note] = [said(form, 'assignee_id'), said(form, 'note')]
    const body = { ...(assignee_id ? { assignee_id } : {}), ...(note ? { note } : {}) }
    return { params, body }
  },
  leads: toCase,
  again,
})
actPage('/r/cases/:id/visits', 'regulator', {
  act: recordCaseVisitOperation,
  says: ({ params, form }) => ({
    params,
    body: { found: said(form, 'found'), note: said(form, 'note') },
  }),
  leads: toCase,
  again,
})
actPage('/r/cases/:id/notes', 'regulator', {
  act: noteCaseOperation,
  says: ({ params, form }) => ({ params, body: { note: said(form, 'note') } }),
  leads: toCase,
  again,
})
actPage('/r/cases/:id/extension', 'regulator', {
  act: extendCaseOperation,
  says: ({ params, form }) => ({ params, body: { reason: said(form, 'reason') } }),
  leads: toCase,
  again,
})
actPage('/r/cases/:id/closing', 'regulator', {
  act: closeCaseOperation,
  says: ({ params, form }) => ({
    params,
    body: { outcome: said(form, 'outcome'), note: said(form, 'note') },
  }),
  leads: toCase,
  again,
})
