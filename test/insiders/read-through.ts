import { sql } from '../../src/platform/d1'
import type { Desk } from '../refunds/support'

/** Two marks on what was used of a card: one that keeps money back, one that only says so. */
export async function markUses(desk: Desk, card: string): Promise<void> {
  const now = desk.world.now()
  const mark = (kind: string, withheld_until: string | null) =>
    sql`INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
        SELECT r.id, ${kind}, r.merchant_id, c.id, c.consumer_id, 100, ${now}, ${withheld_until}
          FROM redemptions r JOIN cards c ON c.id = r.card_id WHERE c.id = ${card} ORDER BY r.id DESC LIMIT 1`
  await desk.db.batch([mark('burst', '2099-01-01T00:00:00.000Z'), mark('used_at_once', null)])
}
