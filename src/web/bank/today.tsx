import type { FC } from 'hono/jsx'
import { readBankDeskOperation } from '../../closes/desk'
import { listBankClosesOperation, listBankDaysOperation } from '../../closes/routes'
import { readBankOverviewOperation } from '../../custody/overview'
import { yuan } from '../../kernel/money'
import type { LocalDate } from '../../kernel/time'
import { readTrialBalanceOperation } from '../../ledger/routes'
import { useSay } from '../around'
import { coverWords, ratioText } from '../closes/coverage'
import { DayState, dayBreaks } from '../closes/day-words'
import { figuresInForce } from '../common/amended'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Money, Notice } from '../ui/text'
import { EquationCard } from './equation'
import { BankSide, BreaksAtClose, ProviderSide, Silent } from './three'
import { askedIn, bankToday, dayWord, signed } from './words'

type Close = AnswerFor<typeof listBankClosesOperation, 'bank'>['data'][number]
type BankDayAnswer = AnswerFor<typeof listBankDaysOperation, 'bank'>['data'][number]
type MerchantsAnswer = AnswerFor<typeof readBankOverviewOperation, 'bank'>['merchants']

const DAYS_SHOWN = 5

page('GET', '/b', 'bank', async (visit) => {
  const { ask, c, t } = visit
  const asked = askedIn(c.req.url, ['cursor'])
  const [seen, trial, desk, days, closes] = await Promise.all([
    ask(readBankOverviewOperation, { query: { limit: '50', ...asked } }),
    ask(readTrialBalanceOperation),
    ask(readBankDeskOperation),
    ask(listBankDaysOperation, { query: { limit: String(DAYS_SHOWN) } }),
    ask(listBankClosesOperation, { query: { limit: '1' } }),
  ])
  const today = bankToday(visit)
  const newest = closes.data[0]
  const close = newest && figuresInForce(newest)
  const recent = days.data
  const shops = seen.merchants
  return (
    <Frame title={t('今天的账', 'The books today')}>
      <Verdict desk={desk} close={close} today={today} />
      {close ? <BankSide totals={close.totals} said={dayWord(t, close.day, today)} /> : null}
      <ProviderSide of={seen} />
      <Silent of={desk} />
      {close ? <BreaksAtClose of={close.breaks} said={dayWord(t, close.day, today)} /> : null}
      <EquationCard of={trial.equation} standing={desk.breaks_standing} />
      <h2>{t('营业日', 'Business days')}</h2>
      <Days days={recent} today={today} />
      <h2 id="shops">{t('逐店', 'Shop by shop')}</h2>
      <Shops of={shops} />
      <More of={shops} href="/b" word={t('下一页店家', 'More shops')} />
    </Frame>
  )
})

type Desk = AnswerFor<typeof readBankDeskOperation>
/** One sentence: does it tie out? What else is to be known follows, each with its way there. */
const Verdict: FC<{ desk: Desk; close: Close | undefined; today: LocalDate }> = ({
  desk,
  close,
  today,
}) => {
  const t = useSay()
  const { breaks_standing: standing, unexplained_fen, shops_missing, missing_fen } = desk
  const papers = desk.court_papers_waiting
  const said: Record<Desk['state'], string> = {
    broken: t('账对不上。', 'The books do not tie out.'),
    breaks_standing: t(`差 ${standing} 处，等人处理。`, `${standing} breaks are waiting.`),
    ties_out: t('对得上，没有差异。', 'It ties out. No breaks.'),
    never_closed: t('还没有封过账。', 'No day has been closed yet.'),
  }
  return (
    <Notice is={desk.tone}>
      <p>
        <strong>{said[desk.state]}</strong>{' '}
        {unexplained_fen
          ? t(
              `支付机构自己的余额与我们的账差 ${signed(unexplained_fen)}，请看对不上的事。`,
              `The provider’s own balance differs by ${signed(unexplained_fen)}.`,
            )
          : null}
      </p>
      {close ? <ClosedWords close={close} today={today} /> : null}
      {missing_fen > 0 ? (
        <p>
          {t(
            `有 ${shops_missing} 家店缺 ${yuan(missing_fen)}，不在途、也不是预支。`,
            `${shops_missing} shops lack ${yuan(missing_fen)}.`,
          )}{' '}
          <a class="inline" href="/b/shortages">
            {t('看是哪几家', 'Which shops')}
          </a>
        </p>
      ) : null}
      {papers > 0 ? (
        <p>
          {t(
            `法院的文书有 ${papers} 件等另一位同事办。`,
            `${papers} papers of courts wait for a colleague.`,
          )}{' '}
          <a class="inline" href="/b/court-orders">
            {t('去看', 'See them')}
          </a>
        </p>
      ) : null}
      {standing > 0 ? (
        <p>
          <a class="inline" href="/b/breaks">
            {t('去处理差异', 'Work the breaks')}
          </a>
        </p>
      ) : null}
    </Notice>
  )
}
const ClosedWords: FC<{ close: Close; today: LocalDate }> = ({ close, today }) => {
  const t = useSay()
  const totals = close.totals
  const day = close.day
  const said = dayWord(t, day, today)
  const bank = totals.bank_fen === null ? null : yuan(totals.bank_fen)
  return (
    <p>
      {bank === null
        ? t(
            `到${said}日终，有的店还没有对账单。`,
            `At the end of ${said} some shops had no statement.`,
          )
        : t(`到${said}日终，银行专户共 ${bank}。`, `At the end of ${said} the bank held ${bank}. `)}
      <a class="inline" href={`/b/closes/${day}`}>
        {t('覆盖率', 'Coverage')} {coverWords(t, totals)}
      </a>
    </p>
  )
}

const Days: FC<{ days: readonly BankDayAnswer[]; today: LocalDate }> = ({ days, today }) => {
  const t = useSay()
  return (
    <div class="card">
      <ul class="list">
        <li>
          <span>
            <strong>{dayWord(t, today)}</strong>{' '}
            {t(
              '今天还开着：过了零点，明早收到对账单就对账、封账。',
              'is open: it is closed tomorrow morning.',
            )}
          </span>
        </li>
        {days.map((day) => (
          <li>
            <span>
              <a href={day.sealed_at ? `/b/closes/${day.day}` : '/b/closes'}>
                {dayWord(t, day.day, today)}
              </a>{' '}
              <DayState day={day} />
            </span>
            <span class="n">{dayBreaks(t, day)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const Shops: FC<{ of: MerchantsAnswer }> = ({ of }) => {
  const t = useSay()
  const shops = of.data
  if (shops.length === 0) return <Empty>{t('还没有店家入驻。', 'No shops yet.')}</Empty>
  return (
    <Grid
      caption={t('逐店', 'Shop by shop')}
      head={[
        t('店', 'Shop'),
        t('欠顾客', 'Owed'),
        t('专户', 'Custody'),
        t('在途', 'In transit'),
        t('应付店家', 'Payable'),
        t('出款中', 'Paying'),
        t('覆盖率', 'Coverage'),
      ]}
      rows={shops.map((shop) => [
        <a href={`/b/merchants/${shop.id}`}>{shop.name}</a>,
        <Money fen={shop.owed_fen} />,
        <Money fen={shop.custody_fen} />,
        <Money fen={shop.in_transit_fen} />,
        <Money fen={shop.payable_fen} />,
        <Money fen={shop.paying_fen} />,
        ratioText(shop.coverage_bp),
      ])}
    />
  )
}
