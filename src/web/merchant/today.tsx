import type { FC } from 'hono/jsx'
import { readMeOperation } from '../../identity/routes'
import { localDate } from '../../kernel/time'
import { readMerchantOperation } from '../../merchants/routes'
import { readMerchantDayOperation } from '../../overviews/overview'
import { listPayoutsOperation } from '../../payouts/routes'
import { listRefundsOperation } from '../../refunds/routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Money, Notice, When } from '../ui/text'
import { LastWeek, WhenMine } from './week'

type DayAnswer = AnswerFor<typeof readMerchantDayOperation, 'staff'>['days'][number]

const Kpi: FC<{ name: string; fen: number; note?: string }> = ({ name, fen, note }) => (
  <div class="card kpi">
    <span class="mute">{name}</span>
    <b>
      <Money fen={fen} />
    </b>
    {note ? <span class="small mute">{note}</span> : null}
  </div>
)

const Waiting: FC<{ count: number }> = ({ count }) => {
  const t = useSay()
  return (
    <Notice is="warn">
      <p>
        {t(
          `${count} 笔退款等您答复；到期不答复就自动退。`,
          `${count} refunds wait for your answer; silence pays them.`,
        )}
      </p>
      <p>
        <a class="inline" href="/m/refunds">
          {t('去答复', 'Answer')}
        </a>
      </p>
    </Notice>
  )
}

/** The shop's day: what was used, what comes to the account and when, what customers still have. */
page('GET', '/m/today', 'staff', async ({ c, ask, t }) => {
  const day = await ask(readMerchantDayOperation)
  const [payouts, refunds, me] = await Promise.all([
    ask(listPayoutsOperation, { query: { limit: '3' } }),
    ask(listRefundsOperation, { query: { limit: '1' } }),
    ask(readMeOperation),
  ])
  const shop = await ask(readMerchantOperation, { params: { id: me.merchant_id } })
  const asked_count = refunds.totals.asked_count
  const [newest] = payouts.data
  return (
    <Frame title={t('今天', 'Today')}>
      {asked_count > 0 ? <Waiting count={asked_count} /> : null}
      {shop.sales_held_at === null || shop.sales_lifted_at !== null ? null : (
        <Notice is="bad">
          {t('已暂停充值：', 'Sales are on hold: ')}
          {shop.sales_held_reason}
        </Notice>
      )}
      <div class="kpis">
        <Kpi
          name={t('今天核销', 'Redeemed today')}
          fen={day.released_fen}
          note={t(`${day.uses_count} 次`, `${day.uses_count} uses`)}
        />
        <Kpi
          name={t('应付给本店', 'Due to the shop')}
          fen={day.payable_fen}
          note={t('下一次出款带上', 'in the next payout')}
        />
        <Kpi
          name={t('出款中', 'On its way')}
          fen={day.paying_fen}
          note={newest ? newest.message : ''}
        />
        <Kpi
          name={t('顾客存着', 'Held for customers')}
          fen={day.owed_fen}
          note={t('是顾客的钱，不是店里的', 'customers’ money, not the shop’s')}
        />
      </div>
      <div class="buttons">
        <a class="button" href="/m/payouts">
          {t('出款和到账', 'Payouts')}
        </a>
        <a class="button plain" href="/m/shift">
          {t('交班单', 'Shift report')}
        </a>
      </div>
      <div class="gb">
        <WhenMine payouts={payouts.data} payable_fen={day.payable_fen} />
        <LastWeek week={day.week} />
      </div>
      <Days days={day.days} />
      <p class="small mute">
        {t('数据截至 ', 'As of ')}
        <When at={c.var.world.now()} />
      </p>
    </Frame>
  )
})

const Days: FC<{ days: readonly DayAnswer[] }> = ({ days }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('近 30 天', 'Last 30 days')}
      show_caption
      head={[t('日子', 'Day'), t('核销', 'Uses'), t('放款', 'Released'), t('充值', 'Paid in')]}
      rows={[...days]
        .reverse()
        .map((one) => [
          one.day,
          one.uses_count,
          <Money fen={one.released_fen} />,
          <Money fen={one.paid_fen} />,
        ])}
    />
  )
}

/** What one day brought, for the person who takes over the till: on a 58 mm slip or a sheet. */
page('GET', '/m/shift', 'staff', async ({ c, ask, t }) => {
  const today = localDate(c.var.world.now())
  const on = c.req.query('day') ?? today
  const [day, me] = await Promise.all([
    ask(readMerchantDayOperation, { query: { day: on } }),
    ask(readMeOperation),
  ])
  return (
    <Frame title={t('交班单', 'Shift report')}>
      <form method="get" action="/m/shift" class="filters noprint">
        <div>
          <label for="day">{t('哪一天', 'Day')}</label>
          <input id="day" name="day" type="date" value={on} max={today} />
        </div>
        <button type="submit" class="plain">
          {t('看这一天', 'Show')}
        </button>
      </form>
      <div class="slip card">
        <Facts
          of={[
            [t('日子', 'Day'), day.day],
            [t('制单人', 'Made by'), me.name],
            [t('制单时间', 'Made at'), <When at={c.var.world.now()} />],
            [t('核销', 'Uses'), `${day.uses_count}`],
            [t('放款', 'Released'), <Money fen={day.released_fen} />],
            [t('充值', 'Top-ups'), `${day.topups_count}`],
            [t('充值金额', 'Paid in'), <Money fen={day.paid_fen} />],
            ...day.shops.map(
              (one) =>
                [
                  one.name,
                  <>
                    {one.uses_count} · <Money fen={one.released_fen} />
                  </>,
                ] as const,
            ),
          ]}
        />
        <p class="paper-only">{t('交班人　　　　接班人　　　　', 'Handed over by / taken by')}</p>
      </div>
    </Frame>
  )
})
