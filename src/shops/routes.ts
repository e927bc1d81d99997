import * as z from 'zod'
import { localDate } from '../kernel/time'
import { isNamedShop, readShops } from '../merchants/shop-store'
import { District, Line } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { NewShopHours, ShopHours, stateShopHours } from './hours'
import { readMerchantHours } from './hours-store'
import { addShop, assignStaff, closeShop, renameShop } from './shops'
import { MerchantShop, MerchantShopListed, presentListedShop, ShopId, StaffId } from './views'

/** A merchant's shops; mounted by `merchantRoutes`. */
export const merchantShopRoutes = newRouter()
const OWNER = { owner: 'tenant' } as const
const MANAGEMENT = { owner: 'tenant', manager: 'tenant' } as const
const STAFF = { ...MANAGEMENT, cashier: 'tenant' } as const
const tags = ['shops']
const params = z.strictObject({ id: ShopId })
const Name = Line({ min: 2, max: 40 })
const changed = { 200: { description: '门店现在的样子', schema: MerchantShop } }

export const addShopOperation = operation({
  method: 'post',
  path: '/v1/merchant-shops',
  operationId: 'addShop',
  tags,
  summary: '加一家门店',
  summary_en: 'Adds a branch',
  description: '执照、专户、监管辖区仍是商家的；门店只说明在哪里使用。',
  policy: OWNER,
  body: z
    .strictObject({ name: Name, address: Line({ min: 2, max: 100 }), district: District })
    .meta({ id: 'NewMerchantShop' }),
  answers: { 201: { description: '已加', schema: MerchantShop } },
  refuses: ['district_unknown', 'shop_name_taken', 'shops_too_many'],
})
serveAct(merchantShopRoutes, addShopOperation, (world, ask, { body }) => addShop(world, ask, body))

export const listMerchantShopsOperation = operation({
  method: 'get',
  path: '/v1/merchant-shops',
  operationId: 'listMerchantShops',
  tags,
  summary: '本商家的门店，先开的在前，关了的也在',
  summary_en: 'Lists the merchant’s branches, oldest first',
  policy: { ...STAFF, app: 'tenant' },
  query: z.strictObject({
    is_open: z.enum(['true']).optional().meta({ description: '只要没有关的' }),
    ...pageQuery,
  }),
  answers: {
    200: { description: '门店', schema: listSchema(MerchantShopListed, 'MerchantShopList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(merchantShopRoutes, listMerchantShopsOperation, {
  reads: (who, { query }) => ({
    shops:
      readShops(sql`s.merchant_id = ${who.merchant_id} AND ${isNamedShop(who, sql`s.id`)} AND s.id > ${cursorKey(query.cursor) ?? ''}
                  AND (${query.is_open ?? null} IS NULL OR s.closed_at IS NULL)
                  ORDER BY s.id LIMIT ${query.limit + 1}`),
    hours: readMerchantHours(who.merchant_id),
  }),
  present: ({ rows, city, now }, { query }) =>
    pageFrom(
      rows.shops,
      query.limit,
      ({ id }) => id,
      (shop) => presentListedShop(shop, rows.hours, { city, on: localDate(now) }),
    ),
})

export const stateShopHoursOperation = operation({
  method: 'put',
  path: '/v1/merchant-shops/:id/hours',
  operationId: 'stateShopHours',
  tags,
  summary: '写一家门店的营业时间，每次写整份；顾客在店铺页看得到',
  summary_en: 'States when a branch is open, whole; customers see it behind the wall code',
  policy: MANAGEMENT,
  params,
  body: NewShopHours,
  answers: { 200: { description: '现在的营业时间', schema: ShopHours } },
  refuses: ['shop_not_found', 'shop_closed', 'shop_changed_meanwhile'],
})
serveAct(merchantShopRoutes, stateShopHoursOperation, (world, ask, { params, body }) =>
  stateShopHours(world, ask, { shop_id: params.id, ...body }),
)

export const renameShopOperation = operation({
  method: 'put',
  path: '/v1/merchant-shops/:id/name',
  operationId: 'renameShop',
  tags,
  summary: '改门店的名字；已签的合同仍是原来的名字',
  summary_en: 'Renames a branch; signed contracts keep the old name',
  policy: OWNER,
  params,
  body: z.strictObject({ name: Name }).meta({ id: 'MerchantShopName' }),
  answers: changed,
  refuses: ['shop_not_found', 'shop_closed', 'shop_name_taken', 'shop_changed_meanwhile'],
})
serveAct(merchantShopRoutes, renameShopOperation, (world, ask, { params, body }) =>
  renameShop(world, ask, { shop_id: params.id, name: body.name }),
)

export const closeShopOperation = operation({
  method: 'post',
  path: '/v1/merchant-shops/:id/closure',
  operationId: 'closeShop',
  tags,
  summary: '关一家门店；至少留一家',
  summary_en: 'Closes a branch; one at least stays open',
  description:
    '只写了这家门店的卡，从此在其他门店都能用；顾客也可以依法解除合同。关闭以后的预约取消，钱回到卡里，并告诉顾客。',
  policy: OWNER,
  params,
  answers: changed,
  refuses: ['shop_not_found', 'last_shop_must_stay', 'shop_changed_meanwhile'],
})
serveAct(merchantShopRoutes, closeShopOperation, (world, ask, { params }) =>
  closeShop(world, ask, params.id),
)

const StaffShop = z
  .strictObject({
    object: z.literal('staff_shop'),
    staff_id: StaffId,
    shop_id: ShopId.nullable().meta({ description: 'null：在所有门店' }),
  })
  .meta({ id: 'StaffShop' })
export const assignStaffOperation = operation({
  method: 'put',
  path: '/v1/staff/:id/shop',
  operationId: 'assignStaff',
  tags,
  summary: '店员在哪家门店当班；经手的使用记在那家门店',
  summary_en: 'Says at which branch a member of staff works',
  policy: MANAGEMENT,
  params: z.strictObject({ id: StaffId }),
  body: z.strictObject({ shop_id: ShopId.nullable() }).meta({ id: 'AssignStaff' }),
  answers: { 200: { description: '已安排', schema: StaffShop } },
  refuses: ['person_not_found', 'shop_not_found', 'shop_closed'],
})
serveAct(merchantShopRoutes, assignStaffOperation, (world, ask, { params, body }) =>
  assignStaff(world, ask, { staff_id: params.id, shop_id: body.shop_id }),
)
