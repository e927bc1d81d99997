import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { type LocalDate, localDate, plusDays } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import { MerchantId } from '../merchants/views'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import type { Why } from '../warning/detector'
import { FACT_EVENTS } from '../warning/facts'
import { reasonWords } from '../warning/words'
import {
  alarmSince,
  type DossierDay,
  eventsIn,
  LANES,
  type LevelChange,
  levelsIn,
  monthsIn,
  usualWeek,
  weekAt,
  weeksIn,
} from './dossier-rules'

export const dossierRoutes = newRouter()

const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
const lanes = {
  sold_fen: z.int().meta({ description: '充值' }),
  uses: z.int().meta({ description: '核销次数' }),
  bonus_bp: z.int().meta({ description: '赠送深度：赠送是实付的万分之几' }),
  refund_requests: z.int().meta({ description: '顾客要求的退款' }),
  complaints: z.int().meta({ description: '投诉' }),
}
const usual = {
  sold_fen: z.int().nullable().meta({ description: '平时一周的充值' }),
  uses: z.int().nullable().meta({ description: '平时一周的核销' }),
  bonus_bp: z.int().nullable().meta({ description: '平时的赠送深度' }),
  refund_requests: z.int().nullable().meta({ description: '平时一周的退款申请' }),
  complaints: z.int().nullable().meta({ description: '平时一周的投诉' }),
}
const Dossier = z
  .strictObject({
    object: z.literal('shop_dossier'),
    merchant_id: MerchantId,
    merchant_name: z.string(),
    first_on: z.iso.date().meta({ description: '第一天' }),
    last_on: z.iso.date().meta({ description: '最后一天：昨天' }),
    weeks: z
      .array(
        z.strictObject({
          from_on: z.iso.date().meta({ description: '这一周的第一天' }),
          ...lanes,
          is_alarmed: z.boolean().meta({ description: '这一周已经报警' }),
        }),
      )
      .meta({ description: '一周一行，旧的在前' }),
    usual: z
      .strictObject(usual)
      .meta({ description: '平时：最近四周之前八周的平均；不够八周为空' }),
    events: z
      .array(
        z.strictObject({
          day: z.iso.date().meta({ description: '哪天' }),
          week: z.int().meta({ description: '在第几周，从 0 数' }),
          event: z.enum(FACT_EVENTS).meta({ description: '发生了什么' }),
        }),
      )
      .meta({ description: '单件的事，先后有序' }),
    levels: z
      .array(
        z.strictObject({
          from_on: z.iso.date().meta({ description: '从哪天' }),
          to_on: z.iso.date().meta({ description: '到哪天' }),
          from_week: z.int().meta({ description: '从第几周' }),
          to_week: z.int().meta({ description: '到第几周之前' }),
          level: Level.meta({ description: '预警级别' }),
        }),
      )
      .meta({ description: '站在哪一级，从哪天到哪天' }),
    has_days: z.boolean().meta({ description: '这段时间里有记录' }),
    months: z
      .array(
        z.strictObject({
          week: z.int().meta({ description: '第几周' }),
          month: z.string().meta({ description: '哪个月' }),
        }),
      )
      .meta({ description: '每个月从第几周开始' }),
    alarm_week: z.int().nullable().meta({ description: '从第几周起报警' }),
    alarm_since: z.iso.date().nullable().meta({ description: '从哪天起是橙色或红色；不是则为空' }),
    why: z
      .array(
        z.strictObject({
          signal: z.string().meta({ description: '哪个信号' }),
          figure: z.number().meta({ description: '现在' }),
          baseline: z.number().meta({ description: '平时' }),
          weight: z.number().meta({ description: '几分' }),
          message: z.string().meta({ description: '念得出来的一句' }),
          message_en: z.string().meta({ description: '英文' }),
        }),
      )
      .meta({ description: '现在这一级的理由，重的在前' }),
  })
  .meta({
    id: 'ShopDossier',
    description: '一家店的卷宗：同一条时间轴上的充值、核销、赠送、退款、投诉、变动和巡查',
  })

