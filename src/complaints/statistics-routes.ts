import * as z from 'zod'
import { districtName, lastNamed } from '../kernel/city'
import { daysBetween, type LocalDate, localDate, plusDays } from '../kernel/time'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { addedUp, GROUPS, hotTopics, linesBy, type SpanRow, worstDistrict } from './figures-rules'
import { COUNTED, type Counts } from './tally'
import { KindCode, Way } from './views'

export const complaintFigureRoutes = newRouter()
const SPAN_DAYS_MAX = 366
const LAST_DAYS = 30

const Figures = z.strictObject({
  filed_count: z.int(),
  filed_fen: z.int(),
  ended_count: z.int(),
  settled_count: z.int(),
  founded_count: z.int(),
  late_count: z.int(),
  called_count: z.int(),
  satisfied_count: z.int(),
  stars_count: z.int(),
  stars_sum: z.int(),
} satisfies Record<keyof Counts, z.ZodType>)
const Group = z.enum(GROUPS)
const Statistics = z
  .strictObject({
    object: z.literal('complaint_statistics'),
    from: z.string().meta({ description: '从哪天起（含）' }),
    to: z.string().meta({ description: '到哪天止（含）' }),
    before_from: z.string().meta({ description: '对比的前一段，一样长' }),
    by: Group,
    now: Figures,
    before: Figures,
    lines: z.array(
      z.strictObject({
        key: z.string(),
        name: z.string(),
        name_en: z.string(),
        now: Figures,
        before: Figures,
        change: z.int(),
      }),
    ),
    weeks: z
      .array(
        z.strictObject({
          from: z.string().meta({ description: '这一周从哪天起' }),
          filed_count: z.int(),
          ended_count: z.int(),
        }),
      )
      .meta({ description: '每七天收到、办结几件，旧的在前' }),
    hot_topics: z.array(
      z.strictObject({
        kind_name: z.string(),
        kind_name_en: z.string(),
        merchant_id: z.string(),
        merchant_name: z.string(),
        district_name: z.string(),
        filed_count: z.int(),
        before_count: z.int(),
      }),
    ),
    worse: z
      .strictObject({
        district: z.string(),
        district_name: z.string(),
        change: z.int(),
        kind_name: z.string(),
        kind_name_en: z.string(),
        merchant_id: z.string(),
        merchant_name: z.string(),
      })
      .nullable()
      .meta({ description: '哪个区市变差了，为什么；没有为 null' }),
  })
  .meta({ id: 'ComplaintStatistics', description: '投诉的数，都来自日表' })

const Query = z
  .strictObject({
    from: z.iso.date().optional().meta({ description: '从哪天起（含）；不写就是最近 30 天' }),
    to: z.iso.date().optional().meta({ description: '到哪天止（含）；不写就是今天' }),
    by: Group.default('kind'),
    way: Way.default('complaint'),
    kind: KindCode.optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    error: '止于起之前',
  })
  .refine(
    ({ from, to }) =>
      from === undefined || to === undefined || daysBetween(from, to) < SPAN_DAYS_MAX,
    { path: ['to'], error: `最多 ${SPAN_DAYS_MAX} 天` },
  )
export const readComplaintStatisticsOperation = operation({
  method: 'get',
  path: '/v1/supervision/complaint-statistics',
  operationId: 'readComplaintStatistics',
  tags: ['complaints'],
  summary: '投诉统计：按种类、区市、店，与前一段比；热点和变差的地方',
  summary_en: 'Reads figures of complaints by kind, district or shop, against the span before',
  policy: { supervisor: 'jurisdiction' },
  query: Query,
  answers: { 200: { description: '统计', schema: Statistics } },
})

type Span = { from: LocalDate; to: LocalDate; before_from: LocalDate }
function spanFrom(query: z.output<typeof Query>, today: LocalDate): Span {
  const to = query.to ?? (query.from ? plusDays(query.from, LAST_DAYS - 1) : today)
  const from = query.from ?? plusDays(to, 1 - LAST_DAYS)
  return { from, to, before_from: plusDays(from, -(daysBetween(from, to) + 1)) }
}

