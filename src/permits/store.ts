import * as z from 'zod'
import { isSamePersonCondition } from '../identity/persons'
import { idPattern } from '../kernel/ids'
import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

type PermitRow = {
  id: string
  made_by: string
  from_on: LocalDate
  to_on: LocalDate
  merchant_id: string | null
  detail: 'shop' | 'card'
  reason: string
  asked_at: Instant
  state: 'waiting' | 'agreed' | 'refused'
  decided_by: string | null
  decided_at: Instant | null
  usable_until: Instant | null
}
/** A permit with who asked, and whether that is the asker. */
export type PermitDetailRow = PermitRow & { made_by_name: string; is_own: number }
export const readPermits = (who: Who, where: Statement) =>
  sql<PermitDetailRow>`SELECT x.*, o.name AS made_by_name, ${isSamePersonCondition(sql`x.made_by`, who.subject_id)} AS is_own
       FROM export_permits x JOIN officials o ON o.id = x.made_by WHERE ${where}`

export const insertPermit = (p: PermitRow): Statement =>
  sql`INSERT INTO export_permits (id, made_by, from_on, to_on, merchant_id, detail, reason, asked_at)
      VALUES (${p.id}, ${p.made_by}, ${p.from_on}, ${p.to_on}, ${p.merchant_id}, ${p.detail}, ${p.reason}, ${p.asked_at})`
export const decidePermitStatement = (p: PermitRow): Statement =>
  sql`UPDATE export_permits SET state = ${p.state}, decided_by = ${p.decided_by}, decided_at = ${p.decided_at},
             usable_until = ${p.usable_until} WHERE id = ${p.id}`

const instant = z.iso.datetime({ precision: 3 })
export const PermitId = z.string().regex(idPattern('exp'))
export const ExportPermit = z
  .strictObject({
    id: PermitId,
    object: z.literal('export_permit'),
    made_by_name: z.string().meta({ description: '谁申请的' }),
    from: z.iso.date().meta({ description: '从这一天起（含）' }),
    to: z.iso.date().meta({ description: '到这一天止（含）' }),
    merchant_id: z.string().nullable().meta({ description: '哪家店；全市为 null' }),
    detail: z.enum(['shop', 'card']),
    reason: z.string(),
    asked_at: instant.meta({ description: '什么时候申请的' }),
    state: z.enum(['waiting', 'agreed', 'refused']),
    decided_at: instant.nullable(),
    usable_until: instant.nullable().meta({ description: '到这一刻为止可以下载；没同意为 null' }),
    is_own: z.boolean().meta({ description: '是不是您自己申请的；自己不能同意' }),
  })
  .meta({ id: 'ExportPermit', description: '导出账簿的申请：另一个人同意才能下载' })
export const presentPermit = (row: PermitDetailRow): z.input<typeof ExportPermit> => ({
  id: row.id,
  object: 'export_permit',
  made_by_name: row.made_by_name,
  from: row.from_on,
  to: row.to_on,
  merchant_id: row.merchant_id,
  detail: row.detail,
  reason: row.reason,
  asked_at: row.asked_at,
  state: row.state,
  decided_at: row.decided_at,
  usable_until: row.usable_until,
  is_own: row.is_own === 1,
})