const query = z.strictObject({
  days: z.enum(['90', '365']).default('90').meta({ description: '看近 90 天还是近 365 天' }),
})
const WEEKS = { 90: 13, 365: 52 } as const
const spanOf = (days: '90' | '365', today: LocalDate) => {
  const last = plusDays(today, -1)
  return { weeks: WEEKS[days], first: plusDays(last, 1 - WEEKS[days] * 7), last }
}

export const readShopDossierOperation = operation({
  method: 'get',
  path: '/v1/supervision/shops/:id/dossier',
  operationId: 'readShopDossier',
  tags: ['supervision'],
  summary: '一家店的卷宗：近 90 天或 365 天，一周一行',
  summary_en: 'Reads what a shop did over one axis of time, week by week',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  params: z.strictObject({ id: MerchantId }),
  query,
  answers: { 200: { description: '卷宗', schema: Dossier } },
  refuses: ['merchant_not_found'],
})

type ShopRow = { id: string; name: string; why: string | null }
const readShop = (who: Who, id: string): Statement<ShopRow> =>
  sql<ShopRow>`SELECT m.id, m.name, w.why FROM merchants m LEFT JOIN warning_memories w ON w.merchant_id = m.id
       WHERE m.id = ${id} AND ${mayReadMerchant(who)}`
/** As many look-ups as there are days: a day is found by its key. */
const readDays = (id: string, first: LocalDate, count: number): Statement<DossierDay> =>
  sql<DossierDay>`SELECT b.day, b.sold_fen, b.bonus_fen, b.uses, b.refund_requests, b.complaints, b.events
        FROM json_each(${JSON.stringify(Array.from({ length: count }, (_, n) => plusDays(first, n)))}) d
       CROSS JOIN behaviour_days b ON b.day = d.value AND b.merchant_id = ${id} ORDER BY b.day`
const readChanges = (id: string): Statement<LevelChange> =>
  sql<LevelChange>`SELECT day, level FROM warning_changes WHERE merchant_id = ${id} ORDER BY day`

serveRead(dossierRoutes, readShopDossierOperation, {
  reads: (who, { params: { id }, query: { days } }, now) => {
    const { weeks, first } = spanOf(days, localDate(now))
    return {
      shop: readShop(who, id),
      days: readDays(id, first, weeks * 7),
      changes: readChanges(id),
    }
  },
  present: ({ rows, now, actor }, { query: { days } }) => {
    const shop = rows.shop[0] ?? refuse('merchant_not_found')
    const { weeks: count, first, last } = spanOf(days, localDate(now))
    const since = alarmSince(rows.changes)
    const alarm_week = since === null ? null : weekAt(first, since)
    const weeks = weeksIn(rows.days, last, count).map((week, n) => ({
      ...week,
      is_alarmed: alarm_week !== null && n >= alarm_week,
      // Whoever only inspects sees no money of holders.
      ...(actor.duty === 'inspector' ? { sold_fen: 0, bonus_bp: 0 } : {}),
    }))
    const usual_of = Object.fromEntries(LANES.map((lane) => [lane, usualWeek(weeks, lane)]))
    return {
      object: 'shop_dossier',
      merchant_id: shop.id,
      merchant_name: shop.name,
      first_on: first,
      last_on: last,
      weeks,
      usual: usual_of as Record<(typeof LANES)[number], number | null>,
      events: eventsIn(rows.days).map((one) => ({ ...one, week: weekAt(first, one.day) })),
      levels: levelsIn(rows.changes, { first, last }).map((stood) => ({
        ...stood,
        from_week: weekAt(first, stood.from_on),
        to_week: Math.min(weekAt(first, stood.to_on) + 1, count),
      })),
      has_days: rows.days.length > 0,
      months: monthsIn(weeks),
      alarm_week,
      alarm_since: since,
      why: (JSON.parse(shop.why ?? '[]') as Why[]).map((why) => {
        const { zh, en } = reasonWords(why)
        return { ...why, message: zh, message_en: en }
      }),
    }
  },
})
