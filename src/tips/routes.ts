import * as z from 'zod'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { listTips } from './store'
import { tellOfShop } from './tell'
import { NewTip, presentTip, TipView } from './views'

export const tipRoutes = newRouter()
const tags = ['shop-tips']

export const tellOfShopOperation = operation({
  method: 'post',
  path: '/v1/shop-tips',
  operationId: 'tellOfShop',
  tags,
  summary: '说一家没有接入的店：请它来，或举报它；一人一天五家',
  summary_en: 'Tells of a shop that has not joined: to invite or to report it',
  policy: { consumer: 'own' },
  body: NewTip,
  answers: { 201: { description: '已记下', schema: TipView } },
  refuses: ['district_unknown', 'shop_tips_used_up'],
})
serveAct(tipRoutes, tellOfShopOperation, (world, ask, { body }) =>
  tellOfShop(world, ask, { ...body, address: body.address ?? null, note: body.note ?? null }),
)

export const listShopTipsOperation = operation({
  method: 'get',
  path: '/v1/shop-tips',
  operationId: 'listShopTips',
  tags,
  summary: '说过的店，新的在前：消费者看自己的，监管看本辖区的，平台看全部',
  summary_en: 'Lists the shops told of, newest first',
  policy: { consumer: 'own', supervisor: 'jurisdiction', operator: 'all' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '说过的店', schema: listSchema(TipView, 'ShopTipList') } },
  refuses: ['cursor_invalid'],
})
serveRead(tipRoutes, listShopTipsOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    tips: listTips(who, cursorKey(cursor), limit),
  }),
  present: ({ rows, city }, { query }) =>
    pageFrom(
      rows.tips,
      query.limit,
      ({ id }) => id,
      (tip) => presentTip(tip, city),
    ),
})
