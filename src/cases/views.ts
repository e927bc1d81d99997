import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { dayStart, type Instant, localDate, plusDays } from '../kernel/time'
import { District, MerchantId, Sector } from '../merchants/views'
import type { Actor } from '../platform/actor'
import { listSchema } from '../platform/page'
import { matterWords } from '../supervision/views'
import { caseEnding } from './look-work'
import {
  CLOSING_OUTCOMES,
  caseTrend,
  closingObstacle,
  isOff,
  OUTCOMES,
  type Reason,
  TRENDS,
  usualWeek,
  WEEKS_SHOWN,
} from './rules'
import type { CaseCountsRow, CaseDetailRow, EntryDetailRow, HandlerRow, WeekRow } from './store'

export const CaseId = z.string().regex(idPattern('cas'))
export const OfficialId = z.string().regex(idPattern('ofc'))
const Level = z
  .union([z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
  .meta({ description: '2 留意 · 3 这周看 · 4 尽快 · 5 今天去' })
const CaseReason = z
  .strictObject({
    kind: z.string().meta({ description: '哪一类事，同 Signal' }),
    level: Level,
    subject_id: z.string().nullable(),
    money_fen: z.int().min(0),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'CaseReason' })
const CaseTrend = z
  .strictObject({
    of: z.enum(TRENDS).meta({ description: 'uses 核销次数 · sold_fen 充值' }),
    values: z.array(z.int()).meta({ description: '近 12 周，旧的在前；还没有记录的周不在' }),
    usual: z.int().nullable().meta({ description: '平时一周：最近四周之前的平均' }),
    is_off: z.boolean().meta({ description: '最近一周比平时多或少四分之一以上' }),
  })
  .meta({ id: 'CaseTrend' })
const fields = {
  object: z.literal('case'),
  id: CaseId,
  merchant_id: MerchantId,
  merchant_name: z.string(),
  district: District,
  sector: Sector,
  address: z.string(),
  contacts: z
    .array(z.strictObject({ name: z.string(), phone_mask: z.string() }))
    .meta({ description: '店主；电话只有掩码' }),
  state: z.enum(['open', 'closed']),
  level: Level,
  stake_fen: z.int().nullable().meta({ description: '这家店欠顾客的钱；不办案的巡查员看不到' }),
  holders: z.int().nullable().meta({ description: '还有钱的卡' }),
  reasons: z.array(CaseReason).meta({ description: '重的在前，至多 50 件' }),
  opened_at: z.string(),
  is_new: z.boolean().meta({ description: '昨天零点以后立的' }),
  earlier_id: CaseId.nullable().meta({ description: '上一个案件：办结后又变重了' }),
  due_on: z.string().meta({ description: '最后一天，按工作日算' }),
  is_due: z.boolean().meta({ description: '今天到期，或已经过了' }),
  is_overdue: z.boolean().meta({ description: '到期日已经过了' }),
  extended_at: z.string().nullable().meta({ description: '什么时候延期的；只能一次' }),
  extension_reason: z.string().nullable().meta({ description: '为什么延期' }),
  assignee_id: OfficialId.nullable().meta({ description: '谁在办；空：没人' }),
  assignee_name: z.string().nullable().meta({ description: '在办的人的名字' }),
  is_mine: z.boolean().meta({ description: '是不是您在办' }),
  visited_at: z.string().nullable().meta({ description: '上次有人去店里' }),
  outcome: z.enum(OUTCOMES).nullable(),
  closed_at: z.string().nullable(),
  closer_name: z.string().nullable().meta({ description: '空：到时自行了结' }),
  closed_note: z.string().nullable().meta({ description: '怎么处理的' }),
}
export const CaseView = z
  .strictObject(fields)
  .meta({ id: 'Case', description: '一家店的案件：为什么、多少钱和人、谁办、到哪天' })
const CaseListed = z
  .strictObject({
    ...fields,
    trend: CaseTrend,
  })
  .meta({ id: 'CaseListed' })
const CaseTotals = z.strictObject({
  cases_count: z.int().meta({ description: '没办结的' }),
  stake_fen: z.int().nullable().meta({ description: '这些店欠顾客的钱' }),
  holders: z.int().nullable().meta({ description: '这些店里还有钱的卡' }),
  mine_count: z.int().meta({ description: '您在办的' }),
  unassigned_count: z.int().meta({ description: '没人办的' }),
  due_count: z.int().meta({ description: '今天到期和过期的' }),
  new_count: z.int().meta({ description: '昨天零点以后立的' }),
  level_5_count: z.int().meta({ description: '红色的' }),
  level_4_count: z.int().meta({ description: '橙色的' }),
  level_3_count: z.int().meta({ description: '黄色的' }),
})
export const CaseList = z
  .strictObject({
    ...listSchema(CaseListed, 'CasePage').shape,
    totals: CaseTotals.meta({ description: '筛到的地方所有没办结的案件' }),
    as_of: z.string(),
  })
  .meta({ id: 'CaseList' })
export const CaseAlone = z
  .strictObject({
    ...CaseListed.shape,
    may: z
      .strictObject({
        assign: z.boolean().meta({ description: '可以派、记、上门' }),
        extend: z.boolean().meta({ description: '还可以延期' }),
        outcomes: z
          .array(z.enum(CLOSING_OUTCOMES))
          .meta({ description: '现在可以怎样办结；没有就先做别的' }),
      })
      .meta({ description: '现在可以做什么' }),
  })
  .meta({ id: 'CaseAlone', description: '一个案件，和现在可以怎样办' })
export const CaseEntry = z
  .strictObject({
    object: z.literal('case_entry'),
    id: z.string().regex(idPattern('cae')),
    kind: z.enum([
      'opened',
      'rose',
      'fell',
      'reasons_changed',
      'assigned',
      'noted',
      'visited',
      'extended',
      'closed',
    ]),
    level: z.int().nullable(),
    detail: z
      .string()
      .nullable()
      .meta({ description: '派给谁、看到什么、延到哪天、结果、哪一类事' }),
    note: z.string().nullable(),
    by_name: z.string().nullable().meta({ description: '空：平台按规则' }),
    at: z.string(),
  })
  .meta({ id: 'CaseEntry', description: '案件里发生的一件事；只添不改' })
export const CaseHandler = z
  .strictObject({
    object: z.literal('case_handler'),
    id: OfficialId,
    name: z.string(),
    open_count: z.int().meta({ description: '手里没办结的' }),
  })
  .meta({ id: 'CaseHandler' })

type Seer = { now: Instant; actor: Actor }
/** Whoever only inspects sees no money of holders. */
const seesMoney = (actor: Actor): boolean => actor.duty !== 'inspector'

/** Cases opened from yesterday's midnight on are new. */
export const newSince = (now: Instant): Instant => dayStart(plusDays(localDate(now), -1))

export function presentCase(c: CaseDetailRow, { now, actor }: Seer): z.input<typeof CaseView> {
  const today = localDate(now)
  const sees = seesMoney(actor)
  const is_open = c.closed_at === null
  return {
    object: 'case',
    id: c.id,
    merchant_id: c.merchant_id,
    merchant_name: c.merchant_name,
    district: c.district as z.output<typeof District>,
    sector: c.sector as z.output<typeof Sector>,
    address: c.address,
    contacts: JSON.parse(c.contacts) as { name: string; phone_mask: string }[],
    state: is_open ? 'open' : 'closed',
    level: c.level,
    stake_fen: sees ? c.stake_fen : null,
    holders: sees ? c.holders : null,
    reasons: (JSON.parse(c.reasons) as Reason[]).map((reason) => ({
      kind: reason.kind,
      level: reason.level,
      subject_id: reason.subject_id,
      money_fen: sees ? reason.money_fen : 0,
      ...matterWords(reason),
    })),
    opened_at: c.opened_at,
    is_new: c.opened_at >= newSince(now),
    earlier_id: c.earlier_id,
    due_on: c.due_on,
    is_due: is_open && c.due_on <= today,
    is_overdue: is_open && c.due_on < today,
    extended_at: c.extended_at,
    extension_reason: c.extension_reason,
    assignee_id: c.assignee_id,
    assignee_name: c.assignee_name,
    is_mine: c.assignee_id === actor.id,
    visited_at: c.visited_at,
    outcome: c.outcome,
    closed_at: c.closed_at,
    closer_name: c.closer_name,
    closed_note: c.closed_note,
  }
}

export function presentListedCase(
  c: CaseDetailRow,
  weeks: readonly WeekRow[],
  seer: Seer,
): z.input<typeof CaseListed> {
  const own = weeks.filter(({ merchant_id }) => merchant_id === c.merchant_id)
  const byWeek = new Map(own.map((row) => [row.week, row]))
  const first = Math.min(WEEKS_SHOWN, ...own.map(({ week }) => week))
  const of = seesMoney(seer.actor) ? caseTrend(JSON.parse(c.reasons) as Reason[]) : 'uses'
  const values = Array.from(
    { length: WEEKS_SHOWN - first },
    (_, i) => byWeek.get(first + i)?.[of] ?? 0,
  )
  const usual = usualWeek(values)
  const is_off = isOff(values.at(-1) ?? 0, usual)
  return { ...presentCase(c, seer), trend: { of, values, usual, is_off } }
}

/** A case with what may be done about it now, by whoever asks. */
export function presentCaseAlone(
  c: CaseDetailRow,
  weeks: readonly WeekRow[],
  seer: Seer,
): z.input<typeof CaseAlone> {
  const is_open = c.closed_at === null && seer.actor.kind === 'regulator'
  const of = {
    is_mine: c.assignee_id === seer.actor.id,
    peak_level: c.peak_level,
    visited: c.visited_at !== null,
    ending: caseEnding(c),
    owed_fen: c.owed_fen,
    has_done_ending: c.has_done_ending === 1,
  }
  const outcomes = CLOSING_OUTCOMES.filter(
    (outcome) => closingObstacle({ ...of, outcome }) === null,
  )
  return {
    ...presentListedCase(c, weeks, seer),
    may: {
      assign: is_open,
      extend: is_open && c.extended_at === null,
      outcomes: is_open ? outcomes : [],
    },
  }
}

export const presentCaseTotals = (
  row: CaseCountsRow,
  actor: Actor,
): z.input<typeof CaseTotals> => ({
  ...row,
  stake_fen: seesMoney(actor) ? row.stake_fen : null,
  holders: seesMoney(actor) ? row.holders : null,
})

export const presentCaseEntry = (e: EntryDetailRow): z.input<typeof CaseEntry> => ({
  object: 'case_entry',
  id: e.id,
  kind: e.kind,
  level: e.level,
  detail: e.kind === 'assigned' ? e.detail_name : e.detail,
  note: e.note,
  by_name: e.by_name,
  at: e.at,
})
export const presentCaseHandler = (h: HandlerRow): z.input<typeof CaseHandler> => ({
  object: 'case_handler',
  id: h.id,
  name: h.name,
  open_count: h.open_count,
})
