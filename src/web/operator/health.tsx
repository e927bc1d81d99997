import type { FC } from 'hono/jsx'
import { TABLE_NAMES } from '../../city/words'
import type { CityTable } from '../../kernel/city'
import { yuan } from '../../kernel/money'
import { DAY_MS, epochMs, HOUR_MS, type Instant, MINUTE_MS } from '../../kernel/time'
import { useSay } from '../around'
import { type Body, list, number, page, text, type Visit } from '../door'
import { Frame } from '../frame'
import { Facts, Notice, Tag, When } from '../ui/text'

/** Something an operator should look at: what, how much of it, and where it is dealt with. */
type Trouble = { zh: string; en: string; href: string }
type Health = {
  jobs: Body[]
  letters: Body
  facts: Body
  disputes: Body
  runs: Body
  changes: Body
  short: Body
  raises: Body
  city: Body
  now: Instant
}

/** A job of every five minutes is late after fifteen, a daily one an hour after its day. */
export const isLate = (job: Body, now: Instant): boolean => {
  if (typeof job.ran_at !== 'string') return false
  const often = text(job, 'cron').startsWith('*/5 ')
  return epochMs(now) - epochMs(job.ran_at) > (often ? 15 * MINUTE_MS : DAY_MS + HOUR_MS)
}
const countOf = (answer: Body): string =>
  `${list(answer.data).length}${answer.has_more === true ? '+' : ''}`
const sumOf = (rows: readonly Body[], field: string) =>
  rows.reduce((total, row) => total + number(row, field), 0)

async function healthOf({ ask, c }: Visit): Promise<Health> {
  const query = { limit: '100' }
  const [jobs, letters, facts, disputes, runs, changes, short, raises, city] = await Promise.all([
    ask('listJobs'),
    ask('listDeadLetters', { query }),
    ask('listParkedFacts', { query }),
    ask('listDisputes', { query: { ...query, is_open: 'true' } }),
    ask('listBookRuns', { query: { limit: '1' } }),
    ask('listChanges', { query }),
    ask('listBankShortages', { query }),
    ask('listLevelProposals', { query }),
    ask('readCity'),
  ])
  return {
    jobs: list(jobs.data),
    letters,
    facts,
    disputes,
    runs,
    changes,
    short,
    raises,
    city,
    now: c.var.world.now(),
  }
}

function troublesOf({
  jobs,
  letters,
  facts,
  disputes,
  runs,
  changes,
  short,
  raises,
  city,
  now,
}: Health): Trouble[] {
  const run = list(runs.data)[0]
  const late = jobs.filter((job) => isLate(job, now)).length
  const erring = jobs.filter(({ error }) => error !== null).length
  const dead = sumOf(jobs, 'dead_count')
  const failing = sumOf(jobs, 'failing_count')
  const waiting = list(changes.data).filter(({ status }) => status === 'announced').length
  const raised = list(raises.data).filter(({ is_own }) => is_own === false)
  const lacking = yuan(sumOf(list(short.data), 'missing_fen'))
  const all: [boolean, Trouble][] = [
    [
      list(short.data).length > 0,
      {
        zh: `${countOf(short)} 家店给顾客的钱有缺口，共 ${lacking}，出款已暂停`,
        en: `${countOf(short)} shops lack ${lacking}; their payouts wait`,
        href: '/o/shortages',
      },
    ],
    [
      run?.result === 'mismatch',
      {
        zh: `全账检查发现 ${number(run ?? {}, 'findings_count')} 处不一致`,
        en: 'The books disagree',
        href: `/o/books/${text(run ?? {}, 'id')}`,
      },
    ],
    [
      run?.result === 'incomplete',
      { zh: '全账检查没能跑完', en: 'The book check did not finish', href: '/o/books' },
    ],
    [dead > 0, { zh: `${dead} 件任务成了死信`, en: `${dead} dead jobs`, href: '/o/jobs' }],
    [erring > 0, { zh: `${erring} 个任务出错`, en: `${erring} jobs in error`, href: '/o/jobs' }],
    [late > 0, { zh: `${late} 个任务没有按时跑`, en: `${late} jobs are late`, href: '/o/jobs' }],
    [
      failing > 0,
      { zh: `${failing} 件事会自动再试`, en: `${failing} things are tried again`, href: '/o/jobs' },
    ],
    [
      list(facts.data).length > 0,
      {
        zh: `${countOf(facts)} 件事与支付机构对不上`,
        en: `${countOf(facts)} facts fit neither book`,
        href: '/o/facts',
      },
    ],
    [
      list(disputes.data).length > 0,
      {
        zh: `${countOf(disputes)} 笔付款有争议`,
        en: `${countOf(disputes)} payments are disputed`,
        href: '/o/disputes',
      },
    ],
    [
      list(letters.data).length > 0,
      {
        zh: `${countOf(letters)} 条通知没有送到`,
        en: `${countOf(letters)} messages not delivered`,
        href: '/o/dead-letters',
      },
    ],
    [
      waiting > 0,
      {
        zh: `${waiting} 项店家变更等核验`,
        en: `${waiting} changes to check`,
        href: '/o/changes',
      },
    ],
    [
      raised.length > 0,
      {
        zh: `${raised.length} 家店的升级等您复核`,
        en: `${raised.length} raises wait for your word`,
        href: `/o/merchants/${text(raised[0] ?? {}, 'merchant_id')}`,
      },
    ],
  ]
  return [...all.filter(([is]) => is).map(([, trouble]) => trouble), ...runningOut(city)]
}

