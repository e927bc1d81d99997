import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { readSegments } from '../platform/archived'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { type ArchivedDayRow, READ_AT_ONCE, readDayBack, segmentSum, transfersBehind } from './read'

export const archiveRoutes = newRouter()
const READERS = { bank: 'all', operator: 'all', supervisor: 'all' } as const
const params = z.strictObject({ day: z.iso.date() })

const day = {
  day: z.iso.date(),
  segments_count: z.int().meta({ description: '归档成几段' }),
  journal_count: z.int().meta({ description: '日志几行' }),
  transfers_count: z.int().meta({ description: '划转几笔' }),
  moved_fen: z.int().meta({ description: '各笔划转金额之和，分' }),
  bytes: z.int().meta({ description: '归档后占多少字节（压缩并加密）' }),
  close_hash: z.string().meta({ description: '那天封账的哈希，每一段都写着' }),
  cleared_at: z.string().meta({ description: '从库里移走的时间' }),
}
const ArchivedDay = z
  .strictObject({ object: z.literal('archived_day'), ...day })
  .meta({ id: 'ArchivedDay', description: '一个已经归档的日子' })
const ArchivedDayRead = z
  .strictObject({
    object: z.literal('archived_day'),
    ...day,
    verified_count: z.int().meta({
      description: `刚刚读回并核对过的段数；一次最多 ${READ_AT_ONCE} 段，其余翻页时逐段核对`,
    }),
    is_whole: z.boolean().meta({ description: '读回的每一段都与库里记着的一致' }),
    first_hash: z.string().meta({ description: '第一段内容的哈希' }),
    last_hash: z.string().meta({ description: '最后一段内容的哈希' }),
  })
  .meta({ id: 'ArchivedDayRead', description: '一个已经归档的日子，刚刚读回核对过' })

export const listArchivedDaysOperation = operation({
  method: 'get',
  path: '/v1/archives',
  operationId: 'listArchivedDays',
  tags: ['archives'],
  summary: '已经归档的日子，新的在前',
  summary_en: 'Lists the days that have moved into the archive, newest first',
  policy: READERS,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '各日', schema: listSchema(ArchivedDay, 'ArchivedDayList') } },
  refuses: ['cursor_invalid'],
})
serveRead(archiveRoutes, listArchivedDaysOperation, {
  reads: (_who, { query }) => ({
    days: sql<ArchivedDayRow>`SELECT s.day, count(*) AS segments_count, sum(s.journal_count) AS journal_count,
               sum(s.transfers_count) AS transfers_count, sum(s.moved_fen) AS moved_fen, sum(s.bytes) AS bytes,
               max(s.close_hash) AS close_hash, max(s.cleared_at) AS cleared_at
          FROM archive_segments s WHERE s.phase = 'cleared' AND s.day < ${cursorKey(query.cursor) ?? '9999'}
         GROUP BY s.day ORDER BY s.day DESC LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.days,
      query.limit,
      (row) => row.day,
      (row) => ({ object: 'archived_day' as const, ...row }),
    ),
})

const readDay = (of: string) => readSegments(sql`day = ${of} AND phase = 'cleared' ORDER BY no`)
export const readArchivedDayOperation = operation({
  method: 'get',
  path: '/v1/archives/:day',
  operationId: 'readArchivedDay',
  tags: ['archives'],
  summary: '读回一个已经归档的日子并核对：哈希、前后相接、借贷相等',
  summary_en: 'Reads an archived day back and verifies it: hashes, chain, both sides equal',
  policy: READERS,
  params,
  answers: { 200: { description: '这一天', schema: ArchivedDayRead } },
  refuses: ['archive_day_not_found', 'archive_unavailable'],
})
serveRead(archiveRoutes, readArchivedDayOperation, {
  reads: (_who, { params: of }) => ({ segments: readDay(of.day) }),
  call: ({ rows }, _input, world) => readDayBack(world, rows.segments),
  present: ({ rows: { segments }, called }) => {
    const first = segments[0] ?? refuse('archive_day_not_found')
    const last = segments.at(-1) ?? first
    return {
      object: 'archived_day',
      day: first.day,
      segments_count: segments.length,
      journal_count: segmentSum(segments, 'journal_count'),
      transfers_count: segmentSum(segments, 'transfers_count'),
      moved_fen: segmentSum(segments, 'moved_fen'),
      bytes: segmentSum(segments, 'bytes'),
      close_hash: first.close_hash,
      cleared_at: last.cleared_at ?? '',
      first_hash: first.content_hash,
      last_hash: last.content_hash,
      ...called,
    }
  },
})

const ArchivedTransfer = z
  .strictObject({
    object: z.literal('archived_transfer'),
    id: z.string(),
    from_account_id: z.string().meta({ description: '从哪个账户' }),
    to_account_id: z.string().meta({ description: '到哪个账户' }),
    amount_fen: z.int(),
    reason: z.string(),
    subject_id: z.string(),
    event_at: z.string(),
    created_at: z.string(),
  })
  .meta({ id: 'ArchivedTransfer', description: '一笔已经归档的划转' })
export const listArchivedTransfersOperation = operation({
  method: 'get',
  path: '/v1/archives/:day/transfers',
  operationId: 'listArchivedTransfers',
  tags: ['archives'],
  summary: '一个已经归档的日子里的每笔划转，从归档读回，逐段核对',
  summary_en: 'Lists the transfers of an archived day, read back and verified segment by segment',
  traces: ['work', '归档的划转', 'archived transfers'],
  policy: { bank: 'all', operator: 'all' },
  params,
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '划转', schema: listSchema(ArchivedTransfer, 'ArchivedTransferList') },
  },
  refuses: ['cursor_invalid', 'archive_day_not_found', 'archive_unavailable'],
})
serveRead(archiveRoutes, listArchivedTransfersOperation, {
  reads: (_who, { params: of }) => ({ segments: readDay(of.day) }),
  call: async ({ rows: { segments } }, { query }, world) => {
    if (segments.length === 0) refuse('archive_day_not_found')
    return transfersBehind(world, segments, {
      place: cursorKey(query.cursor),
      limit: query.limit + 1,
    })
  },
  present: ({ called }, { query }) =>
    pageFrom(
      called,
      query.limit,
      ({ place }) => place,
      ({ place: _place, ...row }) => ({ object: 'archived_transfer' as const, ...row }),
    ),
})
