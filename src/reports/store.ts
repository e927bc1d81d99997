import { mayReadDistrict, mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { type CellRow, FLOWS, SHOP_CAUSES, type ShopRow, type Span, STOCKS } from './rules'

type Place = { district: string | null; sector: string | null }

const flows: Statement = {
  text: FLOWS.map((name) => `sum(c.${name}) AS ${name}`).join(', '),
  values: [],
}
const stocks = (last: Statement): Statement => {
  const parts = STOCKS.map((name) => `sum(iif(c.day = ${last.text}, c.${name}, 0)) AS ${name}`)
  return { text: parts.join(', '), values: STOCKS.flatMap(() => last.values) }
}
const inPlace = ({ district, sector }: Place, of: 'c' | 'm') => {
  const column = (name: string): Statement => ({ text: `${of}.${name}`, values: [] })
  return sql`(${district} IS NULL OR ${column('district')} = ${district})
         AND (${sector} IS NULL OR ${column('sector')} = ${sector})`
}
const LAST: Statement = { text: 'l.last_day', values: [] }

/** Both spans by district and trade, of what the asker may see: sums, and the last recorded evening of each span. */
export const readCells = (who: Who, span: Span, place: Place) =>
  sql<CellRow>`WITH spans (half, first_day, to_day) AS (VALUES ('now', ${span.from}, ${span.to}),
               ('before', ${span.before_from}, ${span.before_to})),
        l AS (SELECT half, first_day, to_day, (SELECT max(r.day) FROM report_days r
               WHERE r.day BETWEEN s.first_day AND s.to_day) AS last_day FROM spans s)
      SELECT l.half, c.district, c.sector, ${flows}, ${stocks(LAST)}
        FROM l JOIN report_days c ON c.day BETWEEN l.first_day AND l.to_day
       WHERE ${mayReadDistrict(who)} AND ${inPlace(place, 'c')}
       GROUP BY l.half, c.district, c.sector`

export type DayRow = { day: string; is_now: number }
/** The days of both spans that are recorded for anybody. */
export const readDays = (span: Span) =>
  sql<DayRow>`SELECT DISTINCT day, day >= ${span.from} AS is_now FROM report_days
       WHERE day BETWEEN ${span.before_from} AND ${span.to}`

const both: Statement = {
  text: SHOP_CAUSES.map(
    (name) =>
      `sum(iif(b.day >= ?, b.${name}, 0)) AS ${name}_now, sum(iif(b.day < ?, b.${name}, 0)) AS ${name}_before`,
  ).join(', '),
  values: [],
}
/** The shops that had anything of it in either span: rows of the days alone, never cards or uses. */
export const readShops = (who: Who, span: Span, place: Place) =>
  sql<ShopRow>`SELECT b.merchant_id, m.name AS merchant_name, m.district,
             ${{ text: both.text, values: SHOP_CAUSES.flatMap(() => [span.from, span.from]) }}
        FROM behaviour_days b CROSS JOIN merchants m ON m.id = b.merchant_id
       WHERE b.day BETWEEN ${span.before_from} AND ${span.to}
         AND b.complaints + b.contested_uses + b.refund_requests + b.payout_bounces + b.bank_breaks > 0
         AND ${mayReadMerchant(who)} AND ${inPlace(place, 'm')}
       GROUP BY b.merchant_id`
