import * as z from 'zod'
import { spell } from '../kernel/ids'
import { insist } from '../kernel/refusals'
import { dayStart, epochMs, type Instant, type LocalDate, localDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { type RedemptionRow, readRedemptions } from '../redemptions/store'
import { presentRedemption, RedemptionView } from '../redemptions/views'
import { mayVoid } from './rules'

export const shiftRoutes = newRouter()
const SHOWN = 10

/** Whoever's day it is: uses rung up by the asker on a day that began then. Ids sort by birth, so no other day is looked at. */
const isOwn = (who: Who, on: LocalDate): Statement => {
  const from = dayStart(on)
  return sql`r.merchant_id = ${who.merchant_id} AND r.id >= ${`rdm_${spell(epochMs(from))}`}
             AND r.staff_id = ${who.subject_id} AND coalesce(r.ended_at, r.started_at) >= ${from}`
}
type SumsRow = {
  first_at: Instant | null
  uses_count: number
  sum_fen: number
  visits_count: number
  voided_count: number
  waiting_count: number
}
const readSums = (who: Who, on: LocalDate) =>
  sql<SumsRow>`SELECT min(started_at) AS first_at,
             coalesce(sum(status = 'succeeded' AND counted > 0), 0) AS uses_count,
             coalesce(sum(iif(unit = 'fen', counted, 0)), 0) AS sum_fen,
             coalesce(sum(iif(unit = 'visit', counted, 0)), 0) AS visits_count,
             coalesce(sum(status = 'succeeded' AND counted = 0), 0) AS voided_count,
             coalesce(sum(status = 'user_confirming'), 0) AS waiting_count
        FROM (SELECT r.started_at, r.status, r.unit, iif(r.status = 'succeeded', r.units - coalesce((
                SELECT sum(units) FROM done_corrections WHERE redemption_id = r.id), 0), 0) AS counted
                FROM redemptions r WHERE ${isOwn(who, on)})`

type AskedBackRow = { redemption_id: string; units: number }
/** What of the asker's uses of the day was asked back, given back already or still to come. */
const readAskedBack = (who: Who, on: LocalDate) =>
  sql<AskedBackRow>`SELECT k.redemption_id, sum(k.units) AS units
        FROM redemptions r JOIN corrections k ON k.redemption_id = r.id
       WHERE ${isOwn(who, on)} GROUP BY k.redemption_id`

const Shift = z
  .strictObject({
    object: z.literal('shift'),
    day: z.string(),
    first_at: z.string().nullable().meta({ description: '当天第一笔开始的时间；null：还没有' }),
    uses_count: z.int().min(0).meta({ description: '当天自己核销、没有撤销的笔数' }),
    sum_fen: z.int().min(0).meta({ description: '其中按金额核销的合计，分，按标价，退回的不算' }),
    visits_count: z.int().min(0).meta({ description: '其中按次核销和到店的次数' }),
    voided_count: z.int().min(0).meta({ description: '整笔撤销了的' }),
    waiting_count: z.int().min(0).meta({ description: '等顾客输密码的' }),
    latest: z
      .array(
        RedemptionView.extend({
          may: z.array(z.enum(['void'])).meta({ description: '还能不能撤销' }),
        }).meta({ id: 'ShiftUse' }),
      )
      .meta({ description: `最近 ${SHOWN} 笔，新的在前` }),
  })
  .meta({ id: 'Shift', description: '自己的这一天：只有自己核销的，没有全店的合计' })

export const readShiftOperation = operation({
  method: 'get',
  path: '/v1/me/shift',
  operationId: 'readShift',
  tags: ['redemptions'],
  summary: '我这一班：今天自己核销的笔数、金额和最近十笔',
  summary_en: 'Reads the asker’s own day at the till: count, sum and the last ten uses',
  policy: { owner: 'tenant', manager: 'tenant', cashier: 'tenant' },
  answers: { 200: { description: '这一班', schema: Shift } },
})
serveRead(shiftRoutes, readShiftOperation, {
  reads: (who, _input, now) => {
    const on = localDate(now)
    return {
      sums: readSums(who, on),
      redemptions: readRedemptions(who, sql`${isOwn(who, on)} ORDER BY r.id DESC LIMIT ${SHOWN}`),
      asked_back: readAskedBack(who, on),
    }
  },
  present: ({ rows, now }) => {
    const [sums] = rows.sums
    insist(sums, 'sums of a day are one row')
    const back = new Map(rows.asked_back.map(({ redemption_id, units }) => [redemption_id, units]))
    const on = localDate(now)
    const { first_at, uses_count, sum_fen, visits_count, voided_count, waiting_count } = sums
    return {
      object: 'shift' as const,
      day: on,
      first_at,
      uses_count,
      sum_fen,
      visits_count,
      voided_count,
      waiting_count,
      latest: rows.redemptions.map((row) => withMay(row, back.get(row.id) ?? 0, on)),
    }
  },
})

const withMay = (row: RedemptionRow, asked_back: number, on: LocalDate) => ({
  ...presentRedemption(row),
  may: mayVoid(row, asked_back, on) ? ['void' as const] : [],
})
