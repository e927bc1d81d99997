import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { MerchantId } from '../merchants/views'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import {
  acceptComplaint,
  assignComplaint,
  callBackComplaint,
  closeComplaint,
  extendComplaint,
  refuseComplaint,
  returnComplaint,
} from './desk'
import { serveEvidence } from './evidence'
import type { CardColour } from './rules'
import { type ComplaintDetailRow, mayReadComplaint, readComplaints } from './store'
import {
  CallName,
  Colour,
  ComplaintId,
  ComplaintView,
  Ground,
  KindCode,
  NoteText,
  OutcomeName,
  presentComplaint,
  Way,
} from './views'

const SELECTIONS = ['open', 'ended', 'all'] as const
type Wanted = {
  selection: (typeof SELECTIONS)[number]
  way?: string | undefined
  kind?: string | undefined
  district?: string | undefined
  merchant_id?: string | undefined
  card_id?: string | undefined
  colour?: CardColour | undefined
  cursor?: string | undefined
  limit: number
}

/** Open ones stand by what is due first, others by the newest. */
const placeOf = ({ selection }: Pick<Wanted, 'selection'>, row: ComplaintDetailRow) =>
  selection === 'open' ? `${row.due_by} ${row.id}` : row.id

/** A page of what the asker may see, and one row more. Refuses cursor_invalid. */
function listedComplaints(who: Who, now: Instant, of: Wanted) {
  const is_open = of.selection === 'open'
  const place = after(of)
  return readComplaints(sql`${mayReadComplaint(who)} AND ${selected(of.selection)} AND ${matches(of)}
     AND ${coloured(of.colour, now)} AND ${place}
     ORDER BY ${is_open ? sql`k.due_by, k.id` : sql`k.id DESC`} LIMIT ${of.limit + 1}`)
}

const selected = (selection: Wanted['selection']): Statement =>
  ({
    open: sql`k.clock IS NOT NULL`,
    ended: sql`k.ended_at IS NOT NULL`,
    all: sql`1`,
  })[selection]

const same = (column: Statement, value: string | undefined): Statement =>
  value === undefined ? sql`1` : sql`${column} = ${value}`
const matches = (of: Wanted): Statement =>
  sql`${same(sql`k.way`, of.way)} AND ${same(sql`k.kind`, of.kind)} AND ${same(sql`k.district`, of.district)}
      AND ${same(sql`k.merchant_id`, of.merchant_id)} AND ${same(sql`k.card_id`, of.card_id)}`

function coloured(colour: CardColour | undefined, now: Instant): Statement {
  if (colour === undefined) return sql`1`
  if (colour === 'red') return sql`k.due_by <= ${now}`
  if (colour === 'yellow') return sql`k.warn_at <= ${now} AND k.due_by > ${now}`
  return sql`coalesce(k.warn_at, '9999') > ${now}`
}

function after(of: Wanted): Statement {
  const key = cursorKey(of.cursor)
  if (key === null) return sql`1`
  if (of.selection !== 'open') return sql`k.id < ${key}`
  const [, due, id] = /^(\S{24}) (cpl_\w{26})$/.exec(key) ?? []
  if (due === undefined || id === undefined) return refuse('cursor_invalid')
  return sql`(k.due_by, k.id) > (${due}, ${id})`
}

type OpenCountsRow = { open_count: number; yellow_count: number; red_count: number }
/** How many are open, yellow and red, of those the asker may see. */
const countOpen = (who: Who, now: Instant) =>
  sql<OpenCountsRow>`SELECT count(*) AS open_count,
        coalesce(sum(k.warn_at <= ${now} AND k.due_by > ${now}), 0) AS yellow_count,
        coalesce(sum(k.due_by <= ${now}), 0) AS red_count
      FROM complaints k WHERE k.clock IS NOT NULL AND ${mayReadComplaint(who)}`

export const complaintDeskRoutes = newRouter()
const tags = ['complaints']
const OFFICIAL = { supervisor: 'jurisdiction' } as const
const params = z.strictObject({ id: ComplaintId })
const answers = { 200: { description: '这件投诉现在的样子', schema: ComplaintView } }
const at_hand = ['complaint_not_found', 'complaint_changed_meanwhile'] as const
const Code = z.string().regex(/^[a-z][a-z0-9_]{1,19}$/)

const Query = z.strictObject({
  ...pageQuery,
  selection: z
    .enum(SELECTIONS)
    .default('all')
    .meta({ description: 'open：没办完的，期限近的在前；ended、all：新的在前' }),
  way: Way.optional(),
  kind: KindCode.optional(),
  district: Code.optional(),
  merchant_id: MerchantId.optional(),
  card_id: z
    .string()
    .regex(/^crd_[0-9A-HJKMNP-TV-Z]{26}$/)
    .optional(),
  colour: Colour.optional().meta({ description: '只要黄牌的、红牌的' }),
})
export const listComplaintsOperation = operation({
  method: 'get',
  path: '/v1/complaints',
  operationId: 'listComplaints',
  tags,
  summary: '投诉和举报：消费者看自己的，店家看投诉自己的，监管看本辖区的',
  summary_en: 'Lists complaints and reports, as far as the asker may see them',
  traces: ['work', '投诉和举报的清单', 'the list of complaints'],
  policy: { consumer: 'own', owner: 'tenant', manager: 'tenant', ...OFFICIAL },
  query: Query,
  answers: {
    200: {
      description: '投诉和举报',
      schema: listSchema(ComplaintView, 'ComplaintListPage')
        .extend({
          totals: z.strictObject({
            open_count: z.int(),
            yellow_count: z.int(),
            red_count: z.int(),
          }),
        })
        .meta({ id: 'ComplaintList' }),
    },
  },
  refuses: ['cursor_invalid'],
})
serveRead(complaintDeskRoutes, listComplaintsOperation, {
  reads: (who, { query }, now) => ({
    complaints: listedComplaints(who, now, query),
    totals: countOpen(who, now),
  }),
  present: ({ rows, now, city, actor }, { query }) => ({
    ...pageFrom(
      rows.complaints,
      query.limit,
      (row) => placeOf(query, row),
      (row) => presentComplaint(row, { now, city, reader: actor.kind }),
    ),
    totals: rows.totals[0] ?? { open_count: 0, yellow_count: 0, red_count: 0 },
  }),
})

