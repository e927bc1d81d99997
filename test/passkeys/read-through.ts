import type { Role } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import { bringNewcomers } from '../people/read-through'
import type { Desk } from '../refunds/support'

/** A passkey of everybody who acts for others and of a holder, two people who have lost theirs, and two who want the books. */
type Put = (key: string, value: unknown) => void
export async function holdPasskeys(
  desk: Desk,
  people: ReadonlyMap<Role, string>,
  put: Put,
): Promise<void> {
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
  await wantBooks(desk, people, put)
  await bringNewcomers(desk, people)
}

/** Bank and platform each want the books of two days, and the other one has agreed to it. */
async function wantBooks({ db, world }: Desk, people: ReadonlyMap<Role, string>, put: Put) {
  const now = world.now()
  const day = new Date(Date.parse(now) + 86_400_000).toISOString()
  for (const [n, role, other] of [
    [1, 'bank', 'operator'],
    [2, 'operator', 'bank'],
  ] as const) {
    const id = `exp_${String(n).padStart(26, '0')}`
    await db.batch([
      sql`INSERT INTO export_permits (id, made_by, from_on, to_on, detail, reason, asked_at)
          VALUES (${id}, ${people.get(role) ?? ''}, '2026-03-02', '2026-03-02', 'shop', '年度审计', ${now})`,
      sql`UPDATE export_permits SET state = 'agreed', decided_by = ${people.get(other) ?? ''}, decided_at = ${now},
                 usable_until = ${day} WHERE id = ${id}`,
    ])
    put(`permit ${role}`, id)
  }
}
