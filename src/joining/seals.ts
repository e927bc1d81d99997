import { phonePlace } from '../identity/phone'
import { type SealedColumn, type SealedRow, sql } from '../platform/d1'

/** The numbers of shops that ask to be visited. */
export const JOINING_SEALS: readonly SealedColumn[] = [
  {
    name: 'join_requests.phone_sealed',
    purpose: 'phone',
    placeOf: (id) => phonePlace('join_requests', id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, phone_sealed AS sealed FROM join_requests
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE join_requests SET phone_sealed = ${after} WHERE id = ${id} AND phone_sealed = ${before}`,
  },
]
