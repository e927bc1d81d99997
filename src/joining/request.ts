import { knownDistrict } from '../city/rules'
import { publicAsk } from '../identity/asks'
import { checkedPhone, openPhone, phoneColumns, phoneIndex } from '../identity/phone'
import { insist, refuse } from '../kernel/refusals'
import { type LocalDate, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { one, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { mayAsk, openDays } from './rules'
import {
  insertCall,
  insertJoinRequest,
  insertResult,
  type JoinRequestRow,
  type NewJoinRequestRow,
  type Result,
  readAsked,
  readJoinRequests,
} from './store'
import { presentJoinRequest } from './views'

type Wish = Pick<JoinRequestRow, 'shop_name' | 'district' | 'wished_part'> & {
  wished_on: LocalDate
  phone: string
}
/**
 * A shop that wants to join leaves its name, a number and a day. One that waits a phone, a hundred a day in all. Refuses
 * `district_unknown` and what `mayAsk` does.
 */
export async function askToJoin(world: World, ask: Ask, { phone: typed, ...wish }: Wish) {
  const phone = checkedPhone(typed)
  const phone_index = await phoneIndex(world, phone)
  return answerOnce(world, await publicAsk(world, ask, phone_index), {
    reads: (_who, now) => ({ asked: readAsked(phone_index, localDate(now)) }),
    decide: async ({ rows, now, city, kit }) => {
      const today = localDate(now)
      knownDistrict(city, wish.district, today)
      const { waiting = 0, asked_today = 0 } = rows.asked[0] ?? {}
      const open_days = openDays(city.calendar, today)
      mayAsk({ wished_on: wish.wished_on, open_days, waiting, asked_today })

      const id = kit.newId('jrq')
      const columns = await phoneColumns(kit, 'join_requests', id, phone)
      const made = { id, ...wish, ...columns, asked_on: today, asked_at: now }
      return {
        status: 201,
        subject_id: id,
        body: presentJoinRequest({ ...shown(made), ...UNSETTLED }, city),
        statements: [insertJoinRequest(made)],
      }
    },
  })
}
const UNSETTLED = { result: null, note: null, noted_at: null, noted_by_name: null } as const
const shown = ({ phone_index: _index, asked_on: _day, ...rest }: NewJoinRequestRow) => rest

/** The operator says what came of it; once. Refuses `join_request_not_found`, `join_request_ended`. */
export const settleJoinRequest = (
  world: World,
  ask: Ask,
  request: { id: string; result: Result; note: string | null },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      found: readJoinRequests(sql`a.id = ${request.id}`),
      me: sql<{ name: string }>`SELECT name FROM officials WHERE id = ${who.subject_id}`,
    }),
    decide: ({ actor, rows, now, city }) => {
      const found = rows.found[0] ?? refuse('join_request_not_found')
      if (found.result !== null) refuse('join_request_ended')

      const { id, result, note } = request
      const after = { ...found, result, note, noted_at: now, noted_by_name: rows.me[0]?.name ?? '' }
      const row = { join_request_id: id, result, note, noted_by: actor.id, noted_at: now }
      return {
        status: 200,
        subject_id: id,
        body: presentJoinRequest(after, city),
        statements: [insertResult(row)],
      }
    },
  })

/**
 * Opens the number of one that waits, to call it; that it was opened, by whom and when, is written with the answer, which
 * keeps no number. Refuses `join_request_not_found`, `join_request_ended`.
 */
export const openJoinRequestPhone = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: () => ({ found: readJoinRequests(sql`a.id = ${id}`) }),
    decide: ({ actor, rows, now }) => {
      const found = rows.found[0] ?? refuse('join_request_not_found')
      if (found.result !== null) refuse('join_request_ended')
      return {
        status: 200,
        subject_id: id,
        body: { object: 'join_request_phone' as const, join_request_id: id },
        statements: [insertCall({ join_request_id: id, opened_by: actor.id, opened_at: now })],
      }
    },
    reveal: async (body) => {
      const kept = await one(world.db, readJoinRequests(sql`a.id = ${id}`))
      insist(kept, 'a join request whose number was opened is kept')
      return { ...body, phone: await openPhone(world, 'join_requests', kept) }
    },
  })
