import { SETTLEMENT_SEALED, settlementPlace } from '../merchants/settlement-account'
import { type SealedColumn, type SealedRow, sql } from '../platform/d1'

/** Accounts that shops asked to be paid to; sealed as the shop's own is. */
export const ACCOUNT_SEALS: readonly SealedColumn[] = [
  {
    name: 'settlement_account_changes.account_no',
    purpose: SETTLEMENT_SEALED,
    placeOf: settlementPlace,
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, merchant_id AS bound_id, account_no AS sealed FROM settlement_account_changes
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE settlement_account_changes SET account_no = ${after} WHERE id = ${id} AND account_no = ${before}`,
  },
]
