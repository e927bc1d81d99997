import { TABLE_NAMES } from '../city/words'
import { daysUnclosed } from '../closes/desk-rules'
import type { RunningOut } from '../kernel/city-cover'
import { fen, yuan } from '../kernel/money'
import { insist } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { DELIVERIES_JOB } from '../notify/deliver'
import { NOTICES_JOB } from '../notify/send'
import type { RowsRead } from '../platform/d1'
import { type Outlook, outlookFrom } from '../storage/rules'
import type { Job } from './job-view'
import { RUNBOOK } from './runbook-rules'
import type { readHealth } from './store'

/** Everything that may wait for somebody of the platform, what matters most first. */
export const TROUBLES = [
  'coverage_short',
  'books_mismatch',
  'books_incomplete',
  'provider_differs',
  'jobs_dead',
  'jobs_broken',
  'jobs_late',
  'storage_filling',
  'breaks_overdue',
  'days_unclosed',
  'payouts_rejected',
  'instructions_overdue',
  'silence_waiting',
  'facts_open',
  'disputes_open',
  'readings_unusual',
  'letters_dead',
  'notices_late',
  'jobs_retrying',
  'shops_waiting',
  'changes_waiting',
  'raises_waiting',
  'photos_waiting',
  'city_rows_waiting',
] as const
export type TroubleKind = (typeof TROUBLES)[number]
/** The last of all: a table of the city that ends soon; one trouble for each. */
export const TABLE_ENDING = 'table_ending'

/** So many, about so much money, the oldest since then; a count of nought is no trouble. */
export type Tally = { count: number; money_fen: number | null; since: Instant | LocalDate | null }
export const NO_TALLY: Tally = { count: 0, money_fen: null, since: null }
type Trouble = Tally & {
  kind: TroubleKind | typeof TABLE_ENDING
  /** The thing to begin with, where there is one. */
  subject_id: string | null
  message: string
  message_en: string
  /** What to do first. */
  does: string
  does_en: string
}

/** A message to a customer that has been waiting for so long is one that somebody looks at. */
export const NOTICE_WAITS_MIN = 60

/** What waits, from the counts and the tables that end soon; what matters most first. */
export const troublesFrom = (
  tallies: Record<TroubleKind, Tally>,
  subjects: Partial<Record<TroubleKind, string | null | undefined>> = {},
  ending: readonly RunningOut[] = [],
): Trouble[] => [
  ...TROUBLES.filter((kind) => tallies[kind].count > 0).map((kind) => {
    const tally = tallies[kind]
    const [message, message_en] = WORDS[kind](tally)
    const subject_id = subjects[kind] ?? null
    return { kind, ...tally, subject_id, message, message_en, ...whatToDo(kind) }
  }),
  ...ending.map(endingSoon),
]
const whatToDo = (kind: Trouble['kind']) => {
  const [does, does_en] = RUNBOOK[kind]
  return { does, does_en }
}
function endingSoon({ table, covered_to }: RunningOut): Trouble {
  const [zh, en] = TABLE_NAMES[table]
  return {
    kind: TABLE_ENDING,
    count: 1,
    money_fen: null,
    since: covered_to,
    subject_id: table,
    message: `${zh}只知道到 ${covered_to}，请录入新的`,
    message_en: `${en} known to ${covered_to} only: enter the next`,
    ...whatToDo(TABLE_ENDING),
  }
}

/** What is said of a trouble in Chinese: for a page, a message and a subscriber alike. */
export const troubleWords = (kind: TroubleKind, tally: Tally): string => WORDS[kind](tally)[0]

type Verdict = { state: 'well' | 'attention'; message: string; message_en: string }
/** The one place that says whether all is well: it is when nothing at all waits. */
export const healthVerdict = (troubles: readonly Trouble[]): Verdict =>
  troubles.length === 0
    ? {
        state: 'well',
        message: '都正常，没有等人处理的事。',
        message_en: 'All is well; nothing waits for anybody.',
      }
    : {
        state: 'attention',
        message: `有 ${troubles.length} 件事要看；先看第一件。`,
        message_en: `${troubles.length} matters to look at; begin with the first.`,
      }

const money = ({ money_fen }: Tally): string => yuan(fen(money_fen ?? 0))
const sinceZh = ({ since }: Tally): string =>
  since === null ? '' : `，最早的从 ${dayOf(since)} 起`
const sinceEn = ({ since }: Tally): string => (since === null ? '' : `, since ${dayOf(since)}`)
const dayOf = (since: string): LocalDate => (since.length === 10 ? since : localDate(since))

