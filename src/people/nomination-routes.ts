import * as z from 'zod'
import type { Policy } from '../platform/actor'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { decideNomination, Nomination, presentNomination, readWaiting } from './nominations'

export const nominationRoutes = newRouter()
/** Whom it concerns: an owner for their shop, officials for their own kind of office, operators for all. */
const CONCERNED = {
  owner: 'tenant',
  bank: 'own',
  supervisor: 'own',
  operator: 'all',
} as const satisfies Policy

export const listNominationsOperation = operation({
  method: 'get',
  path: '/v1/nominations',
  operationId: 'listNominations',
  tags: ['identity'],
  summary: '等另一个人同意、或还没生效的登记',
  summary_en: 'Lists people who are to come into office',
  policy: CONCERNED,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '登记', schema: listSchema(Nomination, 'Nominations') } },
  refuses: ['cursor_invalid'],
})
serveRead(nominationRoutes, listNominationsOperation, {
  reads: (who, { query: { cursor, limit } }, now) => ({
    nominations: readWaiting(who, now, { after: cursorKey(cursor), limit }),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.nominations,
      query.limit,
      ({ id }) => id,
      (row) => presentNomination(row, now),
    ),
})

export const decideNominationOperation = operation({
  method: 'post',
  path: '/v1/nominations/:id/decision',
  operationId: 'decideNomination',
  tags: ['identity'],
  summary: '同意或拒绝一次登记；不能同意自己，也不能同意自己登记的',
  summary_en: 'Agrees that somebody comes into office, as another person, or says no',
  policy: CONCERNED,
  params: z.strictObject({ id: z.string().regex(/^(?:ofc|stf)_[0-9A-HJKMNP-TV-Z]{26}$/) }),
  body: z.strictObject({ agreed: z.boolean() }).meta({ id: 'NominationDecision' }),
  answers: { 200: { description: '已决定', schema: Nomination } },
  refuses: ['person_not_found', 'nomination_not_waiting', 'checker_must_not_be_maker'],
})
serveAct(nominationRoutes, decideNominationOperation, (world, ask, { params, body }) =>
  decideNomination(world, ask, { ...params, ...body }),
)
