import * as z from 'zod'
import { mayFilterBy } from '../city/rules'
import { districtName } from '../kernel/city'
import { refuse } from '../kernel/refusals'
import { asMessage } from '../kernel/sentence'
import { type LocalDate, localDate, plusDays } from '../kernel/time'
import { District, Sector } from '../merchants/views'
import type { Moment } from '../platform/act'
import type { Who } from '../platform/actor'
import { newRouter, operation, serveRead } from '../platform/http'
import { lastOver } from '../quarters/rules'
import { Quarter } from '../quarters/views'
import {
  addedUp,
  type CellRow,
  GROUPS,
  linesBy,
  quarterSpan,
  type ShopRow,
  SPANS,
  type Span,
  shopsBehind,
  weekSpan,
  worstLine,
} from './rules'
import { type DayRow, readCells, readDays, readShops } from './store'
import { lineView, ReportView, whyView, worseSentence } from './views'

export const reportRoutes = newRouter()

export const reportQuery = {
  span: z.enum(SPANS).default('week'),
  to: z.iso.date().optional().meta({ description: '一周止于哪天（含）；不写就是昨天' }),
  quarter: Quarter.optional().meta({ description: '哪个季度；不写就是最近结束的一个' }),
  by: z.enum(GROUPS).default('district'),
  district: District.optional(),
  sector: Sector.optional(),
}
const Query = z.strictObject(reportQuery)
export type ReportQuery = z.output<typeof Query>

/** The span asked for. A week ends yesterday at the latest: today is not over and not recorded. */
export function spanAsked(query: ReportQuery, today: LocalDate): Span {
  if (query.span === 'quarter') return quarterSpan(query.quarter ?? lastOver(today))
  const yesterday = plusDays(today, -1)
  const to = query.to ?? yesterday
  return weekSpan(to > yesterday ? yesterday : to)
}
export function reportReads(who: Who, query: ReportQuery, today: LocalDate) {
  const span = spanAsked(query, today)
  const place = { district: query.district ?? null, sector: query.sector ?? null }
  return {
    cells: readCells(who, span, place),
    days: readDays(span),
    shops: readShops(who, span, place),
  }
}

export const readReportOperation = operation({
  method: 'get',
  path: '/v1/reports',
  operationId: 'readReport',
  tags: ['reports'],
  summary: '区市和行业的报表：一周比前一周，一季比前一季；哪里变差了，为什么',
  summary_en:
    'Reads districts and trades, week against week or quarter: where it got worse, and why',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  query: Query,
  answers: { 200: { description: '报表', schema: ReportView } },
  refuses: ['report_not_begun', 'district_unknown', 'sector_unknown'],
})
serveRead(reportRoutes, readReportOperation, {
  reads: (who, { query }, now) => reportReads(who, query, localDate(now)),
  present: ({ rows, now, city }, { query }) => presentReport(rows, query, { now, city }),
})

type Rows = { cells: CellRow[]; days: DayRow[]; shops: ShopRow[] }
/** Refuses report_not_begun, district_unknown, sector_unknown. */
export function presentReport(
  { cells, days, shops }: Rows,
  query: ReportQuery,
  { now, city }: Moment,
): z.input<typeof ReportView> {
  mayFilterBy(city, query)
  const today = localDate(now)
  const span = spanAsked(query, today)
  if (span.from > today) refuse('report_not_begun')
  const now_days = days.filter(({ is_now }) => is_now === 1).length
  const worse = worstLine(cells)
  const worst = worse === null ? null : lineView(city, 'district', worse)
  const behind = shopsBehind(
    worse === null ? shops : shops.filter(({ district }) => district === worse.key),
  )
  const whole = (from: string, to: string) => plusDays(from, now_days - 1) === to
  return {
    object: 'report',
    span: query.span,
    ...span,
    days_recorded: now_days,
    days_recorded_before: days.length - now_days,
    is_whole:
      whole(span.from, span.to) &&
      plusDays(span.before_from, days.length - now_days - 1) === span.before_to,
    by: query.by,
    totals: {
      now: addedUp(cells.filter(({ half }) => half === 'now')),
      before: addedUp(cells.filter(({ half }) => half === 'before')),
    },
    lines: linesBy(cells, query.by).map((line) => lineView(city, query.by, line)),
    worse: worst,
    ...asMessage(worseSentence(worst, behind[0]?.merchant_name)),
    shops: behind.map((shop) => ({
      ...shop,
      district_name: districtName(city, shop.district),
      why: shop.why.map(whyView),
    })),
  }
}
