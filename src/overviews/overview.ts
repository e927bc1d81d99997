import * as z from 'zod'
import { insist } from '../kernel/refusals'
import { type LocalDate, localDate, plusDays } from '../kernel/time'
import { mayReadDistrict, mayReadMerchant } from '../merchants/may-read'
import { readMerchants, type TotalsRow } from '../merchants/store'
import { merchantMoney } from '../merchants/views'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { ShopDay } from '../shops/views'

export const overviewRoutes = newRouter()
const DAYS_SHOWN = 30

const counts = {
  topups_count: z.int(),
  paid_fen: z.int(),
  uses_count: z.int(),
  released_fen: z.int(),
}
const Day = z.strictObject({ day: z.string(), ...counts })
export const Totals = z
  .strictObject({
    merchants_count: z.int(),
    cards_count: z.int(),
    paid_fen: z.int(),
    released_fen: z.int(),
    refunded_fen: z.int(),
    owed_fen: z.int(),
    payable_fen: z.int(),
    paying_fen: z.int(),
    custody_fen: z.int(),
    in_transit_fen: z.int(),
    protection_bp: z.int().nullable(),
    coverage_bp: z.int().nullable(),
    coverage_on: z.string().nullable(),
  })
  .meta({
    id: 'Totals',
    description: '合计；在途的钱单列。coverage_bp 是银行封账的覆盖率；protection_bp 是账上的估算',
  })

/**
 * Sums over merchants' roll-ups and balances: a few thousand short rows for a city, never cards or transfers.
 * `place` names the columns to group by, if any.
 */
export const readSums = (of: Statement, place: 'district, sector' | null) => {
  const columns = { text: place === null ? '' : `${place},`, values: [] }
  const group = { text: place === null ? '' : `GROUP BY ${place}`, values: [] }
  return sql<PlaceSumsRow>`SELECT ${columns} count(*) AS merchants_count,
                    coalesce(sum(cards_count), 0) AS cards_count, coalesce(sum(paid_fen), 0) AS paid_fen,
                    coalesce(sum(released_fen), 0) AS released_fen, coalesce(sum(refunded_fen), 0) AS refunded_fen,
                    coalesce(sum(owed_fen), 0) AS owed_fen, coalesce(sum(payable_fen), 0) AS payable_fen,
                    coalesce(sum(paying_fen), 0) AS paying_fen, coalesce(sum(custody_fen), 0) AS custody_fen,
                    coalesce(sum(advance_fen), 0) AS advance_fen, coalesce(sum(deposit_fen), 0) AS deposit_fen,
                    coalesce(sum(settled_fen), 0) AS settled_fen,
                    coalesce(sum(fees_held_fen), 0) AS fees_held_fen,
                    coalesce(sum(provider_owed_fen), 0) AS provider_owed_fen,
                    sum(cover_owed_fen) AS cover_owed_fen, sum(cover_covered_fen) AS cover_covered_fen,
                    max(cover_day) AS cover_day, coalesce(sum(cover_unread), 0) AS cover_unread
               FROM (${of}) ${group}`
}
/** The same of one district and trade, where it is asked by place. */
type PlaceSumsRow = Sums & { district?: string; sector?: string }
type Sums = Omit<TotalsRow, 'topups_count' | 'uses_count'> & { merchants_count: number }

export const placeTotals = ({ merchants_count, ...sum }: Sums) => ({
  merchants_count,
  ...merchantMoney(sum),
})

const MerchantDay = z
  .strictObject({
    object: z.literal('merchant_day'),
    merchant_id: z.string(),
    day: z.string(),
    ...counts,
    payable_fen: z.int(),
    paying_fen: z.int(),
    owed_fen: z.int(),
    days: z.array(Day),
    week: z
      .array(
        z.strictObject({
          day: z.string(),
          released_fen: z.int(),
          before_fen: z.int().meta({ description: '上周同一天放款' }),
        }),
      )
      .meta({ description: '最近七天放款，和上周同一天的' }),
    shops: z.array(ShopDay),
  })
  .meta({ id: 'MerchantDay', description: '店家的一天：充值、核销、放款、应付、顾客存着多少' })
