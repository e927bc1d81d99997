import type { FC } from 'hono/jsx'
import { listJobsOperation, readHealthOperation } from '../../operations/routes'
import { listDutyRosterOperation } from '../../people/roster'
import { type Say, useSay } from '../around'
import { Roster } from '../common/roster'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Grid } from '../ui/table'
import { Facts, Notice, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { Beats } from './jobs'
import { keyFacts } from './key-facts'

type Health = AnswerFor<typeof readHealthOperation>
type Trouble = Health['troubles'][number]

/** Where each kind of trouble is dealt with. */
const PLACES: Record<Trouble['kind'], string> = {
  coverage_short: '/o/shortages',
  books_mismatch: '/o/books',
  books_incomplete: '/o/books',
  provider_differs: '/o/facts',
  jobs_dead: '/o/jobs',
  jobs_broken: '/o/jobs',
  jobs_late: '/o/jobs',
  storage_filling: '/o',
  breaks_overdue: '/o/breaks',
  days_unclosed: '/o/breaks#days',
  payouts_rejected: '/o/payouts',
  instructions_overdue: '/o/instructions',
  silence_waiting: '/o/tables/holidays',
  facts_open: '/o/facts',
  disputes_open: '/o/disputes',
  readings_unusual: '/o/readings',
  letters_dead: '/o/dead-letters',
  notices_late: '/o/jobs',
  jobs_retrying: '/o/jobs',
  shops_waiting: '/o/merchants',
  changes_waiting: '/o/changes',
  raises_waiting: '/o/merchants',
  photos_waiting: '/o/photos',
  city_rows_waiting: '/o/tables',
  table_ending: '/o/tables',
}
/** The place of the first of them, where there is one thing to begin with. */
const placeOf = ({ kind, subject_id }: Trouble): string =>
  subject_id === null ? PLACES[kind] : `${PLACES[kind]}/${subject_id}`

const Troubles: FC<{ of: readonly Trouble[] }> = ({ of }) => {
  const t = useSay()
  return (
    <ol class="card list troubles">
      {of.map((trouble) => (
        <li>
          <span>
            <b>{t(trouble.message, trouble.message_en)}</b>
            <br />
            <span class="mute">
              {t('先做：', 'First: ')}
              {t(trouble.does, trouble.does_en)}
            </span>
          </span>
          <a class="button plain mini" href={placeOf(trouble)}>
            {t('去看', 'Look')}
          </a>
        </li>
      ))}
    </ol>
  )
}

page('GET', '/o', 'operator', async ({ ask, t }) => {
  const [health, planned, roster] = await Promise.all([
    ask(readHealthOperation),
    ask(listJobsOperation),
    ask(listDutyRosterOperation),
  ])
  const { jobs, books, troubles } = health
  return (
    <Frame title={t('平台现在怎么样', 'How the platform is')}>
      <Notice is={stateTone('health', health.state)} live>
        {t(health.message, health.message_en)}
      </Notice>
      {troubles.length === 0 ? null : <Troubles of={troubles} />}
      <Alerts of={health.alerts} />
      <Queues of={health.queues} />
      <Roster of={roster.data} />
      <div class="halves">
        <section class="card">
          <h2>{t('任务', 'Jobs')}</h2>
          <Facts
            of={[
              [t('共有', 'Jobs'), t(`${jobs.jobs_count} 个`, String(jobs.jobs_count))],
              [
                t('上次跑', 'Last ran'),
                jobs.last_ran_at ? <When at={jobs.last_ran_at} /> : t('还没跑过', 'never'),
              ],
              [t('节假日知道到', 'Holidays known to'), health.holidays_known_to],
              [t('没按时跑的', 'Late'), String(jobs.late_count)],
              ...storageFacts(health.storage, t),
              ...keyFacts(health.keys, t),
              [t('版本', 'Version'), health.version],
              [
                t('上次部署', 'Last deploy'),
                health.deployed_at ? (
                  <When at={health.deployed_at} />
                ) : (
                  t('还不知道', 'not known yet')
                ),
              ],
            ]}
          />
          <p class="buttons links">
            <a class="button plain" href="/o/jobs">
              {t('全部任务', 'All jobs')}
            </a>
          </p>
        </section>
        <section class="card">
          <h2>{t('全账检查', 'The books')}</h2>
          {books ? <LastRun run={books} /> : <p>{t('还没有检查过。', 'Never checked.')}</p>}
          <p class="buttons links">
            <a class="button plain" href="/o/books">
              {t('检查和试算平衡', 'Checks and trial balance')}
            </a>
          </p>
        </section>
      </div>
      <Hearts of={planned.data} />
      <Links />
    </Frame>
  )
})

/** How large the database is, and until when that goes well. */
function storageFacts(storage: Health['storage'], t: Say): [string, string][] {
  if (storage === null) return [[t('数据库', 'Database'), t('还没量过', 'not measured yet')]]
  const { size_mb, limit_mb, full_on } = storage
  return [
    [t('数据库', 'Database'), `${size_mb} / ${limit_mb} MB`],
    [
      t('照这样哪天写满', 'Full on, as it grows'),
      full_on ?? t('十年内不会', 'not within ten years'),
    ],
  ]
}

type Job = AnswerFor<typeof listJobsOperation>['data'][number]
/** The last 24 hours of every job at one look. */
const Hearts: FC<{ of: readonly Job[] }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('任务的心跳：最近 24 小时，一格一小时', 'Heartbeats: 24 hours, a cell an hour')}</h2>
      <ul class="hearts">
        {of.map((job) => (
          <li>
            <Beats of={job} />
            <span>{t(job.what, job.what_en)}</span>
          </li>
        ))}
      </ul>
      <p class="small mute">
        {t(
          '实心：办了事；空框：没有事；叉：出错；断线：没有跑；空白：那时不用跑。右边是现在。',
          'Full: did something; ring: nothing to do; cross: failed; broken line: did not come; empty: not due. Now is at the right.',
        )}
      </p>
    </section>
  )
}

