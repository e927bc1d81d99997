import * as z from 'zod'
import { mayFilterBy } from '../city/rules'
import { refuse } from '../kernel/refusals'
import { District, MerchantId } from '../merchants/views'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { askPatrol, reportPatrol } from './patrol'
import { FOUND } from './rules'
import { readFindings, readOpenPatrols, readPatrolPhotoRow, readPatrolRow } from './store'
import {
  FindingView,
  PatrolAnswers,
  PatrolId,
  PatrolPhotoImage,
  PatrolView,
  PhotoId,
  presentFinding,
  presentPatrol,
} from './views'

export const inspectionRoutes = newRouter()
const tags = ['inspections']
const OFFICIAL = { supervisor: 'jurisdiction' } as const

export const listPatrolsOperation = operation({
  method: 'get',
  path: '/v1/patrols',
  operationId: 'listPatrols',
  tags,
  summary: '等着去的巡查，最急的在前；只有自己辖区的',
  summary_en: 'Lists patrols that wait, the soonest first',
  policy: OFFICIAL,
  query: z.strictObject({ ...pageQuery, district: District.optional() }),
  answers: { 200: { description: '巡查', schema: listSchema(PatrolView, 'PatrolList') } },
  refuses: ['district_unknown', 'cursor_invalid'],
})
function placeIn(cursor: string | undefined): { due_on: string; id: string } {
  const key = cursorKey(cursor)
  if (key === null) return { due_on: '', id: '' }
  const [, due_on, id] = /^(\d{4}-\d\d-\d\d) (ptl_\w{1,40})$/.exec(key) ?? []
  if (due_on === undefined || id === undefined) return refuse('cursor_invalid')
  return { due_on, id }
}
serveRead(inspectionRoutes, listPatrolsOperation, {
  reads: (who, { query: { district, cursor, limit } }) => ({
    patrols: readOpenPatrols(who, {
      district: district ?? null,
      after: placeIn(cursor),
      limit: limit + 1,
    }),
  }),
  present: ({ rows, city }, { query }) => {
    mayFilterBy(city, query)
    const keyOf = ({ due_on, id }: { due_on: string; id: string }) => `${due_on} ${id}`
    return pageFrom(rows.patrols, query.limit, keyOf, presentPatrol)
  },
})

const params = z.strictObject({ id: PatrolId })
export const readPatrolOperation = operation({
  method: 'get',
  path: '/v1/patrols/:id',
  operationId: 'readPatrol',
  tags,
  summary: '一次巡查',
  summary_en: 'Reads one patrol',
  policy: OFFICIAL,
  params,
  answers: { 200: { description: '巡查', schema: PatrolView } },
  refuses: ['patrol_not_found'],
})
serveRead(inspectionRoutes, readPatrolOperation, {
  reads: (who, { params: { id } }) => ({ found: readPatrolRow(who, id) }),
  present: ({ rows }) => presentPatrol(rows.found[0] ?? refuse('patrol_not_found')),
})

export const askPatrolOperation = operation({
  method: 'post',
  path: '/v1/patrols',
  operationId: 'askPatrol',
  tags,
  summary: '请网格员今天去一家店',
  summary_en: 'Sends a patrol to a shop today',
  policy: OFFICIAL,
  body: z
    .strictObject({
      merchant_id: MerchantId,
      note: z.string().trim().min(2).max(500).optional(),
    })
    .meta({ id: 'NewPatrol' }),
  answers: { 201: { description: '已排上', schema: PatrolView } },
  refuses: ['merchant_not_found', 'patrol_is_planned'],
})
serveAct(inspectionRoutes, askPatrolOperation, (world, ask, { body }) =>
  askPatrol(world, ask, { ...body, note: body.note ?? null }),
)

const PHOTOS_MAX = 2
/** Two pictures in base64 and the list beside them. */
const BODY_BYTES = 1_200_000
export const reportPatrolOperation = operation({
  method: 'post',
  path: '/v1/patrols/:id/finding',
  operationId: 'reportPatrol',
  tags,
  summary: '报告一次巡查看到什么；没有网络时先留在手机里，用同一个键再发',
  summary_en:
    'Reports what a patrol found; sent later under the same key where there was no network',
  policy: OFFICIAL,
  params,
  body: z
    .strictObject({
      found: z
        .enum(FOUND)
        .meta({ description: 'open 在营业 · closed 关着门 · refurbishing 在装修' }),
      answers: PatrolAnswers,
      note: z.string().trim().min(2).max(1_000),
      place: z
        .strictObject({
          lat: z.number().min(-90).max(90).meta({ description: '纬度' }),
          lon: z.number().min(-180).max(180).meta({ description: '经度' }),
        })
        .optional()
        .meta({ description: '在哪里；只留到千分之一度' }),
      seen_at: z.iso.datetime().meta({ description: '在门口时手机上的时间' }),
      photos: z
        .array(z.string().regex(/^[A-Za-z0-9+/]{4,560000}={0,2}$/))
        .max(PHOTOS_MAX)
        .default([])
        .meta({ description: 'JPG 或 PNG，base64，每张最大 400 KB' }),
    })
    .meta({ id: 'NewPatrolFinding' }),
  body_bytes_max: BODY_BYTES,
  answers: { 201: { description: '已记下', schema: FindingView } },
  refuses: [
    'patrol_not_found',
    'patrol_is_done',
    'patrol_seen_later',
    'shop_photo_unreadable',
    'shop_photo_size',
    'shop_photo_too_large',
  ],
})
serveAct(inspectionRoutes, reportPatrolOperation, (world, ask, { params: { id }, body }) =>
  reportPatrol(world, ask, { id, ...body, place: body.place ?? null }),
)

export const listPatrolFindingsOperation = operation({
  method: 'get',
  path: '/v1/patrol-findings',
  operationId: 'listPatrolFindings',
  tags,
  summary: '巡查的结果，新的在前；可以只看一家店',
  summary_en: 'Lists what patrols found, newest first',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  query: z.strictObject({ ...pageQuery, merchant_id: MerchantId.optional() }),
  answers: {
    200: { description: '结果', schema: listSchema(FindingView, 'PatrolFindingList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(inspectionRoutes, listPatrolFindingsOperation, {
  reads: (who, { query: { merchant_id, cursor, limit } }) => ({
    findings: readFindings(who, {
      merchant_id: merchant_id ?? null,
      before: cursorKey(cursor),
      limit: limit + 1,
    }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.findings, query.limit, ({ id }) => id, presentFinding),
})

export const readPatrolPhotoOperation = operation({
  method: 'get',
  path: '/v1/patrol-photos/:id',
  operationId: 'readPatrolPhoto',
  tags,
  summary: '巡查时拍的一张照片',
  summary_en: 'Reads a picture that a patrol took',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  params: z.strictObject({ id: PhotoId }),
  answers: { 200: { description: '照片', schema: PatrolPhotoImage } },
  refuses: ['patrol_photo_not_found'],
})
serveRead(inspectionRoutes, readPatrolPhotoOperation, {
  reads: (who, { params: { id } }) => ({ found: readPatrolPhotoRow(who, id) }),
  present: ({ rows }) => {
    const { id, media, content } = rows.found[0] ?? refuse('patrol_photo_not_found')
    return { object: 'patrol_photo_image', photo_id: id, media, content }
  },
})
