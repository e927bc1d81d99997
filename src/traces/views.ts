import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { Instant } from '../kernel/time'
import { Line } from '../merchants/views'
import { DUTIES } from '../platform/duties'
import { listSchema } from '../platform/page'
import type { AlarmDetailRow, MyTraceRow, PurposeDetailRow, PurposeRow, TraceRow } from './store'
import { OFFICE_NAMES, whatWasRead } from './words'

const instant = z.iso.datetime({ precision: 3 })
export const PurposeId = z.string().regex(idPattern('acp'))
export const AlarmId = z.string().regex(idPattern('aal'))
const TraceId = z.string().regex(idPattern('atr'))
const Office = z.enum(['bank', 'regulator', 'operator']).meta({
  description: '哪一方：bank 存管银行 · regulator 主管部门 · operator 平台',
})
const PurposeKind = z
  .enum(['case', 'emergency'])
  .meta({ description: 'case：为一个案子 · emergency：紧急，没有案号，事后两个人复核' })
const Reason = Line({ min: 10, max: 200 }).meta({
  description: '为什么看，10 到 200 个字；被看的人看得到，别写别人的事',
})

export const NewPurpose = z
  .strictObject({
    kind: PurposeKind.default('case'),
    reference_id: z.string().min(5).max(40).optional().meta({
      description:
        '案号：退款 rfd、占用 hld、订单 pur、争议 dsp、停业或事件 end、变更 chg、差异 brk、出款 pyo、保证金 dep、店 mch、银行文件 bfl',
    }),
    reason: Reason,
    secrecy: z
      .strictObject({
        document_no: Line({ min: 4, max: 60 }).meta({ description: '公安文书的编号' }),
      })
      .optional()
      .meta({
        description: '侦查保密：另一个人同意以后才能看；看过的先不告诉本人，两个人同意才告诉',
      }),
  })
  .refine(({ kind, reference_id }) => (kind === 'case') === (reference_id !== undefined), {
    error: '为案子要填案号，紧急不填',
    path: ['reference_id'],
  })
  .meta({ id: 'NewAccessPurpose', description: '为什么要看一个人的资料' })

export const PurposeView = z
  .strictObject({
    id: PurposeId,
    object: z.literal('access_purpose'),
    kind: PurposeKind,
    reference_id: z.string().nullable().meta({ description: '案号；紧急的没有' }),
    reason: z.string(),
    office: Office,
    official_name: z.string().meta({ description: '谁开的；只有同事和平台看得到' }),
    people_count: z.int().meta({ description: '已经看过几个人' }),
    people_max: z.int().meta({ description: '最多看几个人' }),
    readings_count: z.int().meta({ description: '看过几次' }),
    opened_at: instant,
    expires_at: instant.meta({ description: '到时自动结束' }),
    ended_at: instant.nullable(),
    state: z.enum(['open', 'waiting', 'ended']).meta({
      description: 'open：可以看 · waiting：要求了保密，等另一个人同意 · ended：结束了',
    }),
    secrecy: z
      .enum(['none', 'waiting', 'secret', 'shown'])
      .meta({ description: '本人看不看得到：secret 先不给看，shown 两个人同意给看了' }),
    disclosures_count: z.int().meta({ description: '几个人同意给本人看，要两个' }),
    is_own: z.boolean().meta({ description: '是不是您自己的' }),
  })
  .meta({ id: 'AccessPurpose', description: '一个查阅事由' })
export const PurposeList = listSchema(PurposeView, 'AccessPurposeList')

type Shown = Omit<PurposeDetailRow, 'official_id'>
export const presentPurpose = (row: Shown, now: Instant): z.input<typeof PurposeView> => ({
  id: row.id,
  object: 'access_purpose',
  kind: row.kind,
  reference_id: row.reference_id,
  reason: row.reason,
  office: row.office,
  official_name: row.official_name,
  people_count: row.people_count,
  people_max: row.people_max,
  readings_count: row.readings_count,
  opened_at: row.opened_at,
  expires_at: row.expires_at,
  ended_at: row.ended_at,
  state: purposeState(row, now),
  secrecy: secrecyOf(row),
  disclosures_count: row.disclosures_count,
  is_own: row.is_own === 1,
})
export const waits = (row: Pick<PurposeRow, 'secrecy_document' | 'agreed_at'>): boolean =>
  row.secrecy_document !== null && row.agreed_at === null
function purposeState(row: PurposeRow | Shown, now: Instant): 'open' | 'waiting' | 'ended' {
  if (row.ended_at !== null || row.expires_at <= now) return 'ended'
  return waits(row) ? 'waiting' : 'open'
}
function secrecyOf(row: Shown): 'none' | 'waiting' | 'secret' | 'shown' {
  if (row.secrecy_document === null) return 'none'
  if (waits(row)) return 'waiting'
  return row.disclosures_count >= 2 ? 'shown' : 'secret'
}

