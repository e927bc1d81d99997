import type { FC } from 'hono/jsx'
import type { readBankDeskOperation } from '../../closes/desk'
import type { listBankClosesOperation } from '../../closes/routes'
import type { readBankOverviewOperation } from '../../custody/overview'
import { yuan } from '../../kernel/money'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Strip } from '../look/desk'
import { Grid } from '../ui/table'
import { Money, maskText, When } from '../ui/text'
import { classWord, dayWord, orNone, signed } from './words'

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
/** Accounts of which the bank told nothing on the closed day, by name, and what was told last. */
export const Silent: FC<{ of: AnswerFor<typeof readBankDeskOperation> }> = ({ of }) => {
  const t = useSay()
  const { silent, silent_count: count, newest_close: day } = of
  if (count === 0 || day === null) return null
  const rest = count - silent.length
  return (
    <>
      <Grid
        caption={t(
          `没有${dayWord(t, day)}对账单的专户：${count} 个`,
          `Accounts without a statement of ${dayWord(t, day)}: ${count}`,
        )}
        show_caption
        head={[
          t('店', 'Shop'),
          t('专户', 'Account'),
          t('最近一份', 'Last statement'),
          t('那天的余额', 'Its balance'),
          t('账本上', 'In the books'),
        ]}
        words={[1, 2]}
        rows={silent.map((row) => [
          <>
            <a href={`/b/merchants/${row.merchant_id}`}>{row.merchant_name}</a>
            <span class="hint">{row.district_name}</span>
          </>,
          maskText(row.custody_account_mask ?? '', t),
          row.last_stated_on ? dayWord(t, row.last_stated_on, day) : t('从来没有', 'never'),
          orNone(row.last_bank_fen),
          <Money fen={row.custody_fen} />,
        ])}
      />
      <p class="small mute">
        {rest > 0 ? t(`另有 ${rest} 个钱少的没有列出。`, `${rest} more, with less money. `) : null}
        {t(
          '问银行的对账单接口，或把文件传上来：',
          'Ask the statement service, or bring the file: ',
        )}
        <a href="/b/files">{t('对账单文件', 'statement files')}</a>
      </p>
    </>
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
