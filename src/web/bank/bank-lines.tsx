import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { type Body, number, text } from '../door'
import { Grid } from '../ui/table'
import { signed } from './words'

const STATES: Record<string, [zh: string, en: string]> = {
  open: ['还没有对上', 'open'],
  announced: ['银行还没有记账', 'announced'],
  matched: ['对上了', 'matched'],
  resolved: ['两人解决', 'resolved'],
  withdrawn: ['银行重出时收回', 'withdrawn'],
}

/** Lines of a bank statement, newest first; names and account numbers are masked before they are stored. */
export const BankLines: FC<{ rows: readonly Body[] }> = ({ rows }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('银行明细', 'Statement lines')}
      head={[
        t('记账日', 'Day'),
        t('金额', 'Amount'),
        t('对方', 'Counterparty'),
        t('附言', 'Remittance'),
        t('银行流水', 'Reference'),
        t('状态', 'State'),
      ]}
      words={[2, 3, 4, 5]}
      rows={rows.map((row) => [
        text(row, 'booked_on'),
        signed(number(row, 'amount_fen')),
        [text(row, 'counterparty'), text(row, 'counterparty_account')].filter(Boolean).join(' ') ||
          '—',
        `${row.is_reversal === true ? t('冲正 ', 'reversal ') : ''}${text(row, 'remittance')}` ||
          '—',
        <code>{text(row, 'bank_reference') || '—'}</code>,
        t(...(STATES[text(row, 'state')] ?? [text(row, 'state'), text(row, 'state')])),
      ])}
    />
  )
}
