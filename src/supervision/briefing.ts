import * as z from 'zod'
import { mayFilterBy } from '../city/rules'
import { insist } from '../kernel/refusals'
import { dayStart, type LocalDate, localDate, plusDays } from '../kernel/time'
import { mayReadDistrict, mayReadMerchant } from '../merchants/may-read'
import { District, Sector } from '../merchants/views'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { decideBy } from './rules'

export const briefingRoutes = newRouter()

const Briefing = z
  .strictObject({
    object: z.literal('briefing'),
    day: z.iso.date(),
    as_of: z.string(),
    totals: z.strictObject({ shops_count: z.int(), cards_count: z.int(), owed_fen: z.int() }),
    yesterday: z.strictObject({
      day: z.iso.date(),
      paid_fen: z.int(),
      uses_count: z.int(),
      released_fen: z.int(),
    }),
    deadlines: z.strictObject({
      decide_by: z.iso.date(),
      refunds_to_decide: z.int().meta({ description: '到 decide_by 为止要裁定的退款' }),
      contested_uses: z.int(),
      endings_open: z.int().meta({ description: '没办完的停业和失联' }),
      breaks_overdue: z.int().meta({ description: '过期未解决的对账差异，不属于哪家店的也算' }),
    }),
  })
  .meta({ id: 'Briefing', description: '晨会要的数：家底、昨天、期限；按辖区和筛选' })

const query = z.strictObject({ district: District.optional(), sector: Sector.optional() })
type Query = z.output<typeof query>

export const readBriefingOperation = operation({
  method: 'get',
  path: '/v1/supervision/briefing',
  operationId: 'readBriefing',
  tags: ['supervision'],
  summary: '晨会一页纸的数',
  summary_en: 'Reads what wants an official today: the city’s figures, deadlines and mediations',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  query,
  answers: { 200: { description: '晨会', schema: Briefing } },
  refuses: ['district_unknown', 'sector_unknown'],
})
serveRead(briefingRoutes, readBriefingOperation, {
  reads: (who, { query }, now) => {
    const today = localDate(now)
    return {
      totals: readTotals(who, query),
      day: readDay(who, query, plusDays(today, -1)),
      deadlines: readDeadlines(who, query, decideBy(today)),
    }
  },
  present: ({ rows, now, city }, { query }) => {
    mayFilterBy(city, query)
    const today = localDate(now)
    const [totals] = rows.totals
    const [day] = rows.day
    const [deadlines] = rows.deadlines
    insist(totals && day && deadlines, 'a sum has a row')
    return {
      object: 'briefing',
      day: today,
      as_of: now,
      totals,
      yesterday: { day: plusDays(today, -1), ...day },
      deadlines: { decide_by: decideBy(today), ...deadlines },
    }
  },
})

const inPlace = (where: Query, of: 'm' | 'c'): Statement => {
  const [district, sector] = [where.district ?? null, where.sector ?? null]
  const column = (name: string): Statement => ({ text: `${of}.${name}`, values: [] })
  return sql`(${district} IS NULL OR ${column('district')} = ${district})
         AND (${sector} IS NULL OR ${column('sector')} = ${sector})`
}
type BriefingTotalsRow = { shops_count: number; cards_count: number; owed_fen: number }
const readTotals = (who: Who, where: Query): Statement<BriefingTotalsRow> =>
  sql<BriefingTotalsRow>`SELECT count(*) AS shops_count, coalesce(sum(t.cards_count), 0) AS cards_count,
             coalesce(sum(t.owed_fen), 0) AS owed_fen
        FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id
       WHERE ${mayReadMerchant(who)} AND ${inPlace(where, 'm')}`
type BriefingDayRow = { paid_fen: number; uses_count: number; released_fen: number }
const readDay = (who: Who, where: Query, day: LocalDate): Statement<BriefingDayRow> =>
  sql<BriefingDayRow>`SELECT coalesce(sum(paid_fen), 0) AS paid_fen, coalesce(sum(uses_count), 0) AS uses_count,
             coalesce(sum(released_fen), 0) AS released_fen
        FROM city_days c WHERE day = ${day} AND ${mayReadDistrict(who)} AND ${inPlace(where, 'c')}`

type DeadlinesRow = {
  refunds_to_decide: number
  contested_uses: number
  endings_open: number
  breaks_overdue: number
}
/** Four counts, each over an index of exactly what is open. */
function readDeadlines(who: Who, where: Query, decide_by: LocalDate): Statement<DeadlinesRow> {
  const mine = sql`${mayReadMerchant(who)} AND ${inPlace(where, 'm')}`
  const nobodys = where.district === undefined && where.sector === undefined ? 1 : 0
  return sql<DeadlinesRow>`SELECT
    (SELECT count(*) FROM refunds r JOIN merchants m ON m.id = r.merchant_id
      WHERE r.status IN ('asked', 'contested') AND r.status = 'contested'
        AND r.decide_by < ${dayStart(plusDays(decide_by, 1))} AND ${mine}) AS refunds_to_decide,
    (SELECT count(*) FROM holds h JOIN merchants m ON m.id = h.merchant_id
      WHERE h.status = 'contested' AND ${mine}) AS contested_uses,
    (SELECT count(*) FROM endings e JOIN merchants m ON m.id = e.merchant_id
      WHERE e.phase IN ('telling', 'waiting', 'counting', 'allotting', 'spreading', 'refunding') AND ${mine}) AS endings_open,
    (SELECT count(*) FROM bank_breaks b LEFT JOIN merchants m ON m.id = b.merchant_id
      WHERE b.state IN ('open', 'proposed') AND b.escalated_at IS NOT NULL
        AND iif(b.merchant_id IS NULL, ${nobodys}, ${mine})) AS breaks_overdue`
}
