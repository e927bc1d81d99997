import * as z from 'zod'
import { districtName } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import type { Duty } from '../platform/duties'
import { newRouter, operation, serveRead } from '../platform/http'
import { DutyView } from './records'

export const rosterRoutes = newRouter()
const ROSTER_MAX = 100

const OnDuty = z
  .strictObject({
    official_id: z.string().regex(idPattern('ofc')).meta({ description: '哪位工作人员' }),
    name: z.string(),
    kind: z.enum(['bank', 'regulator', 'operator']).meta({ description: '银行、监管、平台' }),
    duty: DutyView,
    districts: z.array(z.string()).meta({ description: '监管：哪些区；别人为空' }),
    district_names: z.array(z.string()).meta({ description: '那些区的名字' }),
    signed_in_at: z.iso
      .datetime({ precision: 3 })
      .meta({ description: '这一班从几时起：还在的登录里最早的一个' }),
    sessions_count: z.int().meta({ description: '在几处登录着' }),
  })
  .meta({ id: 'OnDuty', description: '现在登录着的一位工作人员' })
const Roster = z
  .strictObject({ object: z.literal('duty_roster'), as_of: z.string(), data: z.array(OnDuty) })
  .meta({ id: 'DutyRoster', description: '现在谁在岗、管哪里；至多一百位' })

export const listDutyRosterOperation = operation({
  method: 'get',
  path: '/v1/duty-roster',
  operationId: 'listDutyRoster',
  tags: ['identity'],
  summary: '现在谁登录着、管哪里：平台看全部，银行看银行的，监管看管同一些区的',
  summary_en: 'Lists who is signed in and for where: the operator all, others their own house',
  policy: { operator: 'all', bank: 'all', supervisor: 'jurisdiction' },
  answers: { 200: { description: '在岗的人', schema: Roster } },
})
type OnDutyRow = {
  id: string
  name: string
  kind: 'bank' | 'regulator' | 'operator'
  duty: Duty
  districts: string
  signed_in_at: Instant
  sessions_count: number
}
serveRead(rosterRoutes, listDutyRosterOperation, {
  reads: (who, _input, now) => ({ on_duty: readOnDuty(who, now) }),
  present: ({ rows, now, city }) => ({
    object: 'duty_roster',
    as_of: now,
    data: rows.on_duty.map(({ id, districts, ...row }) => {
      const codes = JSON.parse(districts) as string[]
      const district_names = codes.map((code) => districtName(city, code))
      return { official_id: id, ...row, districts: codes, district_names }
    }),
  }),
})
/** Whoever looks sees their own house; an overseer only those of the same districts; an operator everybody. */
const readOnDuty = (who: Who, now: Instant) =>
  sql<OnDutyRow>`SELECT o.id, o.name, o.kind, o.duty, o.districts, min(s.authenticated_at) AS signed_in_at,
           count(*) AS sessions_count
      FROM live_sessions s JOIN officials o ON o.id = s.subject_id AND o.kind = s.kind, ${who.session} me
     WHERE s.idle_expires_at > ${now} AND s.absolute_expires_at > ${now}
       AND (me.kind = 'operator' OR (me.kind = s.kind AND (me.kind <> 'regulator'
            OR EXISTS (SELECT 1 FROM json_each(me.districts) mine JOIN json_each(o.districts) theirs
                        ON theirs.value = mine.value))))
     GROUP BY o.id ORDER BY o.kind, min(s.authenticated_at), o.id LIMIT ${ROSTER_MAX}`
