import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { fileQuarter } from './file'
import { lastOver, quarterPeriod, quartersUpTo } from './rules'
import { quarterFrom, readQuarters } from './store'
import { presentQuarter, Quarter, QuarterView } from './views'

export const quarterRoutes = newRouter()
const params = z.strictObject({ quarter: Quarter })

export const readQuarterFiguresOperation = operation({
  method: 'get',
  path: '/v1/merchants/me/quarterly-figures/:quarter',
  operationId: 'readQuarterFigures',
  tags: ['packs'],
  summary: '本店一个季度的预付卡业务数、填报期限和状态；没有填报的按账上现有的数',
  summary_en: 'Reads the merchant’s prepaid figures of one quarter',
  policy: { owner: 'tenant', manager: 'tenant' },
  params,
  answers: { 200: { description: '季度数', schema: QuarterView } },
  refuses: ['quarter_not_begun', 'quarter_moved_out', 'merchant_not_found'],
})
serveRead(quarterRoutes, readQuarterFiguresOperation, {
  reads: (who, { params: { quarter } }) => ({
    quarters: readQuarters(quarterPeriod(quarter), sql`m.id = ${who.merchant_id}`),
  }),
  present: ({ rows, now, city }, { params: { quarter } }) => {
    const period = quarterPeriod(quarter)
    if (localDate(now) < period.from_on) refuse('quarter_not_begun')
    const seen = quarterFrom(rows.quarters[0] ?? refuse('merchant_not_found'))
    return presentQuarter(seen, { period, city, now })
  },
})

export const fileQuarterFiguresOperation = operation({
  method: 'post',
  path: '/v1/merchants/me/quarterly-figures/:quarter/filing',
  operationId: 'fileQuarterFigures',
  tags: ['packs'],
  summary: '填报一个结束了的季度：数从此固定，只填一次',
  summary_en: 'Files the figures of a quarter that has ended, once',
  policy: { owner: 'tenant' },
  params,
  answers: { 201: { description: '已填报', schema: QuarterView } },
  refuses: ['quarter_not_over', 'quarter_already_filed', 'quarter_moved_out', 'merchant_not_found'],
})
serveAct(quarterRoutes, fileQuarterFiguresOperation, (world, ask, { params: { quarter } }) =>
  fileQuarter(world, ask, { quarter }),
)

const QuarterFiguresList = z
  .strictObject({
    ...listSchema(QuarterView, 'QuarterFiguresPage').shape,
    quarter: Quarter,
    quarters: z.array(Quarter).meta({ description: '可以看的季度，新的在前' }),
  })
  .meta({ id: 'QuarterFiguresList' })
export const listQuarterFiguresOperation = operation({
  method: 'get',
  path: '/v1/quarterly-figures',
  operationId: 'listQuarterFigures',
  tags: ['packs'],
  summary: '一个季度里各店的数：谁填报了，谁过期没有填报',
  summary_en: 'Lists every merchant’s figures of one quarter',
  policy: { bank: 'all', operator: 'all', supervisor: 'jurisdiction' },
  query: z.strictObject({
    quarter: Quarter.optional().meta({ description: '没有说就是最近结束的一个' }),
    filed: z.enum(['true', 'false']).optional().meta({ description: '只看填报了的，或没有填报的' }),
    ...pageQuery,
  }),
  answers: { 200: { description: '各店', schema: QuarterFiguresList } },
  refuses: ['quarter_not_begun', 'quarter_moved_out', 'cursor_invalid'],
})
serveRead(quarterRoutes, listQuarterFiguresOperation, {
  reads: (who, { query }, now) => {
    const period = quarterPeriod(query.quarter ?? lastOver(localDate(now)))
    const filed = query.filed ?? ''
    return {
      quarters: readQuarters(
        period,
        sql`m.admitted_at < ${period.end_at} AND ${mayReadMerchant(who)} AND m.id > ${cursorKey(query.cursor) ?? ''}
            AND (${filed} = '' OR (${filed} = 'true') = (f.filed_at IS NOT NULL))
            ORDER BY m.id LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows, now, city }, { query }) => {
    const today = localDate(now)
    const period = quarterPeriod(query.quarter ?? lastOver(today))
    if (today < period.from_on) refuse('quarter_not_begun')
    return {
      ...pageFrom(
        rows.quarters.map(quarterFrom),
        query.limit,
        ({ merchant_id }) => merchant_id,
        (seen) => presentQuarter(seen, { period, city, now }),
      ),
      quarter: period.quarter,
      quarters: quartersUpTo(today),
    }
  },
})
