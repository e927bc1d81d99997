import * as z from 'zod'
import { districtName, sectorName } from '../kernel/city'
import { Refusal, refuse } from '../kernel/refusals'
import { type LocalDate, localDate } from '../kernel/time'
import { coolOffDays, maySell } from '../law/sale-rules'
import { readOpenShops } from '../merchants/shop-store'
import { shopStandingFrom, standingColumn } from '../merchants/standing'
import { type MerchantRow, readMerchants } from '../merchants/store'
import { MerchantId } from '../merchants/views'
import { readPhotoShown } from '../photos/store'
import { PhotoShown, presentPhotoShown } from '../photos/views'
import type { Statement } from '../platform/d1'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { readMerchantHours } from '../shops/hours-store'
import { PublicShop, presentPublicShop } from '../shops/views'
import { ShopStanding } from '../standing/views'
import { rulesFor } from './region'
import { STANCES, shopStance } from './stance-rules'
import { type OfferRow, offerFrom, readOffers } from './store'
import { contractPoints, POINTS } from './summary'
import { OfferId, OfferView, presentOffer } from './views'

/** What the public sees behind the code on a shop's wall; mounted by `offerRoutes`. */
export const shopRoutes = newRouter()
const OFFERS_SHOWN = 50

/** Why nobody should pay here now, in plain words; the red page of the wall code. How well the money is covered, `standing` says. */
const WARNINGS = {
  merchant_not_admitted: '这家店还没有接入预付保，请先别充值',
  licence_not_valid: '这家店的执照已到期，暂时不能充值',
  sales_on_hold: '这家店已暂停充值',
} as const

const SalesRefusal = z.enum(Object.keys(WARNINGS) as [keyof typeof WARNINGS])
const Shop = z
  .strictObject({
    object: z.literal('shop'),
    code: z.string(),
    merchant_id: MerchantId,
    name: z.string(),
    sector: z.string(),
    sector_name: z.string(),
    district_name: z.string(),
    address: z.string(),
    level: z.string(),
    custody_opened: z.boolean().meta({ description: '已在存管银行开立专户' }),
    standing: ShopStanding,
    may_sell: z.boolean(),
    stance: z
      .strictObject({
        bars: z
          .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
          .meta({ description: '信用格数，5 最好' }),
        word: z.enum(STANCES).meta({ description: '看店的结论' }),
      })
      .meta({
        description:
          '信用和银行核对取较差的：on_hold 暂停充值 · not_now 先别充值 · take_care 请留意 · normal 正常',
      }),
    sales_refusal: SalesRefusal.nullable().meta({ description: '不能充值的原因' }),
    notice: z.string(),
    shops: z.array(PublicShop).meta({ description: '营业中的门店' }),
    photo: PhotoShown,
    offers: z.array(
      OfferView.pick({
        id: true,
        kind: true,
        name: true,
        service: true,
        price_fen: true,
        face_units: true,
        bonus_units: true,
        shops: true,
      }),
    ),
  })
  .meta({ id: 'Shop', description: '店铺码背后的公开信息；不认识的码是 404，先别付款' })

const ShopParams = z.strictObject({ code: z.string().regex(/^[0-9A-Za-z]{4,16}$/) })
type ShopCode = z.output<typeof ShopParams>
const readShop = ({ code }: ShopCode) => readMerchants(sql`m.code = ${code.toUpperCase()}`)
const merchantBehind = ({ code }: ShopCode): Statement =>
  sql`(SELECT id FROM merchants WHERE code = ${code.toUpperCase()})`
