import { daysUnclosed } from '../closes/desk-rules'
import { type Instant, localDate, spokenDay, spokenDayEn } from '../kernel/time'
import { isLate, type Planned } from '../operations/lateness-rules'
import { VERSION } from '../operations/version'
import type { RowsRead } from '../platform/d1'
import type { readService } from './store'
import type { INCIDENT_KINDS, PARTS, ServiceStatus } from './views'

type PartName = (typeof PARTS)[number]
type Part = ServiceStatus['parts'][number]
type Words = readonly [zh: string, en: string]

const TITLES: Record<PartName, Words> = {
  database: ['数据库', 'Database'],
  jobs: ['定时任务', 'Scheduled work'],
  sealing: ['每天封账', 'Closing of each day'],
  payouts: ['给店家出款', 'Payouts to shops'],
  refunds: ['给顾客退款', 'Refunds to holders'],
  messages: ['短信', 'Messages'],
}
const WELL: Record<PartName, Words> = {
  database: ['有回应', 'Answers'],
  jobs: ['都按时', 'All in time'],
  sealing: ['没有落下的日子', 'No day is behind'],
  payouts: ['没有超过时限的', 'None is over its time'],
  refunds: ['没有超过时限的', 'None is over its time'],
  messages: ['没有等一小时以上的', 'None has waited for an hour'],
}
const INCIDENTS: Record<(typeof INCIDENT_KINDS)[number], Words> = {
  jobs_late: [
    '有定时任务没有按时跑；系统停过，恢复以后也记在这里',
    'Scheduled work came late; a time without the system is written here once it is back',
  ],
  jobs_broken: ['有定时任务出错', 'Scheduled work broke off'],
  jobs_dead: ['有定时任务的事几次没办成，等人处理', 'Scheduled work failed and waited for people'],
  days_unclosed: ['有营业日没有按时封账', 'A business day was not closed in time'],
  instructions_overdue: [
    '有给银行或支付机构的指令过了时限没有结果，出款或退款晚到',
    'A bank or provider did not answer in time: payouts or refunds came late',
  ],
  notices_late: ['短信晚发了一小时以上', 'Messages were late by more than an hour'],
  storage_filling: ['数据库快满了', 'The database was filling up'],
  books_mismatch: ['全账检查发现不一致', 'The check of the books found a difference'],
  books_incomplete: ['全账检查没能跑完', 'The check of the books did not finish'],
  provider_differs: [
    '支付机构自己的余额与账上不同',
    'The provider’s own balance differed from the books',
  ],
}
const REFUNDS = ['bank_refund', 'original_refund', 'payment_return']

const title = (name: PartName): Pick<Part, 'name' | 'title' | 'title_en'> => {
  const [zh, en] = TITLES[name]
  return { name, title: zh, title_en: en }
}
const partOf = (name: PartName, late: Words | null): Part => {
  const [message, message_en] = late ?? WELL[name]
  return { ...title(name), state: late ? 'late' : 'well', message, message_en }
}
const unknown = (name: PartName): Part => ({
  ...title(name),
  state: 'unknown',
  message: '现在看不到',
  message_en: 'Cannot be seen now',
})
const earliest = (moments: readonly (Instant | null)[]): Instant | null =>
  moments.flatMap((at) => at ?? []).sort()[0] ?? null
const overdue = (since: Instant | null): Words | null =>
  since === null
    ? null
    : [
        `有超过时限还没有结果的，最早的是 ${spokenDay(localDate(since))}办的`,
        `Some are over their time without a result, the oldest since ${spokenDayEn(localDate(since))}`,
      ]

type Rows = RowsRead<ReturnType<typeof readService>>
/** How the service is, from what its database says. */
export function statusFrom(planned: readonly Planned[], rows: Rows, now: Instant): ServiceStatus {
  const since = rows.begin[0]?.at ?? null
  const ran = new Map(rows.runs.map(({ job, ran_at }) => [job, ran_at]))
  const late = planned.filter(({ name, cron }) =>
    isLate({ cron, ran_at: ran.get(name) ?? null }, { now, since }),
  ).length
  const closes = rows.closes[0] ?? { newest_sealed: null, first_day: null }
  const behind = daysUnclosed(now, closes)
  const of = (kinds: readonly string[]) =>
    earliest(rows.overdue.map((row) => (kinds.includes(row.kind) ? row.since : null)))
  const parts = [
    partOf('database', null),
    partOf(
      'jobs',
      late > 0 ? [`有 ${late} 项没有按时`, `${late} of ${planned.length} are late`] : null,
    ),
    partOf(
      'sealing',
      behind.since === null
        ? null
        : [
            `${behind.count} 天没有按时封账，从 ${spokenDay(behind.since)}起`,
            `${behind.count} days are behind, since ${spokenDayEn(behind.since)}`,
          ],
    ),
    partOf('payouts', overdue(of(['payout']))),
    partOf('refunds', overdue(of(REFUNDS))),
    partOf(
      'messages',
      rows.notices[0]?.since ? ['有等了一小时以上的', 'Some have waited for over an hour'] : null,
    ),
  ]
  const slow = parts.filter(({ state }) => state === 'late').length
  return {
    object: 'service_status',
    ...(slow === 0
      ? { state: 'up', message: '服务正常。', message_en: 'The service is running.' }
      : {
          state: 'slow',
          message: `服务在运行，有 ${slow} 项慢了。`,
          message_en: `The service is running; ${slow} of its parts are late.`,
        }),
    as_of: now,
    known_at: now,
    parts,
    last_sealed_day: closes.newest_sealed,
    incidents: rows.incidents.map(({ kind, began_at, ended_at }) => {
      const [message, message_en] = INCIDENTS[kind]
      return { kind, began_at, ended_at, message, message_en }
    }),
    incidents_count: rows.incidents[0]?.total ?? 0,
    version: VERSION,
    deployed_at: rows.versions[0]?.seen_at ?? null,
  }
}

const NOTHING = { known_at: null, last_sealed_day: null, incidents: [], incidents_count: 0 }
/** Before this process has read anything. */
export const startingStatus = (now: Instant): ServiceStatus => ({
  object: 'service_status',
  state: 'starting',
  message: '刚刚启动，还在读；过几秒再看。',
  message_en: 'Just started and still reading; look again in a few seconds.',
  as_of: now,
  parts: (Object.keys(TITLES) as PartName[]).map(unknown),
  ...NOTHING,
  version: VERSION,
  deployed_at: null,
})
/** While the database says nothing: what was known last stays, with its moment; how things stand now is not known. */
export const silentStatus = (before: ServiceStatus | null, now: Instant): ServiceStatus => ({
  ...(before ?? startingStatus(now)),
  state: 'no_answer',
  message: '数据库现在没有回应，事情办不了。请别重复付款；恢复以后先看余额和记录。',
  message_en:
    'The database does not answer: nothing can be done now. Do not pay again; once it is back, look at the balance first.',
  as_of: now,
  parts: (Object.keys(TITLES) as PartName[]).map((name) =>
    name === 'database'
      ? { ...title(name), state: 'late', message: '没有回应', message_en: 'No answer' }
      : unknown(name),
  ),
})
