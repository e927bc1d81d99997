import * as z from 'zod'
import { type RankedRow, readRankedDay, rowFrom } from '../closes/missing'
import { AMENDMENT, type ClosedRow, closeFrom } from '../closes/store'
import { CoverageView, presentClose, presentCoverage } from '../closes/views'
import { refuse } from '../kernel/refusals'
import { mayReadMerchant } from '../merchants/may-read'
import type { Actor } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { SHOPS_STATES, shopsState } from './rules'

export const coverageRoutes = newRouter()

const ShopDay = z
  .strictObject({ ...CoverageView.shape, merchant_name: z.string() })
  .meta({ id: 'ShopCoverage', description: '一家店一天的覆盖，带店名' })
const Totals = z.strictObject({
  state: z.enum(SHOPS_STATES).meta({
    description: 'missing 有店缺钱 · silent 有店缺对账单 · whole 每家都说得清',
  }),
  shops_count: z.int(),
  silent_count: z.int().meta({ description: '没有当日对账单的店' }),
  shops_missing: z.int().meta({ description: '有说不清缺口的店' }),
  missing_fen: z.int(),
})
const ShopCoverageList = z
  .strictObject({
    ...listSchema(ShopDay, 'ShopCoveragePage').shape,
    totals: Totals.meta({ description: '您辖区的合计，不是全市的' }),
  })
  .meta({ id: 'ShopCoverageList' })

export const listShopCoverageOperation = operation({
  method: 'get',
  path: '/v1/supervision/coverage/:day',
  operationId: 'listShopCoverage',
  tags: ['supervision'],
  summary: '辖区的店在一个封过账的日子：缺得多的在前',
  summary_en: 'Lists an official’s shops on a closed day, the shortest of money first',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  params: z.strictObject({ day: z.iso.date() }),
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '各店', schema: ShopCoverageList } },
  refuses: ['bank_close_not_found', 'cursor_invalid'],
})
serveRead(coverageRoutes, listShopCoverageOperation, {
  reads: (who, { params: { day }, query }) => {
    const after = placeIn(query.cursor)
    const from = after ? sql`(r.rank_fen, r.merchant_id) < (${after.fen}, ${after.id})` : sql`1`
    return {
      close: sql<ClosedRow>`SELECT c.*, ${AMENDMENT} FROM bank_closes c WHERE c.day = ${day} AND c.phase = 'sealed'`,
      shops: sql<RankedRow>`SELECT r.* FROM (${readRankedDay(day, mayReadMerchant(who))}) r WHERE ${from}
         ORDER BY r.rank_fen DESC, r.merchant_id DESC LIMIT ${query.limit + 1}`,
    }
  },
  present: ({ rows, actor }, { query }) => {
    const close = presentClose(closeFrom(rows.close[0] ?? refuse('bank_close_not_found')))
    const { districts } = close.amended ?? close
    return {
      ...pageFrom(rows.shops, query.limit, keyOf, (row) => ({
        ...presentCoverage(rowFrom(row)),
        merchant_name: row.merchant_name,
      })),
      totals: totalsOf(districts, actor),
    }
  },
})

const keyOf = ({ rank_fen, merchant_id }: RankedRow): string => `${rank_fen} ${merchant_id}`
function placeIn(cursor: string | undefined): { fen: number; id: string } | null {
  const key = cursorKey(cursor)
  if (key === null) return null
  const [, fen, id] = /^(\d{1,15}) (mch_\w{1,40})$/.exec(key) ?? []
  return id === undefined ? refuse('cursor_invalid') : { fen: Number(fen), id }
}

type District = ReturnType<typeof presentClose>['districts'][number]
/** The sums of the close, for the districts of whoever asks; the operator's are all. */
function totalsOf(districts: readonly District[], actor: Actor): z.output<typeof Totals> {
  const mine = districts.filter(
    ({ district }) => actor.kind !== 'regulator' || actor.districts.includes(district),
  )
  const sum = (of: (one: District) => number) => mine.reduce((total, one) => total + of(one), 0)
  const silent_count = sum((one) => one.merchants_count - one.stated_count)
  const shops_missing = sum((one) => one.shops_missing)
  return {
    state: shopsState({ silent_count, shops_missing }),
    shops_count: sum((one) => one.merchants_count),
    silent_count,
    shops_missing,
    missing_fen: sum((one) => one.missing_fen),
  }
}
