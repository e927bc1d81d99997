import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { signed } from '../bank/words'
import { type Body, number, text } from '../door'
import { Grid } from '../ui/table'
import { Facts } from '../ui/text'

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
        <Day on={text(row, 'booked_on')} />,
        signed(number(row, 'amount_fen')),
        whoOf(row),
        whatFor(t, row),
        <code>{text(row, 'bank_reference') || '—'}</code>,
        stateOf(t, row),
      ])}
    />
  )
}

type Say = ReturnType<typeof useSay>
const whoOf = (row: Body): string =>
  [text(row, 'counterparty'), text(row, 'counterparty_account')].filter(Boolean).join(' ') || '—'
const whatFor = (t: Say, row: Body): string =>
  `${row.is_reversal === true ? t('冲正 ', 'reversal ') : ''}${text(row, 'remittance')}` || '—'
const stateOf = (t: Say, row: Body): string =>
  t(...(STATES[text(row, 'state')] ?? [text(row, 'state'), text(row, 'state')]))

/** One line in full, where there is room for a card and not for a table. */
export const BankLine: FC<{ row: Body }> = ({ row }) => {
  const t = useSay()
  return (
    <Facts
      of={[
        [t('记账日', 'Day'), <Day on={text(row, 'booked_on')} />],
        [t('金额', 'Amount'), signed(number(row, 'amount_fen'))],
        [t('对方', 'Counterparty'), whoOf(row)],
        [t('附言', 'Remittance'), whatFor(t, row)],
        [t('银行流水', 'Reference'), <code>{text(row, 'bank_reference') || '—'}</code>],
        [t('状态', 'State'), stateOf(t, row)],
      ]}
    />
  )
}
