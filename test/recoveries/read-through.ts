import { sql } from '../../src/platform/d1'
import { stopUrl } from '../../src/recoveries/link'
import type { Desk } from '../refunds/support'
import { joinsAccounts } from '../unions/read-through'

const ID = `acr_${'0'.repeat(26)}`
/** Somebody has said that they lost their PIN, and has two accounts; links that stop both went out. */
export async function recovers(
  desk: Desk,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  const { db, li, world } = desk
  const now = world.now()
  await db.batch([
    sql`INSERT INTO recoveries (id, consumer_id, kind, started_at, ripe_at, ends_at)
        VALUES (${ID}, ${li.id}, 'pin', ${now}, ${now}, ${now})`,
  ])
  put('/v1/recovery-cancellations/:token', (await stopUrl(world, ID)).split('/').pop())
  await joinsAccounts(desk, put)
}