export const readMerchantDayOperation = operation({
  method: 'get',
  path: '/v1/merchant-day',
  operationId: 'readMerchantDay',
  tags: ['overview'],
  summary: '本店的一天与近 30 天',
  summary_en: 'Reads the merchant’s day and the last 30 days',
  policy: { owner: 'tenant', manager: 'tenant' },
  query: z.strictObject({ day: z.iso.date().optional() }),
  answers: { 200: { description: '这一天', schema: MerchantDay } },
})
serveRead(overviewRoutes, readMerchantDayOperation, {
  reads: (who, { query }, now) => {
    const day = query.day ?? localDate(now)
    return {
      merchants: readMerchants(sql`m.id = ${who.merchant_id}`),
      merchant_days: sql<CityDayRow>`SELECT day, topups_count, paid_fen, uses_count, released_fen FROM merchant_days
           WHERE merchant_id = ${who.merchant_id} AND day BETWEEN ${plusDays(day, 1 - DAYS_SHOWN)} AND ${day} ORDER BY day`,
      shop_days: readShopDays(who.merchant_id, day),
    }
  },
  present: ({ rows, now }, { query }) => {
    const day = query.day ?? localDate(now)
    const row = rows.merchants[0]
    insist(row, 'staff have a merchant')
    const { payable_fen, paying_fen, owed_fen } = row
    const days = rows.merchant_days
    const today = days.find((one) => one.day === day) ?? {
      topups_count: 0,
      paid_fen: 0,
      uses_count: 0,
      released_fen: 0,
    }
    return {
      object: 'merchant_day',
      merchant_id: row.id,
      ...today,
      day,
      payable_fen,
      paying_fen,
      owed_fen,
      days,
      week: lastWeek(days, day),
      shops: rows.shop_days,
    }
  },
})
const WEEK = [6, 5, 4, 3, 2, 1, 0]
/** The last seven days up to `today`, each beside the same day of the week before; a day without a row had no use. */
export const lastWeek = (
  days: readonly Pick<CityDayRow, 'day' | 'released_fen'>[],
  today: LocalDate,
) => {
  const released = new Map(days.map(({ day, released_fen }) => [day, released_fen]))
  return WEEK.map((back) => {
    const day = plusDays(today, -back)
    const before = plusDays(day, -7)
    return {
      day,
      released_fen: released.get(day) ?? 0,
      before_fen: released.get(before) ?? 0,
    }
  })
}
type ShopDayRow = { shop_id: string; name: string; uses_count: number; released_fen: number }
/** Every shop that is open, and closed ones that had a use that day. */
const readShopDays = (merchant_id: Statement, day: string) =>
  sql<ShopDayRow>`SELECT s.id AS shop_id, s.name, coalesce(d.uses_count, 0) AS uses_count, coalesce(d.released_fen, 0) AS released_fen
        FROM shops s
        LEFT JOIN shop_days d ON d.merchant_id = s.merchant_id AND d.day = ${day} AND d.shop_id = s.id
       WHERE s.merchant_id = ${merchant_id} AND (s.closed_at IS NULL OR d.shop_id IS NOT NULL) ORDER BY s.id`

const Group = z.strictObject({ code: z.string(), ...Totals.shape })
const CityOverview = z
  .strictObject({
    object: z.literal('city_overview'),
    totals: Totals,
    districts: z.array(Group),
    sectors: z.array(Group),
    days: z.array(
      z.strictObject({
        ...Day.shape,
        is_quiet: z.boolean().meta({ description: '这一天没有充值、核销、放款' }),
      }),
    ),
  })
  .meta({
    id: 'CityOverview',
    description: '监管看辖区：合计、分区、分行业、近 30 天；全部来自汇总表',
  })
