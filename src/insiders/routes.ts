import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, pageFrom, pageQuery } from '../platform/page'
import { recogniseUse } from './end'
import { countedSince } from './rules'
import { readMarks, readMarkTotals } from './store'
import { MarkList, MarkView, presentMark } from './views'

export const insiderRoutes = newRouter()
const tags = ['insiders']

export const listInsiderMarksOperation = operation({
  method: 'get',
  path: '/v1/insider-marks',
  operationId: 'listInsiderMarks',
  tags,
  summary: '被标记的使用，新的在前：店家看本店的，持卡人看自己的',
  summary_en: 'Lists uses that are marked: the shop’s, or the holder’s own',
  policy: { owner: 'tenant', manager: 'tenant', consumer: 'own' },
  query: z.strictObject({
    ...pageQuery,
    redemption_id: z.string().regex(idPattern('rdm')).optional(),
    is_withheld: z.enum(['true']).optional().describe('只要现在还不能付的'),
  }),
  answers: { 200: { description: '标记，近 30 天的合计', schema: MarkList } },
  refuses: ['cursor_invalid'],
})
serveRead(insiderRoutes, listInsiderMarksOperation, {
  reads: (who, { query }, now) => {
    const before = cursorKey(query.cursor)
    const theirs =
      who.kind === 'consumer'
        ? sql`k.consumer_id = ${who.subject_id}`
        : sql`k.merchant_id = ${who.merchant_id}`
    const open = query.is_withheld
      ? sql`k.withheld_until IS NOT NULL AND k.ended_at IS NULL`
      : sql`1`
    return {
      marks: readMarks(
        sql`${theirs} AND ${open} AND k.redemption_id = coalesce(${query.redemption_id ?? null}, k.redemption_id)
            AND (${before} IS NULL OR k.seq < CAST(${before} AS INTEGER))
            ORDER BY k.seq DESC LIMIT ${query.limit + 1}`,
      ),
      totals:
        who.kind === 'consumer' ? undefined : readMarkTotals(who.merchant_id, countedSince(now)),
    }
  },
  present: ({ rows }, { query }) => ({
    ...pageFrom(rows.marks, query.limit, ({ seq }) => String(seq), presentMark),
    totals: rows.totals?.[0] ?? null,
  }),
})

export const recogniseUseOperation = operation({
  method: 'post',
  path: '/v1/redemptions/:id/recognition',
  operationId: 'recogniseUse',
  tags,
  summary: '持卡人认一笔被标记的使用：是我用的，可以付给店家了',
  summary_en: 'The holder says of a marked use that it was them',
  policy: { consumer: 'own' },
  params: z.strictObject({ id: z.string().regex(idPattern('rdm')) }),
  answers: { 200: { description: '放开的标记', schema: MarkView } },
  refuses: [
    'insider_mark_not_found',
    'insider_mark_not_yours_to_end',
    'insider_mark_changed_meanwhile',
  ],
})
serveAct(insiderRoutes, recogniseUseOperation, (world, ask, { params }) =>
  recogniseUse(world, ask, params.id),
)
