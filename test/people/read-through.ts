import type { Role } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import type { Desk } from '../refunds/support'

/** Three who are to come into office, and an account, all of which wait for another person's word. */
export async function bringNewcomers(desk: Desk, people: ReadonlyMap<Role, string>): Promise<void> {
  const now = desk.world.now()
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
  await desk.db.batch([
    sql`INSERT INTO settlement_account_changes (id, merchant_id, account_no, mask, asked_by, asked_at, usable_from)
        VALUES (${`sac_${person(1)}`}, ${desk.shop.id}, 'sealed', '尾号 0001', ${desk.owner}, ${now}, ${now})`,
  ])
}
