import type { FC } from 'hono/jsx'
import { listBankClosesOperation } from '../../closes/routes'
import { type City, districtShort } from '../../kernel/city'
import { readReportOperation } from '../../reports/routes'
import { readBriefingOperation } from '../../supervision/briefing'
import { listWatchedShopsOperation } from '../../supervision/routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Worse } from '../reports/report'
import { Grid } from '../ui/table'
import { Facts, Money, percent, When } from '../ui/text'
import { Filters, placeAsked, whereText } from './where'

/** What fits one A4 page beside the figures; the rest is on the work list. */
const ROWS_MAX = 12

/** One sheet for the morning meeting: where to go first, and yesterday's figures, each with its date. */
page('GET', '/r/morning', 'regulator', async (visit) => {
  const { ask, t, city } = visit
  const where = placeAsked(visit)
  const [seen, brief, closes, week] = await Promise.all([
    ask(listWatchedShopsOperation, {
      query: { ...where, urgency_min: '2', limit: String(ROWS_MAX) },
    }),
    ask(readBriefingOperation, { query: where }),
    ask(listBankClosesOperation, { query: { limit: '1' } }),
    ask(readReportOperation, { query: where }),
  ])
  const { day: today } = brief
  const [close] = closes.data
  const said = whereText(city, where)
  return (
    <Frame title={t(`晨会：${today}`, `Morning meeting: ${today}`)}>
      <div class="sheet">
        <p class="small mute">
          {said ? `${said} · ` : ''}
          {t('数据截至 ', 'As of ')}
          <When at={brief.as_of} />
        </p>
        <Filters action="/r/morning" where={where} />
        <h2>{t('这一周，比前一周', 'This week against the last')}</h2>
        <Worse of={week} />
        <Figures brief={brief} close={close} />
        <h2>{t(`今天先去哪（${today}）`, `Where to go (${today})`)}</h2>
        {seen.data.length === 0 ? (
          <p>{t('没有要处理的事。', 'Nothing to do.')}</p>
        ) : (
          <WhereToGo of={seen.data} city={city} />
        )}
        {seen.has_more ? (
          <p class="small">
            {t(
              `一共 ${seen.totals.watched_count} 家，其余的在待办里。`,
              `${seen.totals.watched_count} in all; the others are on the work list.`,
            )}
          </p>
        ) : null}
        <Deadlines brief={brief} />
        <p class="note noprint">
          {t('用浏览器的“打印”，正好一页 A4。', 'Print it from the browser: one A4 page.')}
        </p>
      </div>
    </Frame>
  )
})

type Briefing = AnswerFor<typeof readBriefingOperation, 'regulator'>
type CloseAnswer = AnswerFor<typeof listBankClosesOperation, 'regulator'>['data'][number]
type WatchedShop = AnswerFor<typeof listWatchedShopsOperation, 'regulator'>['data'][number]

const Figures: FC<{ brief: Briefing; close: CloseAnswer | undefined }> = ({ brief, close }) => {
  const t = useSay()
  const { day: today, yesterday, totals } = brief
  const sheet = close && (close.amended ?? close)
  return (
    <div class="halves">
      <section>
        <h2>{t('家底', 'Totals')}</h2>
        <Facts
          of={[
            [
              t(`欠顾客的钱（${today}）`, `Owed to customers (${today})`),
              <Money fen={totals.owed_fen} />,
            ],
            [
              t(`店和卡（${today}）`, `Shops, cards (${today})`),
              t(
                `${totals.shops_count} 家，${totals.cards_count} 张`,
                `${totals.shops_count}, ${totals.cards_count}`,
              ),
            ],
            [
              close
                ? t(`全市覆盖率（${close.day}）`, `City coverage (${close.day})`)
                : t('全市覆盖率（还没有封账表）', 'City coverage (no day closed)'),
              typeof sheet?.totals?.coverage_bp === 'number'
                ? percent(sheet.totals.coverage_bp)
                : '—',
            ],
          ]}
        />
      </section>
      <section>
        <h2>{t(`昨天（${yesterday.day}）`, `Yesterday (${yesterday.day})`)}</h2>
        <Facts
          of={[
            [t('充值', 'Paid in'), <Money fen={yesterday.paid_fen} />],
            [t('核销', 'Uses'), t(`${yesterday.uses_count} 次`, String(yesterday.uses_count))],
            [t('放款', 'Released'), <Money fen={yesterday.released_fen} />],
          ]}
        />
      </section>
    </div>
  )
}

const WhereToGo: FC<{ of: readonly WatchedShop[]; city: City }> = ({ of, city }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('今天先去哪', 'Where to go')}
      words={[1, 2]}
      head={[
        t('级别', 'Level'),
        t('店', 'Shop'),
        t('为什么', 'Why'),
        t('涉及', 'At stake'),
        t('卡', 'Cards'),
      ]}
      rows={of.map((shop) => [
        <Level n={shop.urgency} />,
        <>
          {shop.merchant_name}
          <br />
          <span class="small mute">{districtShort(city, shop.district)}</span>
        </>,
        t(shop.signals[0]?.message ?? '', shop.signals[0]?.message_en ?? ''),
        shop.stake_fen > 0 ? <Money fen={shop.stake_fen} /> : '—',
        shop.stake_cards_count || '—',
      ])}
    />
  )
}

const Deadlines: FC<{ brief: Briefing }> = ({ brief: { day: today, deadlines } }) => {
  const t = useSay()
  return (
    <>
      <h2>{t('要办的期限', 'Deadlines')}</h2>
      <Facts
        of={[
          [
            t(
              `三天内要裁定的退款（到 ${deadlines.decide_by}）`,
              `Refunds to decide by ${deadlines.decide_by}`,
            ),
            t(`${deadlines.refunds_to_decide} 笔`, String(deadlines.refunds_to_decide)),
          ],
          [
            t(`等处理的核销异议（${today}）`, `Contested uses (${today})`),
            t(`${deadlines.contested_uses} 笔`, String(deadlines.contested_uses)),
          ],
          [
            t(`没办完的停业和失联（${today}）`, `Closures under way (${today})`),
            t(`${deadlines.endings_open} 家`, String(deadlines.endings_open)),
          ],
          [
            t(`过期未解决的对账差异（${today}）`, `Overdue differences (${today})`),
            t(`${deadlines.breaks_overdue} 处`, String(deadlines.breaks_overdue)),
          ],
        ]}
      />
    </>
  )
}