export const acceptComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/acceptance',
  operationId: 'acceptComplaint',
  tags,
  summary: '受理：办结的时限开始，请店家答复',
  summary_en: 'Accepts a complaint: the clock to finish begins, the shop is asked',
  policy: OFFICIAL,
  params,
  answers,
  refuses: ['complaint_not_waiting', ...at_hand],
})
serveAct(complaintDeskRoutes, acceptComplaintOperation, (world, ask, { params: { id } }) =>
  acceptComplaint(world, ask, id),
)

export const refuseComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/refusal',
  operationId: 'refuseComplaint',
  tags,
  summary: '不予受理，须有法定的理由',
  summary_en: 'Does not accept a complaint, on a ground of the law',
  policy: OFFICIAL,
  params,
  body: z.strictObject({ ground: Ground, note: NoteText }).meta({ id: 'ComplaintRefusal' }),
  answers,
  refuses: ['complaint_not_waiting', ...at_hand],
})
serveAct(complaintDeskRoutes, refuseComplaintOperation, (world, ask, { params: { id }, body }) =>
  refuseComplaint(world, ask, { id, ...body }),
)

export const returnComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/return',
  operationId: 'returnComplaint',
  tags,
  summary: '单位退回：不归它办的，两个工作日内写明理由退回',
  summary_en: 'Gives a complaint back as not the unit’s, within two working days',
  policy: OFFICIAL,
  params,
  body: z.strictObject({ reason: NoteText }).meta({ id: 'ComplaintReturn' }),
  answers,
  refuses: ['complaint_not_at_unit', 'complaint_return_too_late', ...at_hand],
})
serveAct(complaintDeskRoutes, returnComplaintOperation, (world, ask, { params: { id }, body }) =>
  returnComplaint(world, ask, { id, ...body }),
)

export const assignComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/assignment',
  operationId: 'assignComplaint',
  tags,
  summary: '退回的投诉交给另一个单位；办结的时限照走',
  summary_en: 'Gives a returned complaint to another unit; the clock runs on',
  policy: OFFICIAL,
  params,
  body: z
    .strictObject({ unit: Code, note: NoteText.optional() })
    .meta({ id: 'ComplaintAssignment' }),
  answers,
  refuses: ['complaint_not_returned', 'unit_unknown', 'complaint_unit_returned_it', ...at_hand],
})
serveAct(complaintDeskRoutes, assignComplaintOperation, (world, ask, { params: { id }, body }) =>
  assignComplaint(world, ask, { id, unit: body.unit, note: body.note ?? null }),
)

export const extendComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/extension',
  operationId: 'extendComplaint',
  tags,
  summary: '延长办理期限，只能一次，过期以前',
  summary_en: 'Extends the time to finish, once and before it is over',
  policy: OFFICIAL,
  params,
  body: z.strictObject({ reason: NoteText }).meta({ id: 'ComplaintExtension' }),
  answers,
  refuses: [
    'complaint_not_at_unit',
    'complaint_extended_already',
    'complaint_not_extendable',
    ...at_hand,
  ],
})
serveAct(complaintDeskRoutes, extendComplaintOperation, (world, ask, { params: { id }, body }) =>
  extendComplaint(world, ask, { id, ...body }),
)

export const closeComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/closure',
  operationId: 'closeComplaint',
  tags,
  summary: '办结，写明结果；冻结解除',
  summary_en: 'Closes a complaint with what came of it; nothing stays frozen',
  policy: OFFICIAL,
  params,
  body: z.strictObject({ outcome: OutcomeName, note: NoteText }).meta({ id: 'ComplaintClosure' }),
  answers,
  refuses: ['complaint_not_at_unit', 'complaint_outcome_unfit', ...at_hand],
})
serveAct(complaintDeskRoutes, closeComplaintOperation, (world, ask, { params: { id }, body }) =>
  closeComplaint(world, ask, { id, ...body }),
)

export const callBackComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/callback',
  operationId: 'callBackComplaint',
  tags,
  summary: '回访：办结以后问投诉人满不满意，一次',
  summary_en: 'Records the call back to who filed it, once',
  policy: OFFICIAL,
  params,
  body: z
    .strictObject({ result: CallName, note: NoteText.optional() })
    .meta({ id: 'ComplaintCallBack' }),
  answers,
  refuses: ['complaint_not_closed', 'complaint_called_already', ...at_hand],
})
serveAct(complaintDeskRoutes, callBackComplaintOperation, (world, ask, { params: { id }, body }) =>
  callBackComplaint(world, ask, { id, result: body.result, note: body.note ?? null }),
)

serveEvidence(complaintDeskRoutes)