type ShelfPlace = { price_fen: number; id: string }
type ShelfPage = { after: ShelfPlace | null; offer_id?: string | undefined; limit: number }
/** Offers on the shelf of the shop behind a code, the cheapest first: nobody is led to pay more than they came for. */
const readShelf = ({ code }: ShopCode, { after, offer_id, limit }: ShelfPage) => {
  const { price_fen, id } = after ?? { price_fen: -1, id: '' }
  return readOffers(sql`merchant_id = ${merchantBehind({ code })} AND withdrawn_at IS NULL
                 AND (${offer_id ?? null} IS NULL OR id = ${offer_id ?? null})
                 AND (price_fen, id) > (${price_fen}, ${id}) ORDER BY price_fen, id LIMIT ${limit}`)
}
const shelfKey = ({ price_fen, id }: ShelfPlace): string => `${price_fen} ${id}`
function shelfPlace(cursor: string | undefined): ShelfPlace | null {
  const key = cursorKey(cursor)
  if (key === null) return null
  const [, price, id] = /^(\d{1,12}) (off_\w{1,40})$/.exec(key) ?? []
  return id === undefined ? refuse('cursor_invalid') : { price_fen: Number(price), id }
}

export const readShopOperation = operation({
  method: 'get',
  path: '/v1/shops/:code',
  operationId: 'readShop',
  tags: ['shops'],
  summary: '扫店铺码看到的',
  summary_en: 'Reads what a shop’s wall code shows',
  policy: 'public',
  params: ShopParams,
  cross_origin: { a_minute: 240 },
  answers: { 200: { description: '这家店', schema: Shop } },
  refuses: ['shop_code_unknown', 'asked_too_often'],
})
serveRead(shopRoutes, readShopOperation, {
  reads: (_who, { params }) => ({
    shop: readShop(params),
    shelf: readShelf(params, { after: null, limit: OFFERS_SHOWN }),
    open_shops: readOpenShops(merchantBehind(params)),
    hours: readMerchantHours(merchantBehind(params)),
    photo: readPhotoShown(merchantBehind(params)),
    found: sql<{ standing_facts: string | null }>`SELECT ${standingColumn(merchantBehind(params))}`,
  }),
  present: ({ rows, now, city }) => {
    const merchant = rows.shop[0] ?? refuse('shop_code_unknown')
    const today = localDate(now)
    const sales_refusal = salesRefusal(merchant, today)
    const standing = shopStandingFrom(rows.found[0] ?? refuse('shop_code_unknown'), today)
    const may_sell = sales_refusal === null
    return {
      object: 'shop',
      code: merchant.code,
      merchant_id: merchant.id,
      name: merchant.name,
      sector: merchant.sector,
      sector_name: sectorName(city, merchant.sector),
      district_name: districtName(city, merchant.district),
      address: merchant.address,
      level: merchant.level,
      custody_opened: merchant.custody_account_no !== null,
      standing,
      may_sell,
      stance: shopStance({ may_sell, level: merchant.level, tone: standing.tone }),
      sales_refusal,
      notice: noticeOf(sales_refusal, standing.sentence),
      shops: rows.open_shops.map((one) => presentPublicShop(one, rows.hours, { city, on: today })),
      photo: presentPhotoShown(rows.photo[0]),
      offers: sales_refusal === null ? rows.shelf.map(presentShelf) : [],
    }
  },
})

const ShopOffer = OfferView.extend({
  cool_off_days: z.int().meta({ description: '付款后几天内没用过可以不说理由全额退' }),
}).meta({ id: 'ShopOffer' })
export const listShopOffersOperation = operation({
  method: 'get',
  path: '/v1/shops/:code/offers',
  operationId: 'listShopOffers',
  tags: ['shops'],
  summary: '一家店在售的套餐，便宜的在前；暂停充值时为空',
  summary_en: 'Lists what a shop has on sale, the cheapest first',
  policy: 'public',
  params: ShopParams,
  query: z.strictObject({
    ...pageQuery,
    offer_id: OfferId.optional().meta({ description: '只要这一个，还在售的话' }),
  }),
  answers: {
    200: { description: '在售的套餐', schema: listSchema(ShopOffer, 'ShopOfferList') },
  },
  refuses: ['shop_code_unknown', 'cursor_invalid'],
})
serveRead(shopRoutes, listShopOffersOperation, {
  reads: (_who, { params, query }) => ({
    shop: readShop(params),
    shelf: readShelf(params, {
      after: shelfPlace(query.cursor),
      offer_id: query.offer_id,
      limit: query.limit + 1,
    }),
  }),
  present: ({ rows, now, city }, { query }) => {
    const merchant = rows.shop[0] ?? refuse('shop_code_unknown')
    const on = localDate(now)
    const offers = salesRefusal(merchant, on) === null ? rows.shelf : []
    return pageFrom(offers, query.limit, shelfKey, (row) => ({
      ...presentOffer(offerFrom(row)),
      cool_off_days: coolOffDays(rulesFor({ merchant, kind: row.kind, city, on })),
    }))
  },
})

