import * as z from 'zod'
import type { Policy } from '../platform/actor'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { Appointment, decideAppointment, presentAppointment, readWaiting } from './appointments'

export const appointmentRoutes = newRouter()
/** Whom it concerns: an owner for their shop, officials for their own kind of office, operators for all. */
const CONCERNED = {
  owner: 'tenant',
  bank: 'own',
  supervisor: 'own',
  operator: 'all',
} as const satisfies Policy

export const listAppointmentsOperation = operation({
  method: 'get',
  path: '/v1/appointments',
  operationId: 'listAppointments',
  tags: ['identity'],
  summary: '等另一个人同意、或还没生效的登记',
  summary_en: 'Lists people who are to come into office',
  policy: CONCERNED,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '登记', schema: listSchema(Appointment, 'Appointments') } },
  refuses: ['cursor_invalid'],
})
serveRead(appointmentRoutes, listAppointmentsOperation, {
  reads: (who, { query: { cursor, limit } }, now) => ({
    appointments: readWaiting(who, now, { after: cursorKey(cursor), limit }),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.appointments,
      query.limit,
      ({ id }) => id,
      (row) => presentAppointment(row, now),
    ),
})

export const decideAppointmentOperation = operation({
  method: 'post',
  path: '/v1/appointments/:id/decision',
  operationId: 'decideAppointment',
  tags: ['identity'],
  summary: '同意或拒绝一次登记；不能同意自己，也不能同意自己登记的',
  summary_en: 'Agrees that somebody comes into office, as another person, or says no',
  policy: CONCERNED,
  params: z.strictObject({ id: z.string().regex(/^(?:ofc|stf)_[0-9A-HJKMNP-TV-Z]{26}$/) }),
  body: z.strictObject({ agreed: z.boolean() }).meta({ id: 'AppointmentDecision' }),
  answers: { 200: { description: '已决定', schema: Appointment } },
  refuses: ['person_not_found', 'appointment_not_waiting', 'checker_must_not_be_maker'],
})
serveAct(appointmentRoutes, decideAppointmentOperation, (world, ask, { params, body }) =>
  decideAppointment(world, ask, { ...params, ...body }),
)
