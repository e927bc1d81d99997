import { knownDistrict } from '../city/rules'
import { keyedAsk } from '../identity/asks'
import { checkedPhone, phoneColumns, phoneIndex } from '../identity/phone'
import {
  disableOfficialStatements,
  insertOfficialStatement,
  isInOffice,
  narrowDutyStatement,
  type OfficialRow,
  presentOfficial,
  readOfficial,
} from '../identity/store'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { readColleagues, readConcerned, tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { type Duty, OFFICE_DUTIES } from '../platform/duties'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { proposedText } from './nomination-words'
import { presentRecord, type RecordRow, readRecords } from './records'

type NewOfficial = Pick<OfficialRow, 'kind' | 'role' | 'name'> & {
  duty?: Duty | undefined
  phone: string
  districts: string[]
}

/**
 * A new official and the statement that inserts them; `created_by` is an operator's id, or `bootstrap`. `at_once`: one of
 * the first two operators, who have nobody to agree; the table lets nobody else in without another person.
 */
export async function insertOfficial(
  kit: Kit,
  official: NewOfficial,
  { created_by, now, at_once }: { created_by: string; now: Instant; at_once: boolean },
): Promise<{
  person: ReturnType<typeof presentOfficial>
  row: OfficialRow
  statement: Statement
}> {
  const { kind, role, name, duty = 'all' } = official
  const id = kit.newId('ofc')
  const columns = await phoneColumns(kit, 'officials', id, checkedPhone(official.phone))
  const districts = JSON.stringify([...new Set(official.districts)].sort())
  const row: OfficialRow = {
    ...{ id, kind, role, duty, name, districts, created_by, created_at: now, disabled_at: null },
    approved_by: at_once ? 'bootstrap' : null,
    approved_at: at_once ? now : null,
    effective_from: at_once ? now : null,
    ...columns,
  }
  return { person: presentOfficial(row), row, statement: insertOfficialStatement(row) }
}

/** Whoever holds an office under this phone now, of whatever kind: one row or none. */
export const readOfficialInOffice = (phone_index: string) =>
  readOfficial(sql`phone_index = ${phone_index} AND disabled_at IS NULL`)

/**
 * The operator proposes somebody of the bank, an authority or the platform. They are in office when another person has
 * agreed and a day has passed, of which everybody concerned is told. The first operator alone brings in exactly the
 * second one at once: there is nobody yet to agree. Refuses district_unknown, phone_taken.
 */
export async function addOfficial(world: World, ask: Ask, request: NewOfficial) {
  const phone_index = await phoneIndex(world, checkedPhone(request.phone))
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      official_in_office: readOfficialInOffice(phone_index),
      operators: readOfficial(sql`kind = 'operator' LIMIT 2`),
      me: readOfficial(sql`id = ${who.subject_id}`),
      colleagues: readColleagues(request.kind),
    }),
    decide: async ({ actor, rows, now, city, kit }) => {
      for (const district of request.districts) knownDistrict(city, district, localDate(now))
      if (rows.official_in_office[0]) refuse('phone_taken')

      const at_once = isSecondOperator(request, rows.operators)
      const made = await insertOfficial(kit, request, { created_by: actor.id, now, at_once })
      const my_name = rows.me[0]?.name ?? ''
      const record: RecordRow = {
        ...made.row,
        created_by_name: my_name,
        approved_by_name: null,
        last_signed_in_at: null,
        is_own: 1,
      }
      const to = [actor.id, ...rows.colleagues.map(({ id }) => id)]
      const text = proposedText({ ...made.person, by: my_name, at_once })
      return {
        status: 201,
        subject_id: made.person.id,
        body: presentRecord(record, now),
        statements: [made.statement, ...tellStatements(kit, { to, text, at: now })],
      }
    },
  })
}

/** Of the platform's operators there has been one so far, the first, and this is another. */
const isSecondOperator = (request: NewOfficial, operators: readonly OfficialRow[]): boolean =>
  request.kind === 'operator' && operators.length === 1 && operators[0]?.created_by === 'bootstrap'

/**
 * Ends an official's access at once, which everybody concerned is told. The last operator stays: nobody could let in
 * another.
 */
export const disableOfficialById = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      official: readRecords(who, sql`o.id = ${id}`),
      other_operators: readOfficial(
        sql`kind = 'operator' AND ${isInOffice(now)} AND id <> ${id} LIMIT 1`,
      ),
      concerned: readConcerned(sql`${id}`),
    }),
    decide: ({ rows, now, kit }) => {
      const official = rows.official[0] ?? refuse('person_not_found')
      const done = official.disabled_at !== null
      const last = official.kind === 'operator' && !rows.other_operators[0]
      if (!done && last) refuse('last_operator_must_stay')

      const to = [id, ...rows.concerned.map((one) => one.id)]
      const text = `${official.name}（${official.phone_mask}）已停用，不能再登录`
      return {
        status: 201,
        subject_id: official.id,
        body: presentRecord({ ...official, disabled_at: official.disabled_at ?? now }, now),
        statements: done
          ? []
          : [
              ...disableOfficialStatements(official.id, now),
              ...tellStatements(kit, { to, text, at: now }),
            ],
      }
    },
  })

/**
 * Narrows what somebody of an office may do, from their next request on; a wider duty takes two, by entering them anew.
 * Refuses person_not_found, duty_not_of_office, duty_only_narrows.
 */
export const narrowDuty = (world: World, ask: Ask, { id, duty }: { id: string; duty: Duty }) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      official: readRecords(who, sql`o.id = ${id}`),
      concerned: readConcerned(sql`${id}`),
    }),
    decide: ({ rows, now, kit }) => {
      const official = rows.official[0] ?? refuse('person_not_found')
      if (official.disabled_at !== null) refuse('person_not_found')
      if (!OFFICE_DUTIES[official.kind].includes(duty)) refuse('duty_not_of_office')
      const is_narrower = official.duty === 'all' || duty === 'viewer' || duty === official.duty
      if (!is_narrower) refuse('duty_only_narrows')

      const to = [id, ...rows.concerned.map((one) => one.id)]
      const text = `${official.name}（${official.phone_mask}）能办的事改窄了，从现在起算`
      return {
        status: 200,
        subject_id: id,
        body: presentRecord({ ...official, duty }, now),
        statements: [narrowDutyStatement(id, duty), ...tellStatements(kit, { to, text, at: now })],
      }
    },
  })
