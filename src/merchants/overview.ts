import * as z from 'zod'
import { insist } from '../kernel/refusals'
import { localDate, plusDays } from '../kernel/time'
import { type Row, type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listOf, pageOf, pageQuery } from '../platform/page'
import { mayBeSeen } from './seen'
import { merchantFrom, readMerchants, type TotalsRow, totalsFrom } from './store'
import { BankMerchant, forBank, inTransit, protectionBp } from './views'

export const overviewRoutes = newRouter()
const DAYS_SHOWN = 30

const counts = {
  topups_count: z.int(),
  paid_fen: z.int(),
  uses_count: z.int(),
  released_fen: z.int(),
}
const Day = z.strictObject({ day: z.string(), ...counts })
const Totals = z
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
  })
  .meta({ id: 'Totals', description: '合计；在途的钱单列。protection_bp 是保障率的万分数' })

/** Sums over merchants' roll-ups: a few thousand short rows for a city, never cards or transfers. */
const sums = (of: Statement): Statement =>
  sql`SELECT count(*) AS merchants_count, coalesce(sum(cards_count), 0) AS cards_count, coalesce(sum(paid_fen), 0) AS paid_fen,
             coalesce(sum(released_fen), 0) AS released_fen, coalesce(sum(refunded_fen), 0) AS refunded_fen,
             coalesce(sum(owed_fen), 0) AS owed_fen, coalesce(sum(payable_fen), 0) AS payable_fen,
             coalesce(sum(paying_fen), 0) AS paying_fen, coalesce(sum(custody_fen), 0) AS custody_fen,
             coalesce(sum(advance_fen), 0) AS advance_fen
        FROM (${of})`
type SumRow = TotalsRow & { merchants_count: number }

function totalsOf(row: Row | undefined) {
  insist(row, 'a sum is one row')
  const t = row as unknown as SumRow
  const in_transit_fen = inTransit(t)
  return {
    merchants_count: t.merchants_count,
    cards_count: t.cards_count,
    paid_fen: t.paid_fen,
    released_fen: t.released_fen,
    refunded_fen: t.refunded_fen,
    owed_fen: t.owed_fen,
    payable_fen: t.payable_fen,
    paying_fen: t.paying_fen,
    custody_fen: t.custody_fen,
    in_transit_fen,
    protection_bp: protectionBp(t, in_transit_fen),
  }
}

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
  })
  .meta({ id: 'MerchantDay', description: '店家的一天：充值、核销、放款、应付、顾客存着多少' })
const dayOperation = operation({
  method: 'get',
  path: '/v1/merchant-day',
  operationId: 'readMerchantDay',
  tags: ['overview'],
  summary: '本店的一天与近 30 天',
  policy: { owner: 'tenant', manager: 'tenant' },
  query: z.strictObject({ day: z.iso.date().optional() }),
  answers: { 200: { description: '这一天', schema: MerchantDay } },
})
serveRead(overviewRoutes, dayOperation, {
  reads: (who, { query }, world) => {
    const day = query.day ?? localDate(world.now())
    return [
      readMerchants(sql`m.id = ${who.merchant_id}`),
      sql`SELECT day, topups_count, paid_fen, uses_count, released_fen FROM merchant_days
           WHERE merchant_id = ${who.merchant_id} AND day BETWEEN ${plusDays(day, 1 - DAYS_SHOWN)} AND ${day} ORDER BY day`,
    ]
  },
  present: ({ rows, now }, { query }) => {
    const day = query.day ?? localDate(now)
    const row = rows[0]?.[0]
    insist(row, 'staff have a merchant')
    const { payable_fen, paying_fen, owed_fen } = totalsFrom(row)
    const days = (rows[1] ?? []) as z.output<typeof Day>[]
    const today = days.find((one) => one.day === day) ?? {
      topups_count: 0,
      paid_fen: 0,
      uses_count: 0,
      released_fen: 0,
    }
    return {
      object: 'merchant_day',
      merchant_id: merchantFrom(row).id,
      ...today,
      day,
      payable_fen,
      paying_fen,
      owed_fen,
      days,
    }
  },
})

