import type { Role } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import type { Desk } from '../refunds/support'

/** Three who are to come into office, and an account, all of which wait for another person's word. */
export async function bringNewcomers(desk: Desk, people: ReadonlyMap<Role, string>): Promise<void> {
  const now = desk.world.now()
  const person = (n: number) => `${String(n).padStart(26, '0')}`
  const { secrets } = desk.world
  const number = ['139', '00000000'].join('')
  const sealed = (table: string, id: string) =>
    secrets.seal('phone', `${table}.phone_sealed|${id}`, number)
  const waiting = (['bank', 'supervisor'] as const).map(async (role, n) => {
    const id = `ofc_${person(n)}`
    return sql`INSERT INTO officials (id, kind, role, name, districts, phone_index, phone_sealed, phone_mask, created_by, created_at)
               SELECT ${id}, kind, role, '新来的', districts, ${`new-${n}`}, ${await sealed('officials', id)}, phone_mask,
                      created_by, ${now}
                 FROM officials WHERE id = ${people.get(role) ?? ''}`
  })
  const owner = `stf_${person(9)}`
  await desk.db.batch([
    ...(await Promise.all(waiting)),
    sql`INSERT INTO staff (id, merchant_id, role, name, phone_index, phone_sealed, phone_mask, created_at, created_by)
        SELECT ${owner}, merchant_id, 'owner', '另一位店主', 'new-9', ${await sealed('staff', owner)}, phone_mask, ${now},
               ${people.get('operator') ?? ''} FROM staff WHERE id = ${people.get('owner') ?? ''}`,
  ])
  const account = 'merchants.settlement_account_no'
  const account_no = await secrets.seal(
    account,
    `${account}|${desk.shop.id}`,
    '6222020200000000001',
  )
  await desk.db.batch([
    sql`INSERT INTO settlement_account_changes (id, merchant_id, account_no, mask, asked_by, asked_at, usable_from)
        VALUES (${`sac_${person(1)}`}, ${desk.shop.id}, ${account_no}, '尾号 0001', ${desk.owner}, ${now}, ${now})`,
  ])
}
