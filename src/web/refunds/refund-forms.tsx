import type { FC } from 'hono/jsx'
import { type readRefundOperation, withdrawRefundOperation } from '../../refunds/routes'
import { giveRefundAccountOperation } from '../../remittances/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Field } from '../ui/form'

type RefundAnswer = AnswerFor<typeof readRefundOperation, 'consumer'>

export const AccountForm: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/refunds/${refund.id}/account`} class="card">
      {key()}
      <h2>{t('退到您自己的银行账户', 'To your own bank account')}</h2>
      <p>
        {t(
          '这笔钱不能原路退，没有给店家，仍是您的。填一个您本人名下的账户，银行核对户名后付出。',
          'The original route is not open for this money; it is still yours. Give an account in your own name.',
        )}
      </p>
      <Field
        name="holder"
        label={t('户名（您的姓名）', 'Account holder (you)')}
        autocomplete="name"
        required
      />
      <Field
        name="account_no"
        label={t('银行账号', 'Account number')}
        inputmode="numeric"
        autocomplete="off"
        required
      />
      <button type="submit">{t('退到这个账户', 'Refund to this account')}</button>
    </form>
  )
}

export const Withdraw: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  if (refund.withdrawable === 'nothing') return null
  const all = refund.withdrawable === 'all'
  return (
    <details>
      <summary>{t('不想退了？', 'Changed your mind?')}</summary>
      <form method="post" action={`/c/refunds/${refund.id}/withdrawal`} class="card">
        {key()}
        <p>
          {all
            ? t('钱还没动。撤回后，卡照常使用。', 'No money moved yet. The card stays usable.')
            : t(
                '没有争议的部分已经退出，不能撤回；撤回的只是有争议的差额，它归店家。',
                'The undisputed part is gone; only the disputed difference is given up, to the shop.',
              )}
        </p>
        <button type="submit" class="danger">
          {all ? t('撤回退款', 'Withdraw the refund') : t('放弃差额', 'Give up the difference')}
        </button>
      </form>
    </details>
  )
}

const toRefund = ({ id }: { id: string }) => `/c/refunds/${id}`
actPage('/c/refunds/:id/withdrawal', 'consumer', {
  act: withdrawRefundOperation,
  says: ({ params }) => ({ params }),
  leads: toRefund,
  again: '/c/refunds/:id',
})
actPage('/c/refunds/:id/account', 'consumer', {
  act: giveRefundAccountOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      holder: form.get('holder')?.trim() ?? '',
      account_no: form.get('account_no')?.replace(/\s/g, '') ?? '',
    },
  }),
  leads: toRefund,
  again: '/c/refunds/:id',
})
