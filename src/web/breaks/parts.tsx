import type { FC } from 'hono/jsx'
import type { listBankBreaksOperation } from '../../breaks/routes'
import { yuan } from '../../kernel/money'
import { useSay } from '../around'
import { classWord, orNone, signed, stateWord } from '../bank/words'
import type { AnswerFor } from '../door'
import { Tag } from '../ui/text'
import { stateTone } from '../ui/tones'

type BankBreakAnswer = AnswerFor<typeof listBankBreaksOperation, 'bank'>['data'][number]

export const StateTag: FC<{ of: BankBreakAnswer }> = ({ of }) => (
  <Tag is={stateTone('break', of.state)}>{stateWord(useSay(), of.state)}</Tag>
)
export const ClassTag: FC<{ of: BankBreakAnswer }> = ({ of }) => (
  <Tag>{classWord(useSay(), of.class)}</Tag>
)

/** How old it is, and how long it may still stand. */
export const Age: FC<{ of: BankBreakAnswer }> = ({ of }) => {
  const t = useSay()
  const days = of.age_days
  const age = days === 0 ? t('今天发现', 'found today') : t(`发现 ${days} 天`, `${days} days old`)
  if (of.days_left === null) return <>{age}</>
  const left = of.days_left
  return (
    <>
      {age}
      {left < 0
        ? t(`，已过期 ${-left} 天，监管看得到`, `, ${-left} days overdue`)
        : left === 0
          ? t('，今天到期', ', due today')
          : t(`，还有 ${left} 天`, `, ${left} days left`)}
    </>
  )
}
export const ownerWord = (t: (zh: string, en: string) => string, of: BankBreakAnswer): string =>
  of.owner === 'bank' ? t('银行', 'Bank') : t('平台', 'Platform')

/** The sides of a break, one beside the other: what the bank says, what the books say, and the difference. */
export const Sides: FC<{ of: BankBreakAnswer }> = ({ of }) => {
  const t = useSay()
  const provider = of.leg === 'provider'
  return (
    <div class="kpis">
      <div class="card kpi">
        {provider ? t('支付机构说', 'Provider') : t('银行说', 'Bank')}
        <b>{orNone(provider ? of.provider_fen : of.bank_fen, t('没有这一笔', 'nothing'))}</b>
      </div>
      <div class="card kpi">
        {t('我们的账', 'Our books')}
        <b>{orNone(of.ledger_fen, t('没有这一笔', 'nothing'))}</b>
      </div>
      <div class="card kpi">
        {t('相差（银行减我们）', 'Difference')}
        <b>{signed(of.difference_fen)}</b>
        {of.other_difference_fen === 0 ? null : (
          <span class="small">
            {t('另一家店', 'The other shop')} {signed(of.other_difference_fen)}
          </span>
        )}
      </div>
    </div>
  )
}

/** What will be booked where, before anybody presses: each account before, the entry, and after. */
export type Booking = {
  shop: string
  custody_fen: number
  difference_fen: number
  after_fen: number
}
export const bookingWords = (
  t: (zh: string, en: string) => string,
  { shop, custody_fen, difference_fen, after_fen }: Booking,
): string =>
  t(
    `${shop}的专户：账上现在 ${yuan(custody_fen)}，记 ${signed(difference_fen)}，` +
      `之后 ${yuan(after_fen)}；同时记入待查 ${signed(difference_fen)}。`,
    `${shop}: ${yuan(custody_fen)} now, ${signed(difference_fen)}, ${yuan(after_fen)} after.`,
  )
