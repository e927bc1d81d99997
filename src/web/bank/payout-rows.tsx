import type { FC } from 'hono/jsx'
import type { listPayoutsOperation, readPayoutOperation } from '../../payouts/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Grid } from '../ui/table'
import { Empty, Money, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import type { Names } from './words'

type PayoutsAnswer =
  | AnswerFor<typeof listPayoutsOperation, 'bank'>['data'][number]
  | AnswerFor<typeof readPayoutOperation, 'bank'>
type PayoutAnswer = AnswerFor<typeof listPayoutsOperation, 'bank'>['data'][number]

/** In the order a payout goes through them. */
export const PAYOUT_STATES: Record<PayoutAnswer['state'], readonly [zh: string, en: string]> = {
  created: ['已发起', 'created'],
  unclear: ['银行没有回音，在查', 'unclear'],
  sent: ['银行已受理', 'sent'],
  paid: ['已到账', 'paid'],
  rejected: ['银行拒绝', 'rejected'],
  returned: ['退汇', 'returned'],
}
export const PayoutState: FC<{ of: PayoutsAnswer }> = ({ of }) => {
  const t = useSay()
  return <Tag is={stateTone('payout_row', of.state)}>{t(...PAYOUT_STATES[of.state])}</Tag>
}

/** Instructions to pay shops: what, when, to which account (masked), and what the bank said. */
export const PayoutRows: FC<{ rows: readonly PayoutAnswer[]; names?: Names }> = ({
  rows,
  names,
}) => {
  const t = useSay()
  if (rows.length === 0) return <Empty>{t('没有这样的出款。', 'No such payouts.')}</Empty>
  return (
    <Grid
      caption={t('出款', 'Payouts')}
      head={[
        t('发起', 'Created'),
        ...(names ? [t('店', 'Shop')] : []),
        t('金额', 'Amount'),
        t('状态', 'State'),
        t('到哪个账户', 'To'),
        t('银行流水', 'Bank reference'),
      ]}
      words={names ? [1, 3, 4, 5] : [2, 3, 4]}
      rows={rows.map((row) => [
        <a href={`/b/payouts/${row.id}`}>
          <When at={row.created_at} />
        </a>,
        ...(names ? [names.get(row.merchant_id) ?? ''] : []),
        <Money fen={row.amount_fen} />,
        <PayoutState of={row} />,
        row.settlement_account_mask,
        <code>{row.bank_ref || '—'}</code>,
      ])}
    />
  )
}
