import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { grounds } from '../refunds/words'

export const mediationRoutes = newRouter()

const Mediation = z
  .strictObject({
    object: z.literal('mediation'),
    kind: z.enum(['refund', 'use']).meta({ description: '退款的差额，或顾客不认的核销' }),
    subject_id: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    about: z.string().meta({ description: '顾客说的原因，或核销的项目' }),
    contested_at: z.string().nullable(),
    decide_by: z.string().nullable().meta({ description: '到时没有裁定，差额退给顾客' }),
    is_due: z.boolean().meta({ description: '今天到期，或已经过了' }),
    is_escalated: z.boolean(),
    money_fen: z.int().meta({ description: '有争议的钱' }),
  })
  .meta({ id: 'Mediation', description: '等着调解的一件事' })

export const listMediationsOperation = operation({
  method: 'get',
  path: '/v1/supervision/mediations',
  operationId: 'listMediations',
  tags: ['supervision'],
  summary: '等着调解的事：退款的差额和不认的核销，期限近的在前',
  summary_en: 'Lists disputes that wait for a mediator',
  traces: ['work', '等调解的清单', 'the list of what is mediated'],
  policy: { supervisor: 'jurisdiction' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '等着调解的事', schema: listSchema(Mediation, 'MediationList') } },
  refuses: ['cursor_invalid'],
})
type Row = {
  kind: 'refund' | 'use'
  subject_id: string
  merchant_id: string
  merchant_name: string
  about: string
  contested_at: Instant | null
  decide_by: Instant | null
  escalated_at: Instant | null
  money_fen: number
}
serveRead(mediationRoutes, listMediationsOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    matters: readMatters(who, placeIn(cursor), limit + 1),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(rows.matters, query.limit, keyOf, ({ escalated_at, about, ...of }) => ({
      object: 'mediation',
      ...of,
      about: of.kind === 'refund' ? (grounds[about as keyof typeof grounds]?.text ?? about) : about,
      is_due: of.decide_by !== null && localDate(of.decide_by) <= localDate(now),
      is_escalated: escalated_at !== null,
    })),
})

/** A use has no deadline and stands after everything that has one. */
const NEVER = '9999'
const keyOf = ({ decide_by, subject_id }: Row): string => `${decide_by ?? NEVER} ${subject_id}`
function placeIn(cursor: string | undefined): { due: string; id: string } {
  const key = cursorKey(cursor)
  if (key === null) return { due: '', id: '' }
  const [, due, id] = /^(\S{4,30}) ((?:rfd|hld)_\w{1,40})$/.exec(key) ?? []
  if (due === undefined || id === undefined) return refuse('cursor_invalid')
  return { due, id }
}

function readMatters(who: Who, after: { due: string; id: string }, limit: number): Statement<Row> {
  return sql<Row>`SELECT * FROM (
      SELECT 'refund' AS kind, r.id AS subject_id, m.id AS merchant_id, m.name AS merchant_name, r.ground AS about,
             r.contested_at, r.decide_by, r.escalated_at, r.disputed_fen AS money_fen
        FROM refunds r JOIN merchants m ON m.id = r.merchant_id
       WHERE r.status IN ('asked', 'contested') AND r.status = 'contested' AND ${mayReadMerchant(who)}
      UNION ALL
      SELECT 'use', h.id, m.id, m.name, h.label, h.contested_at, NULL, NULL, h.held_fen
        FROM holds h JOIN merchants m ON m.id = h.merchant_id WHERE h.status = 'contested' AND ${mayReadMerchant(who)}) o
     WHERE (coalesce(o.decide_by, ${NEVER}), o.subject_id) > (${after.due}, ${after.id})
     ORDER BY coalesce(o.decide_by, ${NEVER}), o.subject_id LIMIT ${limit}`
}