export const readCityOverviewOperation = operation({
  method: 'get',
  path: '/v1/city/overview',
  operationId: 'readCityOverview',
  tags: ['overview'],
  summary: '监管看辖区',
  summary_en: 'Reads the regulator’s districts at a glance',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  answers: { 200: { description: '辖区', schema: CityOverview } },
})
serveRead(overviewRoutes, readCityOverviewOperation, {
  reads: (who, _input, now) => ({
    sums: readSums(readMerchants(mayReadMerchant(who)), 'district, sector'),
    city_days: sql<
      z.input<typeof Day>
    >`SELECT day, sum(topups_count) AS topups_count, sum(paid_fen) AS paid_fen,
               sum(uses_count) AS uses_count, sum(released_fen) AS released_fen
          FROM city_days c
         WHERE day > ${plusDays(localDate(now), -DAYS_SHOWN)} AND ${mayReadDistrict(who)}
         GROUP BY day ORDER BY day`,
  }),
  present: ({ rows: { sums: cells, city_days: days }, now }) => ({
    object: 'city_overview',
    totals: added(cells),
    days: everyDay(days, localDate(now)).map((one) => ({ ...one, is_quiet: isQuiet(one) })),
    districts: groupsOf(cells, 'district'),
    sectors: groupsOf(cells, 'sector'),
  }),
})

type CityDayRow = z.output<typeof Day>
/** Every one of the last days, also those on which nothing happened. */
function everyDay(days: readonly CityDayRow[], today: LocalDate): CityDayRow[] {
  const known = new Map(days.map((one) => [one.day, one]))
  const quiet = { topups_count: 0, paid_fen: 0, uses_count: 0, released_fen: 0 }
  return Array.from({ length: DAYS_SHOWN }, (_none, i) => {
    const day = plusDays(today, i + 1 - DAYS_SHOWN)
    return known.get(day) ?? { day, ...quiet }
  })
}

/** Nothing was paid, used or released: a table of days may leave it out. */
export const isQuiet = (
  day: Pick<CityDayRow, 'paid_fen' | 'uses_count' | 'released_fen'>,
): boolean => day.paid_fen === 0 && day.uses_count === 0 && day.released_fen === 0

/** One group per district or trade, from one cell per district and trade. */
function groupsOf(cells: readonly PlaceSumsRow[], by: 'district' | 'sector') {
  const codes = [...new Set(cells.map((cell) => String(cell[by])))].sort()
  return codes.map((code) => ({
    code,
    ...added(cells.filter((cell) => cell[by] === code)),
  }))
}

function added(cells: readonly Sums[]) {
  const sum: Sums = { ...NOTHING }
  for (const cell of cells) {
    for (const field of FIELDS) sum[field] = Number(sum[field]) + Number(cell[field])
    sum.cover_owed_fen = plus(sum.cover_owed_fen, cell.cover_owed_fen)
    sum.cover_covered_fen = plus(sum.cover_covered_fen, cell.cover_covered_fen)
    if ((cell.cover_day ?? '') > (sum.cover_day ?? '')) sum.cover_day = cell.cover_day
  }
  return placeTotals(sum)
}
const plus = (a: number | null, b: number | null): number | null => (a === null ? b : a + (b ?? 0))
const COUNTED = {
  merchants_count: 0,
  cards_count: 0,
  paid_fen: 0,
  released_fen: 0,
  refunded_fen: 0,
  owed_fen: 0,
  payable_fen: 0,
  paying_fen: 0,
  custody_fen: 0,
  advance_fen: 0,
  deposit_fen: 0,
  settled_fen: 0,
  fees_held_fen: 0,
  provider_owed_fen: 0,
  cover_unread: 0,
}
export const NOTHING: Sums = {
  ...COUNTED,
  cover_owed_fen: null,
  cover_covered_fen: null,
  cover_day: null,
}
const FIELDS = Object.keys(COUNTED) as (keyof typeof COUNTED)[]
