import * as z from 'zod'
import { readHolds } from '../holds/store'
import { ContestReason } from '../holds/views'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { holdFromToken, objectByLink, presentObjection } from './link'

export const objectionRoutes = newRouter()
const Token = z.string().regex(/^[A-Za-z0-9_-]{42}$/)
const ObjectionView = z
  .strictObject({
    object: z.literal('objection'),
    merchant_name: z.string(),
    label: z.string(),
    unit: z.enum(['fen', 'visit']),
    units: z.int().positive(),
    said_by_shop: z.enum(['claim', 'capture', 'no_show', 'late_cancel']),
    status: z.enum(['held', 'contested', 'captured', 'voided', 'expired']),
    confirm_by: z.string().nullable(),
    may_object: z.boolean(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Objection', description: '短信链接里看到的：哪家店、多少、还能不能提异议' })
const answer = { description: '这笔现在的样子', schema: ObjectionView }

const params = z.strictObject({ token: Token })

export const readObjectionOperation = operation({
  method: 'get',
  path: '/v1/objections/:token',
  operationId: 'readObjection',
  tags: ['holds'],
  summary: '短信链接：这笔是什么、还能不能提异议；不登录，看不到是谁、是哪张卡',
  summary_en: 'Reads what a link in a short message is about, without signing in',
  policy: 'public',
  params,
  answers: { 200: answer },
  refuses: ['objection_link_invalid'],
})
serveRead(objectionRoutes, readObjectionOperation, {
  reads: (_who, { params: { token } }) => ({
    holds: readHolds(sql`h.id = ${`hld_${token.slice(0, 26)}`}`),
  }),
  present: async ({ rows, now }, { params: { token } }, world) => {
    await holdFromToken(world, token)
    return presentObjection(rows.holds[0] ?? refuse('objection_link_invalid'), now)
  },
})

export const objectByLinkOperation = operation({
  method: 'post',
  path: '/v1/objections/:token',
  operationId: 'objectByLink',
  tags: ['holds'],
  summary: '短信链接：一按提异议，钱先留在卡里；只能提异议，不能付钱、不能收回',
  summary_en: 'Objects by the link of a short message; the money stays on the card meanwhile',
  policy: 'public',
  params,
  body: z
    .strictObject({ reason: ContestReason, note: z.string().trim().min(1).max(200).optional() })
    .meta({ id: 'NewObjection' }),
  answers: { 201: answer },
  refuses: [
    'objection_link_invalid',
    'contest_too_late',
    'hold_already_captured',
    'hold_already_voided',
    'hold_expired',
    'hold_is_contested',
    'hold_not_recorded',
    'hold_changed_meanwhile',
  ],
})
serveAct(objectionRoutes, objectByLinkOperation, (world, ask, { params: { token }, body }) =>
  objectByLink(world, ask, { token, reason: body.reason, note: body.note ?? null }),
)
