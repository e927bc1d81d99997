import { knownDistrict } from '../city/rules'
import { publicAsk } from '../identity/asks'
import { checkedPhone, openPhone, phoneColumns, phoneIndex } from '../identity/phone'
import { insist, refuse } from '../kernel/refusals'
import { type LocalDate, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { one, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { mayAppoint, openDays } from './rules'
import {
  type AppointmentRow,
  insertAppointment,
  insertCall,
  insertResult,
  type NewAppointmentRow,
  type Result,
  readAppointments,
  readAsked,
} from './store'
import { presentAppointment } from './views'

type Wish = Pick<AppointmentRow, 'shop_name' | 'district' | 'wished_part'> & {
  wished_on: LocalDate
  phone: string
}
/**
 * A shop that wants to join leaves its name, a number and a day. One that waits a phone, a hundred a day in all. Refuses
 * `district_unknown` and what `mayAppoint` does.
 */
export async function askAppointment(world: World, ask: Ask, { phone: typed, ...wish }: Wish) {
  const phone = checkedPhone(typed)
  const phone_index = await phoneIndex(world, phone)
  return answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: (_who, now) => ({ asked: readAsked(phone_index, localDate(now)) }),
    decide: async ({ rows, now, city, kit }) => {
      const today = localDate(now)
      knownDistrict(city, wish.district, today)
      const { waiting = 0, asked_today = 0 } = rows.asked[0] ?? {}
      const open_days = openDays(city.calendar, today)
      mayAppoint({ wished_on: wish.wished_on, open_days, waiting, asked_today })

      const id = kit.newId('apt')
      const columns = await phoneColumns(kit, 'appointments', id, phone)
      const made = { id, ...wish, ...columns, asked_on: today, asked_at: now }
      return {
        status: 201,
        subject_id: id,
        body: presentAppointment({ ...shown(made), ...UNSETTLED }, city),
        statements: [insertAppointment(made)],
      }
    },
  })
}
const UNSETTLED = { result: null, note: null, noted_at: null, noted_by_name: null } as const
const shown = ({ phone_index: _index, asked_on: _day, ...rest }: NewAppointmentRow) => rest

/** The operator says what came of it; once. Refuses `appointment_not_found`, `appointment_ended`. */
export const settleAppointment = (
  world: World,
  ask: Ask,
  request: { id: string; result: Result; note: string | null },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      found: readAppointments(sql`a.id = ${request.id}`),
      me: sql<{ name: string }>`SELECT name FROM officials WHERE id = ${who.subject_id}`,
    }),
    decide: ({ actor, rows, now, city }) => {
      const found = rows.found[0] ?? refuse('appointment_not_found')
      if (found.result !== null) refuse('appointment_ended')

      const { id, result, note } = request
      const after = { ...found, result, note, noted_at: now, noted_by_name: rows.me[0]?.name ?? '' }
      const row = { appointment_id: id, result, note, noted_by: actor.id, noted_at: now }
      return {
        status: 200,
        subject_id: id,
        body: presentAppointment(after, city),
        statements: [insertResult(row)],
      }
    },
  })

/**
 * Opens the number of one that waits, to call it; that it was opened, by whom and when, is written with the answer, which
 * keeps no number. Refuses `appointment_not_found`, `appointment_ended`.
 */
export const openAppointmentPhone = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: () => ({ found: readAppointments(sql`a.id = ${id}`) }),
    decide: ({ actor, rows, now }) => {
      const found = rows.found[0] ?? refuse('appointment_not_found')
      if (found.result !== null) refuse('appointment_ended')
      return {
        status: 200,
        subject_id: id,
        body: { object: 'appointment_phone' as const, appointment_id: id },
        statements: [insertCall({ appointment_id: id, opened_by: actor.id, opened_at: now })],
      }
    },
    reveal: async (body) => {
      const kept = await one(world.db, readAppointments(sql`a.id = ${id}`))
      insist(kept, 'an appointment whose number was opened is kept')
      return { ...body, phone: await openPhone(world, 'appointments', kept) }
    },
  })
