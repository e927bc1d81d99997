import { HOLDERS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { stopUnionUrl } from '../../src/unions/link'
import type { Desk } from '../refunds/support'

const ID = `aun_${'0'.repeat(26)}`
/** Somebody has asked for another account to be joined to theirs, and a link that stops it went out. */
export async function joinsAccounts(
  { db, li, world, joins, advance }: Desk,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  advance(61_000)
  const other = await joins(HOLDERS.fang.phone)
  const now = world.now()
  const ends_at = new Date(Date.parse(now) + 8 * 86_400_000).toISOString()
  const shown = '{"own_proof":0,"other_code":1,"other_proof":0}'
  await db.batch([
    sql`INSERT INTO account_unions (id, from_id, into_id, shown, started_at, ripe_at, ends_at, state)
        VALUES (${ID}, ${other.id}, ${li.id}, ${shown}, ${now}, ${ends_at}, ${ends_at}, 'cooling')`,
  ])
  put('/v1/union-cancellations/:token', (await stopUnionUrl(world, ID)).split('/').pop())
}
