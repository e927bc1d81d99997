import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { localDate, plusDays } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import { Line, MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { BASE_SCORE, INDICATORS, TABLE_VERSION } from './indicators'
import {
  answerCreditObjection,
  GROUNDS,
  objectToMark,
  presentObjection,
  readObjections,
} from './objection'
import { rateShop } from './rating'
import {
  type CreditRow,
  CreditView,
  MarkId,
  ObjectionId,
  ObjectionView,
  presentCredit,
} from './views'

export const creditRoutes = newRouter()
const tags = ['credit']
const RATED_DAYS = 365

export const readMerchantCreditOperation = operation({
  method: 'get',
  path: '/v1/merchants/:id/credit',
  operationId: 'readMerchantCredit',
  tags,
  summary: '一家店的信用分和等级：每一项加减了多少，哪天、从哪里来，等级意味着什么',
  summary_en:
    'Reads a merchant’s credit: score, level, and every line of it with its source and day',
  policy: {
    owner: 'tenant',
    manager: 'tenant',
    supervisor: 'jurisdiction',
    bank: 'all',
    operator: 'all',
  },
  params: z.strictObject({ id: MerchantId }),
  answers: { 200: { description: '信用', schema: CreditView } },
  refuses: ['merchant_not_found'],
})
serveRead(creditRoutes, readMerchantCreditOperation, {
  reads: (who, { params: { id } }, now) => {
    const since = plusDays(localDate(now), -RATED_DAYS)
    return {
      credit: sql<CreditRow>`SELECT m.id, m.name, m.level, t.owed_fen,
               coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'deposit:' || m.id), 0) AS deposit_fen,
               s.score, s.level AS score_level, s.table_version, s.computed_on, k.lines,
               (SELECT count(*) FROM shop_ratings r WHERE r.merchant_id = m.id AND r.ignored_for IS NULL
                   AND r.rated_on > ${since}) AS ratings,
               (SELECT coalesce(sum(r.stars), 0) FROM shop_ratings r WHERE r.merchant_id = m.id AND r.ignored_for IS NULL
                   AND r.rated_on > ${since}) AS stars
          FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id
          LEFT JOIN credit_states s ON s.merchant_id = m.id
          LEFT JOIN credit_scores k ON k.merchant_id = s.merchant_id AND k.no = s.no
         WHERE m.id = ${id} AND ${mayReadMerchant(who)}`,
    }
  },
  present: ({ rows, now }) =>
    presentCredit(rows.credit[0] ?? refuse('merchant_not_found'), localDate(now)),
})

const IndicatorTable = z
  .strictObject({
    object: z.literal('credit_indicators'),
    version: z.string(),
    base_score: z.int(),
    indicators: z.array(
      z.strictObject({
        code: z.string(),
        sign: z.int(),
        points: z.int(),
        taper: z.array(z.strictObject({ upto: z.int().nullable(), percent: z.int() })),
        half_life_days: z.int(),
        cap: z.int(),
        name: z.string(),
        name_en: z.string(),
      }),
    ),
  })
  .meta({
    id: 'CreditIndicators',
    description: '信用指标表：每项加减多少、怎么递减、多久折半、封顶',
  })
export const readCreditIndicatorsOperation = operation({
  method: 'get',
  path: '/v1/credit-indicators',
  operationId: 'readCreditIndicators',
  tags,
  summary: '信用指标表，谁都能看',
  summary_en: 'Reads the table by which shops are scored',
  policy: 'public',
  answers: { 200: { description: '指标表', schema: IndicatorTable } },
})
serveRead(creditRoutes, readCreditIndicatorsOperation, {
  reads: () => ({}),
  present: () => ({
    object: 'credit_indicators' as const,
    version: TABLE_VERSION,
    base_score: BASE_SCORE,
    indicators: INDICATORS.map(({ zh, en, taper, ...said }) => ({
      ...said,
      taper: taper.map(({ upto, percent }) => ({
        upto: Number.isFinite(upto) ? upto : null,
        percent,
      })),
      name: zh,
      name_en: en,
    })),
  }),
})

export const objectToMarkOperation = operation({
  method: 'post',
  path: '/v1/credit-marks/:id/objection',
  operationId: 'objectToMark',
  tags,
  summary: '店主对一条扣分提异议：七个工作日内没有答复，这条先不算',
  summary_en: 'The owner objects to a mark that counts against the shop',
  policy: { owner: 'tenant' },
  params: z.strictObject({ id: MarkId }),
  body: z.strictObject({ words: Line({ min: 4, max: 500 }) }),
  answers: { 201: { description: '异议', schema: ObjectionView } },
  refuses: ['credit_mark_not_found', 'credit_mark_is_good', 'credit_objection_filed'],
})
serveAct(creditRoutes, objectToMarkOperation, (world, ask, { params, body }) =>
  objectToMark(world, ask, { ...params, ...body }),
)

export const listCreditObjectionsOperation = operation({
  method: 'get',
  path: '/v1/credit-objections',
  operationId: 'listCreditObjections',
  tags,
  summary: '对信用记录的异议，新的在前：店主看本店的，监管看辖区的',
  summary_en: 'Lists objections to marks of credit, newest first',
  policy: { owner: 'tenant', supervisor: 'jurisdiction' },
  query: z.strictObject({ ...pageQuery, open: z.enum(['true']).optional() }),
  answers: {
    200: { description: '异议', schema: listSchema(ObjectionView, 'CreditObjectionList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(creditRoutes, listCreditObjectionsOperation, {
  reads: (who, { query: { cursor, limit, open } }) => ({
    objections: readObjections(
      who,
      sql`(${cursorKey(cursor)} IS NULL OR o.id < ${cursorKey(cursor)}) AND ${open ? sql`o.decided_at IS NULL` : sql`1`}
          ORDER BY o.id DESC LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.objections,
      query.limit,
      ({ id }) => id,
      (one) => presentObjection(one, localDate(now)),
    ),
})

export const answerCreditObjectionOperation = operation({
  method: 'post',
  path: '/v1/credit-objections/:id/answer',
  operationId: 'answerCreditObjection',
  tags,
  summary: '答复异议：法院、复议、差错即不再算这条；不成立即照旧',
  summary_en: 'Answers an objection: the mark counts no more from now on, or it stands',
  policy: { supervisor: 'jurisdiction' },
  params: z.strictObject({ id: ObjectionId }),
  body: z.strictObject({ ground: z.enum(GROUNDS), note: Line({ min: 4, max: 200 }) }),
  answers: { 200: { description: '异议', schema: ObjectionView } },
  refuses: ['credit_objection_not_found', 'credit_objection_not_open'],
})
serveAct(creditRoutes, answerCreditObjectionOperation, (world, ask, { params, body }) =>
  answerCreditObjection(world, ask, { ...params, ...body }),
)

const RatingView = z
  .strictObject({
    object: z.literal('shop_rating'),
    id: z.string().regex(idPattern('rat')),
    redemption_id: z.string().regex(idPattern('rdm')),
    merchant_id: MerchantId,
    stars: z.int(),
    rated_at: z.string(),
  })
  .meta({ id: 'ShopRating', description: '持卡人在一次自己确认的使用之后给的星' })
export const rateShopOperation = operation({
  method: 'post',
  path: '/v1/redemptions/:id/rating',
  operationId: 'rateShop',
  tags,
  summary: '给店评星：只在自己确认过的使用之后，一家店三十天一次',
  summary_en: 'Rates the shop after a use of one’s own, once in thirty days',
  policy: { consumer: 'own' },
  params: z.strictObject({ id: z.string().regex(idPattern('rdm')) }),
  body: z.strictObject({ stars: z.int().min(1).max(5) }),
  answers: { 201: { description: '评价', schema: RatingView } },
  refuses: [
    'redemption_not_found',
    'rating_needs_confirmed_use',
    'rating_too_late',
    'rating_given_already',
  ],
})
serveAct(creditRoutes, rateShopOperation, (world, ask, { params, body }) =>
  rateShop(world, ask, { ...params, ...body }),
)
