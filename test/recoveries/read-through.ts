import { sql } from '../../src/platform/d1'
import { stopUrl } from '../../src/recoveries/link'
import type { Desk } from '../refunds/support'

const ID = `acr_${'0'.repeat(26)}`
/** Somebody has said that they lost their PIN, and a link that stops it went out. */
export async function recovers(
  { db, li, world }: Desk,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  const now = world.now()
  await db.batch([
    sql`INSERT INTO recoveries (id, consumer_id, kind, started_at, ripe_at, ends_at)
        VALUES (${ID}, ${li.id}, 'pin', ${now}, ${now}, ${now})`,
  ])
  put('/v1/recovery-cancellations/:token', (await stopUrl(world, ID)).split('/').pop())
}
