import { isMineCondition } from '../identity/store'
import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

type TipKind = 'invite' | 'report'
/** A tip without who told it: that is never read back. */
export type TipRow = {
  id: string
  kind: TipKind
  shop_name: string
  district: string
  address: string | null
  note: string | null
  created_at: Instant
}

export const insertTip = (t: TipRow & { consumer_id: string; told_on: LocalDate }): Statement =>
  sql`INSERT INTO shop_tips (id, consumer_id, kind, shop_name, district, address, note, told_on, created_at)
      VALUES (${t.id}, ${t.consumer_id}, ${t.kind}, ${t.shop_name}, ${t.district}, ${t.address}, ${t.note},
              ${t.told_on}, ${t.created_at})`

type CountTipRow = { n: number }
export const countTips = (consumer_id: Statement, told_on: LocalDate) =>
  sql<CountTipRow>`SELECT count(*) AS n FROM shop_tips WHERE consumer_id = ${consumer_id} AND told_on = ${told_on}`

/** A page of what the asker may read, newest first: their own, their districts', or all. */
export function listTips(who: Who, before: string | null, limit: number) {
  return sql<TipRow>`SELECT id, kind, shop_name, district, address, note, created_at FROM shop_tips t
              WHERE ${mayRead(who)} AND (${before} IS NULL OR t.id < ${before})
              ORDER BY t.id DESC LIMIT ${limit + 1}`
}
function mayRead(who: Who): Statement {
  if (who.kind === 'consumer') return isMineCondition(sql`t.consumer_id`, who.subject_id)
  if (who.kind === 'regulator')
    return sql`t.district IN (SELECT place.value FROM ${who.session} me, json_each(me.districts) place)`
  return who.kind === 'operator' ? sql`1` : sql`0`
}
