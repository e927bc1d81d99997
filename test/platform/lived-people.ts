import { sql } from '../../src/platform/d1'
import type { Telling } from './lived-town'

/** A passkey of everybody who acts for others, two people who have lost theirs, and three who wait for another's word. */
export async function holdPasskeys({ desk, people, one }: Telling): Promise<void> {
  const now = desk.world.now()
  const roles = ['owner', 'manager', 'bank', 'supervisor', 'operator'] as const
  const keys = roles.map((role, n) => {
    const id = `pky_${String(n).padStart(26, '0')}`
    return sql`INSERT INTO passkeys (id, person_id, credential_id, public_key, counter, device, name, created_at)
               SELECT ${id}, person_id, ${`credential-${n}`}, 'AA', 0, 'synced', '手机', ${now}
                 FROM person_ids WHERE subject_id = ${people.get(role) ?? ''}`
  })
  await desk.db.batch(keys)
  const operator = await one(sql`SELECT max(id) AS id FROM officials WHERE kind = 'operator'`)
  const lost = [operator, people.get('manager') ?? ''].map((subject_id, n) => {
    const id = `rcy_${String(n).padStart(26, '0')}`
    const kind = subject_id.startsWith('ofc_') ? 'operator' : 'staff'
    return sql`INSERT INTO passkey_recoveries (id, person_id, subject_id, kind, asked_at, usable_from)
               SELECT ${id}, person_id, subject_id, ${kind}, ${now}, ${now} FROM person_ids WHERE subject_id = ${subject_id}`
  })
  await desk.db.batch(lost)
  const over = (['owner', 'bank', 'supervisor', 'operator'] as const).map((role, n) => {
    const id = `rcy_${String(90 + n).padStart(26, '0')}`
    return sql`INSERT INTO passkey_recoveries (id, person_id, subject_id, kind, asked_at, usable_from, state, decided_by, decided_at)
               SELECT ${id}, person_id, subject_id, 'staff', ${now}, ${now}, 'refused', subject_id, ${now}
                 FROM person_ids WHERE subject_id = ${people.get(role) ?? ''}`
  })
  await desk.db.batch(over)
  const person = (n: number) => `${String(n).padStart(26, '0')}`
  const waiting = (['bank', 'supervisor'] as const).map((role, n) => {
    const id = `ofc_${person(n)}`
    return sql`INSERT INTO officials (id, kind, role, name, districts, phone_index, phone_sealed, phone_mask, created_by, created_at)
               SELECT ${id}, kind, role, '新来的', districts, ${`new-${n}`}, phone_sealed, phone_mask, created_by, ${now}
                 FROM officials WHERE id = ${people.get(role) ?? ''}`
  })
  await desk.db.batch([
    ...waiting,
    sql`INSERT INTO staff (id, merchant_id, role, name, phone_index, phone_sealed, phone_mask, created_at, created_by)
        SELECT ${`stf_${person(9)}`}, merchant_id, 'owner', '另一位店主', 'new-9', phone_sealed, phone_mask, ${now},
               ${people.get('operator') ?? ''} FROM staff WHERE id = ${people.get('owner') ?? ''}`,
  ])
}
