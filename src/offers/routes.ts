import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { clauseRoutes } from './clause-routes'
import { draftFrom, NewItemBody, NewOfferBody } from './draft'
import { previewRoutes } from './preview'
import { addPriceItem, publishOffer, withdrawOffer, withdrawPriceItem } from './publish'
import { shopRoutes } from './shop'
import { listItems, offerFrom, readOfferContract, readOffers } from './store'
import {
  ContractView,
  ItemId,
  ItemView,
  OfferId,
  OfferView,
  presentContract,
  presentItem,
  presentOffer,
} from './views'

export const offerRoutes = newRouter()
offerRoutes.route('/', shopRoutes)
offerRoutes.route('/', clauseRoutes)
offerRoutes.route('/', previewRoutes)
const MANAGEMENT = { owner: 'tenant', manager: 'tenant' } as const
const STAFF = { ...MANAGEMENT, cashier: 'tenant' } as const
const OfferParams = z.strictObject({ id: OfferId })
const tags = ['offers']

export const publishOfferOperation = operation({
  method: 'post',
  path: '/v1/offers',
  operationId: 'publishOffer',
  tags,
  summary: '上架套餐，合同随之生成',
  summary_en: 'Publishes an offer and its contract',
  description:
    '合同由套餐和当时的价目表生成，两者以后都不变。改价或改条件：按新的再上架一次，再下架旧的；已买的卡按原合同。',
  policy: MANAGEMENT,
  body: NewOfferBody,
  answers: { 201: { description: '已上架', schema: OfferView } },
  refuses: [
    'merchant_not_admitted',
    'licence_not_valid',
    'sales_on_hold',
    'clause_void',
    'offer_exceeds_card_cap',
    'offer_exceeds_unit_cap',
    'offer_exceeds_term_cap',
    'offer_outlives_lease',
    'offer_outlives_licence',
    'offer_expiry_not_allowed',
    'offer_terms_inconsistent',
    'shop_not_found',
    'shop_closed',
  ],
})
serveAct(offerRoutes, publishOfferOperation, (world, ask, { body }) =>
  publishOffer(world, ask, draftFrom(body), body.shop_ids ?? []),
)

export const withdrawOfferOperation = operation({
  method: 'post',
  path: '/v1/offers/:id/withdrawal',
  operationId: 'withdrawOffer',
  tags,
  summary: '下架套餐；已买的卡不受影响',
  summary_en: 'Takes an offer off sale; cards already bought stay as they are',
  policy: MANAGEMENT,
  params: OfferParams,
  answers: { 200: { description: '已下架', schema: OfferView } },
  refuses: ['offer_not_found'],
})
serveAct(offerRoutes, withdrawOfferOperation, (world, ask, { params }) =>
  withdrawOffer(world, ask, params.id),
)

export const listOffersOperation = operation({
  method: 'get',
  path: '/v1/offers',
  operationId: 'listOffers',
  tags,
  summary: '本店的套餐，下架的也在，新的在前',
  summary_en: 'Lists the merchant’s offers, newest first',
  policy: { ...STAFF, app: 'tenant' },
  query: z.strictObject({
    ...pageQuery,
    merchant_id: MerchantId.optional(),
    is_live: z.enum(['true']).optional().meta({ description: '只要在售的' }),
  }),
  answers: { 200: { description: '套餐', schema: listSchema(OfferView, 'OfferList') } },
  refuses: ['cursor_invalid'],
})
serveRead(offerRoutes, listOffersOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const asked = query.merchant_id ?? null
    return {
      offers:
        readOffers(sql`merchant_id = ${who.merchant_id} AND (${asked} IS NULL OR merchant_id = ${asked})
                     AND (${query.is_live ?? null} IS NULL OR withdrawn_at IS NULL)
                     AND (${before} IS NULL OR id < ${before}) ORDER BY id DESC LIMIT ${query.limit + 1}`),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.offers,
      query.limit,
      (row) => row.id,
      (row) => presentOffer(offerFrom(row)),
    ),
})

export const readContractOperation = operation({
  method: 'get',
  path: '/v1/offers/:id/contract',
  operationId: 'readContract',
  tags,
  summary: '套餐的合同，付款前可读；下架后仍可读',
  summary_en: 'Reads an offer’s contract, before paying and ever after',
  policy: 'public',
  params: OfferParams,
  answers: { 200: { description: '合同', schema: ContractView } },
  refuses: ['offer_not_found'],
})
serveRead(offerRoutes, readContractOperation, {
  reads: (_who, { params }) => ({ contract: readOfferContract(params.id) }),
  present: ({ rows }, { params }) =>
    presentContract(rows.contract[0] ?? refuse('offer_not_found'), params.id),
})

export const addPriceItemOperation = operation({
  method: 'post',
  path: '/v1/price-items',
  operationId: 'addPriceItem',
  tags,
  summary: '在价目表上加一项',
  summary_en: 'Adds an item to the price list',
  policy: MANAGEMENT,
  body: NewItemBody,
  answers: { 201: { description: '已加', schema: ItemView } },
  refuses: ['item_name_taken', 'price_list_full'],
})
serveAct(offerRoutes, addPriceItemOperation, (world, ask, { body }) =>
  addPriceItem(world, ask, body),
)

export const withdrawPriceItemOperation = operation({
  method: 'post',
  path: '/v1/price-items/:id/withdrawal',
  operationId: 'withdrawPriceItem',
  tags,
  summary: '从价目表上去掉一项；改价是去掉旧的再加新的',
  summary_en: 'Takes an item off the price list',
  policy: MANAGEMENT,
  params: z.strictObject({ id: ItemId }),
  answers: { 200: { description: '已去掉', schema: ItemView } },
  refuses: ['item_not_found'],
})
serveAct(offerRoutes, withdrawPriceItemOperation, (world, ask, { params }) =>
  withdrawPriceItem(world, ask, params.id),
)

export const listPriceItemsOperation = operation({
  method: 'get',
  path: '/v1/price-items',
  operationId: 'listPriceItems',
  tags,
  summary: '本店的价目表',
  summary_en: 'Lists the merchant’s price list',
  policy: { ...STAFF, terminal: 'tenant', app: 'tenant' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '价目', schema: listSchema(ItemView, 'PriceItemList') } },
  refuses: ['cursor_invalid'],
})
serveRead(offerRoutes, listPriceItemsOperation, {
  reads: (who, { query }) => ({
    items: listItems(who.merchant_id, cursorKey(query.cursor), query.limit + 1),
  }),
  present: ({ rows }, { query }) => pageFrom(rows.items, query.limit, ({ id }) => id, presentItem),
})
