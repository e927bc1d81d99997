import type { PhoneColumns } from '../identity/phone'
import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

export const PARTS = ['morning', 'afternoon'] as const
export const RESULTS = ['met', 'not_reached', 'withdrawn'] as const
type Part = (typeof PARTS)[number]
export type Result = (typeof RESULTS)[number]

export type JoinRequestRow = {
  id: string
  shop_name: string
  district: string
  wished_on: LocalDate
  wished_part: Part
  phone_sealed: string
  phone_mask: string
  asked_at: Instant
  result: Result | null
  note: string | null
  noted_at: Instant | null
  noted_by_name: string | null
}
export type NewJoinRequestRow = Pick<
  JoinRequestRow,
  'id' | 'shop_name' | 'district' | 'wished_on' | 'wished_part' | 'asked_at'
> &
  PhoneColumns & { asked_on: LocalDate }

export const insertJoinRequest = (a: NewJoinRequestRow): Statement =>
  sql`INSERT INTO join_requests (id, shop_name, district, wished_on, wished_part, phone_index, phone_sealed, phone_mask,
                                asked_on, asked_at)
      VALUES (${a.id}, ${a.shop_name}, ${a.district}, ${a.wished_on}, ${a.wished_part}, ${a.phone_index},
              ${a.phone_sealed}, ${a.phone_mask}, ${a.asked_on}, ${a.asked_at})`

type AskedRow = { waiting: number; asked_today: number }
/** How many of this phone wait, and how many were asked for today by anybody. */
export const readAsked = (phone_index: string, today: LocalDate) =>
  sql<AskedRow>`SELECT
      (SELECT count(*) FROM join_requests a WHERE a.phone_index = ${phone_index}
          AND NOT EXISTS (SELECT 1 FROM join_request_results r WHERE r.join_request_id = a.id)) AS waiting,
      (SELECT count(*) FROM join_requests WHERE asked_on = ${today}) AS asked_today`

export const readJoinRequests = (where: Statement) =>
  sql<JoinRequestRow>`SELECT a.id, a.shop_name, a.district, a.wished_on, a.wished_part, a.phone_sealed, a.phone_mask,
           a.asked_at, r.result, r.note, r.noted_at, o.name AS noted_by_name
      FROM join_requests a
      LEFT JOIN join_request_results r ON r.join_request_id = a.id
      LEFT JOIN officials o ON o.id = r.noted_by
     WHERE ${where}`

type NewResult = {
  join_request_id: string
  result: Result
  note: string | null
  noted_by: string
  noted_at: Instant
}
export const insertResult = (r: NewResult): Statement =>
  sql`INSERT INTO join_request_results (join_request_id, result, note, noted_by, noted_at)
      VALUES (${r.join_request_id}, ${r.result}, ${r.note}, ${r.noted_by}, ${r.noted_at})`

/** That somebody opened the number: written before it is told, kept for ever. */
export const insertCall = (c: {
  join_request_id: string
  opened_by: string
  opened_at: Instant
}): Statement =>
  sql`INSERT OR IGNORE INTO join_request_calls (join_request_id, opened_by, opened_at)
      VALUES (${c.join_request_id}, ${c.opened_by}, ${c.opened_at})`