const BankOverview = z
  .strictObject({
    object: z.literal('bank_overview'),
    totals: Totals,
    psp_fen: z.int(),
    merchants: listOf(BankMerchant, 'BankMerchantList'),
  })
  .meta({ id: 'BankOverview', description: '银行的合计：专户、在途、欠顾客、应付店家，逐店可翻页' })
const bankOperation = operation({
  method: 'get',
  path: '/v1/bank/overview',
  operationId: 'readBankOverview',
  tags: ['overview'],
  summary: '银行看全市托管',
  policy: { bank: 'all' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '合计与逐店', schema: BankOverview } },
  refuses: ['cursor_invalid'],
})
serveRead(overviewRoutes, bankOperation, {
  reads: (_who, { query }) => [
    sums(readMerchants(sql`1`)),
    sql`SELECT coalesce(-sum(balance_fen), 0) AS psp_fen FROM ledger_accounts WHERE id >= 'psp:' AND id < 'psp;'`,
    readMerchants(
      sql`m.id > ${cursorKey(query.cursor) ?? ''} ORDER BY m.id LIMIT ${query.limit + 1}`,
    ),
  ],
  present: ({ rows }, { query }) => ({
    object: 'bank_overview',
    totals: totalsOf(rows[0]?.[0]),
    psp_fen: Number(rows[1]?.[0]?.psp_fen ?? 0),
    merchants: pageOf(
      rows[2] ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => forBank(merchantFrom(row), totalsFrom(row)),
    ),
  }),
})

const Group = z.strictObject({ code: z.string(), ...Totals.shape })
const CityOverview = z
  .strictObject({
    object: z.literal('city_overview'),
    totals: Totals,
    districts: z.array(Group),
    sectors: z.array(Group),
    days: z.array(Day),
  })
  .meta({
    id: 'CityOverview',
    description: '监管看辖区：合计、分区、分行业、近 30 天；全部来自汇总表',
  })
const cityOperation = operation({
  method: 'get',
  path: '/v1/city/overview',
  operationId: 'readCityOverview',
  tags: ['overview'],
  summary: '监管看辖区',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  answers: { 200: { description: '辖区', schema: CityOverview } },
})
serveRead(overviewRoutes, cityOperation, {
  reads: (who, _input, world) => [
    readMerchants(sql`${mayBeSeen(who)} ORDER BY m.id`),
    sql`SELECT day, sum(topups_count) AS topups_count, sum(paid_fen) AS paid_fen,
               sum(uses_count) AS uses_count, sum(released_fen) AS released_fen
          FROM city_days c
         WHERE day > ${plusDays(localDate(world.now()), -DAYS_SHOWN)}
           AND EXISTS (SELECT 1 FROM ${who.session} me WHERE me.kind = 'operator'
                        OR c.district IN (SELECT value FROM json_each(me.districts)))
         GROUP BY day ORDER BY day`,
  ],
  present: ({ rows }) => {
    const shops = rows[0] ?? []
    return {
      object: 'city_overview',
      totals: added(shops),
      days: rows[1] ?? [],
      districts: groupsOf(shops, 'district'),
      sectors: groupsOf(shops, 'sector'),
    }
  },
})

const FIELDS = [
  'cards_count',
  'paid_fen',
  'released_fen',
  'refunded_fen',
  'owed_fen',
  'payable_fen',
  'paying_fen',
  'custody_fen',
  'advance_fen',
] as const
function added(shops: readonly Row[]) {
  const sum = Object.fromEntries(
    FIELDS.map((field) => [field, shops.reduce((total, shop) => total + Number(shop[field]), 0)]),
  )
  return totalsOf({ ...sum, merchants_count: shops.length })
}
function groupsOf(shops: readonly Row[], by: 'district' | 'sector') {
  const codes = [...new Set(shops.map((shop) => String(shop[by])))].sort()
  return codes.map((code) => ({ code, ...added(shops.filter((shop) => shop[by] === code)) }))
}
