import * as z from 'zod'
import { Official } from '../identity/objects'
import { isSamePersonCondition } from '../identity/persons'
import { type OfficialRow, presentOfficial } from '../identity/store'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { DUTIES } from '../platform/duties'

const instant = z.iso.datetime({ precision: 3 })
export const DutyView = z.enum(DUTIES).meta({
  description:
    '岗位：all 本方的全部；银行 maker 录入、checker 复核；监管 case_handler 办案、mediator 调解、inspector 网格员；viewer 只看',
})
/** How somebody's coming into office stands. */
export const Standing = z.enum(['waiting', 'agreed', 'in_office', 'refused', 'disabled']).meta({
  description:
    'waiting 等另一个人同意；agreed 同意了，等满时间；in_office 在岗；refused 没同意；disabled 已停用',
})
export const OfficialRecord = Official.extend({
  duty: DutyView,
  state: Standing,
  created_by_name: z.string().nullable().meta({ description: '谁登记的；第一位平台操作员为 null' }),
  approved_by_name: z.string().nullable().meta({ description: '谁同意的；还没有为 null' }),
  effective_from: instant.nullable().meta({ description: '从什么时候起在岗；还没人同意为 null' }),
  last_signed_in_at: instant.nullable().meta({ description: '90 天内最后一次登录；没有为 null' }),
  is_own: z.boolean().meta({ description: '是不是您自己，或您登记的；自己不能同意' }),
}).meta({ id: 'OfficialRecord', description: '一位工作人员，和他是怎么来的' })

export type RecordRow = OfficialRow & {
  created_by_name: string | null
  approved_by_name: string | null
  last_signed_in_at: Instant | null
  is_own: number
}
/** Officials with who brought them in and when they were last here, as the asker sees them. */
export const readRecords = (who: Who, where: Statement) =>
  sql<RecordRow>`SELECT o.*, maker.name AS created_by_name, checker.name AS approved_by_name,
             (SELECT max(s.authenticated_at) FROM sessions s WHERE s.subject_id = o.id) AS last_signed_in_at,
             ${isSamePersonCondition(sql`o.id`, who.subject_id)}
               OR ${isSamePersonCondition(sql`o.created_by`, who.subject_id)} AS is_own
        FROM officials o LEFT JOIN officials maker ON maker.id = o.created_by
             LEFT JOIN officials checker ON checker.id = o.approved_by
       WHERE ${where}`

type Dated = Pick<OfficialRow, 'disabled_at' | 'effective_from'>
export function standingOn({ disabled_at, effective_from }: Dated, now: Instant) {
  if (disabled_at !== null)
    return effective_from === null || effective_from > disabled_at ? 'refused' : 'disabled'
  if (effective_from === null) return 'waiting'
  return effective_from > now ? 'agreed' : 'in_office'
}

export const presentRecord = (row: RecordRow, now: Instant): z.input<typeof OfficialRecord> => ({
  ...presentOfficial(row),
  duty: row.duty,
  state: standingOn(row, now),
  created_by_name: row.created_by_name,
  approved_by_name: row.approved_by_name,
  effective_from: row.effective_from,
  last_signed_in_at: row.last_signed_in_at,
  is_own: row.is_own === 1,
})