const MyTraceView = z
  .strictObject({
    id: TraceId.meta({ description: '编号：有疑问，凭它找这个单位' }),
    object: z.literal('access_trace'),
    read_at: instant,
    office: Office,
    office_name: z.string().meta({ description: '哪个单位，中文' }),
    office_name_en: z.string().meta({ description: '哪个单位，英文' }),
    duty: z.enum(DUTIES).meta({ description: '看的人的岗位；不是谁，是单位对您负责' }),
    what: z.string().meta({ description: '看了什么' }),
    what_en: z.string(),
    reach: z.enum(['you', 'everybody']).meta({
      description: 'you：看的是您的 · everybody：一份文件，这家店（或全市）每个人的都在里面',
    }),
    things: z.array(z.string()).meta({ description: '您的哪几张卡、哪几笔' }),
    merchant_name: z.string().nullable(),
    purpose: z
      .strictObject({
        kind: PurposeKind,
        reference_id: z.string().nullable().meta({ description: '案号' }),
        reason: z.string().meta({ description: '当时写的原因' }),
      })
      .nullable()
      .meta({ description: '为什么看；null：单位办自己的活，列清单时看到的' }),
  })
  .meta({ id: 'AccessTrace', description: '谁看过您的资料' })
export const MyTraceList = listSchema(MyTraceView, 'AccessTraceList')
export function presentMyTrace(row: MyTraceRow): z.input<typeof MyTraceView> {
  const [office_name, office_name_en] = OFFICE_NAMES[row.office]
  const [what, what_en] = whatWasRead(row.operation)
  const { kind, reason, reference_id } = row
  return {
    id: row.id,
    object: 'access_trace',
    read_at: row.read_at,
    office: row.office,
    office_name,
    office_name_en,
    duty: row.duty,
    what,
    what_en,
    reach: row.is_everybody === 1 ? 'everybody' : 'you',
    things: JSON.parse(row.things) as string[],
    merchant_name: row.merchant_name,
    purpose: kind === null || reason === null ? null : { kind, reference_id, reason },
  }
}

const ReadingView = z
  .strictObject({
    id: TraceId,
    object: z.literal('access_reading'),
    read_at: instant,
    office: Office,
    official_name: z.string().meta({ description: '谁看的' }),
    purpose_id: PurposeId.nullable().meta({ description: '按哪个事由；清单没有' }),
    kind: PurposeKind.nullable(),
    reason: z.string().nullable(),
    what: z.string(),
    what_en: z.string(),
    people_count: z.int().meta({ description: '这一次看到几个人；是谁，这里不说' }),
    is_everybody: z.boolean().meta({ description: '一份文件，每个人的都在里面' }),
    merchant_name: z.string().nullable(),
  })
  .meta({ id: 'AccessReading', description: '一次查阅：谁、为什么、看了什么、几个人' })
export const ReadingList = listSchema(ReadingView, 'AccessReadingList')
export function presentReading(row: TraceRow): z.input<typeof ReadingView> {
  const { operation, is_everybody, ...rest } = row
  const [what, what_en] = whatWasRead(operation)
  return { object: 'access_reading', ...rest, what, what_en, is_everybody: is_everybody === 1 }
}

export const NewReview = z
  .strictObject({
    found: z.enum(['in_order', 'not_in_order']).meta({ description: '看下来：正当，还是不正当' }),
    note: Line({ min: 2, max: 200 }),
  })
  .meta({ id: 'NewAccessReview', description: '另一个人看过一件查阅告警以后怎么说' })
export const AlarmView = z
  .strictObject({
    id: AlarmId,
    object: z.literal('access_alarm'),
    kind: z.enum(['emergency', 'burst', 'many_people', 'same_person']).meta({
      description:
        'emergency：紧急查阅 · burst：十分钟里查得很多 · many_people：一天查了很多人 · same_person：同一个人一天被多人查',
    }),
    office: Office,
    official_name: z.string().meta({ description: '说的是谁' }),
    purpose_id: PurposeId.nullable().meta({ description: '哪个紧急事由；其他的没有' }),
    reason: z.string().nullable(),
    count: z.int(),
    raised_at: instant.meta({ description: '几时发现，UTC' }),
    closed_at: instant.nullable(),
    reviews_count: z.int().meta({ description: '几个人看过了' }),
    needs_count: z.int().meta({ description: '要几个人看过才算完' }),
    may_review: z.boolean().meta({ description: '您可不可以看：不能看自己的，也不能看两次' }),
  })
  .meta({ id: 'AccessAlarm', description: '查阅资料不寻常' })
export const AlarmList = listSchema(AlarmView, 'AccessAlarmList')
export const presentAlarm = (row: AlarmDetailRow): z.input<typeof AlarmView> => ({
  id: row.id,
  object: 'access_alarm',
  kind: row.kind,
  office: row.office,
  official_name: row.official_name,
  purpose_id: row.purpose_id,
  reason: row.reason,
  count: row.count,
  raised_at: row.raised_at,
  closed_at: row.closed_at,
  reviews_count: row.reviews_count,
  needs_count: row.needs_count,
  may_review: row.is_mine === 0 && row.closed_at === null,
})
