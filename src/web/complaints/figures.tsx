import type { FC } from 'hono/jsx'
import { readComplaintStatisticsOperation } from '../../complaints/statistics-routes'
import { spokenDay, spokenDayEn } from '../../kernel/time'
import { useSay } from '../around'
import { Week } from '../charts/small'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { Grid } from '../ui/table'
import { Empty, Money, Notice } from '../ui/text'

const GROUPS = ['kind', 'district', 'merchant'] as const
type By = (typeof GROUPS)[number]

type Figures = AnswerFor<typeof readComplaintStatisticsOperation, 'regulator'>
const Span: FC<{ of: Figures }> = ({ of: figures }) => {
  const t = useSay()
  return (
    <form method="get" action="/r/complaints/figures" class="card filters">
      <Choice
        name="by"
        label={t('按什么分', 'By')}
        value={figures.by}
        of={[
          ['kind', t('种类', 'kind')],
          ['district', t('区市', 'district')],
          ['merchant', t('店', 'shop')],
        ]}
      />
      <Field name="from" label={t('从', 'From')} type="date" value={figures.from} />
      <Field name="to" label={t('到', 'To')} type="date" value={figures.to} />
      <button type="submit" class="plain">
        {t('看', 'Show')}
      </button>
    </form>
  )
}
const Lines: FC<{ of: Figures }> = ({ of: figures }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('投诉统计', 'Figures')}
      head={[
        t('分类', 'Group'),
        t('收到', 'Filed'),
        t('前一段', 'Before'),
        t('有争议的钱', 'In question'),
        t('办结', 'Closed'),
        t('谈成或改正', 'Settled'),
        t('超期', 'Late'),
        t('回访满意', 'Satisfied'),
      ]}
      rows={figures.lines.map((line) => [
        t(line.name, line.name_en),
        line.now.filed_count,
        line.before.filed_count,
        <Money fen={line.now.filed_fen} />,
        line.now.ended_count,
        line.now.settled_count,
        line.now.late_count,
        `${line.now.satisfied_count}/${line.now.called_count}`,
      ])}
    />
  )
}

/** Complaints in figures: by kind, district or shop, against the span before; what is hot, and where it got worse. */
page('GET', '/r/complaints/figures', 'regulator', async ({ c, ask, t }) => {
  const said = (name: string) => c.req.query(name) ?? ''
  const by: By = GROUPS.find((one) => one === said('by')) ?? 'kind'
  const span = Object.fromEntries(
    (['from', 'to'] as const).flatMap((name) => (said(name) === '' ? [] : [[name, said(name)]])),
  )
  const figures = await ask(readComplaintStatisticsOperation, { query: { by, ...span } })
  const { now, before, worse } = figures
  return (
    <Frame
      title={t('投诉统计', 'Complaints in figures')}
      lead={t(
        `${figures.from} 至 ${figures.to}：收到 ${now.filed_count} 件，前一段 ${before.filed_count} 件`,
        `${figures.from} to ${figures.to}: ${now.filed_count} filed, ${before.filed_count} in the span before`,
      )}
    >
      {worse === null ? null : (
        <Notice is="warn">
          {t(
            `${worse.district_name}多了 ${worse.change} 件，主要是“${worse.kind_name}”，${worse.merchant_name}最多。`,
            `${worse.district_name}: ${worse.change} more, mostly “${worse.kind_name_en}”, most at ${worse.merchant_name}.`,
          )}
        </Notice>
      )}
      <Span of={figures} />
      <section class="card">
        <h2>{t('每七天收到几件（横线：办结）', 'Filed in seven days (tick: closed)')}</h2>
        <Week
          label={t('每七天收到几件', 'Filed in seven days')}
          of={figures.weeks.slice(-12).map((week) => ({
            name: t(spokenDay(week.from), spokenDayEn(week.from)),
            value: week.filed_count,
            before: week.ended_count,
            said: String(week.filed_count),
            is_open: false,
          }))}
        />
      </section>
      {figures.lines.length === 0 ? (
        <Empty>{t('这一段没有投诉。', 'No complaint in this span.')}</Empty>
      ) : (
        <Lines of={figures} />
      )}
      {figures.hot_topics.length === 0 ? null : (
        <section class="card">
          <h2>{t('热点', 'Hot topics')}</h2>
          <ul>
            {figures.hot_topics.map((topic) => (
              <li>
                <a class="inline" href={`/r/shops/${topic.merchant_id}`}>
                  {topic.merchant_name}
                </a>
                {t(
                  `（${topic.district_name}）：${topic.kind_name} ${topic.filed_count} 件，前一段 ${topic.before_count} 件`,
                  ` (${topic.district_name}): ${topic.kind_name_en}, ${topic.filed_count} against ${topic.before_count}`,
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Frame>
  )
})
