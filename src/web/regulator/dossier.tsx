import type { FC } from 'hono/jsx'
import { yuan } from '../../kernel/money'
import { readShopDossierOperation } from '../../supervision/dossier'
import { type Say, useSay } from '../around'
import { type Dossier, Lanes } from '../charts/lanes'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Chips } from '../look/desk'
import { Grid } from '../ui/table'
import { Empty, Money, percent } from '../ui/text'

type Told = AnswerFor<typeof readShopDossierOperation, 'regulator'>
type Happened = Told['events'][number]['event']

const EVENTS: Record<Happened, readonly [zh: string, en: string]> = {
  legal_representative_changed: ['换法定代表人', 'new representative'],
  address_changed: ['搬家', 'moved'],
  licence_lapsed: ['执照到期', 'licence lapsed'],
  court_enforcement_listed: ['被列入法院执行', 'listed for enforcement'],
  off_escrow_sale_reported: ['举报平台外收款', 'sale outside reported'],
  patrol_ok: ['巡查：照常营业', 'patrol: open'],
  patrol_closed: ['巡查：关着门', 'patrol: closed'],
  patrol_sale_sign: ['巡查：转让清仓', 'patrol: sale sign'],
  refurbishment_declared: ['说明在装修', 'refurbishment declared'],
  closure_announced: ['公告停业', 'closure announced'],
}
const CALM: readonly Happened[] = ['patrol_ok', 'refurbishment_declared']
const COLOURS: readonly (readonly [string, string])[] = [
  ['绿', 'green'],
  ['蓝', 'blue'],
  ['黄', 'yellow'],
  ['橙', 'orange'],
  ['红', 'red'],
]
const LANES = [
  ['sold_fen', '充值', 'Top-ups'],
  ['uses', '核销', 'Uses'],
  ['bonus_bp', '赠送深度', 'Bonus'],
  ['refund_requests', '退款申请', 'Refund requests'],
  ['complaints', '投诉', 'Complaints'],
] as const
type Field = (typeof LANES)[number][0]
/** A figure of a lane as it is read. */
function figure(field: Field, value: number, t: Say): string {
  if (field === 'sold_fen') return yuan(value)
  if (field === 'bonus_bp') return percent(value)
  return t(`${value} 次`, String(value))
}

/** What is drawn: lanes with their usual, single events, the levels, and the week of the alarm. */
function drawn(of: Told, t: Say): Dossier {
  const now = of.weeks.at(-1)
  return {
    weeks: of.weeks.length,
    months: of.months.map(({ week, month }) => [week, month] as const),
    lanes: LANES.map(([field, zh, en]) => {
      const said = figure(field, now?.[field] ?? 0, t)
      const usual = of.usual[field]
      return {
        name: t(zh, en),
        values: of.weeks.map((week) => week[field]),
        usual,
        bad: of.weeks.flatMap(({ is_alarmed }, n) => (is_alarmed ? [n] : [])),
        now: t(`本周 ${said}`, `this week ${said}`),
        usual_said:
          usual === null
            ? ''
            : t(`平时 ${figure(field, usual, t)}`, `usual ${figure(field, usual, t)}`),
      }
    }),
    events: of.events.map(({ day, week, event }) => ({
      at: week,
      kind: event.startsWith('patrol') ? 'patrol' : 'other',
      is_bad: !CALM.includes(event),
      said: `${day.slice(5)} ${t(...EVENTS[event])}`,
    })),
    levels: of.levels.map(({ from_week, to_week, level }) => ({
      from: from_week,
      to: to_week,
      level,
      said: t(...(COLOURS[level - 1] ?? ['', ''])),
    })),
    alarm:
      of.alarm_week === null || of.alarm_since === null
        ? null
        : {
            at: of.alarm_week,
            said: t(`${of.alarm_since.slice(5)} 报警`, `alarm ${of.alarm_since}`),
          },
    words: { events: t('事件', 'Events'), levels: t('级别', 'Level') },
  }
}

/** The figures of the drawing in a sentence, for whoever does not see it. */
function label(of: Told, t: Say): string {
  const now = of.weeks.at(-1)
  const parts = LANES.map(([field, zh, en]) => {
    const usual = of.usual[field]
    const said = figure(field, now?.[field] ?? 0, t)
    return usual === null
      ? t(`${zh} ${said}`, `${en} ${said}`)
      : t(
          `${zh} ${said}，平时 ${figure(field, usual, t)}`,
          `${en} ${said}, usual ${figure(field, usual, t)}`,
        )
  })
  return t(
    `${of.first_on} 至 ${of.last_on}，最后一周：${parts.join('；')}`,
    `${of.first_on} to ${of.last_on}, the last week: ${parts.join('; ')}`,
  )
}

const Why: FC<{ of: Told }> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <h2>{t('现在这一级的理由', 'Why it stands there')}</h2>
      {of.why.length === 0 ? (
        <p class="note">{t('预警没有说什么。', 'The warning says nothing.')}</p>
      ) : (
        <ul class="card list">
          {of.why.map(({ message, message_en, weight }) => (
            <li>
              <span>{t(message, message_en)}</span>
              <span class="n">{t(`${weight} 分`, `${weight} points`)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const Figures: FC<{ of: Told }> = ({ of }) => {
  const t = useSay()
  return (
    <details>
      <summary>{t('图上的数', 'The figures')}</summary>
      <Grid
        caption={t('一周一行', 'By week')}
        head={[t('这周从', 'Week from'), ...LANES.map(([, zh, en]) => t(zh, en))]}
        rows={of.weeks.map((week) => [
          <time>{week.from_on}</time>,
          <Money fen={week.sold_fen} />,
          week.uses,
          percent(week.bonus_bp),
          week.refund_requests,
          week.complaints,
        ])}
      />
    </details>
  )
}

/** Why this level, and is it true: what a shop did over one axis of time, and what happened to it. */
page('GET', '/r/shops/:id/dossier', 'regulator', async ({ ask, params, t, c }) => {
  const days = c.req.query('days') === '365' ? '365' : '90'
  const of = await ask(readShopDossierOperation, { params, query: { days } })
  const href = `/r/shops/${params.id}`
  return (
    <Frame
      title={t(`${of.merchant_name} 卷宗`, `${of.merchant_name}: dossier`)}
      lead={`${of.first_on} — ${of.last_on}`}
      acts={
        <a class="button plain" href={href}>
          {t('看这家店', 'The shop')}
        </a>
      }
    >
      <Chips
        label={t('多长', 'Span')}
        of={(['90', '365'] as const).map((n) => ({
          href: `${href}/dossier?days=${n}`,
          word: t(`近 ${n} 天`, `${n} days`),
          current: n === days,
        }))}
      />
      {of.has_days ? (
        <section class="card">
          <Lanes of={drawn(of, t)} label={label(of, t)} />
          <p class="small mute">
            {t(
              '灰带和虚线是这家店自己平时的样子；红色是报警以后。每天夜里记昨天。',
              'The grey band and dashed line are this shop’s own usual; red is after the alarm. Written each night.',
            )}
          </p>
          <Figures of={of} />
        </section>
      ) : (
        <Empty>
          <p>
            {t(
              '还没有记录：店接入后，每天夜里记前一天。',
              'Nothing written yet: each night writes the day before.',
            )}
          </p>
        </Empty>
      )}
      <Why of={of} />
    </Frame>
  )
})
