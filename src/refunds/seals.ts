import { type SealedColumn, type SealedRow, sql } from '../platform/d1'

export const REFUND_ACCOUNT = 'refunds.account_sealed'
export const REFUND_HOLDER = 'refunds.account_holder'
/** A holder's own bank account and the name it is in: each opens in its column and its refund alone. */
export const refundPlace = (column: string, refund_id: string): string => `${column}|${refund_id}`

export const REFUND_SEALS: readonly SealedColumn[] = [
  {
    name: REFUND_ACCOUNT,
    purpose: REFUND_ACCOUNT,
    placeOf: (id) => refundPlace(REFUND_ACCOUNT, id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, account_sealed AS sealed FROM refunds
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE refunds SET account_sealed = ${after}, version = version + 1
          WHERE id = ${id} AND account_sealed = ${before}`,
  },
  {
    name: REFUND_HOLDER,
    purpose: REFUND_HOLDER,
    placeOf: (id) => refundPlace(REFUND_HOLDER, id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, account_holder AS sealed FROM refunds
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE refunds SET account_holder = ${after}, version = version + 1
          WHERE id = ${id} AND account_holder = ${before}`,
  },
]