/** A table of the city that ends soon or has ended: what that means, and where its next row is entered. */
export const runningOut = (city: Body): Trouble[] =>
  list(city.tables)
    .filter((table) => table.runs_out_soon === true)
    .map((table) => {
      const [zh, en] = TABLE_NAMES[text(table, 'table') as CityTable]
      const until = text(table, 'covered_to')
      return {
        zh: `${zh}只知道到 ${until}，请录入新的`,
        en: `${en} known to ${until} only: enter the next`,
        href: `/o/tables/${text(table, 'table')}`,
      }
    })

const Troubles: FC<{ of: readonly Trouble[] }> = ({ of }) => {
  const t = useSay()
  return (
    <ul class="card list">
      {of.map(({ zh, en, href }) => (
        <li>
          <span>{t(zh, en)}</span>
          <a href={href}>{t('去看', 'Look')}</a>
        </li>
      ))}
    </ul>
  )
}

page('GET', '/o', 'operator', async (visit) => {
  const { t } = visit
  const health = await healthOf(visit)
  const troubles = troublesOf(health)
  const run = list(health.runs.data)[0]
  const last = health.jobs
    .map((job) => text(job, 'ran_at'))
    .sort()
    .at(-1)
  return (
    <Frame title={t('平台现在怎么样', 'How the platform is')}>
      <Notice is={troubles.length === 0 ? 'safe' : 'warn'} live>
        {troubles.length === 0
          ? t('都正常，没有等人处理的事。', 'All is well; nothing waits for anybody.')
          : t(
              `有 ${troubles.length} 件事要看；先看第一件。`,
              `${troubles.length} matters to look at; begin with the first.`,
            )}
      </Notice>
      {troubles.length === 0 ? null : <Troubles of={troubles} />}
      <div class="halves">
        <section class="card">
          <h2>{t('任务', 'Jobs')}</h2>
          <Facts
            of={[
              [t('共有', 'Jobs'), t(`${health.jobs.length} 个`, String(health.jobs.length))],
              [t('上次跑', 'Last ran'), last ? <When at={last} /> : t('还没跑过', 'never')],
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
          {run ? <LastRun run={run} /> : <p>{t('还没有检查过。', 'Never checked.')}</p>}
          <p class="buttons links">
            <a class="button plain" href="/o/books">
              {t('检查和试算平衡', 'Checks and trial balance')}
            </a>
          </p>
        </section>
      </div>
      <p class="buttons links">
        <a class="button plain" href="/o/export">
          {t('导出账簿', 'Export the books')}
        </a>
        <a class="button plain" href="/o/webhooks">
          {t('推送和密钥', 'Webhooks')}
        </a>
        <a class="button plain" href="/o/tables">
          {t('城市参数', 'City tables')}
        </a>
        <a class="button plain" href="/o/tips">
          {t('顾客的线索', 'Tips')}
        </a>
        <a class="button plain" href="/o/payouts">
          {t('出款', 'Payouts')}
        </a>
        <a class="button plain" href="/o/facts">
          {t('支付机构的账', 'The provider’s book')}
        </a>
        <a class="button plain" href="/o/disputes">
          {t('付款争议', 'Payment disputes')}
        </a>
        <a class="button plain" href="/o/parked">
          {t('搁置的通知', 'Parked')}
        </a>
        <a class="button plain" href="/o/changes">
          {t('店家变更', 'Changes')}
        </a>
        <a class="button plain" href="/o/dead-letters">
          {t('没送到的', 'Undelivered')}
        </a>
      </p>
    </Frame>
  )
})

export const RESULTS: Record<string, readonly [string, string, 'safe' | 'bad' | 'warn']> = {
  clean: ['账是平的', 'clean', 'safe'],
  mismatch: ['有不一致', 'mismatch', 'bad'],
  incomplete: ['没能跑完，不算通过', 'incomplete', 'warn'],
}
export const Result: FC<{ run: Body }> = ({ run }) => {
  const t = useSay()
  const [zh, en, is] = RESULTS[text(run, 'result')] ?? ['正在检查', 'running', 'warn']
  return <Tag is={is}>{t(zh, en)}</Tag>
}
const LastRun: FC<{ run: Body }> = ({ run }) => {
  const t = useSay()
  return (
    <Facts
      of={[
        [t('上次结果', 'Last result'), <Result run={run} />],
        [t('开始', 'Began'), <When at={text(run, 'started_at')} />],
        [
          t('看过', 'Looked at'),
          t(`${number(run, 'looked_at')} 项`, String(number(run, 'looked_at'))),
        ],
      ]}
    />
  )
}
