import type { Db } from '../platform/d1'
import type { Bucket } from './archive'
import { d1 } from './d1'
import { type Shards, shard } from './shard'

/** What a worker may have bound. */
export type Bound = { DB?: D1Database; SHARDS?: Shards; ARCHIVE?: Bucket }
/** One worker serves one city: nothing that is set chooses among several. */
const CITY = 'city'

/**
 * The one place where the city is kept, as the configuration names it. Both bound is refused: whoever changed the setting
 * of a living city would find an empty one.
 */
export function storageFrom(
  { DB, SHARDS }: Bound,
  storage: 'd1' | 'shard',
): Db | { fault: string } {
  if (DB && SHARDS) return { fault: 'DB and SHARDS are both bound: a city is kept in one place' }
  if (storage === 'shard')
    return SHARDS ? shard(SHARDS, CITY) : { fault: 'STORAGE is shard, and SHARDS is not bound' }
  return DB ? d1(DB) : { fault: 'STORAGE is d1, and DB is not bound' }
}