function presentShelf(row: OfferRow) {
  const { id, kind, name, service, price_fen, face_units, bonus_units, shops } = offerFrom(row)
  return { id, kind, name, service, price_fen, face_units, bonus_units, shops }
}

/** Why not to pay, if so, and then how the money stands. */
const noticeOf = (refusal: keyof typeof WARNINGS | null, sentence: string): string =>
  refusal === null ? sentence : `${WARNINGS[refusal]}。${sentence}`

/** What `maySell` would refuse today, or null. */
function salesRefusal(merchant: MerchantRow, on: LocalDate): keyof typeof WARNINGS | null {
  try {
    maySell(merchant, on)
    return null
  } catch (error) {
    if (error instanceof Refusal) return SalesRefusal.parse(error.code)
    throw error
  }
}

/** One offer with its shop, for whoever thinks of buying. */
const ReadOffer = OfferView.extend({
  shop: z
    .strictObject({
      code: z.string(),
      name: z.string(),
      sector: z.string(),
      sector_name: z.string(),
      district_name: z.string(),
      standing: ShopStanding,
    })
    .meta({ description: '卖它的店' }),
  sales_refusal: SalesRefusal.nullable().meta({ description: '这家店现在不能充值的原因' }),
  may_buy: z.boolean().meta({ description: '在售，店也可以卖' }),
  points: z
    .array(
      z.strictObject({
        is: z.enum(POINTS).meta({ description: '说的是哪一点' }),
        text: z.string().meta({ description: '中文' }),
        text_en: z.string().meta({ description: '英文' }),
      }),
    )
    .meta({ description: '合同要点，中英文；以合同为准' }),
}).meta({ id: 'OfferRead', description: '一个套餐，和卖它的店' })

export const readOfferOperation = operation({
  method: 'get',
  path: '/v1/offers/:id',
  operationId: 'readOffer',
  tags: ['offers'],
  summary: '一个套餐：价钱、期限、合同要点，和卖它的店；下架后仍可读',
  summary_en: 'Reads an offer: price, term, points of its contract, and the shop that sells it',
  policy: 'public',
  params: z.strictObject({ id: OfferId }),
  answers: { 200: { description: '套餐', schema: ReadOffer } },
  refuses: ['offer_not_found'],
})
serveRead(shopRoutes, readOfferOperation, {
  reads: (_who, { params: { id } }) => {
    const theirs = sql`(SELECT merchant_id FROM offers WHERE id = ${id})`
    return {
      offer: readOffers(sql`id = ${id}`),
      shop: readMerchants(sql`m.id = ${theirs}`),
      found: sql<{ standing_facts: string | null }>`SELECT ${standingColumn(theirs)}`,
    }
  },
  present: ({ rows, now, city }) => {
    const offer = offerFrom(rows.offer[0] ?? refuse('offer_not_found'))
    const shop = rows.shop[0] ?? refuse('offer_not_found')
    const on = localDate(now)
    const rules = rulesFor({ merchant: shop, kind: offer.kind, city, on })
    const sales_refusal = salesRefusal(shop, on)
    return {
      ...presentOffer(offer),
      shop: {
        code: shop.code,
        name: shop.name,
        sector: shop.sector,
        sector_name: sectorName(city, shop.sector),
        district_name: districtName(city, shop.district),
        standing: shopStandingFrom(rows.found[0] ?? refuse('offer_not_found'), on),
      },
      sales_refusal,
      may_buy: sales_refusal === null && offer.withdrawn_at === null,
      points: contractPoints(offer, rules),
    }
  },
})
