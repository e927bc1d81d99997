import type { FC } from 'hono/jsx'
import type { listBankClosesOperation } from '../../closes/routes'
import type { readBankOverviewOperation } from '../../custody/overview'
import { yuan } from '../../kernel/money'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Strip } from '../look/desk'
import { Grid } from '../ui/table'
import { Money, When } from '../ui/text'
import { classWord, orNone, signed } from './words'

type Close = AnswerFor<typeof listBankClosesOperation, 'bank'>['data'][number]
type Overview = AnswerFor<typeof readBankOverviewOperation, 'bank'>

/** The bank's statement at the end of the closed day: surplus and shortage are told apart, never netted. */
export const BankSide: FC<{ totals: Close['totals']; said: string }> = ({ totals, said }) => {
  const t = useSay()
  const { merchants_count: shops, stated_count: stated } = totals
  return (
    <Strip
      label={t(`${said}日终，银行与账本`, `End of ${said}: bank and books`)}
      of={[
        {
          word: t('银行对账单', 'Bank’s statements'),
          figure: orNone(totals.bank_fen, t('不全', 'incomplete')),
          note: t(`${said}日终`, `end of ${said}`),
        },
        { word: t('账本上的专户', 'Custody in the books'), figure: yuan(totals.custody_fen) },
        { word: t('差异里银行多的', 'Breaks: too much'), figure: yuan(totals.breaks_in_fen) },
        { word: t('差异里银行少的', 'Breaks: too little'), figure: yuan(totals.breaks_out_fen) },
        {
          word: t('说不清的', 'Unexplained'),
          figure: orNone(totals.unexplained_fen),
          note: t('应为 0', 'must be 0'),
        },
        {
          word: t('有对账单的店', 'Shops with a statement'),
          figure: t(`${stated} / ${shops} 家`, `${stated} of ${shops}`),
        },
      ]}
    />
  )
}
/** The provider's own figure beside ours, with the hour at which it was read. */
export const ProviderSide: FC<{ of: Overview }> = ({ of }) => {
  const t = useSay()
  return (
    <Strip
      label={t('支付机构与账本', 'Provider and books')}
      of={[
        {
          word: t('支付机构说的余额', 'Provider’s balance'),
          figure: orNone(of.provider_balance_fen),
          note: of.provider_read_at ? (
            <When at={of.provider_read_at} />
          ) : (
            t('还没有核对过', 'not compared yet')
          ),
        },
        {
          word: t('账上在支付机构的', 'In our books'),
          figure: <Money fen={of.psp_fen} />,
          note: t('现在', 'now'),
        },
        {
          word: t('核对时相差', 'Difference when compared'),
          figure: of.unexplained_fen === null ? '—' : signed(of.unexplained_fen),
        },
      ]}
    />
  )
}
/** What stood when the day was closed, kind by kind; what is too much does not pay for what is too little. */
export const BreaksAtClose: FC<{ of: Close['breaks']; said: string }> = ({ of, said }) => {
  const t = useSay()
  if (of.length === 0) return null
  return (
    <Grid
      caption={t(`${said}封账时的差异`, `Breaks at the close of ${said}`)}
      show_caption
      head={[
        t('差异', 'Break'),
        t('处', 'Count'),
        t('银行多的', 'Too much'),
        t('银行少的', 'Too little'),
      ]}
      rows={of.map((row) => [
        <a href={`/b/breaks?class=${row.class}`}>{classWord(t, row.class)}</a>,
        row.count,
        <Money fen={row.in_fen} />,
        <Money fen={row.out_fen} />,
      ])}
    />
  )
}
