import { keyedAsk } from '../identity/asks'
import type { StaffRole } from '../identity/objects'
import { checkedPhone, phoneColumns, phoneIndex } from '../identity/phone'
import {
  disableStaffStatements,
  insertStaffStatement,
  presentStaff,
  readOfficial,
  readStaff,
  readStaffAtWork,
} from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { proposedText } from './nomination-words'

type NewStaff = { merchant_id: string; role: StaffRole; name: string; phone: string }

/**
 * A new staff member and the statement that inserts them (after the merchant's row: a foreign key). A phone
 * at work elsewhere makes the batch fail with `phone_taken`; read `staffAtWork` first to refuse it early.
 */
export async function insertStaff(
  kit: Kit,
  staff: NewStaff,
  { now, created_by, waits }: { now: Instant; created_by: string | null; waits: boolean },
): Promise<{ person: ReturnType<typeof presentStaff>; statement: Statement }> {
  const { merchant_id, role, name } = staff
  const id = kit.newId('stf')
  const columns = await phoneColumns(kit, 'staff', id, checkedPhone(staff.phone))
  const row = {
    ...{ id, merchant_id, role, name, created_at: now, disabled_at: null, created_by },
    ...{ approved_by: null, approved_at: null, effective_from: waits ? null : now },
    ...columns,
  }
  return { person: presentStaff(row), statement: insertStaffStatement(row) }
}
/** The owner of a merchant that is being taken in. */
export const insertOwner = (kit: Kit, owner: Omit<NewStaff, 'role'>, now: Instant) =>
  insertStaff(kit, { ...owner, role: 'owner' }, { now, created_by: null, waits: false })

/** Whoever works somewhere under this phone now: one row or none. */
export async function staffAtWork(kit: Kit, typed_phone: string) {
  return readStaffAtWork(await phoneIndex(kit, checkedPhone(typed_phone)))
}

/**
 * Takes somebody on. An owner adds to their own shop, and no second owner: that is the operator's to propose, and another
 * person's to agree to after a day of which the owners are told (people/nominations).
 */
export async function addStaff(world: World, ask: Ask, request: NewStaff) {
  const at_work = await staffAtWork(world, request.phone)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      merchants: merchantSeen(who, request.merchant_id),
      at_work,
      owners: readStaff(
        sql`merchant_id = ${request.merchant_id} AND role = 'owner' AND disabled_at IS NULL LIMIT 20`,
      ),
      me: readOfficial(sql`id = ${who.subject_id}`),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      if (!rows.merchants[0]) refuse('merchant_not_found')
      if (request.role === 'owner' && actor.role !== 'operator') refuse('role_not_allowed')
      if (rows.at_work[0]) refuse('phone_taken')

      const waits = request.role === 'owner'
      const by = { now, created_by: actor.id, waits }
      const { person, statement } = await insertStaff(kit, request, by)
      const my_name = rows.me[0]?.name ?? ''
      const text = proposedText({ ...person, kind: 'owner', by: my_name })
      const to = rows.owners.map(({ id }) => id)
      const told = waits ? tellStatements(kit, { to, text, at: now }) : []
      return { status: 201, subject_id: person.id, body: person, statements: [statement, ...told] }
    },
  })
}

/** Ends somebody's work: signed out at once, everywhere. A shop keeps at least one owner. */
export const disableStaffMember = (
  world: World,
  ask: Ask,
  request: { merchant_id: string; staff_id: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({ staff: readStaff(seenBy(who, request.merchant_id)) }),
    decide: ({ rows: { staff }, now }) => {
      const member = staff.find(({ id }) => id === request.staff_id) ?? refuse('person_not_found')
      const stays = staff.some(
        ({ id, role, disabled_at, effective_from }) =>
          role === 'owner' && disabled_at === null && effective_from !== null && id !== member.id,
      )
      const done = member.disabled_at !== null
      if (!done && member.role === 'owner' && !stays) refuse('last_owner_must_stay')

      return {
        status: 201,
        subject_id: member.id,
        body: presentStaff({ ...member, disabled_at: member.disabled_at ?? now }),
        statements: done ? [] : disableStaffStatements(member.id, now),
      }
    },
  })

/** A shop's staff, by id; with whether the asker may see that shop at all. */
export const listStaff = (
  who: Who,
  { merchant_id, after, limit }: { merchant_id: string; after: string | null; limit: number },
) => ({
  merchants: merchantSeen(who, merchant_id),
  staff: readStaff(
    sql`${seenBy(who, merchant_id)} AND id > ${after ?? ''} ORDER BY id LIMIT ${limit + 1}`,
  ),
})

/**
 * Staff see their own shop; who has no shop (the operator) sees any. A shop is known here by whoever works or worked
 * there: it was taken in with an owner, and nobody is ever deleted.
 */
const merchantSeen = (who: Who, merchant_id: string) =>
  sql<IdRow>`SELECT merchant_id AS id FROM staff WHERE ${seenBy(who, merchant_id)} LIMIT 1`
const seenBy = (who: Who, merchant_id: string): Statement =>
  sql`merchant_id = ${merchant_id} AND merchant_id = coalesce(${who.merchant_id}, merchant_id)`
