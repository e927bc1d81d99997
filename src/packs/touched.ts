import { dayEnd } from '../closes/store'
import { spell } from '../kernel/ids'
import { epochMs, HOUR_MS, type Instant, type LocalDate } from '../kernel/time'
import { all, type Statement, sql } from '../platform/d1'
import type { World } from '../platform/world'

/**
 * Of each shop that has a pack of the night before, the cards that may differ from it. A shop without that pack is not in
 * the map: all its cards are read.
 */
export type Touched = ReadonlyMap<string, readonly string[]>

/** An id begins with the time of its birth: what was written since a moment is born at most this much before it. */
const BORN_BEFORE_MS = HOUR_MS

/**
 * What a card's row in a pack is made of changes in three ways only: money moves on one of its accounts, money of one of
 * its refunds moves, or it goes to another holder. Each leaves its moment, and none before `since` counts: the pack of the
 * night before says how the card stood then. What moved while that pack was made comes after `since`, too.
 */
const movedSince = (since: Instant): Statement => {
  const born = `trf_${spell(epochMs(since) - BORN_BEFORE_MS)}`
  const owner = (account: Statement) => sql`substr(${account}, instr(${account}, ':') + 1)`
  return sql`WITH moved AS MATERIALIZED (SELECT from_account_id, to_account_id, subject_id FROM ledger_transfers
               WHERE id >= ${born} AND created_at >= ${since})
    SELECT ${owner(sql`from_account_id`)} AS id FROM moved UNION SELECT ${owner(sql`to_account_id`)} FROM moved
     UNION SELECT p.card_id FROM moved JOIN refund_parts p ON p.id = moved.subject_id
     UNION SELECT id FROM cards WHERE transferred_at IS NOT NULL AND transferred_at >= ${since}`
}

type MovedRow = { id: string; merchant_id: string }
type TouchedRow = { merchant_id: string; day: LocalDate }
/** One read of a night's transfers for all the shops. */
export async function readTouched(
  world: World,
  day: LocalDate,
  merchants: readonly string[],
): Promise<Touched> {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(merchants)}))`
  const before = sql`(SELECT max(day) FROM resolution_nights WHERE day < ${day})`
  const packed = await all(
    world.db,
    sql<TouchedRow>`SELECT merchant_id, day FROM resolution_packs INDEXED BY resolution_packs_sealed
         WHERE phase = 'sealed' AND day = ${before} AND merchant_id IN ${ids}`,
  )
  const [first] = packed
  if (first === undefined) return new Map()
  const touched = new Map(packed.map(({ merchant_id }): [string, string[]] => [merchant_id, []]))
  const rows = await all(
    world.db,
    sql<MovedRow>`SELECT c.id, c.merchant_id FROM (${movedSince(dayEnd(first.day))}) t CROSS JOIN cards c ON c.id = t.id
         WHERE c.merchant_id IN ${ids}`,
  )
  for (const { id, merchant_id } of rows) touched.get(merchant_id)?.push(id)
  return touched
}