const QUEUE_NAMES: Record<Health['queues'][number]['name'], readonly [string, string]> = {
  notices: ['给顾客的短信', 'Messages to holders'],
  work_notices: ['给工作人员的短信', 'Messages to people at work'],
  webhook_deliveries: ['推送', 'Webhooks'],
  instructions: ['给银行和支付机构的指令', 'Instructions to bank and provider'],
}
/** What stands in line, and how long the oldest has, against how long it may. */
const Queues: FC<{ of: Health['queues'] }> = ({ of }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('排着队的', 'Queues')}
      head={[
        t('什么', 'What'),
        t('件', 'Count'),
        t('最早的', 'Oldest'),
        t('最多排（分钟）', 'Limit (min)'),
        t('怎么样', 'State'),
      ]}
      rows={of.map((queue) => [
        t(...QUEUE_NAMES[queue.name]),
        String(queue.count),
        queue.oldest_at ? <When at={queue.oldest_at} /> : '–',
        String(queue.limit_min),
        <Tag is={stateTone('queue', queue.is_over ? 'too_old' : 'in_time')}>
          {queue.is_over ? t('太久了', 'Too long') : t('正常', 'In time')}
        </Tag>,
      ])}
    />
  )
}
const ALERT_STATES: Record<Health['alerts'][number]['state'], readonly [string, string]> = {
  raised: ['已通知', 'Raised'],
  escalated: ['一小时没好，又说了一次', 'Told again'],
  resolved: ['已解除', 'Over'],
}
/** What was pushed to the operators of late, what is open first. */
const Alerts: FC<{ of: Health['alerts'] }> = ({ of }) => {
  const t = useSay()
  if (of.length === 0) return null
  return (
    <Grid
      caption={t('推送过的告警（七天）', 'Alerts of seven days')}
      head={[t('什么', 'What'), t('从', 'Since'), t('现在', 'Now')]}
      rows={of.map((alert) => [
        alert.message,
        <When at={alert.raised_at} />,
        <Tag is={stateTone('alert', alert.state)}>{t(...ALERT_STATES[alert.state])}</Tag>,
      ])}
    />
  )
}

const LINKS = [
  ['/o/tables', '城市参数', 'City tables'],
  ['/o/apps', '别家的应用', 'Apps of other makers'],
  ['/o/mandates', '继承和监护', 'Heirs and guardians'],
  ['/o/export', '导出账簿', 'Export the books'],
  ['/o/webhooks', '推送和密钥', 'Webhooks'],
  ['/o/tips', '顾客的线索', 'Tips'],
  ['/o/payouts', '出款', 'Payouts'],
  ['/o/instructions', '指令', 'Instructions'],
  ['/o/breaks', '对账差异', 'Differences'],
  ['/o/facts', '支付机构的账', 'The provider’s book'],
  ['/o/disputes', '付款争议', 'Payment disputes'],
  ['/o/parked', '搁置的通知', 'Parked'],
  ['/o/changes', '店家变更', 'Changes'],
  ['/o/photos', '门面照片', 'Pictures of shops'],
  ['/o/join-requests', '接入预约', 'Appointments to join'],
  ['/o/dead-letters', '没送到的', 'Undelivered'],
] as const
const Links: FC = () => {
  const t = useSay()
  return (
    <p class="buttons links">
      {LINKS.map(([href, zh, en]) => (
        <a class="button plain" href={href}>
          {t(zh, en)}
        </a>
      ))}
    </p>
  )
}

type Outcome = NonNullable<Health['books']>['result']
const RESULTS: Record<NonNullable<Outcome> | 'running', readonly [zh: string, en: string]> = {
  running: ['正在检查', 'running'],
  clean: ['账是平的', 'clean'],
  mismatch: ['有不一致', 'mismatch'],
  incomplete: ['没能跑完，不算通过', 'incomplete'],
}
export const Result: FC<{ of: Outcome }> = ({ of }) => {
  const t = useSay()
  const state = of ?? 'running'
  return <Tag is={stateTone('books', state)}>{t(...RESULTS[state])}</Tag>
}
const LastRun: FC<{ run: NonNullable<Health['books']> }> = ({ run }) => {
  const t = useSay()
  return (
    <Facts
      of={[
        [t('上次结果', 'Last result'), <Result of={run.result} />],
        [t('开始', 'Began'), <When at={run.started_at} />],
        [t('看过', 'Looked at'), t(`${run.looked_at} 项`, String(run.looked_at))],
      ]}
    />
  )
}
