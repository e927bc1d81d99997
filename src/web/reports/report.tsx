import type { FC } from 'hono/jsx'
import { cookieCredential } from '../../identity/tokens'
import { refuse } from '../../kernel/refusals'
import { quartersUpTo } from '../../quarters/rules'
import { reportFileRoutes } from '../../reports/file'
import { readReportOperation } from '../../reports/routes'
import { useSay } from '../around'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { throughApi } from '../intake/through-api'
import { addressWith, Filters, placeAsked } from '../regulator/where'
import { Choice, Field } from '../ui/form'
import { Grid } from '../ui/table'
import { Empty, Money, Notice } from '../ui/text'
import { waitingTone } from '../ui/tones'

type Report = AnswerFor<typeof readReportOperation, 'regulator'>
type Line = Report['lines'][number]

const SAID = ['span', 'by', 'to', 'quarter'] as const
function asked({ c }: Visit) {
  const said = SAID.flatMap((name) => {
    const value = c.req.query(name) ?? ''
    return value === '' ? [] : [[name, value] as const]
  })
  return Object.fromEntries(said) as Partial<Record<(typeof SAID)[number], string>>
}
const spanOf = (said: string | undefined) => (said === 'quarter' ? 'quarter' : 'week')
const groupOf = (said: string | undefined) => (said === 'sector' ? 'sector' : 'district')

/** Which district got worse and why, before any table; then districts or trades, one span beside the one before. */
page('GET', '/r/reports', 'regulator', async (visit) => {
  const { ask, t, today } = visit
  const said = asked(visit)
  const where = placeAsked(visit)
  const [span, by] = [spanOf(said.span), groupOf(said.by)]
  const report = await ask(readReportOperation, { query: { ...where, ...said, span, by } })
  const { from, to, before_from, before_to } = report
  const days = t(
    `${from} 至 ${to}，比 ${before_from} 至 ${before_to}`,
    `${from} to ${to}, against ${before_from} to ${before_to}`,
  )
  const title = span === 'week' ? t('一周报表', 'Week report') : t('季度报表', 'Quarter report')
  const file = (format: string) =>
    addressWith('/r/reports/file', { ...where, ...said, span, by, format })
  return (
    <Frame title={title} lead={days}>
      <div class="sheet">
        <Worse of={report} />
        {report.is_whole ? null : (
          <Notice>
            {t(
              `有记录的日子：${report.days_recorded} 天，前一段 ${report.days_recorded_before} 天，不是整段比整段。`,
              `Days on record: ${report.days_recorded}, before ${report.days_recorded_before}; the spans are not whole.`,
            )}
          </Notice>
        )}
        <Span report={report} said={said} quarters={quartersUpTo(today)} />
        <Filters action="/r/reports" where={where} />
        {report.lines.length === 0 ? (
          <Empty>{t('这两段没有记录。', 'Nothing is on record in these spans.')}</Empty>
        ) : (
          <Lines report={report} />
        )}
        <Shops of={report} />
        <p class="noprint">
          <a class="button plain" href={file('csv')}>
            CSV
          </a>{' '}
          <a class="button plain" href={file('xlsx')}>
            Excel
          </a>
        </p>
        <p class="note">
          {t(
            '数都来自每晚的日表；余额、卡和店是这一段最后一个有记录的晚上的。',
            'All figures come of the nightly roll-ups; money, cards and shops are of the last evening on record.',
          )}
        </p>
      </div>
    </Frame>
  )
})

/** The first sentence of the page, and of the morning’s sheet. */
export const Worse: FC<{ of: Report }> = ({ of: { worse, message, message_en } }) => {
  const t = useSay()
  return <Notice is={waitingTone(worse !== null)}>{t(message, message_en)}</Notice>
}

const Span: FC<{
  report: Report
  said: ReturnType<typeof asked>
  quarters: readonly string[]
}> = ({ report, said, quarters }) => {
  const t = useSay()
  return (
    <form method="get" action="/r/reports" class="filters noprint">
      <Choice
        name="span"
        label={t('一段', 'Span')}
        value={report.span}
        of={[
          ['week', t('一周', 'Week')],
          ['quarter', t('一季', 'Quarter')],
        ]}
      />
      <Choice
        name="by"
        label={t('按什么分', 'By')}
        value={report.by}
        of={[
          ['district', t('区市', 'District')],
          ['sector', t('行业', 'Trade')],
        ]}
      />
      {report.span === 'week' ? (
        <Field name="to" label={t('止于', 'Ends on')} type="date" value={report.to} />
      ) : (
        <Choice
          name="quarter"
          label={t('季度', 'Quarter')}
          value={said.quarter ?? quarters[1] ?? ''}
          of={quarters.map((one) => [one, one])}
        />
      )}
      <button type="submit" class="plain">
        {t('看', 'Show')}
      </button>
    </form>
  )
}

const Lines: FC<{ report: Report }> = ({ report }) => {
  const t = useSay()
  const moved = (now: number, before: number) => `${now} (${before})`
  const row = (name: string, { now, before }: Pick<Line, 'now' | 'before'>, change: string) => [
    name,
    change,
    moved(now.shops_count, before.shops_count),
    moved(now.alarmed_count, before.alarmed_count),
    <Money fen={now.escrow_fen} />,
    <Money fen={now.sold_fen} />,
    <Money fen={now.used_fen} />,
    moved(now.uses, before.uses),
    moved(now.refund_requests, before.refund_requests),
    moved(now.complaints, before.complaints),
    moved(now.contested_uses, before.contested_uses),
  ]
  return (
    <Grid
      caption={t('报表', 'Report')}
      head={[
        report.by === 'district' ? t('区市', 'District') : t('行业', 'Trade'),
        t('变差', 'Worse by'),
        t('店（前一段）', 'Shops (before)'),
        t('预警店', 'Alarmed'),
        t('托管余额', 'In escrow'),
        t('充值', 'Paid in'),
        t('放款', 'Released'),
        t('核销', 'Uses'),
        t('要求退款', 'Refunds asked'),
        t('投诉', 'Complaints'),
        t('有争议', 'Contested'),
      ]}
      rows={[
        ...report.lines.map((line) => row(line.name, line, String(line.change))),
        row(t('合计', 'All'), report.totals, ''),
      ]}
    />
  )
}

const Shops: FC<{ of: Report }> = ({ of: { shops } }) => {
  const t = useSay()
  if (shops.length === 0) return null
  return (
    <section>
      <h2>{t('哪些店最多', 'The shops behind it')}</h2>
      <ul>
        {shops.map((shop) => (
          <li>
            <a class="inline" href={`/r/shops/${shop.merchant_id}`}>
              {shop.merchant_name}
            </a>
            {t(
              `（${shop.district_name}）：${shop.why.map(({ says }) => says).join('，')}`,
              ` (${shop.district_name}): ${shop.why.map(({ says_en }) => says_en).join(', ')}`,
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

page('GET', '/r/reports/file', 'regulator', async (visit) => {
  const { c } = visit
  const who = await cookieCredential(c.req.raw, 'regulator', c.var.world.config.stage)
  if (!who) refuse('not_signed_in')
  const url = new URL('/v1/reports/file', c.req.url)
  url.search = new URL(c.req.url).search
  return throughApi(visit, { routes: reportFileRoutes, who, request: new Request(url) })
})
