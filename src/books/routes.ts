import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { readRuns, startRun } from './run'
import {
  BookFinding,
  BookPass,
  BookRun,
  type FindingRow,
  type PartsRow,
  presentPasses,
  presentRun,
  RunId,
} from './views'

export const bookRoutes = newRouter()
const OFFICIALS = { operator: 'all', bank: 'all' } as const
const params = z.strictObject({ id: RunId })

export const startBookRunOperation = operation({
  method: 'post',
  path: '/v1/book-runs',
  operationId: 'startBookRun',
  tags: ['books'],
  summary: '开始一次全账检查，从第一行起；每晚自动检查新的、动过的和三十分之一的旧账',
  summary_en: 'Starts a check of all books from the first row',
  policy: OFFICIALS,
  answers: { 201: { description: '已开始，由定时任务逐页做完', schema: BookRun } },
  refuses: ['book_run_is_running'],
})
serveAct(bookRoutes, startBookRunOperation, (world, ask) => startRun(world, ask))

export const readBookRunOperation = operation({
  method: 'get',
  path: '/v1/book-runs/:id',
  operationId: 'readBookRun',
  tags: ['books'],
  summary: '一次检查的进度与结果',
  summary_en: 'Reads how far a run is and what it found',
  policy: OFFICIALS,
  params,
  answers: { 200: { description: '检查', schema: BookRun } },
  refuses: ['book_run_not_found'],
})
serveRead(bookRoutes, readBookRunOperation, {
  reads: (_who, { params: { id } }) => ({ runs: readRuns(sql`r.id = ${id}`) }),
  present: ({ rows }) => presentRun(rows.runs[0] ?? refuse('book_run_not_found')),
})

export const listBookRunsOperation = operation({
  method: 'get',
  path: '/v1/book-runs',
  operationId: 'listBookRuns',
  tags: ['books'],
  summary: '历次检查，新的在前',
  summary_en: 'Lists the runs of the checker, newest first',
  policy: OFFICIALS,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '检查', schema: listSchema(BookRun, 'BookRunList') } },
  refuses: ['cursor_invalid'],
})
serveRead(bookRoutes, listBookRunsOperation, {
  reads: (_who, { query: { cursor, limit } }) => ({
    runs: readRuns(
      sql`(${cursorKey(cursor)} IS NULL OR r.id < ${cursorKey(cursor)}) ORDER BY r.id DESC LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.runs,
      query.limit,
      ({ id }) => id,
      (run) => presentRun(run),
    ),
})

export const listBookFindingsOperation = operation({
  method: 'get',
  path: '/v1/book-runs/:id/findings',
  operationId: 'listBookFindings',
  tags: ['books'],
  summary: '一次检查发现的不一致',
  summary_en: 'Lists what one run found wrong',
  policy: OFFICIALS,
  params,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '不一致', schema: listSchema(BookFinding, 'BookFindingList') } },
  refuses: ['cursor_invalid'],
})
serveRead(bookRoutes, listBookFindingsOperation, {
  reads: (_who, { params: { id }, query: { cursor, limit } }) => ({
    book_findings: sql<FindingRow>`SELECT no, pass, id, found, expected FROM book_findings
         WHERE run_id = ${id} AND no > ${Number(cursorKey(cursor) ?? -1)} ORDER BY no LIMIT ${limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.book_findings,
      query.limit,
      ({ no }) => String(no),
      (finding) => ({ object: 'book_finding', ...finding }),
    ),
})

export const listBookPassesOperation = operation({
  method: 'get',
  path: '/v1/book-passes',
  operationId: 'listBookPasses',
  tags: ['books'],
  summary: '每项检查读到哪里：旧账的每一段上次是哪一晚读的',
  summary_en: 'Lists how far each pass of the checker has read',
  policy: OFFICIALS,
  answers: {
    200: {
      description: '全部检查项',
      schema: z
        .strictObject({ object: z.literal('list'), data: z.array(BookPass) })
        .meta({ id: 'BookPassList' }),
    },
  },
})
type BookRunRow = { at: string | null }
serveRead(bookRoutes, listBookPassesOperation, {
  reads: () => ({
    book_parts: sql<PartsRow>`SELECT pass, count(*) AS parts_count, sum(rows_count) AS rows_count, min(read_at) AS oldest_read_at,
               max(read_at) AS newest_read_at, sum(findings_count) AS findings_count
          FROM book_parts GROUP BY pass`,
    book_runs: sql<BookRunRow>`SELECT max(started_at) AS at FROM book_runs WHERE scope = 'night' AND result IN ('clean', 'mismatch')`,
  }),
  present: ({
    rows: {
      book_parts: parts,
      book_runs: [night],
    },
  }) => ({
    object: 'list',
    data: presentPasses(parts, night?.at ?? null),
  }),
})
