import { knownDistrict } from '../city/rules'
import { keyedAsk } from '../identity/asks'
import { checkedPhone, phoneColumns, phoneIndex } from '../identity/phone'
import {
  disableOfficialStatements,
  insertOfficialStatement,
  type OfficialRow,
  presentOfficial,
  readOfficial,
} from '../identity/store'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'

type NewOfficial = Pick<OfficialRow, 'kind' | 'role' | 'name'> & {
  phone: string
  districts: string[]
}

/** A new official and the statement that inserts them; `created_by` is an operator's id, or `bootstrap`. */
export async function insertOfficial(
  kit: Kit,
  official: NewOfficial,
  { created_by, now }: { created_by: string; now: Instant },
): Promise<{ person: ReturnType<typeof presentOfficial>; statement: Statement }> {
  const { kind, role, name } = official
  const id = kit.newId('ofc')
  const columns = await phoneColumns(kit, 'officials', id, checkedPhone(official.phone))
  const districts = JSON.stringify([...new Set(official.districts)].sort())
  const row = { id, kind, role, name, districts, created_at: now, disabled_at: null, ...columns }
  return {
    person: presentOfficial(row),
    statement: insertOfficialStatement({ ...row, created_by }),
  }
}

/** Whoever holds an office under this phone now, of whatever kind: one row or none. */
export const readOfficialInOffice = (phone_index: string) =>
  readOfficial(sql`phone_index = ${phone_index} AND disabled_at IS NULL`)

/** The operator enters somebody of the bank, an authority or the platform. */
export async function addOfficial(world: World, ask: Ask, request: NewOfficial) {
  const phone_index = await phoneIndex(world, checkedPhone(request.phone))
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: () => ({ official_in_office: readOfficialInOffice(phone_index) }),
    decide: async ({ actor, rows: { official_in_office: taken }, now, city, kit }) => {
      for (const district of request.districts) knownDistrict(city, district, localDate(now))
      if (taken[0]) refuse('phone_taken')

      const made = await insertOfficial(kit, request, { created_by: actor.id, now })
      const { person, statement } = made
      return { status: 201, subject_id: person.id, body: person, statements: [statement] }
    },
  })
}

/** Ends an official's access at once. The last operator stays: nobody could let in another. */
export const disableOfficialById = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: () => ({
      official: readOfficial(sql`id = ${id}`),
      other_operators: readOfficial(
        sql`kind = 'operator' AND disabled_at IS NULL AND id <> ${id} LIMIT 1`,
      ),
    }),
    decide: ({ rows, now }) => {
      const official = rows.official[0] ?? refuse('person_not_found')
      const done = official.disabled_at !== null
      const last = official.kind === 'operator' && !rows.other_operators[0]
      if (!done && last) refuse('last_operator_must_stay')

      return {
        status: 201,
        subject_id: official.id,
        body: presentOfficial({ ...official, disabled_at: official.disabled_at ?? now }),
        statements: done ? [] : disableOfficialStatements(official.id, now),
      }
    },
  })

export const listOfficials = (after: string | null, limit: number) =>
  readOfficial(sql`id > ${after ?? ''} ORDER BY id LIMIT ${limit + 1}`)
