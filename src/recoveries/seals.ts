import { phonePlace } from '../identity/phone'
import { type SealedColumn, type SealedRow, sql } from '../platform/d1'

/** The number somebody moves to, and the one they left: both sealed for the consumer's own row. */
export const RECOVERY_SEALS: readonly SealedColumn[] = [
  {
    name: 'recoveries.new_phone_sealed',
    purpose: 'phone',
    placeOf: (id) => phonePlace('consumers', id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, consumer_id AS bound_id, new_phone_sealed AS sealed FROM recoveries
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE recoveries SET new_phone_sealed = ${after}, version = version + 1
          WHERE id = ${id} AND new_phone_sealed = ${before}`,
  },
  {
    name: 'recoveries.old_phone_sealed',
    purpose: 'phone',
    placeOf: (id) => phonePlace('consumers', id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, consumer_id AS bound_id, old_phone_sealed AS sealed FROM recoveries
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE recoveries SET old_phone_sealed = ${after}, version = version + 1
          WHERE id = ${id} AND old_phone_sealed = ${before}`,
  },
]
