import type { FC } from 'hono/jsx'
import type { listBankLinesOperation } from '../../intake/routes'
import { useSay } from '../around'
import { signed } from '../bank/words'
import type { AnswerFor } from '../door'
import { Grid } from '../ui/table'
import { Facts } from '../ui/text'

type BankLineAnswer = AnswerFor<typeof listBankLinesOperation, 'bank'>['data'][number]

/** A day in figures, never broken over two rows. */
export const Day: FC<{ on: string }> = ({ on }) => <time datetime={on}>{on}</time>

const STATES: Record<string, [zh: string, en: string]> = {
  open: ['还没有对上', 'open'],
  announced: ['银行还没有记账', 'announced'],
  matched: ['对上了', 'matched'],
  resolved: ['两人解决', 'resolved'],
  withdrawn: ['银行重出时收回', 'withdrawn'],
}

/** Lines of a bank statement, newest first; names and account numbers are masked before they are stored. */
export const BankLines: FC<{ rows: readonly BankLineAnswer[] }> = ({ rows }) => {
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
        <Day on={row.booked_on} />,
        signed(row.amount_fen),
        whoOf(row),
        whatFor(t, row),
        <code>{row.bank_reference || '—'}</code>,
        stateOf(t, row),
      ])}
    />
  )
}

type Say = ReturnType<typeof useSay>
const whoOf = (row: BankLineAnswer): string =>
  [row.counterparty ?? '', row.counterparty_account ?? ''].filter(Boolean).join(' ') || '—'
const whatFor = (t: Say, row: BankLineAnswer): string =>
  `${row.is_reversal ? t('冲正 ', 'reversal ') : ''}${row.remittance ?? ''}` || '—'
const stateOf = (t: Say, row: BankLineAnswer): string =>
  t(...(STATES[row.state] ?? [row.state, row.state]))

/** One line in full, where there is room for a card and not for a table. */
export const BankLine: FC<{ row: BankLineAnswer }> = ({ row }) => {
  const t = useSay()
  return (
    <Facts
      of={[
        [t('记账日', 'Day'), <Day on={row.booked_on} />],
        [t('金额', 'Amount'), signed(row.amount_fen)],
        [t('对方', 'Counterparty'), whoOf(row)],
        [t('附言', 'Remittance'), whatFor(t, row)],
        [t('银行流水', 'Reference'), <code>{row.bank_reference || '—'}</code>],
        [t('状态', 'State'), stateOf(t, row)],
      ]}
    />
  )
}
