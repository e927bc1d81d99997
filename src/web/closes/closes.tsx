import { listBankClosesOperation, listBankDaysOperation } from '../../closes/routes'
import { askedIn, orNone } from '../bank/words'
import { figuresInForce } from '../common/amended'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Day } from '../intake/bank-lines'
import { Field } from '../ui/form'
import { Grid, More } from '../ui/table'
import { Empty, Money } from '../ui/text'
import { ratioText } from './coverage'
import { DayState, dayBreaks } from './day-words'

type CloseAnswer = AnswerFor<typeof listBankClosesOperation, 'bank'>['data'][number]
type BankDayAnswer = AnswerFor<typeof listBankDaysOperation, 'bank'>['data'][number]

/** Every business day, how far it got, and the coverage it was closed with. */
page('GET', '/b/closes', 'bank', async ({ ask, c, t }) => {
  const query = askedIn(c.req.url, ['cursor'])
  const [days, closes] = await Promise.all([
    ask(listBankDaysOperation, { query }),
    ask(listBankClosesOperation, { query }),
  ])
  const sealed = new Map(closes.data.map((close) => [close.day, close]))
  const rows = days.data
  return (
    <Frame title={t('逐日封账', 'Day closes')}>
      <form method="get" action="/b/closes/at" class="filters">
        <Field name="day" label={t('看哪一天日终', 'As of the end of')} type="date" required />
        <div class="field">
          <button type="submit">{t('看这天', 'Show')}</button>
        </div>
      </form>
      {rows.length === 0 ? (
        <Empty>
          {t('还没有营业日。第一家店开户后的第二天早上，对第一天的账。', 'No business day yet.')}
        </Empty>
      ) : (
        <Grid
          caption={t('逐日封账', 'Day closes')}
          head={[
            t('营业日', 'Day'),
            t('走到哪一步', 'State'),
            t('差异', 'Breaks'),
            t('银行专户', 'Bank'),
            t('逐卡加总', 'Owed'),
            t('覆盖率', 'Coverage'),
          ]}
          words={[1, 2]}
          rows={rows.map((day) => rowOf(t, day, sealed.get(day.day)))}
        />
      )}
      <p class="buttons noprint">
        <a class="button plain" href="/b/export">
          {t('导出账簿给会计', 'Export the books')}
        </a>
        <a class="button plain" href="/b/archives">
          {t('归档', 'Archive')}
        </a>
        <a class="button plain" href="/b/webhooks">
          {t('推送和密钥', 'Webhooks')}
        </a>
      </p>
      <More of={days} href="/b/closes" word={t('更早的', 'Earlier')} />
      <p class="note">
        {t(
          '覆盖率：该有的钱里银行确实有的，各店先分开算，再相加；向下取整，不超过 100%；在途不算在内。封账后的数字不再改，银行更正过的日子另有一份更正封账。',
          'Coverage: what the bank has of what is owed, shop by shop, rounded down.',
        )}
      </p>
    </Frame>
  )
})

function rowOf(
  t: (zh: string, en: string) => string,
  day: BankDayAnswer,
  close: CloseAnswer | undefined,
) {
  const on = day.day
  const totals = close && figuresInForce(close).totals
  return [
    close ? (
      <a href={`/b/closes/${on}`}>
        <Day on={on} />
        {close.amended === undefined ? null : t('（更正过）', ' (amended)')}
      </a>
    ) : (
      <Day on={on} />
    ),
    <DayState day={day} />,
    dayBreaks(t, day),
    totals ? orNone(totals.bank_fen, t('缺对账单', 'incomplete')) : '—',
    totals ? <Money fen={totals.requirement_fen} /> : '—',
    totals ? ratioText(totals.coverage_bp) : '—',
  ]
}

/** The plain form's way to a day: `?day=2026-11-21`. */
page('GET', '/b/closes/at', 'bank', async ({ c }) => {
  const day = new URL(c.req.url).searchParams.get('day') ?? ''
  return c.redirect(/^\d{4}-\d{2}-\d{2}$/.test(day) ? `/b/closes/${day}` : '/b/closes', 303)
})
