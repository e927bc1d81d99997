import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { Policy } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, pageFrom, pageQuery } from '../platform/page'
import {
  agreeToAccessSecrecy,
  discloseAccess,
  endAccessPurpose,
  openAccessPurpose,
} from './purpose'
import { reviewAccessAlarm } from './review'
import { isNearby, readAlarms, readMyTraces, readPurposes, readReadings } from './store'
import {
  AlarmId,
  AlarmList,
  AlarmView,
  MyTraceList,
  NewPurpose,
  NewReview,
  PurposeId,
  PurposeList,
  PurposeView,
  presentAlarm,
  presentMyTrace,
  presentPurpose,
  presentReading,
  ReadingList,
} from './views'

export const traceRoutes = newRouter()
const tags = ['privacy']
const OFFICIALS = {
  bank: 'all',
  supervisor: 'all',
  operator: 'all',
} as const satisfies Policy
const params = z.strictObject({ id: PurposeId })

export const openAccessPurposeOperation = operation({
  method: 'post',
  path: '/v1/access-purposes',
  operationId: 'openAccessPurpose',
  tags,
  summary: '说明为什么要看一个人的资料：案号和原因；8 小时有效，紧急的 1 小时、事后两个人复核',
  summary_en: 'Says for which case and why somebody is about to be read of',
  policy: OFFICIALS,
  body: NewPurpose,
  answers: { 201: { description: '开了', schema: PurposeView } },
  refuses: ['access_purposes_too_many', 'access_reference_unknown'],
})
serveAct(traceRoutes, openAccessPurposeOperation, (world, ask, { body }) =>
  openAccessPurpose(world, ask, body),
)

