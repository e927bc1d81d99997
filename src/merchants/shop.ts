import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { DISTRICTS, SECTORS } from './places'
import { merchantFrom, readMerchants } from './store'

export const shopRoutes = newRouter()

const Shop = z
  .strictObject({
    object: z.literal('shop'),
    code: z.string(),
    merchant_id: z.string(),
    name: z.string(),
    sector_name: z.string(),
    district_name: z.string(),
    level: z.string(),
    may_sell: z.boolean(),
    notice: z.string(),
    offers: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['stored_value', 'count', 'period']),
        name: z.string(),
        service: z.string(),
        price_fen: z.int(),
        face_units: z.int(),
        bonus_units: z.int(),
      }),
    ),
  })
  .meta({ id: 'Shop', description: '店铺码背后的公开信息：不认识的码是 404，先别充值' })
type OfferRow = z.output<typeof Shop>['offers'][number]
const OFFERS_MAX = 50

const readShopOperation = operation({
  method: 'get',
  path: '/v1/shops/:code',
  operationId: 'readShop',
  tags: ['merchants'],
  summary: '扫店铺码看到的',
  policy: 'public',
  params: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z]{4,16}$/) }),
  answers: { 200: { description: '这家店', schema: Shop } },
  refuses: ['merchant_not_found'],
})
serveRead(shopRoutes, readShopOperation, {
  reads: (_who, { params }) => [
    readMerchants(sql`m.code = ${params.code.toUpperCase()}`),
    sql`SELECT o.id, o.kind, o.name, o.service, o.price_fen, o.face_units, o.bonus_units FROM offers o
          JOIN merchants m ON m.id = o.merchant_id
         WHERE m.code = ${params.code.toUpperCase()} AND o.withdrawn_at IS NULL ORDER BY o.price_fen, o.id LIMIT ${OFFERS_MAX}`,
  ],
  present: ({ rows }) => {
    const merchant = merchantFrom(rows[0]?.[0] ?? refuse('merchant_not_found'))
    const may_sell = merchant.admitted_at !== null && merchant.sales_held_at === null
    return {
      object: 'shop',
      code: merchant.code,
      merchant_id: merchant.id,
      name: merchant.name,
      sector_name: SECTORS[merchant.sector].name,
      district_name: DISTRICTS[merchant.district].name,
      level: merchant.level,
      may_sell,
      notice: noticeFor(merchant),
      offers: may_sell ? ((rows[1] ?? []) as OfferRow[]) : [],
    }
  },
})

function noticeFor({
  admitted_at,
  sales_held_at,
}: {
  admitted_at: string | null
  sales_held_at: string | null
}): string {
  if (admitted_at === null) return '这家店还没有接入预付保，请先别充值'
  if (sales_held_at !== null) return '这家店已暂停充值；已有的卡照常使用，您的钱在银行专户'
  return '充值的钱进银行专户，用一次放一次，店家拿不走没用的部分'
}
