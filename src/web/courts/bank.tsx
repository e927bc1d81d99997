import type { FC } from 'hono/jsx'
import {
  agreeCourtDeductionOperation,
  askCourtLiftingOperation,
  confirmCourtOrderOperation,
  decideCourtLiftingOperation,
  fileCourtDeductionOperation,
  fileCourtOrderOperation,
  readCourtOrderOperation,
  renewCourtOrderOperation,
} from '../../courts/routes'
import { refuse } from '../../kernel/refusals'
import { readMerchantOperation } from '../../merchants/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { NO_SUM, typedFen } from '../bank/yuan'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { type CourtOrder, CourtOrderCard, type Deduction, DeductionCard } from './parts'

const text = (form: URLSearchParams, name: string): string => form.get(name)?.trim() ?? ''
/** Refuses request_invalid where what was typed is no sum. */
const sum = (form: URLSearchParams): number => {
  const amount_fen = typedFen(text(form, 'amount_fen'))
  return amount_fen ?? refuse('request_invalid', { errors: [NO_SUM] })
}
const agreed = (form: URLSearchParams) => ({ agreed: form.get('agreed') === 'yes' })

/** Two buttons of one decision: the other person’s yes, or no. */
const Decide: FC<{ action: string; yes: string; no: string }> = ({ action, yes, no }) => (
  <form method="post" action={action} class="buttons">
    {key()}
    <button type="submit" name="agreed" value="yes">
      {yes}
    </button>
    <button type="submit" name="agreed" value="no" class="plain">
      {no}
    </button>
  </form>
)
const DocumentField: FC<{ id: string }> = ({ id }) => {
  const t = useSay()
  return (
    <Field
      name="document_no"
      id={`document-${id}`}
      label={t('文书号', 'Document number')}
      required
      minlength={4}
      maxlength={60}
    />
  )
}
const Later: FC<{ of: CourtOrder }> = ({ of }) => {
  const t = useSay()
  const base = `/b/court-orders/${of.id}`
  return (
    <>
      <details>
        <summary>{t('登记划拨通知', 'File a deduction')}</summary>
        <form method="post" action={`${base}/deductions`}>
          {key()}
          <DocumentField id="deduction" />
          <Field
            name="amount_fen"
            label={t('划拨（元）', 'Amount (yuan)')}
            inputmode="decimal"
            autocomplete="off"
            required
          />
          <Field
            name="to_holder"
            label={t('法院账户的户名', 'Holder of the court’s account')}
            required
            minlength={4}
            maxlength={60}
          />
          <Field
            name="to_account_no"
            label={t('法院的账号', 'The court’s account number')}
            inputmode="numeric"
            autocomplete="off"
            required
          />
          <button type="submit">{t('登记，等另一位同事复核', 'File for a colleague')}</button>
        </form>
      </details>
      <details>
        <summary>{t('登记续行冻结', 'File a renewal')}</summary>
        <form method="post" action={`${base}/renewal`}>
          {key()}
          <DocumentField id="renewal" />
          <Field
            name="until_on"
            id="renew-until"
            label={t('冻结到', 'Until')}
            type="date"
            max={of.renew_until_on}
            required
          />
          <button type="submit">{t('延长', 'Renew')}</button>
        </form>
      </details>
      {of.lifting_no === null ? (
        <details>
          <summary>{t('登记解除通知', 'File a release')}</summary>
          <form method="post" action={`${base}/lifting`}>
            {key()}
            <DocumentField id="lifting" />
            <button type="submit">{t('登记，等另一位同事解冻', 'File for a colleague')}</button>
          </form>
        </details>
      ) : null}
    </>
  )
}
/** What a clerk can do now; nobody does both halves. */
const Doings: FC<{ of: CourtOrder }> = ({ of }) => {
  const t = useSay()
  if (of.state === 'ended') return null
  const base = `/b/court-orders/${of.id}`
  return (
    <>
      {of.may_confirm ? (
        <Decide
          action={`${base}/confirmation`}
          yes={t('文书无误', 'The document is right')}
          no={t('文书有误，作废', 'It is wrong: void')}
        />
      ) : null}
      {of.may_lift ? (
        <Decide
          action={`${base}/lifting/decision`}
          yes={t('按解除通知解冻', 'Lift by the release')}
          no={t('退回解除通知', 'Send the release back')}
        />
      ) : null}
      {of.state === 'filed' && !of.may_confirm ? (
        <p class="note">
          {t(
            '是您登记的，由另一位同事核对；钱已经冻住。',
            'You filed it: a colleague checks. The money is frozen already.',
          )}
        </p>
      ) : null}
      <Later of={of} />
    </>
  )
}
const Deductions: FC<{ of: readonly Deduction[] }> = ({ of }) => {
  const t = useSay()
  return of.length === 0 ? null : (
    <section class="card">
      <h2>{t('划拨', 'Deductions')}</h2>
      <ul class="plain">
        {of.map((one) => (
          <DeductionCard of={one}>
            {one.may_agree ? (
              <Decide
                action={`/b/court-orders/${one.court_order_id}/deductions/${one.id}`}
                yes={t('同意划拨', 'Agree')}
                no={t('作废', 'Void')}
              />
            ) : null}
          </DeductionCard>
        ))}
      </ul>
    </section>
  )
}