const WORDS: Record<TroubleKind, (of: Tally) => readonly [string, string]> = {
  coverage_short: (of) => [
    `${of.count} 家店给顾客的钱有缺口，共 ${money(of)}，出款已暂停`,
    `${of.count} shops lack ${money(of)}; their payouts wait`,
  ],
  books_mismatch: (of) => [
    `全账检查发现 ${of.count} 处不一致`,
    `The books disagree in ${of.count} places`,
  ],
  books_incomplete: () => ['全账检查没能跑完', 'The book check did not finish'],
  provider_differs: (of) => [
    `支付机构自己的余额与账上差 ${money(of)}`,
    `The provider’s own balance differs by ${money(of)}`,
  ],
  jobs_dead: (of) => [`${of.count} 件任务成了死信`, `${of.count} dead jobs`],
  jobs_broken: (of) => [`${of.count} 个任务出错`, `${of.count} jobs in error`],
  jobs_late: (of) => [`${of.count} 个任务没有按时跑`, `${of.count} jobs are late`],
  storage_filling: (of) => [
    `数据库已用 ${of.count}%${of.since === null ? '' : `，照近来的增长 ${dayOf(of.since)} 写满`}`,
    `The database is ${of.count} % full${of.since === null ? '' : ` and, as it grows, ends on ${dayOf(of.since)}`}`,
  ],
  breaks_overdue: (of) => [
    `${of.count} 处对账差异过期没有解决，共 ${money(of)}${sinceZh(of)}`,
    `${of.count} differences of ${money(of)} are overdue${sinceEn(of)}`,
  ],
  days_unclosed: (of) => [
    `${of.count} 个营业日还没有封账${sinceZh(of)}`,
    `${of.count} business days are not closed${sinceEn(of)}`,
  ],
  payouts_rejected: (of) => [
    `${of.count} 家店最近一笔出款没有付成，共 ${money(of)}`,
    `The last payout of ${of.count} shops did not arrive, ${money(of)}`,
  ],
  instructions_overdue: (of) => [
    `${of.count} 件指令过了时限没有结果，共 ${money(of)}${sinceZh(of)}`,
    `${of.count} instructions of ${money(of)} have no answer in time${sinceEn(of)}`,
  ],
  silence_waiting: (of) => [
    `${of.count} 笔占用共 ${money(of)} 到了暂定的期限，录入放假安排以后才能结`,
    `${of.count} holds of ${money(of)} wait for the year’s holidays`,
  ],
  facts_open: (of) => [`${of.count} 件事与支付机构对不上`, `${of.count} facts fit neither book`],
  disputes_open: (of) => [`${of.count} 笔付款有争议`, `${of.count} payments are disputed`],
  readings_unusual: (of) => [
    `${of.count} 件查阅个人资料的异常没有人看${sinceZh(of)}`,
    `${of.count} unusual readings of people were not looked at${sinceEn(of)}`,
  ],
  letters_dead: (of) => [`${of.count} 条通知没有送到`, `${of.count} messages not delivered`],
  notices_late: (of) => [
    `${of.count} 条短信等了一小时还没有发出`,
    `${of.count} short messages have waited for an hour`,
  ],
  jobs_retrying: (of) => [`${of.count} 件事会自动再试`, `${of.count} things are tried again`],
  shops_waiting: (of) => [
    `${of.count} 家店等着接入${sinceZh(of)}`,
    `${of.count} shops wait to be admitted${sinceEn(of)}`,
  ],
  changes_waiting: (of) => [`${of.count} 项店家变更等核验`, `${of.count} changes to check`],
  raises_waiting: (of) => [
    `${of.count} 家店的升级等您复核`,
    `${of.count} raises wait for your word`,
  ],
  photos_waiting: (of) => [
    `${of.count} 张门面照片等您看${sinceZh(of)}`,
    `${of.count} pictures of shops wait for your eye${sinceEn(of)}`,
  ],
  city_rows_waiting: (of) => [
    `${of.count} 行城市参数等您复核`,
    `${of.count} rows of the city’s tables wait for your word`,
  ],
}

type Rows = RowsRead<ReturnType<typeof readHealth>>
/** Messages that were not delivered are counted as such, and not once more as dead jobs. */
const LETTERS = [DELIVERIES_JOB, NOTICES_JOB]
/** How much of each kind of trouble there is, from what was read. */
export function talliesFrom(
  rows: Rows,
  jobs: readonly Job[],
  now: string,
): Record<TroubleKind, Tally> {
  const [run] = rows.books
  const [closes] = rows.closes
  insist(closes, 'two sub-queries have a row')
  const of = (count: number): Tally => ({ ...NO_TALLY, count })
  const sum = (counts: readonly Job[], field: 'dead_count' | 'failing_count') =>
    of(counts.reduce((total, job) => total + job[field], 0))
  return {
    coverage_short: counted(rows.coverage_short),
    books_mismatch: of(run?.result === 'mismatch' ? run.findings_count : 0),
    books_incomplete: of(run?.result === 'incomplete' ? 1 : 0),
    provider_differs: counted(rows.provider_differs),
    jobs_dead: sum(
      jobs.filter(({ name }) => !LETTERS.includes(name)),
      'dead_count',
    ),
    jobs_broken: of(jobs.filter(({ error }) => error !== null).length),
    jobs_late: of(jobs.filter(({ is_late }) => is_late).length),
    storage_filling: filling(outlookFrom(rows.storage)),
    breaks_overdue: counted(rows.breaks_overdue),
    days_unclosed: { ...NO_TALLY, ...daysUnclosed(now, closes) },
    payouts_rejected: counted(rows.payouts_rejected),
    instructions_overdue: counted(rows.instructions_overdue),
    silence_waiting: counted(rows.silence_waiting),
    facts_open: counted(rows.facts_open),
    disputes_open: counted(rows.disputes_open),
    readings_unusual: counted(rows.readings_unusual),
    letters_dead: counted(rows.letters_dead),
    notices_late: counted(rows.notices_late),
    jobs_retrying: sum(jobs, 'failing_count'),
    shops_waiting: counted(rows.shops_waiting),
    changes_waiting: counted(rows.changes_waiting),
    raises_waiting: counted(rows.raises_waiting),
    photos_waiting: counted(rows.photos_waiting),
    city_rows_waiting: counted(rows.city_rows_waiting),
  }
}
/** So many hundredths of it are used; and the day on which it is full. */
const filling = (outlook: Outlook | null): Tally =>
  outlook?.is_filling
    ? {
        count: Math.max(Math.floor(outlook.used_bp / 100), 1),
        money_fen: null,
        since: outlook.full_on,
      }
    : NO_TALLY
const counted = ([row]: readonly Tally[]): Tally =>
  row ? { count: row.count, money_fen: row.money_fen, since: row.since } : NO_TALLY