export const listAccessPurposesOperation = operation({
  method: 'get',
  path: '/v1/access-purposes',
  operationId: 'listAccessPurposes',
  tags,
  summary: '查阅事由，新的在前：自己的；或同事等着同意保密的、保密着的',
  summary_en: 'Lists purposes, newest first: one’s own, or secret ones of colleagues',
  policy: OFFICIALS,
  traces: ['work', '自己的查阅事由清单', 'its own list of purposes'],
  query: z.strictObject({
    ...pageQuery,
    of: z
      .enum(['mine', 'secret'])
      .default('mine')
      .meta({ description: 'mine 自己的 · secret 同事的、保密或等着保密的' }),
  }),
  answers: { 200: { description: '查阅事由', schema: PurposeList } },
  refuses: ['cursor_invalid'],
})
serveRead(traceRoutes, listAccessPurposesOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const which =
      query.of === 'mine'
        ? sql`p.official_id = ${who.subject_id}`
        : sql`p.secrecy_document IS NOT NULL AND ${isNearby(who)}`
    return {
      purposes: readPurposes(
        who,
        sql`${which} AND (${before} IS NULL OR p.id < ${before}) ORDER BY p.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.purposes,
      query.limit,
      ({ id }) => id,
      (row) => presentPurpose(row, now),
    ),
})

export const endAccessPurposeOperation = operation({
  method: 'post',
  path: '/v1/access-purposes/:id/end',
  operationId: 'endAccessPurpose',
  tags,
  summary: '看完了，结束查阅事由',
  summary_en: 'Ends a purpose of one’s own',
  policy: OFFICIALS,
  params,
  answers: { 200: { description: '结束了', schema: PurposeView } },
  refuses: ['access_purpose_not_found', 'access_purpose_over'],
})
serveAct(traceRoutes, endAccessPurposeOperation, (world, ask, { params: { id } }) =>
  endAccessPurpose(world, ask, id),
)

export const agreeToAccessSecrecyOperation = operation({
  method: 'post',
  path: '/v1/access-purposes/:id/secrecy',
  operationId: 'agreeToAccessSecrecy',
  tags,
  summary: '看过公安文书，同意这次查阅先不告诉本人；不是开的人',
  summary_en: 'Agrees that readings stay secret for now; another person than who opened it',
  policy: OFFICIALS,
  params,
  answers: { 200: { description: '同意了', schema: PurposeView } },
  refuses: ['access_purpose_not_found', 'access_secrecy_not_waiting', 'checker_must_not_be_maker'],
})
serveAct(traceRoutes, agreeToAccessSecrecyOperation, (world, ask, { params: { id } }) =>
  agreeToAccessSecrecy(world, ask, id),
)

export const discloseAccessOperation = operation({
  method: 'post',
  path: '/v1/access-purposes/:id/disclosure',
  operationId: 'discloseAccess',
  tags,
  summary: '同意现在告诉本人；两个人都说了，本人就看得到',
  summary_en: 'Says that the person may see the readings now; it takes two',
  policy: OFFICIALS,
  params,
  answers: { 200: { description: '记下了', schema: PurposeView } },
  refuses: ['access_purpose_not_found', 'access_secrecy_not_waiting', 'checker_must_not_be_maker'],
})
serveAct(traceRoutes, discloseAccessOperation, (world, ask, { params: { id } }) =>
  discloseAccess(world, ask, id),
)

export const listMyTracesOperation = operation({
  method: 'get',
  path: '/v1/me/access-traces',
  operationId: 'listMyAccessTraces',
  tags,
  summary: '谁看过我的资料：哪个单位、为什么、看了什么，新的在前',
  summary_en: 'Lists which office read what of me, and why, newest first',
  policy: { consumer: 'own' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '查阅记录', schema: MyTraceList } },
  refuses: ['cursor_invalid'],
})
serveRead(traceRoutes, listMyTracesOperation, {
  reads: (who, { query }) => ({
    traces: readMyTraces(who, { before: cursorKey(query.cursor), limit: query.limit }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.traces, query.limit, ({ id }) => id, presentMyTrace),
})

export const listAccessReadingsOperation = operation({
  method: 'get',
  path: '/v1/access-readings',
  operationId: 'listAccessReadings',
  tags,
  summary: '谁查阅过什么，新的在前：同一方的同事，平台看全部；不说看的是谁',
  summary_en: 'Lists who read what and why, newest first, without saying of whom',
  policy: OFFICIALS,
  query: z.strictObject({
    ...pageQuery,
    official_id: z
      .string()
      .regex(idPattern('ofc'))
      .optional()
      .meta({ description: '只要这个人查阅的' }),
  }),
  answers: { 200: { description: '查阅记录', schema: ReadingList } },
  refuses: ['cursor_invalid'],
})
serveRead(traceRoutes, listAccessReadingsOperation, {
  reads: (who, { query }) => ({
    readings: readReadings(who, {
      before: cursorKey(query.cursor),
      limit: query.limit,
      official_id: query.official_id ?? null,
    }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.readings, query.limit, ({ id }) => id, presentReading),
})

export const listAccessAlarmsOperation = operation({
  method: 'get',
  path: '/v1/access-alarms',
  operationId: 'listAccessAlarms',
  tags,
  summary: '查阅告警：还没有看过的在前',
  summary_en: 'Lists alarms about readings, those nobody looked at first',
  policy: OFFICIALS,
  query: z.strictObject({ ...pageQuery, state: z.enum(['open', 'closed']).default('open') }),
  answers: { 200: { description: '查阅告警', schema: AlarmList } },
  refuses: ['cursor_invalid'],
})
serveRead(traceRoutes, listAccessAlarmsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const state = query.state === 'open' ? sql`a.closed_at IS NULL` : sql`a.closed_at IS NOT NULL`
    return {
      alarms: readAlarms(
        who,
        sql`${state} AND (${before} IS NULL OR a.id < ${before}) ORDER BY a.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(rows.alarms, query.limit, ({ id }) => id, presentAlarm),
})

export const reviewAccessAlarmOperation = operation({
  method: 'post',
  path: '/v1/access-alarms/:id/reviews',
  operationId: 'reviewAccessAlarm',
  tags,
  summary: '看过一件查阅告警：正当还是不正当；不能看自己的，紧急的要两个人',
  summary_en: 'Says what came of looking at an alarm; another person, for an emergency two',
  policy: OFFICIALS,
  params: z.strictObject({ id: AlarmId }),
  body: NewReview,
  answers: { 200: { description: '记下了', schema: AlarmView } },
  refuses: ['access_alarm_not_found', 'access_alarm_ended', 'checker_must_not_be_maker'],
})
serveAct(traceRoutes, reviewAccessAlarmOperation, (world, ask, { params, body }) =>
  reviewAccessAlarm(world, ask, { ...params, ...body }),
)
