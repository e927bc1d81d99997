import * as z from 'zod'
import { Desk } from '../city/rows'
import { cityOn, hotlineOn } from '../kernel/city'
import { localDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { askToJoin, openJoinRequestPhone, settleJoinRequest } from './request'
import { openDays } from './rules'
import { readJoinRequests } from './store'
import {
  JoinRequestId,
  JoinRequestView,
  NewJoinRequest,
  NewResult,
  presentJoinRequest,
} from './views'

export const joinRequestRoutes = newRouter()
const tags = ['joining']
const OPERATOR = { operator: 'all' } as const
const params = z.strictObject({ id: JoinRequestId })

const JoinDesk = z
  .strictObject({
    object: z.literal('join_desk'),
    desk: Desk.nullable().meta({ description: '找谁；城市还没有写是 null' }),
    hotline: z.string().meta({ description: '政务热线' }),
    open_days: z.array(z.string()).meta({ description: '可以约的日子，近的在前' }),
  })
  .meta({ id: 'JoinDesk', description: '店家接入找谁，哪天可以约' })
export const readJoinDeskOperation = operation({
  method: 'get',
  path: '/v1/join-desk',
  operationId: 'readJoinDesk',
  tags,
  summary: '店家接入找谁，哪几天可以约',
  summary_en: 'Reads whom a shop that wants to join turns to, and on which days',
  policy: 'public',
  answers: { 200: { description: '找谁', schema: JoinDesk } },
})
serveRead(joinRequestRoutes, readJoinDeskOperation, {
  reads: () => ({ nothing: sql<{ one: number }>`SELECT 1 AS one` }),
  present: ({ city, now }) => {
    const on = localDate(now)
    return {
      object: 'join_desk',
      desk: cityOn(city, on).desk ?? null,
      hotline: hotlineOn(city, 'government', on),
      open_days: openDays(city.calendar, on),
    }
  },
})

export const askToJoinOperation = operation({
  method: 'post',
  path: '/v1/join-requests',
  operationId: 'askToJoin',
  tags,
  summary: '店家约接入：店名、手机、想哪天来；一个手机号同时只约一个',
  summary_en: 'Asks for an appointment to join; one that waits for each phone',
  policy: 'public',
  body: NewJoinRequest,
  answers: { 201: { description: '约好了，等电话', schema: JoinRequestView } },
  refuses: [
    'district_unknown',
    'join_request_day_not_open',
    'join_request_waits_already',
    'join_requests_used_up',
  ],
})
serveAct(joinRequestRoutes, askToJoinOperation, (world, ask, { body }) =>
  askToJoin(world, ask, body),
)

export const listJoinRequestsOperation = operation({
  method: 'get',
  path: '/v1/join-requests',
  operationId: 'listJoinRequests',
  tags,
  summary: '接入预约：等着的，按想来的日子；或办完的，新的在前',
  summary_en:
    'Lists requests to join: those that wait by their day, or those that ended, newest first',
  policy: OPERATOR,
  query: z.strictObject({ ...pageQuery, state: z.enum(['waiting', 'ended']).default('waiting') }),
  answers: {
    200: { description: '预约', schema: listSchema(JoinRequestView, 'JoinRequestList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(joinRequestRoutes, listJoinRequestsOperation, {
  reads: (_who, { query: { state, cursor, limit } }) => {
    const after = cursorKey(cursor) ?? ''
    return {
      join_requests: readJoinRequests(
        state === 'waiting'
          ? sql`r.result IS NULL AND a.wished_on || a.id > ${after} ORDER BY a.wished_on || a.id LIMIT ${limit + 1}`
          : sql`r.result IS NOT NULL AND (${after} = '' OR a.wished_on || a.id < ${after})
                ORDER BY a.wished_on || a.id DESC LIMIT ${limit + 1}`,
      ),
    }
  },
  present: ({ rows, city }, { query }) =>
    pageFrom(
      rows.join_requests,
      query.limit,
      ({ wished_on, id }) => wished_on + id,
      (row) => presentJoinRequest(row, city),
    ),
})

const OpenedPhone = z
  .strictObject({
    object: z.literal('join_request_phone'),
    join_request_id: JoinRequestId,
    phone: z.string(),
  })
  .meta({ id: 'JoinRequestPhone', description: '约的人的手机号；谁看过，记着' })
export const openJoinRequestPhoneOperation = operation({
  method: 'post',
  path: '/v1/join-requests/:id/phone',
  operationId: 'openJoinRequestPhone',
  tags,
  summary: '看一个预约的手机号，好打电话；谁几时看的，记下来',
  summary_en: 'Opens the number of a request to join, to call it; who opened it is kept',
  policy: OPERATOR,
  params,
  answers: { 200: { description: '号码', schema: OpenedPhone } },
  refuses: ['join_request_not_found', 'join_request_ended'],
})
serveAct(joinRequestRoutes, openJoinRequestPhoneOperation, (world, ask, { params: { id } }) =>
  openJoinRequestPhone(world, ask, id),
)

export const settleJoinRequestOperation = operation({
  method: 'post',
  path: '/v1/join-requests/:id/result',
  operationId: 'settleJoinRequest',
  tags,
  summary: '记下预约办得怎样；记一次',
  summary_en: 'Says what came of a request to join, once',
  policy: OPERATOR,
  params,
  body: NewResult,
  answers: { 200: { description: '记下了', schema: JoinRequestView } },
  refuses: ['join_request_not_found', 'join_request_ended'],
})
serveAct(joinRequestRoutes, settleJoinRequestOperation, (world, ask, { params: { id }, body }) =>
  settleJoinRequest(world, ask, { id, result: body.result, note: body.note ?? null }),
)
