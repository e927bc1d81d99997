import type { Role } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import { bringNewcomers } from '../people/read-through'
import type { Desk } from '../refunds/support'

/** A passkey of everybody who acts for others and of a holder, two people who have lost theirs, and two who want the books. */
export async function holdPasskeys(desk: Desk, people: ReadonlyMap<Role, string>): Promise<void> {
  const now = desk.world.now()
  const roles = ['owner', 'manager', 'bank', 'supervisor', 'operator'] as const
  const keys = roles.map((role, n) => {
    const id = `pky_${String(n).padStart(26, '0')}`
    return sql`INSERT INTO passkeys (id, person_id, credential_id, public_key, counter, device, name, created_at)
               SELECT ${id}, person_id, ${`credential-${n}`}, 'AA', 0, 'synced', '手机', ${now}
                 FROM person_ids WHERE subject_id = ${people.get(role) ?? ''}`
  })
  const of_holder = sql`INSERT INTO passkeys (id, person_id, credential_id, public_key, counter, device, name, created_at)
      VALUES (${`pky_${'9'.repeat(26)}`}, ${people.get('consumer') ?? ''}, 'credential-9', 'AA', 0, 'synced', '手机', ${now})`
  await desk.db.batch([...keys, of_holder])
  const [newest] = await desk.rows(sql`SELECT max(id) AS id FROM officials WHERE kind = 'operator'`)
  const operator = String(newest?.id)
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
  const asker = people.get('bank') ?? ''
  await desk.db.batch(
    [1, 2].map(
      (n) => sql`INSERT INTO export_permits (id, made_by, from_on, to_on, detail, reason, asked_at)
                 VALUES (${`exp_${String(n).padStart(26, '0')}`}, ${asker}, '2026-03-01', '2026-03-02', 'shop', '年度审计', ${now})`,
    ),
  )
  await bringNewcomers(desk, people)
}
