import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

// — keys —

export type KeyRow = {
  id: string
  key_check: string
  first_used_at: Instant
  retired_at: Instant | null
}
export const readKeys = sql<KeyRow>`SELECT id, key_check, first_used_at, retired_at FROM seal_keys ORDER BY id`
type NewKey = Pick<KeyRow, 'id' | 'key_check'>
/** A key that comes back after it was retired is needed again. */
export const useKeyStatement = (k: NewKey, now: Instant): Statement =>
  sql`INSERT INTO seal_keys (id, key_check, first_used_at) VALUES (${k.id}, ${k.key_check}, ${now})
      ON CONFLICT (id) DO UPDATE SET retired_at = NULL WHERE key_check = excluded.key_check`
/** Of every key but one: nothing is under it any more. Segments of the archive are not moved: theirs stay. */
export const retireOthersStatement = (current: string, now: Instant): Statement =>
  sql`UPDATE seal_keys SET retired_at = ${now} WHERE id <> ${current} AND retired_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM archive_segments a WHERE a.key_id IS NULL)
         AND NOT EXISTS (SELECT 1 FROM archive_segments a WHERE a.key_id = seal_keys.id)`
export type SegmentKeyRow = { key_id: string | null; segments_count: number }
export const readSegmentKeys = sql<SegmentKeyRow>`SELECT key_id, count(*) AS segments_count FROM archive_segments GROUP BY key_id`

export type KeptRow = { purpose: string; sealed: string }
export const readKept = sql<KeptRow>`SELECT purpose, sealed FROM kept_keys`
export const readKeptKey = (purpose: string) =>
  sql<KeptRow>`SELECT purpose, sealed FROM kept_keys WHERE purpose = ${purpose}`
export const keepKeyStatement = ({ purpose, sealed }: KeptRow): Statement =>
  sql`INSERT INTO kept_keys (purpose, sealed) VALUES (${purpose}, ${sealed})
      ON CONFLICT (purpose) DO UPDATE SET sealed = excluded.sealed`

// — how far what is moved —

export type MoveRow = {
  column_name: string
  key_id: string
  round: 1 | 2
  passes: number
  last_id: string
  moved_count: number
  pass_moved: number
  broken_count: number
  /** JSON: of this pass so far, values by the key they are under. */
  seen: string
  started_at: Instant
  finished_at: Instant | null
}
export const readMoves = sql<MoveRow>`SELECT * FROM seal_moves`
export const putMoveStatement = (m: MoveRow): Statement =>
  sql`INSERT INTO seal_moves (column_name, key_id, round, passes, last_id, moved_count, pass_moved, broken_count, seen, started_at,
                              finished_at)
      VALUES (${m.column_name}, ${m.key_id}, ${m.round}, ${m.passes}, ${m.last_id}, ${m.moved_count}, ${m.pass_moved},
              ${m.broken_count}, ${m.seen}, ${m.started_at}, ${m.finished_at})
      ON CONFLICT (column_name) DO UPDATE
        SET key_id = excluded.key_id, round = excluded.round, seen = excluded.seen, passes = excluded.passes, last_id = excluded.last_id,
            moved_count = excluded.moved_count, pass_moved = excluded.pass_moved,
            broken_count = excluded.broken_count, started_at = excluded.started_at, finished_at = excluded.finished_at`
