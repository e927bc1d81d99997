import * as z from 'zod'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listOf, pageOf, pageQuery } from '../platform/page'
import { addItem, publishOffer, takeItem, takeOffer } from './publish'
import { type NewOffer, NO_DISCOUNT_BP } from './rules'
import {
  type ContractRow,
  itemsIn,
  listItems,
  offerFrom,
  readContractOf,
  readOffers,
} from './store'
import { ItemId, ItemView, OfferId, OfferView, presentItem, presentOffer } from './views'

export const offerRoutes = newRouter()
const MANAGEMENT = { owner: 'tenant', manager: 'tenant' } as const
const STAFF = { ...MANAGEMENT, cashier: 'tenant' } as const
const OfferParams = z.strictObject({ id: OfferId })

const Name = z.string().trim().min(1).max(40)
const Price = z.int().min(1).max(100_000_000)
const Clauses = z.array(z.string().trim().min(1).max(200)).max(10).default([])
const NewOfferBody = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('stored_value'),
      name: Name,
      price_fen: Price,
      bonus_fen: z.int().min(0).max(100_000_000).default(0),
      discount_bp: z.int().min(1).max(NO_DISCOUNT_BP).default(NO_DISCOUNT_BP),
      clauses: Clauses,
    }),
    z.strictObject({
      kind: z.literal('count'),
      name: Name,
      service: Name,
      price_fen: Price,
      visits: z.int().min(1).max(10_000),
      bonus_visits: z.int().min(0).max(10_000).default(0),
      list_price_fen: Price,
      valid_days: z.int().min(1).max(3660).nullable().default(null),
      clauses: Clauses,
    }),
    z.strictObject({
      kind: z.literal('period'),
      name: Name,
      service: Name,
      price_fen: Price,
      days: z.int().min(1).max(3660),
      list_price_fen: Price,
      use_limit: z.enum(['limited', 'unlimited']),
      clauses: Clauses,
    }),
  ])
  .meta({ id: 'NewOffer' })

function draftFrom(body: z.output<typeof NewOfferBody>): NewOffer {
  const base = {
    name: body.name,
    price_fen: fen(body.price_fen),
    clauses: body.clauses,
    shops: [],
    discount_bp: NO_DISCOUNT_BP,
    use_limit: null,
  }
  if (body.kind === 'stored_value') {
    const { bonus_fen: bonus_units, discount_bp } = body
    return {
      ...base,
      kind: body.kind,
      service: '',
      bonus_units,
      discount_bp,
      units: 0,
      list_price_fen: fen(1),
      valid_days: null,
    }
  }
  const { service } = body
  const list_price_fen = fen(body.list_price_fen)
  if (body.kind === 'count') {
    return {
      ...base,
      kind: body.kind,
      service,
      bonus_units: body.bonus_visits,
      units: body.visits,
      list_price_fen,
      valid_days: body.valid_days,
    }
  }
  return {
    ...base,
    kind: body.kind,
    service,
    bonus_units: 0,
    units: body.days,
    list_price_fen,
    valid_days: body.days,
    use_limit: body.use_limit,
  }
}

const publishOperation = operation({
  method: 'post',
  path: '/v1/offers',
  operationId: 'publishOffer',
  tags: ['offers'],
  summary: '上架套餐，合同随之生成',
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
  ],
})
serveAct(offerRoutes, publishOperation, (world, ask, { body }) =>
  publishOffer(world, ask, draftFrom(body)),
)

const withdrawOperation = operation({
  method: 'post',
  path: '/v1/offers/:id/withdrawal',
  operationId: 'takeOffer',
  tags: ['offers'],
  summary: '下架套餐',
  policy: MANAGEMENT,
  params: OfferParams,
  answers: { 200: { description: '已下架', schema: OfferView } },
  refuses: ['offer_not_found'],
})
serveAct(offerRoutes, withdrawOperation, (world, ask, { params }) =>
  takeOffer(world, ask, params.id),
)

const listOperation = operation({
  method: 'get',
  path: '/v1/offers',
  operationId: 'listOffers',
  tags: ['offers'],
  summary: '本店的套餐，新的在前',
  policy: STAFF,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '套餐', schema: listOf(OfferView, 'OfferList') } },
  refuses: ['cursor_invalid'],
})
serveRead(offerRoutes, listOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    return [
      readOffers(
        sql`merchant_id = ${who.merchant_id} AND (${before} IS NULL OR id < ${before}) ORDER BY id DESC LIMIT ${query.limit + 1}`,
      ),
    ]
  },
  present: ({ rows }, { query }) =>
    pageOf(
      rows[0] ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentOffer(offerFrom(row)),
    ),
})

const ContractView = z
  .strictObject({
    object: z.literal('contract'),
    hash: z.string(),
    offer_id: OfferId,
    shop_name: z.string(),
    template_version: z.string(),
    text: z.string(),
    price_list: z.array(
      z.strictObject({ id: z.string(), name: z.string(), list_price_fen: z.int() }),
    ),
  })
  .meta({ id: 'Contract', description: '付款前要读的合同；hash 是 text 的 SHA-256' })
const contractOperation = operation({
  method: 'get',
  path: '/v1/offers/:id/contract',
  operationId: 'readContract',
  tags: ['offers'],
  summary: '套餐的合同，付款前可读',
  policy: 'public',
  params: OfferParams,
  answers: { 200: { description: '合同', schema: ContractView } },
  refuses: ['offer_not_found'],
})
serveRead(offerRoutes, contractOperation, {
  reads: (_who, { params }) => [readContractOf(params.id)],
  present: ({ rows }, { params }) => {
    const found = (rows[0]?.[0] ?? refuse('offer_not_found')) as ContractRow & { shop_name: string }
    const { hash, shop_name, template_version, text } = found
    return {
      object: 'contract',
      hash,
      offer_id: params.id,
      shop_name,
      template_version,
      text,
      price_list: JSON.parse(found.price_list) as object[],
    }
  },
})

const addItemOperation = operation({
  method: 'post',
  path: '/v1/price-items',
  operationId: 'addPriceItem',
  tags: ['offers'],
  summary: '在价目表上加一项',
  policy: MANAGEMENT,
  body: z.strictObject({ name: Name, list_price_fen: Price }).meta({ id: 'NewPriceItem' }),
  answers: { 201: { description: '已加', schema: ItemView } },
})
serveAct(offerRoutes, addItemOperation, (world, ask, { body }) => addItem(world, ask, body))

const takeItemOperation = operation({
  method: 'post',
  path: '/v1/price-items/:id/withdrawal',
  operationId: 'takePriceItem',
  tags: ['offers'],
  summary: '从价目表上去掉一项',
  policy: MANAGEMENT,
  params: z.strictObject({ id: ItemId }),
  answers: { 200: { description: '已去掉', schema: ItemView } },
  refuses: ['item_not_found'],
})
serveAct(offerRoutes, takeItemOperation, (world, ask, { params }) =>
  takeItem(world, ask, params.id),
)

const listItemsOperation = operation({
  method: 'get',
  path: '/v1/price-items',
  operationId: 'listPriceItems',
  tags: ['offers'],
  summary: '本店的价目表',
  policy: STAFF,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '价目', schema: listOf(ItemView, 'PriceItemList') } },
  refuses: ['cursor_invalid'],
})
serveRead(offerRoutes, listItemsOperation, {
  reads: (who, { query }) => [listItems(who.merchant_id, cursorKey(query.cursor), query.limit + 1)],
  present: ({ rows }, { query }) =>
    pageOf(itemsIn(rows[0]), query.limit, ({ id }) => id, presentItem),
})
