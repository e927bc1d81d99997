import { type SealedColumn, type SealedRow, sql } from '../platform/d1'
import { PUSH_SEALED, pushPlace } from './subscribe'

/** Where browsers are told things. */
export const PUSH_SEALS: readonly SealedColumn[] = [
  {
    name: 'push_subscriptions.sealed',
    purpose: PUSH_SEALED,
    placeOf: pushPlace,
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, sealed FROM push_subscriptions
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE push_subscriptions SET sealed = ${after} WHERE id = ${id} AND sealed = ${before}`,
  },
]
