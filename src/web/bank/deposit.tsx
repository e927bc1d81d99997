import type { FC } from 'hono/jsx'
import {
  approveDepositOperation,
  type listDepositsOperation,
  receiveDepositOperation,
} from '../../ends/deposit-routes'
import { refuse } from '../../kernel/refusals'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Field, Words } from '../ui/form'
import { Empty, Money, Notice, When } from '../ui/text'
import { NO_SUM, typedFen } from './yuan'

type DepositAnswer = AnswerFor<typeof listDepositsOperation, 'bank'>['data'][number]

/** A shop's deposits: who typed each, who agreed, whether it counts; the form to type one, and another's to agree. */
export const Deposits: FC<{ id: string; rows: readonly DepositAnswer[] }> = ({ id, rows }) => {
  const t = useSay()
  return (
    <>
      {rows.length === 0 ? <Empty>{t('还没有保证金。', 'No deposit yet.')}</Empty> : null}
      <ul class="plain">
        {rows.map((row) => (
          <li>
            <One of={row} />
            {row.is_waiting ? <Approval id={id} of={row} /> : null}
          </li>
        ))}
      </ul>
      <form method="post" action={`/b/merchants/${id}/deposits`}>
        {key()}
        <Field
          name="amount_fen"
          label={t('收到的保证金（元）', 'Deposit received (yuan)')}
          hint={t(
            '店家的钱到了才登记；另一个人复核后才记入',
            'Only once the money is there; booked when a colleague agrees',
          )}
          inputmode="decimal"
          autocomplete="off"
          required
        />
        <button type="submit">{t('登记收到', 'Book it')}</button>
      </form>
    </>
  )
}

const One: FC<{ of: DepositAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <p>
      <strong>
        <Money fen={of.amount_fen} />
      </strong>{' '}
      · {t(of.message, of.message_en)}
      <br />
      <span class="small mute">
        {t('登记：', 'Typed by ')}
        {of.typed_by} <When at={of.created_at} />
        {of.decided_by ? (
          <>
            {of.state === 'refused'
              ? t('；作废：', '; refused by ')
              : t('；复核：', '; agreed by ')}
            {of.decided_by} <When at={of.decided_at ?? ''} />
          </>
        ) : null}
        {of.note ? t(`；${of.note}`, `; ${of.note}`) : null}
      </span>
    </p>
  )
}

const Approval: FC<{ id: string; of: DepositAnswer }> = ({ id, of }) => {
  const t = useSay()
  const is_own = of.is_own
  const deposit_id = of.id
  return (
    <form method="post" action={`/b/merchants/${id}/deposit-approvals`}>
      {key()}
      <input type="hidden" name="deposit_id" value={deposit_id} />
      <Notice is="warn">
        {is_own
          ? t(
              '这是您登记的，须由银行的另一个人复核（另一个手机号）。',
              'You typed it; somebody else at the bank, with another phone, must agree.',
            )
          : t(
              '同意后记入这家店的专户；对账单上有这一笔才算数。',
              'Once agreed it is booked; it counts when the statement shows it.',
            )}
      </Notice>
      <Words
        name="note"
        id={`note-${deposit_id}`}
        label={t('意见（可不写）', 'Note (optional)')}
        maxlength={300}
      />
      {is_own ? null : (
        <button type="submit" name="agreed" value="yes">
          {t('同意记入', 'Agree')}
        </button>
      )}
      {of.state === 'created' ? (
        <button type="submit" name="agreed" value="no" class="plain">
          {is_own ? t('撤回', 'Withdraw') : t('不同意', 'Refuse')}
        </button>
      ) : null}
    </form>
  )
}

actPage('/b/merchants/:id/deposits', 'bank', {
  act: receiveDepositOperation,
  says: ({ params, form }) => {
    const amount_fen = typedFen(form.get('amount_fen') ?? '')
    if (amount_fen === null) refuse('request_invalid', { errors: [NO_SUM] })
    return { params, body: { amount_fen } }
  },
  leads: ({ id }) => `/b/merchants/${id}?done=deposit`,
  again: '/b/merchants/:id',
})
actPage('/b/merchants/:id/deposit-approvals', 'bank', {
  act: approveDepositOperation,
  says: ({ form }) => {
    const id = form.get('deposit_id') ?? ''
    const agreed = form.get('agreed') === 'yes'
    const body = { agreed, note: form.get('note')?.trim() || null }
    return { params: { id }, body }
  },
  leads: ({ id }, { state }) =>
    `/b/merchants/${id}?done=${state === 'refused' ? 'refused' : 'agreed'}`,
  again: '/b/merchants/:id',
})
