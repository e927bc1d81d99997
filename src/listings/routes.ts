import * as z from 'zod'
import { localDate } from '../kernel/time'
import { Line, MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import {
  answerListingObjection,
  askListingRepair,
  noticeListing,
  objectToListing,
  publishListing,
  removeListing,
} from './acts'
import { ANSWERS, REMOVALS } from './rules'
import { listPublicListings, readListings } from './store'
import {
  ClassView,
  Colour,
  ListingId,
  ListingView,
  PublicListingView,
  presentListing,
  presentPublicListing,
} from './views'

export const listingRoutes = newRouter()
const tags = ['listings']
const params = z.strictObject({ id: ListingId })
const answers = { 200: { description: '这条名单', schema: ListingView } }
const authority = { supervisor: 'jurisdiction' } as const
const owner = { owner: 'tenant' } as const
const Words = z.strictObject({ words: Line({ min: 4, max: 500 }) })

export const noticeListingOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/listings',
  operationId: 'noticeListing',
  tags,
  summary: '告知一家店拟列入红黑名单：五个工作日里可以陈述，还不公布',
  summary_en: 'Tells a shop that it may be listed; nothing is public yet',
  policy: authority,
  params: z.strictObject({ id: MerchantId }),
  body: z.strictObject({
    colour: Colour,
    class: ClassView,
    ground: Line({ min: 2, max: 60 }),
    words: Line({ min: 4, max: 500 }),
  }),
  answers: { 201: { description: '已告知', schema: ListingView } },
  refuses: ['merchant_not_found', 'listing_class_unfit', 'listing_open_already'],
})
serveAct(listingRoutes, noticeListingOperation, (world, ask, { params: { id }, body }) =>
  noticeListing(world, ask, { merchant_id: id, ...body }),
)

export const publishListingOperation = operation({
  method: 'post',
  path: '/v1/listings/:id/publication',
  operationId: 'publishListing',
  tags,
  summary: '另一个人公布，定公布几天；黑名单只停新的充值',
  summary_en: 'Another person publishes it for so many days; a black one stops new sales only',
  policy: authority,
  params,
  body: z.strictObject({ days: z.int().min(1).max(1_095) }),
  answers,
  refuses: [
    'listing_not_found',
    'listing_ended',
    'listing_published',
    'listing_needs_another_person',
    'listing_still_heard',
    'listing_term_unfit',
    'listing_changed_meanwhile',
  ],
})
serveAct(listingRoutes, publishListingOperation, (world, ask, { params: { id }, body }) =>
  publishListing(world, ask, { id, ...body }),
)

export const objectToListingOperation = operation({
  method: 'post',
  path: '/v1/listings/:id/objection',
  operationId: 'objectToListing',
  tags,
  summary: '店主对名单提异议：三个工作日受理，七个工作日答复',
  summary_en: 'The owner objects: taken up in three working days, answered in seven',
  policy: owner,
  params,
  body: Words,
  answers,
  refuses: [
    'listing_not_found',
    'listing_ended',
    'listing_objected_already',
    'listing_changed_meanwhile',
  ],
})
serveAct(listingRoutes, objectToListingOperation, (world, ask, { params: { id }, body }) =>
  objectToListing(world, ask, { id, ...body }),
)

export const answerListingObjectionOperation = operation({
  method: 'post',
  path: '/v1/listings/:id/objection/answer',
  operationId: 'answerListingObjection',
  tags,
  summary: '另一个人答复异议；成立就撤下，它带来的一并恢复',
  summary_en: 'Another person answers the objection; upheld, the listing ends with all it did',
  policy: authority,
  params,
  body: z.strictObject({ answer: z.enum(ANSWERS), note: Line({ min: 4, max: 200 }) }),
  answers,
  refuses: [
    'listing_not_found',
    'listing_ended',
    'listing_no_objection',
    'listing_needs_another_person',
    'listing_changed_meanwhile',
  ],
})
serveAct(listingRoutes, answerListingObjectionOperation, (world, ask, { params: { id }, body }) =>
  answerListingObjection(world, ask, { id, ...body }),
)

export const askListingRepairOperation = operation({
  method: 'post',
  path: '/v1/listings/:id/repair',
  operationId: 'askListingRepair',
  tags,
  summary: '店主申请信用修复，写明改正了什么',
  summary_en: 'The owner asks for repair and says what was put right',
  policy: owner,
  params,
  body: Words,
  answers,
  refuses: [
    'listing_not_found',
    'listing_ended',
    'listing_not_published',
    'listing_changed_meanwhile',
  ],
})
serveAct(listingRoutes, askListingRepairOperation, (world, ask, { params: { id }, body }) =>
  askListingRepair(world, ask, { id, ...body }),
)

export const removeListingOperation = operation({
  method: 'post',
  path: '/v1/listings/:id/removal',
  operationId: 'removeListing',
  tags,
  summary: '撤下名单：修复了、法院判了、列错了，或没有公布就不列了',
  summary_en: 'Takes a listing off: repaired, by a court, an error, or given up',
  policy: authority,
  params,
  body: z.strictObject({ ended_for: z.enum(REMOVALS) }),
  answers,
  refuses: [
    'listing_not_found',
    'listing_ended',
    'listing_published',
    'listing_not_published',
    'listing_not_repairable_yet',
    'listing_changed_meanwhile',
  ],
})
serveAct(listingRoutes, removeListingOperation, (world, ask, { params: { id }, body }) =>
  removeListing(world, ask, { id, ...body }),
)

export const listListingsOperation = operation({
  method: 'get',
  path: '/v1/listings',
  operationId: 'listListings',
  tags,
  summary: '红黑名单，新的在前：店主看本店的，监管看辖区的',
  summary_en: 'Lists listings, newest first: the shop’s own, or those of the districts',
  policy: { ...owner, ...authority },
  query: z.strictObject({ ...pageQuery, merchant_id: MerchantId.optional() }),
  answers: { 200: { description: '名单', schema: listSchema(ListingView, 'ListingList') } },
  refuses: ['cursor_invalid'],
})
serveRead(listingRoutes, listListingsOperation, {
  reads: (who, { query: { cursor, limit, merchant_id } }) => ({
    listings: readListings(
      who,
      sql`(${cursorKey(cursor)} IS NULL OR l.id < ${cursorKey(cursor)})
          AND l.merchant_id = coalesce(${merchant_id ?? null}, l.merchant_id) ORDER BY l.id DESC LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.listings,
      query.limit,
      ({ id }) => id,
      (one) => presentListing(one, localDate(now)),
    ),
})

export const listPublicListingsOperation = operation({
  method: 'get',
  path: '/v1/public-listings',
  operationId: 'listPublicListings',
  tags,
  summary: '公开的红黑名单：只有企业的名字，个体工商户隐去，没有自然人',
  summary_en: 'Lists what is published: companies by name, others masked, no natural person',
  policy: 'public',
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '名单', schema: listSchema(PublicListingView, 'PublicListingList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(listingRoutes, listPublicListingsOperation, {
  reads: (_who, { query: { cursor, limit } }) => ({
    listings: listPublicListings(cursorKey(cursor), limit),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.listings, query.limit, ({ id }) => id, presentPublicListing),
})