const SUMS = COUNTED.map((name) => `sum(d.${name}) AS ${name}`).join(', ')
const sums = { text: SUMS, values: [] }
const mine = (who: Who) =>
  sql`d.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)`
const readSpan = (who: Who, span: Span, way: string, kind: string | null) =>
  sql<SpanRow>`SELECT iif(d.day >= ${span.from}, 'now', 'before') AS half, d.kind, d.district, d.merchant_id,
        m.name AS merchant_name, ${sums}
      FROM complaint_days d JOIN merchants m ON m.id = d.merchant_id
     WHERE d.day BETWEEN ${span.before_from} AND ${span.to} AND d.way = ${way} AND (${kind} IS NULL OR d.kind = ${kind})
       AND ${mine(who)}
     GROUP BY half, d.kind, d.district, d.merchant_id`
type WeekRow = { week: number; filed_count: number; ended_count: number }
const readWeeks = (who: Who, span: Span, way: string, kind: string | null) =>
  sql<WeekRow>`SELECT CAST((julianday(d.day) - julianday(${span.from})) / 7 AS INTEGER) AS week,
        sum(d.filed_count) AS filed_count, sum(d.ended_count) AS ended_count
      FROM complaint_days d
     WHERE d.day BETWEEN ${span.from} AND ${span.to} AND d.way = ${way} AND (${kind} IS NULL OR d.kind = ${kind})
       AND ${mine(who)}
     GROUP BY week ORDER BY week`

serveRead(complaintFigureRoutes, readComplaintStatisticsOperation, {
  reads: (who, { query }, now) => {
    const span = spanFrom(query, localDate(now))
    const kind = query.kind ?? null
    return {
      span: readSpan(who, span, query.way, kind),
      weeks: readWeeks(who, span, query.way, kind),
    }
  },
  present: ({ rows, city, now }, { query }) => {
    const span = spanFrom(query, localDate(now))
    const shops = new Map(rows.span.map((row) => [row.merchant_id, row.merchant_name]))
    const kindNames = (code: string) => {
      const kind = lastNamed(city, 'complaint_kind', code)
      return { kind_name: kind?.name ?? code, kind_name_en: kind?.name_en ?? code }
    }
    const nameOf = (key: string): [string, string] => {
      if (query.by === 'district') return [districtName(city, key), districtName(city, key)]
      if (query.by === 'merchant') return [shops.get(key) ?? key, shops.get(key) ?? key]
      const { kind_name, kind_name_en } = kindNames(key)
      return [kind_name, kind_name_en]
    }
    const weeks_count = Math.ceil((daysBetween(span.from, span.to) + 1) / 7)
    const worse = worstDistrict(rows.span)
    return {
      object: 'complaint_statistics' as const,
      ...span,
      by: query.by,
      now: addedUp(rows.span.filter(({ half }) => half === 'now')),
      before: addedUp(rows.span.filter(({ half }) => half === 'before')),
      lines: linesBy(rows.span, query.by).map((line) => {
        const [name, name_en] = nameOf(line.key)
        return { ...line, name, name_en }
      }),
      weeks: Array.from({ length: weeks_count }, (_, week) => {
        const { filed_count = 0, ended_count = 0 } =
          rows.weeks.find((one) => one.week === week) ?? {}
        return { from: plusDays(span.from, 7 * week), filed_count, ended_count }
      }),
      hot_topics: hotTopics(rows.span).map(({ kind, district, ...topic }) => ({
        ...topic,
        ...kindNames(kind),
        merchant_name: shops.get(topic.merchant_id) ?? topic.merchant_id,
        district_name: districtName(city, district),
      })),
      worse:
        worse === null
          ? null
          : {
              district: worse.district,
              district_name: districtName(city, worse.district),
              change: worse.change,
              ...kindNames(worse.kind),
              merchant_id: worse.merchant_id,
              merchant_name: shops.get(worse.merchant_id) ?? worse.merchant_id,
            },
    }
  },
})