page('GET', '/b/court-orders/:id', 'bank', async ({ ask, params, t }) => {
  const order = await ask(readCourtOrderOperation, { params })
  return (
    <Frame title={t('法院冻结', 'Frozen by a court')}>
      <CourtOrderCard of={order} href={`/b/merchants/${order.merchant_id}`}>
        <Doings of={order} />
      </CourtOrderCard>
      <Deductions of={order.deductions} />
    </Frame>
  )
})

const AGAIN = '/b/court-orders/:id'
actPage('/b/court-orders/:id/confirmation', 'bank', {
  act: confirmCourtOrderOperation,
  says: ({ params, form }) => ({ params, body: agreed(form) }),
  leads: AGAIN,
  again: AGAIN,
})
actPage('/b/court-orders/:id/renewal', 'bank', {
  act: renewCourtOrderOperation,
  says: ({ params, form }) => ({
    params,
    body: { document_no: text(form, 'document_no'), until_on: text(form, 'until_on') },
  }),
  leads: AGAIN,
  again: AGAIN,
})
actPage('/b/court-orders/:id/lifting', 'bank', {
  act: askCourtLiftingOperation,
  says: ({ params, form }) => ({ params, body: { document_no: text(form, 'document_no') } }),
  leads: AGAIN,
  again: AGAIN,
})
actPage('/b/court-orders/:id/lifting/decision', 'bank', {
  act: decideCourtLiftingOperation,
  says: ({ params, form }) => ({ params, body: agreed(form) }),
  leads: AGAIN,
  again: AGAIN,
})
actPage('/b/court-orders/:id/deductions', 'bank', {
  act: fileCourtDeductionOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      document_no: text(form, 'document_no'),
      amount_fen: sum(form),
      to_holder: text(form, 'to_holder'),
      to_account_no: text(form, 'to_account_no'),
    },
  }),
  leads: AGAIN,
  again: AGAIN,
})
actPage('/b/court-orders/:id/deductions/:deduction_id', 'bank', {
  act: agreeCourtDeductionOperation,
  says: ({ params, form }) => ({ params: { id: params.deduction_id }, body: agreed(form) }),
  leads: AGAIN,
  again: AGAIN,
})

page('GET', '/b/merchants/:id/court-order', 'bank', async ({ ask, params, t }) => {
  const shop = await ask(readMerchantOperation, { params })
  return (
    <Frame
      title={t('登记法院的冻结', 'File a court’s freeze')}
      lead={t(
        `登记即冻结应付给${shop.name}的钱，现在有的和以后有的，到文书写的数为止。顾客卡里的钱不是店家的，不冻结；文书要冻结存管专户的，请向法院说明这一点并附存管协议。`,
        `It freezes what is payable to ${shop.name}, up to the sum ordered. Customers’ money is not frozen.`,
      )}
    >
      <form method="post" action={`/b/merchants/${params.id}/court-order`} class="card">
        {key()}
        <Field name="court" label={t('哪个法院', 'Court')} required minlength={4} maxlength={60} />
        <Field
          name="case_no"
          label={t('案号', 'Case number')}
          required
          minlength={4}
          maxlength={60}
        />
        <DocumentField id="order" />
        <Choice
          name="basis"
          label={t('依据', 'Basis')}
          of={[
            ['preservation', t('财产保全', 'Preservation')],
            ['execution', t('执行', 'Execution')],
          ]}
        />
        <Field
          name="amount_fen"
          label={t('冻结（元）', 'Amount (yuan)')}
          inputmode="decimal"
          autocomplete="off"
          required
        />
        <Field
          name="until_on"
          label={t('冻结到（最长一年）', 'Until (a year at most)')}
          type="date"
          required
        />
        <button type="submit">{t('登记并冻结', 'File and freeze')}</button>
      </form>
    </Frame>
  )
})
actPage('/b/merchants/:id/court-order', 'bank', {
  act: fileCourtOrderOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      court: text(form, 'court'),
      case_no: text(form, 'case_no'),
      document_no: text(form, 'document_no'),
      basis: form.get('basis') === 'execution' ? 'execution' : 'preservation',
      amount_fen: sum(form),
      until_on: text(form, 'until_on'),
    },
  }),
  leads: '/b/court-orders',
  again: '/b/merchants/:id/court-order',
})
