import { type SealedColumn, type SealedRow, sql } from '../platform/d1'
import { CODE_SEALED, codePlace } from './codes'

/** Messages with codes that are not out yet. */
export const CODE_SEALS: readonly SealedColumn[] = [
  {
    name: 'sms_codes.unsent',
    purpose: CODE_SEALED,
    placeOf: codePlace,
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, unsent AS sealed FROM sms_codes
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE sms_codes SET unsent = ${after} WHERE id = ${id} AND unsent = ${before}`,
  },
]
